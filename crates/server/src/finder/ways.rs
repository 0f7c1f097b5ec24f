//! The gate's ways in words, and where each begins.

use kunci_rules::Span;
use kunci_rules::gate::{MethodKind, Way};

use super::words::Words;
use crate::web::Text;

/// One way: what to show, when it opens, and the page where its first step is taken, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WayRow {
    pub(super) steps: String,
    pub(super) when: String,
    pub(super) href: Option<String>,
}

/// The ways, simplest first as the gate gave them. `next` is where a proof leads back to.
pub(super) fn rows(words: &Words, ways: &[Way], next: &str) -> Vec<WayRow> {
    let t = &words.t;
    let row = |way: &Way| {
        let lock = way.screen_lock.then(|| t.finder_way_on_device());
        let steps = lock
            .into_iter()
            .chain(way.steps.iter().map(|step| name(t, step.kind)));
        let first = way.steps.first().filter(|_| !way.screen_lock);
        WayRow {
            steps: steps.collect::<Vec<_>>().join(" + "),
            when: if way.wait == Span::ZERO {
                t.finder_way_now()
            } else {
                t.finder_way_wait(t.day_and_hour(words.now + way.wait, &words.zone))
            },
            href: first.and_then(|step| match step.kind {
                MethodKind::Password => Some(format!("/signin/again?next={next}")),
                _ => None,
            }),
        }
    };
    ways.iter().map(row).collect()
}

fn name(t: &Text, kind: MethodKind) -> String {
    match kind {
        MethodKind::Password => t.finder_way_password(),
        MethodKind::Email => t.finder_way_email(),
        MethodKind::Phone => t.finder_way_phone(),
        MethodKind::Totp => t.finder_way_totp(),
        MethodKind::Passkey => t.finder_way_passkey(),
        MethodKind::Approval => t.finder_way_approval(),
        MethodKind::RecoveryCode => t.finder_way_recovery_code(),
        MethodKind::Helper => t.finder_way_helper(),
        MethodKind::Upstream => t.finder_way_upstream(),
        MethodKind::Review => t.finder_way_review(),
    }
}
