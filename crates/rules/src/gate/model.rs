//! Typical accounts, and what becomes of them when things are lost or stolen. The gate itself gives every
//! answer: owners and thieves only differ in what they hold.

use std::sync::Arc;

use super::hand::{Asked, Extra};
use super::owner::{Loss, Owner};
use super::{
    Browser, Device, Kind, Known, Mark, Method, MethodKind, Origin, Policy, Proof, ScreenLock,
    Situation,
};
use crate::{Id, Span, Time};

/// A typical account, in words: things by name, methods by where they can be used.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// What it is called in tables.
    pub name: &'static str,
    /// Two-step verification is on.
    pub second_factor: bool,
    /// Its methods, each with the things that it can be used on.
    pub methods: &'static [(MethodKind, &'static [&'static str])],
    /// Its devices: each has a known browser, and the password saved in it.
    pub devices: &'static [&'static str],
}

/// What goes by this name besides the things: the password, forgotten by its owner or known to a thief.
pub const PASSWORD: &str = "password";

const NOW: Time = Time(1_800_000_000_000_000);
const LONG_AGO: Span = Span::days(400);

impl Account {
    /// All its things, the password among them, each once.
    pub fn things(&self) -> Vec<&'static str> {
        let mut things: Vec<&str> = self.devices.to_vec();
        for thing in self.methods.iter().flat_map(|(_, reach)| reach.iter()) {
            if !things.contains(thing) {
                things.push(thing);
            }
        }
        if self
            .methods
            .iter()
            .any(|(kind, _)| *kind == MethodKind::Password)
        {
            things.push(PASSWORD);
        }
        things
    }

    /// After how long the owner is back who has lost these things; nothing: never.
    /// Lost devices may be marked missing or not; the slower of the two counts.
    pub fn back(&self, policy: &Arc<Policy>, lost: &[&str]) -> Option<Span> {
        let holders: Vec<Id> = lost.iter().map(|thing| id(thing)).collect();
        let loss = Loss {
            holders: &holders,
            password: lost.contains(&PASSWORD),
        };
        let (s, browsers) = self.facts(policy);
        Owner::new(&s, &browsers).back(loss).map(|back| back.after)
    }

    /// The account itself, and its known browsers: one on every device.
    pub(crate) fn facts(&self, policy: &Arc<Policy>) -> (Situation<'static>, Vec<Browser>) {
        let s = self.situation(policy, &[], None, false, |_, _| false);
        (
            s,
            self.devices
                .iter()
                .map(|d| browser_on(Some(id(d))))
                .collect(),
        )
    }

    /// After how long a thief who holds these things opens an action, about the first of them that is a
    /// device, or about `device`; nothing: never.
    pub fn opened_by_thief(
        &self,
        policy: &Arc<Policy>,
        stolen: &Stolen<'_>,
        kind: Kind,
        device: Option<&str>,
    ) -> Option<Span> {
        let things = stolen.things;
        let at = self.devices.iter().copied().find(|d| things.contains(d));
        let has = |kind: MethodKind, reach: &[&str]| match kind {
            // Saved in every browser of the account.
            MethodKind::Password => at.is_some() || things.contains(&PASSWORD),
            MethodKind::Review => false,
            _ => reach.iter().any(|thing| things.contains(thing)),
        };
        let missing = if stolen.marked { things } else { &[] };
        let browsers = [at, None];
        let from = |browser: &Option<&str>| {
            let s = self.situation(policy, missing, *browser, stolen.pin_watched, has);
            opens_after(kind, device.or(at).map(id), &s)
        };
        browsers.iter().filter_map(from).min()
    }

    /// After how long its owner, with this method alone and in a stranger's browser, opens an action about a
    /// device that is marked missing.
    pub(super) fn found(
        &self,
        policy: &Arc<Policy>,
        method: (MethodKind, &[&str]),
        kind: Kind,
        device: &str,
    ) -> Option<Span> {
        let s = self.situation(policy, &[device], None, false, |k, reach| {
            (k, reach) == method
        });
        opens_after(kind, Some(id(device)), &s)
    }

    /// The account as it stands when somebody shows, now, all that they have.
    fn situation(
        &self,
        policy: &Arc<Policy>,
        missing: &[&str],
        browser: Option<&str>,
        pin: bool,
        has: impl Fn(MethodKind, &[&str]) -> bool,
    ) -> Situation<'static> {
        let mut s = Situation::new(&(), id(self.name), NOW, Arc::clone(policy));
        s.second_factor = self.second_factor;
        for device in self.devices {
            let mark = Mark {
                since: NOW,
                by: None,
                password: None,
            };
            s.devices.push(Device {
                mark: missing.contains(device).then_some(mark),
                ..Device::new(id(device))
            });
        }
        let holder = browser.map(id);
        for (n, (kind, reach)) in self.methods.iter().enumerate() {
            let method_id = Id::from_u128(n as u128 + 1);
            let holders = reach.iter().map(|thing| id(thing)).collect();
            let mut method = Method::old(method_id, *kind, holders, NOW - LONG_AGO);
            method.proved_at = NOW;
            let mailed = matches!(kind, MethodKind::Email | MethodKind::Upstream);
            method.mailbox = reach.first().filter(|_| mailed).map(|thing| id(thing));
            s.methods.push(method);
            if has(*kind, reach) {
                s.proofs.push(Proof {
                    method: method_id,
                    shown: NOW,
                    holder,
                });
            }
        }
        s.screen_locks = holder
            .filter(|_| pin)
            .map(|device| ScreenLock { device, shown: NOW })
            .into_iter()
            .collect();
        s.browser = browser_on(holder);
        s
    }
}

