//! Forms and JSON bodies, with our own errors instead of the framework's English ones.

use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::error::{Error, Refusal};

/// A posted form.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
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
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Error::Refused(Refusal::Unsupported))
            }
            Err(other) => Err(by_status(other.status())),
        }
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
