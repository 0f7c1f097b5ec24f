//! What sign-in sends.

use crate::config::Config;
use crate::methods::Codes;
use crate::outbox::Letter;
use crate::web::Text;

/// The link that gives a new browser guesses of its own.
pub(super) fn vouch(config: &Config, t: &Text, codes: &Codes, reference: &str) -> Letter {
    let link = config.server.link(&codes.path());
    Letter {
        language: t.language(),
        subject: t.letter_vouch_subject(),
        paragraphs: vec![
            t.letter_vouch_text(),
            t.letter_vouch_code(codes.link.typable()),
            t.letter_vouch_safe(),
        ],
        code: None,
        short: t.letter_vouch_short(link.as_str(), reference, codes.link.typable()),
        link: Some((t.letter_link_label(), link)),
        reference: reference.to_owned(),
    }
}
