use kunci_rules::{Id, Span};

use super::{BUCKETS, LEASE, bucket, retry_after};

#[test]
fn buckets_are_spread_evenly() {
    let mut counts = [0; BUCKETS as usize];
    for n in 0..6_400_u128 {
        let id = Id::from_u128(n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835));
        counts[usize::try_from(bucket(id)).unwrap()] += 1;
    }
    assert!(counts.iter().all(|n| (50..=150).contains(n)), "{counts:?}");
}

#[test]
fn a_code_of_ten_minutes_is_tried_at_least_six_times() {
    let mut at = Span::ZERO;
    let mut tries = 0;
    while at < Span::minutes(10) {
        tries += 1;
        at = at + retry_after(tries);
    }
    assert!(tries >= 6, "{tries}");
}

#[test]
fn retries_grow_rarer_and_never_stop() {
    let waits: Vec<Span> = (0..20).map(retry_after).collect();
    assert!(waits.is_sorted());
    assert_eq!(waits[19], Span::hours(1));
    assert!(retry_after(0) < LEASE);
}
