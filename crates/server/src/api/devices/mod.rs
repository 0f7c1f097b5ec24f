//! `/api/v1/devices`: the finder for apps (S-101). The same looks, verbs and gate as its pages.

pub(super) mod add;
pub(super) mod missing;
pub(super) mod own;

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_db::Tx;
use kunci_rules::{Id, Time};
use kunci_wire::{Ability, Kind, Source};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::{Owner, Seeker};
use crate::commands::{self, Issued};
use crate::finder::call;
use crate::finder::sight::{self, Seen, Sight};
use crate::finder::verbs::{self, Asked, Closed, Verb};
use crate::gate::{self, Wanted};
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::times::rfc3339;
use crate::web::{Error, form};

/// The owner's devices.
#[derive(Serialize, ToSchema)]
pub(super) struct Devices {
    /// By name.
    devices: Vec<Device>,
}

/// A device. Asking for it is a look: it is recorded, and told to the account's contacts at most once an hour.
#[derive(Serialize, ToSchema)]
pub(super) struct Device {
    /// Its id (UUID).
    id: String,
    /// What its owner calls it.
    name: String,
    /// What speaks for it: `agent` or `owntracks`.
    kind: &'static str,
    /// Maker and model; empty if it did not say.
    model: String,
    /// `live`, `stale`, `offline`, `location_off` or `never_reported`.
    state: &'static str,
    /// When it was last heard of (RFC 3339).
    last_contact: Option<String>,
    /// Battery in percent.
    battery: Option<u8>,
    /// Whether it is charging.
    charging: Option<bool>,
    /// Its last place; absent if there is none, or if it may not be seen (`hidden`).
    location: Option<Location>,
    /// Why its place may not be seen; absent if it may.
    hidden: Option<Hidden>,
    /// Its missing mark.
    missing: Option<Missing>,
    /// Until when it reports often (RFC 3339).
    live_until: Option<String>,
    /// What it can do: `null` for what it can, else why not.
    capabilities: BTreeMap<&'static str, Option<String>>,
    /// Who can see its place.
    watchers: Vec<Watcher>,
    /// Its last 20 commands, newest first.
    commands: Vec<Command>,
}

/// A place.
#[derive(Serialize, ToSchema)]
struct Location {
    /// Degrees north, WGS 84.
    lat: f64,
    /// Degrees east, WGS 84.
    lon: f64,
    /// Radius in metres within which it probably was; absent if it did not say.
    accuracy_m: Option<f64>,
    /// When it was there (RFC 3339).
    at: String,
    /// `gps`, `network` or `other`.
    source: &'static str,
}

/// Why a place may not be seen.
#[derive(Serialize, ToSchema)]
struct Hidden {
    /// `wait` (until), `prove` (more proofs are needed), `refused` or `stopped` (its holder lets nobody see it).
    why: &'static str,
    /// From when on it may be seen (RFC 3339), for `wait`.
    until: Option<String>,
}

/// A missing mark.
#[derive(Serialize, ToSchema)]
struct Missing {
    /// Since when (RFC 3339).
    since: String,
    /// When it ends by itself unless confirmed (RFC 3339).
    lapses_at: Option<String>,
}

/// Somebody who can see a device's place.
#[derive(Serialize, ToSchema)]
struct Watcher {
    /// The name that the device shows.
    name: String,
    /// Since when (RFC 3339).
    since: String,
    /// When they last looked, before this look (RFC 3339).
    last_look: Option<String>,
}

/// A command.
#[derive(Serialize, ToSchema)]
struct Command {
    /// Its id (UUID).
    id: String,
    /// `locate`, `ring`, `message`, `lock`, `unlock`, `erase` or `live`.
    kind: &'static str,
    /// `queued`, `sent`, `acknowledged`, `done`, `failed`, `expired` or `cancelled`.
    state: &'static str,
    /// Waiting since (RFC 3339).
    created_at: String,
    /// It does not begin after this (RFC 3339).
    expires_at: String,
    /// When it was handed over (RFC 3339).
    sent_at: Option<String>,
    /// When the device said that it has it (RFC 3339).
    acknowledged_at: Option<String>,
    /// When it ended (RFC 3339).
    finished_at: Option<String>,
    /// How or why it ended, if the device said.
    reason: Option<String>,
}

