//! Wakes readers inside this process: coalescing, without payload. Readers re-read the database past their cursor.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kunci_db::Topic;
use tokio::sync::watch;

/// Topics and who waits on them.
#[derive(Clone, Default)]
pub struct Bus {
    topics: Arc<Mutex<HashMap<Topic, watch::Sender<u64>>>>,
}

impl Bus {
    /// Tells everyone who watches `topic` to read again.
    pub fn wake(&self, topic: Topic) {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = topics.get(&topic) {
            if sender.receiver_count() == 0 {
                topics.remove(&topic);
            } else {
                sender.send_modify(|n| *n += 1);
            }
        }
    }

    /// A receiver that changes whenever `topic` is woken.
    #[must_use]
    pub fn watch(&self, topic: Topic) -> watch::Receiver<u64> {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        topics
            .entry(topic)
            .or_insert_with(|| watch::channel(0).0)
            .subscribe()
    }
}
