//! Passkeys (WebAuthn, level 3): keys that a phone, laptop or security key keeps and lets its holder use by fingerprint,
//! face or PIN. Each is an authenticator; its secret is what [`credential`] keeps.
//!
//! 1. A page asks: its [`Prompt`] carries the options for the browser, with a [`challenge`] bound to this browser and to
//!    what it is for. Nothing is kept for whoever only opens a page.
//! 2. The page's script has the browser ask its holder, and posts the answer as a form.
//! 3. [`read`] checks where and for what it was given (`ceremony`), finds the passkey and checks the signature (`cose`);
//!    [`Signed::use_up`] the counter, in the transaction that keeps the proof. `setup` does the same for a new one.
//!
//! There are no guesses to reserve: nobody guesses a signature, so strangers have no pool to drain (G4). What is bound is
//! `server.public_url`, never what a request says its host is; a site whose address is a number can have no passkeys.

mod answer;
mod ceremony;
mod challenge;
mod cose;
mod credential;
mod data;
mod options;
mod page;
mod setup;
mod show;
mod site;
mod store;
#[cfg(test)]
mod tests;

pub use challenge::For;
pub use credential::{Credential, of as credentials};
pub use options::Prompt;
pub use page::{AskPage, Asked, Wrong};
pub(crate) use setup::{Added, added, may_add, prompt};
pub use setup::{get as get_setup, post as post_setup};
pub use show::{Outcome, Signed, Whose, read};

use kunci_rules::Span;

use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::web::Context;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "passkeys",
    tables: &[
        Table {
            name: "passkey_ids",
            root: Root::Value,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
        Table {
            name: "passkey_answers",
            root: Root::House,
            // Nodes whose clocks differ agree.
            retention: "1 hour after their end",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: Span::hours(1),
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// Whether the site can have passkeys at all.
#[must_use]
pub fn possible(context: &Context) -> bool {
    ceremony::site(context).is_ok()
}
