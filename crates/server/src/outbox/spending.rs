//! Phone messages cost money, and pumping fraud makes others send them: limits per account, network, number prefix and day,
//! counted in the database so that every node counts alike. Days are UTC days.
//!
//! Strangers can use up the first three of an owner: they share the account's, a network's and the neighbours' numbers. So the
//! first message of an hour to an account leaves over those three all the same (G4); nothing leaves over the day's.

use kunci_db::{Result, Tx, View};
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
    /// Nobody for an unknown name: it costs nothing, but counts for the network, so that nobody learns the difference there.
    pub(super) number: Option<&'a str>,
}

/// How many phone messages are left today under each limit. What is queued but has not left yet is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// To this account.
    pub account: i64,
    /// Triggered from this network.
    pub network: i64,
    /// To numbers with this prefix.
    pub prefix: i64,
    /// In all.
    pub day: i64,
}

impl Left {
    /// Whether one more message may leave.
    #[must_use]
    pub fn any(&self) -> bool {
        self.account
            .min(self.network)
            .min(self.prefix)
            .min(self.day)
            > 0
    }
}

/// What is left today for a message to `number` (E.164). Over a limit it would end as `over_limit`, except once an hour to each
/// account: send mail instead where there is an address.
///
/// # Errors
/// Of the database.
pub fn budget_left(
    view: &View<'_>,
    app: &App,
    account: Option<Id>,
    network: Option<Network>,
    number: &str,
) -> Result<Left> {
    let limits = &app.config.phone.spending;
    let spender = Spender {
        account,
        network,
        number: Some(number),
    };
    let mut left = Left {
        account: limits.per_account,
        network: limits.per_network,
        prefix: limits.per_prefix,
        day: limits.per_day,
    };
    for (what, subject) in spender.charged() {
        let used = counter(what, &subject).total(view, &app.keys)?;
        match what {
            What::Day => left.day -= used,
            What::Account => left.account -= used,
            What::Network => left.network -= used,
            What::Prefix => left.prefix -= used,
            What::AccountHour => {}
        }
    }
    Ok(left)
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
        if let Some(account) = self.account {
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
