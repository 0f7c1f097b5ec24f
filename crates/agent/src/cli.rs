//! The command line.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use kunci_wire::{LocationState, Micros, Protection};
use serde_json::json;

use crate::abilities;
use crate::act::words::Language;
use crate::control::{self, Answer, Request, Running, Standing};
use crate::hub::{self, Options};
use crate::identity::Pairing;
use crate::pair::{Wish, pair};
use crate::report::Policy;
use crate::state::StateDir;
use crate::{Error, Result, battery};

/// Finds, rings and locks this device when its owner asks for it.
#[derive(Debug, Parser)]
#[command(name = "kunci-agent", version, about)]
pub struct Cli {
    /// Directory of the agent's key and memory [default: $XDG_STATE_HOME/kunci-agent or ~/.local/state/kunci-agent]
    #[arg(long, global = true, value_name = "DIR", env = "KUNCI_AGENT_STATE")]
    state: Option<PathBuf>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Join this device to the account whose owner reads out the code
    Pair {
        /// Address of the server, such as https://kunci.example
        #[arg(long, value_name = "URL")]
        server: String,
        /// The code shown on the pairing page, such as ABCD-EFGH
        #[arg(long)]
        code: String,
        /// What the owner will see this device called [default: the host name]
        #[arg(long)]
        name: Option<String>,
        /// Pair although this device is paired; forgets the old pairing
        #[arg(long)]
        again: bool,
        #[command(flatten)]
        tools: Tools,
    },
    /// Run until stopped
    Run {
        #[command(flatten)]
        tools: Tools,
        /// Report the position at least this often, in seconds
        #[arg(long, value_name = "S", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
        interval: u64,
        /// The same in live mode; also the least time between two reports on the move
        #[arg(long, value_name = "S", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
        live_interval: u64,
        /// Report at once after moving this many metres
        #[arg(long, value_name = "M", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        distance: u32,
        /// How long to ring, in seconds
        #[arg(long, value_name = "S", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
        ring_seconds: u64,
    },
    /// Who can see this device, when they last looked, and how the agent is
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Stop ringing
    RingStop,
    /// Ask the server that nobody may see this device from now on
    StopWatching,
}

#[derive(Debug, Args)]
struct Tools {
    /// Where gpsd listens
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:2947")]
    gpsd: String,
    /// Command that makes a sound, repeated while ringing [default: pw-play, paplay or aplay]
    #[arg(long, value_name = "COMMAND")]
    ring_command: Option<String>,
    /// Command that shows a message, given on its standard input, besides a desktop notification
    #[arg(long, value_name = "COMMAND")]
    message_command: Option<String>,
}

impl Tools {
    fn options(self, policy: Policy, ring_seconds: u64) -> Options {
        Options {
            gpsd: self.gpsd,
            policy,
            ring_command: self.ring_command,
            ring_for: Duration::from_secs(ring_seconds),
            message_command: self.message_command,
            power_supplies: battery::SUPPLIES.into(),
            language: Language::of(var),
        }
    }
}

fn var(name: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the agent's one place that reads settings"
    )]
    std::env::var(name).ok()
}

/// Does what the command line says.
pub async fn main(cli: Cli) -> ExitCode {
    match act(cli).await {
        Ok(code) => code,
        Err(e) => {
            let _ = writeln!(io::stderr(), "kunci-agent: {e}"); // nobody may be reading
            ExitCode::FAILURE
        }
    }
}

