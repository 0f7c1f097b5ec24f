//! Applies migrations to PostgreSQL.

use tokio_postgres::Client;

use super::connect::Connector;
use super::worker::runtime;
use crate::error::OpenError;
use crate::migrate::{APPLIED, Migration, NOTE, Pending, TABLE, pending};

/// The advisory lock that all nodes of all versions take before they look at the schema.
const LOCK: &str = "SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(5282340145);";

/// One transaction: what this start adds is there altogether or not at all.
pub(crate) fn migrate(
    connector: &Connector,
    known: &[Migration],
    now: i64,
) -> Result<(), OpenError> {
    runtime()?.block_on(async {
        let link = connector
            .connect()
            .await
            .map_err(|error| OpenError::Connect {
                place: connector.place().to_owned(),
                cause: describe(&error),
            })?;
        link.client
            .batch_execute("BEGIN")
            .await
            .map_err(|error| failed("kunci_migrations", &error))?;
        // Without a commit the connection's end rolls back.
        apply_all(&link.client, connector.schema(), known, now).await?;
        link.client
            .batch_execute("COMMIT")
            .await
            .map_err(|error| failed("kunci_migrations", &error))?;
        link.hang_up().await;
        Ok(())
    })
}

/// The driver's `Display` names only the kind of failure; its source says what was wrong.
fn describe(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn failed(name: &str, error: &tokio_postgres::Error) -> OpenError {
    OpenError::Migration {
        name: name.to_owned(),
        cause: describe(error),
    }
}

async fn apply_all(
    client: &Client,
    schema: Option<&str>,
    known: &[Migration],
    now: i64,
) -> Result<(), OpenError> {
    let applied = applied(client, schema)
        .await
        .map_err(|error| failed("kunci_migrations", &error))?;
    for next in pending(known, &applied)? {
        apply(client, &next, now)
            .await
            .map_err(|error| failed(next.name, &error))?;
    }
    Ok(())
}

async fn applied(
    client: &Client,
    schema: Option<&str>,
) -> Result<Vec<(String, String)>, tokio_postgres::Error> {
    client.batch_execute(LOCK).await?;
    if let Some(name) = schema {
        client
            .batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {name}"))
            .await?;
    }
    client.batch_execute(TABLE).await?;
    let rows = client.query(APPLIED, &[]).await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

async fn apply(client: &Client, next: &Pending, now: i64) -> Result<(), tokio_postgres::Error> {
    client.batch_execute(next.sql).await?;
    client
        .execute(NOTE, &[&next.position, &next.name, &next.checksum, &now])
        .await
        .map(drop)
}
