//! Positions and status on their way to the server.

use std::sync::Arc;

use kunci_wire::{Fix, FromAgent, LocationState, Outcome, Status};

use super::{Done, Hub};
use crate::{abilities, battery, clock, gpsd};

impl Hub {
    pub(super) fn on_position(&mut self, event: gpsd::Event) {
        let location = match &event {
            gpsd::Event::State(state) => *state,
            gpsd::Event::Fix(_) => LocationState::On,
        };
        if location != self.location {
            self.location = location;
            self.tell_status();
        }
        if let gpsd::Event::Fix(mut fix) = event {
            fix.battery_pct = self.battery.percent;
            self.latest = Some(fix.clone());
            let live = self
                .journal
                .content()
                .live_until
                .is_some_and(|until| clock::now() < until);
            self.answer_locates(&fix);
            if self.reporter.wants(&fix, self.started.elapsed(), live) {
                self.report(fix);
            }
        }
    }

    /// Queues a position and sends what is queued.
    pub(super) fn report(&mut self, fix: Fix) {
        if let Err(e) = self.queue.push(&fix) {
            tracing::error!("a position is kept in memory only: {e}");
        }
        self.reporter.reported(fix, self.started.elapsed());
        self.send_fixes();
    }

    /// Sends a position past the queue to the owners who asked for one. They are answered when the server has it.
    fn answer_locates(&mut self, fix: &Fix) {
        if self.locates.iter().all(|locate| locate.batch.is_some()) {
            return;
        }
        if let Some(batch) = self.send_now(fix) {
            self.locates
                .iter_mut()
                .for_each(|locate| locate.batch = locate.batch.or(Some(batch)));
        }
    }

    /// After silence: where the device is comes first, then the queue of where it was.
    pub(super) fn catch_up(&mut self) {
        if let (false, Some(fix)) = (self.queue.is_empty(), self.latest.clone()) {
            self.send_now(&fix);
        }
        self.send_fixes();
    }

    fn send_now(&mut self, fix: &Fix) -> Option<u64> {
        let batch = self.batches + 1;
        let said = self.welcomed
            && self.say(FromAgent::Fixes {
                batch_id: batch,
                fixes: vec![fix.clone()],
            });
        said.then(|| {
            self.batches = batch;
            batch
        })
    }

    /// Sends the next batch, one at a time.
    pub(super) fn send_fixes(&mut self) {
        if !self.welcomed || self.sent.is_some() {
            return;
        }
        let batch = self.queue.batch();
        if batch.fixes.is_empty() {
            return;
        }
        self.batches += 1;
        if self.say(FromAgent::Fixes {
            batch_id: self.batches,
            fixes: batch.fixes.clone(),
        }) {
            self.sent = Some((self.batches, batch));
        }
    }

    pub(super) fn on_stored(&mut self, batch_id: u64) {
        if let Some((_, batch)) = self.sent.take_if(|(sent, _)| *sent == batch_id) {
            self.queue.stored(&batch);
            self.send_fixes();
        }
        let located: Vec<_> = self
            .locates
            .iter()
            .filter(|locate| locate.batch == Some(batch_id))
            .map(|locate| locate.id)
            .collect();
        for id in located {
            self.end(id, Outcome::done());
        }
    }

    /// The minute's look at battery and abilities.
    pub(super) fn look_around(&mut self) {
        let battery = battery::read(&self.options.power_supplies);
        let just_low = battery.is_low() && !self.battery.is_low();
        self.battery = battery;
        self.tell_status();
        if let (true, Some(fix)) = (just_low, self.latest.clone()) {
            self.report(Fix {
                battery_pct: battery.percent,
                ..fix
            });
        }
        let (options, done) = (Arc::clone(&self.options), self.done.clone());
        tokio::spawn(async move {
            let found = abilities::find(options).await;
            let _ = done.send(Done::Found(found)).await; // the hub may be gone
        });
    }

    pub(super) fn status(&self) -> Status {
        Status {
            battery_pct: self.battery.percent,
            charging: self.battery.charging,
            location: self.location,
            capabilities: self.found.capabilities(self.location),
        }
    }

    /// Tells the server what changed since it was last told.
    pub(super) fn tell_status(&mut self) {
        let status = self.status();
        if self.welcomed
            && self.told.as_ref() != Some(&status)
            && self.say(FromAgent::Status(status.clone()))
        {
            self.told = Some(status);
        }
    }
}
