//! The one error type of handlers: what went wrong for the asker, never why inside.
//!
//! Refusals of the gate are not errors: they are verdicts, and each page shows its own.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a handler could not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Nothing is here, or it belongs to someone else.
    NotFound,
    /// A session is needed; come back to this path afterwards.
    SignInFirst(String),
    /// Signed in, but more must be proved first, on this page.
    ProveFirst {
        /// The page that collects it.
        at: String,
        /// Where its asker goes afterwards.
        next: String,
    },
    /// There is nothing to go on with here: it begins on this page.
    Elsewhere(&'static str),
    /// Others know the password, and nothing else protects the account: it is changed first, on this page.
    ChangePassword(&'static str),
    /// The request cannot be understood; the text names the field.
    BadInput(&'static str),
    /// Understood, but this field is wrong (API; a page shows the same text beside the field).
    NotAccepted {
        /// Its name.
        field: &'static str,
        /// What is the matter with it, for people.
        text: String,
    },
    /// From another site, or a form that was sent before.
    Refused(Refusal),
    /// The session finds devices and does nothing else (S-102).
    Limited,
    /// The gate refuses, or a lock forbids it. The code is stable (API).
    Locked(&'static str),
    /// The thing is not in a state that allows it. The code is stable (API).
    Conflict(&'static str),
    /// Too many of these; seconds to wait.
    TooMany(i64),
    /// Overload: nothing was done, try again in a second.
    Busy,
    /// The database did not say whether it was saved; look before repeating.
    Unsure,
    /// Ours. The cause is in the log under the request id.
    Internal,
}

/// Why a well-formed request is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `Sec-Fetch-Site` or `Origin` is not ours.
    CrossSite,
    /// The body is larger than any form here.
    TooLarge,
    /// Not a content type that is taken here.
    Unsupported,
    /// The address exists, but not for this method.
    WrongMethod,
}

impl Error {
    /// The first of these fields that something is the matter with; ours where that is none, since something was wrong.
    #[must_use]
    pub fn first_wrong<const N: usize>(fields: [(&'static str, Option<String>); N]) -> Self {
        let mut wrong = fields
            .into_iter()
            .filter_map(|(field, text)| Some((field, text?)));
        wrong
            .next()
            .map_or(Self::Internal, |(field, text)| Self::NotAccepted {
                field,
                text,
            })
    }

    /// HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst(_) | Self::Elsewhere(_) => StatusCode::UNAUTHORIZED,
            Self::ProveFirst { .. }
            | Self::ChangePassword(_)
            | Self::Limited
            | Self::Locked(_)
            | Self::Refused(Refusal::CrossSite) => StatusCode::FORBIDDEN,
            Self::BadInput(_) => StatusCode::BAD_REQUEST,
            Self::NotAccepted { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Refused(Refusal::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(Refusal::Unsupported) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Refused(Refusal::WrongMethod) => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Unsure => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code of problem+json (RFC 9457).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::SignInFirst(_) => "sign_in_required",
            Self::Elsewhere(_) => "begin_first",
            Self::ChangePassword(_) => "password_known",
            Self::ProveFirst { .. } => "step_up_required",
            Self::BadInput(_) => "bad_input",
            Self::NotAccepted { .. } => "not_accepted",
            Self::Refused(Refusal::CrossSite) => "cross_site",
            Self::Refused(Refusal::TooLarge) => "too_large",
            Self::Refused(Refusal::Unsupported) => "unsupported",
            Self::Refused(Refusal::WrongMethod) => "wrong_method",
            Self::Limited => "limited_session",
            Self::Locked(code) | Self::Conflict(code) => code,
            Self::TooMany(_) => "too_many",
            Self::Busy => "busy",
            Self::Unsure => "unsure",
            Self::Internal => "internal",
        }
    }

    /// Seconds after which a retry makes sense.
    #[must_use]
    pub const fn retry_after(&self) -> Option<i64> {
        match self {
            Self::TooMany(seconds) => Some(*seconds),
            Self::Busy => Some(1),
            Self::Unsure => Some(5),
            _ => None,
        }
    }
}

impl From<kunci_db::Error> for Error {
    fn from(error: kunci_db::Error) -> Self {
        match error {
            kunci_db::Error::Overloaded | kunci_db::Error::Again => Self::Busy,
            kunci_db::Error::Unknown => Self::Unsure,
            kunci_db::Error::Missing => Self::NotFound,
            other => {
                tracing::error!(error = %other, "database");
                Self::Internal
            }
        }
    }
}

impl From<crate::hashing::Busy> for Error {
    fn from(_: crate::hashing::Busy) -> Self {
        Self::Busy
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "page");
        Self::Internal
    }
}

/// The error travels in the response's extensions; one layer (`headers::render_errors`) turns it into a
/// localized page or problem+json, whichever the asker reads.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}
