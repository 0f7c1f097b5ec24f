//! Cells that can be changed without any effect, and why: what is gained or lost by the change, another line
//! of the same row grants no later, or nobody can ever show it.

use crate::gate::{Apart, Kind, Kinds, Need, Place, Row, Rule, When};

/// Whether changing this rule so changes nothing.
pub(super) fn no_effect(row: &Row, old: &Rule, new: &Rule) -> bool {
    let with_when = |when: When| Rule {
        when: [old.when, &[when]].concat().leak(),
        ..old.clone()
    };
    let by_one = |diff: &Rule| {
        let mut others = row.rules.iter().filter(|r| r.id != old.id);
        others.any(|other| grants(other, diff))
    };
    // By one line whatever the account is, or by one with and one without two-step verification.
    let granted = |diff: &Rule| {
        let in_case = |when| Rule {
            when: [diff.when, &[when]].concat().leak(),
            ..diff.clone()
        };
        by_one(diff)
            || (by_one(&in_case(When::SecondFactor)) && by_one(&in_case(When::NoSecondFactor)))
    };
    let added = new.when.iter().find(|w| !old.when.contains(w));
    match added {
        Some(When::SecondFactor) => return granted(&with_when(When::NoSecondFactor)),
        Some(When::NoSecondFactor) => return granted(&with_when(When::SecondFactor)),
        // A mark is on a device.
        Some(When::MarkFree) => return !row.kind.of_device(),
        Some(When::Remembered | When::MarkedHere) => return false,
        None => {}
    }
    if new.needs.len() > old.needs.len() {
        return new.needs.iter().all(|need| implied(old, need));
    }
    let changed = old.needs.iter().zip(new.needs).position(|(a, b)| a != b);
    let Some(at) = changed.filter(|_| old.needs.len() == new.needs.len()) else {
        return false;
    };
    match difference(old.needs[at], new.needs[at]) {
        None => never_differs(old.needs[at], new.needs[at]),
        Some(need) => {
            let mut needs = old.needs.to_vec();
            needs[at] = need;
            let diff = Rule {
                needs: needs.leak(),
                ..old.clone()
            };
            impossible(row.kind, need) || granted(&diff)
        }
    }
}

fn within(part: Kinds, whole: Kinds) -> bool {
    part.without(whole) == Kinds::NONE
}

/// The one kind that only one of these needs takes, as a need.
fn difference(old: Need, new: Need) -> Option<Need> {
    let only = |a: Kinds, b: Kinds| a.without(b).and(b.without(a));
    match (old, new) {
        (Need::One(a, place), Need::One(b, p)) if place == p => Some(Need::One(only(a, b), place)),
        (Need::Pair(a, b, apart), Need::Pair(c, d, p)) if apart == p => Some(if b == d {
            Need::Pair(only(a, c), b, apart)
        } else {
            Need::Pair(a, only(b, d), apart)
        }),
        _ => None,
    }
}

/// Nobody can show it: the password is on no holder and so is never off one, nor independent of anything; review
/// is on none either; an account has one password; and for unmarking, a password that a weak method reset counts
/// as that method, unless it is typed on the device.
fn impossible(kind: Kind, need: Need) -> bool {
    let nowhere = Kinds::PASSWORD.and(Kinds::REVIEW);
    match need {
        Need::One(kinds, Place::Anywhere) => kind == Kind::Unmark && kinds == Kinds::RESET_PASSWORD,
        Need::One(kinds, Place::OffDevice | Place::OffBrowser) => within(kinds, nowhere),
        Need::Pair(a, b, apart) => {
            let one_password = within(a, Kinds::PASSWORD) && within(b, Kinds::PASSWORD);
            one_password
                || (apart == Apart::Independent && (within(a, nowhere) || within(b, nowhere)))
        }
        _ => false,
    }
}

/// The same for everyone: only mail and upstream have a mailbox, and review sits nowhere.
fn never_differs(old: Need, new: Need) -> bool {
    let mail = Kinds::EMAIL.and(Kinds::UPSTREAM);
    match (old, new) {
        (Need::Pair(a, ..), Need::Pair(_, _, apart)) => {
            apart != Apart::Independent && old != Need::TWO && !a.meets(mail)
        }
        (Need::One(kinds, Place::Anywhere), Need::One(_, Place::Older | Place::OnDevice)) => {
            within(kinds, Kinds::REVIEW)
        }
        _ => false,
    }
}

/// Whether this rule opens whatever the other opens, and no later.
fn grants(rule: &Rule, other: &Rule) -> bool {
    rule.wait <= other.wait
        && rule.when.iter().all(|w| other.when.contains(w))
        && rule.needs.iter().all(|need| implied(other, need))
}

/// Whether whoever meets all needs of this rule meets this one too.
fn implied(rule: &Rule, need: &Need) -> bool {
    let any = |test: &dyn Fn(&Need) -> bool| rule.needs.iter().any(test);
    let off = |p: Place| matches!(p, Place::OffBrowser | Place::OffDevice);
    match *need {
        Need::ScreenLock => any(&|n| *n == Need::ScreenLock),
        Need::Known => any(&|n| matches!(n, Need::Known | Need::One(_, Place::OffBrowser))),
        Need::SignIn => any(&|n| match n {
            Need::SignIn => true,
            Need::One(kinds, _) => within(*kinds, Kinds::PASSKEY),
            Need::Pair(a, b, _) => {
                within(*a, Kinds::PASSKEY)
                    || within(*b, Kinds::PASSKEY)
                    || (within(*a, Kinds::PASSWORD) && within(*b, Kinds::PHONE))
            }
            Need::Known | Need::ScreenLock => false,
        }),
        Need::One(kinds, place) => any(&|n| match n {
            Need::One(k, p) => {
                let anywhere = place == Place::Anywhere && (off(*p) || within(*k, Kinds::REVIEW));
                within(*k, kinds) && (*p == place || anywhere)
            }
            Need::Pair(a, b, _) => {
                place == Place::Anywhere && (within(*a, kinds) || within(*b, kinds))
            }
            // With two-step verification on, every fresh sign-in has one that is not the password.
            Need::SignIn => rule.when.contains(&When::SecondFactor) && *need == Need::ANOTHER,
            Need::Known | Need::ScreenLock => false,
        }),
        Need::Pair(a, b, apart) => any(&|n| match n {
            Need::Pair(c, d, p) => {
                let fits = (within(*c, a) && within(*d, b)) || (within(*c, b) && within(*d, a));
                fits && (apart == Apart::Distinct || apart == *p)
            }
            _ => false,
        }),
    }
}
