//! Phone messages cost money, and pumping fraud makes others send them: limits per account, network, number prefix and day,
//! counted in the database so that every node counts alike. Days are UTC days.

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

/// What is left today for a message to `number` (E.164). Over a limit the message would end as `over_limit`: send mail instead.
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
        }
    }
    Ok(left)
}

/// Reserves one message under every limit, or none. The day's counter comes first: its row is what concurrent reservations
/// wait on, so together they never pass a limit.
pub(super) fn reserve(tx: &Tx<'_>, app: &App, spender: &Spender<'_>) -> Result<bool> {
    let limits = &app.config.phone.spending;
    let mut within = true;
    let charged = spender.charged();
    for (what, subject) in &charged {
        let limit = match what {
            What::Day => limits.per_day,
            What::Account => limits.per_account,
            What::Network => limits.per_network,
            What::Prefix => limits.per_prefix,
        };
        within &= counter(*what, subject).add(tx, &app.keys, 1)? <= limit;
    }
    if !within {
        for (what, subject) in &charged {
            counter(*what, subject).add(tx, &app.keys, -1)?;
        }
    }
    Ok(within)
}

#[derive(Clone, Copy)]
enum What {
    Day,
    Account,
    Network,
    Prefix,
}

impl Spender<'_> {
    fn charged(&self) -> Vec<(What, Vec<u8>)> {
        let mut list = Vec::with_capacity(4);
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
        }
        if let Some(network) = self.network {
            list.push((What::Network, network.0.to_vec()));
        }
        list
    }
}

fn counter(what: What, subject: &[u8]) -> Counter<'_> {
    let what = match what {
        What::Day => "phone-day",
        What::Account => "phone-account",
        What::Network => "phone-network",
        What::Prefix => "phone-prefix",
    };
    Counter {
        what,
        subject,
        window: Span::days(1),
    }
}
