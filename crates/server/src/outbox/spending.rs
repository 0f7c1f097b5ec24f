//! Phone messages cost money, and pumping fraud makes others send them: limits per account, network, number prefix and day,
//! counted in the database so that every node counts alike. Days are UTC days.
//!
//! Strangers can use up the first three of an owner: they share the account's, a network's and the neighbours' numbers. So the
//! first message of an hour to an account leaves over those three all the same (G4); nothing leaves over the day's. What no stranger
//! asked for, such as a notice or a code for a known browser, is charged to the day and to a count of its own: nobody switches
//! notices off by causing codes.

use kunci_db::{Result, Tx};
use kunci_rules::{Id, Span};

use crate::counters::Counter;
use crate::state::App;
use crate::web::Network;

/// Neighbouring numbers share these first digits of the international form.
const PREFIX: usize = 8;

/// So many times the account's limit for what no stranger asked for.
const OWN: i64 = 5;

/// Who a phone message is charged to.
#[derive(Clone, Copy)]
pub(super) struct Spender<'a> {
    pub(super) account: Option<Id>,
    /// Where a stranger asked from; none for what no stranger asked for.
    pub(super) network: Option<Network>,
    /// Nobody for an unknown name or a muted contact: it costs nothing, but counts for the network, so that nobody learns the
    /// difference there.
    pub(super) number: Option<&'a str>,
}

/// Reserves one message, or nothing if it may not leave. The day's counter comes first: its row is what concurrent
/// reservations wait on, so together they never pass a limit.
pub(super) fn reserve(tx: &Tx<'_>, app: &App, spender: &Spender<'_>) -> Result<bool> {
    let limits = &app.config.phone.spending;
    let charged = spender.charged();
    let (mut in_day, mut within, mut first_of_hour) = (true, true, false);
    for (what, subject) in &charged {
        let total = counter(*what, subject).add(tx, &app.keys, 1)?;
        match what {
            What::Day => in_day = total <= limits.per_day,
            What::Account => within &= total <= limits.per_account,
            What::Network => within &= total <= limits.per_network,
            What::Prefix => within &= total <= limits.per_prefix,
            What::AccountHour | What::OwnHour => first_of_hour = total == 1,
            What::Own => within &= total <= limits.per_account.saturating_mul(OWN),
        }
    }
    // A limit of 0 is meant.
    let never = [limits.per_account, limits.per_network, limits.per_prefix].contains(&0);
    let leaves = in_day && (within || (first_of_hour && !never));
    if !leaves {
        for (what, subject) in &charged {
            counter(*what, subject).add(tx, &app.keys, -1)?;
        }
    }
    Ok(leaves)
}

#[derive(Clone, Copy)]
enum What {
    Day,
    Account,
    AccountHour,
    Network,
    Prefix,
    Own,
    OwnHour,
}

impl Spender<'_> {
    fn charged(&self) -> Vec<(What, Vec<u8>)> {
        let mut list = Vec::with_capacity(5);
        if let Some(number) = self.number {
            list.push((What::Day, Vec::new()));
            if self.network.is_some() {
                let digits = number.bytes().filter(u8::is_ascii_digit);
                list.push((What::Prefix, digits.take(PREFIX).collect()));
            }
        }
        if let (Some(account), Some(_)) = (self.account, self.number) {
            let (all, hour) = match self.network {
                Some(_) => (What::Account, What::AccountHour),
                None => (What::Own, What::OwnHour),
            };
            list.push((all, account.as_bytes().to_vec()));
            list.push((hour, account.as_bytes().to_vec()));
        }
        if let Some(network) = self.network {
            list.push((What::Network, network.0.to_vec()));
        }
        list
    }
}

fn counter(what: What, subject: &[u8]) -> Counter<'_> {
    let (what, window) = match what {
        What::Day => ("phone-day", Span::days(1)),
        What::Account => ("phone-account", Span::days(1)),
        What::AccountHour => ("phone-account-hour", Span::hours(1)),
        What::Own => ("phone-own", Span::days(1)),
        What::OwnHour => ("phone-own-hour", Span::hours(1)),
        What::Network => ("phone-network", Span::days(1)),
        What::Prefix => ("phone-prefix", Span::days(1)),
    };
    Counter {
        what,
        subject,
        window,
    }
}
