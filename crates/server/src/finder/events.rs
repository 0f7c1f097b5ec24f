//! GET /find/{device}/events: a phone's place and commands as they change, for the script of the page.
//!
//! The stream holds no truth of its own. Whenever the device wakes, and with every beat, it reads the database again and
//! sends what differs from what it sent last. It is a look as long as it lasts: session and gate are asked again whenever
//! the account wakes and every minute, and each time the look is recorded (G8).

use std::collections::HashMap;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::Event;
use kunci_db::View;
use kunci_rules::{Id, Span, Time};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::marker::Marker;
use super::one::track_of;
use super::orders::Row;
use super::sight::{self, Seen, Sight};
use super::words::Words;
use crate::accounts;
use crate::browsers::{self, Owner, Seeker};
use crate::commands;
use crate::devices;
use crate::state::App;
use crate::streams::{self, Gone, Outlet};
use crate::web::form::{Path, Query};
use crate::web::{Context, Error};

/// Proves to both ends that the line stands. A read goes with it: where several nodes share a database, a wake may stay
/// on the other one.
const BEAT: Duration = Duration::from_secs(15);

/// Session and gate are asked again after so many beats.
const RECHECK: u32 = 4;

/// How long a browser waits before it resumes a cut stream by itself.
const RETRY: Duration = Duration::from_secs(3);

/// A commit may become visible a little after the time it carries.
const LATE: Span = Span::seconds(10);

/// Where to resume; the script says it in the query where the browser cannot in the header.
#[derive(Deserialize)]
pub struct Resume {
    #[serde(default)]
    last_event_id: String,
}

/// What a page already has: the place of this time, and everything that happened before that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) fix: Time,
    pub(super) read: Time,
}

impl Cursor {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (fix, read) = text.split_once('.')?;
        Some(Self {
            fix: Time(fix.parse().ok()?),
            read: Time(read.parse().ok()?),
        })
    }

    pub(super) fn text(self) -> String {
        format!("{}.{}", self.fix.0, self.read.0)
    }
}

/// Why the stream ends for good.
#[derive(Serialize)]
struct End {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

/// GET /find/{device}/events
///
/// # Errors
/// `NotFound` if it is not the owner's; `TooMany` where too many follow already; else of the database.
pub async fn get(
    context: Context,
    seeker: Option<Seeker>,
    Path(device): Path<Id>,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = format!("/find/{device}");
    let (outlet, response) = streams::open();
    let Some(Seeker { owner, .. }) = seeker else {
        end(&outlet, context.text.finder_end_signed_out(), Some(page));
        return Ok(response);
    };
    let (app, account) = (&context.app, owner.account.id);
    // Watched before the first read, so that nothing happens in between unseen.
    let wakes = Wakes {
        device: app.bus.watch(devices::topic(device)),
        account: app.bus.watch(accounts::topic(account)),
    };
    let seen = sight::look_at(&owner, device).await?;
    if seen.sight != Sight::Open {
        end(&outlet, context.text.finder_end_hidden(), Some(page));
        return Ok(response);
    }
    let seat = app
        .streams
        .seat(account, context.network)
        .ok_or(Error::TooMany(60))?;
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok());
    let cursor = Cursor::parse(last.unwrap_or(&resume.last_event_id));
    let stream = Stream {
        owner,
        device,
        outlet,
        cursor,
        place: None,
        rows: HashMap::new(),
    };
    tokio::spawn(async move {
        stream.run(wakes, seen).await;
        drop(seat);
    });
    Ok(response)
}

/// What wakes a stream.
struct Wakes {
    device: watch::Receiver<u64>,
    account: watch::Receiver<u64>,
}

/// Nothing more can be sent or read: the browser comes back and resumes.
struct Cut;

impl From<Gone> for Cut {
    fn from(_: Gone) -> Self {
        Self
    }
}

impl From<Error> for Cut {
    fn from(_: Error) -> Self {
        Self
    }
}

impl From<kunci_db::Error> for Cut {
    fn from(error: kunci_db::Error) -> Self {
        Error::from(error).into()
    }
}

struct Stream {
    owner: Owner,
    device: Id,
    outlet: Outlet,
    /// Where the reader is; nothing while it has only what the page itself showed.
    cursor: Option<Cursor>,
    /// The place as it was sent last, without what changes by itself.
    place: Option<Marker>,
    rows: HashMap<Id, Row>,
}

impl Stream {
    async fn run(mut self, mut wakes: Wakes, first: Seen) {
        // However it ends, the browser knows what to do: resume, or after `end` nothing.
        let (Ok(()) | Err(Cut)) = self.follow(&mut wakes, first).await;
    }

