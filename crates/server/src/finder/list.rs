//! GET /find: every phone of the owner on one map; for anyone else, the way in.

use askama::Template;
use axum::response::Response;

use super::entrance;
use super::marker::{self, Marker};
use super::sight::{self, Seen, Sight};
use super::ways::{self, WayRow};
use super::words::Words;
use kunci_rules::gate::Locate;

use crate::browsers::{Owner, Seeker};
use crate::gate::Wanted;
use crate::web::{Context, Error, Frame, assets, page};

/// Style and script of the map; empty if the web bundle is not built.
pub(super) struct MapFiles {
    pub(super) css: String,
    pub(super) js: String,
}

impl MapFiles {
    pub(super) fn new() -> Self {
        Self {
            css: assets::url("finder.css"),
            js: assets::url("finder.js"),
        }
    }
}

/// One device as a card: everything that the map shows, as text.
pub(super) struct Card {
    pub(super) marker: Marker,
    pub(super) missing: bool,
    pub(super) hidden: Option<Hidden>,
}

/// Why no place is shown, and what can be done about it.
pub(super) struct Hidden {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) faster: Option<String>,
    pub(super) ways: Vec<WayRow>,
}

impl Card {
    pub(super) fn new(words: &Words, seen: &Seen, marker: Marker) -> Self {
        let action = Locate {
            account: seen.device.account,
            device: seen.device.id,
        };
        let prove = Wanted::of(&action).proving(&format!("/find/{}", seen.device.id));
        Self {
            marker,
            missing: seen.device.missing.is_some(),
            hidden: hidden(words, seen, &prove),
        }
    }
}

fn hidden(words: &Words, seen: &Seen, prove: &str) -> Option<Hidden> {
    let t = &words.t;
    let (title, text) = match &seen.sight {
        Sight::Open => return None,
        Sight::Stopped(since) => (
            t.finder_hidden_stopped(t.date_time(*since, &words.zone)),
            t.finder_hidden_stopped_text(),
        ),
        Sight::Wait(until) => (
            t.finder_hidden_wait(t.day_and_hour(*until, &words.zone)),
            match words.limited {
                Some(end) if *until < end => t.limited_wait_text(words.when(end)),
                Some(end) => t.limited_wait_borrowed(words.when(end)),
                None => t.finder_hidden_wait_text(),
            },
        ),
        Sight::Prove(_) => (t.finder_hidden_prove(), t.finder_hidden_prove_text()),
        Sight::Refused(_) => (t.finder_hidden_refused(), t.finder_hidden_refused_text()),
    };
    Some(Hidden {
        title,
        text,
        faster: matches!(seen.sight, Sight::Wait(_))
            .then(|| t.finder_hidden_wait_faster())
            .filter(|_| words.limited.is_none()),
        ways: match &seen.sight {
            Sight::Prove(ways) => ways::rows(words, ways, prove),
            Sight::Wait(_) if words.limited.is_some() => vec![WayRow {
                steps: t.limited_wait_more(),
                when: t.finder_way_now(),
                href: Some(prove.to_owned()),
            }],
            _ => Vec::new(),
        },
    })
}

#[derive(Template)]
#[template(path = "finder/pages/list.html")]
struct ListPage {
    f: Frame,
    map: MapFiles,
    lead: String,
    data: String,
    cards: Vec<Card>,
}

/// GET /find
///
/// # Errors
/// Of the database.
pub async fn get(context: Context, seeker: Option<Seeker>) -> Result<Response, Error> {
    match seeker {
        Some(Seeker { owner, .. }) => list(&owner).await,
        None => entrance::page(&context, "/find"),
    }
}

async fn list(owner: &Owner) -> Result<Response, Error> {
    let words = Words::of(owner);
    let seen = sight::look_at_all(owner).await?;
    let card = |seen: &Seen| Card::new(&words, seen, Marker::new(&words, seen, &[]));
    let can = match seen.as_slice() {
        [] => "any",
        seen => Words::can(seen.iter().map(|one| &one.device)),
    };
    let cards: Vec<Card> = seen.iter().map(card).collect();
    let markers = cards.iter().map(|card| &card.marker);
    page(&ListPage {
        data: marker::data(&words, &owner.context.app.config.map, None, markers),
        f: Frame::signed_in(&owner.context),
        map: MapFiles::new(),
        lead: words.t.finder_lead(can),
        cards,
    })
}
