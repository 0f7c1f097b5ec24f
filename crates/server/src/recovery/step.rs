//! What is next in a case, worked out from what the server knows. Reloading, going back and another connection all lead
//! to the same.

use kunci_db::View;
use kunci_rules::gate::{MethodKind, Recover, Way};
use kunci_rules::{Id, Time};

use super::{Goal, Recovery, State};
use crate::accounts;
use crate::browsers::{self, Standing};
use crate::gate::{self, Answer, Said, Wanted};
use crate::locks;
use crate::methods;
use crate::requests;
use crate::ways::{self, Named, Offer, Place};
use crate::web::{Context, Error, times};

/// What is next.
pub enum Step {
    /// To choose where the message goes.
    Ways,
    /// To enter what was sent.
    Code,
    /// To say which account of a family's number.
    Choose(Vec<(Id, String)>),
    /// To look for a phone: one proof is enough for that.
    Find,
    /// To set a password.
    Password,
    /// To give one more proof.
    More {
        /// With what.
        offers: Vec<Offer>,
        /// Why what was shown does not do.
        why: NotEnough,
    },
    /// To wait.
    Waiting {
        /// Until then.
        until: Time,
        /// What would open it sooner.
        faster: Vec<Offer>,
        /// It rests on a number alone, which may have been sold again.
        resold: bool,
    },
    /// Nothing opens it from here: a person is next.
    Refused {
        /// The contact that is out of use for a while, if that is why.
        frozen: Option<Frozen>,
    },
    /// It has ended.
    Ended(State),
}

/// Why the proof so far does not do.
pub enum NotEnough {
    /// The number may be somebody else's by now.
    Sold,
    /// Two-step verification is on.
    TwoStep,
    /// It is older than an hour.
    Old,
    /// It is contested: what it rests on is to be shown again.
    Again,
    /// "This was not me" took its contact out of use.
    Frozen(Frozen),
}

/// Whether all that was shown are numbers that may be somebody else's by now, in a browser that the account does not know: their
/// holder finds no phone and locks none.
pub(super) fn rests_on_sold(
    view: &View<'_>,
    context: &Context,
    account: Id,
    case: Id,
) -> kunci_db::Result<bool> {
    let here = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
    if here.is_known() {
        return Ok(false);
    }
    let stale_after = context.app.policy.holds.stale_number;
    let contacts = methods::contacts(view, account)?;
    let sold = |method: Option<Id>| {
        let contact = contacts.iter().find(|contact| Some(contact.id) == method);
        contact.is_some_and(|contact| contact.may_be_sold(stale_after, context.now))
    };
    let shown = browsers::proofs_of(view, account, case)?;
    Ok(shown.iter().all(|proof| sold(proof.method)))
}

/// A proved contact that "this was not me" took out of recovery.
pub struct Frozen {
    /// Masked.
    pub(super) contact: String,
    /// Until then.
    pub(super) until: Time,
    /// The account has no other.
    pub(super) only: bool,
}

pub(super) async fn load(context: &Context, case: &Recovery) -> Result<Step, Error> {
    let (inside, case) = (context.clone(), case.clone());
    context
        .app
        .db
        .view(move |view| next(view, &inside, &case))
        .await
}

fn next(view: &View<'_>, context: &Context, case: &Recovery) -> Result<Step, Error> {
    if case.state.has_ended() {
        return Ok(Step::Ended(case.state));
    }
    let Some(account) = case.account else {
        return undecided(view, context, case);
    };
    if browsers::proofs_of(view, account, case.id)?.is_empty() {
        return Ok(unproved(case));
    }
    let sold = case.goal == Goal::Find && rests_on_sold(view, context, account, case.id)?;
    if case.goal == Goal::Find && !sold {
        return Ok(Step::Find);
    }
    let standing = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
    let asker = case.asker(standing);
    let recover = Wanted::of(&Recover { account });
    let Answer { said, ways, .. } = gate::answer(view, &context.app, &asker, account, recover)?;
    let offers = |ways: &[Way]| offers(view, context, account, ways);
    if sold {
        let offers = offers(&ways)?;
        return Ok(if offers.is_empty() {
            Step::Refused { frozen: None }
        } else {
            let why = NotEnough::Sold;
            Step::More { offers, why }
        });
    }
    match said {
        Said::Open => Ok(Step::Password),
        Said::Prove => {
            let offers = offers(&ways)?;
            let why = not_enough(view, context, case, account)?;
            Ok(match why {
                NotEnough::Frozen(frozen) if offers.is_empty() => Step::Refused {
                    frozen: Some(frozen),
                },
                why => Step::More { offers, why },
            })
        }
        Said::Wait(until) => Ok(Step::Waiting {
            until,
            faster: offers(&ways)?,
            resold: rests_on_number(view, case, account)?,
        }),
        Said::Refuse(_) => Ok(Step::Refused {
            frozen: frozen(view, context, case, account)?,
        }),
    }
}

