//! What a link may do about something added, by what `kunci_rules::contest` says of it.

use kunci_rules::contest::{Disputed, State, Told, Voice, Why};
use kunci_rules::{Id, Span, Time};

use super::remedy::{Remedy, answered};

const ADDED: Time = Time(1_795_400_040_000_000);

/// Design §1, Notices: what rests on two independent proofs is never taken out by one link. With staff it is reviewed, and until
/// then it stays; without, the link does nothing.
#[test]
fn what_rests_on_two_is_never_taken_out_by_one_link() {
    let remedy = Remedy::TakeOut {
        contact: Id::from_u128(1),
        session: None,
    };
    let voice = Voice {
        since: ADDED - Span::days(30),
        reach: vec![Id::from_u128(2)],
    };
    let says = |two, staff| {
        let disputed = Disputed {
            told: Told::Added,
            began: ADDED,
            two,
            cancelled: 0,
            state: State::Calm,
        };
        let (_, outcome) = disputed.object(&voice, &[], staff, ADDED + Span::hours(1));
        answered(outcome, remedy)
    };
    assert_eq!(says(true, true), Remedy::Review);
    assert_eq!(says(true, false), Remedy::Cannot(Why::Two));
    assert_eq!([says(false, true), says(false, false)], [remedy, remedy]);
}
