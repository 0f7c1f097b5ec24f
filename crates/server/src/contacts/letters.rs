//! What adding a contact sends.

use crate::config::Config;
use crate::methods::Codes;
use crate::outbox::Letter;
use crate::web::Text;

/// The code that proves the new contact.
pub(super) fn code(
    config: &Config,
    t: &Text,
    codes: &Codes,
    until: &str,
    reference: &str,
) -> Letter {
    let link = config.server.link("/account/contacts/code");
    Letter {
        language: t.language(),
        subject: t.letter_contact_subject(codes.code.as_str()),
        paragraphs: vec![t.letter_contact_text(until), t.letter_contact_safe()],
        code: Some(codes.code.clone()),
        short: t.letter_code_short(codes.code.as_str(), link.as_str(), reference, until),
        link: Some((t.letter_contact_link(), link)),
        reference: reference.to_owned(),
    }
}
