//! Commands: who may give them, and that each is done once.

use kunci_wire::{Command, End, FromServer, Order, Reason, Signature, Signer};
use std::path::PathBuf;

use rustix::process::{Pid, Signal, kill_process};
use uuid::Uuid;

use crate::world::{Home, Server, file_like};

/// A home whose ringing can be counted: each ring adds its process to the file. A ring that outlives a killed agent ends
/// with this value.
struct Counted {
    home: Home,
    rang: PathBuf,
}

impl Counted {
    fn new() -> Self {
        let mut home = Home::new();
        let rang = home.file("rang");
        let line = format!("echo $$ >> {}; exec /bin/sleep 1000", rang.display());
        home.run.extend(["--ring-command".to_owned(), line]);
        Self { home, rang }
    }

    /// Waits for the nth ring.
    async fn rang(&self, times: usize) {
        file_like(&self.rang, |text| {
            text.ends_with('\n') && text.lines().count() == times
        })
        .await;
    }

    fn times(&self) -> usize {
        std::fs::read_to_string(&self.rang).map_or(0, |text| text.lines().count())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        for line in std::fs::read_to_string(&self.rang)
            .unwrap_or_default()
            .lines()
        {
            if let Some(pid) = line.parse().ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::KILL); // most have ended
            }
        }
    }
}

#[tokio::test]
async fn only_the_server_commands_this_device_and_every_command_once() {
    let (counted, mut server) = (Counted::new(), Server::start().await);
    let home = &counted.home;
    server.pair(home).await;
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    let fresh = |n: u128| Uuid::from_u128(n);

    let good = server.command(&Order::Ring);
    let tampered = Command {
        expires_at: good.expires_at - 1,
        ..good.clone()
    };
    let unsigned = Command {
        signature: Signature::from_bytes([0; 64]),
        ..good.clone()
    };
    let other_device = server
        .signer
        .command(fresh(0xe), good.id, &Order::Ring, 1, i64::MAX);
    let other_server = Signer::new("k1".parse().unwrap(), &[7; 32]).command(
        server.device,
        good.id,
        &Order::Ring,
        1,
        i64::MAX,
    );
    for bad in [tampered, unsigned, other_device, other_server] {
        assert_eq!(conn.order(&bad).await.reason, Some(Reason::BadSignature));
    }
    assert_eq!(counted.times(), 0);

    conn.send(&FromServer::Command(good.clone())).await;
    conn.ack(good.id).await;
    counted.rang(1).await;
    let stop = server.command(&Order::RingStop);
    conn.send(&FromServer::Command(stop)).await;
    let first = conn.result(good.id).await;
    assert_eq!(
        (first.outcome, first.reason),
        (End::Done, Some(Reason::StoppedByOwner))
    );
    assert_eq!(conn.order(&good).await, first, "sent again, answered again");

    let replayed = server
        .signer
        .command(server.device, fresh(100), &Order::Ring, 1, i64::MAX);
    assert_eq!(conn.order(&replayed).await.reason, Some(Reason::Replayed));
    let late = server
        .signer
        .command(server.device, fresh(101), &Order::Ring, 10, 1);
    assert_eq!(conn.order(&late).await.reason, Some(Reason::Expired));
    let unknown = server.signer.command_text(
        server.device,
        fresh(102),
        "siren",
        "{}".to_owned(),
        11,
        i64::MAX,
    );
    assert_eq!(conn.order(&unknown).await.reason, Some(Reason::Unsupported));
    let erase = server
        .signer
        .command(server.device, fresh(103), &Order::Erase, 12, i64::MAX);
    assert_eq!(
        conn.order(&erase).await.reason,
        Some(Reason::Unsupported),
        "S-109: not by this agent"
    );
    assert_eq!(counted.times(), 1, "rang once in all");
}

#[tokio::test]
async fn a_command_survives_the_agents_death_and_is_not_done_twice_after_it_ended() {
    let (counted, mut server) = (Counted::new(), Server::start().await);
    let home = &counted.home;
    server.pair(home).await;
    let agent = home.start();
    let (mut conn, _) = server.welcome().await;
    let ring = server.command(&Order::Ring);
    conn.send(&FromServer::Command(ring.clone())).await;
    conn.ack(ring.id).await;
    counted.rang(1).await;

    agent.kill().await;
    let agent = home.start();
    let (mut conn, hello) = server.welcome().await;
    assert_eq!(hello.counter, ring.counter, "its number is used up");
    conn.send(&FromServer::Command(ring.clone())).await;
    conn.ack(ring.id).await;
    counted.rang(2).await;
    conn.send(&FromServer::Command(ring.clone())).await;
    conn.ack(ring.id).await; // it is under way
    let stop = server.command(&Order::RingStop);
    conn.send(&FromServer::Command(stop)).await;
    let outcome = conn.result(ring.id).await;

    agent.kill().await;
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    assert_eq!(conn.order(&ring).await, outcome);
    assert_eq!(counted.times(), 2);
}
