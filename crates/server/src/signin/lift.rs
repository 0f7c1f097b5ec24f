//! POST /signin/lift: the button on the page "why am I locked".

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::{Kind, LiftSuspicion, Verdict};
use kunci_rules::{Id, Time};

use super::underway::{self, SECOND};
use crate::browsers::{self, MaybeOwner, Owner};
use crate::gate::{self, Asker, Wanted};
use crate::requests::{self, Request};
use crate::risk;
use crate::waits::{self, Who};
use crate::web::{Context, Error, see_other};

/// The page with the button.
const LOCKED: &str = "/help/locked";

/// POST /signin/lift
///
/// # Errors
/// `ProveFirst` if the gate wants more; `SignInFirst` where nothing was shown yet.
pub async fn post(context: Context, MaybeOwner(owner): MaybeOwner) -> Result<Response, Error> {
    match asked(&context, owner).await? {
        Lifted::ForOwner | Lifted::Waits(..) => Ok(see_other(LOCKED)),
        Lifted::ForSignIn | Lifted::More => Ok(see_other(SECOND)),
    }
}

/// What became of a suspicion lock.
pub(crate) enum Lifted {
    /// It is gone, and its signed-in owner stays where they are.
    ForOwner,
    /// It is gone, and the sign-in that it had stopped goes on at [`SECOND`].
    ForSignIn,
    /// A request waits to lift it: its id, and until when.
    Waits(Id, Time),
    /// That sign-in has to show more, at [`SECOND`].
    More,
}

/// Asks the gate to lift a suspicion lock, for a signed-in owner or a sign-in that the lock has stopped.
///
/// # Errors
/// `ProveFirst` if the gate wants more of an owner; `SignInFirst` where nothing was shown yet.
pub(crate) async fn asked(context: &Context, owner: Option<Owner>) -> Result<Lifted, Error> {
    let inside = context.clone();
    if let Some(owner) = owner {
        let account = owner.account.id;
        let asker = owner.asker();
        let ask = move |tx: &Tx<'_>| settle(tx, &inside, (account, owner.session), &asker);
        return match context.app.db.tx(ask).await? {
            Settled::More => Err(gate::prove_first(&LiftSuspicion { account }, LOCKED)),
            Settled::Lifted => Ok(Lifted::ForOwner),
            Settled::Waits(request, until) => Ok(Lifted::Waits(request, until)),
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
        Some(Settled::Waits(request, until)) => Ok(Lifted::Waits(request, until)),
        Some(Settled::Lifted) => Ok(Lifted::ForSignIn),
        Some(Settled::More) => Ok(Lifted::More),
    }
}

/// So many wait for the same lock.
const MOST: usize = 5;

/// Where enough of others wait: the one of them that opens first.
fn already(view: &View<'_>, account: Id, case: Id) -> Result<Option<Request>, Error> {
    let lifts = |request: &Request| {
        request.about.kind == Kind::LiftSuspicion && request.session != Some(case)
    };
    let mut waiting = requests::waiting(view, account)?;
    waiting.retain(lifts);
    let enough = waiting.len() >= MOST;
    let first = waiting.into_iter().min_by_key(|request| request.opens_at);
    Ok(first.filter(|_| enough))
}

enum Settled {
    Lifted,
    Waits(Id, Time),
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
        Verdict::Wait { until } => {
            // The account is opened for everyone: a few that wait are enough, and whoever knows the password could begin more.
            if let Some(other) = already(tx, account, case)? {
                return Ok(Settled::Waits(other.id, other.opens_at));
            }
            let (who, about) = (
                Who::visitor(context, account, case),
                Wanted::of(&LiftSuspicion { account }),
            );
            let begun = waits::begin(tx, who, about, (until, risk::OPENS), "")?;
            Ok(Settled::Waits(begun, until))
        }
        Verdict::Prove(_) => Ok(Settled::More),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}
