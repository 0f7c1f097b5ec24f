//! The middle of a running agent: every event comes here, and only here does anything change.
//!
//! Events come from the [`crate::link`], [`crate::gpsd`], the [`crate::control`] socket, commands that end, the
//! login manager (power-off) and a minute's tick. Frames are handled in `frames`, commands in `commands`, positions and
//! status in `reports`.

mod commands;
mod frames;
mod reports;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kunci_wire::{
    DeviceKey, Fix, FromAgent, Kind, Leaving, LocationState, Outcome, Reason, Status,
};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use uuid::Uuid;

use crate::abilities::{self, Found};
use crate::act::{self, words::Language};
use crate::control::{self, Standing};
use crate::identity::{Pairing, device_key};
use crate::journal::Journal;
use crate::queue::{self, Batch, Queue};
use crate::report::{Policy, Reporter};
use crate::state::StateDir;
use crate::{Error, Result, battery, gpsd, link};

/// How an agent runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// gpsd's address, host:port.
    pub gpsd: String,
    /// How often to report.
    pub policy: Policy,
    /// What to run to ring, instead of a player.
    pub ring_command: Option<String>,
    /// How long to ring.
    pub ring_for: Duration,
    /// What to run to show a message, besides a notification.
    pub message_command: Option<String>,
    /// Where the kernel shows batteries.
    pub power_supplies: PathBuf,
    /// In which language to speak to the holder.
    pub language: Language,
}

/// Battery, abilities and status are looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// How long a last position may take on the way out.
const FAREWELL: Duration = Duration::from_secs(3);

/// What spawned work reports back.
enum Done {
    /// A command ended.
    Command(Uuid, Outcome),
    /// Somebody looked around.
    Found(Found),
    /// The screen is locked again after a restart.
    LockedAgain,
    /// The holder pressed the button under a notice.
    StopWatching,
}

/// A locate command that waits for a position, or for the server to store the one of this batch.
struct Locate {
    id: Uuid,
    batch: Option<u64>,
}

struct Ringing {
    id: Uuid,
    stop: oneshot::Sender<Reason>,
}

struct Hub {
    state: StateDir,
    options: Arc<Options>,
    key: DeviceKey,
    pairing: Pairing,
    journal: Journal,
    queue: Queue,
    reporter: Reporter,
    started: Instant,
    found: Found,
    location: LocationState,
    battery: battery::Battery,
    told: Option<Status>,
    latest: Option<Fix>,
    standing: Option<Standing>,
    out: Option<mpsc::Sender<FromAgent>>,
    welcomed: bool,
    sent: Option<(u64, Batch)>,
    batches: u64,
    /// Accepted commands that have not ended.
    running: HashMap<Uuid, Kind>,
    locates: Vec<Locate>,
    ringing: Option<Ringing>,
    /// Dropped to take the message off the screen.
    showing: Option<oneshot::Sender<()>>,
    done: mpsc::Sender<Done>,
}

