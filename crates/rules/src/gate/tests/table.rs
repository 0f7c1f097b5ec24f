//! The policy table (design §1), row by row: action × account × browser × what is shown → verdict.

use std::sync::Arc;

use super::world::{World, id};
use crate::Span;
use crate::gate::{Kind, Mark, Policy, ScreenLock};

/// Password, a mail read on phone and laptop, a number.
fn plain() -> World {
    World::new(&["password", "email@mailbox,phone,laptop", "phone@phone"])
}

/// Every method, two-step verification on.
fn full() -> World {
    World::new(&[
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "totp@phone",
        "passkey@laptop",
        "passkey-synced@phone,laptop",
        "approval@tablet",
        "recovery-code@paper",
        "helper@siti",
        "upstream@mailbox,phone,laptop",
        "review",
    ])
    .second_factor()
}

/// The same without two-step verification.
fn full_plain() -> World {
    full().with(|s| s.second_factor = false)
}

/// For how long a proof serves: getting in, reading and finding, and what cannot be taken back lightly.
const LIVES: &[(&[Kind], Span)] = &[
    (
        &[Kind::SignIn, Kind::Recover, Kind::LiftSuspicion],
        Span::hours(1),
    ),
    (
        &[
            Kind::SeeWhyLocked,
            Kind::Ring,
            Kind::Message,
            Kind::FreeMessage,
            Kind::LockDevice,
            Kind::MarkMissing,
            Kind::Locate,
        ],
        Span::days(30),
    ),
    (
        &[
            Kind::AddMethod,
            Kind::ReplaceMethod,
            Kind::Close,
            Kind::Unmark,
            Kind::Erase,
            Kind::Release,
        ],
        Span::minutes(15),
    ),
];

/// One line of the table: where it is asked, by whom, with what, and the verdict.
#[derive(Clone)]
struct Line<'l> {
    kind: Kind,
    account: &'l str,
    browser: &'l str,
    shows: Vec<&'l str>,
    verdict: &'l str,
}

impl Line<'static> {
    /// `account`: its name, and `lost` if the phone has been missing for an hour.
    /// `browser`: `-` a stranger's, otherwise the holder of a known one; `*` it remembers the second factor,
    /// `!` the screen lock of the phone was typed on it, `~` it marked the phone itself just now,
    /// `?` the device's one mark by a single method from an unknown browser is used up.
    fn world(&self, policy: &Arc<Policy>) -> World {
        let (name, lost) = self.account.split_once(' ').unwrap_or((self.account, ""));
        let world = match name {
            "plain" => plain(),
            "full" => full(),
            "full-plain" => full_plain(),
            other => panic!("no account {other}"),
        };
        let world = if lost == "lost" {
            world.missing("phone", Span::hours(1))
        } else {
            world
        };
        let holder = self.browser.trim_end_matches(['*', '!', '~', '?']);
        let world = match holder {
            "-" => world,
            holder => world.known(holder),
        };
        world.shows(&self.shows).with(|s| {
            s.policy = Arc::clone(policy);
            let (device, shown, now) = (id("phone"), s.now, s.now);
            if self.browser.ends_with('*') {
                s.browser.remembered_until = Some(now + Span::days(1));
            }
            if self.browser.ends_with('?') {
                s.devices
                    .iter_mut()
                    .for_each(|d| d.marked_singly_at = Some(now - Span::days(2)));
            }
            if self.browser.ends_with('!') {
                s.screen_locks.push(ScreenLock { device, shown });
            }
            if self.browser.ends_with('~') {
                let by = s.browser.id;
                let mark = Mark {
                    since: now - Span::minutes(3),
                    by,
                    password: None,
                };
                s.devices
                    .iter_mut()
                    .for_each(|d| d.mark = Some(mark.clone()));
            }
        })
    }

    fn parse(line: &'static str) -> Option<Vec<Self>> {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[kind, account, browser, shows, verdict] = cells.as_slice() else {
            return None;
        };
        let kind = Kind::ALL.into_iter().find(|k| k.name() == kind)?;

        let line = |shows: &'static str| Line {
            kind,
            account,
            browser,
            shows: shows.split_whitespace().collect(),
            verdict,
        };
        Some(shows.split(',').map(line).collect())
    }
}

/// All lines; a comma between what is shown makes one line of each.
fn lines() -> impl Iterator<Item = Line<'static>> {
    let lines = TABLE
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.flat_map(|text| Line::parse(text).unwrap_or_else(|| panic!("bad line: {text}")))
}

