//! S-108 and G8: words to whoever holds the device, with python-dbusmock's notification service.

use kunci_wire::{
    Ability, FromAgent, FromServer, Kind, LostMessage, Order, Outcome, Protection, Reason,
};

use crate::world::{Bus, Home, Mock, Server, file_like, watcher};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

async fn desktop() -> (Bus, Mock, Home) {
    let bus = Bus::start().await;
    let mock = bus.mock("notification_daemon", SERVICE).await;
    let mut home = Home::new();
    home.set("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    (bus, mock, home)
}

fn lost() -> Order {
    Order::Message(LostMessage {
        text: "Ini HP <b>Ibu</b>".to_owned(),
        call: Some("0812 3456".to_owned()),
    })
}

#[tokio::test]
async fn s_108_the_lost_message_is_shown_until_it_is_cleared() {
    let ((_bus, mock, home), mut server) = (desktop().await, Server::start().await);
    server.pair(&home).await;
    let agent = home.start();
    let (mut conn, hello) = server.welcome().await;
    assert_eq!(hello.status.capabilities.get(Kind::Message), Ability::Able);
    assert_eq!(conn.order(&server.command(&lost())).await, Outcome::done());
    let shown = file_like(&mock.log, |log| log.contains("Notify ")).await;
    assert!(
        shown.contains("Ini HP &lt;b&gt;Ibu&lt;/b&gt;") && shown.contains("Hubungi: 0812 3456"),
        "{shown}"
    );
    let file = home.state().join("lost-message.txt");
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("Ini HP <b>Ibu</b>")
    );

    agent.kill().await;
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    file_like(&mock.log, |log| log.matches("Notify ").count() == 2).await; // shown again after a restart
    assert_eq!(
        conn.order(&server.command(&Order::MessageClear)).await,
        Outcome::done()
    );
    file_like(&mock.log, |log| log.contains("CloseNotification 2")).await;
    assert!(!file.exists());
}

#[tokio::test]
async fn s_108_a_message_that_nobody_could_see_is_shown_once_somebody_signs_in() {
    let (mut home, mut server, files) = (
        Home::new(),
        Server::start().await,
        tempfile::tempdir().unwrap(),
    );
    let desktop = files.path().join("bus");
    home.set(
        "DBUS_SESSION_BUS_ADDRESS",
        &format!("unix:path={}", desktop.display()),
    );
    server.pair(&home).await;
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    assert_eq!(
        conn.order(&server.command(&lost())).await.reason,
        Some(Reason::NoDisplay)
    );

    let bus = Bus::start_at(&desktop, files).await;
    let mock = bus.mock("notification_daemon", SERVICE).await;
    file_like(&mock.log, |log| log.contains("Hubungi: 0812 3456")).await;
}

#[tokio::test]
async fn a_configured_command_gets_the_message_and_no_display_is_said_plainly() {
    let (mut home, mut server) = (Home::new(), Server::start().await);
    let got = home.file("got");
    home.run.extend([
        "--message-command".to_owned(),
        format!("/bin/cat > {}", got.display()),
    ]);
    server.pair(&home).await;
    let agent = home.start();
    let (mut conn, _) = server.welcome().await;
    assert_eq!(conn.order(&server.command(&lost())).await, Outcome::done());
    assert_eq!(
        std::fs::read_to_string(&got).unwrap(),
        "Perangkat ini sedang dicari pemiliknya\nIni HP <b>Ibu</b>\nHubungi: 0812 3456\n"
    );
    agent.stop().await;

    home.run.truncate(2);
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    assert_eq!(
        conn.order(&server.command(&lost())).await.reason,
        Some(Reason::NoDisplay)
    );
    assert!(
        home.state().join("lost-message.txt").exists(),
        "it waits in a file"
    );
}

#[tokio::test]
async fn g8_a_look_is_told_on_the_device_at_most_once_an_hour_and_its_holder_can_stop_it() {
    let ((bus, mock, home), mut server) = (desktop().await, Server::start().await);
    server.pair(&home).await;
    let _agent = home.start();
    let at = 1_795_313_640_000_000; // 09.14 WIB
    server.watchers = vec![watcher("Sari", Some(at))];
    let (mut conn, _) = server.welcome().await;
    let told = file_like(&mock.log, |log| log.contains("Notify ")).await;
    assert!(
        told.contains("Akun Nusa: letak perangkat ini dilihat")
            && told.contains("Sari melihatnya pukul 09.14."),
        "{told}"
    );

    let minute = 60_000_000;
    let look = |last| FromServer::Watchers {
        watchers: vec![watcher("Sari", Some(last))],
    };
    conn.send(&look(at + 59 * minute)).await;
    server.state.protection = Protection::Missing;
    conn.send(&FromServer::Device(server.state.clone())).await;
    conn.send(&look(at + 80 * minute)).await; // not while the device shows lost mode
    server.state.protection = Protection::On;
    conn.send(&look(at + 90 * minute)).await;
    conn.send(&FromServer::Device(server.state.clone())).await;
    let told = file_like(&mock.log, |log| log.contains("pukul 10.44.")).await;
    assert_eq!(told.matches("Notify ").count(), 2, "{told}");

    let press = (
        "org.freedesktop.Notifications",
        "ActionInvoked",
        "us",
        vec![zbus::Variant::from(2u32), zbus::Variant::from("stop")],
    );
    bus.call(
        [SERVICE, PATH, "org.freedesktop.DBus.Mock", "EmitSignal"],
        &press,
    )
    .await;
    conn.until("the wish", |frame| {
        (*frame == FromAgent::StopWatching).then_some(())
    })
    .await;
}
