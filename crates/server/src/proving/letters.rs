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
    rehearsal: bool,
) -> Letter {
    let link = config.server.link(&codes.path());
    let (subject, text) = if rehearsal {
        (
            t.letter_rehearsal_subject(codes.code.as_str()),
            t.letter_rehearsal_text(until),
        )
    } else {
        (
            t.letter_second_subject(codes.code.as_str()),
            t.letter_second_text(until),
        )
    };
    Letter {
        language: t.language(),
        subject,
        paragraphs: vec![text, t.letter_second_safe()],
        code: Some(codes.code.clone()),
        short: t.letter_code_short(codes.code.as_str(), link.as_str(), reference, until),
        link: Some((t.link_not_me(), link)),
        reference: reference.to_owned(),
    }
}
