//! When an account was last spoken to about its ways back: the card on its first page, the suggestion of two-step
//! verification, and once a year a message that asks whether the details are still right (S-037, S-044).

mod letters;
mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::checkup::{LOOK_AGAIN, SUGGEST_AGAIN, due};
use kunci_rules::{Id, Span, Time};

use crate::feature::{Ends, Feature, Root, Table};
use crate::jobs::{self, JobKind, Running};
use crate::methods::{self, Channel};
use crate::outbox::{self, Message, To};
use crate::state::App;
use crate::{accounts, audit};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "reminders",
    tables: &[Table {
        name: "reminders",
        root: Root::Account,
        retention: "as long as the account",
        ends: Ends::WithRoot,
    }],
    statements: store::STATEMENTS,
};

/// Once a year: are the ways back still right?
pub const YEARLY: JobKind = JobKind {
    tag: "checkup-yearly",
    run: |app, account, _| -> Running { Box::pin(yearly(app, account)) },
};

/// For how long the message is worth delivering.
const MESSAGE_LIFE: Span = Span::days(3);

/// What an account was told, and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reminders {
    /// Its owner saw the check-up.
    pub seen_at: Option<Time>,
    /// Its owner put the card about it away.
    pub later_at: Option<Time>,
    /// Its owner put the suggestion of two-step verification away.
    pub second_step_later_at: Option<Time>,
}

impl Reminders {
    /// Whether the first page speaks of the check-up: never seen nor put away, or not for a year.
    #[must_use]
    pub fn checkup_due(&self, now: Time) -> bool {
        due(self.seen_at.max(self.later_at), LOOK_AGAIN, now)
    }

    /// Whether two-step verification may be suggested again. The check-up says whether at all (C-12).
    #[must_use]
    pub fn second_step_due(&self, now: Time) -> bool {
        due(self.second_step_later_at, SUGGEST_AGAIN, now)
    }
}

/// What can be put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// The card about the check-up.
    Checkup,
    /// The suggestion of two-step verification.
    SecondStep,
}

/// Begins for a new account.
///
/// # Errors
/// Of the database.
pub fn begin(tx: &Tx<'_>, account: Id) -> Result<()> {
    store::ensure(tx, account)?;
    let next = Time(tx.now()) + LOOK_AGAIN;
    jobs::schedule(tx, YEARLY, account, account, next)?;
    Ok(())
}

/// What an account was told.
///
/// # Errors
/// Of the database.
pub fn of(view: &View<'_>, account: Id) -> Result<Reminders> {
    Ok(store::get(view, account)?.map_or_else(Reminders::default, |row| row.reminders()))
}

/// The owner looks at the check-up.
///
/// # Errors
/// Of the database.
pub fn seen(tx: &Tx<'_>, account: Id) -> Result<()> {
    store::ensure(tx, account)?;
    store::seen(tx, account)
}

/// The owner puts a card away.
///
/// # Errors
/// Of the database.
pub fn later(tx: &Tx<'_>, account: Id, card: Card) -> Result<()> {
    store::ensure(tx, account)?;
    store::later(tx, account, card)
}

/// Asks, unless the owner looked within the year; and comes back in a year from then.
async fn yearly(app: App, account: Id) -> Result<()> {
    let inside = app.clone();
    let remind = move |tx: &Tx<'_>| {
        if accounts::get(tx, account)?.is_none() {
            return Ok(());
        }
        accounts::hold(tx, account)?;
        store::ensure(tx, account)?;
        let now = Time(tx.now());
        let row = store::get(tx, account)?.ok_or(kunci_db::Error::Missing)?;
        let last = row.reminders().seen_at.max(Some(row.reminded_at()));
        let next = last.map_or(now, |last| last + LOOK_AGAIN);
        if next > now {
            jobs::schedule(tx, YEARLY, account, account, next)?;
            return Ok(());
        }
        store::reminded(tx, account)?;
        jobs::schedule(tx, YEARLY, account, account, now + LOOK_AGAIN)?;
        ask(tx, &inside, account)
    };
    app.db.tx(remind).await
}

/// One message to one contact: by mail where there is one.
fn ask(tx: &Tx<'_>, app: &App, account: Id) -> Result<()> {
    let owner = accounts::get(tx, account)?.ok_or(kunci_db::Error::Missing)?;
    let mut contacts = methods::contacts(tx, account)?;
    contacts.sort_by_key(|contact| contact.channel != Channel::Email);
    let Some(contact) = contacts.into_iter().next() else {
        return Ok(());
    };
    let now = Time(tx.now());
    let message = Message {
        account: Some(account),
        to: To::Contact {
            channel: contact.channel,
            value: contact.value,
        },
        letter: letters::yearly(
            &app.config,
            &app.texts.of(owner.language),
            outbox::reference(&app.random),
        ),
        due_at: now,
        expires_at: now + MESSAGE_LIFE,
        network: None,
    };
    outbox::send(tx, app, &message)?;
    audit::record(tx, app, account, "checkup-asked", "system", "")
}
