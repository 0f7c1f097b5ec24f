//! The policy table (design §1), row by row: action × account × browser × what is shown → verdict.

use std::sync::Arc;

use super::world::{NOON, World, id};
use crate::Span;
use crate::gate::{Kind, Mark, MethodKind, Origin, Policy, ScreenLock, Shown};

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

/// The account in one of the states of the table.
fn in_state(world: World, state: &str) -> World {
    let by_mail = |reach: &[&str]| {
        let reach = reach.iter().map(|h| id(h)).collect();
        let kind = MethodKind::Email;
        vec![Shown { kind, reach }]
    };
    match state {
        "lost" => world.missing("phone", Span::hours(1)),
        "stale" => world.change("phone", |m| m.proved_at = NOON - Span::days(60)),
        "new-sim" => world.change("phone", |m| m.sim_changed = true),
        "mail-reset" => world.change("password", |m| {
            (m.set_at, m.origin) = (NOON - Span::days(2), Origin::Reset(by_mail(&["mailbox"])));
        }),
        "new-password" => world.change("password", |m| {
            (m.set_at, m.origin) = (NOON - Span::minutes(30), Origin::Reset(Vec::new()));
        }),
        "mail-added" => world.change("passkey", |m| {
            let with = by_mail(&["mailbox", "phone"]);
            (m.set_at, m.origin) = (NOON - Span::hours(4), Origin::Added(with));
        }),
        "back" => world.with(|s| {
            s.devices[0].unmarked = Some((NOON - Span::days(9), NOON - Span::hours(2)));
        }),
        other => panic!("no state {other}"),
    }
}

impl Line<'static> {
    /// `account`: its name, and its states: `lost`, the phone has been missing for an hour; `back`, it is back for two;
    /// `stale`, the number was not proved for 60 days; `new-sim`, its SIM card was changed; `mail-reset`, the mail alone
    /// reset the password two days ago; `new-password`, it was set since the phone is lost; `mail-added`, the mail alone
    /// added the passkey four hours ago.
    /// `browser`: `-` a stranger's, otherwise the holder of a known one; `*` it remembers the second factor,
    /// `!` the screen lock of the phone was typed on it, `~` it marked the phone itself just now,
    /// `?` the device's one mark by a single method from an unknown browser is used up.
    fn world(&self, policy: &Arc<Policy>) -> World {
        let (name, state) = self.account.split_once(' ').unwrap_or((self.account, ""));
        let world = match name {
            "plain" => plain(),
            "full" => full(),
            "full-plain" => full_plain(),
            other => panic!("no account {other}"),
        };
        let world = state.split_whitespace().fold(world, in_state);
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

/// The table itself.
const TABLE: &str = include_str!("table.txt");
