//! Requests that wait: begun with what was proved, decided again when their time comes, stopped by any contact.

use axum::extract::Path;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{Action, Kind, ReplaceMethod, Verdict};
use kunci_rules::{Id, Span, Time};

use super::{HERE, method, remove, said, two_step};
use crate::browsers::{self, Owner, Standing};
use crate::gate::{self, Asker};
use crate::jobs::{self, JobKind};
use crate::notices::{self, By, Event};
use crate::requests::{self, About, End, New, Purpose, Request};
use crate::state::App;
use crate::ways::Kept;
use crate::web::{Error, see_other};

/// So many requests of an account may wait at once.
const MOST_WAITING: usize = 20;

/// What was contested can be shown again for this long.
const SHOWN_WITHIN: Span = Span::days(7);

/// Decides again about a request whose time has come.
pub const OPENS: JobKind = JobKind {
    tag: "request-opens",
    run: |app, account, request| Box::pin(opens(app, account, request)),
};

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

/// Begins to wait with the proofs of this session, and tells everyone who may stop it. `job` decides again at that time.
///
/// # Errors
/// Of the database.
pub fn begin<'a>(
    tx: &Tx<'_>,
    owner: &Owner,
    wanted: impl Into<Wanted<'a>>,
    (until, job): (Time, JobKind),
    name: &str,
) -> Result<(), Error> {
    let wanted: Wanted<'_> = wanted.into();
    let (app, account, kind) = (&owner.context.app, owner.account.id, wanted.about.kind);
    let life = app.policy.row(kind).map(|row| row.life).unwrap_or_default();
    let shown = browsers::proofs_of(tx, account, owner.session)?;
    let fresh: Vec<_> = shown
        .into_iter()
        .filter(|proof| Time(tx.now()) < proof.at + life)
        .collect();
    if requests::waiting(tx, account)?.len() >= MOST_WAITING {
        return Err(Error::TooMany(Span::hours(24).whole_seconds()));
    }
    let new = New {
        about: wanted.about,
        purpose: wanted.purpose,
        details: wanted.details,
        session: owner.session,
        label: owner.context.label.as_str(),
        opens_at: until,
    };
    let (request, is_new) = requests::begin(tx, account, &new, &fresh)?;
    jobs::schedule(tx, job, account, request, until)?;
    if is_new {
        let event = Event::RequestWaiting {
            request,
            action: wanted.purpose.word(kind).to_owned(),
            name: name.to_owned(),
            until,
            // What rests on two independent proofs does not wait.
            two: false,
            by: By::from(owner),
        };
        notices::tell(tx, app, account, &event)?;
        crate::audit::record(tx, app, account, "request-waits", "owner", kind.name())?;
    }
    Ok(())
}

/// POST /account/security/requests/{id}/cancel
///
/// # Errors
/// Of the database.
pub async fn post_cancel(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    let (account, app) = (owner.account.id, owner.context.app.clone());
    let cancel = move |tx: &Tx<'_>| {
        crate::accounts::hold(tx, account)?;
        let waiting = requests::waiting(tx, account)?;
        let Some(request) = waiting.into_iter().find(|request| request.id == id) else {
            return Ok::<_, kunci_db::Error>(());
        };
        end(tx, &app, account, &request, End::Cancelled)
    };
    owner.context.app.db.tx(cancel).await?;
    Ok(see_other(&format!("{HERE}?done=cancelled")))
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

async fn opens(app: App, account: Id, request: Id) -> kunci_db::Result<()> {
    let inside = app.clone();
    let run = move |tx: &Tx<'_>| match decide(tx, &inside, account, request) {
        Ok(()) => Ok(()),
        // An error rolls everything back, and the job is tried again.
        Err(error) => {
            tracing::warn!(code = error.code(), "a request could not be opened");
            Err(kunci_db::Error::Missing)
        }
    };
    app.db.tx(run).await
}

/// Never an old decision: the facts of now decide, with the proofs that are kept with the request.
fn decide(tx: &Tx<'_>, app: &App, account: Id, id: Id) -> Result<(), Error> {
    crate::accounts::hold(tx, account)?;
    let waiting = requests::waiting(tx, account)?;
    let Some(request) = waiting.into_iter().find(|request| request.id == id) else {
        return Ok(());
    };
    let (Kind::ReplaceMethod, Some(method)) = (request.about.kind, request.about.method) else {
        return Ok(());
    };
    let asker = Asker::request(id, Standing::Stranger);
    let action = ReplaceMethod { account, method };
    match gate::ask(tx, app, &asker, action)? {
        Verdict::Open(permit) => {
            let removes = request.purpose == Purpose::Act;
            // Another removal may have gone first: every account keeps a way back.
            if removes && !Kept::of(tx, app, account)?.can_spare(method) {
                return Ok(end(tx, app, account, &request, End::Void)?);
            }
            if !requests::end(tx, account, id, End::Done)? {
                return Ok(());
            }
            let by = By {
                session: None,
                label: request.label.clone(),
            };
            match request.purpose {
                Purpose::Act => remove::execute(tx, app, permit, &by),
                Purpose::TwoStepOff => two_step::execute(tx, app, permit, &by),
                Purpose::Reach => method::execute(tx, app, permit, &request.details, &by),
                Purpose::Browsers => said::execute(tx, app, permit, &request.details),
            }
        }
        verdict => Ok(later(tx, app, account, &request, (&verdict, OPENS))?),
    }
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
) -> kunci_db::Result<()> {
    let contest = requests::contest(tx, account, request.id)?;
    let until = match (verdict, contest) {
        (Verdict::Wait { until }, _) => *until,
        // Contested, and not shown again so far: there is a week for that.
        (Verdict::Prove(_), Some(contest)) if Time(tx.now()) < contest.until() + SHOWN_WITHIN => {
            contest.until() + SHOWN_WITHIN
        }
        _ => return end(tx, app, account, request, End::Void),
    };
    requests::set_time(tx, account, request.id, until)?;
    jobs::schedule(tx, job, account, request.id, until)?;
    Ok(())
}
