//! Shutdown as one value: everyone who runs for long watches it, and it waits for those who are not done.

use std::sync::Arc;

use tokio::sync::watch;

/// Says when to stop, and knows who still works. Cheap to clone.
#[derive(Clone)]
pub struct Stop {
    asked: Arc<watch::Sender<bool>>,
    busy: Arc<watch::Sender<()>>,
}

/// Held by work that shutdown waits for, such as an open WebSocket or a running loop. Dropping it ends the wait.
pub struct Hold(
    #[expect(
        dead_code,
        reason = "its life is its meaning: the sender counts its receivers"
    )]
    watch::Receiver<()>,
);

impl Stop {
    /// Not asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            asked: Arc::new(watch::Sender::new(false)),
            busy: Arc::new(watch::Sender::new(())),
        }
    }

    /// Asks everyone to stop.
    pub fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Whether stopping was asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self.asked.borrow()
    }

    /// Returns when stopping is asked for: streams and loops select on it and end.
    pub async fn asked(&self) {
        // The sender lives as long as `self`, so this cannot fail.
        let _ = self.asked.subscribe().wait_for(|asked| *asked).await;
    }

    /// Marks the holder as work that shutdown waits for.
    #[must_use]
    pub fn hold(&self) -> Hold {
        Hold(self.busy.subscribe())
    }

    /// Returns when nobody holds any more.
    pub async fn idle(&self) {
        self.busy.closed().await;
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}
