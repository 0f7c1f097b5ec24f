//! Authenticator apps (RFC 6238): what their codes are, and setting one up. The proof is `proving::totp`; which time steps
//! count, and that no code works twice, is decided by `kunci_rules::totp`.
//!
//! 1. `GET /account/security/totp` makes a secret of 160 bits, keeps it sealed for this session and shows it as a picture, a
//!    link and letters to type. A reload shows the same one.
//! 2. One right code, a name and the phone that holds the app confirm it. The gate allows both steps (`AddMethod`).

mod add;
mod code;
mod store;

pub(crate) use add::{Confirmed, OTHER, Typed, begin, confirmed, waiting};
pub use add::{get as get_add, post as post_add};
pub use code::{code, matched};

use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "totp",
    tables: &[Table {
        name: "totp_setups",
        root: Root::Account,
        retention: "until confirmed, else 1 hour",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: store::LIFE,
        }),
    }],
    statements: store::STATEMENTS,
};
