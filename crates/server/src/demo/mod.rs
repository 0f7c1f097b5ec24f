//! `kunci demo`: the full server on SQLite under a demo brand, with people and phones to try it on. Nothing leaves this
//! machine: mails and phone messages land on a page (`Mode::Demo`).

mod phones;
mod seed;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use kunci_db::SystemClock;
use tempfile::TempDir;

use crate::config::{Brand, Config, Database, Mail, Phone, Social, Support};
use crate::keys::{self, Keys};
use crate::random::Random;
use crate::serve::{self, Server, StartError};
use crate::state::{App, Mode};

pub use seed::seed;

/// Where mails and phone messages appear.
const INBOX: &str = "/demo/inbox";

/// A demo is stopped by someone who waits at the keyboard.
const DRAIN_SECONDS: u64 = 3;

/// What [`seed`] has put in.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// People to sign in as; the first is the main one.
    pub owners: Vec<Owner>,
    /// What to try, one sentence each.
    pub hints: Vec<String>,
}

/// A person of the demo.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Full name.
    pub name: String,
    /// What to type as account name.
    pub login: String,
    /// The password.
    pub password: String,
    /// What is special about this account.
    pub about: String,
}

/// A demo that is ready to answer.
pub struct Demo {
    /// The application.
    pub app: App,
    /// Its address for a browser on this machine.
    pub url: String,
    /// People and hints.
    pub seeded: Seeded,
    server: Server,
    temporary: Option<TempDir>,
}

/// Takes the address, makes the keys, opens the databases and seeds them.
///
/// # Errors
/// What is missing or unusable, worded for the operator.
pub async fn start(
    config: Config,
    listen: SocketAddr,
    data: Option<PathBuf>,
) -> Result<Demo, StartError> {
    let temporary = if data.is_some() {
        None
    } else {
        Some(tempfile::Builder::new().prefix("kunci-demo-").tempdir()?)
    };
    let data = data
        .or_else(|| temporary.as_ref().map(|dir| dir.path().to_owned()))
        .unwrap_or_default();
    let mut config = demo_config(config, listen, data);
    let server = Server::bind(&config, Mode::Demo).await?;
    config.server.public_url = url_of(server.address()?);
    let url = config.server.public_url.clone();
    make_keys(&config)?;
    let app = serve::build(config, Mode::Demo, Arc::new(SystemClock), Random::System).await?;
    let seeded = seed(&app)
        .await
        .map_err(|error| StartError::Seed(error.code()))?;
    Ok(Demo {
        app,
        url,
        seeded,
        server,
        temporary,
    })
}

impl Demo {
    /// Address of the page that shows every message.
    #[must_use]
    pub fn inbox_url(&self) -> String {
        format!("{}{INBOX}", self.url)
    }

    /// Where the data is, and whether it stays.
    #[must_use]
    pub fn place(&self) -> String {
        let stays = if self.temporary.is_some() {
            "removed at the end"
        } else {
            "kept"
        };
        format!("{} ({stays})", self.app.config.server.data.display())
    }

    /// Answers until it is interrupted; then temporary data is removed.
    pub async fn run(self) {
        self.server.run(self.app).await;
        drop(self.temporary);
    }
}

/// The environment may set hashing cost, map tiles and logs; what makes a demo a demo is fixed.
fn demo_config(mut config: Config, listen: SocketAddr, data: PathBuf) -> Config {
    config.server.listen = listen;
    config.server.data = data;
    config.server.tls_certificate = None;
    config.server.tls_key = None;
    config.server.drain_seconds = DRAIN_SECONDS;
    config.database = Database::default();
    config.mail = Mail::default();
    config.phone = Phone::default();
    config.brand = brand();
    config
}

fn brand() -> Brand {
    let social = |network: &str, handle: &str, url: &str| Social {
        network: network.to_owned(),
        handle: handle.to_owned(),
        url: url.to_owned(),
    };
    Brand {
        name: "Akun Nusa".to_owned(),
        support: Support {
            phone: "1500 000".to_owned(),
            email: "bantuan@nusa.example".to_owned(),
            whatsapp: "+62 800 000 0000".to_owned(),
            chat_url: "https://bantuan.nusa.example/obrolan".to_owned(),
            hours_id: "Setiap hari, 07.00–21.00 WIB".to_owned(),
            hours_en: "Every day, 07:00–21:00 WIB".to_owned(),
            social: vec![
                social(
                    "Instagram",
                    "@akun.nusa",
                    "https://instagram.example/akun.nusa",
                ),
                social("X", "@akunnusa", "https://x.example/akunnusa"),
            ],
        },
        ..Brand::default()
    }
}

/// How a browser on this machine reaches the address: by name, since no passkey is bound to a number.
fn url_of(address: SocketAddr) -> String {
    if address.ip().is_unspecified() || address.ip().is_loopback() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// A directory that was used before keeps its keys.
fn make_keys(config: &Config) -> Result<(), StartError> {
    let data = &config.server.data;
    if data.join(keys::FILE).exists() {
        return Ok(());
    }
    Keys::create(data, &Random::System)
        .map(drop)
        .map_err(|error| StartError::keys(data.clone(), &error))
}
