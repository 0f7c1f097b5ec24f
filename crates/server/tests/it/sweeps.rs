//! What has been kept long enough goes, and nothing earlier.

use std::collections::BTreeMap;
use std::path::Path;

use kunci_db::testing::Engine;
use kunci_db::{Sql, Value};
use kunci_rules::{Id, Span, Time};
use kunci_server::feature::{Ends, Sweep};
use kunci_server::registry::FEATURES;
use kunci_server::sweeps::{self, BATCH};

use crate::world::{World, on_both};

fn sql(text: String) -> Sql {
    Sql(Box::leak(text.into_boxed_str()))
}

fn swept() -> Vec<(&'static str, Sweep)> {
    let tables = FEATURES.iter().flat_map(|feature| feature.tables);
    let sweep = |table: &kunci_server::feature::Table| match table.ends {
        Ends::Swept(sweep) => Some((table.name, sweep)),
        Ends::WithRoot | Ends::By(_) => None,
    };
    tables.filter_map(sweep).collect()
}

/// The columns of every table that a row cannot do without, with their types.
fn columns() -> BTreeMap<String, Vec<(String, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut table = None;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.split([' ', '(']).next().map(str::to_owned);
            } else if line.starts_with(')') {
                table = None;
            } else if let (Some(table), [name, kind, ..]) = (
                &table,
                line.split_whitespace().collect::<Vec<_>>().as_slice(),
            ) && line.contains("NOT NULL")
            {
                let column = ((*name).to_owned(), kind.trim_end_matches(',').to_owned());
                tables.entry(table.clone()).or_default().push(column);
            }
        }
    }
    tables
}

/// What a sweep goes by: the (last) column that it sorts by.
fn end_of(sweep: Sweep) -> String {
    let (_, rest) = sweep.statement.0.split_once("ORDER BY ").unwrap();
    let (by, _) = rest.split_once(" LIMIT").unwrap();
    by.split(|c: char| !c.is_alphanumeric() && c != '_')
        .rfind(|word| !word.is_empty())
        .unwrap()
        .to_owned()
}

/// Writes a row that ended at a time.
async fn put(world: &World, table: &str, sweep: Sweep, at: Time) {
    let end = end_of(sweep);
    let mut needed = columns().remove(table).unwrap();
    if !needed.iter().any(|(name, _)| *name == end) {
        needed.push((end.clone(), "INTEGER".to_owned()));
    }
    let names: Vec<&str> = needed.iter().map(|(name, _)| name.as_str()).collect();
    let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
    let insert = sql(format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    ));
    let run = move |tx: &kunci_db::Tx<'_>| {
        let value = |(name, kind): &(String, String)| match kind.as_str() {
            _ if *name == end => Value::from(at.0),
            "BLOB" => Value::from(tx.id()),
            "TEXT" => Value::from("x"),
            _ => Value::from(0_i64),
        };
        tx.exec(&insert, &needed.iter().map(value).collect::<Vec<_>>())
    };
    world.app.db.tx(run).await.unwrap();
}

pub(crate) async fn count(world: &World, table: &str) -> i64 {
    let count = sql(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}"));
    let found = world.app.db.view(move |view| view.one(&count, &[])).await;
    found.unwrap().unwrap()
}

#[test]
fn what_is_kept_for_a_span_says_what_ends_it() {
    for feature in FEATURES {
        for table in feature.tables {
            let span = table.retention.contains(|c: char| c.is_ascii_digit());
            assert!(
                !span || !matches!(table.ends, Ends::WithRoot),
                "{}: kept {}, and nothing deletes it",
                table.name,
                table.retention
            );
        }
    }
    assert!(swept().len() > 15);
}

on_both! {
    /// Older rows of every table go, younger ones stay until their time.
    async fn old_rows_go_and_young_ones_stay(world: World) {
        let second = Span::seconds(1);
        for (table, sweep) in swept() {
            let edge = world.now() - sweep.keep;
            put(&world, table, sweep, edge - second).await;
            put(&world, table, sweep, edge + second).await;
        }
        assert_eq!(sweeps::run_due(&world.app).await, swept().len());
        for (table, _) in swept() {
            assert_eq!(count(&world, table).await, 1, "{table}");
        }
        let (another, _) = world.another_node().await;
        assert_eq!(sweeps::run_due(&another).await, 0, "a round an hour, whichever node");
        world.advance(Span::hours(1)).await;
        for (table, _) in swept() {
            assert_eq!(count(&world, table).await, 0, "{table}");
        }
    }

    /// Many rows go in many small transactions, and a turn ends before they are all gone.
    async fn many_rows_go_in_batches(world: World) {
        let insert = Sql("INSERT INTO counters (counter_key, window_start, n) VALUES ($1, 0, 1)");
        let run = move |tx: &kunci_db::Tx<'_>| {
            (0..2 * BATCH + 1).try_for_each(|_| tx.exec(&insert, &[Value::from(tx.id())]).map(drop))
        };
        world.app.db.tx(run).await.unwrap();
        let commits = world.app.db.stats().closures;
        assert_eq!(sweeps::run_due(&world.app).await, 2 * BATCH as usize + 1);
        let batches = world.app.db.stats().closures - commits;
        assert!(batches >= u64::try_from(swept().len()).unwrap() + 2, "{batches} transactions");
    }

    /// STD-1: failures at a secret are not forgotten by time; only a pool without any goes.
    async fn std1_failures_outlive_the_sweep(world: World) {
        let insert = Sql("INSERT INTO guess_pools (subject, method, class, browser_id, seq, tokens, failures, refilled_at)
            VALUES ($1, 'password', 'strangers', $2, 1, 0, 7, 0)");
        let run = move |tx: &kunci_db::Tx<'_>| tx.exec(&insert, &[Value::from(tx.id()), Value::from(Id::nil())]);
        world.app.db.tx(run).await.unwrap();
        world.advance(Span::days(400)).await;
        assert_eq!(count(&world, "guess_pools").await, 1);
    }
}

/// However large a table is, a sweep reads what it deletes and no more.
#[tokio::test]
async fn every_sweep_goes_by_an_index() {
    let world = World::on(Engine::Sqlite).await;
    for (table, sweep) in swept() {
        let explain = sql(format!("EXPLAIN QUERY PLAN {}", sweep.statement.0));
        let plan: Vec<(i64, i64, i64, String)> = world
            .app
            .db
            .view(move |view| view.many(&explain, &[Value::from(0_i64), Value::from(1_i64)]))
            .await
            .unwrap();
        let steps: Vec<String> = plan.into_iter().map(|(_, _, _, step)| step).collect();
        assert!(
            steps.iter().all(|step| !step.starts_with("SCAN"))
                && steps.iter().any(|step| step.contains("INDEX")),
            "{table}: {steps:?}"
        );
    }
}
