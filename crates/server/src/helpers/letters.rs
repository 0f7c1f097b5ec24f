//! What helpers are sent. No code: it is made when the helper wants it, and stands on a page.

use crate::outbox::Letter;
use crate::web::Text;

/// So much of a name fits into a phone message.
const SHORT: usize = 24;

/// A name for a phone message.
fn short(name: &str) -> String {
    name.chars().take(SHORT).collect()
}

/// Asks someone to be a helper.
pub(super) fn invitation(t: &Text, asker: &str, link: String, reference: &str) -> Letter {
    Letter {
        language: t.language(),
        subject: t.letter_helper_invite_subject(asker),
        paragraphs: vec![
            t.letter_helper_invite_text(asker),
            t.helpers_answer_nothing(asker),
            t.letter_helper_invite_safe(),
        ],
        code: None,
        short: t.letter_helper_invite_short(short(asker), link.as_str(), reference),
        link: Some((t.letter_helper_invite_link(), link)),
        reference: reference.to_owned(),
    }
}

/// Somebody says to be the owner, and asks for a code (C-13).
pub(super) fn request(t: &Text, asker: &str, link: String, reference: &str) -> Letter {
    Letter {
        language: t.language(),
        subject: t.letter_helper_ask_subject(asker),
        paragraphs: vec![
            t.letter_helper_ask_text(asker),
            t.helpers_code_rule(asker),
            t.letter_helper_ask_safe(),
        ],
        code: None,
        short: t.letter_helper_ask_short(short(asker), link.as_str(), reference),
        link: Some((t.letter_helper_ask_link(), link)),
        reference: reference.to_owned(),
    }
}
