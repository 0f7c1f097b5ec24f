//! Sign-up: contact, code or link, then name and password. No account exists before its contact is proved.
//!
//! 1. `POST /signup` takes a mail address or number, keeps a row in `signups`, sends one code and one link. A mail
//!    address that already has an account gets a different letter and the same pages (STD-41).
//! 2. `POST /signup/code`, or the link, proves the contact.
//! 3. `POST /signup/finish` makes the account, its contact and its password, and signs in.

mod finish;
mod http;
mod letters;
mod store;

use kunci_rules::{Id, Span};

pub use finish::{Established, establish, get_finish, post_finish};
pub use http::{
    get_code, get_start, parse_contact, post_again, post_code, post_start, proved_by_link,
};

use crate::accounts::Identifier;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::web::{Context, Cookie, Error, Language, Token};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "signup",
    tables: &[Table {
        name: "signups",
        root: Root::House,
        retention: "1 day",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: LIFE,
        }),
    }],
    statements: store::STATEMENTS,
};

/// How long a sign-up can be resumed.
const LIFE: Span = Span::hours(24);

/// A sign-up under way.
#[derive(Clone, Debug)]
struct SignUp {
    id: Id,
    identifier: Identifier,
    language: Language,
    proved: bool,
}

/// The sign-up that this browser's cookie leads to.
async fn of_browser(context: &Context) -> Result<Option<SignUp>, Error> {
    let Some(token) = context
        .cookie(Cookie::SignUp)
        .and_then(|text| Token::parse(&text))
    else {
        return Ok(None);
    };
    Ok(context
        .app
        .db
        .view(move |view| store::get(view, &token))
        .await?)
}
