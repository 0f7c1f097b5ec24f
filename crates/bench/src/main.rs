//! What Kunci can do on this machine, beside what its design promises: `./dev bench [what…]`.

mod db;
mod table;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures Kunci on this machine and prints each figure beside the one it was designed for.
#[derive(Parser)]
#[command(name = "kunci-bench")]
struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Clone, Copy, Subcommand)]
enum What {
    /// Writes, reads and contended holds, on SQLite and PostgreSQL
    Db,
}

/// What is measured if nothing is named.
const ALL: [What; 1] = [What::Db];

fn main() -> ExitCode {
    let chosen = Arguments::parse().what;
    let measured = chosen
        .map_or(ALL.to_vec(), |one| vec![one])
        .into_iter()
        .try_for_each(measure);
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kunci-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(what: What) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    match what {
        What::Db => runtime.block_on(db::measure()),
    }
}
