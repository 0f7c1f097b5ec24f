//! /account/security/breached: others know the password, so it is to be changed (S-040). Nothing else ever asks for that.

use askama::Template;
use axum::response::Response;

use super::HERE;
use crate::browsers::Owner;
use crate::web::{Error, Frame, page, see_other};

#[derive(Template)]
#[template(path = "security/pages/breached.html")]
struct BreachedPage {
    f: Frame,
}

/// GET /account/security/breached
///
/// # Errors
/// Of rendering.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    if !owner.account.compromised {
        return Ok(see_other(HERE));
    }
    page(&BreachedPage {
        f: Frame::signed_in(&owner.context),
    })
}