    async fn follow(&mut self, wakes: &mut Wakes, first: Seen) -> Result<(), Cut> {
        let app = self.owner.context.app.clone();
        self.outlet.send(beat().retry(RETRY))?;
        self.tell(first).await?;
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beats.tick().await;
        for n in 1_u32.. {
            let recheck = tokio::select! {
                () = self.outlet.gone() => return Ok(()),
                () = app.stop.asked() => return Ok(()),
                woken = wakes.account.changed() => woken.map_err(|_| Cut).map(|()| true)?,
                woken = wakes.device.changed() => woken.map_err(|_| Cut).map(|()| false)?,
                _ = beats.tick() => {
                    self.outlet.send(beat())?;
                    n.is_multiple_of(RECHECK)
                }
            };
            let seen = if recheck {
                self.look().await?
            } else {
                self.glance(&app).await?
            };
            match seen {
                Some(seen) => self.tell(seen).await?,
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Asks session and gate again, and records the look. `None`: the end was told.
    async fn look(&self) -> Result<Option<Seen>, Cut> {
        let (account, session) = (self.owner.account.id, self.owner.session);
        let stands = move |view: &View<'_>| browsers::stands(view, account, session);
        if !self.owner.context.app.db.view(stands).await? {
            self.end(self.owner.context.text.finder_end_signed_out());
            return Ok(None);
        }
        match sight::look_at(&self.owner, self.device).await {
            Ok(seen) if seen.sight == Sight::Open => Ok(Some(seen)),
            Ok(_) => {
                self.end(self.owner.context.text.finder_end_hidden());
                Ok(None)
            }
            Err(Error::NotFound) => {
                self.removed();
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Reads again between two looks. `None`: the end was told.
    async fn glance(&self, app: &App) -> Result<Option<Seen>, Cut> {
        let (account, device) = (self.owner.account.id, self.device);
        let read = move |view: &View<'_>| sight::glance(view, account, device);
        match app.db.view(read).await? {
            Some(seen) if seen.sight == Sight::Open => Ok(Some(seen)),
            Some(_) => {
                self.end(self.owner.context.text.finder_end_hidden());
                Ok(None)
            }
            None => {
                self.removed();
                Ok(None)
            }
        }
    }

    fn end(&self, text: String) {
        end(&self.outlet, text, Some(format!("/find/{}", self.device)));
    }

    fn removed(&self) {
        end(
            &self.outlet,
            self.owner.context.text.finder_end_removed(),
            Some("/find".to_owned()),
        );
    }

    /// Sends what differs from what was sent last.
    async fn tell(&mut self, seen: Seen) -> Result<(), Cut> {
        let now = self.owner.context.app.now();
        let words = Words {
            now,
            ..Words::of(&self.owner)
        };
        let known = self.cursor;
        let fix = seen.device.fix.as_ref().map_or(Time(0), |fix| fix.at);
        let cursor = Cursor {
            fix: known.map_or(fix, |known| known.fix.max(fix)),
            read: now,
        };
        self.cursor = Some(cursor);
        self.tell_place(&words, &seen, known, cursor).await?;
        for command in seen.commands.iter().rev() {
            self.tell_command(&words, command, known, cursor)?;
        }
        Ok(())
    }

    async fn tell_place(
        &mut self,
        words: &Words,
        seen: &Seen,
        known: Option<Cursor>,
        cursor: Cursor,
    ) -> Result<(), Cut> {
        let bare = without_clock(Marker::new(words, seen, &[]));
        if self.place.as_ref() == Some(&bare) {
            return Ok(());
        }
        // The page may be a little older than the stream; points that it has are left out there.
        let from = known.map_or(words.now - Span::minutes(5), |known| Time(known.fix.0 + 1));
        let track = match known {
            Some(known) if cursor.fix <= known.fix => Vec::new(),
            _ => track_of(&self.owner, seen, from).await?,
        };
        let mut marker = Marker::new(words, seen, &track);
        marker.announce = known.map(|_| words.announce(seen));
        self.place = Some(bare);
        self.outlet.send(event("fix", cursor, &marker))?;
        Ok(())
    }

    fn tell_command(
        &mut self,
        words: &Words,
        command: &commands::Command,
        known: Option<Cursor>,
        cursor: Cursor,
    ) -> Result<(), Cut> {
        let row = Row::new(words, command);
        let resumed_past = |known: Cursor| last_change(command) < known.read - LATE;
        let was = self.rows.insert(command.id, row.clone());
        if was.as_ref() == Some(&row) || (was.is_none() && known.is_some_and(resumed_past)) {
            return Ok(());
        }
        let announce = known.map(|_| row.text.clone());
        self.outlet
            .send(event("command", cursor, &Row { announce, ..row }))?;
        Ok(())
    }
}

/// When something last happened to a command.
fn last_change(command: &commands::Command) -> Time {
    let times = [
        command.sent_at,
        command.acknowledged_at,
        command.finished_at,
    ];
    times
        .into_iter()
        .flatten()
        .fold(command.created_at, Time::max)
}

/// The page counts "6 minutes ago" by itself.
fn without_clock(mut marker: Marker) -> Marker {
    marker.fields.at.clear();
    marker
}

fn beat() -> Event {
    Event::default().event("beat").data("1")
}

fn event(name: &str, cursor: Cursor, data: &impl Serialize) -> Event {
    // Numbers and texts always encode.
    let text = serde_json::to_string(data).unwrap_or_default();
    Event::default().event(name).id(cursor.text()).data(text)
}

fn end(outlet: &Outlet, text: String, href: Option<String>) {
    let text = serde_json::to_string(&End { text, href }).unwrap_or_default();
    // If nobody reads it, the stream is over all the same.
    let _ = outlet.send(Event::default().event("end").data(text));
}
