//! The policy table, worked out whole: for every action, every kind of browser and account, which methods open it
//! and when, alone or two together. `tests/golden/ways.txt` is that text; every change of a cell shows there.
//!
//! The account has each kind twice, once on the phone and once on a thing of its own (written with a dash: `email-`), so
//! that two can share a holder or not. A set is listed only where it opens sooner than any part of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::world::{NOON, World, id, span};
use crate::gate::*;
use crate::{Id, Span};

const GOLDEN: &str = include_str!("../../../tests/golden/ways.txt");

/// Who asks, for what account, in which state.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    second_factor: bool,
    /// `new`, or the holder of a known browser.
    browser: &'static str,
    state: &'static str,
    /// The password was shown before.
    password: bool,
}

impl Place {
    fn name(self) -> String {
        let two = if self.second_factor { "2FA" } else { "-" };
        let shown = if self.password { "password +" } else { "" };
        format!(
            "{two:3} | {:6} | {:16} | {shown:10}",
            self.browser, self.state
        )
    }

    fn world(self, policy: &Arc<Policy>) -> World {
        let mut world = account();
        world.s.policy = Arc::clone(policy);
        world.s.second_factor = self.second_factor;
        let world = match self.browser {
            "new" => world,
            holder => world.known(holder),
        };
        let is = |word: &str| self.state.split(' ').any(|w| w == word);
        let world = if is("lost") {
            world.missing("phone", Span::hours(1))
        } else {
            world
        };
        let world = if is("reset") { reset(world) } else { world };
        world.with(|s| {
            if is("marked") {
                let ago = Some(NOON - Span::days(2));
                s.devices.iter_mut().for_each(|d| d.marked_singly_at = ago);
            }
            if is("remembered") {
                s.browser.remembered_until = Some(s.now + Span::days(1));
            }
            if is("PIN") {
                let (device, shown) = (id("phone"), s.now);
                s.screen_locks.push(ScreenLock { device, shown });
            }
        })
    }
}

/// The password was set anew with the mail alone, so long ago that its taint ends in four hours.
fn reset(world: World) -> World {
    world.change("password", |m| {
        let reach = vec![id("mailbox")];
        let kind = MethodKind::Email;
        m.set_at = NOON - Span::days(7) + Span::hours(4);
        m.origin = Origin::Reset(vec![Shown { kind, reach }]);
    })
}

/// Each kind on the phone, and each on a thing of its own.
fn account() -> World {
    let kinds = MethodKind::ALL
        .into_iter()
        .filter(|k| Kinds::OWN.meets(Kinds::of(*k)));
    let specs: Vec<String> = kinds
        .flat_map(|kind| {
            let name = kind.name();
            let mailbox = matches!(kind, MethodKind::Email | MethodKind::Upstream);
            let on_phone = if mailbox { "mailbox,phone" } else { "phone" };
            let own = if mailbox { "mailbox-" } else { "thing-" };
            [format!("{name}@{on_phone}"), format!("{name}-@{own}{name}")]
        })
        .collect();
    let specs = ["password".into(), "review".into()]
        .into_iter()
        .chain(specs);
    let specs: Vec<String> = specs.collect();
    let specs: Vec<&str> = specs.iter().map(String::as_str).collect();
    World::new(&specs)
}

/// The places that matter for an action.
fn places(kind: Kind) -> Vec<Place> {
    let states: &[&str] = match kind {
        Kind::Unmark => &[
            "lost",
            "lost PIN",
            "lost reset",
            "lost PIN reset",
            "lost PIN marked",
        ],
        Kind::Release => &["", "PIN", "reset", "marked", "PIN marked"],
        Kind::Erase => &["", "lost", "reset", "marked"],
        Kind::SignIn => &["", "lost", "reset", "remembered", "remembered reset"],
        Kind::Recover => &["", "lost", "reset"],
        Kind::SeeWhyLocked | Kind::AddMethod | Kind::ReplaceMethod => &["", "reset"],
        Kind::LiftSuspicion | Kind::Close => &["", "reset"],
        _ => &["", "reset", "marked", "marked reset"],
    };
    let mut all = Vec::new();
    for second_factor in [false, true] {
        for browser in ["new", "phone", "tablet"] {
            for state in states {
                for password in [false, true] {
                    all.push(Place {
                        second_factor,
                        browser,
                        state,
                        password,
                    });
                }
            }
        }
    }
    all
}

