//! Closing an account (policy row "close account"; S-095): fresh sign-in and one more proof, then always fourteen days in which
//! everything works as before and one button, or one link of a message, takes it back.
//!
//! 1. `POST /account/close` asks the gate for `Close`. A protected device is released or handed over first: its activation lock
//!    would have no owner left.
//! 2. `Wait` begins a request, which every contact is told of ([`waits::begin`]). It is kept, shown and cancelled like any
//!    other.
//! 3. [`CLOSES`] decides again. `Open`: its permit erases ([`erase`]) what the features declare as the account's, and tells its contacts a
//!    last time. The audit trail stays, without the key to its details, and can still be verified.

mod erase;
mod export;
mod letters;
mod page;
mod store;

pub use export::get as get_export;
pub use page::{Asked, close, get, post};
pub use store::{KEPT, LEADS};

use kunci_db::{Result, Tx, View};
use kunci_rules::Id;
use kunci_rules::devices::Protection;
use kunci_rules::gate::{Close, Kind, Verdict};

use crate::browsers::Standing;
use crate::devices::{self, Device};
use crate::feature::Feature;
use crate::gate::{self, Asker};
use crate::jobs::JobKind;
use crate::requests::{self, End, Request};
use crate::state::App;
use crate::waits;
use crate::web::Error;

/// What this feature keeps: nothing of its own; the wait is a request.
pub const FEATURE: Feature = Feature {
    name: "closing",
    tables: &[],
    statements: store::STATEMENTS,
};

/// Decides again when the fourteen days are over.
pub const CLOSES: JobKind = JobKind {
    tag: "account-closes",
    run: |app, account, request| Box::pin(waits::decide(app, account, request, closes)),
};

/// The request to close an account, while it waits.
///
/// # Errors
/// Of the database.
pub fn waiting(view: &View<'_>, account: Id) -> Result<Option<Request>> {
    let mut waiting = requests::waiting(view, account)?.into_iter();
    Ok(waiting.find(|request| request.about.kind == Kind::Close))
}

/// The devices that would stay locked for ever: each is released or handed over before its account is closed.
fn protected(view: &View<'_>, account: Id) -> Result<Vec<Device>> {
    let mut devices = devices::list(view, account)?;
    devices.retain(|device| device.protection() != Protection::Off);
    Ok(devices)
}

fn closes(tx: &Tx<'_>, app: &App, account: Id, request: &Request) -> Result<(), Error> {
    if !protected(tx, account)?.is_empty() {
        return Ok(waits::end(tx, app, account, request, End::Void)?);
    }
    let asker = Asker::request(request.id, Standing::Stranger);
    match gate::ask(tx, app, &asker, Close { account })? {
        Verdict::Open(permit) => {
            if requests::end(tx, account, request.id, End::Done)? {
                erase::erase(tx, app, permit)?;
            }
            Ok(())
        }
        verdict => waits::later(tx, app, account, request, (&verdict, CLOSES)),
    }
}
