//! The way back in: "Lupa kata sandi", by mail and by phone, code or link.
//!
//! 1. `POST /forgot` takes a name and opens a case: a row in `recoveries`, a cookie in this browser. Every name gets the
//!    same pages and the same work, whether it exists or not (STD-41).
//! 2. `POST /recover/send` sends one code and one link to the contacts of the chosen kind.
//! 3. `POST /recover/code`, or the link, proves a contact. The code works only in the browser that asked; the link proves
//!    it in the browser that opens it, which thereby has a case of its own.
//! 4. The gate decides: a new password now, one more proof, or a wait that every contact hears of and can stop.
//! 5. `POST /recover/password` asks the gate again and uses its permit: password, sessions, locks and notices in one
//!    transaction. It signs this browser in with the proofs of the case, so that whatever is set next rests on them.
//! 6. `regain` follows: a second factor in place of a lost one, and a look at what changed before ([`items`], AR-17).
//!
//! A case may have another goal: to see why the account is locked, or to look for a lost phone ([`to_find`]).
//!
//! The case lives on the server, so each step can be resumed and repeated: `GET /recover` shows the one that is next.
//! `objections` is the other side: what a notice's "this was not me" stops.

mod begun;
mod cases;
mod code;
mod letters;
mod now;
mod pages;
mod password;
mod second;
mod send;
mod start;
mod step;
mod store;
mod targets;
#[cfg(test)]
mod tests;
mod wait;

use axum::response::Response;
use kunci_db::View;
use kunci_rules::{Id, Span, Time};

pub use begun::{begin_with, resumed};
pub use cases::{
    Case, UnderWay, case, deny, end_search, last, may_be, pending, proved, reviewed, settle_on,
    shown, stop, to_find, told, under_way, unreviewed, wait_until,
};
pub use code::{Entered, enter, post_code, proved_by_link};
pub use now::{Now, Sent, now};
pub use pages::{cancel, get_code, get_step, get_ways, post_account, post_cancel, settle_account};
pub use password::{New, NewPassword, Reset, chosen, post_password, replace, set_password};
pub use second::{post as post_second, second};
pub use send::{Where, post_send, send_message, send_to};
pub use start::{Opened, asks, get_start, post_here, post_start, start};
pub use step::{NotEnough, Step};
pub use store::frequency;
pub use wait::OPENS;

use crate::accounts::Identifier;
use crate::browsers::Standing;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::gate::Asker;
use crate::methods::Channel;
use crate::web::{Context, Cookie, Error, Token, with_cookie};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "recovery",
    tables: &[
        Table {
            name: "recoveries",
            root: Root::Value,
            retention: "97 days: 90 after the last day on which they can be proved",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: KEPT,
            }),
        },
        Table {
            name: "reviews",
            root: Root::Account,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
    ],
    statements: store::STATEMENTS,
};

/// A case is proved within its [`LIFE`]; for 90 days after that it counts for [`frequency`].
const KEPT: Span = Span(LIFE.0 + Span::days(90).0);

/// How long a case can be resumed, counted from its beginning or from the end of its wait.
const LIFE: Span = Span::days(7);

/// The cookie outlives the longest case.
const COOKIE_SECONDS: i64 = 30 * 86_400;

/// Why someone asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To set a new password.
    Password,
    /// To see why the account is locked.
    Why,
    /// To look for a phone that is lost, and nothing else (C-6).
    Find,
}

impl Goal {
    /// As kept in the database and in forms.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Why => "why",
            Self::Find => "find",
        }
    }

    /// Reads what [`Goal::tag`] wrote; anything else asks for a password.
    #[must_use]
    pub fn parse(tag: &str) -> Self {
        [Self::Why, Self::Find]
            .into_iter()
            .find(|goal| goal.tag() == tag)
            .unwrap_or(Self::Password)
    }
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Under way.
    Open,
    /// Proved; opens at its time unless stopped.
    Waiting,
    /// The password was set, or the search was opened.
    Done,
    /// Its asker gave up.
    Cancelled,
    /// "This was not me."
    Denied,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Open,
        Self::Waiting,
        Self::Done,
        Self::Cancelled,
        Self::Denied,
    ];

    /// As kept in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
        }
    }

    fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }

    const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Denied)
    }
}

/// A case.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// Its id; the proofs shown for it are kept under it.
    id: Id,
    /// Whose guesses are spent: the account, or the stand-in of a name that leads to none or to several.
    subject: Id,
    /// The account, once it is certain which.
    account: Option<Id>,
    /// What was typed.
    name: Identifier,
    /// Why.
    goal: Goal,
    /// By what messages were last asked for, before any proof: the pages speak of this alone, whatever the account has.
    asked: Option<Channel>,
    /// Where it stands.
    state: State,
    /// When it began.
    created_at: Time,
    /// When it opens, while it waits.
    opens_at: Option<Time>,
}

impl Recovery {
    /// Nothing can be done in it any more.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.state.has_ended()
    }

    /// Until when it can be resumed.
    fn lives_until(&self) -> Time {
        self.opens_at.unwrap_or(self.created_at) + LIFE
    }

    /// The case as the gate sees it: once it waits, its proofs stay with it however old they get.
    fn asker(&self, standing: Standing) -> Asker {
        match self.state {
            State::Waiting => Asker::request(self.id, standing),
            _ => Asker::with(self.id, standing),
        }
    }
}

/// The token of this browser's case.
#[must_use]
pub fn token_of(context: &Context) -> Option<Token> {
    context
        .cookie(Cookie::Recovery)
        .and_then(|text| Token::parse(&text))
}

/// The case that this browser's cookie leads to; ended ones too, for a last word.
async fn of_browser(context: &Context) -> Result<Option<Recovery>, Error> {
    of_token(context, token_of(context)).await
}

/// The case of a token; ended ones too, for a last word.
///
/// # Errors
/// Of the database.
pub async fn of_token(context: &Context, token: Option<Token>) -> Result<Option<Recovery>, Error> {
    let Some(token) = token else {
        return Ok(None);
    };
    let get = move |view: &View<'_>| store::get(view, &token);
    Ok(context.app.db.view(get).await?)
}

/// Makes the case of this token the browser's.
#[must_use]
pub fn bind(context: &Context, response: Response, token: &Token) -> Response {
    let life = Some(COOKIE_SECONDS);
    with_cookie(response, context, Cookie::Recovery, &token.text(), life)
}

/// From now on the browser has no case.
#[must_use]
pub fn unbind(context: &Context, response: Response) -> Response {
    with_cookie(response, context, Cookie::Recovery, "", Some(0))
}

/// The case of this browser that is under way.
async fn live(context: &Context) -> Result<Option<Recovery>, Error> {
    let case = of_browser(context).await?;
    Ok(case.filter(|case| !case.state.has_ended()))
}
