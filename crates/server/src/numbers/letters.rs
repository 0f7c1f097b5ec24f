//! What is asked about an old number, by another contact.

use jiff::tz::TimeZone;
use kunci_rules::Time;

use crate::config::Config;
use crate::methods::Contact;
use crate::outbox::Letter;
use crate::web::Text;

/// Is it still yours? Until then it counts as it did; nothing: it has come to that already.
pub(super) fn asks(
    config: &Config,
    (t, zone): (&Text, &TimeZone),
    number: &Contact,
    stale_at: Option<Time>,
    reference: &str,
) -> Letter {
    let link = config.server.link("/");
    let masked = number.masked();
    let proved = t.date(number.proved_at, zone);
    let text = match stale_at {
        Some(at) => t.letter_number_text(masked.as_str(), proved, t.date(at, zone)),
        None => t.letter_number_text_late(masked.as_str(), proved),
    };
    Letter {
        language: t.language(),
        subject: t.number_title(masked.as_str()),
        paragraphs: vec![text, t.number_text(), t.letter_number_how()],
        code: None,
        short: t.letter_number_short(link.as_str(), masked.trim_start_matches('…'), reference),
        link: Some((t.letter_number_link(), link)),
        reference: reference.to_owned(),
    }
}
