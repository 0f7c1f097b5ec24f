//! Positions that phones with OwnTracks post: how many a second, each on the disk before its answer, and their size there.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;

use crate::Outcome;
use crate::child::Demo;
use crate::client::Client;
use crate::load::rate;
use crate::table::{head, remark, row};

/// How long positions are posted.
const SPAN: Duration = Duration::from_secs(6);

/// Phones, each with a connection of its own. The list of an owner's devices is no longer than 100.
const PHONES: u32 = 64;

/// The first position's age in seconds; the next ones are a second apart.
const OLDEST: u64 = 6 * 3600;

/// Measures and prints.
pub(crate) async fn measure(kunci: &Path) -> Outcome {
    head(&format!(
        "positions over HTTP, {PHONES} phones ({} s)",
        SPAN.as_secs()
    ));
    let demo = Demo::start(kunci, &[]).await?;
    let phones = phones(&demo).await?;
    let now = now()?;
    let start = Instant::now();
    let tasks = phones
        .into_iter()
        .map(|phone| report(phone, start, now - OLDEST));
    let stored = rate(start, tasks).await?;
    let took = start.elapsed().as_secs_f64();
    let directory = demo.stop().await?;
    let bytes = size(&directory.path().join("data/places"))?;

    row(
        "SQLite",
        "positions taken in, durable (at least)",
        stored,
        "/s",
        Some(15_000.0),
    );
    row(
        "SQLite",
        "on the disk for each (at most)",
        bytes / (stored * took),
        "bytes",
        Some(64.0),
    );
    remark(&format!(
        "One position a request, and the clients run on the same cores. The budget of the size is for 20,000 phones whose \
         positions come in turn; here are {PHONES}, and the size counts all files of positions after the server stopped.",
    ));
    Ok(())
}

/// Adds the phones at the owner's pages, as the owner does.
async fn phones(demo: &Demo) -> Outcome<Vec<Client>> {
    let mut owner = Client::new(demo.address, 0).await?;
    owner
        .sign_in(demo.owners.first().ok_or("the demo has nobody")?)
        .await?;
    let mut phones = Vec::new();
    for n in 0..PHONES {
        let form = text(owner.get("/devices/add").await?.body.as_ref());
        let once = between(&form, "name=\"once\" value=\"", "\"")?;
        let name = format!("HP {n}");
        let added = owner
            .form(
                "/devices/add",
                &[("once", once), ("name", &name), ("kind", "owntracks")],
            )
            .await?;
        let page = text(&added.body);
        let password = between(&page, "id=\"setting-password\">", "<")?.replace(' ', "");
        let mut phone = Client::new(demo.address, n).await?;
        phone.authorize(format!(
            "Basic {}",
            STANDARD.encode(format!("bench:{password}"))
        ));
        phones.push(phone);
    }
    Ok(phones)
}

/// One phone: a position, its answer, the next.
async fn report(mut phone: Client, start: Instant, first: u64) -> Outcome<u32> {
    let mut count = 0;
    while start.elapsed() < SPAN {
        let tst = first + u64::from(count);
        let (lat, lon) = (
            1.1 + f64::from(count) * 1e-5,
            104.0 + f64::from(count) * 1e-5,
        );
        let body = format!(
            r#"{{"_type":"location","tid":"HP","tst":{tst},"lat":{lat:.6},"lon":{lon:.6},"acc":12,"batt":64,"bs":1,"source":"gps","t":"p"}}"#
        );
        let answer = phone.json("/pub", body).await?;
        if answer.status != StatusCode::OK {
            return Err(format!("a position was answered {}", answer.status).into());
        }
        count += 1;
    }
    Ok(count)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the phones' clocks must agree with the server's"
)]
fn now() -> Outcome<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Outcome<&'t str> {
    let found = text
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    found
        .map(|(found, _)| found)
        .ok_or_else(|| format!("the page has no {before}").into())
}

/// Bytes of all files in a directory.
#[expect(clippy::cast_precision_loss, reason = "no disk is that large")]
fn size(directory: &Path) -> Outcome<f64> {
    let mut total = 0;
    for entry in std::fs::read_dir(directory)? {
        total += entry?.metadata()?.len();
    }
    Ok(total as f64)
}
