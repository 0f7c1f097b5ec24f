//! GET /find/{device}: one phone, its place, its commands, its missing mark, and who can see it.

use askama::Template;
use axum::response::Response;
use kunci_rules::devices::{CommandState, State};
use kunci_rules::gate::{Unmark, Verdict};
use kunci_rules::{Span, Time};
use kunci_wire::{Kind, Order};
use serde::Deserialize;

use super::entrance::AtDevice;
use super::list::{Card, MapFiles};
use super::marker::{self, Marker};
use super::orders::Row;
use super::sight::{self, Seen, Sight};
use super::words::{Words, coordinates};
use crate::browsers::Owner;
use crate::devices::Fix;
use crate::web::form::Query;
use crate::web::{Error, Frame, page};
use crate::{gate, locations};

/// Points of the track that the map and the text show.
pub(super) const TRACK: u32 = 200;

#[derive(Template)]
#[template(path = "finder/pages/one.html")]
struct OnePage {
    f: Frame,
    map: MapFiles,
    lead: String,
    data: String,
    said: Option<Said>,
    lost: Option<Lost>,
    card: Card,
    buttons: Vec<Button>,
    rows: Vec<Row>,
    live_until: Option<String>,
    track: Vec<String>,
    /// Whether it can be told when the phone connects, or until when that is wanted already.
    awaiting: Option<Awaiting>,
    watchers: Vec<String>,
    last_look: String,
}

/// "Tell me when it connects" (`voice.md` 3.9).
struct Awaiting {
    /// What is going to happen, once it was asked for.
    text: Option<String>,
}

/// What came of the button that led here.
struct Said {
    tone: &'static str,
    title: String,
    text: String,
}

/// The panel of a missing phone (`voice.md` 3.8).
struct Lost {
    title: String,
    place: Option<String>,
    lapses: Option<String>,
    /// The mark can be taken off here and now, perhaps only until then.
    undo: Option<Option<String>>,
    /// It can show a message, and so a number to call.
    message: bool,
}

/// Something to ask of the phone.
struct Button {
    /// Last part of its address.
    action: &'static str,
    label: String,
    /// Why it does not work (S-110).
    why: Option<String>,
    primary: bool,
    /// Leads to a form of its own instead of acting at once.
    form: bool,
}

/// What came of the last button.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    said: String,
}

/// GET /find/{device}
///
/// # Errors
/// `NotFound` if it is not the owner's; else of the database.
pub async fn get(
    AtDevice {
        owner,
        device,
        limited,
    }: AtDevice,
    Query(after): Query<After>,
) -> Result<Response, Error> {
    let words = Words::of(&owner);
    let seen = sight::look_at(&owner, device).await?;
    let track = track_of(&owner, &seen, Time(0)).await?;
    let undo = if limited {
        None
    } else {
        can_undo(&owner, &seen).await?
    };
    let marker = Marker::new(&words, &seen, &track);
    let (context, map) = (&owner.context, &owner.context.app.config.map);
    page(&OnePage {
        data: marker::data(&words, map, Some(&marker.id), std::iter::once(&marker)),
        f: Frame::signed_in(context),
        map: MapFiles::new(),
        lead: words.t.finder_lead(Words::can([&seen.device])),
        said: said(&words, &after.said, &seen.device.name),
        lost: lost(&words, &seen, undo),
        buttons: buttons(&words, &seen, limited),
        rows: seen
            .commands
            .iter()
            .map(|command| Row::new(&words, command))
            .collect(),
        live_until: live_until(&words, &seen),
        track: track
            .iter()
            .rev()
            .map(|fix| track_line(&words, fix))
            .collect(),
        awaiting: awaiting(&words, &seen),
        watchers: watchers(&words, &seen),
        last_look: last_look(&words, &seen),
        card: Card::new(&words, &seen, marker),
    })
}

/// Where the phone was after `from`, as far as it may be seen.
pub(super) async fn track_of(owner: &Owner, seen: &Seen, from: Time) -> Result<Vec<Fix>, Error> {
    if seen.sight != Sight::Open {
        return Ok(Vec::new());
    }
    let app = &owner.context.app;
    // A phone's clock may be a little ahead of ours.
    let to = app.now() + Span::hours(1);
    Ok(locations::track(app, &seen.device, from, to, TRACK).await?)
}

fn track_line(words: &Words, fix: &Fix) -> String {
    let when = words.t.date_time(fix.at, &words.zone);
    words
        .t
        .finder_track_line(words.accuracy(fix), coordinates(fix), when)
}

/// Whether the mark can be taken off here and now; inside, until when, if it is only this browser's undo.
async fn can_undo(owner: &Owner, seen: &Seen) -> Result<Option<Option<Time>>, Error> {
    let Some(missing) = &seen.device.missing else {
        return Ok(None);
    };
    let (asker, app) = (owner.asker(), owner.context.app.clone());
    let action = Unmark {
        account: seen.device.account,
        device: seen.device.id,
    };
    let until = missing.since + app.policy.holds.undo_mark;
    let explain = move |view: &kunci_db::View<'_>| {
        gate::explain(view, &app, &asker, action, |verdict| match verdict {
            Verdict::Open(permit) => {
                Some((permit.grounds().rule == "unmark/undo").then_some(until))
            }
            Verdict::Prove(_) | Verdict::Wait { .. } | Verdict::Refuse(_) => None,
        })
    };
    Ok(owner.context.app.db.view(explain).await?)
}

