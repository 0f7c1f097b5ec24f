//! What an owner says about their things: on which of them a method can be used, which browsers run on a device. More needs a
//! fresh sign-in. Less makes things independent of each other, and so needs what replacing a method needs: at once, or as a
//! request that waits.

use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::{AddMethod, Permit, ReplaceMethod, Verdict};

use super::OPENS;
use crate::browsers::{self, Owner};
use crate::requests::{About, Purpose};
use crate::state::App;
use crate::waits::{self, Waiting};
use crate::web::Error;
use crate::{audit, gate};

/// What the gate said to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// It counts from now on.
    Counts,
    /// It waits, and was told.
    Waits(Waiting),
}

/// A statement of an owner.
pub struct Statement<'a> {
    /// The method that it makes stronger where it says less.
    pub method: Id,
    /// It says less than before.
    pub less: bool,
    /// What it is about.
    pub purpose: Purpose,
    /// As its purpose writes it down, for the day on which it counts.
    pub details: &'a str,
    /// What its owner calls what it is about.
    pub name: &'a str,
    /// The page that it was made on.
    pub back: &'a str,
}

/// Asks the gate whether it counts now, and else lets it wait.
///
/// # Errors
/// `ProveFirst` if the gate wants more.
pub fn may_say(tx: &Tx<'_>, owner: &Owner, said: &Statement<'_>) -> Result<Saying, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    if !said.less {
        let action = AddMethod { account };
        return match gate::ask(tx, app, &owner.asker(), action)? {
            Verdict::Open(_) => Ok(Saying::Counts),
            Verdict::Prove(_) | Verdict::Wait { .. } => Err(gate::prove_first(&action, said.back)),
            Verdict::Refuse(reason) => Err(gate::refusal(reason)),
        };
    }
    let method = said.method;
    let action = ReplaceMethod { account, method };
    match gate::ask(tx, app, &owner.asker(), action)? {
        Verdict::Open(_) => Ok(Saying::Counts),
        Verdict::Wait { until } => {
            let wanted = waits::Wanted {
                about: About::of(&action),
                purpose: said.purpose,
                details: said.details,
            };
            let request = waits::begin(tx, owner, wanted, (until, OPENS), said.name)?;
            Ok(Saying::Waits(Waiting { request, until }))
        }
        Verdict::Prove(_) => Err(gate::prove_first(&action, said.back)),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}

/// Writes down ids, so that they can be read again when their time comes.
#[must_use]
pub fn write(ids: &[Id]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
    ids.join(" ")
}

/// Reads what [`write`] wrote.
#[must_use]
pub(super) fn read(details: &str) -> Vec<Id> {
    let ids = details.split(' ').map(Id::try_parse);
    ids.filter_map(Result::ok).collect()
}

/// Keeps which browsers run on a device: the device, then those that do. Those that run on another stay there.
///
/// # Errors
/// Of the database.
pub fn keep_browsers(tx: &Tx<'_>, app: &App, account: Id, said: &[Id]) -> kunci_db::Result<()> {
    let Some((device, on)) = said.split_first() else {
        return Ok(());
    };
    for browser in browsers::known(tx, account)? {
        let runs = on.contains(&browser.id);
        let changes = match browser.device {
            None => runs,
            Some(there) => there == *device && !runs,
        };
        if changes {
            browsers::runs_on(tx, account, browser.id, runs.then_some(*device))?;
        }
    }
    audit::record(tx, app, account, "browsers-said", "owner", "")
}

pub(super) fn execute<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    permit: Permit<'t, ReplaceMethod>,
    details: &str,
) -> Result<(), Error> {
    Ok(keep_browsers(tx, app, permit.account(), &read(details))?)
}
