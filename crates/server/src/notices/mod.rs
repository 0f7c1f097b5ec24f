//! Notices: what happened to an account, told at once to everyone who may have to stop it.
//!
//! [`tell`] writes one row and one message to each contact, in the owner's language and time zone, in the transaction that
//! made it happen. Each message carries one link, `/n/{token}`: "this was not me". Opening it does nothing; its button
//! (`objections`) can stop things and open nothing, for 30 days, without signing in.

mod alerts;
mod event;
mod letters;
mod store;
mod stored;
#[cfg(test)]
mod tests;

use kunci_db::{Result, Tx, View};
use kunci_rules::codes::Link;
use kunci_rules::{Id, Span, Time};

pub use alerts::{Topic, off as alerts_off, set_off as set_alerts_off};
pub use event::{By, Event, OfDevice, OfMethod};
pub use letters::{Words, name, place, words};

use crate::accounts;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::keys::Purpose;
use crate::methods::{self, Contact};
use crate::outbox::{self, Message, To};
use crate::secret::sha256;
use crate::state::App;
use crate::web::times;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "notices",
    tables: &[
        Table {
            name: "notices",
            root: Root::Account,
            retention: "1 year",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: Span::days(365),
            }),
        },
        Table {
            name: "alerts_off",
            root: Root::Account,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
        Table {
            name: "notice_links",
            root: Root::Value,
            retention: "30 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_LINKS,
                keep: DENIABLE_FOR,
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// How long "this was not me" can be said.
pub const DENIABLE_FOR: Span = Span::days(30);

/// A message that could not be delivered for this long tells nothing new any more.
const MESSAGE_LIFE: Span = Span::hours(24);

/// One notice of an account.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: Id,
    /// The account.
    pub account: Id,
    /// What happened.
    pub event: Event,
    /// When.
    pub at: Time,
    /// When its owner said "this was not me".
    pub denied_at: Option<Time>,
}

impl Notice {
    /// Whether its link still works.
    #[must_use]
    pub fn is_deniable(&self, now: Time) -> bool {
        now < self.at + DENIABLE_FOR
    }
}

/// Tells every contact of the account what happened (STD-45): a row, and a message to each in this transaction.
///
/// # Errors
/// Of the database; `Missing` if there is no such account.
pub fn tell(tx: &Tx<'_>, app: &App, account: Id, event: &Event) -> Result<()> {
    let owner = accounts::get(tx, account)?.ok_or(kunci_db::Error::Missing)?;
    let notice = Notice {
        id: tx.id(),
        account,
        event: event.clone(),
        at: Time(tx.now()),
        denied_at: None,
    };
    store::insert(tx, &notice)?;
    let (text, zone) = (app.texts.of(owner.language), times::zone(&owner.time_zone));
    let off = match event.topic() {
        Some(topic) => store::off_of(tx, account, topic)?,
        None => Vec::new(),
    };
    for contact in methods::contacts_told(tx, account)? {
        if off.contains(&contact.id) {
            continue;
        }
        // The quiet exit: it hears of everything, later.
        let due_at = contact
            .quiet_until
            .map_or(notice.at, |until| until.max(notice.at));
        let token = token(app, &notice, &contact);
        store::insert_link(tx, &notice, contact.id, &sha256(token.as_bytes()))?;
        let link = app.config.server.link(&format!("/n/{token}"));
        let message = Message {
            account: Some(account),
            to: To::Contact {
                channel: contact.channel,
                value: contact.value.clone(),
            },
            letter: letters::letter(&text, &zone, &notice, link, outbox::reference(&app.random)),
            due_at,
            expires_at: due_at + MESSAGE_LIFE,
            network: None,
        };
        outbox::send(tx, app, &message)?;
    }
    tx.wake(kunci_db::Topic {
        kind: "account",
        id: account,
    });
    Ok(())
}

/// 128 bits that only a message to this contact holds. Derived, so that a closure that runs again sends the same link.
fn token(app: &App, notice: &Notice, contact: &Contact) -> String {
    let tag = app.keys.tag(
        Purpose::NoticeLink,
        &[
            notice.account.as_bytes(),
            notice.id.as_bytes(),
            contact.id.as_bytes(),
        ],
    );
    Link(first_half(&tag)).token()
}

fn first_half(tag: &[u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&tag[..16]);
    half
}

/// The last notices of an account, newest first.
///
/// # Errors
/// Of the database.
pub fn recent(view: &View<'_>, account: Id) -> Result<Vec<Notice>> {
    store::recent(view, account)
}

/// What happened to an account between two times and was not denied, newest first.
///
/// # Errors
/// Of the database.
pub fn between(view: &View<'_>, account: Id, after: Time, before: Time) -> Result<Vec<Notice>> {
    store::between(view, account, after, before)
}

/// Who says "this was not me", and what that did so far.
#[derive(Clone, Debug)]
pub struct Objector {
    /// Who.
    pub speaker: Speaker,
    /// What it did; each contact objects once.
    pub objection: Option<Objection>,
    link: Option<[u8; 32]>,
}

/// What a notice is told to: a contact, or a browser in which someone is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The contact.
    Contact(Id),
    /// A signed-in browser.
    Browser {
        /// Since when the account knows it.
        since: Time,
        /// What it runs on.
        holder: Id,
    },
}

