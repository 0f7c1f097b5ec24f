//! How often an address may be written to because somebody asked. The arithmetic is `kunci_rules::messages`; here are the
//! rows: one per contact as a keyed hash, so that contacts and names that do not exist look alike; and one for what was typed,
//! the only one of which anything is shown: else whoever types a name and then an address would see that they belong together (STD-41).
//!
//! Notices are not counted: nobody can switch those off by causing many.

#[cfg(test)]
mod tests;

use kunci_db::{Result, Tx, View};
use kunci_rules::messages::{self, Asker, Budget, History, Network as Names, Outcome};
use kunci_rules::{Id, Span, Time};
use serde::{Deserialize, Serialize};

use super::{Challenge, Channel, store};
use crate::accounts::{Identifier, Kind};
use crate::browsers::Standing;
use crate::counters::Counter;
use crate::keys::{Keys, Purpose};
use crate::secret::sha256;
use crate::state::App;
use crate::web::Network;

const HOUR: Span = Span::hours(1);
const DAY: Span = Span::hours(24);

/// A wish to send one code and link.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Mail or phone.
    pub channel: Channel,
    /// The contact, or the name that leads to none.
    pub value: &'a str,
    /// What was typed. The network is counted by this, so that its tries say nothing of what is behind a name (STD-41).
    pub typed: &'a str,
    /// What the asking browser is to the account.
    pub standing: Standing,
    /// The sign-in, session or case that asks, once it has shown a proof: it has an allowance that strangers cannot use up.
    pub proved: Option<Id>,
    /// Where it asks from.
    pub network: Network,
    /// Whether the account has a mail address that could take the message instead.
    pub mail_instead: bool,
}

/// What may be done with it. The asker is told the same in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// It was counted: send it.
    Send {
        /// When it leaves: now, or within the hour.
        leaves_at: Time,
        /// When its link ends.
        link_until: Time,
        /// Its owner muted what strangers trigger: it goes to nobody, and whoever asks cannot tell.
        silent: bool,
    },
    /// Strangers have spent today's phone budget: use the mail address.
    ByMail,
    /// Nothing now. The last link works until at least that time.
    NotBefore(Time),
    /// Never: not a country that the operator sends to.
    Abroad,
}

/// What is remembered about one contact.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    sent: Vec<i64>,
    unused_since: Option<i64>,
    muted_until: Option<i64>,
    /// What known browsers asked for in the last hour.
    known: Vec<i64>,
}

impl State {
    fn history(&self) -> History {
        History {
            sent: self.sent.iter().copied().map(Time).collect(),
            unused_since: self.unused_since.map(Time),
            muted_until: self.muted_until.map(Time),
        }
    }

    fn keep(&mut self, history: &History) {
        self.sent = history.sent.iter().map(|at| at.0).collect();
        self.unused_since = history.unused_since.map(|at| at.0);
        self.muted_until = history.muted_until.map(|at| at.0);
    }

