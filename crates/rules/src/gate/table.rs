//! The default policy table (design §1), row by row. Read it beside the table there.

use super::{Apart, Holds, Kind, Kinds, Need, Place, Policy, Row, Rule, When};
use crate::Span;

use Kinds as K;
use Need::{Known, One, Pair, ScreenLock, SignIn};
use Place::{OffBrowser, OffDevice, Older, OnDevice};
use When::{MarkFree, MarkedHere, NoSecondFactor, Remembered, SecondFactor};

/// The second step at sign-in. An email code is the weaker one and says so (C-5).
const SECOND: Kinds = K::TOTP
    .and(K::PASSKEY)
    .and(K::PHONE)
    .and(K::EMAIL)
    .and(K::APPROVAL)
    .and(K::RECOVERY_CODE);

/// What recovers an account without two-step verification at once.
const RECOVERS: Kinds = K::EMAIL
    .and(K::PHONE)
    .and(K::UPSTREAM)
    .and(K::APPROVAL)
    .and(K::PASSKEY)
    .and(K::RECOVERY_CODE);

/// What shows at once where a device is, from any browser.
const LOCATES: Kinds = K::CLEAN_PASSWORD
    .and(K::PASSKEY)
    .and(K::APPROVAL)
    .and(K::RECOVERY_CODE);

/// What does so after an hour.
const LOCATES_LATER: Kinds = K::EMAIL
    .and(K::PHONE)
    .and(K::UPSTREAM)
    .and(K::HELPER)
    .and(K::TOTP)
    .and(K::RESET_PASSWORD);

/// What vouches for a browser when strangers have used up the guesses.
const VOUCHES: Kinds = K::EMAIL
    .and(K::PHONE)
    .and(K::APPROVAL)
    .and(K::PASSKEY)
    .and(K::RECOVERY_CODE)
    .and(K::HELPER);

const NOW: Span = Span::ZERO;

/// How long a proof serves for reading and finding: as long as a session (STD-49, AAL1).
const SESSION: Span = Span::days(30);
/// How long it serves for getting in.
const HOUR: Span = Span::hours(1);
/// How long it serves for what cannot be taken back lightly (STD-52). A request keeps its proofs.
const FRESH: Span = Span::minutes(15);

