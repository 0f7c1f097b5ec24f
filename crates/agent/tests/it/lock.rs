//! S-108: lock the device, with python-dbusmock's login manager and a screen locker that behaves like a real one.

use futures_util::StreamExt;
use kunci_wire::{Ability, End, Kind, Order, Outcome, Reason};

use crate::world::{Bus, Home, Mock, Server};

const LOGIN: &str = "org.freedesktop.login1";
const ROOT: &str = "/org/freedesktop/login1";
const MOCK: &str = "org.freedesktop.DBus.Mock";

struct Seat {
    bus: Bus,
    _login: Mock,
}

impl Seat {
    async fn new() -> Self {
        let bus = Bus::start().await;
        let login = bus.mock("logind", LOGIN).await;
        // systemd's LockSession tells the session's locker; the template's does nothing.
        let code = "objects['/org/freedesktop/login1/session/' + args[0]].EmitSignal('org.freedesktop.login1.Session', 'Lock', '', [])";
        bus.call(
            [LOGIN, ROOT, MOCK, "AddMethod"],
            &(
                "org.freedesktop.login1.Manager",
                "LockSession",
                "s",
                "",
                code,
            ),
        )
        .await;
        Self { bus, _login: login }
    }

    async fn session(&self, id: &str, seat: &str, uid: u32) {
        self.bus
            .call(
                [LOGIN, ROOT, MOCK, "AddSession"],
                &(id, seat, uid, "ibu", true),
            )
            .await;
    }

    /// A screen locker: on the session's `Lock` signal it locks, and says so to the login manager.
    async fn locker(&self, id: &'static str) -> tokio::task::JoinHandle<()> {
        let path = format!("{ROOT}/session/{id}");
        let session = zbus::Proxy::new_owned(
            self.bus.client.clone(),
            LOGIN,
            path,
            "org.freedesktop.login1.Session",
        )
        .await
        .unwrap();
        let mut locks = session.receive_signal("Lock").await.unwrap();
        tokio::spawn(async move {
            while locks.next().await.is_some() {
                session.call_method("SetLockedHint", &true).await.unwrap();
            }
        })
    }

    fn home(&self) -> Home {
        let mut home = Home::new();
        home.set("DBUS_SYSTEM_BUS_ADDRESS", &self.bus.address);
        home
    }
}

fn me() -> u32 {
    rustix::process::getuid().as_raw()
}

#[tokio::test]
async fn s_108_locked_means_that_the_screen_says_so() {
    let (seat, mut server) = (Seat::new().await, Server::start().await);
    let home = seat.home();
    server.pair(&home).await;
    let _agent = home.start();
    let (mut conn, hello) = server.welcome().await;
    assert_eq!(hello.status.capabilities.get(Kind::Lock), Ability::Able);
    let mut lock = async || conn.order(&server.command(&Order::Lock)).await;

    assert_eq!(lock().await.reason, Some(Reason::NoSession));
    seat.session("remote", "seat9", me()).await;
    let nowhere = zbus::Variant::from(("", zbus::ObjectPath::try_from("/").unwrap()));
    let remote = format!("{ROOT}/session/remote");
    seat.bus
        .call(
            [LOGIN, &remote, "org.freedesktop.DBus.Properties", "Set"],
            &("org.freedesktop.login1.Session", "Seat", nowhere),
        )
        .await;
    assert_eq!(
        lock().await.reason,
        Some(Reason::NoSession),
        "nobody sits at the device"
    );

    seat.session("c1", "seat0", me()).await;
    let unheard = lock().await;
    assert_eq!(
        (unheard.outcome, unheard.reason),
        (End::Failed, Some(Reason::NotLocked)),
        "no locker listens"
    );

    let _locker = seat.locker("c1").await;
    assert_eq!(lock().await, Outcome::done());
    assert_eq!(lock().await, Outcome::done(), "locked already");
}

#[tokio::test]
async fn s_108_a_lock_is_taken_up_again_after_a_restart_until_it_is_lifted() {
    let (seat, mut server) = (Seat::new().await, Server::start().await);
    seat.session("c1", "seat0", me()).await;
    let _locker = seat.locker("c1").await;
    let home = seat.home();
    server.pair(&home).await;
    let agent = home.start();
    let (mut conn, _) = server.welcome().await;
    assert_eq!(
        conn.order(&server.command(&Order::Lock)).await,
        Outcome::done()
    );
    agent.kill().await;

    // The device starts again: another boot, and somebody signs in anew.
    let journal = home.state().join("journal.json");
    let mut kept: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&journal).unwrap()).unwrap();
    let this_boot = kept["locked_in_boot"].take();
    assert!(this_boot.as_str().is_some_and(|boot| !boot.is_empty()));
    kept["locked_in_boot"] = "the boot before".into();
    std::fs::write(&journal, kept.to_string()).unwrap();
    let path = format!("{ROOT}/session/c1");
    seat.bus
        .call(
            [
                LOGIN,
                &path,
                "org.freedesktop.login1.Session",
                "SetLockedHint",
            ],
            &false,
        )
        .await;

    let agent = home.start();
    let (mut conn, _) = server.welcome().await;
    crate::world::file_like(&journal, |text| text.contains(this_boot.as_str().unwrap())).await;
    let session = zbus::Proxy::new(
        &seat.bus.client,
        LOGIN,
        path.as_str(),
        "org.freedesktop.login1.Session",
    )
    .await
    .unwrap();
    assert!(session.get_property::<bool>("LockedHint").await.unwrap());

    assert_eq!(
        conn.order(&server.command(&Order::Unlock)).await,
        Outcome::done()
    );
    assert!(
        session.get_property::<bool>("LockedHint").await.unwrap(),
        "the screen lock itself is the owner's to open"
    );
    let lifted: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&journal).unwrap()).unwrap();
    assert_eq!(lifted["locked_in_boot"], serde_json::Value::Null);
    agent.stop().await;
}

#[tokio::test]
async fn s_116_a_last_word_before_power_off() {
    use kunci_wire::{FromAgent, Leaving};
    let (seat, mut server) = (Seat::new().await, Server::start().await);
    let home = seat.home();
    server.pair(&home).await;
    let _agent = home.start();
    let (mut conn, _) = server.welcome().await;
    let manager = zbus::Proxy::new(
        &seat.bus.client,
        LOGIN,
        ROOT,
        "org.freedesktop.login1.Manager",
    )
    .await
    .unwrap();
    let held = async || {
        manager
            .call::<_, _, Vec<(String, String, String, String, u32, u32)>>("ListInhibitors", &())
            .await
            .unwrap()
    };
    crate::world::soon("the delay of power-off", async {
        while held().await.is_empty() {}
    })
    .await;
    seat.bus
        .call(
            [LOGIN, ROOT, MOCK, "EmitSignal"],
            &(
                "org.freedesktop.login1.Manager",
                "PrepareForShutdown",
                "b",
                vec![zbus::Variant::from(true)],
            ),
        )
        .await;
    let why = conn.until("goodbye", |frame| match frame {
        FromAgent::Leaving { why } => Some(*why),
        _ => None,
    });
    assert_eq!(why.await, Leaving::Shutdown);
    crate::world::soon("power-off going on", async {
        while !held().await.is_empty() {}
    })
    .await;
}
