//! From a configuration to a server that answers, and back to a process that may end.
//!
//! 1. [`build`] reads the keys, opens and migrates both databases and puts the [`App`] together. Tests do the same.
//! 2. [`Server::bind`] takes the sockets, the certificate and the signals.
//! 3. [`Server::run`] starts the background loops, answers, and on SIGTERM or SIGINT drains: no new connections, open
//!    requests finish, streams and sockets are told ([`Stop`]), then the databases close.

mod build;
mod error;
pub mod layers;
mod listen;
mod signals;
mod stop;
#[cfg(test)]
mod tests;
mod tls;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::time::timeout;

pub use build::{build, parts};
pub use error::StartError;
pub use stop::{Hold, Stop};
pub use tls::{Tls, Unusable};

use crate::config::Config;
use crate::state::{App, Mode};
use crate::web::error::Refusal;
use crate::web::{Error, assets};
use crate::{health, jobs, locations, numbers, outbox, router, sweeps};
use listen::Door;
use signals::Signals;

/// The metrics listener serves one scraper or two.
const METRICS_CONNECTIONS: usize = 16;

/// The whole application as one service: every route of [`router`] inside the layers of [`layers`], devices' routes bare.
pub fn app_router(app: App) -> Router {
    let routes = router::routes().fallback(async || Error::NotFound);
    let routes = routes.method_not_allowed_fallback(async || Error::Refused(Refusal::WrongMethod));
    layers::around(routes, &app)
        .merge(router::devices())
        .with_state(app)
}

/// Sockets, certificate and signals: a server that is ready to answer.
pub struct Server {
    main: TcpListener,
    metrics: Option<TcpListener>,
    tls: Option<Tls>,
    signals: Signals,
}

impl Server {
    /// Takes what the configuration names. From here on connections queue, and signals are ours.
    ///
    /// # Errors
    /// An address is taken, or a certificate is not usable.
    pub async fn bind(config: &Config, mode: Mode) -> Result<Self, StartError> {
        dressed(assets::is_built(), cfg!(debug_assertions))?;
        let server = &config.server;
        let tls = match (&server.tls_certificate, &server.tls_key) {
            (Some(certificate), Some(key)) => Some(Tls::load(certificate, key)?),
            _ => None,
        };
        let main = listen("server.listen", server.listen).await?;
        let metrics = match config.metrics.listen {
            Some(address) => Some(listen("metrics.listen", address).await?),
            None => None,
        };
        Ok(Self {
            main,
            metrics,
            tls,
            signals: Signals::take(mode)?,
        })
    }

    /// The address that was taken; its port was chosen by the system if 0 was asked for.
    ///
    /// # Errors
    /// Of the system.
    pub fn address(&self) -> Result<SocketAddr, StartError> {
        self.main.local_addr().map_err(StartError::System)
    }

    /// Answers until a signal asks for the end, drains, and closes the databases.
    pub async fn run(self, app: App) {
        let drain = Duration::from_secs(app.config.server.drain_seconds);
        let signals = tokio::spawn(self.signals.obey(app.stop.clone(), self.tls.clone()));
        start_loops(&app);
        if let Some(Ok(address)) = self.metrics.as_ref().map(TcpListener::local_addr) {
            tracing::info!(%address, "listening for metrics");
        }
        if let Ok(address) = self.main.local_addr() {
            tracing::info!(%address, tls = self.tls.is_some(), "listening");
        }
        let door = |listener, router, tls, connections, stop| Door {
            listener,
            router,
            tls,
            connections,
            stop,
            drain,
        };
        let main = door(
            self.main,
            app_router(app.clone()),
            self.tls,
            app.config.server.connections,
            app.stop.clone(),
        );
        // Metrics and readiness are answered until the very end.
        let ended = Stop::new();
        let late = self.metrics.map(|listener| {
            door(
                listener,
                health::router(app.clone()),
                None,
                METRICS_CONNECTIONS,
                ended.clone(),
            )
        });
        let late = tokio::spawn(async move {
            if let Some(late) = late {
                late.serve().await;
            }
        });
        tokio::join!(main.serve(), finish(&app.stop, drain));
        ended.ask();
        let _ = late.await;
        signals.abort();
        app.db.close().await;
        app.places.close().await;
        tracing::info!("ended");
    }
}

/// Only a debug build can do without styles and scripts: its pages are then bare, which is enough for tests.
fn dressed(built: bool, debug: bool) -> Result<(), StartError> {
    if built || debug {
        Ok(())
    } else {
        Err(StartError::NoBundle)
    }
}

async fn listen(setting: &'static str, address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen {
            setting,
            address,
            source,
        })
}

/// Waits for streams, sockets and loops after stopping was asked for.
async fn finish(stop: &Stop, drain: Duration) {
    stop.asked().await;
    if timeout(drain, stop.idle()).await.is_err() {
        tracing::warn!("a stream or a loop was cut off at the end of the drain");
    }
}

/// What runs without being asked: messages that leave, work that is due, samples that need sorting.
fn start_loops(app: &App) {
    let stop = app.stop.clone();
    let asked = || {
        let stop = stop.clone();
        async move { stop.asked().await }
    };
    keep(app, outbox::run_until(app.clone(), asked()));
    keep(app, jobs::run_until(app.clone(), asked()));
    keep(app, sweeps::run_until(app.clone(), asked()));
    keep(app, numbers::run_until(app.clone(), asked()));
    keep(app, locations::retention::run_until(app.clone(), asked()));
    keep(app, app.meters.clone().run_until(asked()));
}

fn keep(app: &App, run: impl Future<Output = ()> + Send + 'static) {
    let hold = app.stop.hold();
    tokio::spawn(async move {
        run.await;
        drop(hold);
    });
}
