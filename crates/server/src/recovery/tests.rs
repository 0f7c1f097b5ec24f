//! What recovery sends fits where it goes.

use kunci_rules::codes::Link;
use kunci_rules::{Id, Time};

use super::{Goal, State, letters};
use crate::config::Config;
use crate::methods::{Challenge, Channel, Codes, Purpose};
use crate::outbox::gsm7;
use crate::web::locale::Texts;
use crate::web::{Language, times};

fn codes() -> Codes {
    Codes {
        code: "12345678".to_owned(),
        link: Link([7; 16]),
    }
}

fn challenge() -> Challenge {
    let id = Id::from_u128(1);
    Challenge {
        id,
        subject: id,
        account: None,
        purpose: Purpose::Recover,
        case: id,
        contact: None,
        contact_hash: [0; 32],
        channel: Channel::Phone,
        visitor: [0; 32],
        code: [0; 32],
        code_until: Time(0),
        link_until: Time(0),
        created_at: Time(0),
        used_at: None,
    }
}

#[test]
fn s039_the_code_comes_first_with_a_warning_and_fits_one_sms() {
    let mut config = Config::default();
    config.server.public_url = "https://akun.nusa.example".to_owned();
    let texts = Texts::new("Akun Nusa", "Anda");
    for language in [Language::Indonesian, Language::English] {
        let (t, zone) = (texts.of(language), times::zone("Asia/Jakarta"));
        let code = letters::code(&config, &t, &zone, &codes(), &challenge(), "K7F2-9QX");
        assert!(code.short.starts_with("12345678 "), "{}", code.short);
        assert!(
            code.paragraphs
                .iter()
                .any(|p| p.contains(&codes().link.typable()))
        );
        let opens = letters::opens(&config, &t, &codes(), "K7F2-9QX");
        assert_eq!(opens.code, None);
        for short in [code.short, opens.short] {
            assert!(
                gsm7::fits(&gsm7::plain(&short)),
                "{} letters: {short}",
                short.len()
            );
            assert!(short.contains("https://akun.nusa.example/l/"), "{short}");
        }
    }
}

#[test]
fn what_is_kept_of_a_case_is_read_again() {
    for state in State::ALL {
        assert_eq!(State::parse(state.tag()), Some(state));
    }
    for goal in [Goal::Password, Goal::Why] {
        assert_eq!(Goal::parse(goal.tag()), goal);
    }
    assert_eq!(Goal::parse("anything"), Goal::Password);
}
