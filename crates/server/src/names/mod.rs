//! "Lupa nama akun": which names lead to an account, for whoever proves one of its contacts (S-149).
//!
//! 1. `POST /forgot/name` takes an address or number, opens a case bound to this browser, and sends one code and one link.
//!    Whether anybody has it changes neither answer nor work (STD-41).
//! 2. The code, in the browser that asked, or the link, in the browser that opens it, proves that contact.
//! 3. `GET /forgot/name/found` shows what it leads to; other contacts stay masked. From there sign-in and a new password go on
//!    without typing.
//!
//! No account is written down with a case: each time the contact is looked up anew, so that what changes meanwhile counts.
//! A number that may have been sold again shows nothing but itself (`voice.md` 4.7).

mod found;
mod http;
mod letters;
mod send;
mod store;

pub use found::{Go, Next, Row, get as get_found, go, post as post_go, rows};
pub use http::{
    Entered, Opened, Sent, again, enter, get_code, get_start, post_code, post_send, post_start,
    proved_by_link, sent, start,
};

use kunci_rules::{Id, Span, Time};

use crate::accounts::{Identifier, Kind};
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::methods::Channel;
use crate::web::{Context, Cookie, Error, Token};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "names",
    tables: &[Table {
        name: "name_cases",
        root: Root::House,
        retention: "2 days",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(2),
        }),
    }],
    statements: store::STATEMENTS,
};

/// A case can be gone on with for so long: as long as a mailed link works.
const LIFE: Span = Span::days(1);

/// What was proved shows names for an hour, like any proof.
const SHOWN_FOR: Span = Span::hours(1);

/// Someone looks for a name by this contact.
#[derive(Clone, Debug)]
pub struct Case {
    id: Id,
    /// Whose guesses are spent: the one account that has the contact, else the contact's stand-in.
    subject: Id,
    contact: Identifier,
    proved_at: Option<Time>,
}

impl Case {
    fn channel(&self) -> Channel {
        match self.contact.kind() {
            Kind::Phone => Channel::Phone,
            Kind::Email | Kind::Name => Channel::Email,
        }
    }

    /// The contact is proved, and shows what it leads to.
    #[must_use]
    pub fn shows(&self, now: Time) -> bool {
        self.proved_at.is_some_and(|at| now < at + SHOWN_FOR)
    }
}

/// The case that this browser's cookie leads to.
///
/// # Errors
/// Of the database.
pub async fn of_browser(context: &Context) -> Result<Option<Case>, Error> {
    let token = context.cookie(Cookie::Names);
    of_token(context, token.and_then(|text| Token::parse(&text))).await
}

/// The case of a token.
///
/// # Errors
/// Of the database.
pub async fn of_token(context: &Context, token: Option<Token>) -> Result<Option<Case>, Error> {
    let Some(token) = token else {
        return Ok(None);
    };
    let get = move |view: &kunci_db::View<'_>| store::get(view, &token);
    Ok(context.app.db.view(get).await?)
}