async fn act(cli: Cli) -> Result<ExitCode> {
    let path = cli.state.map_or_else(|| StateDir::usual(var), Ok)?;
    let state = StateDir::open(&path)?;
    match cli.what {
        What::Pair {
            server,
            code,
            name,
            again,
            tools,
        } => {
            let wish = Wish {
                server: server.parse()?,
                code: code.parse()?,
                name,
                again,
            };
            let policy = Policy {
                interval: Duration::ZERO,
                live_interval: Duration::ZERO,
                distance_m: 0.0,
            };
            join(&state, wish, tools.options(policy, 0)).await?;
        }
        What::Run {
            tools,
            interval,
            live_interval,
            distance,
            ring_seconds,
        } => {
            let seconds = Duration::from_secs;
            let policy = Policy {
                interval: seconds(interval),
                live_interval: seconds(live_interval),
                distance_m: distance.into(),
            };
            hub::run(state, tools.options(policy, ring_seconds)).await?;
        }
        What::Status { json } => return status(&state, json).await,
        What::RingStop => {
            let rang = control::ask(&state, Request::RingStop).await? == Answer::RingStopped(true);
            say(if rang {
                "The ringing was stopped."
            } else {
                "It was not ringing."
            });
        }
        What::StopWatching => {
            let asked = control::ask(&state, Request::StopWatching).await? == Answer::Asked(true);
            say(if asked {
                "The server was asked; see: kunci-agent status"
            } else {
                "There is no connection to the server now. Please try again."
            });
            return Ok(if asked {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn join(state: &StateDir, wish: Wish, options: Options) -> Result<()> {
    let location = abilities::location(&options.gpsd).await;
    let found = abilities::find(Arc::new(options)).await;
    let pairing = pair(state, wish, found.capabilities(location)).await?;
    say(&format!(
        "Paired with {} ({}).\nWhoever runs that server can read where this device is. Start reporting with: kunci-agent run",
        pairing.answer.brand, pairing.server
    ));
    Ok(())
}

async fn status(state: &StateDir, json: bool) -> Result<ExitCode> {
    let pairing = Pairing::load(state)?.ok_or(Error::NotPaired)?;
    let (standing, running) = match control::ask(state, Request::Status).await {
        Ok(Answer::Status { standing, running }) => (standing, Some(running)),
        Ok(_) | Err(Error::NotRunning(_)) => (Standing::load(state)?, None),
        Err(e) => return Err(e),
    };
    if json {
        let all = json!({ "server": pairing.server, "device_id": pairing.device(), "running": running, "standing": standing });
        say(&all.to_string());
    } else {
        say(&words(&pairing, standing.as_ref(), running.as_ref()));
    }
    Ok(ExitCode::SUCCESS)
}

fn words(pairing: &Pairing, standing: Option<&Standing>, running: Option<&Running>) -> String {
    let mut lines = vec![format!(
        "Paired with {} ({})",
        pairing.answer.brand, pairing.server
    )];
    lines.push(match running {
        None => "The agent is not running.".to_owned(),
        Some(agent) => format!(
            "The agent is running, {}; location {}, last position {}, {} waiting to be sent.",
            if agent.connected {
                "connected"
            } else {
                "not connected"
            },
            match agent.location {
                LocationState::On => "on",
                LocationState::Searching => "searching",
                LocationState::Off => "off",
            },
            agent
                .last_fix_at
                .map_or_else(|| "none yet".to_owned(), time),
            agent.waiting_fixes,
        ),
    });
    let Some(standing) = standing else {
        lines.push("The server has not said yet who can see this device.".to_owned());
        return lines.join("\n");
    };
    if standing.device.protection == Protection::Missing {
        lines.push("Its owner has marked it missing.".to_owned());
    }
    lines.push(format!(
        "Who can see this device (as of {}):",
        time(standing.as_of)
    ));
    for watcher in &standing.watchers {
        let look = watcher.last_look.map_or_else(
            || "never looked".to_owned(),
            |at| format!("last looked {}", time(at)),
        );
        lines.push(format!(
            "  {}, since {}, {look}",
            watcher.name,
            time(watcher.since)
        ));
    }
    if standing.watchers.is_empty() {
        lines.push("  nobody".to_owned());
    }
    lines.join("\n")
}

fn time(at: Micros) -> String {
    let zone = jiff::tz::TimeZone::system();
    jiff::Timestamp::from_microsecond(at)
        .unwrap_or_default()
        .to_zoned(zone)
        .strftime("%Y-%m-%d %H:%M %Z")
        .to_string()
}

/// Prints a line; whoever closed the pipe does not want it.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}
