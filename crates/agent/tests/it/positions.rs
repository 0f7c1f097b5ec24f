//! Positions from a real gpsd.

use kunci_wire::{Ability, End, Fix, FromAgent, FromServer, Kind, LocationState, Order, Reason};

use crate::world::{Conn, Gps, Home, Server, Track, free_port, soon};

struct Phone {
    home: Home,
    server: Server,
    port: u16,
}

impl Phone {
    async fn paired(options: &[&str]) -> Self {
        let (mut home, mut server, port) = (Home::new(), Server::start().await, free_port());
        home.gpsd(port);
        home.run
            .extend(options.iter().map(|option| (*option).to_owned()));
        server.pair(&home).await;
        Self { home, server, port }
    }
}

async fn location(conn: &mut Conn, wanted: LocationState) {
    conn.until("the location state", |frame| match frame {
        FromAgent::Status(status) if status.location == wanted => Some(()),
        _ => None,
    })
    .await;
}

fn near_monas(fix: &Fix) -> bool {
    (fix.lat + 6.1754).abs() < 1e-5 && (fix.lon - 106.8272).abs() < 1e-5
}

#[tokio::test]
async fn s_105_positions_come_from_gpsd_through_its_restarts() {
    let phone = Phone::paired(&["--interval", "3600"]).await;
    let _agent = phone.home.start();
    let (mut conn, hello) = phone.server.welcome().await;
    assert_eq!(
        hello.status.location,
        LocationState::Off,
        "S-105: location off"
    );

    let gps = Gps::start(phone.port, &Track::still());
    let mut first = None;
    let status = conn
        .until("a position, and that there can be some", {
            let mut able = None;
            let first = &mut first;
            move |frame| {
                match frame {
                    FromAgent::Status(status) if status.location == LocationState::On => {
                        able = Some(status.clone());
                    }
                    FromAgent::Fixes { fixes, .. } => *first = fixes.first().cloned(),
                    _ => {}
                }
                able.clone().filter(|_| first.is_some())
            }
        })
        .await;
    let first = first.unwrap();
    assert_eq!(status.capabilities.get(Kind::Locate), Ability::Able);
    assert!(
        near_monas(&first) && first.accuracy_m.is_some_and(|m| m > 0.0 && m < 100.0),
        "{first:?}"
    );

    drop(gps);
    location(&mut conn, LocationState::Off).await;
    let _gps = Gps::start(phone.port, &Track::still());
    location(&mut conn, LocationState::On).await;
}

#[tokio::test]
async fn s_105_movement_and_live_mode_are_reported_sooner() {
    let mut phone = Phone::paired(&["--interval", "3600", "--live-interval", "1"]).await;
    let gps = Gps::start(phone.port, &Track::north());
    let _agent = phone.home.start();
    let (mut conn, _) = phone.server.welcome().await;
    let (one, two) = (conn.fixes().await, conn.fixes().await);
    assert!(two[0].lat - one[0].lat > 0.0004, "moved: {one:?} {two:?}");

    drop(gps);
    location(&mut conn, LocationState::Off).await;
    let _gps = Gps::start(phone.port, &Track::still());
    location(&mut conn, LocationState::On).await;
    conn.fixes().await; // back at the start of the track: moved once more
    let until = kunci_agent::clock::now() + 600_000_000;
    let live = phone.server.command(&Order::Live { until });
    assert_eq!(conn.order(&live).await.outcome, End::Done);
    conn.fixes().await;
    let last = conn.fixes().await;
    assert!(
        near_monas(&last[0]),
        "standing still, reported all the same"
    );
    let json = phone.home.cli(&["status", "--json"]).await.out;
    assert!(json.contains(&until.to_string()));

    phone.server.state.live_until = None;
    conn.send(&FromServer::Device(phone.server.state.clone()))
        .await;
    soon("the end of live mode", async {
        while phone
            .home
            .cli(&["status", "--json"])
            .await
            .out
            .contains(&until.to_string())
        {}
    })
    .await;
}

#[tokio::test]
async fn locate_is_done_when_the_server_has_the_position() {
    let mut phone = Phone::paired(&["--interval", "3600"]).await;
    let _gps = Gps::start(phone.port, &Track::still());
    let _agent = phone.home.start();
    let (mut conn, _) = phone.server.welcome().await;
    conn.fixes().await;
    let locate = phone.server.command(&Order::Locate);
    conn.send(&FromServer::Command(locate.clone())).await;
    conn.ack(locate.id).await;
    let FromAgent::Fixes { batch_id, fixes } = conn.next().await else {
        panic!("the position comes first")
    };
    assert!(near_monas(&fixes[0]));
    conn.send(&FromServer::Stored { batch_id }).await;
    assert_eq!(conn.result(locate.id).await.reason, None::<Reason>);
}

#[tokio::test]
async fn positions_wait_on_disk_while_the_server_is_away_and_survive_kill_9() {
    let phone = Phone::paired(&["--interval", "1", "--live-interval", "1"]).await;
    let Phone { home, server, port } = phone;
    let away = server.vanish().await;
    let _gps = Gps::start(port, &Track::still());
    let agent = home.start();
    let waiting = |home: &Home| {
        let files = std::fs::read_dir(home.state())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let logs = files.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
        let lines: Vec<String> = logs
            .flat_map(|path| {
                std::fs::read_to_string(path)
                    .unwrap()
                    .lines()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
        let mut fixes: Vec<Fix> = lines
            .iter()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        fixes.sort_by_key(|fix| fix.at);
        fixes
    };
    soon("three positions on disk", async {
        while waiting(&home).len() < 3 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await;
    agent.kill().await;
    let on_disk = waiting(&home);
    assert!(on_disk.len() >= 3);

    let agent = home.start();
    let server = away.come_back().await;
    let (mut conn, _) = server.welcome().await;
    let unanswered = loop {
        if let FromAgent::Fixes { fixes, .. } = conn.next().await {
            break fixes;
        }
    };
    drop(conn); // this batch was stored by nobody, for all the agent knows
    let (mut conn, _) = server.welcome().await;
    let mut got: Vec<Fix> = Vec::new();
    let times = |fixes: &[Fix]| fixes.iter().map(|fix| fix.at).collect::<Vec<_>>();
    soon("all positions", async {
        while !on_disk.iter().all(|fix| times(&got).contains(&fix.at)) {
            got.extend(conn.fixes().await);
        }
    })
    .await;
    assert!(
        unanswered.iter().all(|fix| times(&got).contains(&fix.at)),
        "sent again"
    );
    assert!(got.iter().all(near_monas));
    agent.kill().await;
}