    fn read(text: Option<String>) -> Self {
        // An unreadable row counts as empty: a message too many is better than an owner without one.
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

const fn kind(channel: Channel) -> messages::Channel {
    match channel {
        Channel::Email => messages::Channel::Mail,
        Channel::Phone => messages::Channel::Phone,
    }
}

pub(super) fn key(keys: &Keys, channel: Channel, value: &str) -> [u8; 32] {
    keys.tag(
        Purpose::Contact,
        &[channel.tag().as_bytes(), value.as_bytes()],
    )
}

/// The row of what was typed, beside that of a contact of the same value.
fn typed_key(contact: &[u8; 32]) -> [u8; 32] {
    sha256(&[b"asked", &contact[..]].concat())
}

/// Decides about one message to whatever is behind what was typed, and counts it. What it says may be shown.
///
/// # Errors
/// Of the database.
pub fn may_ask(tx: &Tx<'_>, app: &App, asking: &Asking<'_>) -> Result<Allowance> {
    let contact = key(&app.keys, asking.channel, asking.typed);
    decide(tx, app, asking, (typed_key(&contact), false), None)
}

/// Decides about one message to a contact, and counts it if it may leave. What it says is shown to nobody who has proved nothing.
///
/// # Errors
/// Of the database.
pub fn may_send(tx: &Tx<'_>, app: &App, asking: &Asking<'_>) -> Result<Allowance> {
    let contact = key(&app.keys, asking.channel, asking.value);
    decide(tx, app, asking, (contact, true), None)
}

/// The same for a message that leaves when [`may_ask`] has said: of two times, drawn apart, whoever is shown both would learn that there
/// is a contact.
///
/// # Errors
/// Of the database.
pub fn may_send_at(
    tx: &Tx<'_>,
    app: &App,
    asking: &Asking<'_>,
    leaves_at: Time,
) -> Result<Allowance> {
    let contact = key(&app.keys, asking.channel, asking.value);
    decide(tx, app, asking, (contact, true), Some(leaves_at))
}

/// Decides about one message to a contact that was typed: [`may_ask`] says what is shown, and where the contact itself has had enough
/// it goes to nobody. The last message's link is good all the same.
///
/// # Errors
/// Of the database.
pub fn may_send_typed(tx: &Tx<'_>, app: &App, asking: &Asking<'_>) -> Result<Allowance> {
    let asked = may_ask(tx, app, asking)?;
    let Allowance::Send {
        leaves_at,
        link_until,
        ..
    } = asked
    else {
        return Ok(asked);
    };
    Ok(match may_send_at(tx, app, asking, leaves_at)? {
        sent @ Allowance::Send { .. } => sent,
        Allowance::ByMail | Allowance::NotBefore(_) | Allowance::Abroad => Allowance::Send {
            leaves_at,
            link_until,
            silent: true,
        },
    })
}

/// `leaves`: it is the message itself, and the operator pays for it; `agreed`: when it leaves, if that was said already.
fn decide(
    tx: &Tx<'_>,
    app: &App,
    asking: &Asking<'_>,
    (key, leaves): ([u8; 32], bool),
    agreed: Option<Time>,
) -> Result<Allowance> {
    let now = Time(tx.now());
    let mut state = State::read(store::hold_budget(tx, &key)?);
    let mut history = state.history();
    let own = match asking.proved {
        Some(case) => own(tx, app, &key, case)?,
        None => false,
    };
    let asker = match asking.standing {
        _ if own => Asker::Known(Vec::new()),
        Standing::Known(_) => Asker::Known(state.known.iter().copied().map(Time).collect()),
        Standing::Vouched(_) | Standing::Stranger => Asker::Stranger(
            names(tx, app, asking)?,
            u16::from_le_bytes(app.random.bytes()),
        ),
    };
    let ask = messages::Ask {
        asker: &asker,
        channel: kind(asking.channel),
        contact: &history,
        budget: budget(tx, app)?,
        mail_instead: asking.mail_instead,
        country: asking.channel == Channel::Email || is_served(app, asking.value),
    };
    let (at, silent) = match messages::decide(&ask, now) {
        Outcome::Send { at } => (at, false),
        Outcome::Silent { at } => (at, true),
        Outcome::ByMail => return Ok(Allowance::ByMail),
        Outcome::Later { next } => return Ok(Allowance::NotBefore(next)),
        Outcome::Abroad => return Ok(Allowance::Abroad),
    };
    let at = agreed.unwrap_or(at);
    let link_until = messages::link_until(kind(asking.channel), &history, at);
    if own {
        return Ok(Allowance::Send {
            leaves_at: at,
            link_until,
            silent,
        });
    }
    if let Asker::Known(_) = asker {
        state.known.retain(|asked| now < Time(*asked) + HOUR);
        state.known.push(now.0);
    } else {
        history.record(at);
        state.keep(&history);
        if leaves && asking.channel == Channel::Phone && !silent {
            strangers_today().add(tx, &app.keys, 1)?;
        }
    }
    store::save_budget(tx, &key, &state.write())?;
    Ok(Allowance::Send {
        leaves_at: at,
        link_until,
        silent,
    })
}

/// So many an hour to one contact, for whoever has shown a proof.
const OWN_AN_HOUR: i64 = 3;
/// And so many to one contact, for all of them: beyond that they share what strangers have.
const ALL_OWN_AN_HOUR: i64 = 10;

/// Counts one message for a sign-in, session or case that has shown a proof. `false`: it has no more of its own.
fn own(tx: &Tx<'_>, app: &App, contact: &[u8; 32], case: Id) -> Result<bool> {
    let subject = [&contact[..], case.as_bytes()].concat();
    let count = |what, subject: &[u8]| {
        let window = HOUR;
        let counter = Counter {
            what,
            subject,
            window,
        };
        counter.add(tx, &app.keys, 1)
    };
    Ok(count("asked-own", &subject)? <= OWN_AN_HOUR
        && count("asked-own-all", contact)? <= ALL_OWN_AN_HOUR)
}

fn is_served(app: &App, value: &str) -> bool {
    let country = Identifier::stored(Kind::Phone, value.to_owned()).calling_code();
    // A name that is no number gets the same as one: no row tells them apart.
    country.is_none() || app.config.phone.serves(country)
}

/// How many different names this network has asked for, with this one.
fn names(tx: &Tx<'_>, app: &App, asking: &Asking<'_>) -> Result<Names> {
    let name = app
        .keys
        .tag(Purpose::Contact, &[b"typed", asking.typed.as_bytes()]);
    let asked = |window: Span, (one, all): (&'static str, &'static str)| -> Result<u32> {
        let subject = [&asking.network.0[..], &name].concat();
        let first = Counter {
            what: one,
            subject: &subject,
            window,
        }
        .add(tx, &app.keys, 1)?
            == 1;
        let counter = Counter {
            what: all,
            subject: &asking.network.0,
            window,
        };
        let total = if first {
            counter.add(tx, &app.keys, 1)?
        } else {
            counter.total(tx, &app.keys)?
        };
        Ok(u32::try_from(total).unwrap_or(u32::MAX))
    };
    Ok(Names {
        names_in_hour: asked(HOUR, ("asked-name-hour", "asked-names-hour"))?,
        names_in_day: asked(DAY, ("asked-name-day", "asked-names-day"))?,
    })
}

const fn strangers_today() -> Counter<'static> {
    Counter {
        what: "strangers-phone",
        subject: b"",
        window: DAY,
    }
}

fn budget(view: &View<'_>, app: &App) -> Result<Budget> {
    let strangers = strangers_today().total(view, &app.keys)?;
    let whole = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    Ok(Budget {
        daily: whole(app.config.phone.spending.per_day),
        strangers: whole(strangers),
    })
}

/// Whether strangers may still cause phone messages today; over their half of the operator's budget, mail takes them.
///
/// # Errors
/// Of the database.
pub fn strangers_may_phone(view: &View<'_>, app: &App) -> Result<bool> {
    Ok(budget(view, app)?.left())
}

/// When the next message may be asked for by typing this; `None`: now.
///
/// # Errors
/// Of the database.
pub fn next_ask(view: &View<'_>, app: &App, channel: Channel, typed: &str) -> Result<Option<Time>> {
    let key = typed_key(&key(&app.keys, channel, typed));
    next(view, channel, &key)
}

/// When the next message that a stranger asks for may go to this contact; `None`: now. For whoever has shown a proof.
///
/// # Errors
/// Of the database.
pub fn next_send(
    view: &View<'_>,
    app: &App,
    channel: Channel,
    value: &str,
) -> Result<Option<Time>> {
    next(view, channel, &key(&app.keys, channel, value))
}

fn next(view: &View<'_>, channel: Channel, key: &[u8; 32]) -> Result<Option<Time>> {
    let now = Time(view.now());
    let state = State::read(store::budget(view, key)?);
    let next = state.history().next(kind(channel), now);
    Ok((next > now).then_some(next))
}

/// For a day, what strangers trigger does not reach the contact of this challenge; returns until when. Known browsers still
/// get their codes, and notices are not counted here at all.
///
/// # Errors
/// Of the database.
pub fn mute(tx: &Tx<'_>, challenge: &Challenge) -> Result<Time> {
    let mut state = State::read(store::hold_budget(tx, &challenge.contact_hash)?);
    let mut history = state.history();
    let until = history.mute(Time(tx.now()));
    state.keep(&history);
    store::save_budget(tx, &challenge.contact_hash, &state.write())?;
    Ok(until)
}

/// The link or code of a message was used: it costs nothing, and its contact is alive.
pub(super) fn refund(tx: &Tx<'_>, challenge: &Challenge) -> Result<()> {
    let contact = challenge.contact_hash;
    for key in [contact, typed_key(&contact)] {
        let mut state = State::read(store::hold_budget(tx, &key)?);
        let mut history = state.history();
        history.used(challenge.leaves_at());
        state.keep(&history);
        store::save_budget(tx, &key, &state.write())?;
    }
    Ok(())
}
