//! `/api/v1/methods/helpers`: whom the owner asked to help, asking someone, and taking an invitation back. Who said yes is a method.

use axum::Json;
use axum::http::StatusCode;
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::helpers::{self, Member, State, Typed};
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, form, times};

/// Whom the owner asked.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Helpers {
    /// Oldest invitation first.
    helpers: Vec<Helper>,
}

/// One person who was asked.
#[derive(Serialize, ToSchema)]
struct Helper {
    /// Id of the invitation (UUID).
    id: String,
    /// Id of the method that this person is, alone or with the others of a group, once they said yes (UUID).
    method: String,
    /// What the owner calls them.
    name: String,
    /// Their address or number, masked.
    contact: String,
    /// `asked`, `accepted`, `declined`, `left` or `late` (nobody answered in time).
    state: &'static str,
    /// Until when the invitation can be answered (RFC 3339), while it can be.
    until: Option<String>,
}

/// Everyone whom the owner asked to be a helper. Needs a fresh sign-in.
#[utoipa::path(
    get,
    path = "/api/v1/methods/helpers",
    operation_id = "helpers",
    security(("session" = [])),
    responses(
        (status = OK, body = Helpers),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn list(owner: Owner) -> Result<Json<Helpers>, Error> {
    helpers::may_ask(&owner).await?;
    Ok(Json(asked(&owner).await?))
}

async fn asked(owner: &Owner) -> Result<Helpers, Error> {
    let members = helpers::asked(owner).await?;
    let show = |member: &Member| {
        let open = member.is_open(owner.context.now);
        Helper {
            id: member.id.to_string(),
            method: member.helper.to_string(),
            name: member.label.clone(),
            contact: member.masked(),
            state: match member.state {
                State::Asked if !open => "late",
                state => state.tag(),
            },
            until: open.then(|| times::rfc3339(member.until())),
        }
    };
    Ok(Helpers {
        helpers: members.iter().map(show).collect(),
    })
}

/// Whom to ask.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct HelperInvitation {
    /// What the owner calls them: 1 to 40 letters on one line.
    name: String,
    /// One mail address or number; several are a group, in which any one can help.
    contacts: Vec<String>,
}

/// Asks someone to be a helper: each gets a message, and counts once they said yes. Every contact is told. Needs a fresh sign-in.
#[utoipa::path(
    post,
    path = "/api/v1/methods/helpers",
    operation_id = "invite_helper",
    request_body = HelperInvitation,
    security(("session" = [])),
    responses(
        (status = CREATED, body = Helpers, description = "Everyone who was asked so far"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn invite(
    owner: Owner,
    form::Json(wanted): form::Json<HelperInvitation>,
) -> Result<(StatusCode, Json<Helpers>), Error> {
    let mut contacts = wanted.contacts.into_iter();
    let typed = Typed {
        name: wanted.name,
        contact: contacts.next().unwrap_or_default(),
        more: contacts.collect::<Vec<String>>().join("\n"),
    };
    let Err(errors) = helpers::sent(&owner, &typed).await? else {
        return Ok((StatusCode::CREATED, Json(asked(&owner).await?)));
    };
    Err(Error::first_wrong([
        ("name", errors.name),
        ("contacts", errors.contact),
    ]))
}

/// Takes an invitation back that nobody has answered; after an answer: `over`.
#[utoipa::path(
    delete,
    path = "/api/v1/methods/helpers/{id}",
    operation_id = "withdraw_invitation",
    params(("id" = String, Path, description = "Id of the invitation (UUID)")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn withdraw(
    owner: Owner,
    Path(id): Path<Id>,
) -> Result<StatusCode, Error> {
    match helpers::take_back(&owner, id).await? {
        Some(true) => Ok(StatusCode::NO_CONTENT),
        Some(false) => Err(Error::Conflict("over")),
        None => Err(Error::NotFound),
    }
}
