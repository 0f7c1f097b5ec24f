//! What asking for a proof sends.

use crate::config::Config;
use crate::methods::Codes;
use crate::outbox::Letter;
use crate::web::Text;

/// The code for a second step. Its link leads to "this was not me" only: the code counts where it was asked for (STD-24).
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
        subject: t.letter_second_subject(codes.code.as_str()),
        paragraphs: vec![t.letter_second_text(until), t.letter_second_safe()],
        code: Some(codes.code.clone()),
        short: t.letter_code_short(codes.code.as_str(), link.as_str(), reference, until),
        link: Some((t.link_not_me(), link)),
        reference: reference.to_owned(),
    }
}