/// For one place, the sets of one or two methods by the wait after which they open.
fn cell(kind: Kind, place: Place, policy: &Arc<Policy>) -> String {
    let mut world = place.world(policy);
    let base = place.password.then(|| id("password"));
    let methods: Vec<Id> = world
        .s
        .methods
        .iter()
        .map(|m| m.id)
        .filter(|m| Some(*m) != base)
        .collect();
    let device = kind.of_device().then(|| id("phone"));
    let mut opens = |shown: &[Id]| {
        let (now, holder) = (
            world.s.now,
            world.s.browser.known.as_ref().map(|k| k.holder),
        );
        world.s.proofs = base
            .iter()
            .chain(shown)
            .map(|&method| Proof {
                method,
                shown: now,
                holder,
            })
            .collect();
        model::opens_after(kind, device, &world.s).unwrap_or(Span(i64::MAX))
    };
    let nothing = opens(&[]);
    let alone: Vec<Span> = methods.iter().map(|m| opens(&[*m])).collect();
    let mut found: BTreeMap<Span, Vec<(usize, Option<usize>)>> = BTreeMap::new();
    for (a, one) in alone.iter().enumerate() {
        if *one < nothing {
            found.entry(*one).or_default().push((a, None));
        }
        for (b, other) in alone.iter().enumerate().skip(a + 1) {
            let both = opens(&[methods[a], methods[b]]);
            if both < *one && both < *other && both < nothing {
                found.entry(both).or_default().push((a, Some(b)));
            }
        }
    }
    let name = |n: usize| {
        let method = world.s.find_method(methods[n]).expect("a method");
        let dash = if method.id == id(&format!("{}-", method.kind.name())) {
            "-"
        } else {
            ""
        };
        format!("{}{dash}", method.kind.name())
    };
    let mut parts: Vec<String> = Vec::new();
    if nothing != Span(i64::MAX) {
        parts.push(format!("{}: nothing more", span(nothing)));
    }
    for (wait, sets) in found {
        parts.push(format!("{}: {}", span(wait), grouped(&sets, &name)));
    }
    parts.join("; ")
}

/// Sets in words: `email, {phone, totp} + {helper-, upstream-}`.
fn grouped(sets: &[(usize, Option<usize>)], name: &dyn Fn(usize) -> String) -> String {
    let words = |all: Vec<String>| {
        let (mut on, mut own): (Vec<String>, Vec<String>) =
            all.into_iter().partition(|n| !n.ends_with('-'));
        // All eight kinds at once have a word of their own.
        for (side, word) in [(&mut on, "ANY"), (&mut own, "ANY-")] {
            let spoken = |n: &String| n != "password" && n != "review";
            if side.iter().filter(|n| spoken(n)).count() == 8 {
                side.retain(|n| !spoken(n));
                side.push(word.into());
            }
        }
        on.append(&mut own);
        on.join(" ")
    };
    let alone = sets.iter().filter(|s| s.1.is_none());
    let mut parts = vec![words(alone.map(|s| name(s.0)).collect())];
    let mut partners: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (a, b) in sets {
        partners.entry(*a).or_default().extend(b);
    }
    let mut by_partners: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (a, others) in partners.into_iter().filter(|(_, o)| !o.is_empty()) {
        by_partners.entry(others).or_default().push(a);
    }
    for (others, first) in by_partners {
        let names = |all: Vec<usize>| words(all.into_iter().map(name).collect());
        parts.push(format!("{{{}}} + {{{}}}", names(first), names(others)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// All lines of an action. One is left out where it is the same as in the usual state; in the usual state, as
/// without the password; without it, as in a browser that nobody knows.
fn lines(kind: Kind, policy: &Arc<Policy>) -> Vec<String> {
    let places = places(kind);
    let usual = places[0].state;
    let all: Vec<(Place, String)> = places
        .into_iter()
        .map(|place| (place, cell(kind, place, policy)))
        .collect();
    let simpler = |place: Place| match place {
        Place { state, .. } if state != usual => Some(Place {
            state: usual,
            ..place
        }),
        Place { password: true, .. } => Some(Place {
            password: false,
            ..place
        }),
        Place { browser, .. } if browser != "new" => Some(Place {
            browser: "new",
            ..place
        }),
        _ => None,
    };
    let text = |place: Place| all.iter().find(|(p, _)| *p == place).map(|(_, text)| text);
    let new = all
        .iter()
        .filter(|(place, own)| simpler(*place).and_then(text) != Some(own));
    new.map(|(place, text)| {
        let line = format!("{:14} | {} | {text}", kind.name(), place.name());
        line.trim_end().to_owned()
    })
    .collect()
}

/// Whether a policy opens an action otherwise than the text says.
pub(super) fn differs(kind: Kind, policy: &Arc<Policy>) -> bool {
    let own = format!("{:14} |", kind.name());
    let golden = GOLDEN.lines().filter(|l| l.starts_with(&own));
    !golden.eq(lines(kind, policy))
}

/// To renew it: `KUNCI_RENEW=1 cargo test -p kunci-rules as_agreed`, then read what changed.
#[test]
fn the_ways_are_as_agreed() {
    let policy = Arc::new(Policy::default());
    let mut text = String::new();
    for line in Kind::ALL.into_iter().flat_map(|kind| lines(kind, &policy)) {
        text += &line;
        text.push('\n');
    }
    if std::env::var_os("KUNCI_RENEW").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/ways.txt");
        std::fs::write(path, &text).expect("to be written");
        return;
    }
    let differs = GOLDEN.lines().zip(text.lines()).position(|(a, b)| a != b);
    assert_eq!(
        differs.map(|n| text.lines().nth(n)),
        None,
        "at line {differs:?}"
    );
    assert_eq!(GOLDEN.lines().count(), text.lines().count());
}
