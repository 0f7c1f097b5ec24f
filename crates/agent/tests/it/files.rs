//! What is on disk survives, stays private and stays small.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use kunci_agent::Error;
use kunci_agent::identity::device_key;
use kunci_agent::journal::{Journal, Known};
use kunci_agent::queue::{LIMITS, Limits, Queue};
use kunci_agent::state::StateDir;
use kunci_wire::{Fix, MAX_BATCH, Order, Outcome, Signer};
use proptest::prelude::*;
use uuid::Uuid;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn state() -> (tempfile::TempDir, StateDir) {
    let dir = tempfile::tempdir().unwrap();
    let state = StateDir::open(&dir.path().join("a/state")).unwrap();
    (dir, state)
}

#[test]
fn the_key_is_made_once_and_nobody_else_can_read_it() {
    let (_dir, state) = state();
    let first = device_key(&state).unwrap().public();
    assert_eq!(
        (mode(state.path()), mode(&state.file("key"))),
        (0o700, 0o600)
    );
    assert_eq!(device_key(&state).unwrap().public(), first);

    chmod(&state.file("key"), 0o640);
    assert!(matches!(
        device_key(&state),
        Err(Error::Exposed { mode: 0o640, .. })
    ));
    chmod(&state.file("key"), 0o600);
    fs::write(state.file("key"), "short").unwrap();
    assert!(
        matches!(device_key(&state), Err(Error::Damaged { .. })),
        "never silently a new one"
    );
    chmod(state.path(), 0o750);
    assert!(matches!(
        StateDir::open(state.path()),
        Err(Error::Exposed { mode: 0o750, .. })
    ));
}

#[test]
fn one_agent_holds_a_state_directory() {
    let (_dir, state) = state();
    let held = state.hold().unwrap();
    assert!(matches!(state.hold(), Err(Error::AlreadyRunning(_))));
    drop(held);
    assert!(state.hold().is_ok());
}

#[test]
fn the_usual_place_follows_the_environment() {
    let place = |set: &[(&str, &str)]| {
        let set: Vec<(String, String)> = set
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        StateDir::usual(move |name| set.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()))
            .map(|path| path.display().to_string())
            .ok()
    };
    assert_eq!(
        place(&[("STATE_DIRECTORY", "/s"), ("HOME", "/h")]).as_deref(),
        Some("/s")
    );
    assert_eq!(
        place(&[("XDG_STATE_HOME", "/x"), ("HOME", "/h")]).as_deref(),
        Some("/x/kunci-agent")
    );
    assert_eq!(
        place(&[("XDG_STATE_HOME", ""), ("HOME", "/h")]).as_deref(),
        Some("/h/.local/state/kunci-agent")
    );
    assert_eq!(place(&[]), None);
}

#[test]
fn the_journal_remembers_over_restarts_and_stays_small() {
    let (_dir, state) = state();
    let signer = Signer::new("k1".parse().unwrap(), &[1; 32]);
    let command =
        |n: u64| signer.command(Uuid::nil(), Uuid::from_u128(n.into()), &Order::Ring, n, 1);
    let mut journal = Journal::open(&state).unwrap();
    assert_eq!(
        (journal.counter(), journal.known(command(1).id)),
        (0, Known::New)
    );
    journal.accept(&command(1), None).unwrap();
    journal.accept(&command(2), Some(Outcome::done())).unwrap();

    let mut journal = Journal::open(&state).unwrap();
    assert_eq!(
        (
            journal.counter(),
            journal.known(command(1).id),
            journal.known(command(2).id)
        ),
        (2, Known::Begun, Known::Ended(Outcome::done()))
    );
    journal.end(command(1).id, &Outcome::done()).unwrap();
    for n in 3..100 {
        journal.accept(&command(n), None).unwrap();
    }
    let journal = Journal::open(&state).unwrap();
    assert_eq!(
        (
            journal.counter(),
            journal.known(command(1).id),
            journal.known(command(99).id)
        ),
        (99, Known::New, Known::Begun)
    );
    assert!(fs::metadata(state.file("journal.json")).unwrap().len() < 16 * 1024);

    fs::write(state.file("journal.json"), "{").unwrap();
    assert!(
        matches!(Journal::open(&state), Err(Error::Damaged { .. })),
        "a lost counter would let replays in"
    );
}

fn fix(n: i64) -> Fix {
    Fix {
        at: n,
        ..crate::small::fix(1.0, 2.0)
    }
}

