//! The reader's end of a stream of server-sent events.

use axum::body::{Body, BodyDataStream};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::StreamExt as _;

/// An open stream.
pub(crate) struct Events {
    /// Of the answer.
    pub(crate) status: StatusCode,
    /// Of the answer.
    pub(crate) content_type: Option<String>,
    body: BodyDataStream,
    text: String,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Such as `fix`.
    pub(crate) event: String,
    /// Where to resume after it.
    pub(crate) id: Option<String>,
    /// What it says.
    pub(crate) data: serde_json::Value,
}

impl Events {
    pub(crate) fn new(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let content_type = parts.headers.get("content-type");
        Self {
            status: parts.status,
            content_type: content_type.map(|value| value.to_str().unwrap().to_owned()),
            body: body.into_data_stream(),
            text: String::new(),
        }
    }

    /// The next event, however long it takes; `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> Option<Said> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let said = read(block);
                self.text = rest.to_owned();
                return Some(said);
            }
            let piece = self.body.next().await?.unwrap();
            self.text.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }

    /// The next event of this kind; others are left out.
    pub(crate) async fn next_of(&mut self, kind: &str) -> Said {
        loop {
            let said = self.next().await;
            let said = said.unwrap_or_else(|| panic!("the stream ended before any {kind}"));
            if said.event == kind {
                return said;
            }
        }
    }
}

fn read(block: &str) -> Said {
    let field = |name: &str| {
        block.lines().find_map(|line| {
            line.strip_prefix(name)?
                .strip_prefix(": ")
                .map(str::to_owned)
        })
    };
    Said {
        event: field("event").unwrap_or_default(),
        id: field("id"),
        data: field("data").map_or(serde_json::Value::Null, |data| {
            serde_json::from_str(&data).unwrap()
        }),
    }
}
