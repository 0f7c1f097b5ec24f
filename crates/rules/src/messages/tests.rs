//! The message budget of design §2, and G4's "a contact's within 60 minutes".

use proptest::prelude::*;

use super::*;

const START: Time = Time(1_800_000_000_000_000);

fn at(minutes: i64) -> Time {
    START + Span::minutes(minutes)
}

/// Minutes at which messages go out when somebody asks every minute for this long.
fn flood(channel: Channel, history: &mut History, minutes: i64) -> Vec<i64> {
    let asked = (0..minutes).filter(|m| {
        let goes = history.next(channel, at(*m)) <= at(*m);
        if goes {
            history.record(at(*m));
        }
        goes
    });
    asked.collect()
}

#[test]
fn mail_goes_at_10_then_60_minutes_and_6_a_day() {
    let mut history = History::default();
    let sent = flood(Channel::Mail, &mut history, 24 * 60);
    assert_eq!(sent, [0, 10, 70, 130, 190, 250]);
    assert_eq!(
        history.next(Channel::Mail, at(24 * 60)),
        at(24 * 60).max(at(250 + 60))
    );
}

#[test]
fn mail_that_nobody_uses_for_3_days_goes_twice_a_day() {
    let mut history = History::default();
    let sent = flood(Channel::Mail, &mut history, 6 * 24 * 60);
    let on = |day: i64| sent.iter().filter(|m| *m / 1440 == day).count();
    assert_eq!([on(0), on(1), on(2)], [6, 6, 6]);
    assert_eq!([on(4), on(5)], [2, 2]);
    history.used(at(*sent.last().expect("some")));
    assert_eq!(history.unused_since, None);
    assert_eq!(
        flood(Channel::Mail, &mut history.clone(), 1),
        Vec::<i64>::new()
    );
}

#[test]
fn the_phone_rings_at_0_2_and_10_minutes_then_once_an_hour() {
    assert_eq!(
        flood(Channel::Phone, &mut History::default(), 200),
        [0, 2, 10, 70, 130, 190]
    );
}

#[test]
fn a_used_link_refunds_its_message() {
    let mut history = History::default();
    history.record(at(0));
    history.used(at(0));
    assert_eq!(history, History::default());
    assert_eq!(history.next(Channel::Mail, at(1)), at(1));
}

#[test]
fn a_muted_number_stays_quiet_for_24_hours_and_nobody_can_tell() {
    let mut history = History::default();
    assert_eq!(history.mute(at(0)), START + MUTED_FOR);
    let stranger = Asker::Stranger(Network::default(), 0);
    let asked = |history: &History, now: Time| {
        let ask = Ask {
            asker: &stranger,
            channel: Channel::Phone,
            contact: history,
            budget: Budget {
                daily: 100,
                strangers: 0,
            },
            mail_instead: false,
            country: true,
        };
        decide(&ask, now)
    };
    assert_eq!(asked(&history, at(5)), Outcome::Silent { at: at(5) });
    assert_eq!(
        flood(Channel::Phone, &mut history.clone(), 200),
        flood(Channel::Phone, &mut History::default(), 200)
    );
    let over = START + MUTED_FOR;
    assert_eq!(asked(&history, over), Outcome::Send { at: over });
}

fn ask(
    asker: &Asker,
    channel: Channel,
    contact: &History,
    strangers: u32,
    mail_instead: bool,
) -> Outcome {
    let budget = Budget {
        daily: 100,
        strangers,
    };
    decide(
        &Ask {
            asker,
            channel,
            contact,
            budget,
            mail_instead,
            country: true,
        },
        at(100),
    )
}

#[test]
fn a_network_over_its_limit_is_served_late_never_refused() {
    let fresh = History::default();
    let stranger = |names_in_hour, names_in_day, random| {
        let asker = Asker::Stranger(
            Network {
                names_in_hour,
                names_in_day,
            },
            random,
        );
        ask(&asker, Channel::Mail, &fresh, 0, false)
    };
    assert_eq!(stranger(3, 10, u16::MAX), Outcome::Send { at: at(100) });
    let Outcome::Send { at: late } = stranger(4, 4, u16::MAX) else {
        panic!("sent late")
    };
    assert!(late > at(159) && late <= at(160));
    let Outcome::Send { at: late } = stranger(1, 11, 32_768) else {
        panic!("sent late")
    };
    assert!(late > at(129) && late < at(131));
}

