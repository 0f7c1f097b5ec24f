//! The way in for whoever lost a phone and stands here with someone else's (`voice.md` 4.1, 4.2).

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::Deserialize;

use crate::browsers::{Owner, Seeker};
use crate::passkeys;
use crate::state::App;
use crate::web::{Context, Error, Frame, page as render, see_other};

#[derive(Template)]
#[template(path = "finder/pages/entrance.html")]
struct EntrancePage {
    f: Frame,
    name: String,
    next: String,
    borrowed: bool,
    passkey: bool,
    name_error: Option<String>,
    password_error: Option<String>,
}

/// The sign-in form, with "borrowed phone" preselected unless this browser is known to somebody: whoever lost a phone often
/// stands here with someone else's, but must not lose what being at their own laptop counts for. The second step is never
/// asked for finding: it is often on the missing phone.
pub(super) fn page(context: &Context, next: &str) -> Result<Response, Error> {
    render(&EntrancePage {
        f: Frame::new(context),
        name: String::new(),
        next: next.to_owned(),
        borrowed: context.browser_tokens().is_empty(),
        passkey: passkeys::possible(context),
        name_error: None,
        password_error: None,
    })
}

/// The owner at one phone's page. Whoever is not signed in (any more) gets the way in instead, and comes back to that phone.
pub struct AtDevice {
    pub(super) owner: Owner,
    /// Named in the address; not yet known to be the owner's.
    pub(super) device: Id,
    /// The session finds devices and does nothing else: it takes no mark back.
    pub(super) limited: bool,
}

impl AtDevice {
    /// For what takes back a mark, a message or a lock. A limited session may not: whoever holds the phone may read the mail
    /// on it, and would undo with that one proof what protects it.
    ///
    /// # Errors
    /// `Limited` in such a session.
    pub(super) fn for_taking_back(self) -> Result<Self, Error> {
        if self.limited {
            return Err(Error::Limited);
        }
        Ok(self)
    }
}

#[derive(Deserialize)]
struct Address {
    device: Id,
}

impl FromRequestParts<App> for AtDevice {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Ok(Path(Address { device })) = Path::<Address>::from_request_parts(parts, app).await
        else {
            return Err(Error::NotFound.into_response());
        };
        let seeker = <Seeker as FromRequestParts<App>>::from_request_parts(parts, app).await;
        match seeker {
            Ok(Seeker { owner, limited, .. }) => Ok(Self {
                owner,
                device,
                limited,
            }),
            Err(Error::SignInFirst(_)) => Err(way_in(parts, app, device).await),
            Err(other) => Err(other.into_response()),
        }
    }
}

async fn way_in(parts: &mut Parts, app: &App, device: Id) -> Response {
    let next = format!("/find/{device}");
    if !parts.method.is_safe() {
        return see_other(&next);
    }
    let context = <Context as FromRequestParts<App>>::from_request_parts(parts, app).await;
    match context.and_then(|context| page(&context, &next)) {
        Ok(page) => page,
        Err(error) => error.into_response(),
    }
}
