//! Sign-in, and the lock that spares its owner.
//!
//! 1. **Reserve**: one transaction finds the account and takes one guess from the pool of the asking browser: known
//!    browsers, vouched ones and strangers have pools of their own. An empty pool evaluates nothing.
//! 2. **Hash** outside any transaction, in the bounded hash queue; for a name that does not exist, a dummy.
//! 3. **Settle**: a second transaction holds the account, sees that the password is still the same version, asks the gate
//!    and opens the session; or counts the failure.
//!
//! With two-step verification on, the right password alone opens nothing in a browser that is not remembered: the sign-in
//! stays under way (`underway`), and `proving` collects what is missing.
//!
//! A passkey says whose it is: no name is typed, no guess is spent, and it alone signs in (`passkey`).
//!
//! Whoever meets an empty pool gets the same page for every name: a link to the contacts on file (`vouch`), which gives this
//! browser a pool of its own. No reset is needed, and no stranger can prevent it.

mod attempt;
mod choose;
mod entered;
mod http;
mod letters;
mod lift;
mod passkey;
mod proof;
mod settle;
mod store;
mod underway;
mod vouch;

pub(crate) use attempt::stand_in;
pub(crate) use choose::chosen;
pub use choose::post as post_choose;
pub use entered::{Came, Entered};
pub(crate) use http::{Entry, Tried, known_by, left, missing, normal_password, refusal, tried};
pub use http::{get_start, named, post_start, sign_out};
pub use lift::post as post_lift;
pub(crate) use lift::{Lifted, asked as lifted};
pub(crate) use passkey::shown as passkey_shown;
pub use passkey::{get as get_passkey, post as post_passkey};
pub use proof::by_proof;
pub use settle::{REMEMBERED_FOR, count_one as count_wrong_password};
pub(crate) use underway::given_up;
pub use underway::{SECOND, Underway, abandon, advance, begin, tell_missed, underway};
pub use vouch::{get_sent, post_send, proved_by_link};
pub(crate) use vouch::{sent as link_sent, typed as link_typed};

use kunci_rules::Span;

use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "signin",
    tables: &[Table {
        name: "signins",
        root: Root::Account,
        retention: "7 days",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(7),
        }),
    }],
    statements: store::STATEMENTS,
};
