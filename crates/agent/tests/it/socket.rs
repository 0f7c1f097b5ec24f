//! The connection: hello, resuming, keys.

use std::time::Duration;

use kunci_agent::link::{self, Silence};
use kunci_wire::{
    Ability, Challenge, FromAgent, FromServer, HelloRefusal, Kind, Nonce, Order, Reason, Signer,
    VERSIONS, Versions,
};

use crate::world::{Certificate, Home, Server, soon};

#[tokio::test]
async fn the_agent_says_who_it_is_and_comes_back() {
    let (mut home, mut server) = (Home::new(), Server::start().await);
    home.run
        .extend(["--ring-command", "true", "--message-command", "true"].map(str::to_owned));
    server.pair(&home).await;
    let agent = home.start();

    let (conn, hello) = server.welcome().await; // checks the signature
    assert_eq!(
        (hello.protocol, hello.counter, hello.server_key.as_str()),
        (VERSIONS.newest, 0, "k1")
    );
    assert!(hello.agent.starts_with("kunci-agent/"));
    let abilities = hello.status.capabilities;
    assert_eq!(
        (abilities.get(Kind::Ring), abilities.get(Kind::Message)),
        (Ability::Able, Ability::Able),
        "configured commands count"
    );

    drop(conn);
    let (mut conn, _) = server.welcome().await;
    conn.send(&FromServer::Retry { after_s: 1 }).await;
    assert_eq!(conn.maybe_next().await, None, "the agent closes");
    let (mut conn, _) = server.welcome().await;
    conn.send(&FromServer::Unknown).await;
    let command = server.command(&Order::Live { until: 1 });
    assert_eq!(
        conn.order(&command).await.reason,
        None,
        "frames of a newer server do no harm"
    );

    let (_, frame) = tokio::join!(agent.stop(), conn.next());
    assert!(matches!(frame, FromAgent::Leaving { .. }), "{frame:?}");
}

#[tokio::test]
async fn an_agent_that_is_not_wanted_or_not_understood_keeps_its_pairing() {
    let (home, mut server) = (Home::new(), Server::start().await);
    server.pair(&home).await;
    let before = std::fs::read(home.state().join("pairing.json")).unwrap();
    let agent = home.start();
    let ahead = Versions {
        oldest: VERSIONS.newest + 1,
        newest: VERSIONS.newest + 1,
    };
    let mut conn = server
        .accept(&Challenge {
            nonce: Nonce::from_bytes([1; 32]),
            protocol: ahead,
        })
        .await;
    assert_eq!(conn.maybe_next().await, None, "no version in common");

    let mut conn = server
        .accept(&Challenge {
            nonce: Nonce::from_bytes([2; 32]),
            protocol: VERSIONS,
        })
        .await;
    assert!(matches!(conn.next().await, FromAgent::Hello(_)));
    conn.send(&FromServer::Refused {
        reason: HelloRefusal::Device,
    })
    .await;
    assert_eq!(conn.maybe_next().await, None);
    agent.stop().await;
    assert_eq!(
        std::fs::read(home.state().join("pairing.json")).unwrap(),
        before
    );
}

#[tokio::test]
async fn trust_in_server_keys_is_passed_on_and_kept() {
    let (home, mut server) = (Home::new(), Server::start().await);
    server.pair(&home).await;
    let agent = home.start();
    let (mut conn, _) = server.welcome().await;
    let old = std::mem::replace(
        &mut server.signer,
        Signer::new("k2".parse().unwrap(), &[2; 32]),
    );

    let early = server.command(&Order::Live { until: 1 });
    assert_eq!(conn.order(&early).await.reason, Some(Reason::UnknownKey));
    let forged = Signer::new("k1".parse().unwrap(), &[9; 32]).introduce(&server.signer.public());
    conn.send(&FromServer::Key(forged)).await;
    assert_eq!(
        conn.order(&early).await.reason,
        Some(Reason::UnknownKey),
        "introduced by a namesake of k1"
    );
    conn.send(&FromServer::Key(old.introduce(&server.signer.public())))
        .await;
    assert_eq!(conn.order(&early).await.reason, None);
    let queued = old.command(
        server.device,
        uuid::Uuid::from_u128(50),
        &Order::Live { until: 1 },
        50,
        i64::MAX,
    );
    assert_eq!(
        conn.order(&queued).await.reason,
        None,
        "signed before the change"
    );

    agent.kill().await;
    let _agent = home.start();
    let (_, hello) = server.welcome().await;
    assert_eq!((hello.server_key.as_str(), hello.counter), ("k2", 50));
}

#[tokio::test]
async fn the_server_must_show_a_certificate_that_the_device_trusts() {
    let (certificate, stranger) = (Certificate::new(), Certificate::new());
    let (mut home, mut server) = (Home::new(), Server::start_tls(&certificate).await);
    let origin = server.origin.to_string();
    home.set("SSL_CERT_FILE", &stranger.path().display().to_string());
    let (_, said) = tokio::join!(server.accept_in_vain(), home.pair(&origin, "0123-4567"));
    assert!(!said.ok && said.err.contains("certificate"), "{said:?}");

    home.set("SSL_CERT_FILE", &certificate.path().display().to_string());
    server.pair(&home).await;
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    let command = server.command(&Order::Live { until: 1 });
    assert_eq!(conn.order(&command).await.reason, None);
}

#[tokio::test]
async fn a_silent_server_is_asked_and_then_left() {
    let server = Server::start().await;
    let millis = Duration::from_millis;
    let silence = Silence {
        ping_after: millis(100),
        dead_after: millis(2000),
        look_every: millis(30),
    };
    let (events, mut heard) = tokio::sync::mpsc::channel(16);
    let link = tokio::spawn(link::keep(
        server.origin.clone(),
        kunci_wire::SOCKET_PATH.to_owned(),
        silence,
        events,
    ));
    let challenge = Challenge {
        nonce: Nonce::from_bytes([1; 32]),
        protocol: VERSIONS,
    };

    let mut answering = server.accept(&challenge).await;
    let mut alive = async || {
        let (mut pings, asked) = (0, tokio::time::Instant::now());
        while asked.elapsed() < 3 * silence.dead_after {
            pings += usize::from(answering.is_pinged().await);
        }
        pings
    };
    assert!(
        soon("pings", alive()).await >= 3,
        "answered pings keep the connection"
    );
    drop(answering);

    let deaf = server.accept(&challenge).await; // reads nothing, so answers nothing
    let _again = server.accept(&challenge).await;
    drop(deaf);
    let mut downs = 0;
    while let Ok(event) = heard.try_recv() {
        downs += usize::from(matches!(event, link::Event::Down));
    }
    assert_eq!(downs, 2);
    drop(heard);
    soon("the link's end", link).await.unwrap();
}