/// Whether a policy decides some line otherwise than the table says.
pub(super) fn differs(policy: &Policy) -> bool {
    let policy = Arc::new(policy.clone());
    let expected = |line: &Line<'_>| {
        if line.verdict.starts_with("refuse") {
            "prove"
        } else {
            line.verdict
        }
        .to_owned()
    };
    lines().any(|line| line.world(&policy).opens(line.kind) != expected(&line))
}

/// How long proofs live, as the table of STD-49 and STD-52 has it: the first row for which a proof lives longer
/// or shorter.
pub(super) fn lives(policy: &Arc<Policy>) -> Option<String> {
    LIVES.iter().find_map(|(kinds, life)| {
        kinds.iter().find_map(|kind| {
            let line = lines().find(|l| {
                l.kind == *kind
                    && !l.shows.is_empty()
                    && l.browser == "-"
                    && !l.verdict.starts_with(['p', 'r'])
            })?;
            let shown = |ago: Span| {
                let shows = line.shows.iter();
                let bare = Line {
                    shows: Vec::new(),
                    ..line.clone()
                }
                .world(policy);
                shows.fold(bare, |w, name| w.shown(name, ago)).opens(*kind)
            };
            let (young, old) = (shown(*life - Span::minutes(1)), shown(*life));
            (young == "prove" || old != "prove")
                .then(|| format!("{}: {young}, then {old}", kind.name()))
        })
    })
}

#[test]
fn the_table() {
    let policy = Arc::new(Policy::default());
    for line in lines() {
        let got = line.world(&policy).verdict(line.kind);
        let Line {
            kind,
            account,
            browser,
            shows,
            verdict,
        } = line;
        assert_eq!(
            got,
            verdict,
            "{} | {account} | {browser} | {shows:?}",
            kind.name()
        );
    }
    assert!(!differs(&policy));
}

