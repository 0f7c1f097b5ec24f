//! One message's way out: begin (in the database), hand over (outside), record (in the database).

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use kunci_db::{Error, Result, Tx};
use kunci_rules::{Id, Span, Time};

use super::compose;
use super::letter::{self, Letter};
use super::phone;
use super::spending;
use super::store::{self, Row, Shown};
use crate::config::Gateway;
use crate::methods::Channel;
use crate::queues::{Lease, Shift, TURN, Working, retry_after};
use crate::state::App;

/// Messages of one bucket under way at once.
const AT_ONCE: usize = 4;
/// How long the text is kept for a gateway's report; nobody waits longer for a message to arrive.
const REPORT_WAIT: Span = Span::hours(1);

/// How a message ended; the words stand in `outbox.outcome` and in the metric `outbox_sent_total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The other side took it (and confirmed it, where it reports).
    Sent,
    /// A gateway took it and never reported.
    Unconfirmed,
    /// There is nobody to send it to: an unknown name.
    Nobody,
    /// Not taken before it expired.
    Expired,
    /// The mail server refused the address or the message for good.
    Refused,
    /// Every gateway bounced it.
    Bounced,
    /// A spending limit was reached.
    OverLimit,
    /// The number's country is not allowed.
    Country,
    /// The sealed text could not be opened: its key is lost.
    Unreadable,
}

impl Outcome {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unconfirmed => "unconfirmed",
            Self::Nobody => "nobody",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::OverLimit => "over_limit",
            Self::Country => "country",
            Self::Unreadable => "unreadable",
        }
    }

    pub(super) const fn is_failure(self) -> bool {
        !matches!(self, Self::Sent | Self::Unconfirmed | Self::Nobody)
    }
}

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
    Go(Box<Handover>),
}

struct Handover {
    id: Id,
    to: String,
    letter: Letter,
    gateway: usize,
    tries: i64,
    expires_at: Time,
}

pub(super) fn work_mail(app: App, lease: Lease) -> Working {
    Box::pin(work(app, lease, Channel::Email))
}

pub(super) fn work_phone(app: App, lease: Lease) -> Working {
    Box::pin(work(app, lease, Channel::Phone))
}

