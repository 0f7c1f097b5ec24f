//! Where a case stands, as its pages say it and as an app is told: one source for both.

use jiff::tz::TimeZone;
use kunci_db::View;
use kunci_rules::Time;
use kunci_rules::gate::MethodKind;

use super::step::{self, Frozen, NotEnough, Step};
use super::{Goal, Recovery, send};
use crate::ways::{Offer, Start, start};
use crate::web::{Context, Error, times};
use crate::{accounts, approvals, methods};

/// What the page of the next step shows.
pub struct Now {
    /// Why the case was begun.
    pub goal: Goal,
    /// What was typed, for the form of the new password.
    pub login: String,
    /// The step.
    pub step: Step,
    /// Why no more is open, in words.
    pub said: Option<String>,
    /// With what it can begin, before any proof.
    pub first: Vec<Offer>,
    /// A message whose code can be typed now, or that has yet to leave.
    pub sent: Option<Sent>,
}

/// The message that was sent last.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// Until when its code can be typed; nothing: it has not left.
    pub code_until: Option<Time>,
    /// When the next may leave, if not now.
    pub again_at: Option<Time>,
    /// Its code or its link can still be used.
    pub is_usable: bool,
}

/// Where a case stands.
///
/// # Errors
/// Of the database.
pub async fn now(context: &Context, case: &Recovery) -> Result<Now, Error> {
    let step = step::load(context, case).await?;
    let said = match &step {
        Step::More { why, .. } => Some(not_enough(context, case, why).await?),
        Step::Refused { frozen } => Some(refused(context, case, frozen.as_ref()).await?),
        _ => None,
    };
    let first = match step {
        Step::Ways | Step::Code => first(context, case).await?,
        _ => Vec::new(),
    };
    let sent = sent(context, case).await?;
    let typed = matches!(step, Step::Code) || (sent.is_usable && !case.state.has_ended());
    Ok(Now {
        goal: case.goal,
        login: case.name.value().to_owned(),
        said,
        first,
        sent: typed.then_some(sent),
        step,
    })
}

/// What was sent last in a case, and when more can be: by the name alone, like everything that is said before a proof.
pub(super) async fn sent(context: &Context, case: &Recovery) -> Result<Sent, Error> {
    let (inside, of) = (context.clone(), case.clone());
    let read = move |view: &View<'_>| {
        let latest = methods::latest_of_case(view, of.id)?;
        Ok::<_, Error>((latest, send::next_send(view, &inside, &of)?))
    };
    let (latest, again_at) = context.app.db.view(read).await?;
    let usable = |one: &methods::Challenge| one.used_at.is_none() && context.now < one.link_until;
    Ok(Sent {
        is_usable: latest.as_ref().is_some_and(usable),
        code_until: latest.map(|challenge| challenge.code_until),
        again_at,
    })
}

/// With what a recovery can begin: one list, whatever the name. A browser that the account knows may also ask where it is signed in.
pub(super) async fn first(context: &Context, case: &Recovery) -> Result<Vec<Offer>, Error> {
    let (inside, account) = (context.clone(), case.account);
    let read = move |view: &View<'_>| {
        let Some(account) = account else {
            return Ok(false);
        };
        let standing = step::standing(view, &inside, account)?;
        Ok::<_, Error>(
            standing.is_known() && !approvals::approvers(view, account, standing.id())?.is_empty(),
        )
    };
    let approval = context.app.db.view(read).await?;
    let t = &context.text;
    let message = |kind: MethodKind, title, hint| {
        let (action, contact) = ("/recover/send".to_owned(), kind.name().to_owned());
        let at = Start::Send { action, contact };
        Offer {
            kind,
            title,
            hint,
            at,
        }
    };
    let page = |kind, title, hint| Offer {
        kind,
        title,
        hint,
        at: start(kind, None, "recover"),
    };
    let kind = |kind| crate::ways::kind(t, kind);
    use MethodKind::{Approval, Email, Helper, Passkey, Phone, RecoveryCode, Upstream};
    let mut ways = vec![
        message(Phone, t.signin_prove_phone(), t.recover_ways_phone()),
        message(Email, t.signin_prove_email(), t.recover_ways_email()),
        page(Passkey, kind(Passkey), t.passkey_recover_hint()),
        page(RecoveryCode, kind(RecoveryCode), t.recover_ways_saved()),
        page(Helper, kind(Helper), t.helper_recover_hint()),
    ];
    if let Some(names) = context.app.config.upstream_names() {
        let (title, hint) = (t.upstream_way(names.as_str()), t.upstream_way_hint());
        ways.push(page(Upstream, title, hint));
    }
    if approval {
        let hint = t.approval_recover_hint();
        ways.push(page(Approval, kind(Approval), hint));
    }
    Ok(ways)
}

/// Why one more proof is needed.
pub(super) async fn not_enough(
    context: &Context,
    case: &Recovery,
    why: &NotEnough,
) -> Result<String, Error> {
    let t = &context.text;
    Ok(match why {
        NotEnough::TwoStep => t.recover_more_two(),
        NotEnough::Old => t.recover_more_old(),
        NotEnough::Sold => t.recover_more_sold(),
        NotEnough::Again => t.recover_more_again(),
        NotEnough::Frozen(frozen) => is_frozen(context, frozen, &zone(context, case).await?),
    })
}

/// Why nothing opens it from here.
pub(super) async fn refused(
    context: &Context,
    case: &Recovery,
    frozen: Option<&Frozen>,
) -> Result<String, Error> {
    Ok(match frozen {
        Some(frozen) => is_frozen(context, frozen, &zone(context, case).await?),
        None => context.text.recover_refused_text(),
    })
}

/// Why a contact recovers nothing, until when, and what is left.
fn is_frozen(context: &Context, frozen: &Frozen, zone: &TimeZone) -> String {
    let t = &context.text;
    let (contact, until) = (frozen.contact.as_str(), t.day_and_hour(frozen.until, zone));
    if frozen.only {
        t.recover_refused_only(contact, until)
    } else {
        t.recover_refused_frozen(contact, until)
    }
}

/// The time zone of the case's account.
pub(super) async fn zone(context: &Context, case: &Recovery) -> Result<TimeZone, Error> {
    let name = match case.account {
        Some(account) => {
            let read = move |view: &View<'_>| accounts::get(view, account);
            context.app.db.view(read).await?.map(|a| a.time_zone)
        }
        None => None,
    };
    let house = &context.app.config.brand.time_zone;
    Ok(times::zone(name.as_deref().unwrap_or(house)))
}
