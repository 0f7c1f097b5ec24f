//! The facts about one account that a decision rests on, as one transaction saw them.

use std::marker::PhantomData;
use std::sync::Arc;

use super::{Action, Kind, Method, Origin, Policy};
use crate::contest::Contest;
use crate::locks::Lock;
use crate::{Id, Time};

/// Ties a value to one transaction: invariant in `'t`, so that nothing can stretch or shrink it.
pub(super) type Brand<'t> = PhantomData<fn(&'t ()) -> &'t ()>;

/// One successful use of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The method used.
    pub method: Id,
    /// When it was first shown, to this browser or for this request. Showing it again keeps this time.
    pub shown: Time,
    /// The holder of the browser it was shown in, where that browser is known.
    pub holder: Option<Id>,
}

/// The screen lock of a device, typed on that device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenLock {
    /// The device.
    pub device: Id,
    /// When.
    pub shown: Time,
}

/// A browser that signed in before and holds the account's cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The holder it runs on.
    pub holder: Id,
    /// Since when it is known.
    pub since: Time,
    /// With which proofs it became known: fresh ones taint it as they would a method, and what a device made known
    /// in the 7 days before it went missing is not known.
    pub origin: Origin,
}

/// The browser that asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// Its cookie's id, where it sent one; also set for browsers not known.
    pub id: Option<Id>,
    /// What is known about it; nothing for strangers' browsers and borrowed phones.
    pub known: Option<Known>,
    /// Until when it need not show the second factor again (30 days after it did).
    pub remembered_until: Option<Time>,
    /// It gave a contact proof in the last 24 h and draws from the vouched pool.
    pub vouched: bool,
}

/// A request that waits: what it is for, and what was shown for it, over days and browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it asks for.
    pub kind: Kind,
    /// The device it is about.
    pub device: Option<Id>,
    /// The method it is about.
    pub method: Option<Id>,
    /// What was shown for it, each with the time it was first shown.
    pub proofs: Vec<Proof>,
    /// Screen locks typed for it.
    pub screen_locks: Vec<ScreenLock>,
    /// Known browsers that took part, each with the time it first did.
    pub browsers: Vec<(Known, Time)>,
    /// Somebody objected to it, and it is not over.
    pub contest: Option<Contest>,
}

impl Request {
    /// A request for this action, with nothing shown yet.
    pub fn of<A: Action>(action: &A) -> Self {
        Self {
            kind: A::KIND,
            device: action.device(),
            method: action.method(),
            proofs: Vec::new(),
            screen_locks: Vec::new(),
            browsers: Vec::new(),
            contest: None,
        }
    }
}

/// The mark on a missing device. An erased device keeps it until its owner unmarks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Since when it is missing.
    pub since: Time,
    /// The cookie's id of the browser that marked it.
    pub by: Option<Id>,
    /// The password method that marked it, if a browser off the device did: what the device set in the
    /// 7 days before is void, this is not.
    pub password: Option<Id>,
}

/// A device of the account. As a holder it goes by the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: Id,
    /// The mark, while it is missing or erased.
    pub mark: Option<Mark>,
    /// The last mark that was taken back: since when it stood, and when it went.
    pub unmarked: Option<(Time, Time)>,
    /// When a single method from an unknown browser last marked it missing.
    pub marked_singly_at: Option<Time>,
}

impl Device {
    /// A device that was never missing.
    pub const fn new(id: Id) -> Self {
        Self {
            id,
            mark: None,
            unmarked: None,
            marked_singly_at: None,
        }
    }
}

/// All facts about one account that a decision rests on. Loaded by the server's gate and nowhere else.
#[derive(Clone, Debug)]
pub struct Situation<'t> {
    /// The account.
    pub account: Id,
    /// The time of the transaction.
    pub now: Time,
    /// The policy in force.
    pub policy: Arc<Policy>,
    /// Two-step verification is on.
    pub second_factor: bool,
    /// The methods set up; with at least two staff, review is one of them.
    pub methods: Vec<Method>,
    /// The proofs shown in this browser that still live.
    pub proofs: Vec<Proof>,
    /// Screen locks typed just now.
    pub screen_locks: Vec<ScreenLock>,
    /// Requests of this account that wait; ended and cancelled ones are not among them.
    pub requests: Vec<Request>,
    /// The browser that asks.
    pub browser: Browser,
    /// The account's devices.
    pub devices: Vec<Device>,
    /// The lock ledger's rows of this account. Lapsed ones may be among them.
    pub locks: Vec<Lock>,
    /// When the published sign-in incident that is open now ends at the latest (24 h after it began).
    pub incident_until: Option<Time>,
    tx: Brand<'t>,
}

impl<'t> Situation<'t> {
    /// An account about which nothing is known yet, in the transaction that `tx` borrows.
    pub fn new<T: ?Sized>(_tx: &'t T, account: Id, now: Time, policy: Arc<Policy>) -> Self {
        Self {
            account,
            now,
            policy,
            second_factor: false,
            methods: Vec::new(),
            proofs: Vec::new(),
            screen_locks: Vec::new(),
            requests: Vec::new(),
            browser: Browser::default(),
            devices: Vec::new(),
            locks: Vec::new(),
            incident_until: None,
            tx: PhantomData,
        }
    }

    /// The method with this id.
    pub fn find_method(&self, id: Id) -> Option<&Method> {
        self.methods.iter().find(|m| m.id == id)
    }

    /// The device with this id.
    pub fn find_device(&self, id: Id) -> Option<&Device> {
        self.devices.iter().find(|d| d.id == id)
    }

    pub(super) fn brand(&self) -> Brand<'t> {
        self.tx
    }
}
