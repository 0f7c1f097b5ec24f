//! Messages that leave: mail by SMTP, phone messages by the operator's HTTP gateways, pushes by the services of browsers.
//!
//! 1. [`send`] writes a row in the caller's transaction: what caused the message and the message are saved together or not
//!    at all. The text is sealed with the server's key.
//! 2. A node that leases the row's bucket (see [`crate::queues`]) hands the message over (`deliver`): mail to the relay, a
//!    phone message to the first gateway that takes it. Codes expire, so tries go on until `expires_at` and no longer.
//! 3. The outcome is recorded and the text wiped. A gateway that reports delivery (`reports`) may still say "not there":
//!    then the next one gets the message, and the text is wiped after that.
//!
//! Never lost; sent twice only where the other side cannot tell: a node that dies between handing over and recording sends
//! again, under the same Message-ID or `{id}`, which is the row's id.
//!
//! Phone messages cost money: `spending` reserves in the database before one leaves. In the demo nothing leaves: messages
//! land in `demo_inbox`.

mod compose;
mod deliver;
pub mod gsm7;
mod letter;
mod line;
mod outcome;
mod phone;
mod post;
mod push;
mod references;
mod relay;
mod reports;
mod spending;
mod store;
#[cfg(test)]
mod tests;

use std::future::Future;

use kunci_db::{Result, Topic, Tx, View};
use kunci_rules::{Id, Span};
use line::Line;
use tokio::sync::watch;

pub use letter::{Letter, Message, To};
pub use phone::kind as phone_kind;
pub use post::{Post, http_client};
pub use push::{Push, send as push};
pub use references::{make as reference, sent_on};
pub use reports::post_report;
pub use store::Shown;

use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::queues::{self, Queue};
use crate::state::App;

/// What this part of the kit keeps.
pub const FEATURE: Feature = Feature {
    name: "outbox",
    tables: &[
        Table {
            name: "outbox",
            root: Root::House,
            retention: "the sealed text until it is delivered; the rest 7 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: KEPT,
            }),
        },
        Table {
            name: "demo_inbox",
            root: Root::House,
            retention: "7 days; empty outside the demo",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_SHOWN,
                keep: KEPT,
            }),
        },
        Table {
            name: "message_references",
            root: Root::House,
            retention: "90 days, as keyed hashes",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_REFERENCES,
                keep: REMEMBERED,
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// How many letters `brand.name` and the host of `server.public_url` may have together, so that every phone message stays one
/// SMS (a test measures all of them). `check-config` tells the operator of more.
pub const ROOM: usize = 32;

/// How long finished rows are kept, for "was it sent?".
const KEPT: Span = Span::days(7);
/// How long a reference can be checked: longer than any link works.
const REMEMBERED: Span = Span::days(90);

const TOPIC: &str = "outbox";
// Each is a queue of its own, so that an outage of the one never holds up the other's codes for the same account.
static MAIL: Queue = Queue {
    name: "email",
    topic: TOPIC,
    due: |view| store::due_buckets(view, Line::Mail),
    work: deliver::work_mail,
};
static PHONE: Queue = Queue {
    name: "phone",
    topic: TOPIC,
    due: |view| store::due_buckets(view, Line::Phone),
    work: deliver::work_phone,
};
static PUSH: Queue = Queue {
    name: "push",
    topic: TOPIC,
    due: |view| store::due_buckets(view, Line::Push),
    work: deliver::work_push,
};

/// Queues a message in the caller's transaction and returns its id; it leaves from `due_at` on, once the transaction is saved.
///
/// # Errors
/// Of the database.
pub fn send(tx: &Tx<'_>, app: &App, message: &Message) -> Result<Id> {
    let id = tx.id();
    let row = store::New {
        id,
        bucket: queues::bucket(message.account.unwrap_or(id)),
        line: message.to.channel().into(),
        account: message.account,
        payload: letter::seal(app, id, message),
        due_at: message.due_at,
        expires_at: message.expires_at,
    };
    store::insert(tx, &row);
    // Also where it reaches nobody, so that a name without an account costs the same (STD-41).
    references::remember(tx, &app.keys, &message.letter.reference, message.due_at);
    wake(tx);
    Ok(id)
}

fn wake(tx: &Tx<'_>) {
    tx.wake(Topic {
        kind: TOPIC,
        id: Id::nil(),
    });
}

/// Delivers what is due, for ever.
pub async fn run(app: App) {
    run_until(app, std::future::pending()).await;
}

/// Delivers what is due until `stop`; then finishes what has begun, at most one timeout later.
pub async fn run_until(app: App, stop: impl Future<Output = ()> + Send) {
    let (sender, stopped) = watch::channel(());
    let closed = |mut receiver: watch::Receiver<()>| async move {
        while receiver.changed().await.is_ok() {}
    };
    let mail = queues::run_until(app.clone(), &MAIL, closed(stopped.clone()));
    let phone = queues::run_until(app.clone(), &PHONE, closed(stopped.clone()));
    let push = queues::run_until(app, &PUSH, closed(stopped));
    let hold = async move {
        stop.await;
        drop(sender);
    };
    tokio::join!(mail, phone, push, hold);
}

/// Delivers everything that is due now, and returns how many messages were handled. It never waits for time to pass.
pub async fn deliver_due(app: &App) -> usize {
    let mut done = 0;
    for queue in [&MAIL, &PHONE, &PUSH] {
        done += queues::run_due(app, queue).await;
    }
    done
}

/// The newest messages of the demo, newest first.
///
/// # Errors
/// Of the database.
pub fn shown_in_demo(view: &View<'_>, most: u32) -> Result<Vec<Shown>> {
    store::shown(view, most)
}
