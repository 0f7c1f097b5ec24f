//! Requests that wait: begun with what was proved, decided again when their time comes, stopped by any contact.

use axum::extract::Path;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{Kind, MethodKind, ReplaceMethod, Verdict};
use kunci_rules::{Id, Time};

use super::kept::Kept;
use super::page::action_word;
use super::{HERE, remove, two_step};
use crate::browsers::{self, Owner, Standing};
use crate::gate::{self, Asker};
use crate::jobs::{self, JobKind};
use crate::notices::{self, By, Event};
use crate::requests::{self, About, End, Request};
use crate::state::App;
use crate::web::{Error, see_other};

/// Decides again about a request whose time has come.
pub const OPENS: JobKind = JobKind {
    tag: "request-opens",
    run: |app, account, request| Box::pin(opens(app, account, request)),
};

/// Begins to wait with the proofs of this session, and tells everyone who may stop it. `job` decides again at that time.
///
/// # Errors
/// Of the database.
pub fn begin(
    tx: &Tx<'_>,
    owner: &Owner,
    about: About,
    (until, job): (Time, JobKind),
    name: &str,
) -> Result<(), Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let life = app
        .policy
        .row(about.kind)
        .map(|row| row.life)
        .unwrap_or_default();
    let shown = browsers::proofs_of(tx, account, owner.session)?;
    let fresh: Vec<_> = shown
        .into_iter()
        .filter(|proof| Time(tx.now()) < proof.at + life)
        .collect();
    let label = owner.context.label.as_str();
    let (request, is_new) = requests::begin(tx, account, about, (until, label), &fresh)?;
    jobs::schedule(tx, job, account, request, until)?;
    if is_new {
        let event = Event::RequestWaiting {
            request,
            action: action_word(about.kind, name.is_empty()).to_owned(),
            name: name.to_owned(),
            until,
            // What rests on two independent proofs does not wait.
            two: false,
            by: By::from(owner),
        };
        notices::tell(tx, app, account, &event)?;
        crate::audit::record(
            tx,
            app,
            account,
            "request-waits",
            "owner",
            about.kind.name(),
        )?;
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
        let nameless = request.about.method == Some(account);
        let event = Event::RequestEnded {
            action: action_word(request.about.kind, nameless).to_owned(),
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
    let asker = Asker::visitor(Standing::Stranger);
    let action = ReplaceMethod { account, method };
    match gate::ask(tx, app, &asker, action)? {
        // Another removal may have gone first: every account keeps a way back.
        Verdict::Open(_) if !Kept::of(tx, app, account)?.can_spare(method) => {
            Ok(end(tx, app, account, &request, End::Void)?)
        }
        Verdict::Open(permit) => {
            if !requests::end(tx, account, id, End::Done)? {
                return Ok(());
            }
            let by = By {
                session: None,
                label: request.label,
            };
            if is_password(tx, app, account, method)? {
                two_step::execute(tx, app, permit, &by)
            } else {
                remove::execute(tx, app, permit, &by)
            }
        }
        Verdict::Wait { until } => {
            requests::set_time(tx, account, id, until)?;
            jobs::schedule(tx, OPENS, account, id, until)?;
            Ok(())
        }
        Verdict::Prove(_) | Verdict::Refuse(_) => Ok(end(tx, app, account, &request, End::Void)?),
    }
}

fn is_password(tx: &Tx<'_>, app: &App, account: Id, method: Id) -> Result<bool, Error> {
    let methods = gate::methods(tx, app, account)?;
    Ok(methods
        .iter()
        .any(|m| m.id == method && m.kind == MethodKind::Password))
}
