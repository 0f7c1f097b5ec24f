//! The server from outside: requests go in, pages and messages come out. One binary, so that it links once.
//!
//! How to write one (`world.rs` and `browser.rs` hold the rest):
//!
//! ```ignore
//! on_both! {
//!     /// S-001
//!     async fn a_wrong_password_says_what_to_do(world: World) {
//!         let browser = world.browser();
//!         let page = browser.get("/signin").await;
//!         let page = browser.submit(&page, "/signin", &[("name", "sari@nusa.example"), ("password", "salah")]).await;
//!         assert!(page.text().contains("belum cocok"));
//!         world.advance(Span::minutes(12));
//!         assert!(world.inbox().await.is_empty());
//!     }
//! }
//! ```
//!
//! Time stands still until `advance`, secrets and ids come from a seed, and each world has its own database of either engine.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking"
)]

mod agent;
mod alerts;
mod api;
mod api_devices;
mod api_keep;
mod api_notices;
mod api_prove;
mod api_recovery;
mod api_settings;
mod api_signin;
mod api_signup;
mod approval;
mod attack;
mod browser;
mod checkup;
mod cli;
mod closing;
mod codes;
mod commands;
mod contacts;
mod content;
mod contract;
mod devices;
mod events;
mod finder;
mod forms;
mod harness;
mod health;
mod help;
mod helpers;
mod hostile;
mod html;
mod jobs;
mod laptop;
mod layers;
mod mmdb;
mod mute;
mod names;
mod notices;
mod number;
mod objections;
mod official;
mod operator;
mod outbox;
mod owner;
mod owntracks;
mod passkey;
mod passkeys;
mod phone;
mod process;
mod provider;
mod proving;
mod push;
mod push_service;
mod recovery;
mod regain;
mod rehearsal;
mod risk;
mod security;
mod signin;
mod signup;
mod strangers;
mod sweeps;
mod tidy;
mod tls;
mod upstream;
mod world;
