//! Commands: checked, written down, done, answered. In this order, so that a crash at any point neither loses
//! a command nor does a replayed one.

use kunci_wire::{Command, End, FromAgent, Kind, LostMessage, Order, Outcome, Reason, Refusal};
use tokio::sync::oneshot;
use tokio::time::{Duration, sleep};
use uuid::Uuid;

use super::{Done, Hub, Locate, Ringing, boot_id};
use crate::act::{lock, message, ring, words};
use crate::clock;
use crate::journal::{Content, Known};

/// How long a locate command waits for a position.
const LOCATE_WITHIN: Duration = Duration::from_secs(60);

/// The lost message as it came, to be shown again after a restart.
const MESSAGE: &str = "lost-message.json";

impl Hub {
    pub(super) fn on_command(&mut self, command: &Command) {
        let id = command.id;
        if let Err(refusal) = command.authentic(self.pairing.device(), self.pairing.keys()) {
            tracing::error!("a command was refused: {refusal}");
            self.answer(id, Outcome::failed(refusal, refusal.to_string()));
            return;
        }
        match self.journal.known(id) {
            Known::Ended(outcome) => self.answer(id, outcome),
            Known::Begun if self.running.contains_key(&id) => {
                self.say(FromAgent::Ack { id });
            }
            Known::Begun => self.begin(id, Order::parse(&command.kind, &command.body)),
            Known::New => match command.fresh(self.journal.counter(), clock::now()) {
                Err(Refusal::Replayed) => self.answer(
                    id,
                    Outcome::failed(Refusal::Replayed, Refusal::Replayed.to_string()),
                ),
                Err(refusal) => self.accept(command, Err(refusal)),
                Ok(order) => self.accept(command, Ok(order)),
            },
        }
    }

    fn accept(&mut self, command: &Command, order: Result<Order, Refusal>) {
        let over = order
            .as_ref()
            .err()
            .map(|refusal| Outcome::failed(*refusal, refusal.to_string()));
        if let Err(e) = self.journal.accept(command, over.clone()) {
            tracing::error!("a command was refused because it could not be written down: {e}");
            self.answer(command.id, Outcome::failed(Reason::Trouble, e.to_string()));
        } else if let Some(outcome) = over {
            tracing::warn!("{} command: {:?}", command.kind, outcome.reason);
            self.answer(command.id, outcome);
        } else {
            self.begin(command.id, order);
        }
    }

    /// Begins an accepted command.
    fn begin(&mut self, id: Uuid, order: Result<Order, Refusal>) {
        self.say(FromAgent::Ack { id });
        match order {
            Err(refusal) => self.over(id, Outcome::failed(refusal, refusal.to_string())),
            Ok(order) => {
                tracing::info!("command: {}", order.kind());
                self.running.insert(id, order.kind());
                self.carry_out(id, order);
            }
        }
    }

    fn carry_out(&mut self, id: Uuid, order: Order) {
        match order {
            Order::Locate => self.locate(id),
            Order::Ring => self.ring(id),
            Order::RingStop => {
                self.stop_ringing(Reason::StoppedByOwner);
                self.end(id, Outcome::done());
            }
            Order::Message(lost) => self.message(id, &lost),
            Order::MessageClear => {
                self.showing = None;
                let cleared = self
                    .state
                    .remove(MESSAGE)
                    .and_then(|()| self.state.remove(message::FILE));
                self.end(
                    id,
                    cleared.map_or_else(
                        |e| Outcome::failed(Reason::Trouble, e.to_string()),
                        |()| Outcome::done(),
                    ),
                );
            }
            Order::Lock => self.in_background(id, lock::lock()),
            Order::Unlock => {
                self.keep_lock(false);
                self.end(id, Outcome::done());
            }
            Order::Live { until } => {
                self.note("live mode began", |journal| {
                    journal.live_until = Some(until);
                });
                self.end(id, Outcome::done());
            }
            Order::Erase => self.end(
                id,
                Outcome::failed(Refusal::Unsupported, Refusal::Unsupported.to_string()),
            ),
        }
    }

