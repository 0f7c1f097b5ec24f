//! Live streams to browsers (server-sent events): how many may be open, and a sender that never waits for a slow reader.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use kunci_rules::Id;
use tokio::sync::mpsc;

use crate::web::Network;

/// Windows of one account that may follow something live at the same time.
const PER_ACCOUNT: u32 = 8;

/// Streams from one network: a mobile operator hides many people behind one address.
const PER_NETWORK: u32 = 256;

/// A reader that is so many events behind is not reading; it comes back and resumes where it was.
const BEHIND: usize = 64;

/// The open streams of this process.
#[derive(Clone, Default)]
pub struct Streams(Arc<Mutex<Open>>);

#[derive(Default)]
struct Open {
    accounts: HashMap<Id, u32>,
    networks: HashMap<Network, u32>,
}

/// A place among the open streams; given back when dropped.
pub struct Seat {
    streams: Streams,
    account: Id,
    network: Network,
}

impl Streams {
    /// Takes a place; `None` if the account or the network has all of its own.
    #[must_use]
    pub fn seat(&self, account: Id, network: Network) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |open: Option<&u32>| open.copied().unwrap_or(0);
        let full = count(open.accounts.get(&account)) >= PER_ACCOUNT
            || count(open.networks.get(&network)) >= PER_NETWORK;
        if full {
            return None;
        }
        *open.accounts.entry(account).or_default() += 1;
        *open.networks.entry(network).or_default() += 1;
        let streams = self.clone();
        Some(Seat {
            streams,
            account,
            network,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self
            .streams
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        give_back(&mut open.accounts, &self.account);
        give_back(&mut open.networks, &self.network);
    }
}

fn give_back<K: Eq + Hash>(open: &mut HashMap<K, u32>, key: &K) {
    if let Some(count) = open.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            open.remove(key);
        }
    }
}

/// Where events go in.
pub struct Outlet(mpsc::Sender<Event>);

/// Nobody reads any more, or not fast enough: stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

impl Outlet {
    /// Sends an event without waiting.
    ///
    /// # Errors
    /// [`Gone`] if the reader left or is 64 events behind.
    pub fn send(&self, event: Event) -> Result<(), Gone> {
        self.0.try_send(event).map_err(|_| Gone)
    }

    /// Returns when the reader left.
    pub async fn gone(&self) {
        self.0.closed().await;
    }
}

/// A new stream: where its events go in, and the answer in which they come out. It ends when the outlet is dropped.
#[must_use]
pub fn open() -> (Outlet, Response) {
    let (sender, receiver) = mpsc::channel(BEHIND);
    let events = stream::unfold(receiver, |mut receiver| async move {
        let event = receiver.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(event), receiver))
    });
    // Proxies that collect an answer before passing it on would collect this one for ever.
    let response = ([("x-accel-buffering", "no")], Sse::new(events)).into_response();
    (Outlet(sender), response)
}

#[cfg(test)]
mod tests {
    use super::{BEHIND, Event, Gone, Id, Network, PER_ACCOUNT, PER_NETWORK, Streams, open};

    #[test]
    fn seats_are_capped_per_account_and_network_and_come_back() {
        let streams = Streams::default();
        let (account, other) = (Id::from_u128(1), Id::from_u128(2));
        let network = Network([1; 16]);
        let mut seats: Vec<_> = (0..PER_ACCOUNT)
            .filter_map(|_| streams.seat(account, network))
            .collect();
        assert_eq!(seats.len(), 8);
        assert!(streams.seat(account, Network([2; 16])).is_none());
        assert!(streams.seat(other, network).is_some());
        seats.pop();
        assert!(streams.seat(account, network).is_some());
        drop(seats);
        let many: Vec<_> = (0..PER_NETWORK)
            .filter_map(|n| streams.seat(Id::from_u128(u128::from(n)), network))
            .collect();
        assert_eq!(many.len(), 256);
        assert!(streams.seat(Id::from_u128(9_999), network).is_none());
        drop(many);
        let open = streams
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        assert!(open.accounts.is_empty() && open.networks.is_empty());
    }

    #[test]
    fn a_reader_that_does_not_read_is_given_up() {
        let (outlet, response) = open();
        let sent = (0..1_000)
            .take_while(|_| outlet.send(Event::default().data("1")).is_ok())
            .count();
        assert_eq!(sent, BEHIND);
        drop(response);
        assert_eq!(outlet.send(Event::default().data("1")), Err(Gone));
    }
}
