//! The methods of an account as its owner knows them.

use kunci_db::{Result, View};
use kunci_rules::gate::{Method, MethodKind, Step};
use kunci_rules::{Id, Time};

use crate::authenticators::{self, Authenticator};
use crate::browsers::{self, Browser};
use crate::devices::{self, Device};
use crate::gate;
use crate::methods::{self, Contact};
use crate::state::App;
use crate::web::Text;

/// All that the pages here need to know of an account.
pub struct Kept {
    pub(crate) account: Id,
    pub(crate) methods: Vec<Method>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) authenticators: Vec<Authenticator>,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) devices: Vec<Device>,
}

impl Kept {
    /// Reads it.
    ///
    /// # Errors
    /// Of the database.
    pub fn of(view: &View<'_>, app: &App, account: Id) -> Result<Self> {
        let mut methods = gate::methods(view, app, account)?;
        // A signed-in browser is no thing to keep: it is listed, and signed out, with the sessions.
        methods.retain(|method| method.kind != MethodKind::Approval);
        Ok(Self {
            account,
            methods,
            contacts: methods::contacts(view, account)?,
            authenticators: authenticators::list(view, account)?,
            browsers: browsers::known(view, account)?,
            devices: devices::list(view, account)?,
        })
    }

    /// Its methods, as the gate knows them.
    #[must_use]
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }

    /// How many contacts, helpers and sheets of codes it has.
    #[must_use]
    pub fn ways_back(&self) -> usize {
        let back = |method: &&Method| is_way_back(method.kind);
        self.methods.iter().filter(back).count()
    }

    /// One of its methods.
    #[must_use]
    pub fn method(&self, id: Id) -> Option<&Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    /// What a method is called: a masked contact, or the name that its owner gave it.
    #[must_use]
    pub fn name(&self, t: &Text, method: &Method) -> String {
        let contact = self.contacts.iter().find(|c| c.id == method.id);
        if let Some(contact) = contact {
            return contact.masked();
        }
        self.label(method.id)
            .filter(|label| !label.is_empty())
            .map_or_else(|| super::kind(t, method.kind), ToOwned::to_owned)
    }

    /// The name that its owner gave an authenticator.
    pub(crate) fn label(&self, id: Id) -> Option<&str> {
        let one = self.authenticators.iter().find(|one| one.id == id)?;
        Some(one.label.as_str())
    }

    /// A holder's name, or nothing for what is no device.
    #[must_use]
    pub fn holder(&self, t: &Text, id: Id) -> Option<String> {
        if let Some(device) = self.devices.iter().find(|device| device.id == id) {
            return Some(device.name.clone());
        }
        let browser = self.browsers.iter().find(|b| b.holder() == id)?;
        Some(if browser.label.is_empty() {
            t.sessions_unknown()
        } else {
            browser.label.clone()
        })
    }

    /// The name of one of its known browsers.
    #[must_use]
    pub fn browser(&self, t: &Text, id: Id) -> Option<String> {
        let browser = self.browsers.iter().find(|b| b.id == id)?;
        self.holder(t, browser.holder())
    }

    /// Every device, and every known browser that runs on none of them.
    pub(crate) fn holders(&self) -> Vec<Id> {
        let mut holders: Vec<Id> = self.devices.iter().map(|device| device.id).collect();
        for browser in &self.browsers {
            if !holders.contains(&browser.holder()) {
                holders.push(browser.holder());
            }
        }
        holders
    }

    /// Where a method works, in words.
    pub fn places(&self, t: &Text, method: &Method) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in method.reach.iter().filter_map(|id| self.holder(t, *id)) {
            // Two browsers of one kind are called the same.
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match (method.kind, names.is_empty()) {
            (MethodKind::RecoveryCode, _) => t.security_on_paper(),
            (MethodKind::Helper, _) => t.security_with_person(),
            (_, false) => t.security_works_on(names.join(", ")),
            (MethodKind::Passkey, true) if method.reach.contains(&method.id) => t.security_on_key(),
            (_, true) => t.security_works_unknown(),
        }
    }

    /// When the method of a step, or any of its kind, was last used.
    #[must_use]
    pub fn last_used(&self, step: &Step) -> Option<Time> {
        let same = |method: &&Method| match step.method {
            Some(id) => method.id == id,
            None => method.kind == step.kind,
        };
        let of_step = self.methods.iter().filter(same);
        of_step.filter_map(|method| self.used(method.id)).max()
    }

    /// When it was last used, where that is known.
    #[must_use]
    pub fn used(&self, id: Id) -> Option<Time> {
        let contact = self
            .contacts
            .iter()
            .find(|c| c.id == id)
            .map(|c| c.proved_at);
        contact.or_else(|| {
            let one = self.authenticators.iter().find(|one| one.id == id)?;
            (one.proved_at > one.added_at).then_some(one.proved_at)
        })
    }

    /// Whether another contact, helper or sheet of codes would be left without this one: every account has at least one.
    #[must_use]
    pub fn can_spare(&self, id: Id) -> bool {
        self.methods
            .iter()
            .any(|method| method.id != id && is_way_back(method.kind))
    }
}

/// The phones, computers and browsers of an account that a method may be set up on, with their names: those in its owner's
/// hands, so none that is missing.
///
/// # Errors
/// Of the database.
pub fn holders(view: &View<'_>, app: &App, t: &Text, account: Id) -> Result<Vec<(Id, String)>> {
    let kept = Kept::of(view, app, account)?;
    let missing = |id: &Id| {
        kept.devices
            .iter()
            .any(|d| d.id == *id && d.missing.is_some())
    };
    let at_hand = kept.holders().into_iter().filter(|id| !missing(id));
    Ok(at_hand
        .map(|id| (id, kept.holder(t, id).unwrap_or_default()))
        .collect())
}

/// What every account has at least one of (design §1).
#[must_use]
pub const fn is_way_back(kind: MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::Email | MethodKind::Phone | MethodKind::Helper | MethodKind::RecoveryCode
    )
}
