//! Adding a contact: one more way to be reached, and back in.
//!
//! 1. `POST /account/contacts/add` takes a mail address or number, and sends one code and one link. The gate has said that the
//!    sign-in is fresh (`AddMethod`).
//! 2. The code, in the same session, adds the contact with the proofs that allowed it (its origin, for the taint rules). For 24 hours
//!    it proves nothing beyond signing in, unless two independent proofs were shown. All other contacts are told.

mod changed;
mod http;
mod letters;
mod store;

pub use changed::get as get_changed;
pub(crate) use http::{Confirmed, begin, confirm};
pub use http::{get_add, get_code, post_add, post_code};

use kunci_rules::Span;

use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "contacts",
    tables: &[Table {
        name: "contact_requests",
        root: Root::Account,
        retention: "1 day",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(1),
        }),
    }],
    statements: store::STATEMENTS,
};
