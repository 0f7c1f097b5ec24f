//! What locks and incidents do to verdicts (design §2).

use super::world::{NOON, World, id};
use crate::Span;
use crate::gate::*;
use crate::locks::{Cause, Lock, Scope};

fn plain() -> World {
    World::new(&["password", "email@mailbox,phone,laptop", "phone@phone"])
}

#[test]
fn suspicion_never_touches_a_known_browser_a_passkey_or_an_approval() {
    let locked = World::new(&[
        "password",
        "passkey@laptop",
        "approval@tablet",
        "email@mailbox",
    ])
    .locked(Cause::SuspiciousActivity);
    assert_eq!(
        locked.clone().shows(&["password"]).verdict(Kind::SignIn),
        "prove"
    );
    assert_eq!(
        locked.clone().shows(&["passkey"]).verdict(Kind::SignIn),
        "open"
    );
    assert_eq!(
        locked
            .clone()
            .shows(&["password", "approval"])
            .verdict(Kind::SignIn),
        "open"
    );
    assert_eq!(
        locked
            .known("laptop")
            .shows(&["password"])
            .verdict(Kind::SignIn),
        "open"
    );

    let bare = plain()
        .locked(Cause::SuspiciousActivity)
        .shows(&["password"]);
    assert_eq!(
        bare.verdict(Kind::SignIn),
        "refuse locked suspicious_activity"
    );
    assert_eq!(bare.verdict(Kind::Locate), "open");
    assert_eq!(bare.verdict(Kind::LiftSuspicion), "wait 24h");
}

#[test]
fn staff_and_owner_locks_close_all_but_seeing_why_and_finding() {
    let staff = plain().locked(Cause::Staff).shows(&["password", "email"]);
    assert_eq!(staff.verdict(Kind::SignIn), "refuse locked staff");
    assert_eq!(staff.verdict(Kind::Recover), "refuse locked staff");
    assert_eq!(staff.verdict(Kind::SeeWhyLocked), "open");
    assert_eq!(staff.verdict(Kind::Locate), "open");
    let owner = plain()
        .locked(Cause::OwnerRequest)
        .shows(&["password", "email"]);
    assert_eq!(owner.verdict(Kind::SignIn), "refuse locked owner_request");
    assert_eq!(owner.verdict(Kind::Recover), "open");
    let lapsed = staff.with(|s| s.locks.iter_mut().for_each(|l| l.until = Some(NOON)));
    assert_eq!(lapsed.verdict(Kind::SignIn), "open");
}

#[test]
fn a_disabled_method_proves_nothing_and_is_not_offered() {
    let account = id("account");
    let world = plain().with(|s| {
        let scope = Scope::Method(id("password"));
        s.locks.push(Lock {
            cause: Cause::WrongSecret,
            scope,
            until: None,
        });
    });
    assert_eq!(
        world.clone().shows(&["password"]).verdict(Kind::SignIn),
        "refuse no-way"
    );
    assert_eq!(world.ways(Recover { account }), ["phone", "email"]);
}

#[test]
fn during_an_incident_waits_run_on_but_nothing_executes() {
    let incident = |w: World| w.with(|s| s.incident_until = Some(NOON + Span::hours(3)));
    let waited = plain().shown("password", Span::minutes(5)).with(|s| {
        let mut request = Request::of(&Erase {
            account: s.account,
            device: id("phone"),
        });
        request.proofs.push(Proof {
            method: id("password"),
            shown: NOON - Span::hours(30),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(waited.verdict(Kind::Erase), "open");
    assert_eq!(incident(waited.clone()).verdict(Kind::Erase), "wait 3h");
    assert_eq!(incident(waited.clone()).verdict(Kind::SignIn), "open");
    let ended = incident(waited).with(|s| s.now = NOON + Span::hours(3));
    assert_eq!(ended.verdict(Kind::Erase), "open");
}

#[test]
fn foreign_things_are_refused() {
    let world = plain().shows(&["password"]);
    assert_eq!(
        world.about(Kind::Ring, "a stranger's phone"),
        "refuse not-yours"
    );
    let other = SignIn {
        account: id("someone else"),
    };
    assert!(matches!(
        decide(other, &world.s),
        Verdict::Refuse(Reason::NotYours)
    ));
}