/// Runs the agent until SIGTERM, SIGINT or power-off.
///
/// # Errors
/// [`Error::NotPaired`], [`Error::AlreadyRunning`], or a file error at start. Nothing later ends it.
pub async fn run(state: StateDir, options: Options) -> Result<()> {
    let _held = state.hold()?;
    let pairing = Pairing::load(&state)?.ok_or(Error::NotPaired)?;
    let options = Arc::new(options);
    let (done, mut dones) = mpsc::channel(16);
    let mut hub = Hub {
        key: device_key(&state)?,
        journal: Journal::open(&state)?,
        queue: Queue::open(&state, queue::LIMITS)?,
        standing: Standing::load(&state)?,
        reporter: Reporter::new(options.policy),
        found: abilities::find(Arc::clone(&options)).await,
        location: abilities::location(&options.gpsd).await,
        battery: battery::read(&options.power_supplies),
        started: Instant::now(),
        state,
        options,
        pairing,
        told: None,
        latest: None,
        out: None,
        welcomed: false,
        sent: None,
        batches: 0,
        running: HashMap::new(),
        locates: Vec::new(),
        ringing: None,
        showing: None,
        done,
    };
    let (calls, mut called) = mpsc::channel(4);
    tokio::spawn(control::serve(control::listen(&hub.state)?, calls));
    let (positions, mut positioned) = mpsc::channel(16);
    tokio::spawn(gpsd::follow(hub.options.gpsd.clone(), positions));
    let (links, mut linked) = mpsc::channel(16);
    tokio::spawn(link::keep(
        hub.pairing.server.clone(),
        hub.pairing.answer.socket_path.clone(),
        link::SILENCE,
        links,
    ));
    let (off, mut switched_off) = mpsc::channel(1);
    tokio::spawn(act::power::watch(off));
    let stops = |kind| signal(kind).map_err(Error::file(hub.state.path()));
    let (mut terminated, mut interrupted) = (
        stops(SignalKind::terminate())?,
        stops(SignalKind::interrupt())?,
    );
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    hub.resume();
    tracing::info!("running for {}", hub.pairing.server);

    let (why, _power_off_waits) = loop {
        tokio::select! {
            Some(event) = linked.recv() => hub.on_link(event),
            Some(event) = positioned.recv() => hub.on_position(event),
            Some(call) = called.recv() => hub.on_call(call),
            Some(done) = dones.recv() => hub.on_done(done),
            _ = look.tick() => hub.look_around(),
            Some(wait) = switched_off.recv() => break (Leaving::Shutdown, Some(wait)),
            _ = terminated.recv() => break (Leaving::Stop, None),
            _ = interrupted.recv() => break (Leaving::Stop, None),
        }
    };
    let _ = timeout(FAREWELL, hub.leave(why, &mut linked)).await; // what was not sent stays in the queue
    Ok(())
}

impl Hub {
    /// Takes up what the last run left: a message on the screen, a lock to be kept.
    fn resume(&mut self) {
        self.show_kept_message();
        let boot = boot_id();
        if self
            .journal
            .content()
            .locked_in_boot
            .as_ref()
            .is_some_and(|locked| Some(locked) != boot.as_ref())
        {
            let done = self.done.clone();
            tokio::spawn(async move {
                act::lock::keep_locked().await;
                let _ = done.send(Done::LockedAgain).await; // the hub may be gone
            });
        }
    }

    fn on_done(&mut self, done: Done) {
        match done {
            Done::Command(id, outcome) => self.end(id, outcome),
            Done::Found(found) => {
                self.found = found;
                self.tell_status();
            }
            Done::LockedAgain => self.keep_lock(true),
            Done::StopWatching => {
                self.stop_watching();
            }
        }
    }

    fn on_call(&mut self, (request, reply): control::Call) {
        let answer = match request {
            control::Request::Status => control::Answer::Status {
                standing: self.standing.clone(),
                running: self.about(),
            },
            control::Request::RingStop => {
                control::Answer::RingStopped(self.stop_ringing(Reason::StoppedHere))
            }
            control::Request::StopWatching => control::Answer::Asked(self.stop_watching()),
        };
        let _ = reply.send(answer); // the caller may have gone
    }

    fn about(&self) -> control::Running {
        control::Running {
            connected: self.welcomed,
            location: self.location,
            capabilities: self.found.capabilities(self.location),
            waiting_fixes: self.queue.len(),
            last_fix_at: self.latest.as_ref().map(|fix| fix.at),
            live_until: self.journal.content().live_until,
            ringing: self.ringing.is_some(),
        }
    }

    fn stop_watching(&mut self) -> bool {
        self.welcomed && self.say(FromAgent::StopWatching)
    }

    /// Sends the last position, if there is time, and says goodbye.
    async fn leave(&mut self, why: Leaving, linked: &mut mpsc::Receiver<link::Event>) {
        if let Some(fix) = self.latest.clone() {
            self.report(fix);
        }
        while self.welcomed && (self.sent.is_some() || !self.queue.is_empty()) {
            let Some(event) = linked.recv().await else {
                return;
            };
            self.on_link(event);
        }
        if !self.say(FromAgent::Leaving { why }) {
            return;
        }
        self.out = None;
        while let Some(event) = linked.recv().await {
            if matches!(event, link::Event::Down) {
                return;
            }
        }
    }

    /// Says something, if connected and not stuck.
    fn say(&mut self, frame: FromAgent) -> bool {
        let said = self
            .out
            .as_ref()
            .is_some_and(|out| out.try_send(frame).is_ok());
        if !said {
            self.out = None; // closes a connection that takes no more
        }
        said
    }
}

/// Changes with every restart of the device.
fn boot_id() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .ok()
        .map(|id| id.trim().to_owned())
}
