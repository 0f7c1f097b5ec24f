//! Upstream identities: signing in and proving with an account elsewhere, such as Google's, that was connected before.
//!
//! OpenID Connect Core 1.0, authorization code flow, as a client:
//! 1. The browser begins ([`get_sign_in`], [`get_connect`], [`get_prove`]). A visit is kept in the database ([`visit`]): what for, by which
//!    browser, with a `nonce` and a PKCE verifier (RFC 7636, S256). The browser goes to the provider with `state`.
//! 2. It comes back ([`get_back`]) with a code. The visit is used up, once, within ten minutes, in the browser that began it.
//! 3. `iss` in the answer, if the provider writes it, is ours (RFC 9207: no mix-up).
//! 4. The code becomes an ID token ([`provider`]), whose signature, issuer, audience, times and nonce are checked.
//! 5. (issuer, subject) leads to an account only if it was connected there (S-054). The same mail address never does.
//!
//! The provider's tokens are dropped after step 4. Nothing here waits for a provider except the browser that asked for it: discovery happens on
//! the first visit, with a deadline, and a provider that is down leaves every other way open.

mod back;
mod connect;
mod failed;
mod prove;
mod provider;
mod signin;
mod store;
mod visit;

pub use back::get as get_back;
pub use connect::{begin as get_connect, get};
pub use failed::get as get_failed;
pub use prove::{begin as get_prove, get as get_ways};
pub use provider::Upstreams;
pub use signin::begin as get_sign_in;

use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "upstream",
    tables: &[Table {
        name: "upstream_visits",
        root: Root::House,
        retention: "1 day",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: visit::KEPT_FOR,
        }),
    }],
    statements: store::STATEMENTS,
};
