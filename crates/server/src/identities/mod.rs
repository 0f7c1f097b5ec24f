//! Identities: who an account is elsewhere, such as at Google. An identity is (issuer, subject) and never its e-mail, which
//! can change hands there. Each is an authenticator of kind `upstream`; here is what leads to it, and what it says of itself.
//!
//! What is kept: issuer and a hash in the clear; subject and verified mail sealed under the account's own key. The provider's
//! tokens are not kept.

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{AddMethod, MethodKind, Permit};
use kunci_rules::identifiers::mailbox;
use serde::{Deserialize, Serialize};

use crate::authenticators;
use crate::feature::{Ends, Feature, Root, Table};
use crate::secret::sha256;
use crate::state::App;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "identities",
    tables: &[Table {
        name: "identities",
        root: Root::Value,
        retention: "as long as the account",
        ends: Ends::WithRoot,
    }],
    statements: store::STATEMENTS,
};

/// Who someone is at a provider, as a checked ID token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person there; never given to another.
    pub subject: String,
    /// Their mail address, if the provider has verified it.
    pub mail: Option<String>,
}

impl Identity {
    /// What it is found by. The length stands first, so that no two pairs make one text.
    fn hash(&self) -> [u8; 32] {
        let length = self.issuer.len();
        sha256(format!("{length}:{}{}", self.issuer, self.subject).as_bytes())
    }

    fn sealed(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| kunci_db::Error::Shape(error.to_string()))
    }
}

/// The accounts, each with its method, to which an identity is connected: one, unless a removed one came back.
///
/// # Errors
/// Of the database.
pub fn find(view: &View<'_>, identity: &Identity) -> Result<Vec<(Id, Id)>> {
    let mut found = Vec::new();
    for (account, method) in store::find(view, &identity.hash())? {
        if authenticators::get(view, account, method)?.is_some() {
            found.push((account, method));
        }
    }
    Ok(found)
}

/// Connects an identity to the permit's account.
///
/// # Errors
/// Of the database.
pub fn connect<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    permit: Permit<'t, AddMethod>,
    new: &New<'_>,
) -> Result<()> {
    let account = permit.account();
    let secret = new.identity.sealed()?;
    let method = authenticators::New {
        id: new.method,
        kind: MethodKind::Upstream,
        label: new.label,
        secret: &secret,
        step: 0,
        set_on: new.set_on,
    };
    authenticators::add(tx, app, permit, &method)?;
    let (hash, issuer) = (new.identity.hash(), &new.identity.issuer);
    store::insert(tx, &hash, (account, new.method), issuer)
}

/// What makes a connected identity.
pub struct New<'a> {
    /// Who.
    pub identity: &'a Identity,
    /// The id of the method that it becomes.
    pub method: Id,
    /// What its owner calls it.
    pub label: &'a str,
    /// On which holder it is set, if that browser had been known for a week.
    pub set_on: Option<Id>,
}

/// Notes that an identity was used, and what mail it has by now.
///
/// # Errors
/// Of the database.
pub fn used(tx: &Tx<'_>, app: &App, account: Id, method: Id, identity: &Identity) -> Result<()> {
    // A visit to the provider is good once by its `state`; the step only keeps the time.
    authenticators::used(tx, account, method, tx.now())?;
    let kept = get(tx, app, account, method)?;
    let has_moved = identity.mail.is_some() && kept.is_some_and(|kept| kept.mail != identity.mail);
    if has_moved {
        authenticators::set_secret(tx, app, account, method, &identity.sealed()?)?;
    }
    Ok(())
}

/// The mailbox behind a connected identity, in the form in which mailboxes are compared.
///
/// # Errors
/// Of the database; `Shape` if it cannot be opened with the account's key.
pub fn mailbox_of(view: &View<'_>, app: &App, account: Id, method: Id) -> Result<Option<String>> {
    let identity = get(view, app, account, method)?;
    Ok(identity
        .and_then(|identity| identity.mail)
        .map(|mail| mailbox(&mail)))
}

/// The issuers at which an account is connected.
///
/// # Errors
/// Of the database.
pub fn issuers(view: &View<'_>, account: Id) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (method, issuer) in store::issuers(view, account)? {
        if authenticators::get(view, account, method)?.is_some() {
            found.push(issuer);
        }
    }
    Ok(found)
}

fn get(view: &View<'_>, app: &App, account: Id, method: Id) -> Result<Option<Identity>> {
    let Some(secret) = authenticators::secret(view, app, account, method)? else {
        return Ok(None);
    };
    let read = serde_json::from_slice(&secret);
    read.map(Some)
        .map_err(|_| kunci_db::Error::Shape("sealed identity".to_owned()))
}
