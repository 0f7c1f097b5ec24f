//! The personal answer (`voice.md` 3.3): why, since when, until when, from where, what still works, the way back.
//!
//! It is shown for accounts that know this browser, and for the one to which this browser's recovery has shown a proof; the
//! gate decides (`SeeWhyLocked`).

use jiff::tz::TimeZone;
use kunci_db::View;
use kunci_rules::gate::{Kind, LiftSuspicion, Recover, SeeWhyLocked, Verdict, Way};
use kunci_rules::locks::{Cause, Closes, Lifts, Scope, Works, still_works};
use kunci_rules::{Id, Time};

use crate::accounts;
use crate::browsers::{self, Standing};
use crate::gate::{self, Asker, Said, Wanted};
use crate::locks::{self, Lock, Subject};
use crate::methods::{self, Contact};
use crate::notices;
use crate::recovery;
use crate::requests;
use crate::risk;
use crate::signin;
use crate::web::{Context, Error, Text, times};

/// Everything about one account.
pub(crate) struct Answer {
    /// The owner's name, where this browser knows several accounts.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) locks: Vec<Shown>,
    pub(crate) works: Vec<String>,
    /// This browser may simply sign in.
    pub(crate) just_sign_in: bool,
    /// Contacts to which one press sends a code; the simplest first.
    pub(super) contacts: Vec<(String, String)>,
    pub(super) account: String,
    /// A recovery of this browser goes on.
    pub(super) continues: bool,
    /// When the password was set: a help to memory that gives nothing away (S-021).
    pub(super) password_set: Option<String>,
    pub(super) history: Vec<(String, String)>,
    /// A suspicion lock that can be lifted from this browser.
    pub(crate) lift: Option<Lift>,
}

/// How a suspicion lock goes.
pub(crate) struct Lift {
    /// A sign-in of this browser is stopped by it, and may prove more.
    pub(crate) stopped: bool,
    /// When a wait would be over that can begin now.
    pub(crate) wait_at: Option<Time>,
    /// The same in words.
    pub(super) wait: Option<String>,
    /// When the wait is over that has begun.
    pub(crate) waits_at: Option<Time>,
    /// The same in words.
    pub(super) waits: Option<String>,
}

/// One lock in words.
pub(crate) struct Shown {
    /// The lock itself.
    pub(crate) of: Lock,
    pub(crate) cause: String,
    pub(super) since: String,
    pub(crate) until: String,
    /// What was noticed, in words (S-027).
    pub(crate) signals: Vec<String>,
}

/// The answers that this browser may see; none for strangers.
///
/// # Errors
/// Of the database.
pub(crate) fn answers(view: &View<'_>, context: &Context) -> Result<Vec<Answer>, Error> {
    let proved = recovery::proved(view, context)?;
    let mut accounts: Vec<Id> = proved.iter().map(|(account, _)| *account).collect();
    let stopped = signin::underway(view, context)?.map(|of| (of.account, of.id));
    accounts.extend(
        stopped
            .map(|(account, _)| account)
            .filter(|of| !accounts.contains(of)),
    );
    for account in context.claimed_accounts() {
        if !accounts.contains(&account) {
            accounts.push(account);
        }
    }
    let mut answers = Vec::new();
    for account in accounts {
        let case = proved
            .filter(|(of, _)| *of == account)
            .map(|(_, case)| case);
        let stopped = stopped.filter(|(of, _)| *of == account).map(|(_, id)| id);
        answers.extend(answer(view, context, account, (case, stopped))?);
    }
    Ok(answers)
}

