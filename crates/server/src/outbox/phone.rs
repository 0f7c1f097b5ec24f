//! Phone messages: one HTTP request to a gateway that the operator describes (`phone.gateways`).
//!
//! In the body `{to}` is the number (+62812…), `{to_digits}` the same without plus, `{text}` the message, `{id}` the
//! message's id: the gateway can tell by it that a message came twice, and gives it back in its report.

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use kunci_rules::Id;

use super::deliver::NotTaken;
use crate::config::{Gateway, GatewayKind};
use crate::state::App;

/// How phone messages arrive, to tell owners where to look: `whatsapp` or `sms`, by the first gateway.
#[must_use]
pub fn kind(app: &App) -> &'static str {
    match app
        .config
        .phone
        .gateways
        .first()
        .map(|gateway| gateway.kind)
    {
        Some(GatewayKind::Whatsapp) => "whatsapp",
        Some(GatewayKind::Sms) | None => "sms",
    }
}

/// Hands one message to one gateway. Any 2xx answer means that it has it.
pub(super) async fn hand_over(
    app: &App,
    gateway: &Gateway,
    id: Id,
    to: &str,
    text: &str,
) -> Result<(), NotTaken> {
    let body = fill(
        &gateway.body,
        &gateway.content_type,
        &id.to_string(),
        to,
        text,
    );
    let mut headers = HeaderMap::new();
    for (name, value) in &gateway.headers {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            return Err(NotTaken::Later(
                "a header in phone.gateways.headers is malformed",
            ));
        };
        headers.insert(name, value);
    }
    let kind = HeaderValue::try_from(&gateway.content_type)
        .map_err(|_| NotTaken::Later("phone.gateways.content_type is malformed"))?;
    headers.insert(CONTENT_TYPE, kind);
    let request = app
        .http
        .post(&gateway.url)
        .headers(headers)
        .body(body)
        .timeout(Duration::from_secs(gateway.timeout_seconds));
    // The error's own text holds the address, which may hold a secret: it is not passed on.
    let answer = request.send().await.map_err(|error| {
        NotTaken::Later(match () {
            () if error.is_timeout() => "timeout",
            () if error.is_connect() => "no connection",
            () => "broken answer",
        })
    })?;
    match answer.status() {
        status if status.is_success() => Ok(()),
        status if status.as_u16() == 408 || status.as_u16() == 429 || status.is_server_error() => {
            Err(NotTaken::Later("busy"))
        }
        _ => Err(NotTaken::Never),
    }
}

/// Fills the placeholders, each value escaped for the content type. What a value contains is never filled again.
pub(super) fn fill(template: &str, content_type: &str, id: &str, to: &str, text: &str) -> String {
    let escape = if content_type.contains("json") {
        json
    } else {
        form
    };
    let values = [
        ("{to}", to),
        ("{to_digits}", to.trim_start_matches('+')),
        ("{text}", text),
        ("{id}", id),
    ];
    let mut out = String::with_capacity(template.len() + text.len() + 64);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(mark, _)| rest.starts_with(mark)) {
            Some((mark, value)) => {
                out.push_str(&escape(value));
                rest = &rest[mark.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The inside of a JSON string.
fn json(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// One value of `application/x-www-form-urlencoded`.
fn form(value: &str) -> String {
    let mut out = String::with_capacity(value.len() * 2);
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
