//! GET /account/checkup

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::checkup::{Checkup, Loss, ThingKind};
use kunci_rules::{Id, Span};

use super::words::{Advice, Words, headline};
use crate::browsers::Owner;
use crate::gate;
use crate::rehearsal::{self, Rehearsal};
use crate::reminders;
use crate::ways::Kept;
use crate::web::{Error, Frame, page};

#[derive(Template)]
#[template(path = "checkup/pages/checkup.html")]
struct CheckupPage {
    f: Frame,
    headline: String,
    /// How far the worst loss is from "at once", for the picture.
    far: u8,
    advice: Option<Advice>,
    single: Vec<Row>,
    pairs: Vec<Row>,
    /// From when methods that were added lately count in full.
    young: Option<String>,
    /// Two-step verification may be suggested.
    suggest: bool,
    last: Option<Last>,
    /// A rehearsal is under way.
    underway: bool,
    /// What a rehearsal can take away: the phones and browsers.
    gone: Vec<(Id, String)>,
}

/// What is lost, and how the owner is back.
struct Row {
    what: String,
    /// The kind of thing, for its picture; of a pair that of the first.
    kind: &'static str,
    after: String,
    by: String,
    /// How far from "at once", for the picture: 0 at once, 4 never.
    far: u8,
}

/// The last rehearsal.
pub(super) struct Last {
    pub(super) date: String,
    pub(super) back: String,
    pub(super) worked: Vec<String>,
    pub(super) failed: Vec<String>,
}

/// GET /account/checkup
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        Ok::<_, kunci_db::Error>((
            gate::checkup(view, &app, account)?,
            Kept::of(view, &app, account)?,
            reminders::of(view, account)?,
            rehearsal::last(view, account)?,
            rehearsal::unfinished(view, account)?,
        ))
    };
    let (checkup, kept, told, last, underway) = owner.context.app.db.view(read).await?;
    let now = owner.context.now;
    // A reload need not write.
    if told.seen_at.is_none_or(|at| now >= at + Span::hours(1)) {
        let seen = move |tx: &Tx<'_>| reminders::seen(tx, account);
        owner.context.app.db.tx(seen).await?;
    }
    let words = Words {
        t: &owner.context.text,
        kept: &kept,
    };
    let zone = owner.zone();
    let young = checkup.young.iter().map(|(_, end)| *end).max();
    let rows = |wanted: fn(&Loss) -> bool| {
        let losses = checkup.losses.iter().filter(|loss| wanted(loss));
        losses.map(|loss| row(&words, loss)).collect()
    };
    page(&CheckupPage {
        f: Frame::signed_in(&owner.context),
        headline: headline(words.t, &kept, &checkup),
        far: checkup.worst().map_or(0, |worst| far(worst.after())),
        advice: checkup.advice.as_ref().map(|advice| words.advice(advice)),
        single: rows(|loss| loss.things.len() == 1),
        pairs: rows(|loss| loss.things.len() > 1 && loss.is_hole()),
        young: young.map(|end| words.t.checkup_young(words.t.day_and_hour(end, &zone))),
        suggest: !owner.account.two_step && checkup.second_way && told.second_step_due(now),
        last: last.and_then(|last| result(&owner, &words, &last)),
        underway: underway.is_some(),
        gone: losable(&words, &checkup),
    })
}

fn row(words: &Words<'_>, loss: &Loss) -> Row {
    let never = || (words.t.checkup_never(), String::new());
    let (after, by) = loss
        .back
        .as_ref()
        .map_or_else(never, |back| (words.after(back.after), words.by(back)));
    Row {
        what: words.things(&loss.things),
        kind: loss.things.first().map_or("key", |thing| thing.kind.name()),
        after,
        by,
        far: far(loss.after()),
    }
}

/// The phones, computers and browsers.
fn losable(words: &Words<'_>, checkup: &Checkup) -> Vec<(Id, String)> {
    let single = checkup.losses.iter().filter(|loss| loss.things.len() == 1);
    let things = single.flat_map(|loss| &loss.things);
    things
        .filter(|thing| matches!(thing.kind, ThingKind::Device | ThingKind::Browser))
        .map(|thing| (thing.id, words.thing(thing)))
        .collect()
}

/// A finished rehearsal in words.
pub(super) fn result(owner: &Owner, words: &Words<'_>, of: &Rehearsal) -> Option<Last> {
    let (at, back) = of.ended?;
    let named = |worked: bool| {
        let tried = of.tried.iter().filter(|tried| tried.worked == worked);
        tried.map(|tried| words.method(tried)).collect()
    };
    Some(Last {
        date: words.t.date(at, &owner.zone()),
        back: match back {
            Some(after) => words.t.rehearsal_would(words.after(after)),
            None => words.t.rehearsal_would_never(),
        },
        worked: named(true),
        failed: named(false),
    })
}

/// How far away from "at once" a wait is, for the picture: up to a day, three days, longer, never.
const fn far(span: Span) -> u8 {
    if span.0 <= 0 {
        0
    } else if span.0 <= Span::hours(24).0 {
        1
    } else if span.0 <= Span::hours(72).0 {
        2
    } else if span.0 < i64::MAX {
        3
    } else {
        4
    }
}
