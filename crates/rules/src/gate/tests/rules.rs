//! What the table's lines do not show: the ways and their order, dry pools, requests, how long proofs live.

use super::world::{NOON, World, id};
use crate::Span;
use crate::contest::{Contest, State};
use crate::gate::*;

fn plain() -> World {
    World::new(&["password", "email@mailbox,phone,laptop", "phone@phone"])
}

/// Two-step verification, with the code app and the number on the phone and codes on paper.
fn careful() -> World {
    World::new(&[
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "totp@phone",
        "recovery-code@paper",
    ])
    .second_factor()
}

#[test]
fn ways_come_simplest_first_and_say_the_wait() {
    let account = id("account");
    assert_eq!(plain().ways(SignIn { account }), ["password"]);
    assert_eq!(plain().ways(Recover { account }), ["phone", "email"]);
    assert_eq!(
        careful().ways(SignIn { account }),
        [
            "password + phone",
            "password + email",
            "password + totp",
            "password + recovery-code"
        ]
    );
    assert_eq!(
        careful().ways(Recover { account }),
        [
            "phone + recovery-code",
            "email + recovery-code",
            "recovery-code + totp",
            "password + phone then 24h",
            "phone + email then 24h",
            "phone + totp then 24h",
            "email + totp then 24h",
            "phone then 72h",
            "email then 72h",
            "recovery-code then 72h",
            "password + totp then 72h",
            "password then 7d",
        ]
    );
}

#[test]
fn while_it_waits_the_ways_are_those_that_end_it_sooner() {
    let world = careful().shows(&["email"]);
    assert_eq!(world.verdict(Kind::Recover), "wait 72h");
    assert_eq!(
        world.ways(Recover {
            account: id("account")
        }),
        ["recovery-code", "phone then 24h", "totp then 24h"]
    );
}

#[test]
fn g4_a_dry_pool_costs_a_new_browser_one_proof_and_a_known_one_nothing() {
    let account = id("account");
    let dry = plain().dry("password");
    assert_eq!(
        dry.ways(SignIn { account }),
        ["phone + password", "email + password"]
    );
    assert_eq!(
        dry.clone().shows(&["email"]).ways(SignIn { account }),
        ["password"]
    );
    assert_eq!(
        dry.with(|s| s.browser.vouched = true)
            .ways(SignIn { account }),
        ["password"]
    );
    assert_eq!(
        plain().known("laptop").ways(SignIn { account }),
        ["password"]
    );
}

#[test]
fn totp_is_never_asked_first() {
    let account = id("account");
    let world = World::new(&["totp@phone", "password"]).second_factor();
    assert_eq!(
        world.ways(Recover { account }),
        ["password + totp then 72h", "password then 7d"]
    );
}

#[test]
fn waits_run_from_the_first_showing_and_a_later_proof_never_restarts_them() {
    let world = careful().with(|s| {
        let mut request = Request::of(&Recover { account: s.account });
        request.proofs.push(Proof {
            method: id("email"),
            shown: s.now - Span::hours(50),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(world.verdict(Kind::Recover), "wait 22h");
    assert_eq!(
        world.clone().shows(&["email"]).verdict(Kind::Recover),
        "wait 22h"
    );
    assert_eq!(
        world.clone().shows(&["phone"]).verdict(Kind::Recover),
        "wait 22h"
    );
    assert_eq!(
        world
            .clone()
            .shows(&["recovery-code"])
            .verdict(Kind::Recover),
        "open"
    );
    let served = world.with(|s| s.now = s.now + Span::hours(22));
    assert_eq!(served.verdict(Kind::Recover), "open");
}

/// A recovery that rests on the email since 50 hours, and what objections made of it.
fn contested(state: State) -> World {
    careful().with(|s| {
        let mut request = Request::of(&Recover { account: s.account });
        request.proofs.push(Proof {
            method: id("email"),
            shown: s.now - Span::hours(50),
            holder: None,
        });
        request.contest = Some(Contest { state, two: false });
        s.requests.push(request);
    })
}

#[test]
fn a_held_request_opens_later_and_a_contested_one_when_it_is_shown_again() {
    let now = careful().s.now;
    let held = contested(State::Held {
        until: now + Span::hours(30),
    });
    assert_eq!(held.verdict(Kind::Recover), "wait 30h");
    let from = now + Span::hours(170);
    let again = contested(State::ShownAgain { from });
    assert_eq!(again.verdict(Kind::Recover), "wait 170h");
    let then = again.clone().with(|s| s.now = from);
    assert!(
        then.ways(Recover {
            account: id("account")
        })
        .contains(&"email".to_owned()),
        "what was shown is to be shown again"
    );
    assert_eq!(then.shows(&["email"]).verdict(Kind::Recover), "open");
}

#[test]
fn objections_do_not_hold_up_what_opens_without_them() {
    let from = careful().s.now + Span::hours(170);
    let again = contested(State::ShownAgain { from });
    let both = again.shows(&["phone", "recovery-code"]);
    assert_eq!(both.verdict(Kind::Recover), "open");
    let one_more = contested(State::ShownAgain { from }).shows(&["recovery-code"]);
    assert_eq!(
        one_more.verdict(Kind::Recover),
        "open",
        "two independent ones by now: a new request would open"
    );
}

#[test]
fn a_request_is_only_good_for_what_it_asked() {
    let world = careful().with(|s| {
        let (account, device) = (s.account, id("laptop"));
        let mut request = Request::of(&Erase { account, device });
        request.proofs.push(Proof {
            method: id("password"),
            shown: s.now - Span::days(2),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(world.about(Kind::Erase, "laptop"), "open");
    assert_eq!(world.about(Kind::Erase, "phone"), "prove");
}

#[test]
fn proofs_live_as_long_as_their_row_says() {
    let old = plain().shown("password", Span::minutes(20));
    assert_eq!(old.verdict(Kind::AddMethod), "prove");
    assert_eq!(old.verdict(Kind::SignIn), "open");
    assert_eq!(old.verdict(Kind::Ring), "open");
    assert_eq!(
        plain()
            .shown("password", Span::days(29))
            .verdict(Kind::Locate),
        "open"
    );
    assert_eq!(
        plain()
            .shown("password", Span::days(30))
            .verdict(Kind::Locate),
        "prove"
    );
}

#[test]
fn a_second_factor_is_remembered_in_its_browser_for_signing_in_only() {
    let world = careful()
        .known("laptop")
        .with(|s| s.browser.remembered_until = Some(NOON + Span::days(1)));
    let world = world.shows(&["password"]);
    assert_eq!(world.verdict(Kind::SignIn), "open");
    assert_eq!(world.verdict(Kind::AddMethod), "prove");
    assert_eq!(
        world
            .with(|s| s.now = s.now + Span::days(1))
            .verdict(Kind::SignIn),
        "prove"
    );
}
