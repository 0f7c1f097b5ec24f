//! What an owner is reminded of on the first page: the check-up, and two-step verification where it is safe (C-12).

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use serde::Deserialize;

use super::headline;
use crate::browsers::Owner;
use crate::gate;
use crate::reminders::{self, Card};
use crate::state::App;
use crate::ways::Kept;
use crate::web::{Error, Form, Text, see_other};

/// At most one of them is shown.
pub enum Cards {
    /// Nothing to remind of.
    None,
    /// The check-up, with its result in one sentence.
    Checkup(String),
    /// Two-step verification.
    SecondStep,
}

impl Cards {
    /// Which one the owner of an account sees now.
    ///
    /// # Errors
    /// Of the database.
    pub fn of(
        view: &View<'_>,
        app: &App,
        (account, two_step): (Id, bool),
        (t, kept): (&Text, &Kept),
    ) -> kunci_db::Result<Self> {
        let (told, now) = (reminders::of(view, account)?, app.now());
        if told.checkup_due(now) {
            let checkup = gate::checkup(view, app, account)?;
            return Ok(Self::Checkup(headline(t, kept, &checkup)));
        }
        let suggest =
            !two_step && told.second_step_due(now) && gate::checkup(view, app, account)?.second_way;
        Ok(if suggest {
            Self::SecondStep
        } else {
            Self::None
        })
    }
}

/// What is put away, and from where.
#[derive(Deserialize)]
pub struct Put {
    #[serde(default)]
    card: String,
    #[serde(default)]
    from: String,
}

/// POST /account/checkup/later: not now.
///
/// # Errors
/// Of the database; `BadInput` for a card that there is not.
pub async fn post_later(owner: Owner, Form(form): Form<Put>) -> Result<Response, Error> {
    let card = match form.card.as_str() {
        "checkup" => Card::Checkup,
        "second-step" => Card::SecondStep,
        _ => return Err(Error::BadInput("card")),
    };
    let account = owner.account.id;
    let put = move |tx: &Tx<'_>| reminders::later(tx, account, card);
    owner.context.app.db.tx(put).await?;
    Ok(see_other(if form.from == "checkup" {
        "/account/checkup"
    } else {
        "/"
    }))
}
