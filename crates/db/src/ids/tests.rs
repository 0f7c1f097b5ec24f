use super::*;

const SEED: Seed = [7; 32];
/// 2026-01-01T00:00:00.123456Z
const NOW: i64 = 1_767_225_600_123_456;

#[test]
fn a_v7_holds_its_time_as_rfc_9562_lays_it_out() {
    let id = Ids::new(SEED, NOW).v7();
    let (seconds, nanoseconds) = id.get_timestamp().unwrap().to_unix();
    assert_eq!((seconds, nanoseconds), (1_767_225_600, 123_000_000));
    let fraction = id.as_u128() >> 64 & 0xfff;
    assert_eq!(fraction, 456 * 4_096 / 1_000);
    assert_eq!(
        (id.get_version_num(), id.get_variant()),
        (7, uuid::Variant::RFC4122)
    );
}

#[test]
fn ids_sort_by_time_and_within_a_closure_by_order() {
    let ids = Ids::new(SEED, NOW);
    let drawn: Vec<_> = (0..10_000).map(|_| ids.v7()).collect();
    assert!(drawn.is_sorted_by(|before, after| before < after));
    let later = Ids::new([0; 32], NOW + 1).v7();
    assert!(drawn[9_999] < later);
}

#[test]
fn the_same_seed_draws_the_same_and_another_draws_others() {
    let draw = |seed| {
        let ids = Ids::new(seed, NOW);
        [ids.v7(), ids.v4(), ids.v7(), ids.v4()]
    };
    assert_eq!(draw(SEED), draw(SEED));
    assert!(draw(SEED).iter().all(|id| !draw([8; 32]).contains(id)));
    let seeds = Seeds::new(Some(1)).unwrap();
    assert_ne!(seeds.next(), seeds.next());
    assert_ne!(
        Seeds::new(None).unwrap().next(),
        Seeds::new(None).unwrap().next()
    );
}

#[test]
fn no_clock_breaks_an_id() {
    for now in [i64::MIN, -1, 0, i64::MAX] {
        let id = Ids::new(SEED, now).v7();
        assert_eq!(
            (id.get_version_num(), id.get_variant()),
            (7, uuid::Variant::RFC4122)
        );
    }
}
