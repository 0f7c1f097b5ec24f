//! The gate's ways in words, and where each begins.

use kunci_rules::Span;
use kunci_rules::gate::Way;

use super::words::Words;
use crate::ways::kind;

/// One way: what to show, when it opens, and the page where its first step is taken, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WayRow {
    pub(super) steps: String,
    pub(super) when: String,
    pub(super) href: Option<String>,
}

/// The ways, simplest first as the gate gave them. `prove` is the page where proofs are shown for it.
pub(super) fn rows(words: &Words, ways: &[Way], prove: &str) -> Vec<WayRow> {
    let t = &words.t;
    let row = |way: &Way| {
        let lock = way.screen_lock.then(|| t.finder_way_on_device());
        let steps = lock
            .into_iter()
            .chain(way.steps.iter().map(|step| kind(t, step.kind)));
        let first = way.steps.first().filter(|_| !way.screen_lock);
        WayRow {
            steps: steps.collect::<Vec<_>>().join(" + "),
            when: if way.wait == Span::ZERO {
                t.finder_way_now()
            } else {
                t.finder_way_wait(t.day_and_hour(words.now + way.wait, &words.zone))
            },
            href: first.map(|_| prove.to_owned()),
        }
    };
    ways.iter().map(row).collect()
}
