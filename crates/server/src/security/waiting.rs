//! What waits on the security page: its button to take it back, and the job that decides again about what is removed or said.

use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::{Kind, ReplaceMethod, Verdict};

use super::{HERE, method, remove, said, two_step};
use crate::browsers::{Owner, Standing};
use crate::gate::{self, Asker};
use crate::jobs::JobKind;
use crate::notices::By;
use crate::requests::{self, End, Purpose, Request};
use crate::state::App;
use crate::ways::Kept;
use crate::web::form::Path;
use crate::web::{Error, see_other};
use crate::{accounts, notices, waits};

/// Decides again about a request whose time has come.
pub const OPENS: JobKind = JobKind {
    tag: "request-opens",
    run: |app, account, request| Box::pin(waits::decide(app, account, request, opens)),
};

/// POST /account/security/requests/{id}/cancel: by whoever began it. Any other browser has its notice, where `rules::contest` says
/// what it may; closing the account is for all to stop.
///
/// # Errors
/// Of the database.
pub async fn post_cancel(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    Ok(see_other(&match take_back(&owner, id).await? {
        TakenBack::Refused(Some(notice)) => format!("/account/notices/{notice}"),
        TakenBack::Ended | TakenBack::Gone | TakenBack::Refused(None) => {
            format!("{HERE}?done=cancelled")
        }
    }))
}

/// What became of a request that someone wanted to take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// It has ended.
    Ended,
    /// It does not wait, or not any more.
    Gone,
    /// Another browser began it: the notice that told of it says what this one may.
    Refused(Option<Id>),
}

/// Takes a request back that this session may simply take back.
///
/// # Errors
/// Of the database.
pub async fn take_back(owner: &Owner, id: Id) -> Result<TakenBack, Error> {
    let (account, app, session) = (owner.account.id, owner.context.app.clone(), owner.session);
    let cancel = move |tx: &Tx<'_>| {
        accounts::hold(tx, account)?;
        let waiting = requests::waiting(tx, account)?;
        let Some(request) = waiting.into_iter().find(|request| request.id == id) else {
            return Ok::<_, kunci_db::Error>(TakenBack::Gone);
        };
        if !takes_back(&request, session) {
            let notice = notices::of_request(tx, account, (id, request.created_at))?;
            return Ok(TakenBack::Refused(notice));
        }
        waits::end(tx, &app, account, &request, End::Cancelled)?;
        Ok(TakenBack::Ended)
    };
    Ok(owner.context.app.db.tx(cancel).await?)
}

/// Whether this session may simply take the request back.
#[must_use]
pub fn takes_back(request: &Request, session: Id) -> bool {
    request.session == Some(session) || request.about.kind == Kind::Close
}

fn opens(tx: &Tx<'_>, app: &App, account: Id, request: &Request) -> Result<(), Error> {
    let (Kind::ReplaceMethod, Some(method)) = (request.about.kind, request.about.method) else {
        return Ok(());
    };
    let asker = Asker::request(request.id, Standing::Stranger);
    let action = ReplaceMethod { account, method };
    match gate::ask(tx, app, &asker, action)? {
        Verdict::Open(permit) => {
            let removes = request.purpose == Purpose::Act;
            // Another removal may have gone first: every account keeps a way back.
            if removes && !Kept::of(tx, app, account)?.can_spare(method) {
                return Ok(waits::end(tx, app, account, request, End::Void)?);
            }
            if !requests::end(tx, account, request.id, End::Done)? {
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
        verdict => waits::later(tx, app, account, request, (&verdict, OPENS)),
    }
}
