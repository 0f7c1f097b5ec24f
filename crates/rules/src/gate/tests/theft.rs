//! G2: one theft is not enough. G3: the stolen phone.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::arbitrary::{HOLDERS, cases, nth};
use super::thief::{Deed, Thief, account, deeds};
use super::world::{NOON, id};
use crate::gate::model::opens_after;
use crate::gate::*;
use crate::{Id, Span};

/// The thieves of the properties get something done; a property whose thieves never did would prove nothing.
#[test]
fn the_thieves_do_all_their_deeds() {
    let done: RefCell<BTreeMap<&str, u32>> = RefCell::default();
    let config = Config {
        cases: 3_000,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let all = (account(any::<bool>()), 0..HOLDERS.len(), deeds(7 * 24));
    let ran = TestRunner::new_with_rng(config, rng).run(&all, |(s, thing, deeds)| {
        let mut thief = Thief::of(s, id(HOLDERS[thing]));
        for (n, (when, deed)) in deeds.into_iter().enumerate() {
            let before = thief.s.clone();
            let known = thief.browsers.len();
            thief.s.now = NOON + when;
            thief.does(n, deed);
            let did = match deed {
                Deed::Add(_) => thief.s.methods.len() > before.methods.len(),
                Deed::SignIn => thief.browsers.len() > known,
                Deed::Recover | Deed::Replace(_) => thief.s.methods != before.methods,
                Deed::Mark(_) | Deed::Unmark(_) => thief.s.devices != before.devices,
            };
            let name = format!("{deed:?}");
            let name = ["Add", "SignIn", "Recover", "Replace", "Mark", "Unmark"]
                .into_iter()
                .find(|n| name.starts_with(n));
            *done.borrow_mut().entry(name.unwrap_or("?")).or_default() += u32::from(did);
        }
        Ok(())
    });
    assert!(ran.is_ok(), "{ran:?}");
    let done = done.into_inner();
    println!("{done:?}");
    assert!(done.len() == 6 && done.values().all(|n| *n > 0), "{done:?}");
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn g2_one_stolen_thing_opens_nothing_within_a_day(
        s in account(Just(true)),
        thing in 0..HOLDERS.len(),
        deeds in deeds(24),
        at in 0_i64..24 * 60,
    ) {
        let (account, thing) = (s.account, id(HOLDERS[thing]));
        let mut thief = Thief::of(s, thing);
        for (n, (after, deed)) in deeds.into_iter().filter(|(after, _)| *after <= Span::minutes(at)).enumerate() {
            thief.s.now = NOON + after;
            thief.does(n, deed);
        }
        thief.s.now = NOON + Span::minutes(at);
        let method = nth(0);
        prop_assert_eq!(thief.opens(Recover { account }), None);
        prop_assert_eq!(thief.opens(ReplaceMethod { account, method }), None);
        prop_assert_eq!(thief.opens(Close { account }), None);
        for device in thief.s.devices.iter().map(|d| d.id).filter(|d| *d != thing) {
            prop_assert_eq!(thief.opens(Release { account, device }), None);
            let early = thief.opens(Erase { account, device }).filter(|_| at < 12 * 60);
            prop_assert_eq!(early, None);
        }
        if thief.s.find_device(thing).is_some() {
            prop_assert_eq!(thief.opens(Release { account, device: thing }), None);
        }
    }

    #[test]
    fn g3_a_missing_phone_never_unmarks_itself(
        s in account(any::<bool>()),
        before in deeds(7 * 24),
        marked in 0_i64..=7 * 24,
        after in deeds(40 * 24),
        at in 0_i64..60 * 24,
    ) {
        let (account, device) = (s.account, id("phone"));
        let mut thief = Thief::of(s, device);
        let since = NOON + Span::hours(marked);
        for (n, (when, deed)) in before.into_iter().enumerate().filter(|(_, (when, _))| *when <= Span::hours(marked)) {
            thief.s.now = NOON + when;
            thief.does(n, deed);
        }
        thief.owner_marks(device, since);
        for (n, (when, deed)) in after.into_iter().enumerate().filter(|(_, (when, _))| *when <= Span::hours(at)) {
            thief.s.now = since + when;
            thief.does(n + 10, deed);
        }
        thief.s.now = since + Span::hours(at);
        let unmarks = thief.distance(Unmark { account, device });
        prop_assert_eq!(unmarks, None, "{:#?} {:?} {:?} {:?}", thief.s.methods, thief.has, thief.browsers, thief.s.now);
        prop_assert_eq!(thief.distance(Release { account, device }), None);
        // The known limit: with its screen's PIN it does, but not within a day.
        thief.s.screen_locks.push(ScreenLock { device, shown: since });
        if at < 24 {
            prop_assert_eq!(thief.opens(Unmark { account, device }), None);
        }
        prop_assert_eq!(thief.distance(Release { account, device }), None);
    }

    /// G3: what the phone set in the 7 days before it was marked is void: the methods it planted, and the browsers
    /// it made known, open nothing but the finding of that phone, whenever they are used.
    #[test]
    fn g3_what_a_missing_phone_set_is_void(
        s in account(any::<bool>()),
        deeds in deeds(7 * 24),
        kind in prop::sample::select(Kind::ALL.to_vec()),
        at in 0_i64..60 * 24,
    ) {
        let device = id("phone");
        let mut thief = Thief::of(s, device);
        let own = thief.has.len();
        let since = NOON + Span::days(7);
        for (n, (when, deed)) in deeds.into_iter().enumerate().filter(|(_, (_, deed))| !matches!(deed, Deed::Mark(_) | Deed::Unmark(_))) {
            thief.s.now = NOON + when;
            thief.does(n, deed);
        }
        thief.owner_marks(device, since);
        thief.s.now = since + Span::hours(at);
        // Only what was planted, and browsers other than the phone's own.
        let planted = |m: &Method| m.id.as_u128() >= 5_000 || m.origin != Origin::SignUp;
        let planted: Vec<Id> = thief.s.methods.iter().filter(|m| planted(m)).map(|m| m.id).collect();
        thief.has.drain(..own.min(thief.has.len()));
        thief.has.extend(planted.into_iter().map(|m| (m, since)));
        let about = thief.s.devices.iter().map(|d| d.id).find(|d| !kind.finds() || *d != device);
        for browser in &thief.browsers {
            let mut s = thief.shows(&Recover { account: thief.s.account }, browser.as_ref());
            let about = about.filter(|_| kind.of_device());
            s.requests.iter_mut().for_each(|r| (r.kind, r.device) = (kind, about));
            prop_assert_eq!(opens_after(kind, about, &s), None, "{} {:#?}", kind.name(), browser);
        }
    }

    /// G3: what the phone asked for before it was marked is void.
    #[test]
    fn g3_what_a_missing_phone_asked_for_is_void(s in account(any::<bool>()), asked in 0_i64..7 * 24, at in 0_i64..30 * 24) {
        let (account, device) = (s.account, id("phone"));
        let mut thief = Thief::of(s, device);
        let since = NOON + Span::hours(asked);
        thief.has.retain(|(m, _)| *m != nth(0));
        let mark = Mark { since: since + Span(1), by: None, password: None };
        thief.s.devices.iter_mut().filter(|d| d.id == device).for_each(|d| d.mark = Some(mark.clone()));
        thief.s.now = since + Span(1) + Span::hours(at);
        for kind in [Kind::Recover, Kind::ReplaceMethod, Kind::Close, Kind::LiftSuspicion] {
            let mut s = thief.shows(&Recover { account }, None);
            for request in &mut s.requests {
                request.kind = kind;
                request.proofs.retain(|p| p.shown < mark.since);
            }
            prop_assert_eq!(opens_after(kind, None, &s), None, "{}", kind.name());
        }
    }
}