fn not_enough(
    view: &View<'_>,
    context: &Context,
    case: &Recovery,
    account: Id,
) -> Result<NotEnough, Error> {
    if let Some(frozen) = frozen(view, context, case, account)? {
        return Ok(NotEnough::Frozen(frozen));
    }
    if requests::contest(view, account, case.id)?.is_some() {
        return Ok(NotEnough::Again);
    }
    let two_step = accounts::get(view, account)?.is_some_and(|account| account.two_step);
    Ok(if two_step {
        NotEnough::TwoStep
    } else {
        NotEnough::Old
    })
}

fn unproved(case: &Recovery) -> Step {
    if case.asked.is_some() {
        Step::Code
    } else {
        Step::Ways
    }
}

/// A name that leads to no account, or a family's number: after the proof, choose.
fn undecided(view: &View<'_>, context: &Context, case: &Recovery) -> Result<Step, Error> {
    let mut proved = Vec::new();
    for account in accounts::find(view, &case.name)? {
        if !browsers::proofs_of(view, account, case.id)?.is_empty()
            && let Some(account) = accounts::get(view, account)?
        {
            let name = if sold(view, context, case, account.id)? {
                context.text.names_shut_title()
            } else {
                account.name
            };
            proved.push((account.id, name));
        }
    }
    if proved.is_empty() {
        Ok(unproved(case))
    } else {
        Ok(Step::Choose(proved))
    }
}

/// Whether the number that was typed may be somebody else's by now, so that its holder sees no name (`voice.md` 4.7).
fn sold(view: &View<'_>, context: &Context, case: &Recovery, account: Id) -> Result<bool, Error> {
    let stale_after = context.app.policy.holds.stale_number;
    let contacts = methods::contacts(view, account)?;
    let typed = contacts.iter().find(|c| c.value == case.name.value());
    let stale = typed.is_some_and(|contact| contact.may_be_sold(stale_after, context.now));
    Ok(stale && !standing(view, context, account)?.is_known())
}

/// What would open it, or open it sooner, as offers.
fn offers(
    view: &View<'_>,
    context: &Context,
    account: Id,
    ways: &[Way],
) -> Result<Vec<Offer>, Error> {
    let zone = accounts::get(view, account)?
        .map_or_else(|| times::zone(""), |a| times::zone(&a.time_zone));
    let place = Place {
        segment: "recover",
        now: context.now,
        zone: &zone,
        second: false,
    };
    let named = Named::of(view, account)?;
    Ok(ways::offers(&context.text, &named, ways, place))
}

/// Whether it rests on a number alone, which may have been sold again (`voice.md` 4.7).
fn rests_on_number(view: &View<'_>, case: &Recovery, account: Id) -> Result<bool, Error> {
    let shown = browsers::proofs_of(view, account, case.id)?;
    Ok(shown.iter().all(|proof| proof.kind == MethodKind::Phone))
}

/// A proved contact that "this was not me" took out of recovery for a while.
fn frozen(
    view: &View<'_>,
    context: &Context,
    case: &Recovery,
    account: Id,
) -> Result<Option<Frozen>, Error> {
    let shown = browsers::proofs_of(view, account, case.id)?;
    let contacts = methods::contacts(view, account)?;
    let lock = locks::active(view, account)?.into_iter().find_map(|lock| {
        let contact = contacts
            .iter()
            .find(|contact| Some(contact.id) == lock.subject_id)?;
        let shown = shown.iter().any(|proof| proof.method == Some(contact.id));
        shown.then(|| Frozen {
            contact: contact.masked(),
            until: lock.lifts_at.unwrap_or(context.now),
            only: contacts.len() == 1,
        })
    });
    Ok(lock)
}

/// What the asking browser is to the case's account.
pub(super) fn standing(
    view: &View<'_>,
    context: &Context,
    account: Id,
) -> kunci_db::Result<Standing> {
    browsers::standing(view, account, &context.browser_tokens(), context.now)
}
