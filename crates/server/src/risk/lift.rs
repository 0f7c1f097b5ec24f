//! A suspicion lock goes by the gate's permit: at once, or when a wait that every contact can stop is over.

use kunci_db::Tx;
use kunci_rules::gate::{LiftSuspicion, Permit, Verdict};
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Time};

use crate::browsers::{self, Standing};
use crate::gate::{self, Asker, Wanted};
use crate::jobs::{self, JobKind};
use crate::locks::{self, Subject};
use crate::notices::{self, By, Event};
use crate::requests::{self, End};
use crate::state::App;
use crate::web::{Context, Error};

/// Decides again when a wait is over.
pub const OPENS: JobKind = JobKind {
    tag: "suspicion-lifts",
    run: |app, account, request| Box::pin(opens(app, account, request)),
};

fn about(account: Id) -> Wanted {
    Wanted::of(&LiftSuspicion { account })
}

/// Lifts the suspicion lock of the permit's account, and ends the request that waited for it.
///
/// # Errors
/// Of the database.
pub fn lift(tx: &Tx<'_>, app: &App, permit: Permit<'_, LiftSuspicion>) -> Result<(), Error> {
    let account = permit.account();
    let cause = Cause::SuspiciousActivity;
    locks::lift(tx, account, Subject::Account, cause, "owner")?;
    for request in requests::waiting(tx, account)? {
        if request.about == about(account) {
            requests::end(tx, account, request.id, End::Done)?;
        }
    }
    let rule = permit.grounds().rule;
    crate::audit::record(tx, app, account, "lock-lifted", "owner", rule)?;
    tx.wake(crate::accounts::topic(account));
    Ok(())
}

/// Waits with the proofs that `case` has shown, and tells everyone who may stop it.
///
/// # Errors
/// Of the database.
pub fn begin_wait(
    tx: &Tx<'_>,
    context: &Context,
    (account, case): (Id, Id),
    until: Time,
) -> Result<(), Error> {
    let (app, label) = (&context.app, context.label.as_str());
    let about = about(account);
    let shown = browsers::proofs_of(tx, account, case)?;
    let new = requests::New {
        about,
        purpose: requests::Purpose::Act,
        details: "",
        session: case,
        label,
        opens_at: until,
    };
    let (request, is_new) = requests::begin(tx, account, &new, &shown)?;
    jobs::schedule(tx, OPENS, account, request, until)?;
    if is_new {
        let event = Event::RequestWaiting {
            request,
            action: about.kind.name().to_owned(),
            name: String::new(),
            until,
            // What rests on two independent proofs does not wait.
            two: false,
            by: By::visitor(context),
        };
        notices::tell(tx, app, account, &event)?;
        let kind = about.kind.name();
        crate::audit::record(tx, app, account, "request-waits", "visitor", kind)?;
    }
    Ok(())
}

async fn opens(app: App, account: Id, request: Id) -> kunci_db::Result<()> {
    let inside = app.clone();
    let run = move |tx: &Tx<'_>| match decide(tx, &inside, account, request) {
        Ok(()) => Ok(()),
        // An error rolls everything back, and the job is tried again.
        Err(error) => {
            tracing::warn!(code = error.code(), "a lock could not be lifted");
            Err(kunci_db::Error::Missing)
        }
    };
    app.db.tx(run).await
}

/// Never an old decision: the facts of now decide, with the proofs that are kept with the request.
fn decide(tx: &Tx<'_>, app: &App, account: Id, id: Id) -> Result<(), Error> {
    crate::accounts::hold(tx, account)?;
    let waiting = requests::waiting(tx, account)?;
    if waiting.iter().all(|request| request.id != id) {
        return Ok(());
    }
    let asker = Asker::request(id, Standing::Stranger);
    match gate::ask(tx, app, &asker, LiftSuspicion { account })? {
        Verdict::Open(permit) => lift(tx, app, permit),
        Verdict::Wait { until } => {
            requests::set_time(tx, account, id, until)?;
            jobs::schedule(tx, OPENS, account, id, until)?;
            Ok(())
        }
        Verdict::Prove(_) | Verdict::Refuse(_) => {
            requests::end(tx, account, id, End::Void)?;
            Ok(())
        }
    }
}
