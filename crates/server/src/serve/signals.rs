//! SIGTERM and SIGINT end the server in order, SIGHUP reads the certificate again.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::stop::Stop;
use super::tls::Tls;
use crate::state::Mode;

/// The signals that the process listens to from now on.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
    mode: Mode,
}

impl Signals {
    pub(super) fn take(mode: Mode) -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
            mode,
        })
    }

    /// Does what signals ask for, until one asks for the end.
    pub(super) async fn obey(mut self, stop: Stop, tls: Option<Tls>) {
        loop {
            let name = tokio::select! {
                _ = self.terminate.recv() => "SIGTERM",
                _ = self.interrupt.recv() => "SIGINT",
                // A demo belongs to a terminal, and ends with it.
                _ = self.hang_up.recv() => if self.mode == Mode::Demo { "SIGHUP" } else {
                    reload(tls.as_ref());
                    continue;
                },
            };
            tracing::info!(signal = name, "draining");
            stop.ask();
            return;
        }
    }
}

fn reload(tls: Option<&Tls>) {
    match tls.map(Tls::reload) {
        None => tracing::info!("SIGHUP: no certificate to read, TLS ends at the proxy"),
        Some(Ok(())) => tracing::info!("SIGHUP: the certificate was read again"),
        Some(Err(error)) => tracing::error!(%error, "SIGHUP: the former certificate stays in use"),
    }
}
