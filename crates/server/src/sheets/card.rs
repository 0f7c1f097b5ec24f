//! The rescue card: what someone needs who holds nothing but paper. On the page that made the codes, and as a PDF made from
//! the same answer: the browser sends the card back sealed, because nobody else has it.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_db::{Result, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time};
use serde::{Deserialize, Serialize};

use super::{Fresh, pdf};
use crate::authenticators;
use crate::methods::{self, Contact};
use crate::secret::Secret;
use crate::web::{Context, Error, Form, Text};

/// How long the page that shows the codes can still make the PDF.
const LIFE: Span = Span::minutes(15);

/// To what the sealed card belongs.
const BOUND_TO: &[u8] = b"rescue card";

/// A card with codes in it. It is shown once and kept nowhere.
#[derive(Clone, Serialize, Deserialize)]
pub struct Card {
    /// The account's first contact, masked.
    hint: String,
    /// What its owner calls its helpers.
    #[serde(default)]
    helpers: String,
    /// The codes as they stand on paper.
    codes: Vec<String>,
    /// When the PDF can be made no more.
    until: i64,
}

/// A card as it stands on a page.
#[derive(Template)]
#[template(path = "sheets/pages/card.html")]
pub struct CardOnPage {
    t: Text,
    brand: String,
    address: String,
    hint: String,
    helpers: String,
    codes: Vec<String>,
    sealed: String,
}

impl Card {
    /// A card of this account with these codes.
    ///
    /// # Errors
    /// Of the database.
    pub fn of(view: &View<'_>, context: &Context, account: Id, fresh: &[Fresh]) -> Result<Self> {
        let contacts = methods::contacts(view, account)?;
        let mut helpers = authenticators::list(view, account)?;
        helpers.retain(|one| one.kind == MethodKind::Helper && !one.label.is_empty());
        let names: Vec<String> = helpers.into_iter().map(|one| one.label).collect();
        Ok(Self {
            hint: contacts.first().map(Contact::masked).unwrap_or_default(),
            helpers: names.join(", "),
            codes: fresh.iter().map(Fresh::text).collect(),
            until: (context.now + LIFE).0,
        })
    }

    /// Its codes as they stand on paper.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Ready for a page, with its sealed self in a form.
    #[must_use]
    pub fn on_page(self, context: &Context) -> CardOnPage {
        CardOnPage {
            sealed: self.seal(context),
            t: context.text.clone(),
            brand: context.app.config.brand.name.clone(),
            address: address(context),
            hint: self.hint,
            helpers: self.helpers,
            codes: self.codes,
        }
    }

    fn seal(&self, context: &Context) -> String {
        let app = &context.app;
        let plain = Secret::new(serde_json::to_string(self).unwrap_or_default());
        let sealed = app
            .keys
            .seal(&app.random, BOUND_TO, plain.expose().as_bytes());
        URL_SAFE_NO_PAD.encode(sealed)
    }

    fn open(context: &Context, sealed: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let plain = context.app.keys.open(BOUND_TO, &sealed)?;
        let card: Self = serde_json::from_slice(&plain).ok()?;
        (context.now < Time(card.until)).then_some(card)
    }
}

/// Where its reader goes: short, to be typed.
fn address(context: &Context) -> String {
    format!("{}/forgot", context.app.config.server.host())
}

/// The form.
#[derive(Deserialize)]
pub struct Sealed {
    #[serde(default)]
    card: Secret,
}

/// POST /codes/card.pdf
///
/// # Errors
/// `Conflict` if the page that showed the codes is too old.
pub async fn post_pdf(
    context: Context,
    Form(form): Form<Sealed>,
) -> std::result::Result<Response, Error> {
    let card = Card::open(&context, form.card.expose()).ok_or(Error::Conflict("over"))?;
    let t = &context.text;
    let mut lines = vec![
        pdf::Line::title(t.card_title(context.app.config.brand.name.as_str())),
        pdf::Line::text(t.card_home()),
        pdf::Line::text(t.card_go(address(&context))),
        pdf::Line::text(t.card_account(card.hint.as_str())),
    ];
    let codes = card.codes.iter().zip(1..);
    lines.extend(codes.map(|(code, n)| pdf::Line::code(format!("{n:>2}  {code}"))));
    lines.push(pdf::Line::text(t.card_once()));
    lines.push(if card.helpers.is_empty() {
        pdf::Line::fill(t.card_helper())
    } else {
        pdf::Line::text(t.card_helpers(card.helpers.as_str()))
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/pdf"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"kode-cadangan.pdf\""),
        ),
    ];
    let title = t.card_title(context.app.config.brand.name.as_str());
    let body = pdf::document(&title, t.language().tag(), &lines);
    Ok((headers, body).into_response())
}
