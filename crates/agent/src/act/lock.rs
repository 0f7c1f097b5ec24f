//! Locking the screen through the login manager (org.freedesktop.login1), and making sure that it is locked (S-108).

use std::time::Duration;

use futures_util::StreamExt;
use kunci_wire::{Outcome, Reason};
use tokio::time::timeout;
use zbus::OwnedObjectPath;

const PATIENCE: Duration = Duration::from_secs(10);

/// systemd-logind.
#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1"
)]
pub(super) trait Manager {
    /// Session id, user id, user name, seat, object path.
    fn list_sessions(&self) -> zbus::Result<Vec<(String, u32, String, String, OwnedObjectPath)>>;
    fn lock_session(&self, id: &str) -> zbus::Result<()>;
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<zbus::OwnedFd>;
    #[zbus(signal)]
    fn prepare_for_shutdown(&self, starts: bool) -> zbus::Result<()>;
    #[zbus(signal)]
    fn session_new(&self, id: &str, path: OwnedObjectPath) -> zbus::Result<()>;
}

#[zbus::proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1"
)]
trait Session {
    #[zbus(property)]
    fn locked_hint(&self) -> zbus::Result<bool>;
    #[zbus(property)]
    fn class(&self) -> zbus::Result<String>;
}

/// Whether a login manager answers.
pub async fn can_lock() -> bool {
    let ask = async {
        let bus = zbus::Connection::system().await?;
        ManagerProxy::new(&bus).await?.list_sessions().await
    };
    matches!(timeout(PATIENCE, ask).await, Ok(Ok(_)))
}

/// Locks every session of this user (of every user, when run by root) that sits at the device, and waits until
/// each says that it is locked.
pub async fn lock() -> Outcome {
    match timeout(PATIENCE, lock_all()).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(e)) => Outcome::failed(Reason::NoLoginManager, e.to_string()),
        Err(_) => Outcome::failed(
            Reason::NotLocked,
            "the screen did not say within 10 seconds that it is locked",
        ),
    }
}

/// Locks until it worked: once somebody signs in, and once their screen is ready to be locked.
pub async fn keep_locked() {
    loop {
        let outcome = lock().await;
        let wait = match outcome.reason {
            None => return,
            Some(Reason::NoSession) => timeout(Duration::from_secs(60), somebody_signs_in())
                .await
                .map_or(Duration::ZERO, |_| Duration::from_secs(1)),
            Some(_) => Duration::from_secs(5),
        };
        tokio::time::sleep(wait).await;
    }
}

async fn somebody_signs_in() -> zbus::Result<()> {
    let bus = zbus::Connection::system().await?;
    let mut sessions = ManagerProxy::new(&bus).await?.receive_session_new().await?;
    sessions.next().await;
    Ok(())
}

async fn lock_all() -> zbus::Result<Outcome> {
    let bus = zbus::Connection::system().await?;
    let manager = ManagerProxy::new(&bus).await?;
    let me = rustix::process::getuid().as_raw();
    let mut locked = 0;
    for (id, uid, _, seat, path) in manager.list_sessions().await? {
        if seat.is_empty() || (me != 0 && uid != me) {
            continue; // a remote session, or somebody else's
        }
        let session = SessionProxy::builder(&bus).path(path).build().await?;
        if session.class().await? != "user" {
            continue; // the sign-in screen itself
        }
        // Listening before asking: the answer cannot slip through between the two.
        let mut hints = session.receive_locked_hint_changed().await;
        if let Err(e) = manager.lock_session(&id).await {
            return Ok(Outcome::failed(
                Reason::NotLocked,
                format!("session {id}: {e}"),
            ));
        }
        if !session.locked_hint().await? {
            while let Some(hint) = hints.next().await {
                if hint.get().await? {
                    break;
                }
            }
        }
        locked += 1;
    }
    Ok(if locked == 0 {
        Outcome::failed(Reason::NoSession, "nobody is signed in at the device")
    } else {
        Outcome::done()
    })
}