/// A rule as the table writes it: its name, when it applies, what it needs, and the wait.
type Line = (&'static str, &'static [When], &'static [Need], Span);
/// A row: the action, how long a proof lives for it, and its rules.
type Lines = (Kind, Span, &'static [Line]);

pub(super) fn default_policy() -> Policy {
    let rule = |&(id, when, needs, wait): &Line| Rule {
        id,
        when,
        needs,
        wait,
    };
    let row = |&(kind, life, rules): &Lines| Row {
        kind,
        life,
        rules: rules.iter().map(rule).collect(),
    };
    let rows = [ENTERING, CHANGING, FINDING, PROTECTING]
        .into_iter()
        .flatten()
        .map(row)
        .collect();
    Policy {
        rows,
        holds: holds(),
        vouch: VOUCHES,
    }
}

fn holds() -> Holds {
    Holds {
        taint: Span::days(7),
        added: Span::hours(24),
        stale_number: Span::days(60),
        stale_wait: Span::hours(24),
        void: Span::days(7),
        missing: Span::hours(24),
        number_with_password: Span::hours(24),
        number_alone: Span::hours(72),
        unmarked: Span::hours(72),
        single_mark: Span::days(7),
        undo_mark: Span::minutes(10),
        mark_lapse: Span::hours(24),
        recovered: Span::hours(72),
    }
}

/// Sign in, see why, recover, lift a suspicion lock. A rule for two-step verification says so only where a
/// quicker rule does not apply without it anyway: no cell is without effect.
#[rustfmt::skip]
const ENTERING: &[Lines] = &[
    (Kind::SignIn, HOUR, &[
        ("sign-in/password", &[NoSecondFactor], &[Need::one(K::PASSWORD)], NOW),
        ("sign-in/password-remembered", &[Remembered], &[Known, Need::one(K::PASSWORD)], NOW),
        ("sign-in/password-second", &[], &[Pair(K::PASSWORD, SECOND, Apart::Distinct)], NOW),
        ("sign-in/passkey", &[], &[Need::one(K::PASSKEY)], NOW),
        ("sign-in/upstream", &[NoSecondFactor], &[Need::one(K::UPSTREAM)], NOW),
        ("sign-in/upstream-second", &[], &[Pair(K::UPSTREAM, SECOND, Apart::NotItsMail)], NOW),
        ("sign-in/known", &[], &[Known, Need::one(K::UPSTREAM.and(K::APPROVAL))], NOW),
    ]),
    (Kind::SeeWhyLocked, SESSION, &[
        ("see-why-locked/known", &[], &[Known], NOW),
        ("see-why-locked/one", &[], &[Need::one(K::ANY)], NOW),
    ]),
    (Kind::Recover, HOUR, &[
        ("recover/one", &[NoSecondFactor], &[Need::one(RECOVERS)], NOW),
        ("recover/helper", &[NoSecondFactor], &[Need::one(K::HELPER)], Span::hours(24)),
        ("recover/review", &[NoSecondFactor], &[Need::one(K::REVIEW)], Span::hours(72)),
        ("recover-2fa/two", &[SecondFactor], &[Need::TWO], NOW),
        ("recover-2fa/known-elsewhere", &[SecondFactor], &[One(K::OWN, OffBrowser)], Span::hours(1)),
        ("recover-2fa/two-on-one", &[], &[Pair(K::OWN, K::OWN, Apart::Distinct)], Span::hours(24)),
        ("recover-2fa/known", &[SecondFactor], &[Known, Need::one(K::OWN)], Span::hours(24)),
        ("recover-2fa/password-helper", &[], &[Pair(K::PASSWORD, K::HELPER, Apart::Distinct)], Span::hours(24)),
        ("recover-2fa/password-phone", &[], &[Pair(K::PASSWORD, K::PHONE, Apart::Distinct)], Span::hours(24)),
        ("recover-2fa/one", &[SecondFactor], &[Need::one(K::OWN)], Span::hours(72)),
        ("recover-2fa/password", &[SecondFactor], &[Need::one(K::PASSWORD)], Span::days(7)),
        ("recover-2fa/review", &[], &[Need::one(K::REVIEW)], Span::days(7)),
    ]),
    (Kind::LiftSuspicion, HOUR, &[
        ("lift-suspicion/known", &[], &[Known, Need::one(K::ANY)], NOW),
        ("lift-suspicion/two", &[], &[Need::TWO], NOW),
        ("lift-suspicion/two-on-one", &[], &[Pair(K::OWN, K::OWN, Apart::Distinct)], Span::hours(1)),
        ("lift-suspicion/one", &[], &[Need::one(K::ANY)], Span::hours(24)),
        ("lift-suspicion/review", &[], &[Need::one(K::REVIEW)], Span::hours(72)),
    ]),
];

/// Add and replace methods, close the account.
#[rustfmt::skip]
const CHANGING: &[Lines] = &[
    (Kind::AddMethod, FRESH, &[
        ("add-method/sign-in", &[], &[SignIn], NOW),
    ]),
    (Kind::ReplaceMethod, FRESH, &[
        ("replace-method/two", &[], &[SignIn, Need::TWO], NOW),
        ("replace-method/another", &[], &[SignIn, Need::ANOTHER], Span::hours(24)),
    ]),
    (Kind::Close, FRESH, &[
        ("close/another", &[], &[SignIn, Need::ANOTHER], Span::days(14)),
    ]),
];

/// Ring, message, lock, mark, locate: two-step verification is never asked, it is often on the missing phone.
#[rustfmt::skip]
const FINDING: &[Lines] = &[
    (Kind::Ring, SESSION, &[("ring/one", &[], &[Need::one(K::ANY)], NOW)]),
    (Kind::Message, SESSION, &[("message/one", &[], &[Need::one(K::ANY)], NOW)]),
    (Kind::FreeMessage, SESSION, &[("free-message/two", &[], &[Need::TWO], NOW)]),
    (Kind::LockDevice, SESSION, &[("lock-device/one", &[], &[Need::one(K::ANY)], NOW)]),
    (Kind::MarkMissing, SESSION, &[
        ("mark-missing/one", &[MarkFree], &[Need::one(K::ANY)], NOW),
        ("mark-missing/known", &[], &[Known, Need::one(K::ANY)], NOW),
        ("mark-missing/two", &[], &[Need::TWO], NOW),
    ]),
    (Kind::Locate, SESSION, &[
        ("locate/one", &[], &[Need::one(LOCATES)], NOW),
        ("locate/known", &[], &[Known, Need::one(K::ANY)], NOW),
        ("locate/two", &[], &[Need::TWO], NOW),
        ("locate/weak", &[], &[Need::one(LOCATES_LATER)], Span::hours(1)),
    ]),
];

/// Unmark, erase, release.
#[rustfmt::skip]
const PROTECTING: &[Lines] = &[
    (Kind::Unmark, FRESH, &[
        ("unmark/undo", &[MarkedHere], &[], NOW),
        // Paper and helpers too must be surely off it: a photo of the codes is carried by the phone (G3).
        ("unmark/off-it", &[], &[SignIn, One(K::RECOVERY_CODE.and(K::HELPER).and(K::APPROVAL).and(K::PASSKEY), OffDevice)], NOW),
        ("unmark/screen-older-password", &[], &[ScreenLock, One(K::PASSWORD, Older)], Span::hours(24)),
        ("unmark/screen-off-it", &[], &[ScreenLock, One(K::OWN, OffDevice)], Span::hours(24)),
        ("unmark/screen-on-it", &[], &[ScreenLock, One(K::PASSKEY.and(K::UPSTREAM).and(K::PASSWORD), OnDevice)], Span::days(14)),
        ("unmark/review", &[], &[Need::one(K::REVIEW)], Span::hours(72)),
    ]),
    (Kind::Erase, FRESH, &[
        ("erase/two", &[], &[SignIn, Need::TWO], NOW),
        ("erase/another", &[], &[SignIn, Need::ANOTHER], Span::hours(12)),
        ("erase/password", &[], &[Need::one(K::PASSWORD)], Span::hours(24)),
    ]),
    (Kind::Release, FRESH, &[
        ("release/two", &[], &[SignIn, Need::TWO], NOW),
        ("release/another", &[], &[SignIn, Need::ANOTHER], Span::hours(24)),
        ("release/screen", &[], &[SignIn, ScreenLock], Span::hours(24)),
        ("release/review", &[], &[Need::one(K::REVIEW)], Span::hours(48)),
    ]),
];