/// What a thief has.
#[derive(Clone, Copy, Debug)]
pub struct Stolen<'a> {
    /// The things; [`PASSWORD`] may be one of them. A stolen device is unlocked, and has the password.
    pub things: &'a [&'a str],
    /// The owner has marked the devices among them missing.
    pub marked: bool,
    /// The thief watched the screen's PIN.
    pub pin_watched: bool,
}

/// After how long the action opens with what the situation holds, refusals that no proof can change aside.
pub(crate) fn opens_after(kind: Kind, device: Option<Id>, s: &Situation<'_>) -> Option<Span> {
    let asked = Asked {
        kind,
        device,
        method: None,
    };
    let missing = device
        .and_then(|d| s.find_device(d))
        .is_some_and(|d| d.mark.is_some());
    match kind {
        Kind::Release if missing => None,
        Kind::Unmark if !missing => None,
        _ => super::open_at(asked, s, &Extra::default()).map(|o| o.at.since(s.now)),
    }
}

/// The browser on this holder, known for long, with its second factor remembered; without one, a stranger's.
fn browser_on(holder: Option<Id>) -> Browser {
    Browser {
        known: holder.map(|holder| Known {
            holder,
            since: NOW - LONG_AGO,
            origin: Origin::SignUp,
        }),
        remembered_until: holder.map(|_| NOW + Span::days(30)),
        ..Browser::default()
    }
}

/// The id of a thing: its name, as a number.
pub(crate) fn id(name: &str) -> Id {
    Id::from_u128(
        name.bytes()
            .fold(0, |sum, byte| (sum << 8) | u128::from(byte)),
    )
}

/// The accounts that the policy is checked with.
pub fn typical_accounts() -> &'static [Account] {
    TYPICAL
}

/// A method and what it can be used on.
type Carried = (MethodKind, &'static [&'static str]);

const P: Carried = (MethodKind::Password, &[]);
const NUMBER: Carried = (MethodKind::Phone, &["phone"]);
const APP: Carried = (MethodKind::Totp, &["phone"]);
const PAPER: Carried = (MethodKind::RecoveryCode, &["paper"]);
const HELPER: Carried = (MethodKind::Helper, &["helper"]);
/// Mail that is read on the phone only, and on the laptop too.
const MAIL: Carried = (MethodKind::Email, &["mailbox", "phone"]);
const MAIL_TWICE: Carried = (MethodKind::Email, &["mailbox", "phone", "laptop"]);

#[rustfmt::skip]
const TYPICAL: &[Account] = &[
    Account { name: "phone only", second_factor: false, devices: &["phone"],
        methods: &[P, MAIL, NUMBER] },
    Account { name: "phone and laptop", second_factor: false, devices: &["phone", "laptop"],
        methods: &[P, MAIL_TWICE, NUMBER] },
    Account { name: "elderly, phone messages only", second_factor: false, devices: &["phone"],
        methods: &[P, NUMBER] },
    Account { name: "mail only on the phone, codes on paper", second_factor: false, devices: &["phone"],
        methods: &[P, MAIL, PAPER] },
    Account { name: "no email, helper", second_factor: false, devices: &["phone"],
        methods: &[P, NUMBER, HELPER] },
    Account { name: "upstream only", second_factor: false, devices: &["phone"],
        methods: &[(MethodKind::Upstream, &["mailbox", "phone"]), MAIL] },
    Account { name: "passkey without a password", second_factor: false, devices: &["phone", "laptop"],
        methods: &[(MethodKind::Passkey, &["phone", "laptop"]), MAIL_TWICE] },
    Account { name: "FMD user: sealed phone, mail on the laptop", second_factor: false, devices: &["phone", "laptop"],
        methods: &[P, (MethodKind::Email, &["mailbox", "laptop"])] },
    Account { name: "well prepared", second_factor: false, devices: &["phone", "laptop"],
        methods: &[P, MAIL_TWICE, NUMBER, PAPER] },
    Account { name: "2FA, everything on the phone", second_factor: true, devices: &["phone"],
        methods: &[P, MAIL, NUMBER, APP] },
    Account { name: "2FA, phone and laptop", second_factor: true, devices: &["phone", "laptop"],
        methods: &[P, MAIL_TWICE, NUMBER, APP] },
    Account { name: "2FA, codes on paper", second_factor: true, devices: &["phone", "laptop"],
        methods: &[P, MAIL_TWICE, NUMBER, APP, PAPER] },
    Account { name: "2FA, helper", second_factor: true, devices: &["phone"],
        methods: &[P, NUMBER, APP, HELPER] },
    Account { name: "2FA, no email, a second number", second_factor: true, devices: &["phone"],
        methods: &[P, NUMBER, (MethodKind::Phone, &["old phone"]), APP] },
    Account { name: "2FA, security key and synced passkey", second_factor: true, devices: &["phone", "laptop"],
        methods: &[P, MAIL_TWICE, (MethodKind::Passkey, &["phone", "laptop"]), (MethodKind::Passkey, &["key"])] },
    Account { name: "2FA, approval on a tablet", second_factor: true, devices: &["phone", "tablet"],
        methods: &[P, (MethodKind::Email, &["mailbox", "phone", "tablet"]), NUMBER, (MethodKind::Approval, &["phone"]), (MethodKind::Approval, &["tablet"]), PAPER] },
    Account { name: "2FA, upstream", second_factor: true, devices: &["phone", "laptop"],
        methods: &[P, (MethodKind::Upstream, &["mailbox", "phone", "laptop"]), MAIL_TWICE, APP, PAPER] },
    Account { name: "2FA, with review by staff", second_factor: true, devices: &["phone", "laptop"],
        methods: &[P, MAIL_TWICE, NUMBER, APP, PAPER, (MethodKind::Review, &[])] },
];
