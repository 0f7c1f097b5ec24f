//! What sign-up sends.

use jiff::tz::TimeZone;

use crate::accounts::Identifier;
use crate::config::Config;
use crate::methods::{Challenge, Codes};
use crate::outbox::Letter;
use crate::web::Text;

/// The code and link of a new account.
pub(super) fn code(
    config: &Config,
    t: &Text,
    zone: &TimeZone,
    codes: &Codes,
    challenge: &Challenge,
    reference: &str,
) -> Letter {
    let link = config.server.link(&codes.path());
    Letter {
        language: t.language(),
        subject: t.letter_signup_subject(codes.code.as_str()),
        paragraphs: vec![
            t.letter_signup_text(t.short_time(challenge.code_until, zone)),
            t.letter_signup_typed(codes.link.typable()),
            t.letter_signup_safe(),
        ],
        code: Some(codes.code.clone()),
        short: t.letter_code_short(
            codes.code.as_str(),
            link.as_str(),
            reference,
            t.short_time(challenge.code_until, zone),
        ),
        link: Some((t.letter_signup_link(), link)),
        reference: reference.to_owned(),
    }
}

/// For a mail address that has an account already: said to its owner alone, never on the page.
pub(super) fn exists(
    config: &Config,
    t: &Text,
    identifier: &Identifier,
    reference: &str,
) -> Letter {
    let link = config.server.link("/forgot");
    Letter {
        language: t.language(),
        subject: t.letter_exists_subject(),
        paragraphs: vec![
            t.letter_exists_text(identifier.value()),
            t.letter_exists_safe(),
        ],
        code: None,
        short: t.letter_exists_short(link.as_str(), reference),
        link: Some((t.letter_exists_link(), link)),
        reference: reference.to_owned(),
    }
}
