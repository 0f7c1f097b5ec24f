//! Who is connected, and how many may be.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kunci_rules::Id;
use tokio::sync::Notify;

use crate::web::Network;

/// Connections of one account.
const PER_ACCOUNT: usize = 100;

/// Connections of one network that have not said yet who they are.
const WAITING_PER_NETWORK: usize = 1_000;

/// The agents of this process. Cheap to clone.
#[derive(Clone, Default)]
pub struct Connections(Arc<Mutex<Table>>);

#[derive(Default)]
struct Table {
    waiting: HashMap<Network, usize>,
    accounts: HashMap<Id, usize>,
    devices: HashMap<Id, Arc<Notify>>,
}

/// A place for a connection that has not said yet who it is.
pub(super) struct Waiting {
    all: Connections,
    network: Network,
}

/// A device's place.
pub(super) struct Seat {
    all: Connections,
    account: Id,
    device: Id,
    replaced: Arc<Notify>,
}

impl Connections {
    /// How many devices are connected.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table().devices.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place at the door. `None`: too many wait there from this network.
    pub(super) fn knock(&self, network: Network) -> Option<Waiting> {
        let room = raise(&mut self.table().waiting, network, WAITING_PER_NETWORK);
        room.then(|| Waiting {
            all: self.clone(),
            network,
        })
    }

    /// A device's place. An older connection of the same device is told to go: the network has lost it, or soon will.
    /// `None`: its account has too many.
    pub(super) fn seat(&self, account: Id, device: Id) -> Option<Seat> {
        let mut table = self.table();
        if !raise(&mut table.accounts, account, PER_ACCOUNT) {
            return None;
        }
        let replaced = Arc::new(Notify::new());
        if let Some(older) = table.devices.insert(device, Arc::clone(&replaced)) {
            older.notify_one();
        }
        Some(Seat {
            all: self.clone(),
            account,
            device,
            replaced,
        })
    }
}

fn raise<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: K, most: usize) -> bool {
    let count = counts.entry(key).or_default();
    let room = *count < most;
    *count += usize::from(room);
    room
}

fn lower<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: K) {
    if let Some(count) = counts.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&key);
        }
    }
}

impl Seat {
    /// Returns when a newer connection of the same device is here.
    pub(super) async fn replaced(&self) {
        self.replaced.notified().await;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        lower(&mut self.all.table().waiting, self.network);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut table = self.all.table();
        lower(&mut table.accounts, self.account);
        // A newer connection of the device keeps its own place.
        if table
            .devices
            .get(&self.device)
            .is_some_and(|seat| Arc::ptr_eq(seat, &self.replaced))
        {
            table.devices.remove(&self.device);
        }
    }
}