    fn in_background(&self, id: Uuid, work: impl Future<Output = Outcome> + Send + 'static) {
        let done = self.done.clone();
        tokio::spawn(async move {
            let outcome = work.await;
            let _ = done.send(Done::Command(id, outcome)).await; // the hub may be gone
        });
    }

    /// A running command ended; only its first end counts.
    pub(super) fn end(&mut self, id: Uuid, outcome: Outcome) {
        match self.running.remove(&id) {
            None => return,
            Some(Kind::Ring) => drop(self.ringing.take_if(|ringing| ringing.id == id)),
            Some(Kind::Locate) => self.locates.retain(|locate| locate.id != id),
            Some(Kind::Lock) if outcome.outcome == End::Done => self.keep_lock(true),
            Some(_) => {}
        }
        self.over(id, outcome);
    }

    /// Writes down and tells how a command ended.
    fn over(&mut self, id: Uuid, outcome: Outcome) {
        if let Err(e) = self.journal.end(id, &outcome) {
            tracing::error!("the end of a command could not be written down: {e}");
        }
        self.answer(id, outcome);
    }

    fn answer(&mut self, id: Uuid, outcome: Outcome) {
        self.say(FromAgent::Result { id, outcome });
    }

    fn locate(&mut self, id: Uuid) {
        self.locates.push(Locate { id, batch: None });
        self.in_background(id, async {
            sleep(LOCATE_WITHIN).await;
            Outcome::failed(
                Reason::NoFix,
                "no position reached the server within a minute",
            )
        });
    }

    fn ring(&mut self, id: Uuid) {
        self.stop_ringing(Reason::PlayedOut);
        let (stop, stopped) = oneshot::channel();
        self.ringing = Some(Ringing { id, stop });
        self.in_background(
            id,
            ring::ring(
                self.state.clone(),
                self.found.sound.clone(),
                self.options.ring_for,
                stopped,
            ),
        );
    }

    /// Stops the sound; whether there was one.
    pub(super) fn stop_ringing(&mut self, why: Reason) -> bool {
        self.ringing
            .take()
            .is_some_and(|ringing| ringing.stop.send(why).is_ok())
    }

    fn message(&mut self, id: Uuid, lost: &LostMessage) {
        if let Err(e) = self.state.write(MESSAGE, lost) {
            self.end(id, Outcome::failed(Reason::Trouble, e.to_string()));
            return;
        }
        self.show(lost, Some(id));
    }

    /// Shows the message that was on the screen when the agent last ran.
    pub(super) fn show_kept_message(&mut self) {
        match self.state.read::<LostMessage>(MESSAGE) {
            Ok(Some(lost)) => self.show(&lost, None),
            Ok(None) => {}
            Err(e) => tracing::warn!("{e}"),
        }
    }

    fn show(&mut self, lost: &LostMessage, command: Option<Uuid>) {
        let words = words::lost(self.options.language, lost);
        if let Err(e) = self.state.write_bytes(
            message::FILE,
            format!("{}\n{}\n", words.title, words.body).as_bytes(),
        ) {
            tracing::warn!("{e}");
        }
        let (until, gone) = oneshot::channel();
        self.showing = Some(until);
        let (shown, told) = oneshot::channel();
        let tell = |outcome| drop(shown.send(outcome));
        tokio::spawn(message::show(
            words,
            self.options.message_command.clone(),
            tell,
            gone,
        ));
        match command {
            Some(id) => self.in_background(id, async {
                told.await.unwrap_or_else(|_| {
                    Outcome::failed(Reason::Trouble, "the message was interrupted")
                })
            }),
            None => drop(told),
        }
    }

    /// Remembers that the screen is to be locked again after a restart, or no longer.
    pub(super) fn keep_lock(&mut self, locked: bool) {
        let boot = locked.then(|| boot_id().unwrap_or_default());
        self.note("locking", |journal| journal.locked_in_boot = boot);
    }

    /// Changes the journal where a failure is not worth refusing anything.
    pub(super) fn note(&mut self, what: &str, change: impl FnOnce(&mut Content)) {
        if let Err(e) = self.journal.change(change) {
            tracing::error!("{what}, which could not be written down: {e}");
        }
    }
}
