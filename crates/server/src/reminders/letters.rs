//! What is sent once a year.

use crate::config::Config;
use crate::outbox::Letter;
use crate::web::Text;

pub(super) fn yearly(config: &Config, t: &Text, reference: String) -> Letter {
    let link = config.server.link("/account/checkup");
    Letter {
        language: t.language(),
        subject: t.letter_yearly_subject(),
        paragraphs: vec![t.letter_yearly_text(), t.letter_yearly_safe()],
        code: None,
        short: t.letter_yearly_short(link.as_str(), reference.as_str()),
        link: Some((t.checkup_link(), link)),
        reference,
    }
}
