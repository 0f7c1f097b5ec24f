//! Forms, JSON bodies and addresses, with our own errors instead of the framework's English ones.
//!
//! The database takes no NUL in a text, so nothing that holds one comes further than this.

use axum::body::{Body, Bytes};
use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::error::{Error, Refusal};

/// A posted form.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let request = without_nul(request, "%00", state).await?;
        match axum::Form::<T>::from_request(request, state).await {
            Ok(axum::Form(value)) => Ok(Self(value)),
            Err(FormRejection::InvalidFormContentType(_)) => {
                Err(Error::Refused(Refusal::Unsupported))
            }
            Err(other) => Err(by_status(other.status())),
        }
    }
}

/// A posted JSON document.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let request = without_nul(request, "\\u0000", state).await?;
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Error::Refused(Refusal::Unsupported))
            }
            Err(other) => Err(by_status(other.status())),
        }
    }
}

/// What the address names. What cannot be an id names nothing.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(named)) => Ok(Self(named)),
            Err(_) => Err(Error::NotFound),
        }
    }
}

/// What follows the address, after a question mark.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(asked)) => Ok(Self(asked)),
            Err(_) => Err(Error::BadInput("query")),
        }
    }
}

/// Reads the body and refuses a NUL, bare or `escaped`.
async fn without_nul<S: Send + Sync>(
    request: Request,
    escaped: &str,
    state: &S,
) -> Result<Request, Error> {
    let (parts, body) = request.into_parts();
    let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state)
        .await
        .map_err(|error| by_status(error.status()))?;
    let holds_nul = bytes.contains(&0)
        || bytes
            .windows(escaped.len())
            .any(|window| window == escaped.as_bytes());
    if holds_nul {
        Err(Error::BadInput("form"))
    } else {
        Ok(Request::from_parts(parts, Body::from(bytes)))
    }
}

fn by_status(status: StatusCode) -> Error {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Error::Refused(Refusal::TooLarge)
    } else {
        Error::BadInput("form")
    }
}

/// A check box: present or absent, whatever its value.
#[must_use]
pub const fn is_checked(field: Option<&String>) -> bool {
    field.is_some()
}
