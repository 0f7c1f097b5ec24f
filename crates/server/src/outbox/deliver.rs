//! One message's way out: begin (in the database), hand over (outside), record (in the database).

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use kunci_db::{Error, Result, Tx};
use kunci_rules::{Id, Span, Time};

use super::compose;
use super::letter::{self, Letter};
use super::line::Line;
use super::outcome::Outcome;
use super::phone;
use super::push;
use super::spending;
use super::store::{self, Row, Shown};
use crate::config::Gateway;
use crate::queues::{Lease, Shift, TURN, Working, retry_after};
use crate::state::App;

/// Messages of one bucket under way at once.
const AT_ONCE: usize = 4;
/// How long the text is kept for a gateway's report; nobody waits longer for a message to arrive.
const REPORT_WAIT: Span = Span::hours(1);

/// Why a message was not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// Not now; the word goes to the log.
    Later(&'static str),
    /// Never: another try gets the same answer.
    Never,
}

/// What the beginning found.
enum Begun {
    /// Another node has the bucket.
    Lost,
    /// Nothing is left to do.
    Over(Option<Outcome>),
    /// Hand this over.
    Letter(Box<Handover>),
    /// Hand this over to a push service.
    Push(Box<push::Handover>),
}

/// A message under way.
#[derive(Clone, Copy)]
pub(super) struct Trip {
    pub(super) id: Id,
    /// This one included.
    pub(super) tries: i64,
    pub(super) expires_at: Time,
}

struct Handover {
    trip: Trip,
    to: String,
    letter: Letter,
    gateway: usize,
}

pub(super) fn work_mail(app: App, lease: Lease) -> Working {
    Box::pin(work(app, lease, Line::Mail))
}

pub(super) fn work_push(app: App, lease: Lease) -> Working {
    Box::pin(work(app, lease, Line::Push))
}

pub(super) fn work_phone(app: App, lease: Lease) -> Working {
    Box::pin(work(app, lease, Line::Phone))
}

async fn work(app: App, lease: Lease, line: Line) -> Shift {
    let mut done = 0;
    let trouble = AtomicBool::new(false);
    while done < TURN && !trouble.load(Ordering::Relaxed) {
        let bucket = lease.bucket;
        let due = match app
            .db
            .view(move |view| store::due(view, line, bucket))
            .await
        {
            Ok(due) if due.is_empty() => break,
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "due messages could not be read");
                trouble.store(true, Ordering::Relaxed);
                break;
            }
        };
        done += due.len();
        stream::iter(due)
            .for_each_concurrent(AT_ONCE, |id| {
                let (app, lease, trouble) = (&app, &lease, &trouble);
                async move {
                    let kept = deliver(app, lease, id, line).await.unwrap_or_else(|error| {
                        tracing::warn!(message = %id, %error, "a message waits for the database");
                        false
                    });
                    if !kept {
                        trouble.store(true, Ordering::Relaxed);
                    }
                }
            })
            .await;
    }
    Shift {
        done,
        trouble: trouble.into_inner(),
        rest: Span::ZERO,
    }
}

/// Whether the lease still holds.
async fn deliver(app: &App, lease: &Lease, id: Id, line: Line) -> Result<bool> {
    // Before `begin` prolongs the lease: waiting for a turn must not use it up.
    let _turn = app.post.turn(line).await;
    let (inside, mine) = (app.clone(), lease.clone());
    match app
        .db
        .tx(move |tx| begin(tx, &inside, &mine, id, line))
        .await?
    {
        Begun::Lost => Ok(false),
        Begun::Over(outcome) => {
            if let Some(outcome) = outcome {
                count(app, line, outcome);
            }
            Ok(true)
        }
        Begun::Push(handover) => push::deliver(app, lease, &handover).await,
        Begun::Letter(handover) if line == Line::Mail => by_mail(app, lease, &handover).await,
        Begun::Letter(handover) => by_phone(app, lease, &handover).await,
    }
}

