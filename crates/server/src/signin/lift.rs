//! POST /signin/lift: the button on the page "why am I locked".

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{Kind, LiftSuspicion, Verdict};

use super::underway::{self, SECOND};
use crate::browsers::{self, MaybeOwner};
use crate::gate::{self, Asker, Wanted};
use crate::requests::{self, Request};
use crate::risk;
use crate::waits::{self, Who};
use crate::web::{Context, Error, see_other};

/// The page with the button.
const LOCKED: &str = "/help/locked";

/// Asks the gate to lift a suspicion lock, for a signed-in owner or a sign-in that the lock has stopped.
///
/// # Errors
/// `ProveFirst` if the gate wants more; `SignInFirst` where nothing was shown yet.
pub async fn post(context: Context, MaybeOwner(owner): MaybeOwner) -> Result<Response, Error> {
    let inside = context.clone();
    if let Some(owner) = owner {
        let account = owner.account.id;
        let asker = owner.asker();
        let ask = move |tx: &Tx<'_>| settle(tx, &inside, (account, owner.session), &asker);
        return match context.app.db.tx(ask).await? {
            Settled::More => Err(gate::prove_first(&LiftSuspicion { account }, LOCKED)),
            Settled::Lifted | Settled::Waits => Ok(see_other(LOCKED)),
        };
    }
    let ask = move |tx: &Tx<'_>| {
        let Some(of) = underway::underway(tx, &inside)? else {
            return Ok::<_, Error>(None);
        };
        let tokens = inside.browser_tokens();
        let standing = browsers::standing(tx, of.account, &tokens, inside.now)?;
        let asker = Asker::with(of.id, standing);
        settle(tx, &inside, (of.account, of.id), &asker).map(Some)
    };
    match context.app.db.tx(ask).await? {
        None => Err(Error::SignInFirst(LOCKED.to_owned())),
        Some(Settled::Waits) => Ok(see_other(LOCKED)),
        Some(Settled::Lifted | Settled::More) => Ok(see_other(SECOND)),
    }
}

/// So many wait for the same lock.
const MOST: usize = 5;

/// How many of others wait.
fn already(view: &View<'_>, account: Id, case: Id) -> Result<usize, Error> {
    let lifts = |request: &Request| {
        request.about.kind == Kind::LiftSuspicion && request.session != Some(case)
    };
    Ok(requests::waiting(view, account)?
        .iter()
        .filter(|request| lifts(request))
        .count())
}

enum Settled {
    Lifted,
    Waits,
    More,
}

fn settle(
    tx: &Tx<'_>,
    context: &Context,
    (account, case): (Id, Id),
    asker: &Asker,
) -> Result<Settled, Error> {
    match gate::ask(tx, &context.app, asker, LiftSuspicion { account })? {
        Verdict::Open(permit) => risk::lift(tx, &context.app, permit).map(|()| Settled::Lifted),
        // The account is opened for everyone: a few that wait are enough, and whoever knows the password could begin more.
        Verdict::Wait { .. } if already(tx, account, case)? >= MOST => Ok(Settled::Waits),
        Verdict::Wait { until } => {
            let (who, about) = (
                Who::visitor(context, account, case),
                Wanted::of(&LiftSuspicion { account }),
            );
            waits::begin(tx, who, about, (until, risk::OPENS), "").map(|_| Settled::Waits)
        }
        Verdict::Prove(_) => Ok(Settled::More),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}