#[test]
fn strangers_spend_at_most_half_of_the_phone_budget() {
    let stranger = Asker::Stranger(Network::default(), 0);
    let fresh = History::default();
    assert_eq!(
        ask(&stranger, Channel::Phone, &fresh, 49, true),
        Outcome::Send { at: at(100) }
    );
    assert_eq!(
        ask(&stranger, Channel::Phone, &fresh, 50, true),
        Outcome::ByMail
    );
    assert_eq!(
        ask(&stranger, Channel::Phone, &fresh, 50, false),
        Outcome::Send { at: at(100) }
    );
    let lately = History {
        sent: vec![at(95)],
        ..History::default()
    };
    assert_eq!(
        ask(&stranger, Channel::Phone, &lately, 49, false),
        Outcome::Send { at: at(100) }
    );
    assert_eq!(
        ask(&stranger, Channel::Phone, &lately, 50, false),
        Outcome::Later { next: at(155) }
    );
    assert_eq!(
        ask(&stranger, Channel::Mail, &fresh, 100, true),
        Outcome::Send { at: at(100) }
    );
}

#[test]
fn other_countries_cost_nothing() {
    let stranger = Asker::Stranger(Network::default(), 0);
    let contact = History::default();
    let budget = Budget {
        daily: 100,
        strangers: 0,
    };
    let ask = Ask {
        asker: &stranger,
        channel: Channel::Phone,
        contact: &contact,
        budget,
        mail_instead: false,
        country: false,
    };
    assert_eq!(decide(&ask, START), Outcome::Abroad);
    assert_eq!(
        decide(
            &Ask {
                channel: Channel::Mail,
                ..ask
            },
            START
        ),
        Outcome::Send { at: START }
    );
}

#[test]
fn g4_a_known_browser_has_five_an_hour_whatever_strangers_did() {
    let flooded = History {
        sent: vec![at(99)],
        muted_until: Some(at(900)),
        unused_since: Some(START),
    };
    let known = |asked: &[i64]| {
        let asker = Asker::Known(asked.iter().map(|m| at(*m)).collect());
        ask(&asker, Channel::Phone, &flooded, 100, false)
    };
    assert_eq!(known(&[]), Outcome::Send { at: at(100) });
    assert_eq!(known(&[90, 91, 92, 93]), Outcome::Send { at: at(100) });
    assert_eq!(
        known(&[90, 91, 92, 93, 94]),
        Outcome::Later { next: at(150) }
    );
    assert_eq!(known(&[40, 91, 92, 93, 94]), Outcome::Send { at: at(100) });
}

#[test]
fn std_35_a_phone_link_lives_until_the_next_may_be_sent() {
    let mut history = History::default();
    assert_eq!(link_until(Channel::Phone, &history, at(0)), at(10));
    history.record(at(0));
    assert_eq!(link_until(Channel::Phone, &history, at(2)), at(12));
    history.record(at(2));
    assert_eq!(link_until(Channel::Phone, &history, at(10)), at(70));
    assert_eq!(
        link_until(Channel::Mail, &history, at(10)),
        at(10) + Span::hours(24)
    );
}

proptest! {
    #![proptest_config(crate::gate::arbitrary::cases())]

    /// Whatever strangers ask and whenever, no contact gets more than its share; and G4: a way in by that
    /// contact is never more than an hour away, be it the next message or the link of one already sent.
    #[test]
    fn g4_floods_are_bounded_and_the_phone_is_never_closed(
        asks in prop::collection::vec(0_i64..40, 1..300),
        phone in any::<bool>(),
    ) {
        let channel = if phone { Channel::Phone } else { Channel::Mail };
        let (mut history, mut minute, mut sent) = (History::default(), 0, Vec::new());
        for pause in asks {
            minute += pause;
            let next = history.next(channel, at(minute));
            prop_assert!(next >= at(minute));
            let link = sent.iter().any(|t| at(minute) < link_until(Channel::Mail, &history, *t));
            prop_assert!(next <= at(minute) + Span::hours(1) || (!phone && link));
            if next == at(minute) {
                history.record(next);
                sent.push(next);
            }
        }
        let most = |window: Span| sent.iter().map(|from| {
            sent.iter().filter(|t| *t >= from && **t < *from + window).count()
        }).max().unwrap_or(0);
        let (day, ten) = if phone { (26, 2) } else { (6, 1) };
        prop_assert!(most(Span::hours(24)) <= day);
        prop_assert!(most(Span::minutes(10)) <= ten);
        prop_assert!(most(Span::minutes(2)) <= 1);
    }
}
