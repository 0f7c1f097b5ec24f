//! `GET /agent/v1/socket`: the connection itself.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kunci_wire::{FromAgent, FromServer, MAX_FRAME};
use tokio::time::timeout;

use super::connections::Waiting;
use super::{greet, session};
use crate::state::App;
use crate::web::Context;

/// A frame that cannot be sent within this went to nobody.
const SEND_WITHIN: Duration = Duration::from_secs(30);

/// GET /agent/v1/socket
pub async fn get(State(app): State<App>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &app).await;
    let context = Context::from_request_parts(&mut parts, &app).await;
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(refused) => return refused.into_response(),
    };
    let place = context
        .ok()
        .filter(|_| !app.stop.is_asked())
        .and_then(|context| app.agents.knock(context.network));
    let Some(place) = place else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "60")],
        )
            .into_response();
    };
    // Thousands of agents say nothing most of the time: buffers begin small, and a frame is written as it is made.
    upgrade
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_write_buffer_size(4 * MAX_FRAME)
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(move |socket| serve(app, socket, place))
}

async fn serve(app: App, socket: WebSocket, place: Waiting) {
    let hold = app.stop.hold();
    let mut line = Line(socket);
    if let Some(entered) = greet::greet(&app, &mut line).await {
        drop(place);
        session::run(&app, &mut line, entered).await;
    }
    line.close().await;
    drop(hold);
}

/// A WebSocket that speaks frames. Boxed where it is kept across waits, so that an idle connection stays small.
pub(super) struct Line(WebSocket);

/// What came down the line.
#[derive(Debug)]
pub(super) enum Heard {
    /// A frame.
    Frame(FromAgent),
    /// A sign of life, or a frame that makes no sense here.
    Nothing,
    /// It is over.
    Gone,
}

impl Line {
    /// Waits for the next thing.
    pub(super) async fn hear(&mut self) -> Heard {
        match self.0.recv().await {
            Some(Ok(Message::Text(text))) => {
                serde_json::from_str(&text).map_or(Heard::Nothing, Heard::Frame)
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => Heard::Gone,
            Some(Ok(_)) => Heard::Nothing,
        }
    }

    /// Sends a frame. `false`: nobody is there.
    pub(super) async fn say(&mut self, frame: &FromServer) -> bool {
        let text = serde_json::to_string(frame).unwrap_or_default(); // our frames always encode
        self.send(Message::Text(text.into())).await
    }

    /// Asks for a sign of life.
    pub(super) async fn ping(&mut self) -> bool {
        self.send(Message::Ping(Vec::new().into())).await
    }

    async fn send(&mut self, message: Message) -> bool {
        matches!(timeout(SEND_WITHIN, self.0.send(message)).await, Ok(Ok(())))
    }

    /// Says goodbye; whether anyone hears it does not matter.
    async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.0.send(Message::Close(None))).await;
    }
}
