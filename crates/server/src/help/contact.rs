//! The official contacts for people (S-122 to S-125); `official` shows machines the same settings.

use askama::Template;
use axum::response::Response;

use super::official::MACHINE;
use crate::config::Support;
use crate::web::{Context, Error, Frame, Language, page};

#[derive(Template)]
#[template(path = "help/pages/contact.html")]
struct ContactPage {
    f: Frame,
    host: String,
    machine: &'static str,
    support: Support,
    /// Digits for `tel:` and `wa.me`.
    phone_digits: String,
    whatsapp_digits: String,
    hours: String,
}

impl ContactPage {
    fn is_empty(&self) -> bool {
        let s = &self.support;
        [&s.phone, &s.email, &s.whatsapp, &s.chat_url]
            .into_iter()
            .all(String::is_empty)
            && s.social.is_empty()
    }
}

/// GET /contact
///
/// # Errors
/// Of rendering.
pub async fn get(context: Context) -> Result<Response, Error> {
    let config = &context.app.config;
    let support = config.brand.support.clone();
    let hours = match context.text.language() {
        Language::Indonesian => support.hours_id.clone(),
        Language::English => support.hours_en.clone(),
    };
    page(&ContactPage {
        f: Frame::new(&context),
        host: config.server.host().to_owned(),
        machine: MACHINE,
        phone_digits: digits(&support.phone, true),
        whatsapp_digits: digits(&support.whatsapp, false),
        hours,
        support,
    })
}

/// The digits of a number, with its plus sign where the address takes one.
fn digits(number: &str, plus: bool) -> String {
    let keep = |c: &char| c.is_ascii_digit() || (plus && *c == '+');
    number.chars().filter(keep).collect()
}