async fn work(app: App, lease: Lease, channel: Channel) -> Shift {
    let mut done = 0;
    let trouble = AtomicBool::new(false);
    while done < TURN && !trouble.load(Ordering::Relaxed) {
        let bucket = lease.bucket;
        let due = match app
            .db
            .view(move |view| store::due(view, channel, bucket))
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
                    let kept = deliver(app, lease, id, channel).await.unwrap_or_else(|error| {
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
async fn deliver(app: &App, lease: &Lease, id: Id, channel: Channel) -> Result<bool> {
    // Before `begin` prolongs the lease: waiting for a turn must not use it up.
    let _turn = app.post.turn(channel).await;
    let (inside, mine) = (app.clone(), lease.clone());
    match app
        .db
        .tx(move |tx| begin(tx, &inside, &mine, id, channel))
        .await?
    {
        Begun::Lost => Ok(false),
        Begun::Over(outcome) => {
            if let Some(outcome) = outcome {
                count(app, channel, outcome);
            }
            Ok(true)
        }
        Begun::Go(handover) => match channel {
            Channel::Email => by_mail(app, lease, &handover).await,
            Channel::Phone => by_phone(app, lease, &handover).await,
        },
    }
}

fn begin(tx: &Tx<'_>, app: &App, lease: &Lease, id: Id, channel: Channel) -> Result<Begun> {
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
    let Some(opened) = letter::open(app, id, &row.payload) else {
        tracing::error!(message = %id, "a message cannot be opened: restore the key file that sealed it");
        return over(Outcome::Unreadable);
    };
    let to = opened.to.as_deref();
    if channel == Channel::Phone {
        if to.is_some_and(|number| !app.config.phone.serves(calling_code(number))) {
            return over(Outcome::Country);
        }
        let spender = spending::Spender {
            account: row.account,
            network: opened.network,
            number: to,
        };
        // One reservation a message, at its first try.
        if row.tries == 0 && !spending::reserve(tx, app, &spender)? {
            return over(Outcome::OverLimit);
        }
    }
    let Some(to) = opened.to else {
        return over(Outcome::Nobody);
    };
    if app.is_demo() {
        show(tx, app, id, channel, to, &opened.letter)?;
        return over(Outcome::Sent);
    }
    store::count_try(tx, id)?;
    let Row {
        gateway,
        tries,
        expires_at,
        ..
    } = row;
    Ok(Begun::Go(Box::new(Handover {
        id,
        to,
        letter: opened.letter,
        gateway,
        tries: tries + 1,
        expires_at,
    })))
}

fn calling_code(number: &str) -> Option<u16> {
    phonenumber::parse(None, number)
        .ok()
        .map(|number| number.code().value())
}

/// The demo's way out: onto its inbox page.
fn show(
    tx: &Tx<'_>,
    app: &App,
    id: Id,
    channel: Channel,
    to: String,
    letter: &Letter,
) -> Result<()> {
    let (kind, subject, text) = match channel {
        Channel::Email => ("email", letter.subject.clone(), compose::text(app, letter)),
        Channel::Phone => (phone::kind(app), String::new(), letter.short.clone()),
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
        .mail(app, handover.id, &handover.to, &handover.letter)
        .await;
    match taken {
        Ok(()) => finish(app, handover.id, Channel::Email, Outcome::Sent).await,
        Err(NotTaken::Never) => {
            tracing::info!(message = %handover.id, "the mail server refused a message for good");
            finish(app, handover.id, Channel::Email, Outcome::Refused).await
        }
        Err(NotTaken::Later(why)) => {
            tracing::warn!(message = %handover.id, why, tries = handover.tries, "a mail was not taken");
            put_off(app, lease, handover, Channel::Email).await
        }
    }
}

/// Tries the gateways in their order, from the first that has not bounced this message.
async fn by_phone(app: &App, lease: &Lease, handover: &Handover) -> Result<bool> {
    let id = handover.id;
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
    put_off(app, lease, handover, Channel::Phone).await
}

/// A gateway has it: the end, or if it reports delivery, the wait for its report.
async fn taken(app: &App, handover: &Handover, gateway: &Gateway) -> Result<bool> {
    let id = handover.id;
    if gateway.reports.is_none() {
        return finish(app, id, Channel::Phone, Outcome::Sent).await;
    }
    let (name, expires_at) = (gateway.name.clone(), handover.expires_at);
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
async fn finish(app: &App, id: Id, channel: Channel, outcome: Outcome) -> Result<bool> {
    if insist(|| app.db.tx(move |tx| store::finish(tx, id, outcome))).await? {
        count(app, channel, outcome);
    }
    Ok(true)
}

/// Plans the next try, or gives up when it would come too late.
async fn put_off(app: &App, lease: &Lease, handover: &Handover, channel: Channel) -> Result<bool> {
    let (id, wait, expires_at) = (
        handover.id,
        retry_after(handover.tries),
        handover.expires_at,
    );
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
        count(app, channel, Outcome::Expired);
    }
    Ok(kept)
}

/// Saves what cannot be undone outside: a database that is busy or reconnecting gets several chances. The writes can be
/// repeated without harm, so an unknown outcome is tried again as well.
async fn insist<T, F>(save: impl Fn() -> F) -> Result<T>
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

pub(super) fn count(app: &App, channel: Channel, outcome: Outcome) {
    let (channel, outcome) = (channel.tag(), outcome.tag());
    app.meters.record(|| {
        metrics::counter!("outbox_sent_total", "channel" => channel, "outcome" => outcome)
            .increment(1);
    });
}
