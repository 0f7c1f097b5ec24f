//! The one WebSocket: kept open, reopened, and believed dead when it is silent for too long.
//!
//! Knows frames only as far as the connection itself is concerned: a welcome resets the waits, a refusal makes
//! them long, `retry` names one.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use kunci_wire::{FromAgent, FromServer, Origin};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

use crate::backoff::{Backoff, as_asked};
use crate::{clock, net};

/// What the hub hears.
#[derive(Debug)]
pub enum Event {
    /// A connection is open; frames for it go here. Dropping the sender closes it, after what was sent.
    Up(mpsc::Sender<FromAgent>),
    /// The server said something.
    Heard(FromServer),
    /// The connection is gone.
    Down,
}

/// Frames that may wait for a slow network. More than this and the connection counts as stuck.
const WAITING: usize = 64;

/// How long silence may last.
#[derive(Debug, Clone, Copy)]
pub struct Silence {
    /// Then the agent asks whether the server is there.
    pub ping_after: Duration,
    /// Then it is not.
    pub dead_after: Duration,
    /// How often that is looked at.
    pub look_every: Duration,
}

/// Mobile networks forget idle connections after one to five minutes.
pub const SILENCE: Silence = Silence {
    ping_after: Duration::from_secs(45),
    dead_after: Duration::from_secs(75),
    look_every: Duration::from_secs(15),
};

const SEND_WITHIN: Duration = Duration::from_secs(30);

/// How a connection ended.
enum Ending {
    Lost,
    Refused,
    Asked {
        after_s: u32,
    },
    /// The hub is gone.
    Over,
}

/// Keeps a connection to `path` on `server` until the hub is gone.
pub async fn keep(server: Origin, path: String, silence: Silence, events: mpsc::Sender<Event>) {
    let mut backoff = Backoff::default();
    loop {
        let ending = match net::socket(&server, &path).await {
            Ok(socket) => talk(socket, silence, &events, &mut backoff).await,
            Err(e) => {
                tracing::warn!("{e}");
                Ending::Lost
            }
        };
        let dice = clock::random().map_or(u32::MAX, u32::from_le_bytes);
        let wait = match ending {
            Ending::Over => return,
            Ending::Asked { after_s } => as_asked(after_s, dice),
            Ending::Refused => {
                backoff.slow_down();
                backoff.next(dice)
            }
            Ending::Lost => backoff.next(dice),
        };
        tracing::info!("connecting again in {:.1} s", wait.as_secs_f64());
        tokio::select! {
            () = sleep(wait) => {}
            () = events.closed() => return,
        }
    }
}

async fn talk(
    mut socket: net::Socket,
    silence: Silence,
    events: &mpsc::Sender<Event>,
    backoff: &mut Backoff,
) -> Ending {
    let (sender, mut outgoing) = mpsc::channel(WAITING);
    if events.send(Event::Up(sender)).await.is_err() {
        return Ending::Over;
    }
    let mut ending = Ending::Lost;
    let mut heard = Instant::now();
    let mut look = interval(silence.look_every);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            frame = outgoing.recv() => {
                let Some(frame) = frame else { break };
                if !send(&mut socket, text(&frame)).await {
                    break;
                }
            }
            message = socket.next() => {
                heard = Instant::now();
                let Some(Ok(message)) = message else { break };
                if let Some(end) = listen(message, events, backoff).await {
                    ending = end;
                    break;
                }
            }
            _ = look.tick() => {
                let quiet = heard.elapsed();
                if quiet >= silence.dead_after || (quiet >= silence.ping_after && !send(&mut socket, Message::Ping(Vec::new().into())).await) {
                    tracing::info!("the server is silent");
                    break;
                }
            }
        }
    }
    let _ = timeout(Duration::from_secs(2), socket.close(None)).await; // polite only; the connection may be gone already
    if events.send(Event::Down).await.is_err() {
        Ending::Over
    } else {
        ending
    }
}

/// Passes a frame on; says so if it ends the connection.
async fn listen(
    message: Message,
    events: &mpsc::Sender<Event>,
    backoff: &mut Backoff,
) -> Option<Ending> {
    let text = match message {
        Message::Text(text) => text,
        Message::Close(_) => return Some(Ending::Lost),
        _ => return None,
    };
    let frame = match serde_json::from_str(&text) {
        Ok(frame) => frame,
        Err(e) => {
            tracing::warn!("a frame that makes no sense: {e}");
            return None;
        }
    };
    let end = match &frame {
        FromServer::Welcome(_) => {
            backoff.reset();
            None
        }
        FromServer::Refused { reason } => {
            tracing::error!("{reason}");
            Some(Ending::Refused)
        }
        FromServer::Retry { after_s } => Some(Ending::Asked { after_s: *after_s }),
        _ => None,
    };
    if events.send(Event::Heard(frame)).await.is_err() {
        Some(Ending::Over)
    } else {
        end
    }
}

fn text(frame: &FromAgent) -> Message {
    Message::Text(serde_json::to_string(frame).unwrap_or_default().into()) // our frames always encode
}

async fn send(socket: &mut net::Socket, message: Message) -> bool {
    matches!(timeout(SEND_WITHIN, socket.send(message)).await, Ok(Ok(())))
}
