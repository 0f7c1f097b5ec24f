//! One thread with one connection.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use super::connect::{Connector, Link};
use super::session::PgSession;
use crate::error::{Error, OpenError};
use crate::job::{Job, Ran};
use crate::queue::Queue;
use crate::shared::{ATTEMPTS, Shared, survive};

/// Pauses between tries to connect: a server that restarts is back within their sum.
const RECONNECT: [Duration; 7] = [
    Duration::ZERO,
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1_600),
];
/// How long a worker takes the server for down, so that what waits is answered soon.
const DOWN: Duration = Duration::from_secs(1);

pub(crate) struct Worker {
    connector: Arc<Connector>,
    queue: Arc<Queue>,
    shared: Arc<Shared>,
    runtime: Runtime,
    link: Option<Link>,
    down_until: Option<Instant>,
}

/// A runtime for one thread, which drives its connection while it waits for an answer.
pub(super) fn runtime() -> Result<Runtime, OpenError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| OpenError::Config(format!("cannot start a runtime: {error}")))
}

/// Lets the connection notice that the server closed it while it was idle: one turn to ask the system, one to read, one to spare.
/// Otherwise a closure that only pushes would learn it during its commit, where nobody can tell any more what happened.
async fn notice_what_came() {
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
}

impl Worker {
    pub(crate) fn new(
        connector: Arc<Connector>,
        queue: Arc<Queue>,
        shared: Arc<Shared>,
    ) -> Result<Self, OpenError> {
        Ok(Self {
            connector,
            queue,
            shared,
            runtime: runtime()?,
            link: None,
            down_until: None,
        })
    }

    /// Until the queue is closed and empty.
    pub(crate) fn serve(mut self) {
        while let Some(job) = self.queue.pop() {
            // On a panic of ours the connection, which `run` had taken, goes with it.
            survive(|| self.run(job));
        }
        if let Some(link) = self.link.take() {
            self.runtime.block_on(link.hang_up());
        }
    }

    fn run(&mut self, mut job: Box<dyn Job>) {
        for attempt in 0..ATTEMPTS {
            self.pause(attempt);
            let Some(link) = self.take_link() else { break };
            let session = PgSession::new(&self.runtime, &link, job.reads());
            let ran = self.shared.run(&mut *job, &session);
            // A reader has nothing to wait for; its transaction ends while the caller already has the answer.
            let (end, left) = match ran {
                Ran::Keep if job.reads() => {
                    job.finish(Ok(()));
                    session.leave();
                    (Ok(()), None)
                }
                Ran::Keep => (session.commit(), Some(job)),
                Ran::Undo | Ran::Again => {
                    session.roll_back();
                    (Ok(()), Some(job))
                }
            };
            if session.is_usable() {
                self.link = Some(link);
            }
            let Some(returned) = left else { return };
            match (ran, end) {
                (Ran::Keep, Ok(())) => {
                    self.shared.committed();
                    return self.shared.publish(returned, Ok(()));
                }
                (Ran::Keep, Err(Error::Unknown)) => {
                    return self.shared.publish(returned, Err(Error::Unknown));
                }
                (Ran::Again, _) => job = returned,
                (_, Err(Error::Again)) => {
                    self.shared.rerun();
                    job = returned;
                }
                (_, end) => return returned.finish(end),
            }
        }
        job.finish(Err(Error::Again));
    }

    /// Lets the transaction that was in the way finish before the closure runs again.
    fn pause(&self, attempt: u32) {
        if attempt > 0 {
            let pause = Duration::from_millis(1 << attempt.min(7));
            self.runtime
                .block_on(async { tokio::time::sleep(pause).await });
        }
    }

    /// The connection, or a new one if it died, or nothing if the server cannot be reached.
    fn take_link(&mut self) -> Option<Link> {
        if let Some(link) = self.link.take() {
            self.runtime.block_on(notice_what_came());
            if !link.client.is_closed() {
                return Some(link);
            }
        }
        if self.down_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let link = self.reconnect();
        self.down_until = link.is_none().then(|| Instant::now() + DOWN);
        link
    }

    fn reconnect(&self) -> Option<Link> {
        for pause in RECONNECT {
            let tried = self.runtime.block_on(async {
                tokio::time::sleep(pause).await;
                self.connector.connect().await
            });
            match tried {
                Ok(link) => return Some(link),
                Err(error) => tracing::warn!(%error, "PostgreSQL cannot be reached"),
            }
        }
        None
    }
}
