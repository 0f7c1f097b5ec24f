//! Every kind of delayed work, one line each. What is scheduled but not listed here would wait for ever.

use crate::jobs::JobKind;
use crate::{commands, pairing, recovery};

/// The kinds of job that this version runs.
pub const JOBS: &[JobKind] = &[
    commands::jobs::EXPIRE,
    commands::jobs::FORGET,
    commands::jobs::LAPSE,
    pairing::FORGET,
    recovery::OPENS,
];
