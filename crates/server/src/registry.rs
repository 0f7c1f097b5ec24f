//! What the house has: every feature with tables, every kind of delayed work, one line each.

use crate::feature::Feature;
use crate::jobs::JobKind;
use crate::{
    accounts, approvals, audit, authenticators, browsers, closing, commands, contacts, counters,
    devices, helpers, identities, jobs, locations, locks, methods, names, notices, numbers, outbox,
    pairing, passkeys, push, queues, recovery, rehearsal, reminders, reports, requests, risk,
    security, sheets, signin, signup, sweeps, totp, upstream,
};

/// Every feature that keeps something. A test compares their tables with the migrations, and prepares their statements.
pub const FEATURES: &[&Feature] = &[
    &accounts::FEATURE,
    &approvals::FEATURE,
    &audit::FEATURE,
    &authenticators::FEATURE,
    &browsers::FEATURE,
    &closing::FEATURE,
    &commands::FEATURE,
    &contacts::FEATURE,
    &counters::FEATURE,
    &devices::FEATURE,
    &helpers::FEATURE,
    &identities::FEATURE,
    &jobs::FEATURE,
    &locations::FEATURE,
    &locks::FEATURE,
    &methods::FEATURE,
    &names::FEATURE,
    &notices::FEATURE,
    &numbers::FEATURE,
    &outbox::FEATURE,
    &pairing::FEATURE,
    &passkeys::FEATURE,
    &push::FEATURE,
    &queues::FEATURE,
    &recovery::FEATURE,
    &rehearsal::FEATURE,
    &reminders::FEATURE,
    &reports::FEATURE,
    &requests::FEATURE,
    &risk::FEATURE,
    &sheets::FEATURE,
    &signin::FEATURE,
    &signup::FEATURE,
    &upstream::FEATURE,
    &sweeps::FEATURE,
    &totp::FEATURE,
];

/// The kinds of job that this version runs. What is scheduled but not listed here would wait for ever.
pub const JOBS: &[JobKind] = &[
    closing::CLOSES,
    commands::CONNECTED,
    commands::jobs::EXPIRE,
    commands::jobs::FORGET,
    commands::jobs::LAPSE,
    devices::jobs::FORGET,
    devices::jobs::WIPE,
    pairing::FORGET,
    pairing::RELEASES,
    recovery::OPENS,
    reminders::YEARLY,
    risk::OPENS,
    security::OPENS,
];