fn answer(
    view: &View<'_>,
    context: &Context,
    account: Id,
    (case, stopped): (Option<Id>, Option<Id>),
) -> Result<Option<Answer>, Error> {
    let Some(owner) = accounts::get(view, account)? else {
        return Ok(None);
    };
    let standing = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
    let asker = case
        .or(stopped)
        .map_or(Asker::visitor(standing), |case| Asker::with(case, standing));
    let app = &context.app;
    let may = gate::explain(view, app, &asker, SeeWhyLocked { account }, |v| {
        matches!(v, Verdict::Open(_))
    })?;
    if !may {
        return Ok(None);
    }
    let (t, zone) = (&context.text, times::zone(&owner.time_zone));
    let locks = locks::active(view, account)?;
    let ways = gate::explain(
        view,
        app,
        &asker,
        Recover { account },
        |verdict| match verdict {
            Verdict::Prove(ways) => ways,
            Verdict::Open(_) | Verdict::Wait { .. } | Verdict::Refuse(_) => Vec::new(),
        },
    )?;
    let contacts = if standing.is_known() && case.is_none() {
        contacts(view, account, &ways)?
    } else {
        Vec::new()
    };
    let password = methods::password(view, account)?;
    let stops_sign_in = |lock: &Lock| closes_here(lock, account, standing.is_known());
    Ok(Some(Answer {
        title: title(t, &locks, account),
        works: works(t, &locks, account),
        just_sign_in: standing.is_known() && !locks.iter().any(stops_sign_in),
        contacts,
        account: account.simple().to_string(),
        continues: case.is_some(),
        password_set: password.map(|stored| t.why_password_set(t.date(stored.set_at, &zone))),
        history: history(view, t, &zone, account)?,
        lift: lift(view, context, account, (&locks, stopped, standing))?,
        locks: locks
            .iter()
            .map(|lock| {
                let signals = noticed(view, context, account, lock)?;
                Ok(shown(t, &zone, lock, signals))
            })
            .collect::<Result<_, Error>>()?,
        name: t.why_of(owner.name.as_str()),
    }))
}

/// What led to a suspicion lock, in words.
fn noticed(
    view: &View<'_>,
    context: &Context,
    account: Id,
    lock: &Lock,
) -> Result<Vec<String>, Error> {
    if lock.cause != Cause::SuspiciousActivity {
        return Ok(Vec::new());
    }
    let kept = risk::kept_at(view, context, account, lock.placed_at)?;
    Ok(kept
        .iter()
        .map(|one| risk::explain(&context.text, one))
        .collect())
}

/// How the owner lifts a suspicion lock from this browser: with what a stopped sign-in has shown, or signed in.
fn lift(
    view: &View<'_>,
    context: &Context,
    account: Id,
    (locks, stopped, standing): (&[Lock], Option<Id>, Standing),
) -> Result<Option<Lift>, Error> {
    let suspicion = locks.iter().any(|l| l.cause == Cause::SuspiciousActivity);
    if !suspicion || (stopped.is_none() && !standing.is_known()) {
        return Ok(None);
    }
    let (t, wanted) = (&context.text, Wanted::of(&LiftSuspicion { account }));
    let zone = accounts::get(view, account)?.map_or(TimeZone::UTC, |o| times::zone(&o.time_zone));
    let waiting = requests::waiting(view, account)?;
    let waiting = waiting.into_iter().find(|request| request.about == wanted);
    let asker = stopped.map_or(Asker::visitor(standing), |id| Asker::with(id, standing));
    let answer = gate::answer(view, &context.app, &asker, account, wanted)?;
    let wait_at = match answer.said {
        Said::Wait(until) if waiting.is_none() => Some(until),
        _ => None,
    };
    let waits_at = waiting.map(|request| request.opens_at);
    let words = |at| t.day_and_hour(at, &zone);
    Ok(Some(Lift {
        stopped: stopped.is_some(),
        wait: wait_at.map(words),
        wait_at,
        waits: waits_at.map(words),
        waits_at,
    }))
}

/// Whether this lock keeps the asking browser from signing in with the password.
fn closes_here(lock: &Lock, account: Id, known: bool) -> bool {
    match lock.subject {
        Subject::Account => match lock.cause.closes(Kind::SignIn) {
            Closes::No => false,
            Closes::Strangers => !known,
            Closes::Everyone => true,
        },
        // The password's method goes by the account's id.
        Subject::Method => lock.subject_id == Some(account),
        Subject::Strangers => !known,
        Subject::Device => false,
    }
}

fn title(t: &Text, locks: &[Lock], account: Id) -> String {
    let of = |subject: Subject| locks.iter().find(|lock| lock.subject == subject);
    let password = locks
        .iter()
        .any(|l| l.subject == Subject::Method && l.subject_id == Some(account));
    match (of(Subject::Account), of(Subject::Strangers)) {
        (Some(_), _) => t.why_locked(),
        (None, _) if password => t.why_stopped(),
        (None, Some(_)) => t.why_guarded(),
        (None, None) => t.why_free(),
    }
}

