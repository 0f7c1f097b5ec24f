//! How long a signed-in owner waits for a page: alone, and while strangers hammer sign-in; and what of it the session costs.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use hyper::StatusCode;
use tokio::task::JoinSet;

use crate::Outcome;
use crate::child::Demo;
use crate::client::Client;
use crate::load::Times;
use crate::table::{head, remark, row};

/// How long each figure is measured.
const SPAN: Duration = Duration::from_secs(4);

/// Clients that hammer sign-in.
const STRANGERS: u32 = 64;

/// A page of the owner's own that reads several tables.
const PAGE: &str = "/devices";

/// A page for everybody; whoever has a session is sent on at once, so that the session is all that it looks at.
const GATE: &str = "/signin";

/// Measures another page, idle and under attack.
pub(crate) async fn measure_page(kunci: &Path) -> Outcome {
    head(&format!(
        "another page, {PAGE} of a signed-in owner ({} s each)",
        SPAN.as_secs()
    ));
    let demo = Demo::start(kunci, &[]).await?;
    let mut owner = signed_in(&demo).await?;
    let idle = of_page(&mut owner, PAGE, StatusCode::OK).await?;

    let over = Arc::new(AtomicBool::new(false));
    let tally = Arc::new(Tally::default());
    let start = Instant::now();
    let mut strangers = JoinSet::new();
    for n in 0..STRANGERS {
        let client = Client::new(demo.address, n).await?;
        strangers.spawn(hammer(client, Arc::clone(&over), Arc::clone(&tally)));
    }
    let hammered = of_page(&mut owner, PAGE, StatusCode::OK).await;
    over.store(true, Ordering::Relaxed);
    let seconds = start.elapsed().as_secs_f64();
    while let Some(ended) = strangers.join_next().await {
        ended??;
    }
    let hammered = hammered?;
    demo.stop().await?;

    let p95 = |times: &Times| times.percentile(95);
    row("server", "p50 idle", idle.percentile(50), "ms", None);
    row("server", "p95 idle", p95(&idle), "ms", None);
    row(
        "server",
        "p50 while 64 clients hammer sign-in",
        hammered.percentile(50),
        "ms",
        None,
    );
    row(
        "server",
        "p95 while 64 clients hammer sign-in (at most)",
        p95(&hammered),
        "ms",
        Some(25.0),
    );
    row(
        "server",
        "p95 hammered beside idle (at most)",
        p95(&hammered) / p95(&idle),
        "times",
        Some(3.0),
    );
    let [refused, busy, other] = tally.per_second(seconds);
    remark(&format!(
        "Of the 64 clients' tries a second, each from a network and at a name of its own, {refused:.0} were refused, {busy:.0} \
         put off (503) and {other:.0} answered otherwise. They run on the same cores.",
    ));
    Ok(())
}

/// Measures what the session adds to a page.
pub(crate) async fn measure_session(kunci: &Path) -> Outcome {
    head(&format!(
        "session check, one client ({} s each)",
        SPAN.as_secs()
    ));
    let demo = Demo::start(kunci, &[]).await?;
    let mut nobody = Client::new(demo.address, 1).await?;
    let mut owner = signed_in(&demo).await?;
    let floor = of_page(&mut nobody, "/healthz", StatusCode::OK).await?;
    let checked = of_page(&mut owner, GATE, StatusCode::SEE_OTHER).await?;
    demo.stop().await?;

    row(
        "server",
        "p95 of an answer that looks at nothing",
        floor.percentile(95),
        "ms",
        None,
    );
    row(
        "server",
        "p50 of an answer that looks at the session",
        checked.percentile(50),
        "ms",
        None,
    );
    row(
        "server",
        "p95 of an answer that looks at the session",
        checked.percentile(95),
        "ms",
        Some(2.0),
    );
    remark(
        "The budget is an upper bound for the check alone; the figure beside it holds the whole request.",
    );
    Ok(())
}

async fn signed_in(demo: &Demo) -> Outcome<Client> {
    let mut client = Client::new(demo.address, 0).await?;
    let owner = demo.owners.first().ok_or("the demo has nobody")?;
    client.sign_in(owner).await?;
    Ok(client)
}

async fn of_page(client: &mut Client, path: &str, expected: StatusCode) -> Outcome<Times> {
    Times::of(SPAN, async || {
        let answer = client.get(path).await?;
        if answer.status == expected {
            Ok(())
        } else {
            Err(format!("{path} was answered {}", answer.status).into())
        }
    })
    .await
}

/// How tries were answered. Their number is also the next try's name and network.
#[derive(Default)]
struct Tally {
    tries: AtomicU32,
    refused: AtomicU32,
    busy: AtomicU32,
    other: AtomicU32,
}

impl Tally {
    fn count(&self, status: StatusCode) {
        let counter = match status {
            StatusCode::UNAUTHORIZED => &self.refused,
            StatusCode::SERVICE_UNAVAILABLE => &self.busy,
            _ => &self.other,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    fn per_second(&self, seconds: f64) -> [f64; 3] {
        [&self.refused, &self.busy, &self.other]
            .map(|counter| f64::from(counter.load(Ordering::Relaxed)) / seconds)
    }
}

/// Wrong passwords without a pause.
async fn hammer(mut client: Client, over: Arc<AtomicBool>, tally: Arc<Tally>) -> Outcome {
    while !over.load(Ordering::Relaxed) {
        let n = tally.tries.fetch_add(1, Ordering::Relaxed);
        client.move_to(n);
        let name = format!("orang{n}@nusa.example");
        let answer = client
            .form(
                "/signin",
                &[("name", &name), ("password", "bukan kata sandinya")],
            )
            .await?;
        tally.count(answer.status);
    }
    Ok(())
}
