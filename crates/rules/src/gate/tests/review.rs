//! G6: review is never instant, and what is not a proof has no type.

use proptest::prelude::*;

use super::arbitrary::{DEVICES, about, case, cases, nth};
use super::world::{LONG_AGO, NOON};
use crate::Span;
use crate::gate::model::opens_after;
use crate::gate::*;

/// The least that anybody waits who is let in by review: for a device in hand, 48 hours.
const LEAST: Span = Span::hours(48);

proptest! {
    #![proptest_config(cases())]

    /// Whatever else was shown, a review that begins now brings nothing within two days.
    #[test]
    fn g6_review_brings_nothing_within_two_days(case in case(), device in 0..DEVICES, kept in any::<bool>()) {
        let mut case = case;
        case.s.methods.push(Method::old(nth(90), MethodKind::Review, Vec::new(), LONG_AGO));
        let without = case.clone();
        let proof = Proof { method: nth(90), shown: NOON, holder: None };
        if kept { case.kept.proofs.push(proof) } else { case.s.proofs.push(proof) }
        for kind in Kind::ALL {
            let device = about(kind, device);
            let opens = |case: &super::arbitrary::Case| opens_after(kind, device, &case.of(kind, device));
            let (with, without) = (opens(&case), opens(&without));
            prop_assert!(with == without || with >= Some(LEAST), "{}: {without:?} then {with:?}", kind.name());
        }
    }
}

/// An IMEI, a receipt and the answer to a question prove nothing: there is no such kind.
#[test]
fn g6_there_are_ten_kinds_of_methods_and_no_more() {
    let names: Vec<&str> = MethodKind::ALL.iter().map(|k| k.name()).collect();
    assert_eq!(
        names,
        [
            "passkey",
            "password",
            "approval",
            "phone",
            "email",
            "upstream",
            "totp",
            "recovery-code",
            "helper",
            "review"
        ]
    );
}
