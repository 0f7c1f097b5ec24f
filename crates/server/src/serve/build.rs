//! Puts the application together: keys, databases, queues.

use std::path::Path;
use std::sync::Arc;

use kunci_db::{Clock, Db, Migrations};
use kunci_rules::Id;

use super::error::StartError;
use super::stop::Stop;
use crate::adapters::agent::Connections;
use crate::bus::Bus;
use crate::config::Config;
use crate::hashing::Hasher;
use crate::keys::Keys;
use crate::locations::Places;
use crate::metrics::Meters;
use crate::outbox::{self, Post};
use crate::push;
use crate::random::Random;
use crate::registry;
use crate::risk::{Breaches, Geo};
use crate::state::{App, Mode, Parts};
use crate::streams::Streams;
use crate::upstream::Upstreams;
use crate::web::locale::Texts;

/// File name of the embedded database inside `server.data`.
const DATABASE_FILE: &str = "kunci.db";

/// Names of migrations, oldest first, with the text of each for both engines.
macro_rules! history {
    ($($name:literal),* $(,)?) => {
        Migrations {
            sqlite: &[$(($name, include_str!(concat!("../../migrations/sqlite/", $name, ".sql")))),*],
            postgres: &[$(($name, include_str!(concat!("../../migrations/postgres/", $name, ".sql")))),*],
        }
    };
}

/// The history of the main schema.
const MIGRATIONS: Migrations = history![
    "0001_first",
    "0002_methods",
    "0003_codes",
    "0004_passkeys",
    "0005_approvals",
    "0007_upstreams",
    "0010_keeping",
    "0011_requests",
    "0012_helpers",
    "0013_checkup",
    "0014_regain",
    "0015_risk",
    "0016_closing",
    "0017_contests",
    "0018_small",
    "0019_cases",
    "0020_here",
    "0021_push",
    "0022_case_origins",
];

/// Builds an application that is ready to answer; its loops are not running yet.
///
/// # Errors
/// What is missing or unusable, worded for the operator.
pub async fn build(
    config: Config,
    mode: Mode,
    clock: Arc<dyn Clock>,
    random: Random,
) -> Result<App, StartError> {
    parts(config, mode, clock, random).await.map(App::new)
}

/// The parts of such an application, for tests that exchange one.
///
/// # Errors
/// Those of [`build`].
pub async fn parts(
    config: Config,
    mode: Mode,
    clock: Arc<dyn Clock>,
    random: Random,
) -> Result<Parts, StartError> {
    let directory = &config.server.data;
    let keys =
        Keys::load(directory).map_err(|error| StartError::keys(directory.clone(), &error))?;
    let keys = Arc::new(keys);
    let policy = Arc::new(config.policy.checked()?);
    let bus = Bus::default();
    let (db, places) = tokio::join!(
        open(&config, &clock, &bus, &random),
        Places::open(&config, Arc::clone(&clock))
    );
    let setting = if config.database.url.is_empty() {
        "server.data"
    } else {
        "database.url"
    };
    let refused = |source| StartError::Database { setting, source };
    let http = outbox::http_client().map_err(std::io::Error::other)?;
    let push = push::Client::new().map_err(std::io::Error::other)?;
    Ok(Parts {
        db: db.map_err(refused)?,
        places: places.map_err(refused)?,
        clock,
        policy,
        texts: Texts::new(&config.brand.name, config.brand.register.pronoun()),
        hasher: Hasher::start(&config.limits, Arc::clone(&keys))?,
        keys,
        bus,
        agents: Connections::default(),
        streams: Streams::default(),
        http,
        upstreams: Upstreams::new(&config.upstream),
        geo: Geo::open(&config.risk)?,
        breaches: Breaches::open(&config.risk)?,
        post: Post::new(&config, push)?,
        jobs: registry::JOBS,
        node: Id::from_bytes(random.bytes()),
        random,
        mode,
        stop: Stop::new(),
        meters: Meters::new(),
        config,
    })
}

async fn open(
    config: &Config,
    clock: &Arc<dyn Clock>,
    bus: &Bus,
    random: &Random,
) -> Result<Db, kunci_db::OpenError> {
    let settings = place(config, DATABASE_FILE.as_ref());
    // A seeded application names its rows alike in every run.
    let settings = match random {
        Random::System => settings,
        Random::Seeded { seed, .. } => settings.seed(*seed),
    };
    let bus = bus.clone();
    let settings = settings.on_wake(move |topics| topics.iter().for_each(|topic| bus.wake(*topic)));
    Db::open(settings, &MIGRATIONS, Arc::clone(clock)).await
}

fn place(config: &Config, file: &Path) -> kunci_db::Config {
    let database = &config.database;
    if database.url.is_empty() {
        return kunci_db::Config::sqlite(config.server.data.join(file));
    }
    let settings = kunci_db::Config::postgres(&database.url);
    if database.schema.is_empty() {
        settings
    } else {
        settings.schema(&database.schema)
    }
}