fn shown(t: &Text, zone: &TimeZone, lock: &Lock, signals: Vec<String>) -> Shown {
    Shown {
        of: lock.clone(),
        signals,
        cause: cause(t, zone, lock),
        since: t.date_time(lock.placed_at, zone),
        until: until(
            t,
            lock.cause,
            lock.lifts_at.map(|at| t.day_and_hour(at, zone)),
        ),
    }
}

fn cause(t: &Text, zone: &TimeZone, lock: &Lock) -> String {
    let from = t.date_time(lock.first_at, zone);
    match lock.cause {
        Cause::WrongSecret if lock.own => t.why_cause_own(from, lock.tries),
        Cause::WrongSecret => t.why_cause_guesses(from, lock.places, lock.tries),
        Cause::SuspiciousActivity => t.why_cause_suspicious(),
        Cause::ServiceIncident => t.why_cause_incident(),
        Cause::OwnerRequest => t.why_cause_owner(),
        Cause::DeviceMissing => t.why_cause_missing(),
        Cause::Activation => t.why_cause_activation(),
        Cause::Staff => t.why_cause_staff(),
    }
}

/// Never a bare "locked": each says when or by what it ends (S-008).
fn until(t: &Text, cause: Cause, at: Option<String>) -> String {
    match (cause.lifts(), at) {
        (Lifts::SetAnew, Some(at)) => t.why_until_proof(at),
        (Lifts::Proof(_) | Lifts::EndOfIncident | Lifts::Staff, Some(at)) => t.why_until_time(at),
        (Lifts::SetAnew | Lifts::Proof(Kind::Recover), None) => t.why_until_anew(),
        (Lifts::Proof(Kind::LiftSuspicion), None) => t.why_until_suspicion(),
        (Lifts::Proof(Kind::Unmark), None) => t.why_until_found(),
        (Lifts::Proof(_), None) => t.why_until_released(),
        (Lifts::EndOfIncident, None) => t.why_until_incident(),
        (Lifts::Staff, None) => t.why_until_staff(),
    }
}

/// What every one of the locks leaves working (S-006).
fn works(t: &Text, locks: &[Lock], account: Id) -> Vec<String> {
    let scope = |lock: &Lock| match lock.subject {
        Subject::Account => Scope::Account,
        Subject::Device => Scope::Device(lock.subject_id.unwrap_or(account)),
        Subject::Method | Subject::Strangers => Scope::Method(lock.subject_id.unwrap_or(account)),
    };
    let left = |work: &Works| {
        locks
            .iter()
            .all(|lock| still_works(lock.cause, scope(lock)).contains(work))
    };
    let word = |work: Works| match work {
        Works::EmergencyCalls => t.why_works_emergency(),
        Works::UsingThePhone => t.why_works_phone(),
        Works::FindingAPhone => t.why_works_find(),
        Works::KnownBrowsers => t.why_works_known(),
        Works::OtherMethods => t.why_works_other(),
        Works::Recovering => t.why_works_recover(),
    };
    Works::ALL.into_iter().filter(left).map(word).collect()
}

/// The contacts that one message each would finish the recovery with, in the gate's order.
fn contacts(view: &View<'_>, account: Id, ways: &[Way]) -> Result<Vec<(String, String)>, Error> {
    let contacts = methods::contacts(view, account)?;
    let single = |way: &Way| {
        let [step] = way.steps.as_slice() else {
            return None;
        };
        let contact: &Contact = contacts
            .iter()
            .find(|contact| Some(contact.id) == step.method)?;
        Some((contact.id.simple().to_string(), contact.masked()))
    };
    Ok(ways.iter().filter_map(single).collect())
}

/// The last notices, in words.
fn history(
    view: &View<'_>,
    t: &Text,
    zone: &TimeZone,
    account: Id,
) -> Result<Vec<(String, String)>, Error> {
    let told = notices::recent(view, account)?;
    let line = |notice: &notices::Notice| {
        (
            t.date_time(notice.at, zone),
            notices::words(t, zone, &notice.event).title,
        )
    };
    Ok(told.iter().take(5).map(line).collect())
}
