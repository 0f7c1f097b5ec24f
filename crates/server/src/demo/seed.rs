//! The people of the demo and their phones. Run again on the same data it changes nothing.

use kunci_db::Tx;
use kunci_rules::gate::Origin;
use kunci_rules::{Id, Time};
use kunci_wire::Leaving;

use super::phones::{self, PHONES};
use super::{Owner, Seeded};
use crate::accounts::{self, Identifier, New};
use crate::devices::{self, Credential, Known};
use crate::hashing::PasswordHash;
use crate::locations;
use crate::locks::{self, Subject};
use crate::methods::{self, Channel};
use crate::secret::Secret;
use crate::signup;
use crate::state::App;
use crate::web::{Error, Language};

/// Someone with an account.
struct Person {
    name: &'static str,
    /// First the contact that made the account.
    contacts: &'static [&'static str],
    password: &'static str,
    about: &'static str,
}

const PEOPLE: [Person; 3] = [
    Person {
        name: "Sari Wulandari",
        contacts: &["sari@nusa.example", "+6281234567890"],
        password: "rumah kayu di tepi Kapuas",
        about: "a phone that moves through Batam, and an old one that is switched off",
    },
    Person {
        name: "Budi Santoso",
        contacts: &["+6281234567890", "budi@nusa.example"],
        password: "ikan bakar dan sambal matah",
        about: "shares Sari's phone number: one number, two accounts",
    },
    Person {
        name: "Maria Kaunang",
        contacts: &["maria@nusa.example"],
        password: "tiga perahu menuju Bunaken",
        about: "only one way back: see what the pages say about it",
    },
];

/// Puts the demo's people in, once.
///
/// # Errors
/// Of the database, or the hash queue.
pub async fn seed(app: &App) -> Result<Seeded, Error> {
    let mut owners = Vec::new();
    for (n, person) in PEOPLE.iter().enumerate() {
        let login = Identifier::parse(person.contacts[0]).map_err(|_| Error::Internal)?;
        let secret = Secret::new(person.password.to_owned());
        let hash = app.hasher.hash(secret, &app.random).await?;
        let account = put_in(app, person, login, hash).await?;
        if let (0, Some(account)) = (n, account) {
            give_phones(app, account).await?;
        }
        owners.push(Owner {
            name: person.name.to_owned(),
            login: person.contacts[0].to_owned(),
            password: person.password.to_owned(),
            about: person.about.to_owned(),
        });
    }
    let hints = vec![
        "\"Cari HP\": the map, ring, mark missing".to_owned(),
        "wrong passwords from a private window, then the right one from your own: strangers lock nobody out".to_owned(),
        "\"Lupa kata sandi\": the code and the link appear on the inbox page".to_owned(),
        "a passkey from the security page, then \"Masuk dengan passkey\": no name, no password".to_owned(),
        "\"Kenapa akun dikunci?\": before and after signing in".to_owned(),
    ];
    Ok(Seeded { owners, hints })
}

/// The new account; `None` if it is there already.
async fn put_in(
    app: &App,
    person: &'static Person,
    login: Identifier,
    hash: PasswordHash,
) -> Result<Option<Id>, Error> {
    let inside = app.clone();
    let time_zone = app.config.brand.time_zone.clone();
    let put = move |tx: &Tx<'_>| {
        for account in accounts::find(tx, &login)? {
            if accounts::get(tx, account)?.is_some_and(|a| a.name == person.name) {
                return Ok(None);
            }
        }
        let new = New {
            name: person.name.to_owned(),
            language: Language::Indonesian,
            time_zone: time_zone.clone(),
            identifier: login.clone(),
        };
        let account = signup::establish(tx, &inside, &new, &hash)?.account;
        for more in &person.contacts[1..] {
            let Ok(more) = Identifier::parse(more) else {
                continue;
            };
            let channel = match more.kind() {
                accounts::Kind::Phone => Channel::Phone,
                accounts::Kind::Email | accounts::Kind::Name => Channel::Email,
            };
            methods::first_contact(tx, account, channel, more.value(), &Origin::SignUp)?;
            accounts::add_identifier(tx, account, &more)?;
        }
        past_locks(tx, account)?;
        Ok::<_, Error>(Some(account))
    };
    app.db.tx(put).await
}

/// What happened here in the last weeks, so that the page of causes has something to count.
fn past_locks(tx: &Tx<'_>, account: Id) -> Result<(), Error> {
    let now = Time(tx.now());
    let lock = locks::New {
        subject: Subject::Strangers,
        subject_id: None,
        cause: kunci_rules::locks::Cause::WrongSecret,
        rule: "guesses/strangers",
        first_at: now - kunci_rules::Span::minutes(9),
        tries: 5,
        places: 3,
        own: false,
        lifts_at: Some(now),
    };
    locks::place(tx, account, &lock)?;
    Ok(())
}

/// Two phones: one in use, one that went silent.
async fn give_phones(app: &App, account: Id) -> Result<(), Error> {
    let now = app.now();
    for phone in &PHONES {
        let secret = app.random.bytes();
        let added = app
            .db
            .tx(move |tx| {
                accounts::hold(tx, account)?;
                let new = phones::device(phone, tx.id());
                devices::add(tx, account, &new, &Credential::Secret(secret))?;
                Ok::<_, kunci_db::Error>(new.id)
            })
            .await?;
        let known = Known {
            account,
            id: added,
            kind: devices::Kind::OwnTracks,
            visible: true,
            waiting: false,
            awaited: false,
        };
        locations::store(
            app,
            &known,
            &phones::walk(phone, now),
            phones::report(phone),
        )
        .await?;
        if phones::is_off(phone) {
            let off = move |tx: &Tx<'_>| devices::left(tx, account, added, Leaving::Shutdown);
            app.db.tx(off).await?;
        }
    }
    Ok(())
}
