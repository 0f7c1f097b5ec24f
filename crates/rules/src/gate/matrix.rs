//! The policy as a table of consequences, for `kunci policy matrix`: for what is lost, when the owner is
//! back; for what is stolen, what the thief opens and when.

use std::sync::Arc;

use super::check::{Broken, subsets};
use super::model::{Account, Stolen, typical_accounts};
use super::{Kind, Policy};
use crate::Span;

/// The whole table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// One part per typical account.
    pub accounts: Vec<AccountMatrix>,
    /// The invariants that the policy breaks.
    pub broken: Vec<Broken>,
}

/// The consequences for one typical account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountMatrix {
    /// Its name.
    pub name: &'static str,
    /// For every set of up to three lost things.
    pub lost: Vec<Lost>,
    /// For every set of up to two stolen things.
    pub stolen: Vec<Taken>,
}

/// Things lost, and how the owner gets back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The things; `password` means forgotten.
    pub things: Vec<&'static str>,
    /// After how long; nothing: never.
    pub back: Option<Span>,
}

/// Things stolen, and what they open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The things; `password` means known to the thief.
    pub things: Vec<&'static str>,
    /// The owner has marked the devices among them missing.
    pub marked: bool,
    /// After how long each action opens; nothing: never.
    pub opens: Vec<(Kind, Option<Span>)>,
}

/// The actions that a theft is judged by.
pub const JUDGED: [Kind; 9] = [
    Kind::SignIn,
    Kind::Recover,
    Kind::AddMethod,
    Kind::ReplaceMethod,
    Kind::Locate,
    Kind::Erase,
    Kind::Unmark,
    Kind::Release,
    Kind::Close,
];

/// Works the table out.
pub fn matrix(policy: &Policy) -> Matrix {
    let shared = Arc::new(policy.clone());
    let accounts = typical_accounts()
        .iter()
        .map(|account| of_account(&shared, account))
        .collect();
    Matrix {
        accounts,
        broken: policy.broken(),
    }
}

fn of_account(policy: &Arc<Policy>, account: &Account) -> AccountMatrix {
    let things = account.things();
    let lost = subsets(&things, 3)
        .into_iter()
        .map(|things| Lost {
            back: account.back(policy, &things),
            things,
        })
        .collect();
    let stolen = subsets(&things, 2)
        .into_iter()
        .filter(|things| !things.is_empty())
        .flat_map(|things| {
            let device = things.iter().any(|t| account.devices.contains(t));
            let marks = [false, true]
                .into_iter()
                .filter(move |marked| device || !marked);
            marks
                .map(move |marked| taken(policy, account, things.clone(), marked))
                .collect::<Vec<_>>()
        })
        .collect();
    AccountMatrix {
        name: account.name,
        lost,
        stolen,
    }
}

fn taken(
    policy: &Arc<Policy>,
    account: &Account,
    things: Vec<&'static str>,
    marked: bool,
) -> Taken {
    let stolen = Stolen {
        things: &things,
        marked,
        pin_watched: false,
    };
    let about = account
        .devices
        .iter()
        .copied()
        .find(|d| things.contains(d))
        .or(account.devices.first().copied());
    let opens = JUDGED.map(|kind| (kind, account.opened_by_thief(policy, &stolen, kind, about)));
    Taken {
        opens: opens.to_vec(),
        marked,
        things,
    }
}

impl Matrix {
    /// The table as text, one line per row, waits in hours: `0` at once, `-` never.
    pub fn text(&self) -> String {
        let span =
            |s: &Option<Span>| s.map_or("-".into(), |s| (s.whole_minutes() / 60).to_string());
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        for account in &self.accounts {
            line(format!("== {}", account.name));
            line(format!("{:44} back", "lost"));
            for row in &account.lost {
                line(format!("{:44} {}", names(&row.things), span(&row.back)));
            }
            let heads: Vec<String> = JUDGED.iter().map(|k| format!("{:>16}", k.name())).collect();
            line(format!("{:44}{}", "stolen", heads.concat()));
            for row in &account.stolen {
                let missing = if row.marked { ", marked missing" } else { "" };
                let cells: Vec<String> = row
                    .opens
                    .iter()
                    .map(|(_, s)| format!("{:>16}", span(s)))
                    .collect();
                line(format!(
                    "{:44}{}",
                    names(&row.things) + missing,
                    cells.concat()
                ));
            }
            line(String::new());
        }
        for broken in &self.broken {
            line(format!("BROKEN {broken}"));
        }
        out
    }
}

fn names(things: &[&str]) -> String {
    if things.is_empty() {
        "nothing".into()
    } else {
        things.join(", ")
    }
}
