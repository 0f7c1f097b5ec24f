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
use kunci_db::{Result, View};
use kunci_rules::{Id, Span, Time};

pub use begun::{begin_with, resumed};
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
use crate::notices::{self, Event, Notice};
use crate::requests;
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
async fn of_browser(context: &Context) -> std::result::Result<Option<Recovery>, Error> {
    of_token(context, token_of(context)).await
}

/// The case of a token; ended ones too, for a last word.
///
/// # Errors
/// Of the database.
pub async fn of_token(
    context: &Context,
    token: Option<Token>,
) -> std::result::Result<Option<Recovery>, Error> {
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
async fn live(context: &Context) -> std::result::Result<Option<Recovery>, Error> {
    let case = of_browser(context).await?;
    Ok(case.filter(|case| !case.state.has_ended()))
}

/// A case as those see it who collect its proofs.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its id; its proofs are kept under it.
    pub id: Id,
    /// Whose guesses are spent.
    pub subject: Id,
    /// The account, once it is certain which.
    pub account: Option<Id>,
    /// It waits already.
    pub waits: bool,
    /// A proof has been shown for it.
    pub proved: bool,
    /// It is to find a phone, and lets nobody in.
    pub finds: bool,
}

/// The case of this browser, unless it has ended.
///
/// # Errors
/// Of the database.
pub fn case(view: &View<'_>, context: &Context) -> Result<Option<Case>> {
    let Some(token) = token_of(context) else {
        return Ok(None);
    };
    let Some(case) = store::get(view, &token)?.filter(|case| !case.state.has_ended()) else {
        return Ok(None);
    };
    let proved = match case.account {
        Some(account) => !crate::browsers::proofs_of(view, account, case.id)?.is_empty(),
        None => false,
    };
    Ok(Some(Case {
        id: case.id,
        subject: case.subject,
        account: case.account,
        waits: case.state == State::Waiting,
        proved,
        finds: case.goal == Goal::Find,
    }))
}

/// The accounts that a case without a certain one may be about: each that its name leads to.
///
/// # Errors
/// Of the database.
pub fn may_be(view: &View<'_>, case: Id) -> Result<Vec<Id>> {
    match store::by_id(view, case)? {
        Some(case) => crate::accounts::find(view, &case.name),
        None => Ok(Vec::new()),
    }
}

/// Ends a case whose owner said "this was not me" where an approval was asked for. One that waits already was told to all
/// contacts, and is ended by their links alone. `false`: it goes on.
///
/// # Errors
/// Of the database.
pub fn deny(tx: &kunci_db::Tx<'_>, case: Id) -> Result<bool> {
    match store::by_id(tx, case)? {
        Some(found) if found.state == State::Open => store::finish(tx, case, State::Denied),
        _ => Ok(false),
    }
}

/// Whether what changed before the last recovery was not looked through yet (AR-17).
///
/// # Errors
/// Of the database.
pub fn pending(view: &View<'_>, account: Id) -> Result<bool> {
    Ok(store::review(view, account)?.is_some())
}

/// The last recovery, and when it was, if what changed before was not looked through yet.
///
/// # Errors
/// Of the database.
pub fn unreviewed(view: &View<'_>, account: Id) -> Result<Option<(Id, Time)>> {
    store::review(view, account)
}

/// Looked through, or left at that.
///
/// # Errors
/// Of the database.
pub fn reviewed(tx: &kunci_db::Tx<'_>, account: Id) -> Result<()> {
    store::reviewed(tx, account)
}

/// A case as whoever objects to it finds it.
#[derive(Clone, Copy, Debug)]
pub struct UnderWay {
    /// The case as the gate sees it, in nobody's browser.
    pub asker: Asker,
    /// When its first proof was shown.
    pub began: Time,
}

/// A case of this account that has not ended.
///
/// # Errors
/// Of the database.
pub fn under_way(view: &View<'_>, account: Id, case: Id) -> Result<Option<UnderWay>> {
    let found = store::by_id(view, case)?;
    let Some(case) = found.filter(|c| c.account == Some(account) && !c.state.has_ended()) else {
        return Ok(None);
    };
    let first = crate::browsers::proofs_of(view, account, case.id)?
        .first()
        .map(|p| p.at);
    Ok(Some(UnderWay {
        asker: case.asker(Standing::Stranger),
        began: first.unwrap_or(case.created_at),
    }))
}