fn lost(words: &Words, seen: &Seen, undo: Option<Option<Time>>) -> Option<Lost> {
    let (t, missing) = (&words.t, seen.device.missing.as_ref()?);
    let name = seen.device.name.as_str();
    let fix = seen.device.fix.as_ref();
    Some(Lost {
        title: t.finder_lost_title(name, words.when(missing.since)),
        place: fix.map(|fix| t.finder_lost_place(words.accuracy(fix), words.ago(fix.at))),
        lapses: missing
            .lapses_at
            .map(|at| t.finder_missing_lapses(t.day_and_hour(at, &words.zone))),
        undo: undo.map(|until| until.map(|at| t.finder_lost_undo_until(words.when(at)))),
        message: words.why_not(seen, Kind::Message).is_none(),
    })
}

/// The first that works is the next step. What does not work stands below the place, with the reason.
fn buttons(words: &Words, seen: &Seen, limited: bool) -> Vec<Button> {
    let t = &words.t;
    let button = |action, label, kind| Button {
        action,
        label,
        why: words.why_not(seen, kind),
        primary: false,
        form: action == "message",
    };
    let mut all = Vec::with_capacity(7);
    all.push(if is_ringing(seen) {
        button("stop", t.finder_do_stop(), Kind::Ring)
    } else {
        button("ring", t.finder_do_ring(), Kind::Ring)
    });
    all.push(button("lock", t.finder_do_lock(), Kind::Lock));
    if seen.device.missing.is_none() {
        all.push(Button {
            action: "missing",
            label: t.finder_do_missing(),
            why: None,
            primary: false,
            form: true,
        });
    }
    all.push(button("message", t.finder_do_message(), Kind::Message));
    if shows_message(seen) && !limited {
        all.push(button("clear", t.finder_do_clear(), Kind::Message));
    }
    all.push(button("locate", t.finder_do_locate(), Kind::Locate));
    all.push(button("live", t.finder_do_live(), Kind::Live));
    if let Some(first) = all.iter_mut().find(|button| button.why.is_none()) {
        first.primary = true;
    }
    all
}

fn is_ringing(seen: &Seen) -> bool {
    let mut rings = seen
        .commands
        .iter()
        .filter(|command| command.order == Order::Ring);
    rings.any(|ring| !ring.state.is_over())
}

/// Outside lost mode, which keeps its message until the phone is found.
fn shows_message(seen: &Seen) -> bool {
    let shown = |state| matches!(state, CommandState::Acknowledged | CommandState::Done);
    let mut messages = seen
        .commands
        .iter()
        .filter(|command| command.kind() == Kind::Message && shown(command.state));
    let last = messages.next().map(|command| &command.order);
    seen.device.missing.is_none() && matches!(last, Some(Order::Message(_)))
}

fn live_until(words: &Words, seen: &Seen) -> Option<String> {
    let until = seen.device.live_until.filter(|until| words.now < *until)?;
    Some(words.t.finder_live_until(words.when(until)))
}

/// Offered while the phone cannot be reached or something waits for it.
fn awaiting(words: &Words, seen: &Seen) -> Option<Awaiting> {
    let until = seen.device.awaited_until.filter(|until| words.now < *until);
    let text = until.map(|until| words.t.finder_awaited(words.t.date(until, &words.zone)));
    let away = matches!(seen.state, State::Offline | State::NeverReported)
        || seen.device.leaving.is_some()
        || seen
            .commands
            .iter()
            .any(|command| command.state == CommandState::Queued);
    (text.is_some() || away).then_some(Awaiting { text })
}

fn watchers(words: &Words, seen: &Seen) -> Vec<String> {
    let line = |watcher: &kunci_wire::Watcher| {
        let since = words.t.date(Time(watcher.since), &words.zone);
        words.t.finder_watchers_line(watcher.name.as_str(), since)
    };
    seen.watchers.iter().map(line).collect()
}

/// The look before this one.
fn last_look(words: &Words, seen: &Seen) -> String {
    match seen
        .watchers
        .iter()
        .filter_map(|watcher| watcher.last_look)
        .max()
    {
        Some(at) => words
            .t
            .finder_watchers_last(words.t.date_time(Time(at), &words.zone)),
        None => words.t.finder_watchers_never(),
    }
}

fn said(words: &Words, word: &str, name: &str) -> Option<Said> {
    let t = &words.t;
    let (tone, title, text) = match word {
        "queued" => ("ok", t.finder_said_queued(), t.finder_said_queued_text()),
        "already" => (
            "wait",
            t.finder_said_already(),
            t.finder_said_already_text(),
        ),
        "unable" => ("info", t.finder_said_unable(), t.finder_said_unable_text()),
        "nothing" => (
            "info",
            t.finder_said_nothing(),
            t.finder_said_nothing_text(),
        ),
        "cancelled" => (
            "ok",
            t.finder_said_cancelled(),
            t.finder_said_cancelled_text(),
        ),
        "awaited" => ("ok", t.finder_said_awaited(), t.finder_said_awaited_text()),
        "unawaited" => (
            "ok",
            t.finder_said_unawaited(),
            t.finder_said_unawaited_text(),
        ),
        "late" => ("info", t.finder_said_late(), t.finder_said_late_text()),
        "closed" => ("wait", t.finder_said_closed(), t.finder_said_closed_text()),
        "found" => ("ok", t.finder_said_found(name), t.finder_said_found_text()),
        _ => return None,
    };
    Some(Said { tone, title, text })
}
