//! Methods: the ways that an account has set up to prove "this is the owner", and the guesses at them.

mod budget;
mod challenges;
pub mod choice;
mod contacts;
mod guesses;
pub mod origin;
mod passwords;
mod store;

pub use budget::{
    Allowance, Asking, may_ask, may_send, may_send_at, may_send_typed, mute, next_ask, next_send,
    strangers_may_phone,
};
pub use challenges::{
    Challenge, Codes, Opened, Purpose, check_code, end as end_challenge, find_link, issue,
    latest_of_case, use_up,
};
pub use contacts::{
    Channel, Contact, TOLD_FOR, active as contacts, add as add_contact, asked as asked_about,
    asked_for as number_asked_for, disown as disown_contact, first as first_contact, masked,
    of_value as contacts_of_value, prove as prove_contact, quiet as quiet_contact,
    remove as remove_contact, restore as restore_contact, told as contacts_told,
    unasked as unasked_numbers,
};
pub use guesses::{
    Guess, Outcome, Places, forget_failures, has_pool, is_disabled, is_dry, note_place, places,
    refund, reserve, vouch_for,
};
pub use passwords::{Stored, get as password, rehash as rehash_password, set as set_password};

use kunci_rules::Span;

use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "methods",
    tables: &[
        Table {
            name: "passwords",
            root: Root::Account,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
        Table {
            name: "contacts",
            root: Root::Account,
            retention: "as long as the account; removed ones 30 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_CONTACTS,
                keep: Span::days(30),
            }),
        },
        Table {
            name: "challenges",
            root: Root::House,
            retention: "7 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_CHALLENGES,
                keep: Span::days(7),
            }),
        },
        Table {
            name: "challenge_links",
            root: Root::Value,
            retention: "7 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_LINKS,
                keep: Span::days(7),
            }),
        },
        Table {
            name: "guess_pools",
            root: Root::Value,
            retention: "2 days once full again; failures until a success",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_POOLS,
                keep: Span::days(2),
            }),
        },
        Table {
            name: "guess_places",
            root: Root::Value,
            retention: "7 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_PLACES,
                keep: Span::days(7),
            }),
        },
        Table {
            name: "message_budgets",
            root: Root::Value,
            retention: "30 days unused",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_BUDGETS,
                keep: Span::days(30),
            }),
        },
    ],
    statements: store::STATEMENTS,
};
