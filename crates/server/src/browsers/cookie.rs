//! The cookies of browsers: one per visitor before sign-in, and one token for each account that signed in here.

use axum::response::Response;
use kunci_rules::Id;

use crate::secret::sha256;
use crate::web::{Context, Cookie, Token, with_cookie};

/// A shared phone serves a family; more accounts than this are not remembered.
const MOST_ACCOUNTS: usize = 5;

const A_YEAR: i64 = 365 * 86_400;

/// A browser before sign-in: codes work only in the browser that asked (STD-24).
#[derive(Clone)]
pub struct Visitor {
    /// What the cookie holds.
    pub secret: String,
    /// What the database keeps.
    pub hash: [u8; 32],
    /// Whether the cookie must still be set.
    pub is_new: bool,
}

/// The visitor of this request, new or returning.
#[must_use]
pub fn visitor(context: &Context) -> Visitor {
    let returning = context
        .cookie(Cookie::Visitor)
        .filter(|text| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()));
    let is_new = returning.is_none();
    let secret = returning.unwrap_or_else(|| hex::encode(context.app.random.bytes::<16>()));
    Visitor {
        hash: sha256(secret.as_bytes()),
        secret,
        is_new,
    }
}

/// Sets the visitor's cookie where it is new.
#[must_use]
pub fn visitor_cookie(response: Response, context: &Context, visitor: &Visitor) -> Response {
    if visitor.is_new {
        with_cookie(
            response,
            context,
            Cookie::Visitor,
            &visitor.secret,
            Some(A_YEAR),
        )
    } else {
        response
    }
}

/// The browser tokens of this request.
#[must_use]
pub(super) fn tokens(context: &Context) -> Vec<Token> {
    let text = context.cookie(Cookie::Browsers).unwrap_or_default();
    text.split('.')
        .filter_map(Token::parse)
        .take(MOST_ACCOUNTS)
        .collect()
}

impl Context {
    /// The tokens with which this browser is known to accounts.
    #[must_use]
    pub fn browser_tokens(&self) -> Vec<Token> {
        tokens(self)
    }

    /// The accounts that this browser says it knows, last used first; to be checked with `standing`.
    #[must_use]
    pub fn claimed_accounts(&self) -> Vec<Id> {
        tokens(self).into_iter().map(|token| token.root).collect()
    }
}

/// Sets the browser cookie with `token` as the last used one.
#[must_use]
pub fn write_browsers(response: Response, context: &Context, token: &Token) -> Response {
    let others = tokens(context)
        .into_iter()
        .filter(|other| other.root != token.root);
    let all: Vec<String> = std::iter::once(token.text())
        .chain(others.map(|other| other.text()))
        .take(MOST_ACCOUNTS)
        .collect();
    with_cookie(
        response,
        context,
        Cookie::Browsers,
        &all.join("."),
        Some(A_YEAR),
    )
}
