//! S-107: play a sound.

use std::os::unix::fs::PermissionsExt;

use kunci_wire::{Ability, End, FromServer, Kind, Order, Outcome, Reason};

use crate::world::{Home, Server, file_like, soon};

async fn ringing(home: &Home) -> (crate::world::Agent, Server, crate::world::Conn) {
    let mut server = Server::start().await;
    server.pair(home).await;
    let agent = home.start();
    let (conn, _) = server.welcome().await;
    (agent, server, conn)
}

#[tokio::test]
async fn s_107_ringing_ends_by_itself_and_repeats_until_then() {
    let mut home = Home::new();
    let rang = home.file("rang");
    home.run
        .extend(["--ring-seconds", "4", "--ring-command"].map(str::to_owned));
    home.run.push(format!("echo ring >> {}", rang.display()));
    let (_agent, mut server, mut conn) = ringing(&home).await;
    assert_eq!(
        conn.order(&server.command(&Order::Ring)).await,
        Outcome::done_as(Reason::PlayedOut)
    );
    let times = std::fs::read_to_string(&rang).unwrap().lines().count();
    assert!((2..=5).contains(&times), "{times} times in four seconds");
}

#[tokio::test]
async fn s_107_whoever_has_the_device_can_stop_it_and_the_owner_learns_so() {
    let mut home = Home::new();
    let pid = home.file("pid");
    home.run.extend([
        "--ring-command".to_owned(),
        format!("/bin/sleep 1000 & echo $! > {}; wait", pid.display()),
    ]);
    let (_agent, mut server, mut conn) = ringing(&home).await;
    assert!(home.cli(&["ring-stop"]).await.out.contains("not ringing"));
    let ring = server.command(&Order::Ring);
    conn.send(&FromServer::Command(ring.clone())).await;
    let player = file_like(&pid, |text| text.ends_with('\n')).await;
    assert!(home.cli(&["ring-stop"]).await.out.contains("was stopped"));
    assert_eq!(
        conn.result(ring.id).await,
        Outcome::done_as(Reason::StoppedHere)
    );
    soon("the player's end", async {
        let state = |line: String| line.split(") ").nth(1).and_then(|rest| rest.chars().next());
        // Gone, or dead and waiting for whoever inherits orphans here.
        while std::fs::read_to_string(format!("/proc/{}/stat", player.trim()))
            .is_ok_and(|stat| state(stat) != Some('Z'))
        {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn silence_is_not_called_ringing() {
    let mut home = Home::new();
    home.run
        .extend(["--ring-command", "exit 3"].map(str::to_owned));
    let (_agent, mut server, mut conn) = ringing(&home).await;
    let outcome = conn.order(&server.command(&Order::Ring)).await;
    assert_eq!(
        (outcome.outcome, outcome.reason),
        (End::Failed, Some(Reason::NoSound))
    );
    assert!(outcome.detail.unwrap().contains('3'));

    let bare = Home::new();
    let (_agent, mut server, mut conn) = ringing(&bare).await;
    assert_eq!(
        conn.order(&server.command(&Order::Ring)).await.reason,
        Some(Reason::NoSound),
        "no player at all"
    );
}

/// The machine that runs this has no loudspeaker: a program named like the player stands in for it.
#[tokio::test]
async fn a_player_of_the_system_is_found_turned_up_and_given_the_sound() {
    let mut home = Home::new();
    home.run.extend(["--ring-seconds", "1"].map(str::to_owned));
    for program in ["aplay", "amixer"] {
        let path = home.bin().join(program);
        let heard = home.file(program);
        std::fs::write(
            &path,
            format!(
                "#!/bin/sh\necho \"$@\" >> {0}.part; /bin/mv {0}.part {0}\n",
                heard.display()
            ),
        )
        .unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut server = Server::start().await;
    server.pair(&home).await;
    let _agent = home.start();
    let (mut conn, hello) = server.welcome().await;
    assert_eq!(hello.status.capabilities.get(Kind::Ring), Ability::Able);
    assert_eq!(
        conn.order(&server.command(&Order::Ring)).await.outcome,
        End::Done
    );
    let wav = home.state().join("ring.wav");
    assert_eq!(
        file_like(&home.file("aplay"), |_| true).await,
        format!("-q {}\n", wav.display())
    );
    assert!(
        file_like(&home.file("amixer"), |_| true)
            .await
            .contains("unmute")
    );
    assert_eq!(&std::fs::read(wav).unwrap()[..4], b"RIFF");
}
