//! The policy table (design §1), row by row: action × account × browser × what is shown → verdict.

use super::world::World;
use crate::gate::Kind;

/// Password, a mail read on phone and laptop, a number.
fn plain() -> World {
    World::new(&["password", "email@mailbox,phone,laptop", "phone@phone"])
}

/// Every method, two-step verification on.
fn full() -> World {
    World::new(&[
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "totp@phone",
        "passkey@laptop",
        "approval@tablet",
        "recovery-code@paper",
        "helper@siti",
        "upstream@mailbox,phone,laptop",
        "review",
    ])
    .second_factor()
}

/// The same without two-step verification.
fn full_plain() -> World {
    full().with(|s| s.second_factor = false)
}

/// `known`: `-` a stranger's browser, otherwise the holder of a known one.
fn check(kind: Kind, account: &str, known: &str, shows: &str, expected: &str) {
    let world = match account {
        "plain" => plain(),
        "full" => full(),
        "full-plain" => full_plain(),
        other => panic!("no account {other}"),
    };
    let world = if known == "-" {
        world
    } else {
        world.known(known)
    };
    let shows: Vec<&str> = shows.split_whitespace().collect();
    let got = world.shows(&shows).verdict(kind);
    assert_eq!(
        got,
        expected,
        "{} · {account} · {known} · {shows:?}",
        kind.name()
    );
}

#[test]
fn the_table() {
    for line in TABLE
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[kind, account, known, shows, expected] = cells.as_slice() else {
            panic!("bad line: {line}")
        };
        let kind = Kind::ALL
            .into_iter()
            .find(|k| k.name() == kind)
            .unwrap_or_else(|| panic!("no kind {kind}"));
        check(kind, account, known, shows, expected);
    }
}

const TABLE: &str = "
    # action | account | known browser | shown | verdict
    sign-in | plain | -      |                     | prove
    sign-in | plain | -      | password            | open
    sign-in | plain | -      | email               | prove
    sign-in | full  | -      | password            | prove
    sign-in | full  | -      | password totp       | open
    sign-in | full  | -      | password passkey    | open
    sign-in | full  | -      | password phone      | open
    sign-in | full  | -      | password email      | open
    sign-in | full  | -      | password approval   | open
    sign-in | full  | -      | password recovery-code | open
    sign-in | full  | -      | password helper     | prove
    sign-in | full  | -      | passkey             | open
    sign-in | full  | -      | approval            | prove
    sign-in | full  | -      | upstream            | prove
    sign-in | full  | -      | upstream email      | prove
    sign-in | full  | -      | upstream totp       | open
    sign-in | full  | -      | upstream phone      | open
    sign-in | full  | -      | upstream password   | prove
    sign-in | full  | laptop | password            | prove
    sign-in | full  | laptop | upstream            | open
    sign-in | full  | laptop | approval            | open
    sign-in | full-plain | - | upstream            | open

    see-why-locked | plain | -      |       | prove
    see-why-locked | plain | -      | email | open
    see-why-locked | plain | laptop |       | open

    recover | plain | - | password | prove
    recover | plain | - | email    | open
    recover | plain | - | phone    | open
    recover | full-plain | - | upstream      | open
    recover | full-plain | - | approval      | open
    recover | full-plain | - | passkey       | open
    recover | full-plain | - | recovery-code | open
    recover | full-plain | - | totp          | prove
    recover | full-plain | - | helper        | wait 24h
    recover | full-plain | - | review        | wait 72h
    recover | full | -      | email recovery-code | open
    recover | full | -      | phone passkey       | open
    recover | full | -      | phone totp          | wait 24h
    recover | full | -      | email upstream      | wait 24h
    recover | full | -      | email               | wait 72h
    recover | full | -      | helper              | wait 72h
    recover | full | -      | password            | wait 7d
    recover | full | -      | review              | wait 7d
    recover | full | -      | password email      | wait 72h
    recover | full | -      | password phone      | wait 24h
    recover | full | -      | password helper     | wait 24h
    recover | full | laptop | phone               | wait 1h
    recover | full | laptop | email               | wait 24h
    recover | full | laptop | password            | wait 7d
    recover | full | laptop | review              | wait 7d

    add-method | plain | - | password      | open
    add-method | plain | - | email         | prove
    add-method | full  | - | password      | prove
    add-method | full  | - | password totp | open
    add-method | full  | laptop | approval | prove

    replace-method | plain | - | password                     | prove
    replace-method | plain | - | password email               | wait 24h
    replace-method | plain | - | password email phone         | wait 24h
    replace-method | full  | - | password totp                | wait 24h
    replace-method | full  | - | password totp email          | wait 24h
    replace-method | full  | - | password totp recovery-code  | open
    replace-method | full  | - | passkey                      | wait 24h

    ring         | plain | - |          | prove
    ring         | plain | - | email    | open
    message      | plain | - | phone    | open
    lock-device  | full  | - | password | open
    free-message | full  | - | email       | prove
    free-message | full  | - | email phone | prove
    free-message | full  | - | phone recovery-code | open
    mark-missing | full  | - | helper      | open
    mark-missing | full  | - | review      | prove

    locate | full | -      | password      | open
    locate | full | -      | passkey       | open
    locate | full | -      | approval      | open
    locate | full | -      | recovery-code | open
    locate | full | -      | email         | wait 1h
    locate | full | -      | phone         | wait 1h
    locate | full | -      | upstream      | wait 1h
    locate | full | -      | helper        | wait 1h
    locate | full | -      | totp          | wait 1h
    locate | full | laptop | email         | open
    locate | full | -      | phone helper  | open
    locate | full | -      | email phone   | wait 1h

    unmark | full | - | password recovery-code | refuse not-missing

    erase | plain | - | password                    | wait 24h
    erase | plain | - | password email              | wait 12h
    erase | full  | - | password                    | wait 24h
    erase | full  | - | password totp               | wait 12h
    erase | full  | - | password totp recovery-code | open
    erase | full  | - | email                       | prove

    release | full | - | password totp               | wait 24h
    release | full | - | password totp recovery-code | open
    release | full | - | review                      | wait 48h
    release | full | - | password                    | prove

    lift-suspicion | full | laptop | email      | open
    lift-suspicion | full | -      | phone helper | open
    lift-suspicion | full | -      | email upstream | wait 1h
    lift-suspicion | full | -      | password   | wait 24h
    lift-suspicion | full | -      | review     | wait 72h

    close | full | - | password totp      | wait 14d
    close | full | - | password           | prove
    close | full | - | password totp recovery-code | wait 14d
";
