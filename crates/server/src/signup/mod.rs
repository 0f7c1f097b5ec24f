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

pub use finish::{Established, Finished, establish, finish, get_finish, post_finish};
pub use http::{
    Sent, again, begin, get_code, get_start, parse_contact, post_again, post_code, post_start,
    prove, proved_by_link, sent,
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
pub struct SignUp {
    id: Id,
    /// The contact that was typed.
    pub identifier: Identifier,
    language: Language,
    /// That contact is proved: a name and a password are next.
    pub proved: bool,
}

fn token_of(context: &Context) -> Option<Token> {
    let text = context.cookie(Cookie::SignUp)?;
    Token::parse(&text)
}

/// The sign-up that this browser's cookie leads to.
///
/// # Errors
/// Of the database.
pub async fn of_browser(context: &Context) -> Result<Option<SignUp>, Error> {
    let Some(token) = token_of(context) else {
        return Ok(None);
    };
    Ok(context
        .app
        .db
        .view(move |view| store::get(view, &token))
        .await?)
}
