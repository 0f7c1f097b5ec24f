//! What was typed when a page turned out to need a sign-in or one more proof first: it is held in the browser, sealed, and offered
//! again on the page to which that leads back, so that nothing is typed twice.

use askama::Template;
use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::Query;
use axum::http::request::Parts;
use axum::http::{Method, Uri, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_rules::{Span, Time};
use serde::{Deserialize, Serialize};

use super::{Context, Cookie, Error, Frame, Token, page, with_cookie};

/// Longer forms are not held: a cookie has its limits.
const LONGEST: usize = 2_000;

/// So long it is offered.
const OFFERED_FOR: Span = Span::hours(1);

/// What is secret is typed again, what is a confirmation is read again: a form that has such a field is not held at all.
const NOT_HELD: [&str; 5] = ["password", "old", "code", "answer", "sure"];

/// A form that is being sent.
pub(super) struct Sent {
    path: String,
    fields: Vec<(String, String)>,
}

impl Sent {
    /// Reads the form, and gives the body back as it was; nothing for any other request.
    pub(super) async fn of(parts: &Parts, body: Body) -> Result<(Option<Self>, Body), Error> {
        let is = |name, begins: &str| {
            let value = parts.headers.get(name).and_then(|v| v.to_str().ok());
            value.is_some_and(|value| value.starts_with(begins))
        };
        let length = body.size_hint().upper();
        let form = parts.method == Method::POST
            && is(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            && length.is_some_and(|length| (1..=LONGEST as u64).contains(&length));
        if !form {
            return Ok((None, body));
        }
        let bytes: Bytes = to_bytes(body, LONGEST)
            .await
            .map_err(|_| Error::BadInput("body"))?;
        let fields = fields(&bytes).unwrap_or_default();
        let again = fields
            .iter()
            .any(|(name, _)| NOT_HELD.contains(&name.as_str()));
        let sent = (!again && !fields.is_empty()).then(|| Self {
            path: parts.uri.path().to_owned(),
            fields,
        });
        Ok((sent, Body::from(bytes)))
    }

    /// Keeps it with the answer that leads elsewhere first.
    pub(super) fn hold(self, context: &Context, error: &Error, answer: Response) -> Response {
        let (Error::ProveFirst { next, .. } | Error::SignInFirst(next)) = error else {
            return answer;
        };
        let Some(account) = account(context) else {
            return answer;
        };
        let held = Held {
            account,
            back: next.clone(),
            path: self.path,
            fields: self.fields,
            until: (context.now + OFFERED_FOR).0,
        };
        let app = &context.app;
        let plain = serde_json::to_vec(&held).unwrap_or_default();
        let sealed = app.keys.seal(&app.random, b"held form", &plain);
        let text = URL_SAFE_NO_PAD.encode(sealed);
        let seconds = Some(OFFERED_FOR.whole_seconds());
        with_cookie(answer, context, Cookie::Held, &text, seconds)
    }
}

/// A form that waits to be sent again.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    /// Whose account, as text.
    account: String,
    /// The page on which it is offered.
    back: String,
    /// Where it goes.
    path: String,
    fields: Vec<(String, String)>,
    until: i64,
}

#[derive(Template)]
#[template(path = "web/held.html")]
struct HeldPage {
    f: Frame,
    path: String,
    back: String,
    fields: Vec<(String, String)>,
}

impl Held {
    /// What this browser holds for the page that is asked for, and for the account that is signed in.
    pub(super) fn of(context: &Context, parts: &Parts) -> Option<Self> {
        if parts.method != Method::GET {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(context.cookie(Cookie::Held)?).ok()?;
        let plain = context.app.keys.open(b"held form", &sealed)?;
        let held: Self = serde_json::from_slice(&plain).ok()?;
        let here = parts
            .uri
            .path_and_query()
            .is_some_and(|at| at.as_str() == held.back);
        let fits = here
            && account(context).as_ref() == Some(&held.account)
            && context.now < Time(held.until);
        fits.then_some(held)
    }

    /// The page on which it is sent with one press. It is offered once.
    pub(super) fn offer(self, context: &Context) -> Result<Response, Error> {
        let shown = page(&HeldPage {
            f: Frame::signed_in(context),
            path: self.path,
            back: self.back,
            fields: self.fields,
        })?;
        Ok(with_cookie(shown, context, Cookie::Held, "", Some(0)))
    }
}

/// Whose session this browser shows, be it over by now or not.
fn account(context: &Context) -> Option<String> {
    let token = Token::parse(&context.cookie(Cookie::Session)?)?;
    Some(token.root.simple().to_string())
}

fn fields(body: &[u8]) -> Option<Vec<(String, String)>> {
    let uri: Uri = format!("/?{}", std::str::from_utf8(body).ok()?)
        .parse()
        .ok()?;
    Query::try_from_uri(&uri).ok().map(|Query(fields)| fields)
}
