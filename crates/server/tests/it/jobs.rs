//! Work for later.

use std::collections::HashMap;
use std::sync::Mutex;

use kunci_db::Error;
use kunci_rules::{Id, Span, Time};
use kunci_server::jobs::{self, JobKind};
use kunci_server::queues::LEASE;
use kunci_server::state::App;

use crate::outbox::house::{House, NOW};
use crate::outbox::on_both;

/// What ran, per account, so that tests side by side do not see each other's.
static RAN: Mutex<Vec<(&str, Id, Id)>> = Mutex::new(Vec::new());

fn note(what: &'static str, account: Id, subject: Id) {
    RAN.lock().unwrap().push((what, account, subject));
}

fn ran(account: Id) -> Vec<(&'static str, Id)> {
    RAN.lock()
        .unwrap()
        .iter()
        .filter(|(_, of, _)| *of == account)
        .map(|(what, _, subject)| (*what, *subject))
        .collect()
}

const NOTES: JobKind = JobKind {
    tag: "notes",
    run: |_, account, subject| {
        Box::pin(async move {
            note("notes", account, subject);
            Ok(())
        })
    },
};
const FAILS_TWICE: JobKind = JobKind {
    tag: "fails-twice",
    run: |_, account, subject| {
        Box::pin(async move {
            note("fails", account, subject);
            if ran(account).len() < 3 {
                Err(Error::Again)
            } else {
                Ok(())
            }
        })
    },
};
const PANICS: JobKind = JobKind {
    tag: "panics",
    run: |_, account, subject| {
        Box::pin(async move {
            note("panics", account, subject);
            assert!(subject.is_nil(), "on purpose");
            Ok(())
        })
    },
};
const HANGS: JobKind = JobKind {
    tag: "hangs",
    run: |_, account, subject| {
        Box::pin(async move {
            note("hangs", account, subject);
            if ran(account).len() < 2 {
                std::future::pending().await
            } else {
                Ok(())
            }
        })
    },
};
const UNLISTED: JobKind = JobKind {
    tag: "unlisted",
    run: |_, _, _| Box::pin(async { Ok(()) }),
};

static KINDS: &[JobKind] = &[NOTES, FAILS_TWICE, PANICS, HANGS];

fn fresh_account() -> Id {
    static NUMBER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    Id::from_u128(u128::from(
        NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
    ))
}

async fn schedule(app: &App, kind: JobKind, account: Id, subject: u128, at: Time) {
    app.db
        .tx(move |tx| jobs::schedule(tx, kind, account, Id::from_u128(subject), at))
        .await
        .unwrap();
}

fn with_kinds(mut house: House) -> House {
    house.jobs = KINDS;
    house
}

on_both! {
    async fn a_job_runs_once_when_it_is_due(house: House) {
        let house = with_kinds(house);
        let (app, account) = (house.node().await, fresh_account());
        schedule(&app, NOTES, account, 2, NOW + Span::hours(24)).await;
        schedule(&app, NOTES, account, 1, NOW + Span::hours(1)).await;
        assert_eq!(jobs::run_due(&app).await, 0);
        house.advance(Span::hours(24));
        assert_eq!(jobs::run_due(&app).await, 2);
        assert_eq!(ran(account), [("notes", Id::from_u128(1)), ("notes", Id::from_u128(2))], "in the order of their times");
        assert_eq!(jobs::run_due(&app).await, 0);
    }

    async fn a_job_that_fails_is_tried_again_later(house: House) {
        let house = with_kinds(house);
        let (app, account) = (house.node().await, fresh_account());
        schedule(&app, FAILS_TWICE, account, 1, NOW).await;
        assert_eq!(jobs::run_due(&app).await, 1);
        assert_eq!(jobs::run_due(&app).await, 0, "not before its time");
        house.advance(Span::seconds(5));
        assert_eq!(jobs::run_due(&app).await, 1);
        house.advance(Span::seconds(15));
        assert_eq!(jobs::run_due(&app).await, 1);
        house.advance(Span::days(1));
        assert_eq!(jobs::run_due(&app).await, 0);
        assert_eq!(ran(account).len(), 3);
    }

    async fn a_panic_and_an_unknown_kind_hold_up_no_one(house: House) {
        let house = with_kinds(house);
        let (app, account) = (house.node().await, fresh_account());
        schedule(&app, UNLISTED, account, 1, Time(NOW.0 - 2)).await;
        schedule(&app, PANICS, account, 2, Time(NOW.0 - 1)).await;
        schedule(&app, NOTES, account, 3, NOW).await;
        assert_eq!(jobs::run_due(&app).await, 3);
        assert_eq!(ran(account), [("panics", Id::from_u128(2)), ("notes", Id::from_u128(3))]);
        // Both wait: the one for a repaired version, the other for one that knows it.
        house.advance(Span::seconds(5));
        assert_eq!(jobs::run_due(&app).await, 2);
    }

    async fn two_nodes_run_each_job_once(house: House) {
        let house = with_kinds(house);
        let (one, other) = (house.node().await, house.node().await);
        let accounts: Vec<Id> = (0..100).map(|_| fresh_account()).collect();
        for account in &accounts {
            schedule(&one, NOTES, *account, 1, NOW).await;
        }
        let (a, b) = tokio::join!(jobs::run_due(&one), jobs::run_due(&other));
        assert_eq!(a + b, 100);
        let counts: HashMap<Id, usize> = accounts.iter().map(|account| (*account, ran(*account).len())).collect();
        assert!(counts.values().all(|n| *n == 1), "{counts:?}");
    }

    async fn a_killed_node_s_job_is_run_by_another(house: House) {
        let house = with_kinds(house);
        let (dying, other, account) = (house.node().await, house.node().await, fresh_account());
        schedule(&dying, HANGS, account, 1, NOW).await;
        let running = tokio::spawn({ let app = dying.clone(); async move { jobs::run_due(&app).await } });
        while ran(account).is_empty() {
            tokio::task::yield_now().await;
        }
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        assert_eq!(jobs::run_due(&other).await, 0, "the lease still holds");
        house.advance(LEASE);
        assert_eq!(jobs::run_due(&other).await, 1);
        assert_eq!(ran(account).len(), 2);
    }
}

/// A rolled-back transaction leaves no job behind.
#[tokio::test]
async fn a_job_is_scheduled_with_its_cause_or_not_at_all() {
    let house = with_kinds(House::new(kunci_db::testing::Engine::Sqlite));
    let (app, account) = (house.node().await, fresh_account());
    let failed: Result<(), Error> = app
        .db
        .tx(move |tx| {
            jobs::schedule(tx, NOTES, account, Id::nil(), NOW)?;
            Err(Error::Missing)
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(jobs::run_due(&app).await, 0);
}
