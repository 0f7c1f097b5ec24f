//! Log lines on stderr, without personal data: no addresses, numbers, codes, tokens or bodies.
//!
//! A plain level such as `debug` applies to our own crates alone; libraries stay at `warn`, because at `debug` some of them
//! print what they send. Directives such as `info,lettre=debug` are taken as written.

use std::io;
use std::panic::PanicHookInfo;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt, registry};

use crate::config::{Invalid, Log, LogFormat};

/// Starts logging for this process.
///
/// # Errors
/// `log.level` cannot be read.
pub fn start(log: &Log) -> Result<(), Invalid> {
    let filter = filter(&log.level)?;
    let layer = match log.format {
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .with_writer(io::stderr)
            .boxed(),
        LogFormat::Text => fmt::layer().compact().with_writer(io::stderr).boxed(),
    };
    // A second start (tests in one process) keeps the first.
    let _ = registry().with(filter).with(layer).try_init();
    std::panic::set_hook(Box::new(report_panic));
    Ok(())
}

/// The filter of a configured level.
///
/// # Errors
/// Neither a level nor directives.
pub fn filter(level: &str) -> Result<EnvFilter, Invalid> {
    let directives = match level.parse::<LevelFilter>() {
        Ok(level) if level > LevelFilter::WARN => {
            format!("warn,kunci={level},kunci_server={level},kunci_db={level}")
        }
        Ok(level) => level.to_string(),
        Err(_) => level.to_owned(),
    };
    EnvFilter::try_new(directives).map_err(|error| {
        Invalid::new(
            "log.level",
            level,
            format!(
                "{error}; use error, warn, info, debug, or directives such as info,kunci_db=debug"
            ),
        )
    })
}

/// A panic's formatted message may hold anything, such as the value that was unwrapped; a literal one is ours.
fn report_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let message = info
        .payload()
        .downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("(not shown: it may hold personal data)");
    tracing::error!(place, message, "panic");
}