/// What to ask of a device.
#[derive(Deserialize, ToSchema)]
pub(super) struct Order {
    /// What.
    kind: OrderKind,
    /// For `message`: a number to call, shown with the fixed words.
    #[serde(default)]
    call: Option<String>,
}

/// What can be asked of a device.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OrderKind {
    /// Make a sound.
    Ring,
    /// Stop the sound.
    RingStop,
    /// Show the fixed lost message.
    Message,
    /// Take it away.
    MessageClear,
    /// Lock the screen.
    Lock,
    /// Say where it is, now.
    Locate,
    /// Report often for ten minutes.
    Live,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub(super) struct Ordered {
    /// `queued`; `already` if the same waits; `nothing` if there was nothing to stop.
    outcome: &'static str,
    /// The command that now waits (UUID).
    command: Option<String>,
}

/// Every device, with its last place.
#[utoipa::path(
    get,
    path = "/api/v1/devices",
    security(("session" = [])),
    responses((status = OK, body = Devices), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(Seeker { owner, .. }: Seeker) -> Result<Json<Devices>, Error> {
    let seen = sight::look_at_all(&owner).await?;
    Ok(Json(Devices {
        devices: seen.iter().map(device).collect(),
    }))
}

/// One device.
#[utoipa::path(
    get,
    path = "/api/v1/devices/{id}",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    security(("session" = [])),
    responses((status = OK, body = Device), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(
    Seeker { owner, .. }: Seeker,
    Path(id): Path<Id>,
) -> Result<Json<Device>, Error> {
    Ok(Json(device(&sight::look_at(&owner, id).await?)))
}

/// Asks a device to do something. What waits already is not asked for twice.
#[utoipa::path(
    post,
    path = "/api/v1/devices/{id}/commands",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    request_body = Order,
    security(("session" = [])),
    responses(
        (status = CREATED, body = Ordered, description = "It waits for the device's next contact, which may be at once"),
        (status = OK, body = Ordered, description = "Nothing new had to be asked"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn order(
    seeker: Seeker,
    Path(id): Path<Id>,
    form::Json(order): form::Json<Order>,
) -> Result<Response, Error> {
    let owner = match order.kind {
        OrderKind::MessageClear => seeker.for_taking_back()?,
        _ => seeker.owner,
    };
    let app = owner.context.app.clone();
    match app.db.tx(move |tx| issue(tx, &owner, id, &order)).await? {
        Issued::Queued(command) => {
            Ok((StatusCode::CREATED, ordered("queued", Some(command))).into_response())
        }
        Issued::Already(command) => Ok(ordered("already", Some(command)).into_response()),
        Issued::Nothing => Ok(ordered("nothing", None).into_response()),
        Issued::Unable(_) => Err(Error::Conflict("device_unable")),
        Issued::Unseen => Err(Error::Conflict("device_unseen")),
    }
}

fn ordered(outcome: &'static str, command: Option<Id>) -> Json<Ordered> {
    Json(Ordered {
        outcome,
        command: command.map(|id| id.to_string()),
    })
}

fn issue(tx: &Tx<'_>, owner: &Owner, device: Id, order: &Order) -> Result<Issued, Error> {
    let verb = match order.kind {
        OrderKind::Ring => Verb::Ring,
        OrderKind::RingStop => Verb::Stop,
        OrderKind::Message => {
            let typed = order.call.as_deref().unwrap_or_default();
            let number = call::read(tx, owner.account.id, typed)?;
            Verb::Message(number.map_err(|_| Error::BadInput("call"))?)
        }
        OrderKind::MessageClear => Verb::Clear,
        OrderKind::Lock => Verb::Lock,
        OrderKind::Locate => Verb::Locate,
        OrderKind::Live => Verb::Live,
    };
    match verbs::ask(tx, owner, device, &verb)? {
        Asked::Issued(issued) => Ok(issued),
        Asked::Closed(closed, wanted) => Err(refused(&closed, wanted, device)),
    }
}

/// What is wanted of a device, and why that is not open now.
fn refused(closed: &Closed, wanted: Wanted, device: Id) -> Error {
    match closed {
        Closed::Wait(_) => Error::Locked("must_wait"),
        Closed::Prove(_) => wanted.prove_first(&format!("/find/{device}")),
        Closed::Refuse(reason) => gate::refusal(*reason),
    }
}

/// Takes back a command that has not begun.
#[utoipa::path(
    delete,
    path = "/api/v1/devices/{id}/commands/{command}",
    params(
        ("id" = String, Path, description = "Id of the device (UUID)"),
        ("command" = String, Path, description = "Id of the command (UUID)")
    ),
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn cancel(
    seeker: Seeker,
    Path((id, command)): Path<(Id, Id)>,
) -> Result<StatusCode, Error> {
    let owner = seeker.for_taking_back()?;
    let app = owner.context.app.clone();
    match app
        .db
        .tx(move |tx| verbs::cancel(tx, &owner, id, command))
        .await?
    {
        Ok(true) => Ok(StatusCode::NO_CONTENT),
        Ok(false) => Err(Error::Conflict("command_begun")),
        Err((closed, wanted)) => Err(refused(&closed, wanted, id)),
    }
}

fn device(seen: &Seen) -> Device {
    let device = &seen.device;
    let time = |at: Option<Time>| at.map(rfc3339);
    Device {
        id: device.id.to_string(),
        name: device.name.clone(),
        kind: device.kind.tag(),
        model: device.model.clone(),
        state: seen.state.name(),
        last_contact: time(device.last_contact),
        battery: device.battery,
        charging: device.charging,
        location: device.fix.as_ref().map(|fix| Location {
            lat: fix.place.lat,
            lon: fix.place.lon,
            accuracy_m: fix.place.accuracy_m,
            at: rfc3339(fix.at),
            source: match fix.source {
                Source::Gps => "gps",
                Source::Network => "network",
                Source::Other => "other",
            },
        }),
        hidden: hidden(&seen.sight),
        missing: device.missing.as_ref().map(|mark| Missing {
            since: rfc3339(mark.since),
            lapses_at: time(mark.lapses_at),
        }),
        live_until: time(device.live_until),
        capabilities: Kind::ALL
            .map(|kind| (kind.as_str(), why_not(device.ability(kind))))
            .into(),
        watchers: seen.watchers.iter().map(watcher).collect(),
        commands: seen.commands.iter().map(command).collect(),
    }
}

fn hidden(sight: &Sight) -> Option<Hidden> {
    let (why, until) = match sight {
        Sight::Open => return None,
        Sight::Wait(until) => ("wait", Some(rfc3339(*until))),
        Sight::Prove(_) => ("prove", None),
        Sight::Refused(_) => ("refused", None),
        Sight::Stopped(_) => ("stopped", None),
    };
    Some(Hidden { why, until })
}

fn why_not(ability: Ability) -> Option<String> {
    match ability {
        Ability::Able => None,
        Ability::Unable(why) => word(&why),
    }
}

/// The word of a value on the wire.
fn word(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value)
        .ok()?
        .as_str()
        .map(str::to_owned)
}

fn watcher(watcher: &kunci_wire::Watcher) -> Watcher {
    Watcher {
        name: watcher.name.clone(),
        since: rfc3339(Time(watcher.since)),
        last_look: watcher.last_look.map(|at| rfc3339(Time(at))),
    }
}

fn command(command: &commands::Command) -> Command {
    let time = |at: Option<Time>| at.map(rfc3339);
    Command {
        id: command.id.to_string(),
        kind: command.kind().as_str(),
        state: command.state.name(),
        created_at: rfc3339(command.created_at),
        expires_at: rfc3339(command.expires_at),
        sent_at: time(command.sent_at),
        acknowledged_at: time(command.acknowledged_at),
        finished_at: time(command.finished_at),
        reason: command.reason.as_ref().and_then(word),
    }
}
