//! Errors of the API: problem+json (RFC 9457) with stable codes.

use serde::Serialize;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What went wrong, for programs (`code`) and for people (`title`, `detail`, in the language that was asked for).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Identifies the kind of problem; ends in the code.
    #[schema(format = "uri")]
    pub r#type: String,
    /// Short, for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable, for programs.
    pub code: Code,
    /// What to do, for people.
    pub detail: String,
    /// The reference under which the operator finds this answer in the log.
    pub instance: String,
    /// With `not_accepted` and `bad_input`: the field that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub field: Option<&'static str>,
    /// With `step_up_required`: where in this API the proof that is missing can be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub prove: Option<String>,
}

/// A stable code: one of [`CODES`].
#[derive(Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

/// Every code and what it means. Codes are never renamed; new ones may come.
pub const CODES: [(&str, &str); 33] = [
    (
        "not_found",
        "nothing is here, or it belongs to someone else",
    ),
    ("sign_in_required", "a session is needed"),
    ("step_up_required", "a fresh proof is needed first"),
    ("bad_input", "the request cannot be understood"),
    (
        "not_accepted",
        "understood, but `field` is wrong; `detail` says what is the matter with it",
    ),
    (
        "confirm_first",
        "it cannot be undone easily; send `sure` as true if it is meant",
    ),
    (
        "begin_first",
        "nothing of this kind is under way in this browser; begin it first",
    ),
    ("over", "it was answered, used or ended before"),
    (
        "vouch_first",
        "too many strangers tried; a link to a contact, or another proof, comes first",
    ),
    (
        "password_known",
        "others know the password; it is changed first",
    ),
    ("cross_site", "the request comes from another site's page"),
    ("too_large", "the body is larger than anything here"),
    ("unsupported", "the content type is not taken here"),
    (
        "wrong_method",
        "the address exists, but not for this method",
    ),
    ("too_many", "too often; Retry-After says when again"),
    (
        "busy",
        "overload; nothing was done, try again after Retry-After",
    ),
    (
        "unsure",
        "it may or may not have been saved; look before repeating",
    ),
    (
        "internal",
        "a fault of the server; `instance` is its reference",
    ),
    ("wrong_secret", "the account is locked after wrong tries"),
    (
        "suspicious_activity",
        "the account is locked after suspicious activity",
    ),
    (
        "service_incident",
        "locked during an incident of the service",
    ),
    ("owner_request", "the owner asked for the lock"),
    ("device_missing", "the device is marked missing"),
    (
        "activation",
        "the device is locked to an account that has not released it",
    ),
    ("must_wait", "opens later; the thing itself says when"),
    (
        "no_way",
        "nothing that the account has set up opens this from here",
    ),
    (
        "device_unable",
        "the device cannot do that; its `capabilities` say why",
    ),
    (
        "device_unseen",
        "the device's holder lets nobody see where it is",
    ),
    (
        "command_begun",
        "the device has the command already, or it is over",
    ),
    (
        "objection_only",
        "another browser began it; it ends by an objection to its notice, as far as that goes",
    ),
    (
        "release_first",
        "a device of the account is protected; it is released or handed over first",
    ),
    (
        "limited_session",
        "the session finds devices and does nothing else",
    ),
    (
        "staff",
        "staff locked the account; lapses unless a second confirms",
    ),
];

impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        let meanings: Vec<String> = CODES
            .iter()
            .map(|(code, meaning)| format!("- `{code}`: {meaning}"))
            .collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(meanings.join("\n")))
            .enum_values(Some(CODES.map(|(code, _)| code)))
            .into()
    }
}

impl ToSchema for Code {
    fn name() -> std::borrow::Cow<'static, str> {
        "ProblemCode".into()
    }
}
