//! `kunci policy`: the gate's rules, and what follows from them.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use kunci_rules::Span;
use kunci_rules::gate::{Lost, Matrix, Policy, Taken, matrix};
use serde_json::{Value, json};

use super::{Failure, say};
use crate::config::Config;

#[derive(Args)]
pub(super) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// For every set of lost things how the owner gets back and when; for every set of stolen things what a thief opens and
    /// when. Waits are in hours: 0 at once, - never. Exit status 1 if an invariant is broken.
    Matrix {
        /// Print JSON, waits in minutes.
        #[arg(long)]
        json: bool,
        /// Apply the changes of this configuration; without it, the default policy.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// The names of all rules, each with its wait in hours, for `policy.waits` and `policy.without`.
    Rules,
}

pub(super) fn run(options: &Options) -> Result<(), Failure> {
    match &options.what {
        What::Matrix { json, config } => print_matrix(*json, config.as_ref()),
        What::Rules => Ok(say(&rules(&Policy::default()))?),
    }
}

fn print_matrix(as_json: bool, config: Option<&PathBuf>) -> Result<(), Failure> {
    let policy = match config {
        Some(file) => Config::load(Some(file))?.policy.applied()?,
        None => Policy::default(),
    };
    let matrix = matrix(&policy);
    say(if as_json {
        to_json(&matrix).to_string()
    } else {
        matrix.text()
    }
    .trim_end())?;
    match matrix.broken.as_slice() {
        [] => Ok(()),
        broken => Err(Failure::new(
            broken
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
        )),
    }
}

fn rules(policy: &Policy) -> String {
    let mut text = String::new();
    for rule in policy.rows.iter().flat_map(|row| &row.rules) {
        let _ = writeln!(text, "{:32} {:>4}", rule.id, rule.wait.whole_minutes() / 60);
    }
    text.trim_end().to_owned()
}

fn to_json(matrix: &Matrix) -> Value {
    let wait = |span: Option<Span>| span.map(Span::whole_minutes);
    let lost = |row: &Lost| json!({ "things": row.things, "back_minutes": wait(row.back) });
    let stolen = |row: &Taken| {
        let opens: serde_json::Map<String, Value> = row
            .opens
            .iter()
            .map(|(kind, span)| (kind.name().to_owned(), json!(wait(*span))))
            .collect();
        json!({ "things": row.things, "marked_missing": row.marked, "opens_minutes": opens })
    };
    let account = |account: &kunci_rules::gate::AccountMatrix| {
        json!({
            "account": account.name,
            "lost": account.lost.iter().map(lost).collect::<Vec<_>>(),
            "stolen": account.stolen.iter().map(stolen).collect::<Vec<_>>(),
        })
    };
    let broken = |broken: &kunci_rules::gate::Broken| json!({ "invariant": broken.invariant, "counterexample": broken.counterexample });
    json!({
        "accounts": matrix.accounts.iter().map(account).collect::<Vec<_>>(),
        "broken": matrix.broken.iter().map(broken).collect::<Vec<_>>(),
    })
}
