//! The last message.

use crate::config::Config;
use crate::outbox::Letter;
use crate::web::Text;

/// The account is closed.
pub(super) fn closed(config: &Config, t: &Text, reference: &str) -> Letter {
    let link = config.server.link("/signup");
    Letter {
        language: t.language(),
        subject: t.letter_closed_subject(),
        paragraphs: vec![t.letter_closed_text(), t.letter_closed_thanks()],
        code: None,
        short: t.letter_closed_short(link.as_str(), reference),
        link: Some((t.letter_closed_link(), link)),
        reference: reference.to_owned(),
    }
}
