//! What an objection does: which request it ends, what it takes out or brings back, and what it may not.

use kunci_db::{Tx, View};
use kunci_rules::contest::{Contest, Disputed, Outcome, State, Told, Voice, Why};
use kunci_rules::gate::{MethodKind, Origin, Recover, Shown};
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span, Time};

use crate::browsers::Standing;
use crate::gate::{self, Asker, Wanted};
use crate::locks::{self, New, Subject};
use crate::notices::{Event, Notice, Objector, OfDevice, OfMethod, Speaker};
use crate::requests;
use crate::state::App;
use crate::web::Error;
use crate::{accounts, authenticators, browsers, devices, helpers, methods, notices, recovery};

/// A contact with which someone else set a password recovers nothing for this long, so that they cannot do it again
/// before its owner has taken it back (S-016). Never longer than the way back by review.
const FROZEN_FOR: Span = Span::hours(72);

/// A device that was added can be put out by a link for so long; afterwards that takes what removing it takes.
const PUT_OUT_WITHIN: Span = Span::hours(24);

/// Whoever holds one contact could stop the owner again and again: after this many in 30 days one link is not enough.
const MOST_DENIALS: i64 = kunci_rules::contest::CANCELS as i64;

/// What the button does, and after it what it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Signs a session out and forgets its browser.
    SignOut(Id),
    /// Ends a search, and leaves its browser known.
    EndSearch(Id),
    /// Forgets a browser that was vouched for.
    Forget(Id),
    /// Takes out a contact that was added, and signs out who added it.
    TakeOut { contact: Id, session: Option<Id> },
    /// Takes out a method that was added, and signs out who added it.
    Disown { method: Id, session: Option<Id> },
    /// Brings a method back that was removed, and signs out who removed it.
    Restore { method: Id, session: Option<Id> },
    /// Turns two-step verification on again, and signs out who turned it off.
    TwoStepOn { session: Option<Id> },
    /// Takes out a device that was added, and signs out who added it.
    PutOut { device: Id, session: Option<Id> },
    /// Ends a recovery under way.
    Stop(Id),
    /// Ends another request that waits.
    End(Id),
    /// Holds a request up, or makes it show its proofs again.
    Contest {
        /// The request or recovery.
        subject: Id,
        /// It is a recovery.
        recovery: bool,
        /// What becomes of it.
        contest: Contest,
    },
    /// Signs everyone out, and takes the password and the contact that set it out of use.
    Undo { version: i64, contact: Option<Id> },
    /// Signs everyone out; the rest is for staff to decide.
    Review,
    /// It changes nothing, for this reason.
    Cannot(Why),
    /// There is nothing to stop.
    Nothing,
}

/// What the button does about this notice for whoever presses it, by now.
pub(super) fn remedy(
    view: &View<'_>,
    app: &App,
    notice: &Notice,
    objector: &Objector,
) -> Result<Remedy, Error> {
    let account = notice.account;
    let denials = notices::denials_before(view, notice)?;
    match &notice.event {
        Event::RecoveryStarted { recovery, .. } | Event::RecoveryWaiting { recovery, .. } => {
            let Some(case) = recovery::under_way(view, account, *recovery)? else {
                return Ok(Remedy::Cannot(Why::Over));
            };
            let wanted = Wanted::of(&Recover { account });
            let under = Under {
                subject: *recovery,
                recovery: true,
                wanted,
                asker: case.asker,
                began: case.began,
            };
            under.remedy(view, app, notice, objector, denials)
        }
        Event::RequestWaiting { request, .. } => {
            let waiting = requests::waiting(view, account)?;
            let Some(found) = waiting.into_iter().find(|found| found.id == *request) else {
                return Ok(Remedy::Cannot(Why::Over));
            };
            let under = Under {
                subject: *request,
                recovery: false,
                wanted: found.about,
                asker: Asker::request(*request, Standing::Stranger),
                began: found.created_at,
            };
            under.remedy(view, app, notice, objector, denials)
        }
        event => {
            let remedy = of_added(event, denials);
            if remedy == Remedy::Nothing {
                return Ok(remedy);
            }
            let disputed = Disputed {
                told: Told::Added,
                began: notice.at,
                two: rests_on_two(event),
                cancelled: 0,
                state: State::Calm,
            };
            let (voice, missing, staff) = voice(view, app, account, objector)?;
            match disputed.object(&voice, &missing, staff, Time(view.now())).1 {
                Outcome::Nothing(why) => Ok(Remedy::Cannot(why)),
                _ => allowed(view, app, notice, remedy),
            }
        }
    }
}