impl Objector {
    /// One that objects without a link: a signed-in browser, or a contact that was proved.
    #[must_use]
    pub const fn of(speaker: Speaker) -> Self {
        Self {
            speaker,
            objection: None,
            link: None,
        }
    }
}

/// What an objection did, by a stable name.
#[derive(Clone, Debug)]
pub struct Objection {
    /// Its name.
    pub what: String,
    /// Until when it holds something up, where it does.
    pub until: Option<Time>,
}

impl Objection {
    /// One that did this.
    #[must_use]
    pub fn new(what: &str, until: Option<Time>) -> Self {
        let what = what.to_owned();
        Self { what, until }
    }
}

/// One notice of an account, if it can still be denied or was.
///
/// # Errors
/// Of the database.
pub fn get(view: &View<'_>, account: Id, notice: Id) -> Result<Option<Notice>> {
    let found = store::get(view, account, notice)?;
    Ok(found.filter(|notice| notice.is_deniable(Time(view.now()))))
}

/// The notice that told of a request when it began.
///
/// # Errors
/// Of the database.
pub fn of_request(
    view: &View<'_>,
    account: Id,
    (request, began): (Id, Time),
) -> Result<Option<Id>> {
    let instant = Span(1);
    let told = store::between(view, account, began - instant, began + instant)?;
    let of = |notice: &Notice| matches!(notice.event, Event::RequestWaiting { request: of, .. } if of == request);
    Ok(told.into_iter().find(of).map(|notice| notice.id))
}

/// The notice of a link, if it can still be denied or was, and who objects with it.
///
/// # Errors
/// Of the database.
pub fn of_link(view: &View<'_>, token: &str) -> Result<Option<(Notice, Objector)>> {
    let found = store::of_link(view, sha256(token.as_bytes()))?;
    Ok(found.filter(|(notice, _)| notice.is_deniable(Time(view.now()))))
}

/// Keeps what an objection did, with the link by which it came.
///
/// # Errors
/// Of the database.
pub fn object(tx: &Tx<'_>, objector: &Objector, objection: &Objection) -> Result<()> {
    match &objector.link {
        Some(link) => store::object(tx, link, objection),
        None => Ok(()),
    }
}

/// Notes "this was not me". `true` the first time: only then does it act.
///
/// # Errors
/// Of the database.
pub fn deny(tx: &Tx<'_>, notice: &Notice) -> Result<bool> {
    store::deny(tx, notice)
}

/// How often, in the last 90 days, owners said of a sign-in or a new password "this was not me": the notice's name, whether
/// two-step verification is on, how many (S-075).
///
/// # Errors
/// Of the database.
pub fn denied(view: &View<'_>) -> Result<Vec<(String, bool, i64)>> {
    store::denied(view)
}

/// How many of the like "this was not me" has ended in the last 30 days, whichever began first: recoveries, or other requests.
///
/// # Errors
/// Of the database.
pub fn denials_before(view: &View<'_>, notice: &Notice) -> Result<i64> {
    let recovery = !matches!(notice.event, Event::RequestWaiting { .. });
    store::denials(view, notice, Time(view.now()) - DENIABLE_FOR, recovery)
}
