//! The people of the demo. Run again on the same data it changes nothing.

use kunci_rules::gate::Origin;

use super::{Owner, Seeded};
use crate::accounts::{self, Identifier, New};
use crate::methods::{self, Channel};
use crate::secret::Secret;
use crate::state::App;
use crate::web::{Error, Language};

/// Name, mail address, password.
const SARI: (&str, &str, &str) = (
    "Sari Wulandari",
    "sari@nusa.example",
    "rumah kayu di tepi Kapuas",
);

/// Puts the demo's people in, once.
///
/// # Errors
/// Of the database, or the hash queue.
pub async fn seed(app: &App) -> Result<Seeded, Error> {
    let (name, login, password) = SARI;
    let identifier = Identifier::parse(login).map_err(|_| Error::BadInput("login"))?;
    let hash = app
        .hasher
        .hash(Secret::new(password.to_owned()), &app.random)
        .await?;
    let time_zone = app.config.brand.time_zone.clone();
    let inside = app.clone();
    let put_in = move |tx: &kunci_db::Tx<'_>| {
        if !accounts::find(tx, &identifier)?.is_empty() {
            return Ok(());
        }
        let new = New {
            name: name.to_owned(),
            language: Language::Indonesian,
            time_zone: time_zone.clone(),
            identifier: identifier.clone(),
        };
        let account = accounts::create(tx, &inside, &new)?;
        methods::add_contact(
            tx,
            account,
            Channel::Email,
            identifier.value(),
            &Origin::SignUp,
        )?;
        methods::set_password(tx, account, &hash, &Origin::SignUp)
    };
    app.db.tx(put_in).await?;
    let owner = Owner {
        name: name.to_owned(),
        login: login.to_owned(),
        password: password.to_owned(),
        about: "her mail is read on the inbox page".to_owned(),
    };
    let hints = vec![
        "wrong passwords from a private window, then the right one here".to_owned(),
        "\"Lupa kata sandi\": the code and the link appear on the inbox page".to_owned(),
    ];
    Ok(Seeded {
        owners: vec![owner],
        hints,
    })
}
