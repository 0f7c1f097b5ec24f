//! The command line. Only these files print: answers on stdout, problems and logs on stderr.
//!
//! Exit status: 0 done · 1 it ran and failed, or what was asked about is not in order · 2 the command line, the
//! configuration or the start is not usable.

mod admin;
mod check;
mod demo;
mod init;
mod policy;
mod serve;

use std::future::Future;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::Invalid;
use crate::serve::StartError;

/// Protects accounts and phones: locks out strangers, never the owner.
#[derive(Parser)]
#[command(name = "kunci", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the full server with example people and a page that shows every mail and phone message.
    Demo(demo::Options),
    /// Start the server.
    Serve(ConfigFile),
    /// Write a commented configuration and make the server's keys, once.
    Init(init::Options),
    /// Try a configuration, the keys and the certificate without starting.
    CheckConfig(ConfigFile),
    /// Look at the rules that open an account or a device.
    Policy(policy::Options),
    /// What an operator can do at the server; nothing that only an owner's proofs open.
    Admin(admin::Options),
}

/// Where the configuration is.
#[derive(Args)]
struct ConfigFile {
    /// Configuration file, as `kunci init` writes it.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// A command that did not succeed: what to print, and the exit status.
struct Failure {
    status: u8,
    message: String,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self {
            status: 1,
            message: message.into(),
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self {
            status: 2,
            message: error.to_string(),
        }
    }
}

impl From<Invalid> for Failure {
    fn from(error: Invalid) -> Self {
        StartError::from(error).into()
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<kunci_db::Error> for Failure {
    fn from(error: kunci_db::Error) -> Self {
        Self::new(format!("the database: {error}"))
    }
}

/// Runs the command of this process.
#[must_use]
pub fn main() -> ExitCode {
    // Two providers are compiled in; whoever builds a TLS configuration without naming one gets this.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let done = match Cli::parse().command {
        Command::Demo(options) => wait_for(demo::run(options)),
        Command::Serve(file) => wait_for(serve::run(file)),
        Command::Init(options) => init::run(&options),
        Command::CheckConfig(file) => check::run(&file),
        Command::Policy(options) => policy::run(&options),
        Command::Admin(options) => wait_for(admin::run(options)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "kunci: {}", failure.message);
            ExitCode::from(failure.status)
        }
    }
}

fn wait_for(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(command)
}

/// Prints an answer, at once: whoever reads a pipe may wait for it.
fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}
