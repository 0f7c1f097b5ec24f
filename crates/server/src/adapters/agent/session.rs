//! The talk after the welcome, until one side goes.
//!
//! The agent speaks: each frame is worked off before the next is read, so a fast agent waits for the disk like everyone.
//! The server speaks: whenever the device's topic is woken, and once a minute, it reads what the database has for the
//! device and sends what differs from what it sent last. Open commands are sent once a connection, in the order of their
//! numbers; the agent answers the same command as often as it comes.

use std::time::Duration;

use kunci_db::{Error, Result};
use kunci_rules::devices::CommandEvent;
use kunci_wire::{End, Fix, FromAgent, FromServer, MAX_BATCH, Outcome};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use uuid::Uuid;

use super::frames::{Facts, report};
use super::greet::{Entered, retry};
use super::socket::{Heard, Line};
use crate::commands::{self, Command};
use crate::devices::{self, Known, Report};
use crate::locations;
use crate::state::App;

/// How often the server looks without being woken, asks for a sign of life, and notes one.
const BEAT: Duration = Duration::from_secs(60);

/// An agent that was silent for this long is gone. It pings every 45 seconds at the latest.
const DEAD_AFTER: Duration = Duration::from_secs(135);

/// Whether the talk goes on.
enum Next {
    On,
    /// Close; before that, say so.
    Over(Option<FromServer>),
}

struct Session<'a> {
    app: &'a App,
    device: Known,
    told: Facts,
    /// The highest command number that was sent on this connection.
    sent: i64,
    heard: Instant,
}

