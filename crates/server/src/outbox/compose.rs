//! A letter as mail: plain text, and simple HTML in the brand's colours that reads the same without styles.

use std::time::{Duration, SystemTime};

use askama::Template;
use kunci_rules::Id;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

use super::letter::Letter;
use crate::state::App;
use crate::web::Text;
use crate::web::brand::ink;

#[derive(Template)]
#[template(path = "outbox/pages/mail.html")]
struct Page<'a> {
    t: &'a Text,
    brand: &'a str,
    contact: String,
    check: String,
    colour: &'a str,
    on_colour: &'a str,
    letter: &'a Letter,
    first: &'a str,
    others: &'a [String],
}

impl Page<'_> {
    fn lang(&self) -> &'static str {
        self.letter.language.tag()
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("the template failed: {0}")]
    Template(#[from] askama::Error),
    #[error("the message is not valid: {0}")]
    Message(#[from] lettre::error::Error),
}

/// The whole message as it goes over the wire. Its Message-ID is the row's id: a second sending can be recognised.
pub(super) fn mail(
    app: &App,
    from: &Mailbox,
    to: &Address,
    id: Id,
    letter: &Letter,
) -> Result<Vec<u8>, Error> {
    let html = page(app, letter)?;
    let language = || raw("Content-Language", letter.language.tag());
    let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
    let at = SystemTime::UNIX_EPOCH + Duration::from_micros(app.now().0.max(0).unsigned_abs());
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(&letter.subject)
        .date(at)
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        // RFC 3834: machines do not answer; the second one says it to Exchange.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("X-Auto-Response-Suppress", "All"))
        .raw_header(language())
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, text(app, letter)))
                .singlepart(part(ContentType::TEXT_HTML, html)),
        )?;
    Ok(message.formatted())
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The HTML part.
pub(super) fn page(app: &App, letter: &Letter) -> Result<String, askama::Error> {
    let config = &app.config;
    let (first, others) = letter
        .paragraphs
        .split_first()
        .map_or(("", [].as_slice()), |(first, others)| {
            (first.as_str(), others)
        });
    let page = Page {
        t: &app.texts.of(letter.language),
        brand: &config.brand.name,
        contact: config.server.link("/contact"),
        check: config.server.link("/check"),
        colour: &config.brand.colour,
        on_colour: ink(&config.brand.colour),
        letter,
        first,
        others,
    };
    page.render()
}

/// The plain text, in the order of the HTML.
pub(super) fn text(app: &App, letter: &Letter) -> String {
    let t = app.texts.of(letter.language);
    let mut parts: Vec<String> = letter.paragraphs.first().cloned().into_iter().collect();
    parts.extend(
        letter
            .code
            .as_ref()
            .map(|code| format!("{}: {code}", t.outbox_code())),
    );
    parts.extend(
        letter
            .link
            .as_ref()
            .map(|(label, url)| format!("{label}:\n{url}")),
    );
    parts.extend(letter.paragraphs.iter().skip(1).cloned());
    let contact = app.config.server.link("/contact");
    parts.push(format!(
        "-- \n{}\n{}\n{} {}",
        t.outbox_automatic(contact.as_str()),
        t.layout_free(),
        t.outbox_reference(letter.reference.as_str()),
        t.outbox_check(app.config.server.link("/check"))
    ));
    parts.join("\n\n")
}
