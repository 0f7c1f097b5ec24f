//! What all threads of one database share: the clock, the listener, the counters.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use crate::clock::Clock;
use crate::error::{OpenError, Result};
use crate::job::{Job, Ran};
use crate::tx::{Session, Topic};

/// Is told, after each commit, which topics it woke. Runs on a database thread, so it must be quick.
pub(crate) type Listener = Arc<dyn Fn(&[Topic]) + Send + Sync>;

/// How often a closure is run before its caller gets [`crate::Error::Again`].
pub(crate) const ATTEMPTS: u32 = 10;

/// Starts a named thread.
pub(crate) fn spawn(
    name: &str,
    run: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, OpenError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| OpenError::Config(format!("cannot start a thread: {error}")))
}

/// Keeps a database thread alive through a defect in this crate: whoever waited for that work gets
/// [`crate::Error::Unknown`]. Says whether all went well.
pub(crate) fn survive(work: impl FnOnce()) -> bool {
    let survived = catch_unwind(AssertUnwindSafe(work)).is_ok();
    if !survived {
        tracing::error!("a database thread panicked and goes on");
    }
    survived
}

/// The clock, the listener and the counters of one database.
pub(crate) struct Shared {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) listener: Option<Listener>,
    pub(crate) closures: AtomicU64,
    pub(crate) commits: AtomicU64,
    pub(crate) reruns: AtomicU64,
    pub(crate) refused: AtomicU64,
}

impl Shared {
    pub(crate) fn new(clock: Arc<dyn Clock>, listener: Option<Listener>) -> Self {
        Self {
            clock,
            listener,
            closures: AtomicU64::new(0),
            commits: AtomicU64::new(0),
            reruns: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        }
    }

    pub(crate) fn run(&self, job: &mut dyn Job, session: &dyn Session) -> Ran {
        self.closures.fetch_add(1, Ordering::Relaxed);
        let ran = job.run(session, &|| self.clock.now());
        if ran == Ran::Again {
            self.rerun();
        }
        ran
    }

    pub(crate) fn rerun(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn committed(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }

    /// Publishes what a committed (or possibly committed) job woke, then answers its caller.
    pub(crate) fn publish(&self, job: Box<dyn Job>, end: Result<()>) {
        if let (Some(listener), false) = (&self.listener, job.wakes().is_empty()) {
            let told = catch_unwind(AssertUnwindSafe(|| listener(job.wakes())));
            if told.is_err() {
                tracing::error!("the listener for committed topics panicked");
            }
        }
        job.finish(end);
    }
}
