//! `kunci-agent status`: who can see this device (G8).

use kunci_wire::{FromAgent, FromServer, Protection};
use serde_json::Value;

use crate::world::{Home, Server, soon, watcher};

async fn status(home: &Home) -> Value {
    let said = home.cli(&["status", "--json"]).await;
    assert!(said.ok, "{said:?}");
    serde_json::from_str(&said.out).unwrap()
}

#[tokio::test]
async fn g8_who_can_see_this_device_and_when_they_looked_is_named_on_it() {
    let (home, mut server) = (Home::new(), Server::start().await);
    let unpaired = home.cli(&["status"]).await;
    assert!(!unpaired.ok && unpaired.err.contains("not paired"));
    server.pair(&home).await;
    let before = home.cli(&["status"]).await.out;
    assert!(
        before.contains("not running") && before.contains("has not said yet"),
        "{before}"
    );

    let agent = home.start();
    server.watchers = vec![
        watcher("Sari", Some(1_795_313_640_000_000)),
        watcher("Budi", None),
    ];
    let (mut conn, _) = server.welcome().await;
    let shown = soon("the welcome", async {
        loop {
            let shown = status(&home).await;
            if shown["running"]["connected"] == true {
                return shown;
            }
        }
    })
    .await;
    assert_eq!(
        (&shown["server"], &shown["device_id"]),
        (
            &server.origin.to_string().into(),
            &server.device.to_string().into()
        )
    );
    assert_eq!(
        shown["standing"]["watchers"][0]["last_look"],
        1_795_313_640_000_000i64
    );
    let words = home.cli(&["status"]).await.out;
    assert!(
        words.contains("Sari") && words.contains("last looked 2026-11-22 09:14 WIB"),
        "{words}"
    );
    assert!(
        words.contains("Budi") && words.contains("never looked"),
        "{words}"
    );

    assert!(home.cli(&["stop-watching"]).await.ok);
    conn.until("the wish", |frame| {
        (*frame == FromAgent::StopWatching).then_some(())
    })
    .await;
    conn.send(&FromServer::Watchers { watchers: vec![] }).await;
    server.state.protection = Protection::Missing;
    conn.send(&FromServer::Device(server.state.clone())).await;
    soon("the news", async {
        while status(&home).await["standing"]["device"]["protection"] != "missing" {}
    })
    .await;
    agent.kill().await;
    let after = home.cli(&["status"]).await.out;
    assert!(
        after.contains("not running")
            && after.contains("nobody")
            && after.contains("marked it missing"),
        "{after}"
    );
    let asked = home.cli(&["stop-watching"]).await;
    assert!(
        !asked.ok && asked.err.contains("kunci-agent run"),
        "{asked:?}"
    );
}

#[tokio::test]
async fn two_agents_do_not_share_a_state() {
    let (home, mut server) = (Home::new(), Server::start().await);
    server.pair(&home).await;
    let _agent = home.start();
    let _conn = server.welcome().await;
    let second = home.cli(&["run"]).await;
    assert!(
        !second.ok && second.err.contains("already running"),
        "{second:?}"
    );
}