/// All that waits, in order, storing as it goes.
fn drain(queue: &mut Queue) -> Vec<i64> {
    let mut all = Vec::new();
    loop {
        let batch = queue.batch();
        if batch.fixes.is_empty() {
            return all;
        }
        assert!(batch.fixes.len() <= MAX_BATCH);
        all.extend(batch.fixes.iter().map(|fix| fix.at));
        queue.stored(&batch);
    }
}

#[test]
fn a_torn_or_damaged_line_costs_only_itself() {
    let (_dir, state) = state();
    let mut queue = Queue::open(&state, LIMITS).unwrap();
    (1..=3).for_each(|n| queue.push(&fix(n)).unwrap());
    let segment = state.file("fixes-00000001.jsonl");
    let text = fs::read_to_string(&segment).unwrap();
    fs::write(
        &segment,
        text.replacen("\"at\":2", "\"at\":x", 1) + "{\"at\":4,\"la",
    )
    .unwrap();

    let mut queue = Queue::open(&state, LIMITS).unwrap();
    queue.push(&fix(5)).unwrap();
    assert_eq!(drain(&mut queue), [1, 3, 5]);
    assert!(queue.is_empty());
    assert!(!segment.exists());
}

#[test]
fn a_full_queue_drops_the_oldest() {
    let (_dir, state) = state();
    let limits = Limits {
        segment: 1000,
        total: 5000,
    };
    let mut queue = Queue::open(&state, limits).unwrap();
    let batch = {
        queue.push(&fix(0)).unwrap();
        queue.batch()
    };
    (1..500).for_each(|n| queue.push(&fix(n)).unwrap());
    let bytes: u64 = fs::read_dir(state.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(bytes <= limits.total + limits.segment, "{bytes}");
    let waiting = queue.len();
    queue.stored(&batch);
    assert_eq!(
        queue.len(),
        waiting,
        "a late answer about a dropped segment forgets nothing else"
    );
    let left = drain(&mut queue);
    assert_eq!((left.len(), left.last()), (waiting, Some(&499)));
    assert!(left.is_sorted() && left[0] > 400);
}

#[test]
fn a_disk_that_refuses_does_not_stop_reporting() {
    let (dir, state) = state();
    let mut queue = Queue::open(&state, LIMITS).unwrap();
    fs::remove_dir_all(dir.path()).unwrap();
    for n in 0..200 {
        assert!(matches!(queue.push(&fix(n)), Err(Error::File { .. })));
    }
    let left = drain(&mut queue);
    assert!(
        left.is_sorted() && left.last() == Some(&199) && left.len() >= 100,
        "{left:?}"
    );
    fs::create_dir_all(state.path()).unwrap();
    queue.push(&fix(200)).unwrap();
    assert_eq!(drain(&mut queue), [200]);
}

#[derive(Debug, Clone)]
enum Step {
    Push,
    /// Send the next batch; the answer comes or not.
    Send {
        answered: bool,
    },
    /// The agent dies and starts again.
    Crash,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![8 => Just(Step::Push), 2 => any::<bool>().prop_map(|answered| Step::Send { answered }), 1 => Just(Step::Crash)];
    proptest::collection::vec(step, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_lost_between_push_and_stored(steps in steps()) {
        let (_dir, state) = state();
        let limits = Limits { segment: 600, total: 1024 * 1024 };
        let mut queue = Queue::open(&state, limits).unwrap();
        let (mut pushed, mut stored) = (0i64, std::collections::BTreeSet::new());
        for step in steps {
            match step {
                Step::Push => {
                    pushed += 1;
                    queue.push(&fix(pushed)).unwrap();
                }
                Step::Send { answered } => {
                    let batch = queue.batch();
                    if answered {
                        stored.extend(batch.fixes.iter().map(|fix| fix.at));
                        queue.stored(&batch);
                    }
                }
                Step::Crash => queue = Queue::open(&state, limits).unwrap(),
            }
            prop_assert!(queue.len() + stored.len() >= usize::try_from(pushed).unwrap());
        }
        let rest = drain(&mut queue);
        prop_assert!(rest.is_sorted());
        stored.extend(rest);
        prop_assert!(stored.into_iter().eq(1..=pushed));
        prop_assert!(queue.is_empty());
        let left = fs::read_dir(state.path()).unwrap().count();
        prop_assert_eq!(left, 0, "files left behind");
    }
}
