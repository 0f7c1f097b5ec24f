//! What is remembered about a contact survives being written down.

use super::*;

#[test]
fn what_is_written_is_read_again_and_nonsense_counts_as_nothing() {
    let mut state = State {
        known: vec![7],
        ..State::default()
    };
    let mut history = History::default();
    history.record(Time(5));
    state.keep(&history);
    let back = State::read(Some(state.write()));
    assert_eq!(
        (back.sent, back.unused_since, back.known),
        (vec![5], Some(5), vec![7])
    );
    assert!(State::read(Some("[".to_owned())).sent.is_empty());
}
