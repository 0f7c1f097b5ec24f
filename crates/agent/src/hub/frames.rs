//! What the server says, frame by frame.

use kunci_wire::hello::Introduction;
use kunci_wire::{
    Challenge, DeviceState, FromAgent, FromServer, Hello, KeyIntroduction, Micros, Protection,
    Watcher, Welcome,
};

use super::{Done, Hub};
use crate::act::{message, words};
use crate::control::Standing;
use crate::{clock, link, net};

/// A look is told at most this often (design: Notices).
const LOOKS_APART: Micros = 3_600_000_000;

/// From here on the device's clock makes signed times meaningless.
const CLOCK_OFF: Micros = 5 * 60 * 1_000_000;

impl Hub {
    pub(super) fn on_link(&mut self, event: link::Event) {
        match event {
            link::Event::Up(out) => self.out = Some(out),
            link::Event::Heard(frame) => self.on_frame(frame),
            link::Event::Down => {
                (self.out, self.welcomed, self.sent, self.told) = (None, false, None, None);
                self.locates
                    .iter_mut()
                    .for_each(|locate| locate.batch = None);
            }
        }
    }

    fn on_frame(&mut self, frame: FromServer) {
        match frame {
            FromServer::Challenge(challenge) => self.on_challenge(&challenge),
            FromServer::Welcome(welcome) => self.on_welcome(welcome),
            FromServer::Command(command) => self.on_command(&command),
            FromServer::Stored { batch_id } => self.on_stored(batch_id),
            FromServer::Key(key) => self.on_key(&key),
            FromServer::Device(device) => self.on_device(device),
            FromServer::Watchers { watchers } => self.on_watchers(watchers),
            FromServer::Refused { .. } | FromServer::Retry { .. } | FromServer::Unknown => {} // the link's business, or nobody's
        }
    }

    fn on_challenge(&mut self, challenge: &Challenge) {
        let Some(server_key) = self.pairing.keys().newest().cloned() else {
            return;
        };
        let status = self.status();
        let about = Introduction {
            agent: net::AGENT.to_owned(),
            counter: self.journal.counter(),
            server_key,
            status: status.clone(),
        };
        match Hello::answer(
            challenge,
            &self.pairing.server,
            self.pairing.device(),
            &self.key,
            about,
        ) {
            Ok(hello) => {
                self.say(FromAgent::Hello(hello));
                self.told = Some(status);
            }
            Err(e) => {
                tracing::error!("{e}");
                self.out = None;
            }
        }
    }

    fn on_welcome(&mut self, welcome: Welcome) {
        let now = clock::now();
        if (welcome.now - now).abs() > CLOCK_OFF {
            tracing::warn!(
                "this device's clock is {} s off the server's; commands may seem too late",
                (now - welcome.now) / 1_000_000
            );
        }
        tracing::info!("connected");
        self.welcomed = true;
        self.standing = Some(Standing {
            as_of: now,
            brand: welcome.brand,
            device: welcome.device,
            watchers: welcome.watchers,
        });
        self.standing_changed();
        self.tell_status();
        self.catch_up();
    }

    fn on_device(&mut self, device: DeviceState) {
        if let Some(standing) = &mut self.standing {
            standing.device = device;
            self.standing_changed();
        }
    }

    fn on_watchers(&mut self, watchers: Vec<Watcher>) {
        if let Some(standing) = &mut self.standing {
            standing.watchers = watchers;
            self.standing_changed();
        }
    }

    fn standing_changed(&mut self) {
        let Some(standing) = &mut self.standing else {
            return;
        };
        standing.as_of = clock::now();
        if let Err(e) = standing.save(&self.state) {
            tracing::warn!("{e}");
        }
        let live_wanted = standing.device.live_until;
        let told = self.journal.content().told_look;
        let news = news_of_looks(standing, told).map(|(watcher, at)| {
            let zone = jiff::tz::TimeZone::system();
            (
                words::look(self.options.language, &standing.brand, watcher, at, &zone),
                at,
            )
        });
        if let Some((notice, at)) = news {
            self.note("a look was told", |journal| journal.told_look = Some(at));
            let (button, done) = (
                words::stop_watching(self.options.language),
                self.done.clone(),
            );
            tokio::spawn(async move {
                if message::notice(&notice, button).await {
                    let _ = done.send(Done::StopWatching).await; // the hub may be gone
                }
            });
        }
        // The server's view may end live mode, never begin it: that takes a signed command.
        if live_wanted.is_none() && self.journal.content().live_until.is_some() {
            self.note("live mode ended", |journal| journal.live_until = None);
        }
    }

    fn on_key(&mut self, introduction: &KeyIntroduction) {
        match self.pairing.keys().introduced(introduction) {
            Ok(None) => {}
            Ok(Some(keys)) => {
                self.pairing.answer.server_keys = keys;
                match self.pairing.save(&self.state) {
                    Ok(()) => tracing::info!(
                        "the server's new key {} is trusted",
                        introduction.key.key_id
                    ),
                    Err(e) => {
                        tracing::error!("the server's new key is trusted until restart only: {e}");
                    }
                }
            }
            Err(e) => tracing::error!("key {}: {e}", introduction.key.key_id),
        }
    }
}

/// The newest look, if the holder should be told of it (G8): at most once an hour, and not while the device
/// shows lost mode.
pub(super) fn news_of_looks(
    standing: &Standing,
    told: Option<Micros>,
) -> Option<(&Watcher, Micros)> {
    if matches!(
        standing.device.protection,
        Protection::Missing | Protection::Erased
    ) {
        return None;
    }
    let looks = standing
        .watchers
        .iter()
        .filter_map(|watcher| Some((watcher, watcher.last_look?)));
    looks
        .max_by_key(|(_, at)| *at)
        .filter(|(_, at)| told.is_none_or(|told| at - told >= LOOKS_APART))
}
