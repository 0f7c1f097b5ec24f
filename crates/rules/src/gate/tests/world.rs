//! A small world to write situations in: holders and methods by name, verdicts as short words.

use std::sync::Arc;

use crate::gate::model::opens_after;
use crate::gate::*;
use crate::locks::{Cause, Lock, Scope};
use crate::{Id, Span, Time};

/// Noon of some day; every test starts here.
pub(crate) const NOON: Time = Time(1_800_000_000_000_000);
/// Long ago: when typical methods were set.
pub(crate) const LONG_AGO: Time = Time(1_800_000_000_000_000 - 300 * 86_400_000_000);

/// The id of a thing with this name.
pub(crate) fn id(name: &str) -> Id {
    let sum = name.bytes().fold(0xcbf2_9ce4_8422_2325_u128, |h, b| {
        (h ^ u128::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    Id::from_u128(sum)
}

/// The kind a method's name begins with: "email-kantor" is an email.
pub(crate) fn kind_of(name: &str) -> MethodKind {
    let found = MethodKind::ALL
        .into_iter()
        .filter(|k| name.starts_with(k.name()));
    found
        .max_by_key(|k| k.name().len())
        .unwrap_or_else(|| panic!("no method kind in {name}"))
}

/// A situation under construction.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) s: Situation<'static>,
}

impl World {
    /// An account with these methods, written `name@holder,holder`.
    pub(crate) fn new(methods: &[&str]) -> Self {
        let mut s = Situation::new(&(), id("account"), NOON, Arc::new(Policy::default()));
        s.browser.id = Some(id("cookie"));
        for device in ["phone", "laptop", "tablet"] {
            s.devices.push(Device::new(id(device)));
        }
        let mut world = Self { s };
        for spec in methods {
            world.add(spec);
        }
        world
    }

    /// Adds a method, set long ago and proved lately.
    pub(crate) fn add(&mut self, spec: &str) -> &mut Method {
        let (name, reach) = spec.split_once('@').unwrap_or((spec, ""));
        let holders: Vec<Id> = reach.split(',').filter(|h| !h.is_empty()).map(id).collect();
        let mut method = Method::old(id(name), kind_of(name), holders, LONG_AGO);
        method.proved_at = NOON - Span::days(3);
        let mailbox = reach.split(',').find(|h| h.starts_with("mailbox"));
        method.mailbox = mailbox
            .filter(|_| matches!(method.kind, MethodKind::Email | MethodKind::Upstream))
            .map(id);
        self.s.methods.push(method);
        self.s.methods.last_mut().expect("just pushed")
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Situation<'static>)) -> Self {
        change(&mut self.s);
        self
    }

    /// Two-step verification on.
    pub(crate) fn second_factor(self) -> Self {
        self.with(|s| s.second_factor = true)
    }

    /// Asking from a known browser on this holder.
    pub(crate) fn known(self, holder: &str) -> Self {
        let known = Known {
            holder: id(holder),
            since: LONG_AGO,
            origin: Origin::SignUp,
        };
        self.with(|s| s.browser.known = Some(known))
    }

    /// These proofs were shown just now.
    pub(crate) fn shows(self, names: &[&str]) -> Self {
        names.iter().fold(self, |w, name| w.shown(name, Span::ZERO))
    }

    /// This proof was shown this long ago, in this browser.
    pub(crate) fn shown(self, name: &str, ago: Span) -> Self {
        let holder = self.s.browser.known.as_ref().map(|k| k.holder);
        self.with(|s| {
            s.proofs.push(Proof {
                method: id(name),
                shown: s.now - ago,
                holder,
            });
        })
    }

    /// Strangers used up the guesses for this method.
    pub(crate) fn dry(self, name: &str) -> Self {
        self.change(name, |m| m.dry = true)
    }

    pub(crate) fn change(self, name: &str, change: impl FnOnce(&mut Method)) -> Self {
        self.with(|s| {
            change(
                s.methods
                    .iter_mut()
                    .find(|m| m.id == id(name))
                    .expect("method"),
            );
        })
    }

    /// A device was marked missing this long ago, by the laptop's password unless changed later.
    pub(crate) fn missing(self, device: &str, ago: Span) -> Self {
        let device = id(device);
        self.with(|s| {
            let mark = Mark {
                since: s.now - ago,
                by: Some(id("other-cookie")),
                password: None,
            };
            s.devices
                .iter_mut()
                .find(|d| d.id == device)
                .expect("device")
                .mark = Some(mark);
        })
    }

    /// A lock on the account.
    pub(crate) fn locked(self, cause: Cause) -> Self {
        self.with(|s| {
            s.locks.push(Lock {
                cause,
                scope: Scope::Account,
                until: None,
            });
        })
    }

    /// The verdict on an action of this kind, about the phone where it is about a device.
    pub(crate) fn verdict(&self, kind: Kind) -> String {
        self.about(kind, "phone")
    }

    /// The verdict on an action of this kind about this device.
    pub(crate) fn about(&self, kind: Kind, device: &str) -> String {
        let (account, device) = (self.s.account, id(device));
        let method = self.s.methods.first().map_or(account, |m| m.id);
        match kind {
            Kind::SignIn => self.say(SignIn { account }),
            Kind::SeeWhyLocked => self.say(SeeWhyLocked { account }),
            Kind::Recover => self.say(Recover { account }),
            Kind::AddMethod => self.say(AddMethod { account }),
            Kind::ReplaceMethod => self.say(ReplaceMethod { account, method }),
            Kind::Ring => self.say(Ring { account, device }),
            Kind::Message => self.say(Message { account, device }),
            Kind::FreeMessage => self.say(FreeMessage { account, device }),
            Kind::LockDevice => self.say(LockDevice { account, device }),
            Kind::MarkMissing => self.say(MarkMissing { account, device }),
            Kind::Locate => self.say(Locate { account, device }),
            Kind::Unmark => self.say(Unmark { account, device }),
            Kind::Erase => self.say(Erase { account, device }),
            Kind::Release => self.say(Release { account, device }),
            Kind::LiftSuspicion => self.say(LiftSuspicion { account }),
            Kind::Close => self.say(Close { account }),
        }
    }

    /// Like [`World::verdict`], without working out the ways: `prove` stands for every refusal too.
    pub(crate) fn opens(&self, kind: Kind) -> String {
        match opens_after(kind, kind.of_device().then(|| id("phone")), &self.s) {
            None => "prove".into(),
            Some(Span::ZERO) => "open".into(),
            Some(wait) => format!("wait {}", span(wait)),
        }
    }

    fn say<A: Action>(&self, action: A) -> String {
        match decide(action, &self.s) {
            Verdict::Open(permit) => {
                assert_eq!(permit.account(), self.s.account);
                assert_eq!(permit.device(), action.device());
                "open".into()
            }
            Verdict::Wait { until } => format!("wait {}", span(until - self.s.now)),
            Verdict::Prove(_) => "prove".into(),
            Verdict::Refuse(Reason::Locked(cause)) => format!("refuse locked {}", cause.name()),
            Verdict::Refuse(reason) => format!("refuse {}", reason.name()),
        }
    }

    /// The ways to open it sooner, one per line: steps, then the wait.
    pub(crate) fn ways<A: Action>(&self, action: A) -> Vec<String> {
        ways(&action, &self.s).iter().map(|w| self.way(w)).collect()
    }

    fn way(&self, way: &Way) -> String {
        let screen = way.screen_lock.then_some("screen lock");
        let steps: Vec<&str> = screen
            .into_iter()
            .chain(way.steps.iter().map(|s| s.kind.name()))
            .collect();
        let wait = if way.wait == Span::ZERO {
            String::new()
        } else {
            format!(" then {}", span(way.wait))
        };
        format!("{}{wait}", steps.join(" + "))
    }
}

/// A span in hours, or in days from three days on.
pub(crate) fn span(span: Span) -> String {
    let hours = span.whole_minutes() / 60;
    match span.whole_minutes() {
        m if m % 60 != 0 => format!("{m}min"),
        _ if hours > 72 && hours % 24 == 0 => format!("{}d", hours / 24),
        _ => format!("{hours}h"),
    }
}
