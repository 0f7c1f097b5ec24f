//! Showing words to whoever holds the device: desktop notifications (org.freedesktop.Notifications 1.2), a
//! configured command, and a file for login screens and status bars that read it (S-108).

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use kunci_wire::{Outcome, Reason};
use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;
use tokio::time::timeout;
use zbus::Variant;

use super::process::{Group, shell};
use super::words::Words;

/// File of the lost message in the state directory, as shown.
pub const FILE: &str = "lost-message.txt";

const PATIENCE: Duration = Duration::from_secs(10);

/// How long the button under a notice works.
const BUTTON: Duration = Duration::from_secs(3600);

/// The notification service of the user's session.
#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications"
)]
trait Notifications {
    #[expect(clippy::too_many_arguments, reason = "the interface's own signature")]
    fn notify(
        &self,
        app: &str,
        replaces: u32,
        icon: &str,
        title: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Variant<'_>>,
        expires_ms: i32,
    ) -> zbus::Result<u32>;
    fn close_notification(&self, id: u32) -> zbus::Result<()>;
    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action: &str) -> zbus::Result<()>;
}

/// Whether a notification service answers, or could be started.
pub async fn can_notify() -> bool {
    let ask = async {
        let bus = zbus::Connection::session().await?;
        let dbus = zbus::fdo::DBusProxy::new(&bus).await?;
        let name = "org.freedesktop.Notifications";
        if dbus.name_has_owner(name.try_into()?).await? {
            return Ok(true);
        }
        Ok::<_, zbus::Error>(
            dbus.list_activatable_names()
                .await?
                .iter()
                .any(|known| known.as_str() == name),
        )
    };
    matches!(timeout(PATIENCE, ask).await, Ok(Ok(true)))
}

/// How long to wait before trying again to show a message that nobody could see, as before somebody signs in.
const AGAIN: Duration = Duration::from_secs(10);

/// Shows the lost message wherever possible and tells through `shown` how that went at first. Goes on trying until it
/// is on a screen, and takes it away again when `until` is dropped.
pub async fn show(
    words: Words,
    command: Option<String>,
    shown: impl FnOnce(Outcome),
    mut until: oneshot::Receiver<()>,
) {
    let (mut on_screen, told) = tokio::join!(put_up(&words), tell(command.as_deref(), &words));
    shown(match (&on_screen, &told) {
        (Ok(_), _) | (_, Ok(true)) => Outcome::done(),
        (Err(e), Ok(false)) => Outcome::failed(Reason::NoDisplay, e.to_string()),
        (Err(e), Err(why)) => Outcome::failed(Reason::NoDisplay, format!("{e}; {why}")),
    });
    while on_screen.is_err() {
        if timeout(AGAIN, &mut until).await.is_ok() {
            return;
        }
        on_screen = put_up(&words).await;
    }
    let _ = until.await;
    if let Ok((service, id)) = on_screen {
        let _ = timeout(PATIENCE, service.close_notification(id)).await; // the session may have ended
    }
}

async fn put_up(words: &Words) -> zbus::Result<(NotificationsProxy<'static>, u32)> {
    let put_up = async {
        let service = service().await?;
        let id = notify(&service, words, &[], true).await?;
        Ok((service, id))
    };
    let silent = |_| zbus::Error::Failure("the notification service does not answer".to_owned());
    timeout(PATIENCE, put_up).await.map_err(silent)?
}

/// Tells the holder something with a button under it; whether the button was pressed.
pub async fn notice(words: &Words, button: &str) -> bool {
    let pressed = async {
        let proxy = service().await?;
        let mut presses = proxy.receive_action_invoked().await?;
        let id = notify(&proxy, words, &[PRESSED, button], false).await?;
        while let Some(press) = presses.next().await {
            if press
                .args()
                .is_ok_and(|args| args.id == id && args.action == PRESSED)
            {
                return Ok::<_, zbus::Error>(true);
            }
        }
        Ok(false)
    };
    matches!(timeout(BUTTON, pressed).await, Ok(Ok(true)))
}

const PRESSED: &str = "stop";

async fn service() -> zbus::Result<NotificationsProxy<'static>> {
    NotificationsProxy::new(&zbus::Connection::session().await?).await
}

async fn notify(
    service: &NotificationsProxy<'_>,
    words: &Words,
    actions: &[&str],
    urgent: bool,
) -> zbus::Result<u32> {
    let critical: u8 = if urgent { 2 } else { 1 };
    let hints = HashMap::from([
        ("urgency", Variant::from(critical)),
        ("resident", Variant::from(urgent)),
    ]);
    let forever = if urgent { 0 } else { -1 };
    service
        .notify(
            "",
            0,
            "dialog-information",
            &words.title,
            &plain(&words.body),
            actions,
            hints,
            forever,
        )
        .await
}

/// Notification bodies may be read as markup; the owner's words are not.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Runs the configured command with the words on its standard input; `Ok(false)` if there is none.
async fn tell(command: Option<&str>, words: &Words) -> Result<bool, String> {
    let Some(line) = command else {
        return Ok(false);
    };
    let mut command = shell(line);
    command.stdin(std::process::Stdio::piped());
    let run = async {
        let mut group = Group::start(command)?;
        if let Some(mut input) = group.child().stdin.take() {
            // A command that does not read its input is fine.
            let _ = input
                .write_all(format!("{}\n{}\n", words.title, words.body).as_bytes())
                .await;
        }
        group.child().wait().await
    };
    match timeout(PATIENCE, run).await {
        Ok(Ok(status)) if status.success() => Ok(true),
        Ok(Ok(status)) => Err(format!("the message command ended with {status}")),
        Ok(Err(e)) => Err(format!("the message command: {e}")),
        Err(_) => Err("the message command did not end".to_owned()),
    }
}