const TABLE: &str = "
    # action | account | browser | shown | verdict
    sign-in | plain | -      |                     | prove
    sign-in | plain | -      | password            | open
    sign-in | plain | -      | email               | prove
    sign-in | full  | -      | password            | prove
    sign-in | full  | - | password totp, password passkey, password phone, password email | open
    sign-in | full  | - | password approval, password recovery-code | open
    sign-in | full  | -      | password helper     | prove
    sign-in | full  | -      | passkey             | open
    sign-in | full  | -      | approval            | prove
    sign-in | full  | -      | upstream            | prove
    sign-in | full  | -      | upstream email      | prove
    sign-in | full  | -      | upstream totp       | open
    sign-in | full  | -      | upstream phone      | open
    sign-in | full  | -      | upstream password   | prove
    sign-in | full  | laptop | password            | prove
    sign-in | full  | laptop* | password           | open
    sign-in | full  | laptop* |                    | prove
    sign-in | full  | -*     | password            | prove
    sign-in | plain | laptop | password            | open
    sign-in | full  | laptop | upstream            | open
    sign-in | full  | laptop | email               | prove
    sign-in | full  | laptop | approval            | open
    sign-in | full-plain | - | upstream            | open

    see-why-locked | plain | -      |       | prove
    see-why-locked | full  | -      | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    see-why-locked | full  | -      | review | prove
    see-why-locked | plain | laptop |       | open

    recover | plain | - | password | prove
    recover | plain | - | email    | open
    recover | plain | - | phone    | open
    recover | full-plain | - | email, phone, upstream, approval, passkey, recovery-code | open
    recover | full-plain | - | totp          | prove
    recover | full-plain | - | helper        | wait 24h
    recover | full-plain | - | review        | wait 72h
    recover | full | -      | email recovery-code | open
    recover | full | -      | phone passkey       | open
    recover | full | -      | phone totp          | wait 24h
    recover | full | -      | email upstream      | wait 24h
    recover | full | - | email, phone, totp, passkey, approval, recovery-code, helper, upstream | wait 72h
    recover | full | -      | password            | wait 7d
    recover | full | -      | review              | wait 7d
    recover | full | laptop |                     | prove
    recover | full-plain | laptop | helper        | wait 24h
    recover | full-plain | - | email totp         | open
    recover | full-plain | - | totp helper        | wait 24h
    recover | full-plain | laptop | totp          | prove
    recover | full | -      | password email      | wait 72h
    recover | full | -      | password phone      | wait 24h
    recover | full | -      | password helper     | wait 24h
    recover | full | laptop | phone, totp, approval, recovery-code, helper | wait 1h
    recover | full | laptop | email, upstream, passkey | wait 24h
    recover | full | laptop | password            | wait 7d
    recover | full | laptop | review              | wait 7d

    add-method | plain | - | password      | open
    add-method | plain | - | email         | prove
    add-method | full  | - | password      | prove
    add-method | full  | - | password totp | open
    add-method | full  | laptop | approval | prove

    replace-method | plain | - | password                     | prove
    replace-method | plain | - | email                        | prove
    replace-method | full  | - | email recovery-code          | prove
    replace-method | plain | - | password email, password phone, password email phone | wait 24h
    replace-method | full-plain | - | password totp, password passkey, password approval | wait 24h
    replace-method | full-plain | - | password recovery-code, password helper, password upstream | wait 24h
    replace-method | full-plain | - | password review | prove
    replace-method | plain | - | password email phone         | wait 24h
    replace-method | full  | - | password totp                | wait 24h
    replace-method | full  | - | password totp email          | wait 24h
    replace-method | full  | - | password totp recovery-code  | open
    replace-method | full  | - | passkey                      | wait 24h

    ring         | plain | - |          | prove
    ring         | full | - | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    message      | full | - | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    lock-device  | full | - | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    ring         | full | - | review | prove
    message      | full | - | review | prove
    lock-device  | full | - | review | prove
    free-message | full  | - | email       | prove
    free-message | full  | - | email phone | prove
    free-message | full  | - | phone recovery-code | open
    mark-missing | full  | - | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    mark-missing | full  | - | review      | prove
    mark-missing | full  | -?    | helper         | prove
    mark-missing | full  | -?    | phone helper   | open
    mark-missing | full  | laptop | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    mark-missing | full  | laptop? | phone        | open
    mark-missing | full  | -?    | email phone    | prove
    mark-missing | full  | laptop | review        | prove

    locate | full | - | password, passkey, approval, recovery-code | open
    locate | full | - | email, phone, upstream, helper, totp | wait 1h
    locate | full | - | review | prove
    locate | full | laptop | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    locate | full | laptop | review | prove
    locate | full | -      | phone helper  | open
    locate | full | -      | email phone   | wait 1h

    unmark | full      | - | password recovery-code          | refuse not-missing
    unmark | full lost | - | password recovery-code          | open
    unmark | full lost | - | password recovery-code helper   | open
    unmark | full-plain lost | - | password                  | prove
    unmark | full-plain lost | - | password helper           | open
    unmark | full-plain lost | - | password recovery-code    | open
    unmark | full-plain lost | - | password approval         | open
    unmark | full-plain lost | - | passkey                   | open
    unmark | full-plain lost | - | password email, passkey-synced | prove
    unmark | full lost | -! | email                          | prove
    unmark | full-plain lost | - | approval                  | prove
    unmark | full-plain lost | - | helper                    | prove
    unmark | full lost | phone! |                            | prove
    unmark | full lost | phone! | password                   | wait 24h
    unmark | full lost | phone! | helper                     | wait 24h
    unmark | full lost | phone! | upstream                   | wait 14d
    unmark | full lost | phone! | email                      | prove
    unmark | full lost | phone  | password                   | prove
    unmark | full lost | phone  | upstream                   | prove
    unmark | full lost | - | review                          | wait 72h
    unmark | full      | -~ |                                | open

    erase | plain | - | password                    | wait 24h
    erase | plain | - | password email, password phone | wait 12h
    erase | full-plain | - | password helper, password upstream, password passkey | wait 12h
    erase | full  | - | password                    | wait 24h
    erase | full  | - | password totp, password totp phone | wait 12h
    erase | full  | - | password totp recovery-code | open
    erase | full  | - | email                       | prove
    erase | full  | - | email recovery-code         | prove

    release | full | - | password totp               | wait 24h
    release | full | - | password totp recovery-code | open
    release | full | - | password totp phone         | wait 24h
    release | full | - | email recovery-code         | prove
    release | full | phone! | password totp          | wait 24h
    release | full-plain | phone! | password         | wait 24h
    release | full-plain | phone! |                  | prove
    release | full-plain | phone  | password         | prove
    release | full | - | review                      | wait 48h
    release | full lost | - | password totp recovery-code | refuse missing
    release | full | - | password                    | prove

    lift-suspicion | full | laptop | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | open
    lift-suspicion | full | laptop |            | prove
    lift-suspicion | full | -      | phone helper | open
    lift-suspicion | full | -      | email upstream | wait 1h
    lift-suspicion | full | -      | password, email, phone, totp, passkey, approval, recovery-code, helper, upstream | wait 24h
    lift-suspicion | full | -      | review     | wait 72h

    close | full | - | password totp      | wait 14d
    close | full | - | password, email    | prove
    close | full-plain | - | password     | prove
    close | full | - | password totp recovery-code | wait 14d
";
