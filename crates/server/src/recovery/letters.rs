//! What recovery sends.

use jiff::tz::TimeZone;

use crate::config::Config;
use crate::methods::{Challenge, Codes};
use crate::outbox::Letter;
use crate::web::Text;

/// The code and link that prove a contact (`voice.md` 3.4).
pub(super) fn code(
    config: &Config,
    t: &Text,
    zone: &TimeZone,
    codes: &Codes,
    challenge: &Challenge,
    reference: &str,
) -> Letter {
    let link = config.server.link(&codes.path());
    let until = t.short_time(challenge.code_until, zone);
    Letter {
        language: t.language(),
        subject: t.letter_recover_subject(codes.code.as_str()),
        paragraphs: vec![
            t.letter_recover_text(until.as_str()),
            t.letter_recover_typed(codes.link.typable()),
            t.letter_recover_safe(),
        ],
        code: Some(codes.code.clone()),
        short: t.letter_code_short(codes.code.as_str(), link.as_str(), reference, until),
        link: Some((t.letter_recover_link(), link)),
        reference: reference.to_owned(),
    }
}

/// The wait is over: a link with which the proved contact goes on, in any browser.
pub(super) fn opens(config: &Config, t: &Text, codes: &Codes, reference: &str) -> Letter {
    let link = config.server.link(&codes.path());
    Letter {
        language: t.language(),
        subject: t.letter_opens_subject(),
        paragraphs: vec![
            t.letter_opens_text(),
            t.letter_recover_typed(codes.link.typable()),
            t.letter_recover_safe(),
        ],
        code: None,
        short: t.letter_opens_short(link.as_str(), reference),
        link: Some((t.letter_opens_link(), link)),
        reference: reference.to_owned(),
    }
}
