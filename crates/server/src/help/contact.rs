//! The official contacts: one source, shown to people and to machines (S-122 to S-125).

use askama::Template;
use axum::response::Response;
use serde::Serialize;

use crate::config::{Social, Support};
use crate::web::{Context, Error, Frame, Language, page};

/// Where machines find the same list.
const MACHINE: &str = "/.well-known/official-contacts.json";

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

/// What machines read: to check a sender, or to show the contacts inside another app.
#[derive(Serialize)]
struct Official<'a> {
    brand: &'a str,
    website: &'a str,
    phone: &'a str,
    email: &'a str,
    whatsapp: &'a str,
    chat: &'a str,
    hours_id: &'a str,
    hours_en: &'a str,
    social: &'a [Social],
    help_is_free: bool,
    never_asked_for: [&'static str; 3],
}

/// GET /.well-known/official-contacts.json
///
/// # Errors
/// None.
pub async fn machine(context: Context) -> Result<axum::Json<serde_json::Value>, Error> {
    let (brand, server) = (&context.app.config.brand, &context.app.config.server);
    let support = &brand.support;
    let official = Official {
        brand: &brand.name,
        website: &server.public_url,
        phone: &support.phone,
        email: &support.email,
        whatsapp: &support.whatsapp,
        chat: &support.chat_url,
        hours_id: &support.hours_id,
        hours_en: &support.hours_en,
        social: &support.social,
        help_is_free: true,
        never_asked_for: ["password", "code", "money"],
    };
    Ok(axum::Json(
        serde_json::to_value(official).map_err(|_| Error::Internal)?,
    ))
}
