//! How often an address may be written to because somebody asked, so that strangers can neither flood an
//! owner nor spend the operator's money, and yet never close the owner's own way in (design §2).
//!
//! Only codes and links that a stranger can trigger are counted here. Notices to the owner are not: nobody
//! can switch those off by causing many.

#[cfg(test)]
mod tests;

use crate::{Span, Time};

/// By what a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Email.
    Mail,
    /// WhatsApp or SMS.
    Phone,
}

/// What is remembered about one contact: the messages of the last 24 hours that strangers triggered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// When they went out, or will; oldest first. A message whose link was used is no longer among them.
    pub sent: Vec<Time>,
    /// When the first of those went out that nobody has used a link of since.
    pub unused_since: Option<Time>,
    /// Until when the owner muted them.
    pub muted_until: Option<Time>,
}

/// For how long the page behind a phone message's link mutes.
pub const MUTED_FOR: Span = Span::hours(24);
/// How far back [`History::sent`] must reach.
pub const WINDOW: Span = Span::hours(24);

const TEN_MINUTES: Span = Span::minutes(10);
const HOUR: Span = Span::hours(1);

impl History {
    /// When the next message that a stranger asks for may go to this contact.
    pub fn next(&self, channel: Channel, now: Time) -> Time {
        let recent: Vec<Time> = self
            .sent
            .iter()
            .copied()
            .filter(|t| now < *t + WINDOW)
            .collect();
        let gap = match (channel, recent.len()) {
            (_, 0) => Span::ZERO,
            (Channel::Mail, 1) => TEN_MINUTES,
            (Channel::Phone, 1) => Span::minutes(2),
            (Channel::Phone, 2) => Span::minutes(8),
            (Channel::Mail | Channel::Phone, _) => HOUR,
        };
        let spaced = recent.last().map_or(now, |last| *last + gap);
        let a_day = self.a_day(channel, now);
        let full = recent
            .len()
            .checked_sub(a_day)
            .and_then(|at| recent.get(at))
            .map_or(now, |t| *t + WINDOW);
        now.max(spaced).max(full)
    }

    /// How many a day: mail 6, after three unused days 2; the phone as often as its gaps allow.
    fn a_day(&self, channel: Channel, now: Time) -> usize {
        let unused = self.unused_since.is_some_and(|t| now >= t + Span::days(3));
        match channel {
            Channel::Mail if unused => 2,
            Channel::Mail => 6,
            Channel::Phone => usize::MAX,
        }
    }

    /// A message goes out, or will, at this time.
    pub fn record(&mut self, at: Time) {
        self.sent.retain(|t| at < *t + WINDOW);
        self.sent.push(at);
        self.sent.sort_unstable();
        self.unused_since = self.unused_since.or(Some(at));
    }

    /// Whether the owner wants nothing now that strangers trigger.
    pub fn is_muted(&self, now: Time) -> bool {
        self.muted_until.is_some_and(|until| now < until)
    }

    /// The owner wants nothing of that kind for a day; returns until when.
    pub fn mute(&mut self, now: Time) -> Time {
        let until = now + MUTED_FOR;
        self.muted_until = Some(until);
        until
    }

    /// The link or code of the message sent at this time was used: it is refunded, and the contact is alive.
    pub fn used(&mut self, sent: Time) {
        if let Some(at) = self.sent.iter().position(|t| *t == sent) {
            self.sent.remove(at);
        }
        self.unused_since = None;
    }
}

/// How many names one network (/24, /48) has asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Different names in the last hour, this one included.
    pub names_in_hour: u32,
    /// Different names in the last day, this one included.
    pub names_in_day: u32,
}

impl Network {
    /// Over 3 names an hour or 10 a day, its requests go out late.
    pub const fn over(self) -> bool {
        self.names_in_hour > 3 || self.names_in_day > 10
    }
}

/// What strangers cost the operator by phone today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Messages that may be sent by phone in a day, to everybody, for whatever reason.
    pub daily: u32,
    /// How many of today's strangers triggered.
    pub strangers: u32,
}

impl Budget {
    /// Strangers use at most half.
    pub const fn left(self) -> bool {
        self.strangers < self.daily / 2
    }
}

/// Who asks for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A known browser, with the times of what it asked for in the last hour.
    Known(Vec<Time>),
    /// Anybody else, with what their network did, and a random number that spreads what goes out late.
    Stranger(Network, u16),
}

/// A request for a code or link to one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask<'a> {
    /// Who.
    pub asker: &'a Asker,
    /// By what.
    pub channel: Channel,
    /// The contact.
    pub contact: &'a History,
    /// The phone budget.
    pub budget: Budget,
    /// The account has an email address that could take the message instead.
    pub mail_instead: bool,
    /// The number's country is one that the operator sends to (by default +62 only).
    pub country: bool,
}

/// What to do with it. The asker is told the same in every case: unknown names behave alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Put it into the outbox, due then.
    Send {
        /// When it goes out: now, or within the hour.
        at: Time,
    },
    /// Count it and do the same work, but let nobody have it: its owner muted what strangers trigger. Whoever asks cannot tell.
    Silent {
        /// When it would go out.
        at: Time,
    },
    /// Use the email address: the day's phone budget for strangers is spent.
    ByMail,
    /// Send nothing; ask again then. The last link works until at least that time.
    Later {
        /// When.
        next: Time,
    },
    /// Send nothing: not a country that the operator sends to.
    Abroad,
}

/// How many messages an hour a known browser may ask for, beside the strangers' ones.
const KNOWN_AN_HOUR: usize = 5;

/// Decides about one request.
pub fn decide(ask: &Ask<'_>, now: Time) -> Outcome {
    if ask.channel == Channel::Phone && !ask.country {
        return Outcome::Abroad;
    }
    match ask.asker {
        Asker::Known(asked) => {
            let recent: Vec<Time> = asked.iter().copied().filter(|t| now < *t + HOUR).collect();
            match recent
                .len()
                .checked_sub(KNOWN_AN_HOUR)
                .and_then(|at| recent.get(at))
            {
                Some(t) => Outcome::Later { next: *t + HOUR },
                None => Outcome::Send { at: now },
            }
        }
        Asker::Stranger(network, random) => stranger(ask, *network, *random, now),
    }
}

fn stranger(ask: &Ask<'_>, network: Network, random: u16, now: Time) -> Outcome {
    let mut next = ask.contact.next(ask.channel, now);
    if ask.channel == Channel::Phone && !ask.budget.left() {
        if ask.mail_instead {
            return Outcome::ByMail;
        }
        // Over the budget and without mail: one per contact per hour, never none.
        next = ask
            .contact
            .sent
            .last()
            .map_or(next, |last| next.max(*last + HOUR));
    }
    if next > now {
        return Outcome::Later { next };
    }
    let late = if network.over() {
        Span(HOUR.0 / i64::from(u16::MAX) * i64::from(random))
    } else {
        Span::ZERO
    };
    let at = now + late;
    if ask.contact.is_muted(now) {
        Outcome::Silent { at }
    } else {
        Outcome::Send { at }
    }
}

/// When the link of a phone message ends: when the next may be sent, between 10 and 60 minutes after it
/// (STD-35's 10 minutes hold for its code). Mailed links live 24 hours.
pub fn link_until(channel: Channel, contact: &History, sent: Time) -> Time {
    match channel {
        Channel::Mail => sent + Span::hours(24),
        Channel::Phone => {
            let mut after = contact.clone();
            after.record(sent);
            let next = after.next(Channel::Phone, sent);
            next.max(sent + TEN_MINUTES).min(sent + HOUR)
        }
    }
}
