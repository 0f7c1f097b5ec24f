//! What the whole application shares.

use std::ops::Deref;
use std::sync::Arc;

use kunci_db::{Clock, Db};
use kunci_rules::gate::Policy;
use kunci_rules::{Id, Time};

use crate::adapters::agent::Connections;
use crate::bus::Bus;
use crate::config::Config;
use crate::hashing::Hasher;
use crate::jobs::JobKind;
use crate::keys::Keys;
use crate::metrics::Meters;
use crate::outbox::Post;
use crate::random::Random;
use crate::risk::{Breaches, Geo};
use crate::serve::Stop;
use crate::streams::Streams;
use crate::upstream::Upstreams;
use crate::web::locale::Texts;

/// The application; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of the application.
pub struct Parts {
    /// The operator's configuration.
    pub config: Config,
    /// Accounts and everything below them.
    pub db: Db,
    /// Locations.
    pub places: crate::locations::Places,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Random,
    /// The gate's rules.
    pub policy: Arc<Policy>,
    /// Server keys.
    pub keys: Arc<Keys>,
    /// Texts in both languages.
    pub texts: Texts,
    /// The hash queue.
    pub hasher: Hasher,
    /// Wakes live readers.
    pub bus: Bus,
    /// Agents that are connected to this process.
    pub agents: Connections,
    /// Live streams to browsers.
    pub streams: Streams,
    /// The shared client for phone message gateways and providers.
    pub http: reqwest::Client,
    /// Providers of identities that owners may connect.
    pub upstreams: Upstreams,
    /// Where networks are, coarsely.
    pub geo: Geo,
    /// Passwords that others know.
    pub breaches: Breaches,
    /// Transports of messages.
    pub post: Post,
    /// The kinds of delayed work that this process runs.
    pub jobs: &'static [JobKind],
    /// This process among those that share the database; random.
    pub node: Id,
    /// Whether this is `kunci demo`.
    pub mode: Mode,
    /// Says when to stop; whoever runs for long watches it.
    pub stop: Stop,
    /// Counts for Prometheus.
    pub meters: Meters,
}

/// How the server was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `kunci serve`.
    Serve,
    /// `kunci demo`: messages land on a page instead of leaving.
    Demo,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Time {
        Time(self.clock.now())
    }

    /// Whether messages land on the demo's inbox page.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.mode == Mode::Demo
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