/// What would undo a change, whoever asks.
pub(super) fn of_change(view: &View<'_>, app: &App, notice: &Notice) -> Result<Remedy, Error> {
    let denials = notices::denials_before(view, notice)?;
    allowed(view, app, notice, of_added(&notice.event, denials))
}

/// A request or a recovery that waits.
struct Under {
    subject: Id,
    recovery: bool,
    wanted: Wanted,
    asker: Asker,
    began: Time,
}

impl Under {
    fn remedy(
        self,
        view: &View<'_>,
        app: &App,
        notice: &Notice,
        objector: &Objector,
        denials: i64,
    ) -> Result<Remedy, Error> {
        let account = notice.account;
        let contest = requests::contest(view, account, self.subject)?;
        let two = gate::answer(view, app, &self.asker, account, self.wanted)?.two;
        let disputed = Disputed {
            told: Told::Request,
            began: self.began,
            two,
            cancelled: u32::try_from(denials).unwrap_or(u32::MAX),
            state: contest.map_or(State::Calm, |contest| contest.state),
        };
        let (voice, missing, staff) = voice(view, app, account, objector)?;
        let (state, outcome) = disputed.object(&voice, &missing, staff, Time(view.now()));
        Ok(match outcome {
            Outcome::Ended | Outcome::Removed if self.recovery => Remedy::Stop(self.subject),
            Outcome::Ended | Outcome::Removed => Remedy::End(self.subject),
            Outcome::Held(_) | Outcome::Contested(_) => Remedy::Contest {
                subject: self.subject,
                recovery: self.recovery,
                contest: Contest { state, two },
            },
            Outcome::Nothing(why) => Remedy::Cannot(why),
        })
    }
}

/// Whoever speaks as `kunci_rules::contest` knows them, the missing devices, and whether two of the staff can review. A contact
/// that was removed may be read wherever the account is.
fn voice(
    view: &View<'_>,
    app: &App,
    account: Id,
    objector: &Objector,
) -> Result<(Voice, Vec<Id>, bool), Error> {
    let devices = devices::list(view, account)?.into_iter();
    let missing: Vec<Id> = devices
        .filter(|device| device.missing.is_some())
        .map(|device| device.id)
        .collect();
    let methods = gate::methods(view, app, account)?;
    let staff = methods
        .iter()
        .any(|method| method.kind == MethodKind::Review);
    let voice = match objector.speaker {
        Speaker::Browser { since, holder } => Voice {
            since,
            reach: vec![holder],
        },
        Speaker::Contact(id) => methods
            .into_iter()
            .find(|method| method.id == id)
            .map_or_else(
                || Voice {
                    since: Time(i64::MIN),
                    reach: missing.clone(),
                },
                |contact| Voice {
                    since: contact.set_at,
                    reach: contact.reach,
                },
            ),
    };
    Ok((voice, missing, staff))
}

/// Whether what was added rests on two independent methods: no single contact takes it out. (What was set or removed with two
/// is for staff anyway, [`of_added`].)
const fn rests_on_two(event: &Event) -> bool {
    match event {
        Event::ContactAdded { two, .. } => *two,
        Event::Method {
            change: OfMethod::Added,
            two,
            ..
        } => *two,
        _ => false,
    }
}

