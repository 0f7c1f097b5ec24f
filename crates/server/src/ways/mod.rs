//! The gate's ways in words: what to prove next, what follows, and the page where it begins. One place for every page that
//! offers them: the second step, "prove it once more", recovery, the finder.

mod kept;

use askama::Template;
use jiff::tz::TimeZone;
use kunci_db::{Result, View};
use kunci_rules::gate::{MethodKind, Step, Way};
use kunci_rules::{Id, Time};

use crate::authenticators::{self, Authenticator};
use crate::methods::{self, Contact};
use crate::web::Text;

pub use kept::{Kept, holders, is_way_back};

/// One proof that would bring its asker further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// With what kind of method.
    pub kind: MethodKind,
    /// What to prove.
    pub title: String,
    /// What follows: at once, when, or what comes after it.
    pub hint: String,
    /// Where it begins.
    pub at: Start,
}

/// Where a proof begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// A message is sent first: post the contact's id there.
    Send {
        /// The address.
        action: String,
        /// The contact.
        contact: String,
    },
    /// A page of its own.
    Page(String),
}

/// The offers as a list that stands on a page.
#[derive(Template)]
#[template(path = "ways/offers.html")]
pub struct Offers {
    /// Texts.
    pub t: Text,
    /// The offers, simplest first.
    pub offers: Vec<Offer>,
}

/// The methods of an account, as offers name them.
pub struct Named {
    contacts: Vec<Contact>,
    authenticators: Vec<Authenticator>,
}

impl Named {
    /// Reads them.
    ///
    /// # Errors
    /// Of the database.
    pub fn of(view: &View<'_>, account: Id) -> Result<Self> {
        Ok(Self {
            contacts: methods::contacts(view, account)?,
            authenticators: authenticators::list(view, account)?,
        })
    }

    /// What its owner calls a step's method: its label, or its address masked. Nothing where it has none.
    #[must_use]
    pub fn name(&self, step: &Step) -> Option<String> {
        let contact = self.contacts.iter().find(|c| Some(c.id) == step.method);
        if let Some(contact) = contact {
            return Some(contact.masked());
        }
        let labels = self.authenticators.iter();
        let mut labels = labels.filter(|a| Some(a.id) == step.method);
        labels
            .next()
            .map(|a| a.label.clone())
            .filter(|label| !label.is_empty())
    }

    /// What is to be done for a step, in words.
    #[must_use]
    pub fn title(&self, t: &Text, step: &Step) -> String {
        let contact = self.contacts.iter().find(|c| Some(c.id) == step.method);
        if let Some(contact) = contact {
            return t.recover_send_to(contact.masked());
        }
        let one = self
            .authenticators
            .iter()
            .find(|a| Some(a.id) == step.method);
        match one.filter(|one| !one.label.is_empty()) {
            Some(one) => t.ways_labelled(kind(t, step.kind), one.label.as_str()),
            None => kind(t, step.kind),
        }
    }
}

/// A kind of method in words.
#[must_use]
pub fn kind(t: &Text, kind: MethodKind) -> String {
    match kind {
        MethodKind::Password => t.finder_way_password(),
        MethodKind::Email => t.finder_way_email(),
        MethodKind::Phone => t.finder_way_phone(),
        MethodKind::Totp => t.finder_way_totp(),
        MethodKind::Passkey => t.finder_way_passkey(),
        MethodKind::Approval => t.finder_way_approval(),
        MethodKind::RecoveryCode => t.finder_way_recovery_code(),
        MethodKind::Helper => t.finder_way_helper(),
        MethodKind::Upstream => t.finder_way_upstream(),
        MethodKind::Review => t.finder_way_review(),
    }
}

/// Where one comes to prove things: the address below `/prove`, and where messages are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// `signin`, `recover`, or what [`crate::gate::Wanted::proving`] wrote.
    pub segment: &'a str,
    /// Now.
    pub now: Time,
    /// The owner's time zone.
    pub zone: &'a TimeZone,
    /// What is proved there is the second step of a sign-in.
    pub second: bool,
}

/// Whether it is a weaker kind of second step (C-5, S-077): mail is open in many places, often on the phone in hand, and a number
/// can be moved to another SIM card.
#[must_use]
pub const fn is_weaker(kind: MethodKind) -> bool {
    matches!(kind, MethodKind::Email | MethodKind::Phone)
}

/// The first steps of the ways, each once, in the order of the gate. Of two ways that begin alike, the simpler one speaks.
#[must_use]
pub fn offers(t: &Text, named: &Named, ways: &[Way], place: Place<'_>) -> Vec<Offer> {
    let offer = |(way, first): (&Way, &Step)| Offer {
        kind: first.kind,
        title: named.title(t, first),
        hint: hint(t, way, place),
        at: start(first.kind, first.method, place.segment),
    };
    offered(ways).into_iter().map(offer).collect()
}

/// Whether all methods of this kind are shown on one page, whichever of them is at hand.
#[must_use]
pub const fn is_one_page(kind: MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::Passkey
            | MethodKind::Approval
            | MethodKind::RecoveryCode
            | MethodKind::Helper
            | MethodKind::Totp
    )
}

/// The ways that are offered, each with its first step.
#[must_use]
pub fn offered(ways: &[Way]) -> Vec<(&Way, &Step)> {
    let mut keys: Vec<(Option<Id>, MethodKind)> = Vec::new();
    let mut offered = Vec::new();
    for way in ways.iter().filter(|way| !way.screen_lock) {
        let Some(first) = way.steps.first() else {
            continue;
        };
        let method = first.method.filter(|_| !is_one_page(first.kind));
        let key = (method, first.kind);
        if !keys.contains(&key) {
            keys.push(key);
            offered.push((way, first));
        }
    }
    offered
}

fn hint(t: &Text, way: &Way, place: Place<'_>) -> String {
    let then: Vec<String> = way
        .steps
        .iter()
        .skip(1)
        .map(|step| kind(t, step.kind))
        .collect();
    let opens = if way.wait.0 > 0 {
        t.recover_earliest(t.day_and_hour(place.now + way.wait, place.zone))
    } else {
        t.recover_now()
    };
    let weaker = |step: &&Step| place.second && is_weaker(step.kind);
    let opens = match way.steps.first().filter(weaker) {
        Some(step) => t.ways_weaker(step.kind.name(), opens),
        None => opens,
    };
    if then.is_empty() {
        opens
    } else {
        t.ways_then(then.join(" + "), opens)
    }
}

/// Where a proof begins that is shown for `segment`, the part of the address after `/prove/`.
#[must_use]
pub fn start(kind: MethodKind, method: Option<Id>, segment: &str) -> Start {
    match (kind, method) {
        (MethodKind::Email | MethodKind::Phone, Some(contact)) => Start::Send {
            action: format!("/prove/{segment}/send"),
            contact: contact.simple().to_string(),
        },
        (MethodKind::Review, _) => Start::Page("/contact".to_owned()),
        (kind, _) => Start::Page(format!("/prove/{segment}/{}", kind.name())),
    }
}
