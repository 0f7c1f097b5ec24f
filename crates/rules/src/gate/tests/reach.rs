//! Where a method can be used: what is assumed, and what its owner says.

use crate::Id;
use crate::gate::{Holder, MethodKind, lost_sight_of, reach};

const ITSELF: Id = Id::from_u128(1);
const PHONE: Id = Id::from_u128(2);
const LAPTOP: Id = Id::from_u128(3);

const HOLDERS: [Holder; 2] = [
    Holder {
        id: PHONE,
        phone: true,
    },
    Holder {
        id: LAPTOP,
        phone: false,
    },
];

fn check(kind: MethodKind, said: &[(Id, bool)], expected: &[Id]) {
    let mut found = reach(kind, ITSELF, &HOLDERS, said);
    found.sort();
    assert_eq!(found, expected, "{kind:?} with {said:?}");
}

#[test]
fn where_nothing_is_said_the_wider_reach_is_assumed() {
    use MethodKind as M;
    check(M::Email, &[], &[ITSELF, PHONE, LAPTOP]);
    check(M::Upstream, &[], &[ITSELF, PHONE, LAPTOP]);
    check(M::Phone, &[], &[ITSELF, PHONE]);
    check(M::Passkey, &[], &[ITSELF, PHONE, LAPTOP]);
    check(M::RecoveryCode, &[], &[ITSELF]);
    check(M::Helper, &[], &[ITSELF]);
    // Nobody knows: independent of nothing.
    check(M::Totp, &[], &[]);
}

#[test]
fn what_the_owner_says_counts() {
    use MethodKind as M;
    check(M::Email, &[(LAPTOP, false)], &[ITSELF, PHONE]);
    check(M::Phone, &[(LAPTOP, true)], &[ITSELF, LAPTOP]);
    check(M::Phone, &[(PHONE, false)], &[ITSELF]);
    check(M::Totp, &[(PHONE, true)], &[PHONE]);
    check(M::Passkey, &[(PHONE, true)], &[PHONE]);
    check(M::Passkey, &[(ITSELF, true)], &[ITSELF]);
    check(
        M::Passkey,
        &[(ITSELF, true), (PHONE, true)],
        &[ITSELF, PHONE],
    );
}

/// G2: a browser that was forgotten is a holder of its own as long as an app or a passkey was said to be on it.
#[test]
fn g2_a_forgotten_browser_still_holds_what_was_put_on_it() {
    const GONE: Id = Id::from_u128(4);
    let app = Id::from_u128(5);
    let said = [(ITSELF, ITSELF), (app, LAPTOP), (app, GONE), (ITSELF, GONE)];
    let lost = lost_sight_of(&HOLDERS, said);
    let ids: Vec<Id> = lost.iter().map(|holder| holder.id).collect();
    assert_eq!(ids, [GONE]);
    let holders = [&HOLDERS[..], &lost].concat();
    let on = |kind, said: &[(Id, bool)]| reach(kind, ITSELF, &holders, said);
    assert_eq!(on(MethodKind::Totp, &[(GONE, true)]), [GONE]);
    assert_eq!(on(MethodKind::Passkey, &[(GONE, true)]), [GONE]);
    assert!(on(MethodKind::Email, &[]).contains(&GONE));
    assert!(on(MethodKind::Phone, &[]).contains(&GONE));
}