/// What was told of cases of this account that are under way, the newest of each: what a signed-in owner should see first.
///
/// # Errors
/// Of the database.
pub fn told(view: &View<'_>, account: Id) -> Result<Vec<Notice>> {
    let mut cases = Vec::new();
    let mut told = Vec::new();
    for notice in notices::recent(view, account)? {
        let (Event::RecoveryStarted { recovery, .. } | Event::RecoveryWaiting { recovery, .. }) =
            notice.event
        else {
            continue;
        };
        if !cases.contains(&recovery) {
            cases.push(recovery);
            if under_way(view, account, recovery)?.is_some() {
                told.push(notice);
            }
        }
    }
    Ok(told)
}

/// When an account was last recovered, as far back as that is kept.
///
/// # Errors
/// Of the database.
pub fn last(view: &View<'_>, account: Id) -> Result<Option<Time>> {
    store::last_recovered(view, account)
}

/// A case that began so long before the one that was stopped is another matter: it was told by itself.
const ONE_MATTER: Span = Span::hours(24);

/// Ends a case, and every other of this account that rests on no more than it and is of one matter with it: "this was not me" need
/// be said once. What is contested has been objected to already.
///
/// # Errors
/// Of the database.
pub fn stop(tx: &kunci_db::Tx<'_>, account: Id, case: Id) -> Result<()> {
    store::finish(tx, case, State::Denied)?;
    let shown = |case| crate::browsers::proofs_of(tx, account, case);
    let rests_on: Vec<_> = shown(case)?.iter().map(|proof| proof.method).collect();
    let began = store::proved_at(tx, case)?.unwrap_or(Time(tx.now()));
    for other in store::live_of(tx, account, began - ONE_MATTER)? {
        let proofs = shown(other)?;
        let no_more = proofs.iter().all(|proof| rests_on.contains(&proof.method));
        if no_more && requests::contest(tx, account, other)?.is_none() {
            store::finish(tx, other, State::Denied)?;
        }
    }
    Ok(())
}

/// Lets a case wait until then, because of an objection; its proofs stay with it.
///
/// # Errors
/// Of the database.
pub fn wait_until(tx: &kunci_db::Tx<'_>, account: Id, case: Id, until: Time) -> Result<()> {
    store::wait(tx, case, until)?;
    match store::by_id(tx, case)? {
        Some(case) => wait::schedule(tx, &case, account, until),
        None => Ok(()),
    }
}

/// A proof was kept with a case: what follows from it at once, such as a wait that begins and is told.
///
/// # Errors
/// Of the database.
pub fn shown(
    tx: &kunci_db::Tx<'_>,
    context: &Context,
    case: Id,
    account: Id,
) -> std::result::Result<(), Error> {
    store::prove(tx, case)?;
    code::settle(tx, context, case, account)
}

/// Settles on an account to which the case's name leads, where it leads to several (a family's number). `false`: it does not
/// lead there.
///
/// # Errors
/// Of the database.
pub fn settle_on(tx: &kunci_db::Tx<'_>, case: Id, account: Id) -> Result<bool> {
    let Some(case) = store::by_id(tx, case)?.filter(|case| !case.state.has_ended()) else {
        return Ok(false);
    };
    let leads = crate::accounts::find(tx, &case.name)?.contains(&account);
    Ok(leads && store::choose(tx, case.id, account)?)
}

/// The account and the case of someone who looks for a phone without the password, once one proof was shown for it
/// that is certain to be theirs.
///
/// # Errors
/// Of the database.
pub fn to_find(view: &View<'_>, context: &Context) -> Result<Option<(Id, Id)>> {
    let Some((account, case)) = proved(view, context)? else {
        return Ok(None);
    };
    let finds = store::by_id(view, case)?.is_some_and(|case| case.goal == Goal::Find);
    let may = finds && !step::rests_on_sold(view, context, account, case)?;
    Ok(may.then_some((account, case)))
}

/// The search has begun; this case is over.
///
/// # Errors
/// Of the database.
pub fn end_search(tx: &kunci_db::Tx<'_>, case: Id) -> Result<bool> {
    store::finish(tx, case, State::Done)
}

/// The account to which this browser's case has shown a proof, and the case that keeps the proof.
///
/// # Errors
/// Of the database.
pub fn proved(view: &View<'_>, context: &Context) -> Result<Option<(Id, Id)>> {
    let Some(token) = token_of(context) else {
        return Ok(None);
    };
    let Some(case) = store::get(view, &token)?.filter(|case| !case.state.has_ended()) else {
        return Ok(None);
    };
    let Some(account) = case.account else {
        return Ok(None);
    };
    let shown = crate::browsers::proofs_of(view, account, case.id)?;
    Ok((!shown.is_empty()).then_some((account, case.id)))
}
