use super::*;
use crate::gate::Kind;
use crate::{Id, Span, Time};

#[test]
fn s_008_s_012_every_cause_has_a_name_and_exactly_one_class() {
    let internal = Cause::ALL
        .into_iter()
        .filter(|c| c.class() == Class::Internal)
        .count();
    let external = Cause::ALL
        .into_iter()
        .filter(|c| c.class() == Class::External)
        .count();
    assert_eq!(internal + external, Cause::ALL.len());
    assert!(internal > 0 && external > 0);
    for cause in Cause::ALL {
        assert_eq!(Cause::parse(cause.name()), Some(cause));
    }
    assert_eq!(Cause::parse("locked"), None);
}

#[test]
fn s_006_what_each_account_lock_closes() {
    for kind in Kind::ALL {
        let closes = |cause: Cause| cause.closes(kind);
        let spared = kind.finds() || kind == Kind::SeeWhyLocked;
        let recovers = matches!(kind, Kind::Recover | Kind::LiftSuspicion);
        let expected = |all: Closes, open: bool| if spared || open { Closes::No } else { all };
        assert_eq!(
            closes(Cause::Staff),
            expected(Closes::Everyone, false),
            "{kind:?}"
        );
        assert_eq!(
            closes(Cause::OwnerRequest),
            expected(Closes::Everyone, recovers),
            "{kind:?}"
        );
        assert_eq!(
            closes(Cause::SuspiciousActivity),
            expected(Closes::Strangers, recovers),
            "{kind:?}"
        );
        for cause in [
            Cause::WrongSecret,
            Cause::ServiceIncident,
            Cause::DeviceMissing,
            Cause::Activation,
        ] {
            assert_eq!(closes(cause), Closes::No, "{cause:?} {kind:?}");
        }
    }
}

#[test]
fn s_006_what_still_works() {
    use Works::*;
    let (method, device) = (Scope::Method(Id::nil()), Scope::Device(Id::nil()));
    let always = [EmergencyCalls, UsingThePhone, FindingAPhone];
    let all = Works::ALL.to_vec();
    assert_eq!(still_works(Cause::SuspiciousActivity, Scope::Account), all);
    assert_eq!(still_works(Cause::WrongSecret, method), all);
    assert_eq!(still_works(Cause::Staff, Scope::Account), always);
    assert_eq!(
        still_works(Cause::OwnerRequest, Scope::Account),
        [&always[..], &[Recovering]].concat()
    );
    let phone = still_works(Cause::DeviceMissing, device);
    assert!(
        !phone.contains(&UsingThePhone)
            && phone.contains(&EmergencyCalls)
            && phone.contains(&KnownBrowsers)
    );
}

#[test]
fn s_017_s_020_the_table_is_ordered_by_what_happens_here() {
    let counts = |trouble| match trouble {
        Trouble::ForgotPassword => 30,
        Trouble::ScreenLock => 60,
        Trouble::Lock(Cause::WrongSecret) => 8,
        Trouble::Lock(Cause::ServiceIncident) => 1,
        _ => 0,
    };
    let table = by_frequency(counts);
    let names: Vec<&str> = table.iter().map(|(t, _)| t.name()).collect();
    assert_eq!(
        names[..4],
        [
            "screen_lock_attempts",
            "forgot_password",
            "wrong_secret",
            "service_incident"
        ]
    );
    let often: Vec<Frequency> = table.iter().map(|(_, f)| *f).collect();
    assert_eq!(
        often[..5],
        [
            Frequency::VeryCommon,
            Frequency::Common,
            Frequency::Rare,
            Frequency::Rare,
            Frequency::NotLately
        ]
    );
    assert_eq!(table.len(), Trouble::ALL.len());
    let changed = by_frequency(|t| {
        if t == Trouble::Lock(Cause::Staff) {
            1_000
        } else {
            counts(t)
        }
    });
    assert_eq!(
        changed[0],
        (Trouble::Lock(Cause::Staff), Frequency::VeryCommon)
    );
    assert_eq!(changed[4].1, Frequency::VeryRare);
}

#[test]
fn s_003_without_counts_the_easiest_come_first() {
    let table = by_frequency(|_| 0);
    assert_eq!(
        table.iter().map(|(t, _)| *t).collect::<Vec<_>>(),
        Trouble::ALL
    );
    let efforts: Vec<u8> = Trouble::ALL.iter().map(|t| t.effort()).collect();
    assert!(efforts.is_sorted(), "{efforts:?}");
}

#[test]
fn a_lock_of_staff_lapses_and_every_cause_says_what_lifts_it() {
    let now = Time(0);
    assert_eq!(Cause::Staff.until(now), Some(now + Span::hours(72)));
    assert!(
        Cause::ALL
            .iter()
            .filter(|c| **c != Cause::Staff)
            .all(|c| c.until(now).is_none())
    );
    assert_eq!(
        Cause::SuspiciousActivity.lifts(),
        Lifts::Proof(Kind::LiftSuspicion)
    );
    assert_eq!(Cause::WrongSecret.lifts(), Lifts::SetAnew);
    let lock = Lock {
        cause: Cause::Staff,
        scope: Scope::Account,
        until: Cause::Staff.until(now),
    };
    assert!(lock.holds(now + Span::hours(71)) && !lock.holds(now + Span::hours(72)));
}
