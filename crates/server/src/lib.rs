//! Kunci's server: the guided tour.
//!
//! One question is asked everywhere here: *is this the owner?* [`gate`] answers it, and nothing else does.
//!
//! - The kit, which knows no domain: [`web`] (context, pages, errors, texts), [`outbox`] (messages that leave), [`jobs`]
//!   (work for later), [`queues`] (which node does it), [`sweeps`] (what has been kept long enough goes), [`counters`], [`bus`] (wakes live readers), [`hashing`], [`keys`], [`config`].
//! - Facts: [`accounts`], [`methods`], [`push`], [`browsers`], [`devices`], [`locks`].
//! - Then [`gate`], and what owners do: [`signup`], [`signin`], [`passkeys`], [`links`], [`recovery`], [`names`], [`numbers`], [`closing`], [`help`], [`reports`], [`contacts`], [`home`], [`notices`], [`objections`], [`commands`], [`totp`], [`sheets`],
//!   [`locations`], [`pairing`], [`adapters`].
//! - [`router`] lists every route. Each feature's `FEATURE` lists its tables and statements.

pub mod accounts;
pub mod adapters;
pub mod api;
pub mod approvals;
pub mod audit;
pub mod authenticators;
pub mod browsers;
pub mod bus;
pub mod checkup;
pub mod cli;
pub mod closing;
pub mod commands;
pub mod config;
pub mod contacts;
pub mod counters;
pub mod demo;
pub mod devices;
pub mod feature;
pub mod finder;
pub mod gate;
pub mod hashing;
pub mod health;
pub mod help;
pub mod helpers;
pub mod home;
pub mod identities;
pub mod inbox;
pub mod jobs;
pub mod keys;
pub mod links;
pub mod locations;
pub mod locks;
pub mod logging;
pub mod methods;
pub mod metrics;
pub mod names;
pub mod notices;
pub mod numbers;
pub mod objections;
pub mod outbox;
pub mod pairing;
pub mod passkeys;
pub mod proving;
pub mod push;
pub mod queues;
pub mod random;
pub mod recovery;
pub mod regain;
pub mod registry;
pub mod rehearsal;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod risk;
pub mod router;
pub mod secret;
pub mod security;
pub mod serve;
pub mod sheets;
pub mod signin;
pub mod signup;
pub mod state;
pub mod streams;
pub mod sweeps;
pub mod totp;
pub mod upstream;
pub mod waits;
pub mod ways;
pub mod web;
