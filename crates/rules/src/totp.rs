//! What a code from an authenticator app may match. The codes themselves are worked out elsewhere; this only
//! decides for which time steps, and that no code works twice (S-078, STD-25).

use crate::{Id, Time};

/// A step lasts 30 seconds.
const STEP: i64 = 30_000_000;
/// A phone's clock may be one step off, either way.
const DRIFT: i64 = 1;

/// What a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Right: it becomes the last step that was accepted.
    Accepted(i64),
    /// Right once, but it or a later one was accepted already.
    Replayed,
    /// Wrong, or out of time.
    Wrong,
    /// Something else must be proved first.
    NotFirst,
}

/// The time step at this instant.
pub const fn step(now: Time) -> i64 {
    now.0.div_euclid(STEP)
}

/// The steps whose codes are compared, all of them each time, so that the answer takes equally long.
pub const fn window(now: Time) -> [i64; 3] {
    let step = step(now);
    [step - DRIFT, step, step + DRIFT]
}

/// What a code is that matched this step, if any. `last`: the last step accepted for this method; `first`:
/// nothing else was proved before in this browser. A code is never a first proof: with six digits, whoever
/// knows a name could guess at it.
pub fn judge(matched: Option<i64>, last: Option<i64>, first: bool, now: Time) -> Code {
    if first {
        return Code::NotFirst;
    }
    match matched.filter(|step| window(now).contains(step)) {
        None => Code::Wrong,
        Some(step) if last.is_some_and(|last| step <= last) => Code::Replayed,
        Some(step) => Code::Accepted(step),
    }
}

/// Where an app can be used, as it is added; nothing: nobody knows. `place` is what its owner says, `here` the browser in hand. Unless
/// the owner is `sure`, by two independent proofs, the app may as well be where its secret was shown.
pub fn holders(place: Option<Id>, here: Option<Id>, sure: bool) -> Vec<Id> {
    match (place, here) {
        (Some(place), _) if sure => vec![place],
        (Some(place), Some(here)) if place == here => vec![place],
        (Some(place), Some(here)) => vec![place, here],
        (Some(_) | None, _) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_800_000_010_000_000);
    const STEP_NOW: i64 = 60_000_000;

    #[test]
    fn s078_the_window_is_one_step_either_way() {
        assert_eq!(window(NOW), [STEP_NOW - 1, STEP_NOW, STEP_NOW + 1]);
        assert_eq!(window(Time(NOW.0 + 19_999_999)), window(NOW));
        assert_eq!(window(Time(NOW.0 + 20_000_000))[1], STEP_NOW + 1);
        assert_eq!(step(Time(-1)), -1);
        for (off, code) in [
            (-2, Code::Wrong),
            (-1, Code::Accepted(STEP_NOW - 1)),
            (0, Code::Accepted(STEP_NOW)),
            (1, Code::Accepted(STEP_NOW + 1)),
            (2, Code::Wrong),
        ] {
            assert_eq!(judge(Some(STEP_NOW + off), None, false, NOW), code);
        }
        assert_eq!(judge(None, None, false, NOW), Code::Wrong);
    }

    #[test]
    fn s078_no_code_works_twice_nor_an_older_one_after_it() {
        let last = Some(STEP_NOW);
        assert_eq!(judge(Some(STEP_NOW), last, false, NOW), Code::Replayed);
        assert_eq!(judge(Some(STEP_NOW - 1), last, false, NOW), Code::Replayed);
        let next = judge(Some(STEP_NOW + 1), last, false, NOW);
        assert_eq!(next, Code::Accepted(STEP_NOW + 1));
    }

    #[test]
    fn it_is_never_a_first_proof() {
        assert_eq!(judge(Some(STEP_NOW), None, true, NOW), Code::NotFirst);
        assert_eq!(judge(None, None, true, NOW), Code::NotFirst);
    }

    #[test]
    fn g2_an_app_may_be_where_its_secret_was_shown() {
        let (phone, laptop) = (Id::from_u128(1), Id::from_u128(2));
        assert_eq!(holders(Some(phone), Some(laptop), true), [phone]);
        assert_eq!(holders(Some(phone), Some(laptop), false), [phone, laptop]);
        assert_eq!(holders(Some(phone), Some(phone), false), [phone]);
        assert_eq!(holders(Some(phone), None, true), [phone]);
        assert!(holders(Some(phone), None, false).is_empty());
        assert!(holders(None, Some(laptop), true).is_empty());
    }
}