/// What was added, set or taken away goes, or comes back; what rests on two independent methods is for staff.
fn of_added(event: &Event, denials: i64) -> Remedy {
    match event {
        Event::NewSignIn { session, .. } => Remedy::SignOut(*session),
        Event::SearchBegun { session, .. } => Remedy::EndSearch(*session),
        Event::BrowserVouched { browser, .. } => Remedy::Forget(*browser),
        Event::PasswordReset { two: true, .. } => Remedy::Review,
        Event::PasswordReset { .. } if denials >= MOST_DENIALS => Remedy::Review,
        Event::PasswordReset {
            version, contact, ..
        } => Remedy::Undo {
            version: *version,
            contact: *contact,
        },
        Event::ContactAdded { contact, by, .. } => Remedy::TakeOut {
            contact: *contact,
            session: by.session,
        },
        Event::Method {
            change,
            method,
            two,
            by,
            ..
        } => of_method(*change, *method, *two, by.session),
        Event::Device {
            change: OfDevice::Added,
            device,
            by,
            ..
        } => Remedy::PutOut {
            device: *device,
            session: by.session,
        },
        Event::TwoStep {
            on: false,
            two: false,
            by,
        } => Remedy::TwoStepOn {
            session: by.session,
        },
        Event::AlertsChanged { by }
        | Event::SessionsEnded { by }
        | Event::TwoStep { by, .. }
        | Event::ContactQuiet { by, .. }
        | Event::Device { by, .. } => by.session.map_or(Remedy::Nothing, Remedy::SignOut),
        _ => Remedy::Nothing,
    }
}

/// What was added, or copied, goes; what was removed on one proof comes back.
fn of_method(change: OfMethod, method: Id, two: bool, session: Option<Id>) -> Remedy {
    match (change, two) {
        (OfMethod::Added | OfMethod::Copied | OfMethod::Invited, _) => {
            Remedy::Disown { method, session }
        }
        (OfMethod::Removed, false) => Remedy::Restore { method, session },
        (OfMethod::Said, _) => session.map_or(Remedy::Nothing, Remedy::SignOut),
        (OfMethod::Removed | OfMethod::Replaced | OfMethod::Used, _) => Remedy::Review,
    }
}

/// A link must not take the last way back, nor a phone out of the reach of its owner: whoever steals it may read the mail on
/// it. So only a device that is new, and not one that is looked for.
fn allowed(view: &View<'_>, app: &App, notice: &Notice, remedy: Remedy) -> Result<Remedy, Error> {
    let account = notice.account;
    let signs_out = |session: Option<Id>| session.map_or(Remedy::Nothing, Remedy::SignOut);
    match remedy {
        Remedy::PutOut { device, session } => {
            let asked = notice.denied_at.unwrap_or(Time(view.now()));
            let found = devices::get(view, account, device)?;
            let missing = found.is_some_and(|device| device.missing.is_some());
            let may = asked < notice.at + PUT_OUT_WITHIN && !missing;
            Ok(if may { remedy } else { signs_out(session) })
        }
        Remedy::TakeOut {
            contact: method,
            session,
        }
        | Remedy::Disown { method, session } => {
            let kept = crate::ways::Kept::of(view, app, account)?;
            let spare = kept.method(method).is_none() || kept.can_spare(method);
            Ok(if spare { remedy } else { signs_out(session) })
        }
        other => Ok(other),
    }
}

