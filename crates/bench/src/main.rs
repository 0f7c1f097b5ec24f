//! What Kunci can do on this machine, beside what its design promises: `./dev bench [what…]`.
//!
//! Nothing here is asserted: a machine has other work too. Each figure stands beside the budget, and beside another figure
//! of the same run wherever the budget is a ratio.

mod child;
mod client;
mod db;
mod fixes;
mod load;
mod pages;
mod signin;
mod start;
mod table;
mod timing;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

/// The value, or why it could not be measured.
type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Measures Kunci on this machine and prints each figure beside the one it was designed for.
#[derive(Parser)]
#[command(name = "kunci-bench")]
struct Arguments {
    /// What to measure; everything if nothing is named
    what: Vec<What>,
    /// The server to measure; without it the `kunci` beside this program
    #[arg(long, env = child::BINARY, value_name = "FILE")]
    kunci: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Right passwords per second, beside what the hash alone allows
    Signin,
    /// How long a page takes, and how long while 64 clients hammer sign-in
    Page,
    /// What looking at the session costs a page
    Session,
    /// Positions taken in over HTTP, each on the disk before its answer
    Fixes,
    /// From start to the first answer, and memory at rest
    Start,
    /// Known beside unknown names, on every form that takes one
    Timing,
    /// Writes, reads and contended holds, on SQLite and PostgreSQL
    Db,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => failed(error.as_ref()),
    }
}

/// Measures one after the other; what cannot be measured here keeps nothing else from it.
fn run(arguments: Arguments) -> Outcome<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    let kunci = child::binary(arguments.kunci)?;
    let mut code = ExitCode::SUCCESS;
    let named = arguments.what;
    let all = if named.is_empty() {
        What::value_variants().to_vec()
    } else {
        named
    };
    for what in all {
        let measured = runtime.block_on(async {
            match what {
                What::Signin => signin::measure(&kunci).await,
                What::Page => pages::measure_page(&kunci).await,
                What::Session => pages::measure_session(&kunci).await,
                What::Fixes => fixes::measure(&kunci).await,
                What::Start => start::measure(&kunci).await,
                What::Timing => timing::measure(&kunci).await,
                What::Db => db::measure().await,
            }
        });
        if let Err(error) = measured {
            code = failed(error.as_ref());
        }
    }
    Ok(code)
}

fn failed(error: &(dyn Error + Send + Sync)) -> ExitCode {
    eprintln!("kunci-bench: {error}");
    ExitCode::FAILURE
}
