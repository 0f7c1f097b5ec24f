//! The first frames: challenge, hello, welcome.

use std::time::Duration;

use kunci_db::Result;
use kunci_wire::{
    Challenge, FromAgent, FromServer, Hello, HelloRefusal, KeyId, Nonce, Origin, Signer, VERSIONS,
    Welcome,
};
use tokio::time::timeout;

use super::connections::Seat;
use super::frames::{Facts, report};
use super::socket::{Heard, Line};
use crate::commands;
use crate::devices::{self, Known};
use crate::state::App;

/// A hello must come within this.
const HELLO_WITHIN: Duration = Duration::from_secs(10);

/// An agent that proved who it is, and was welcomed.
pub(super) struct Entered {
    pub(super) device: Known,
    pub(super) seat: Seat,
    /// What it was told of itself.
    pub(super) told: Facts,
}

/// Lets an agent in, or says why not. `None`: the connection is over.
pub(super) async fn greet(app: &App, line: &mut Line) -> Option<Entered> {
    let challenge = Challenge {
        nonce: Nonce::from_bytes(app.random.bytes()),
        protocol: VERSIONS,
    };
    if !line.say(&FromServer::Challenge(challenge)).await {
        return None;
    }
    let hello = timeout(HELLO_WITHIN, hear_hello(line))
        .await
        .ok()
        .flatten()?;
    match check(app, &challenge, &hello).await {
        Ok(Ok(device)) => welcome(app, line, device, &hello).await,
        Ok(Err(reason)) => {
            line.say(&FromServer::Refused { reason }).await;
            None
        }
        Err(error) => {
            tracing::warn!(%error, "an agent was sent away");
            line.say(&retry(30)).await;
            None
        }
    }
}

async fn hear_hello(line: &mut Line) -> Option<Hello> {
    loop {
        match line.hear().await {
            Heard::Frame(FromAgent::Hello(hello)) => return Some(hello),
            Heard::Nothing => {}
            Heard::Frame(_) | Heard::Gone => return None,
        }
    }
}

/// Whose connection this is, by one read and one signature.
async fn check(
    app: &App,
    challenge: &Challenge,
    hello: &Hello,
) -> Result<Result<Known, HelloRefusal>> {
    let claimed = hello.device_id;
    let found = app
        .db
        .view(move |view| devices::by_id(view, claimed))
        .await?;
    let (Some((device, key)), Ok(origin)) = (found, app.config.server.public_url.parse::<Origin>())
    else {
        return Ok(Err(HelloRefusal::Device));
    };
    Ok(hello.check(challenge, &origin, key).map(|()| device))
}

async fn welcome(app: &App, line: &mut Line, device: Known, hello: &Hello) -> Option<Entered> {
    let Some(seat) = app.agents.seat(device.account, device.id) else {
        line.say(&retry(60)).await;
        return None;
    };
    let told = match enter(app, &device, hello).await {
        Ok(told) => told?,
        Err(error) => {
            tracing::warn!(%error, "an agent was sent away");
            line.say(&retry(30)).await;
            return None;
        }
    };
    let welcome = Welcome {
        brand: app.config.brand.name.clone(),
        now: app.now().0,
        device: told.state.clone(),
        watchers: told.watchers.clone(),
    };
    let mut open = line.say(&FromServer::Welcome(welcome)).await;
    for introduction in introductions(&app.keys.signers(), &hello.server_key) {
        open = open && line.say(&introduction).await;
    }
    tracing::debug!(agent = hello.agent, "an agent came");
    open.then_some(Entered { device, seat, told })
}

/// Notes that the agent is here and what it says of itself. `None`: its device went away in between.
async fn enter(app: &App, device: &Known, hello: &Hello) -> Result<Option<Facts>> {
    let (known, account, id) = (*device, device.account, device.id);
    let seen = i64::try_from(hello.counter).unwrap_or(i64::MAX);
    let report = report(hello.status.clone());
    app.db
        .tx(move |tx| {
            devices::raise_counter(tx, account, id, seen)?;
            commands::heard(tx, &known, &report, None)?;
            Facts::load(tx, account, id)
        })
        .await
}

/// The server's keys that came after the newest one that the agent trusts, each vouched for by the one before.
fn introductions(signers: &[Signer], newest: &KeyId) -> Vec<FromServer> {
    let Some(trusted) = signers.iter().position(|signer| signer.id() == newest) else {
        tracing::warn!(key = %newest, "an agent trusts a key that is not ours: it will refuse every command until it is paired again");
        return Vec::new();
    };
    let pairs = signers.iter().zip(signers.iter().skip(1)).skip(trusted);
    pairs
        .map(|(older, newer)| FromServer::Key(older.introduce(&newer.public())))
        .collect()
}

/// Come back, after so many seconds plus a random part of as many again.
pub(super) fn retry(after_s: u32) -> FromServer {
    FromServer::Retry { after_s }
}