/// Does it.
pub(super) fn apply(
    tx: &Tx<'_>,
    app: &App,
    (notice, objector): (&Notice, &Objector),
    remedy: Remedy,
) -> Result<(), Error> {
    let account = notice.account;
    let sign_out = |session: Option<Id>| match session {
        Some(session) => browsers::forget_behind(tx, account, session),
        None => Ok(()),
    };
    match remedy {
        Remedy::SignOut(session) => browsers::forget_behind(tx, account, session)?,
        Remedy::EndSearch(session) => browsers::end_one(tx, account, session)?,
        Remedy::Forget(browser) => {
            browsers::forget(tx, account, browser)?;
            browsers::end_of_browser(tx, account, browser)?;
        }
        Remedy::TakeOut { contact, session } => {
            methods::disown_contact(tx, account, contact)?;
            sign_out(session)?;
        }
        Remedy::Disown { method, session } => {
            authenticators::disown(tx, account, method)?;
            helpers::withdraw(tx, account, method)?;
            sign_out(session)?;
        }
        Remedy::Restore { method, session } => {
            let origin = Origin::Added(vec![shown_by(tx, app, account, objector)?]);
            authenticators::restore(tx, account, method, &origin)?;
            methods::restore_contact(tx, account, method, &origin)?;
            sign_out(session)?;
        }
        Remedy::TwoStepOn { session } => {
            accounts::set_two_step(tx, account, true)?;
            sign_out(session)?;
        }
        Remedy::PutOut { device, session } => {
            devices::remove(tx, account, device)?;
            sign_out(session)?;
        }
        Remedy::Stop(case) => {
            recovery::stop(tx, account, case)?;
        }
        Remedy::End(request) => {
            requests::end(tx, account, request, requests::End::Denied)?;
        }
        Remedy::Contest {
            subject,
            recovery,
            contest,
        } => {
            requests::contested(tx, account, subject, &contest)?;
            if recovery {
                recovery::wait_until(tx, account, subject, contest.until())?;
            } else {
                requests::set_time(tx, account, subject, contest.until())?;
            }
        }
        Remedy::Undo { version, contact } => undo(tx, notice, version, contact)?,
        Remedy::Review => sign_everyone_out(tx, notice)?,
        Remedy::Cannot(_) | Remedy::Nothing => {}
    }
    Ok(())
}

/// What an objection counts as, for whatever it brings back: a proof of its contact, or an approval in its browser. A contact
/// that was removed is a thing of its own.
fn shown_by(view: &View<'_>, app: &App, account: Id, objector: &Objector) -> Result<Shown, Error> {
    let contact = match objector.speaker {
        Speaker::Contact(contact) => contact,
        Speaker::Browser { holder, .. } => {
            return Ok(Shown {
                kind: MethodKind::Approval,
                reach: vec![holder],
            });
        }
    };
    let methods = gate::methods(view, app, account)?;
    if let Some(method) = methods.into_iter().find(|m| m.id == contact) {
        let (kind, reach) = (method.kind, method.reach);
        return Ok(Shown { kind, reach });
    }
    let told = methods::contacts_told(view, account)?;
    let found = told.iter().find(|told| told.id == contact);
    Ok(Shown {
        kind: found.map_or(MethodKind::Email, |found| found.channel.method()),
        reach: vec![contact],
    })
}

/// Takes the password and the contact that set it out of use, unless it was changed again.
fn undo(tx: &Tx<'_>, notice: &Notice, version: i64, contact: Option<Id>) -> Result<(), Error> {
    let account = notice.account;
    sign_everyone_out(tx, notice)?;
    if !changed_since(tx, account, version)? {
        // The password's method goes by the account's id; a new recovery lifts it.
        freeze(tx, account, account, None)?;
        if let Some(contact) = contact {
            freeze(tx, account, contact, Some(Time(tx.now()) + FROZEN_FOR))?;
        }
    }
    Ok(())
}

/// Whether the password is another one by now.
pub(super) fn changed_since(view: &View<'_>, account: Id, version: i64) -> Result<bool, Error> {
    let now = methods::password(view, account)?;
    Ok(now.is_some_and(|stored| stored.version != version))
}

/// Every session ends, and browsers that became known since are strangers again.
fn sign_everyone_out(tx: &Tx<'_>, notice: &Notice) -> Result<(), Error> {
    browsers::end_all(tx, notice.account, None)?;
    browsers::forget_since(tx, notice.account, notice.at)?;
    Ok(())
}

fn freeze(tx: &Tx<'_>, account: Id, method: Id, until: Option<Time>) -> Result<(), Error> {
    let now = Time(tx.now());
    let lock = New {
        subject: Subject::Method,
        subject_id: Some(method),
        cause: Cause::OwnerRequest,
        rule: "notice/not-me",
        first_at: now,
        tries: 0,
        places: 0,
        own: false,
        lifts_at: until,
    };
    locks::place(tx, account, &lock)?;
    Ok(())
}
