//! Reports of people who pose as us (S-041, S-122): anybody may write one, the operator reads them with
//! `kunci admin reports list`. What they say is sealed with the server's key.

mod http;
mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::{Id, Span, Time};
use serde::{Deserialize, Serialize};

pub use http::{get_report, get_reported, post_report};

use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::state::App;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "reports",
    tables: &[Table {
        name: "reports",
        root: Root::House,
        retention: "1 year, sealed",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(365),
        }),
    }],
    statements: store::STATEMENTS,
};

/// What somebody tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The fraud's number, address or account.
    pub who: String,
    /// What happened.
    pub what: String,
    /// Where the reporter may be asked; empty if they would rather not.
    pub contact: String,
    /// The reporter's language.
    pub language: String,
}

fn save(tx: &Tx<'_>, app: &App, report: &Report) -> Result<Id> {
    let id = tx.id();
    let plain = serde_json::to_vec(report).unwrap_or_default();
    store::insert(tx, id, &app.keys.seal(&app.random, id.as_bytes(), &plain))?;
    Ok(id)
}

/// The newest reports, newest first; those whose key is lost are left out.
///
/// # Errors
/// Of the database.
pub fn newest(view: &View<'_>, app: &App, most: u32) -> Result<Vec<(Time, Report)>> {
    let open = |(id, sealed, at): (Id, Vec<u8>, Time)| {
        let plain = app.keys.open(id.as_bytes(), &sealed)?;
        Some((at, serde_json::from_slice(&plain).ok()?))
    };
    Ok(store::newest(view, most)?
        .into_iter()
        .filter_map(open)
        .collect())
}