fn begin(tx: &Tx<'_>, app: &App, lease: &Lease, id: Id, line: Line) -> Result<Begun> {
    if !lease.keep(tx)? {
        return Ok(Begun::Lost);
    }
    let over = |outcome| {
        Ok(Begun::Over(
            store::finish(tx, id, outcome)?.then_some(outcome),
        ))
    };
    let Some(row) = store::row(tx, id)? else {
        return Ok(Begun::Over(None));
    };
    if row.handed {
        return over(Outcome::Unconfirmed);
    }
    if Time(tx.now()) >= row.expires_at {
        return over(Outcome::Expired);
    }
    let trip = Trip {
        id,
        tries: row.tries + 1,
        expires_at: row.expires_at,
    };
    let begun = if line == Line::Push {
        push::begin(tx, app, trip, &row)?.map(|handover| Begun::Push(Box::new(handover)))
    } else {
        letter(tx, app, trip, &row, line)?.map(|handover| Begun::Letter(Box::new(handover)))
    };
    match begun {
        Ok(begun) => {
            store::count_try(tx, id)?;
            Ok(begun)
        }
        Err(outcome) => over(outcome),
    }
}

/// What is to be handed over, or how it ends already.
fn letter(
    tx: &Tx<'_>,
    app: &App,
    trip: Trip,
    row: &Row,
    line: Line,
) -> Result<std::result::Result<Handover, Outcome>> {
    let id = trip.id;
    let Some(opened) = letter::open(app, id, &row.payload) else {
        tracing::error!(message = %id, "a message cannot be opened: restore the key file that sealed it");
        return Ok(Err(Outcome::Unreadable));
    };
    let to = opened.to.as_deref();
    if line == Line::Phone {
        if to.is_some_and(|number| !app.config.phone.serves(calling_code(number))) {
            return Ok(Err(Outcome::Country));
        }
        let spender = spending::Spender {
            account: row.account,
            network: opened.network,
            number: to,
        };
        // One reservation a message, at its first try.
        if row.tries == 0 && !spending::reserve(tx, app, &spender)? {
            return Ok(Err(Outcome::OverLimit));
        }
    }
    let Some(to) = opened.to else {
        return Ok(Err(Outcome::Nobody));
    };
    if app.is_demo() {
        show(tx, app, id, line, to, &opened.letter)?;
        return Ok(Err(Outcome::Sent));
    }
    Ok(Ok(Handover {
        trip,
        to,
        letter: opened.letter,
        gateway: row.gateway,
    }))
}

fn calling_code(number: &str) -> Option<u16> {
    phonenumber::parse(None, number)
        .ok()
        .map(|number| number.code().value())
}

/// The demo's way out: onto its inbox page.
fn show(tx: &Tx<'_>, app: &App, id: Id, line: Line, to: String, letter: &Letter) -> Result<()> {
    let (kind, subject, text) = match line {
        Line::Mail => ("email", letter.subject.clone(), compose::text(app, letter)),
        Line::Phone | Line::Push => (phone::kind(app), String::new(), letter.short.clone()),
    };
    let shown = Shown {
        id,
        channel: kind.to_owned(),
        to,
        subject,
        text,
        code: letter.code.clone(),
        at: Time(tx.now()),
    };
    store::show(tx, &shown)
}

async fn by_mail(app: &App, lease: &Lease, handover: &Handover) -> Result<bool> {
    let taken = app
        .post
        .mail(app, handover.trip.id, &handover.to, &handover.letter)
        .await;
    match taken {
        Ok(()) => finish(app, handover.trip.id, Line::Mail, Outcome::Sent).await,
        Err(NotTaken::Never) => {
            tracing::info!(message = %handover.trip.id, "the mail server refused a message for good");
            finish(app, handover.trip.id, Line::Mail, Outcome::Refused).await
        }
        Err(NotTaken::Later(why)) => {
            tracing::warn!(message = %handover.trip.id, why, tries = handover.trip.tries, "a mail was not taken");
            put_off(app, lease, &handover.trip, Line::Mail).await
        }
    }
}