/// Talks until one side goes.
pub(super) async fn run(app: &App, line: &mut Line, entered: Entered) {
    let Entered { device, seat, told } = entered;
    let mut woken = app.bus.watch(devices::topic(device.id));
    let mut beat = interval_at(Instant::now() + BEAT, BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut session = Session {
        app,
        device,
        told,
        sent: 0,
        heard: Instant::now(),
    };
    let mut next = session.send_commands(line).await;
    while let Ok(Next::On) = next {
        next = tokio::select! {
            heard = line.hear() => session.hear(line, heard).await,
            _ = woken.changed() => session.look(line, false).await,
            _ = beat.tick() => session.beat(line).await,
            () = seat.replaced() => Ok(Next::Over(None)),
            () = app.stop.asked() => Ok(Next::Over(Some(retry(5)))),
        };
    }
    let farewell = match next {
        Ok(Next::Over(farewell)) => farewell,
        Ok(Next::On) => None,
        Err(error) => {
            tracing::warn!(%error, "an agent was sent away");
            Some(retry(30))
        }
    };
    if let Some(farewell) = farewell {
        line.say(&farewell).await;
    }
}

impl Session<'_> {
    async fn hear(&mut self, line: &mut Line, heard: Heard) -> Result<Next> {
        let frame = match heard {
            Heard::Gone => return Ok(Next::Over(None)),
            Heard::Nothing => {
                self.heard = Instant::now();
                return Ok(Next::On);
            }
            Heard::Frame(frame) => frame,
        };
        self.heard = Instant::now();
        match frame {
            FromAgent::Ack { id } => self.note(id, CommandEvent::Acknowledge, None).await,
            FromAgent::Result { id, outcome } => self.ended(id, outcome).await,
            FromAgent::Fixes { batch_id, fixes } => self.fixes(line, batch_id, &fixes).await,
            FromAgent::Status(status) => self.report(report(status)).await,
            FromAgent::StopWatching => self.stop_watching(line).await,
            FromAgent::Leaving { why } => {
                let (account, id) = (self.device.account, self.device.id);
                self.app
                    .db
                    .tx(move |tx| devices::left(tx, account, id, why))
                    .await?;
                Ok(Next::On)
            }
            FromAgent::Unknown => Ok(Next::On),
            FromAgent::Hello(_) => Ok(Next::Over(None)),
        }
    }

    async fn note(
        &self,
        command: Uuid,
        event: CommandEvent,
        reason: Option<kunci_wire::Reason>,
    ) -> Result<Next> {
        let (account, id) = (self.device.account, self.device.id);
        self.app
            .db
            .tx(move |tx| commands::note(tx, account, id, command, event, reason))
            .await?;
        Ok(Next::On)
    }

    async fn ended(&self, command: Uuid, outcome: Outcome) -> Result<Next> {
        let event = match outcome.outcome {
            End::Done => CommandEvent::Finish,
            End::Failed => CommandEvent::Fail,
        };
        if let Some(detail) = &outcome.detail {
            tracing::debug!(%command, detail, "a command ended");
        }
        self.note(command, event, outcome.reason).await
    }

    /// Keeps positions; `stored` is said only when they are on the disk. A batch that is too long is not ours to judge: what
    /// fits is kept, the rest comes again.
    async fn fixes(&self, line: &mut Line, batch_id: u64, fixes: &[Fix]) -> Result<Next> {
        if fixes.len() > MAX_BATCH {
            return Ok(Next::Over(None));
        }
        locations::store(self.app, &self.device, fixes, Report::default()).await?;
        let said = line.say(&FromServer::Stored { batch_id }).await;
        Ok(if said { Next::On } else { Next::Over(None) })
    }

    async fn report(&self, report: Report) -> Result<Next> {
        let known = self.device;
        self.app
            .db
            .tx(move |tx| commands::heard(tx, &known, &report, None))
            .await?;
        Ok(Next::On)
    }

    async fn stop_watching(&mut self, line: &mut Line) -> Result<Next> {
        let (account, id) = (self.device.account, self.device.id);
        self.app
            .db
            .tx(move |tx| devices::stop_watching(tx, account, id))
            .await?;
        self.look(line, true).await
    }

    /// Once a minute: still there? Still a device?
    async fn beat(&mut self, line: &mut Line) -> Result<Next> {
        let silent = self.heard.elapsed();
        if silent >= DEAD_AFTER || !line.ping().await {
            return Ok(Next::Over(None));
        }
        if silent < BEAT {
            self.report(Report::default()).await?;
        }
        self.look(line, false).await
    }

    /// Sends what changed. `answer`: the agent waits for the watchers, changed or not.
    async fn look(&mut self, line: &mut Line, answer: bool) -> Result<Next> {
        let (account, id) = (self.device.account, self.device.id);
        let read = move |view: &kunci_db::View<'_>| {
            Ok::<_, Error>((devices::by_id(view, id)?, Facts::load(view, account, id)?))
        };
        let (Some((device, _)), Some(facts)) = self.app.db.view(read).await? else {
            return Ok(Next::Over(Some(FromServer::Refused {
                reason: kunci_wire::HelloRefusal::Device,
            })));
        };
        let before = std::mem::replace(&mut self.told, facts);
        self.device = device;
        let mut open = true;
        if self.told.state != before.state {
            open = line.say(&FromServer::Device(self.told.state.clone())).await;
        }
        if open && (answer || self.told.watchers != before.watchers) {
            open = line
                .say(&FromServer::Watchers {
                    watchers: self.told.watchers.clone(),
                })
                .await;
        }
        if open {
            self.send_commands(line).await
        } else {
            Ok(Next::Over(None))
        }
    }

    /// Sends the open commands that this connection has not sent yet.
    async fn send_commands(&mut self, line: &mut Line) -> Result<Next> {
        let new: Vec<Command> = self
            .told
            .commands
            .iter()
            .filter(|command| command.counter > self.sent)
            .cloned()
            .collect();
        for command in &new {
            if !line
                .say(&FromServer::Command(commands::sign(self.app, command)))
                .await
            {
                return Ok(Next::Over(None));
            }
            self.sent = command.counter;
        }
        for command in new {
            self.note(command.id, CommandEvent::Send, None).await?;
        }
        Ok(Next::On)
    }
}
