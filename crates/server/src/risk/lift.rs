//! A suspicion lock goes by the gate's permit: at once, or when a wait that every contact can stop is over.

use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::{LiftSuspicion, Permit, Verdict};
use kunci_rules::locks::Cause;

use crate::browsers::Standing;
use crate::gate::{self, Asker, Wanted};
use crate::jobs::JobKind;
use crate::locks::{self, Subject};
use crate::requests::{self, End, Request};
use crate::state::App;
use crate::waits;
use crate::web::Error;

/// Decides again when a wait is over.
pub const OPENS: JobKind = JobKind {
    tag: "suspicion-lifts",
    run: |app, account, request| Box::pin(waits::decide(app, account, request, opens)),
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

fn opens(tx: &Tx<'_>, app: &App, account: Id, request: &Request) -> Result<(), Error> {
    let asker = Asker::request(request.id, Standing::Stranger);
    match gate::ask(tx, app, &asker, LiftSuspicion { account })? {
        Verdict::Open(permit) => lift(tx, app, permit),
        verdict => waits::later(tx, app, account, request, (&verdict, OPENS)),
    }
}
