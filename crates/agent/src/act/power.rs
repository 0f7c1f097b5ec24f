//! Hearing of power-off in time to send a last position (S-116).

use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

use super::lock::ManagerProxy;

/// Tells `hub` when the device is about to switch off, and holds that up (a few seconds at most, the login
/// manager's `InhibitDelayMaxSec`) until the hub drops what it was sent. Does nothing where there is no login manager.
pub async fn watch(hub: mpsc::Sender<oneshot::Sender<()>>) {
    while !hub.is_closed() {
        if let Err(e) = wait(&hub).await {
            tracing::debug!("cannot hear of power-off: {e}");
        }
        sleep(Duration::from_secs(60)).await;
    }
}

async fn wait(hub: &mpsc::Sender<oneshot::Sender<()>>) -> zbus::Result<()> {
    let bus = zbus::Connection::system().await?;
    let manager = ManagerProxy::new(&bus).await?;
    let mut signals = manager.receive_prepare_for_shutdown().await?;
    let delay = manager
        .inhibit(
            "shutdown",
            "kunci-agent",
            "sends the last position",
            "delay",
        )
        .await?;
    while let Some(signal) = signals.next().await {
        if signal.args()?.starts {
            let (done, wait_for) = oneshot::channel();
            if hub.send(done).await.is_ok() {
                let _ = wait_for.await; // answered or dropped: either way the hub is through
            }
            break;
        }
    }
    drop(delay);
    Ok(())
}
