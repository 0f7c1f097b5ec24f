//! Requests that wait: begun with what was proved, told to everyone who may stop them, decided again when their time comes.
//!
//! `requests` keeps them. What is done in the end belongs to whoever began: [`decide`] hands the request to them, with its account
//! held, and [`later`] says what becomes of one that does not open.

use kunci_db::Tx;
use kunci_rules::gate::{Action, Verdict};
use kunci_rules::{Id, Span, Time};

use crate::browsers::{self, Owner};
use crate::jobs::{self, JobKind};
use crate::notices::{self, By, Event};
use crate::requests::{self, About, End, New, Purpose, Request};
use crate::state::App;
use crate::web::{Context, Error};
use crate::{accounts, audit};

/// So many requests of one session may wait at once, so that no other session of the account is kept from asking.
const MOST: usize = 10;

/// What was contested can be shown again for this long.
const SHOWN_WITHIN: Span = Span::days(7);

/// Who lets something wait.
pub struct Who<'a> {
    context: &'a Context,
    account: Id,
    /// The session or the sign-in under way that keeps the proofs.
    keeper: Id,
    by: By,
    actor: &'static str,
}

impl<'a> From<&'a Owner> for Who<'a> {
    fn from(owner: &'a Owner) -> Self {
        Self {
            context: &owner.context,
            account: owner.account.id,
            keeper: owner.session,
            by: By::from(owner),
            actor: "owner",
        }
    }
}

impl<'a> Who<'a> {
    /// Someone whose sign-in to this account is under way, or a session that a lock keeps out.
    #[must_use]
    pub fn visitor(context: &'a Context, account: Id, keeper: Id) -> Self {
        Self {
            context,
            account,
            keeper,
            by: By::visitor(context),
            actor: "visitor",
        }
    }
}

/// What waits now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The request.
    pub request: Id,
    /// When the gate decides again.
    pub until: Time,
}

/// What is to wait: the action, its purpose and details.
pub struct Wanted<'a> {
    /// What it is about.
    pub about: About,
    /// What is to be done.
    pub purpose: Purpose,
    /// As the purpose writes it down.
    pub details: &'a str,
}

impl From<About> for Wanted<'_> {
    fn from(about: About) -> Self {
        Self {
            about,
            purpose: Purpose::Act,
            details: "",
        }
    }
}

/// Begins to wait with the fresh proofs of whoever asks, and tells everyone who may stop it. `job` decides again at that time.
/// What comes back is the request's id.
///
/// # Errors
/// Of the database; `TooMany` where too many of this session wait already.
pub fn begin<'a>(
    tx: &Tx<'_>,
    who: impl Into<Who<'a>>,
    wanted: impl Into<Wanted<'a>>,
    (until, job): (Time, JobKind),
    name: &str,
) -> Result<Id, Error> {
    let (who, wanted): (Who<'_>, Wanted<'_>) = (who.into(), wanted.into());
    let (app, account, kind) = (&who.context.app, who.account, wanted.about.kind);
    let life = app.policy.row(kind).map(|row| row.life).unwrap_or_default();
    let mut fresh = browsers::proofs_of(tx, account, who.keeper)?;
    fresh.retain(|proof| Time(tx.now()) < proof.at + life);
    let new = New {
        about: wanted.about,
        purpose: wanted.purpose,
        details: wanted.details,
        session: who.keeper,
        label: who.context.label.as_str(),
        opens_at: until,
    };
    let (request, is_new) = requests::begin(tx, account, &new, &fresh)?;
    let same = |other: &Request| other.session == Some(who.keeper);
    if is_new
        && requests::waiting(tx, account)?
            .into_iter()
            .filter(same)
            .count()
            > MOST
    {
        return Err(Error::TooMany(Span::hours(24).whole_seconds()));
    }
    jobs::schedule(tx, job, account, request, until)?;
    if is_new {
        let event = Event::RequestWaiting {
            request,
            action: wanted.purpose.word(kind).to_owned(),
            name: name.to_owned(),
            until,
            // What rests on two independent proofs does not wait.
            two: false,
            by: who.by,
        };
        notices::tell(tx, app, account, &event)?;
        audit::record(tx, app, account, "request-waits", who.actor, kind.name())?;
    }
    Ok(request)
}

/// Ends one without its action, and tells those who were told of it.
///
/// # Errors
/// Of the database.
pub fn end(
    tx: &Tx<'_>,
    app: &App,
    account: Id,
    request: &Request,
    how: End,
) -> kunci_db::Result<()> {
    if requests::end(tx, account, request.id, how)? {
        let event = Event::RequestEnded {
            action: request.purpose.word(request.about.kind).to_owned(),
            name: String::new(),
        };
        notices::tell(tx, app, account, &event)?;
    }
    Ok(())
}

/// What a job does when the time of a request has come. Never an old decision: `opens` asks the gate again, with the account held, the
/// facts of now and the proofs that are kept with the request.
///
/// # Errors
/// Of the database, or whatever `opens` found: everything is rolled back, and the job is tried again.
pub async fn decide(
    app: App,
    account: Id,
    request: Id,
    opens: fn(&Tx<'_>, &App, Id, &Request) -> Result<(), Error>,
) -> kunci_db::Result<()> {
    let inside = app.clone();
    let run = move |tx: &Tx<'_>| {
        accounts::hold(tx, account)?;
        let waiting = requests::waiting(tx, account)?;
        let Some(found) = waiting.into_iter().find(|found| found.id == request) else {
            return Ok(());
        };
        opens(tx, &inside, account, &found).map_err(|error| {
            tracing::warn!(code = error.code(), "a request could not be opened");
            kunci_db::Error::Missing
        })
    };
    app.db.tx(run).await
}

/// What becomes of a request that does not open now: it waits on, may have to be shown again, or is void.
///
/// # Errors
/// Of the database.
pub fn later<A: Action>(
    tx: &Tx<'_>,
    app: &App,
    account: Id,
    request: &Request,
    (verdict, job): (&Verdict<'_, A>, JobKind),
) -> Result<(), Error> {
    let contest = requests::contest(tx, account, request.id)?;
    let until = match (verdict, contest) {
        (Verdict::Wait { until }, _) => *until,
        // Contested, and not shown again so far: there is a week for that.
        (Verdict::Prove(_), Some(contest)) if Time(tx.now()) < contest.until() + SHOWN_WITHIN => {
            contest.until() + SHOWN_WITHIN
        }
        _ => return Ok(end(tx, app, account, request, End::Void)?),
    };
    requests::set_time(tx, account, request.id, until)?;
    jobs::schedule(tx, job, account, request.id, until)?;
    Ok(())
}
