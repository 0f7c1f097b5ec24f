//! What looking for an account name sends.

use crate::config::Config;
use crate::methods::Codes;
use crate::outbox::Letter;
use crate::web::Text;

/// The code and link that prove the contact.
pub(super) fn code(
    config: &Config,
    t: &Text,
    codes: &Codes,
    until: &str,
    reference: &str,
) -> Letter {
    let link = config.server.link(&codes.path());
    Letter {
        language: t.language(),
        subject: t.letter_names_subject(codes.code.as_str()),
        paragraphs: vec![
            t.letter_names_text(until),
            t.letter_recover_typed(codes.link.typable()),
            t.letter_names_safe(),
        ],
        code: Some(codes.code.clone()),
        short: t.letter_code_short(codes.code.as_str(), link.as_str(), reference, until),
        link: Some((t.letter_names_link(), link)),
        reference: reference.to_owned(),
    }
}
