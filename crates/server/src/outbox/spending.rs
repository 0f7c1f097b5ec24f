//! Phone messages cost money, and pumping fraud makes others send them: limits per account, network, number prefix and day,
//! counted in the database so that every node counts alike. Days are UTC days.
//!
//! Strangers can use up the first three of an owner: they share the account's, a network's and the neighbours' numbers. So the
//! first message of an hour to an account leaves over those three all the same (G4); nothing leaves over the day's.

use kunci_db::{Result, Tx};
use kunci_rules::{Id, Span};

use crate::counters::Counter;
use crate::state::App;
use crate::web::Network;

/// Neighbouring numbers share these first digits of the international form.
const PREFIX: usize = 8;

/// Who a phone message is charged to.
#[derive(Clone, Copy)]
pub(super) struct Spender<'a> {
    pub(super) account: Option<Id>,
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
            What::AccountHour => first_of_hour = total == 1,
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
}

impl Spender<'_> {
    fn charged(&self) -> Vec<(What, Vec<u8>)> {
        let mut list = Vec::with_capacity(5);
        if let Some(number) = self.number {
            list.push((What::Day, Vec::new()));
            let digits = number
                .bytes()
                .filter(u8::is_ascii_digit)
                .take(PREFIX)
                .collect();
            list.push((What::Prefix, digits));
        }
        if let (Some(account), Some(_)) = (self.account, self.number) {
            list.push((What::Account, account.as_bytes().to_vec()));
            list.push((What::AccountHour, account.as_bytes().to_vec()));
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
        What::Network => ("phone-network", Span::days(1)),
        What::Prefix => ("phone-prefix", Span::days(1)),
    };
    Counter {
        what,
        subject,
        window,
    }
}
