//! What is asked about an old number, by another contact.

use crate::config::Config;
use crate::methods::Contact;
use crate::outbox::Letter;
use crate::web::Text;

/// Is it still yours?
pub(super) fn asks(config: &Config, t: &Text, number: &Contact, reference: &str) -> Letter {
    let link = config.server.link("/");
    let masked = number.masked();
    Letter {
        language: t.language(),
        subject: t.number_title(masked.as_str()),
        paragraphs: vec![t.letter_number_text(masked.as_str()), t.number_text()],
        code: None,
        short: t.letter_number_short(link.as_str(), masked.trim_start_matches('…'), reference),
        link: Some((t.letter_number_link(), link)),
        reference: reference.to_owned(),
    }
}
