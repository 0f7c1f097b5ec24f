//! Methods: the ways that an account has set up to prove "this is the owner", and the guesses at them.

mod budget;
mod challenges;
pub mod choice;
mod contacts;
mod guesses;
pub mod origin;
mod passwords;
mod store;

pub use budget::{Allowance, Asking, may_send, next_send, strangers_may_phone};
pub use challenges::{
    Challenge, Codes, Opened, Purpose, check_code, end as end_challenge, find_link, issue,
    latest_of_case, use_up,
};
pub use contacts::{
    Channel, Contact, active as contacts, add as add_contact, disown as disown_contact,
    first as first_contact, masked, prove as prove_contact, remove as remove_contact,
    told as contacts_told,
};
pub use guesses::{
    Guess, Outcome, Places, forget_failures, has_pool, is_disabled, is_dry, note_place, places,
    refund, reserve, vouch_for,
};
pub use passwords::{Stored, get as password, rehash as rehash_password, set as set_password};

use crate::feature::{Feature, Root, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "methods",
    tables: &[
        Table {
            name: "passwords",
            root: Root::Account,
            retention: "as long as the account",
        },
        Table {
            name: "contacts",
            root: Root::Account,
            retention: "as long as the account; removed ones 30 days",
        },
        Table {
            name: "challenges",
            root: Root::House,
            retention: "7 days",
        },
        Table {
            name: "challenge_links",
            root: Root::Value,
            retention: "7 days",
        },
        Table {
            name: "guess_pools",
            root: Root::Value,
            retention: "until full again",
        },
        Table {
            name: "guess_places",
            root: Root::Value,
            retention: "7 days",
        },
        Table {
            name: "message_budgets",
            root: Root::Value,
            retention: "30 days unused",
        },
    ],
    statements: store::STATEMENTS,
};