/// Tries the gateways in their order, from the first that has not bounced this message.
async fn by_phone(app: &App, lease: &Lease, handover: &Handover) -> Result<bool> {
    let id = handover.trip.id;
    for gateway in app.config.phone.gateways.iter().skip(handover.gateway) {
        let (mine, name) = (lease.clone(), gateway.name.clone());
        // Fenced, and noted before the request: the gateway's report may be faster than its answer.
        let given = app
            .db
            .tx(move |tx| {
                if mine.keep(tx)? {
                    store::give_to(tx, id, &name).map(Some)
                } else {
                    Ok(None)
                }
            })
            .await?;
        match given {
            None => return Ok(false),
            // Meanwhile it ended by a report about an earlier try.
            Some(false) => return Ok(true),
            Some(true) => {}
        }
        match phone::hand_over(app, gateway, id, &handover.to, &handover.letter.short).await {
            Ok(()) => return taken(app, handover, gateway).await,
            Err(NotTaken::Never) => {
                tracing::warn!(message = %id, gateway = gateway.name, "a gateway refused a message");
            }
            Err(NotTaken::Later(why)) => {
                tracing::warn!(message = %id, gateway = gateway.name, why, "a gateway did not take a message");
            }
        }
    }
    if app.config.phone.gateways.is_empty() {
        tracing::warn!(message = %id, "a phone message waits: no gateway is configured (phone.gateways)");
    }
    put_off(app, lease, &handover.trip, Line::Phone).await
}

/// A gateway has it: the end, or if it reports delivery, the wait for its report.
async fn taken(app: &App, handover: &Handover, gateway: &Gateway) -> Result<bool> {
    let id = handover.trip.id;
    if gateway.reports.is_none() {
        return finish(app, id, Line::Phone, Outcome::Sent).await;
    }
    let (name, expires_at) = (gateway.name.clone(), handover.trip.expires_at);
    insist(|| {
        let name = name.clone();
        // Not fenced: that the gateway has it is true whoever holds the bucket now.
        app.db.tx(move |tx| {
            store::await_report(tx, id, &name, expires_at.min(Time(tx.now()) + REPORT_WAIT))
        })
    })
    .await?;
    Ok(true)
}

/// Ends a message. Not fenced: what has happened stays true, and no second sending should follow.
pub(super) async fn finish(app: &App, id: Id, line: Line, outcome: Outcome) -> Result<bool> {
    if insist(|| app.db.tx(move |tx| store::finish(tx, id, outcome))).await? {
        count(app, line, outcome);
    }
    Ok(true)
}

/// Plans the next try, or gives up when it would come too late.
pub(super) async fn put_off(app: &App, lease: &Lease, trip: &Trip, line: Line) -> Result<bool> {
    let (id, wait, expires_at) = (trip.id, retry_after(trip.tries), trip.expires_at);
    let (kept, expired) = insist(|| {
        let mine = lease.clone();
        app.db.tx(move |tx| {
            if !mine.keep(tx)? {
                return Ok((false, false));
            }
            let next = Time(tx.now()) + wait;
            if next >= expires_at {
                return Ok((true, store::finish(tx, id, Outcome::Expired)?));
            }
            store::retry(tx, id, next)?;
            Ok((true, false))
        })
    })
    .await?;
    if expired {
        count(app, line, Outcome::Expired);
    }
    Ok(kept)
}

/// Saves what cannot be undone outside: a database that is busy or reconnecting gets several chances. The writes can be
/// repeated without harm, so an unknown outcome is tried again as well.
pub(super) async fn insist<T, F>(save: impl Fn() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let mut wait = Duration::from_millis(50);
    loop {
        match save().await {
            Err(Error::Again | Error::Overloaded | Error::Unknown)
                if wait < Duration::from_secs(10) =>
            {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            other => return other,
        }
    }
}

pub(super) fn count(app: &App, line: Line, outcome: Outcome) {
    let (channel, outcome) = (line.tag(), outcome.tag());
    app.meters.record(|| {
        metrics::counter!("outbox_sent_total", "channel" => channel, "outcome" => outcome)
            .increment(1);
    });
}
