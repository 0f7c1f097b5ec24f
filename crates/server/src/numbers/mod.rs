//! "Nomor ini masih Anda pakai?" (`voice.md` 4.6): a number that was not proved for long may be somebody else's by now.
//!
//! When that is, `kunci_rules::numbers` says. The owner's first page asks; "Masih" sends a code, because a number is fresh by a
//! true proof and never by a click ([`questions`]). Who does not come by is told once, by another contact: once an hour one node looks
//! for numbers that have become due ([`run_until`]).

mod letters;
mod store;

use std::future::Future;

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::SeeWhyLocked;
use kunci_rules::numbers::{Age, due_if_proved_before};
use kunci_rules::{Id, Span, Time};

use crate::accounts;
use crate::feature::Feature;
use crate::gate::Wanted;
use crate::methods::{self, Channel, Contact};
use crate::outbox::{self, Message, To};
use crate::queues::{self, Lease, Queue, Shift, Working};
use crate::state::App;
use crate::web::times;

/// What this feature keeps: nothing of its own; `contacts` holds for which proof its owner was asked.
pub const FEATURE: Feature = Feature {
    name: "numbers",
    tables: &[],
    statements: store::STATEMENTS,
};

/// Where the owner comes back to after proving a number.
const PROVED: &str = "/?done=number";

/// From one round to the next.
const EVERY: Span = Span::hours(1);

/// Numbers looked at in one round before other work has its turn.
const BATCH: u32 = 200;

/// A message that could not be delivered for this long asks nothing any more.
const MESSAGE_LIFE: Span = Span::days(2);

/// What the owner's page asks about one number.
#[derive(Clone, Debug)]
pub struct Question {
    /// The number's contact.
    pub contact: Id,
    /// Masked.
    pub masked: String,
    /// Where a code is asked for that proves it.
    pub proving: String,
}

/// The numbers of an account about which its owner is asked now.
///
/// # Errors
/// Of the database.
pub fn questions(view: &View<'_>, app: &App, account: Id) -> Result<Vec<Question>> {
    let (stale_after, now) = (app.policy.holds.stale_number, Time(view.now()));
    // What any one proof opens: all that is wanted is the proof itself.
    let proving = Wanted::of(&SeeWhyLocked { account }).proving(PROVED);
    let question = |contact: Contact| Question {
        contact: contact.id,
        masked: contact.masked(),
        proving: format!("{proving}/send"),
    };
    let is_asked = |contact: &Contact| {
        let age = contact.number().map(|number| number.age(stale_after, now));
        age.is_some_and(|age| age >= Age::Asked)
    };
    let contacts = methods::contacts(view, account)?.into_iter();
    Ok(contacts.filter(is_asked).map(question).collect())
}

static NUMBERS: Queue = Queue {
    name: "numbers",
    topic: "numbers",
    due: store::due,
    work: |app, lease| -> Working { Box::pin(work(app, lease)) },
};

/// Looks every hour until `stop`; then finishes the round that has begun.
pub async fn run_until(app: App, stop: impl Future<Output = ()> + Send) {
    queues::run_until(app, &NUMBERS, stop).await;
}

/// Looks now if a round is due. It never waits for time to pass.
pub async fn run_due(app: &App) -> usize {
    queues::run_due(app, &NUMBERS).await
}

async fn work(app: App, lease: Lease) -> Shift {
    match round(&app, &lease).await {
        Ok(Some(done)) => Shift {
            done,
            trouble: false,
            rest: if done < BATCH as usize {
                EVERY
            } else {
                Span::ZERO
            },
        },
        Ok(None) => trouble(),
        Err(error) => {
            tracing::warn!(%error, "old numbers could not be looked at; they wait");
            trouble()
        }
    }
}

fn trouble() -> Shift {
    Shift {
        trouble: true,
        ..Shift::default()
    }
}

/// Nothing if the lease was lost.
async fn round(app: &App, lease: &Lease) -> Result<Option<usize>> {
    let stale_after = app.policy.holds.stale_number;
    let find = move |view: &View<'_>| {
        let before = due_if_proved_before(stale_after, Time(view.now()));
        methods::unasked_numbers(view, before, BATCH)
    };
    let due = app.db.view(find).await?;
    for (account, contact) in &due {
        let (inside, mine) = (app.clone(), lease.clone());
        let (account, contact) = (*account, *contact);
        let one = move |tx: &Tx<'_>| {
            if !mine.keep(tx)? {
                return Ok::<_, kunci_db::Error>(false);
            }
            tell(tx, &inside, account, contact)?;
            Ok(true)
        };
        if !app.db.tx(one).await? {
            return Ok(None);
        }
    }
    Ok(Some(due.len()))
}

/// Decides again, with the account held, and tells its owner by one other contact: mail, where there is one. Never by the number
/// itself, which may ring in somebody else's pocket.
fn tell(tx: &Tx<'_>, app: &App, account: Id, contact: Id) -> Result<()> {
    accounts::hold(tx, account)?;
    let contacts = methods::contacts(tx, account)?;
    let (about, others): (Vec<_>, Vec<_>) = contacts.iter().partition(|known| known.id == contact);
    let (Some(about), Some(owner)) = (about.first(), accounts::get(tx, account)?) else {
        return Ok(());
    };
    let told_for = methods::number_asked_for(tx, account, contact)?;
    let now = Time(tx.now());
    let stale_after = app.policy.holds.stale_number;
    let due = about
        .number()
        .filter(|number| number.is_due(told_for, others.len(), stale_after, now));
    let mail = others.iter().rfind(|other| other.channel == Channel::Email);
    if let Some((to, number)) = mail.or(others.last()).zip(due) {
        let reference = outbox::reference(&app.random);
        let (text, zone) = (app.texts.of(owner.language), times::zone(&owner.time_zone));
        let message = Message {
            account: Some(account),
            to: To::Contact {
                channel: to.channel,
                value: to.value.clone(),
            },
            letter: letters::asks(
                &app.config,
                (&text, &zone),
                about,
                number.stale_at(stale_after).filter(|at| now < *at),
                &reference,
            ),
            due_at: now,
            expires_at: now + MESSAGE_LIFE,
            network: None,
        };
        outbox::send(tx, app, &message)?;
    }
    methods::asked_about(tx, account, contact)
}
