//! The requests themselves: our own client, no redirects, small answers, and https alone.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};

use crate::state::App;

/// Larger than any discovery document or key set.
const LONGEST: usize = 512 * 1024;

/// For one request.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// The document of an https provider leads to an address in the clear.
    #[error("it leads to an address without https")]
    Clear,
    /// It is larger than anything that we asked for.
    #[error("the answer is too large")]
    Large,
    /// Not to be reached, or not in time.
    #[error("{0}")]
    Client(reqwest::Error),
    /// Neither request nor answer can be written down.
    #[error("{0}")]
    Http(#[from] axum::http::Error),
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        // Addresses may hold a code.
        Self::Client(error.without_url())
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, Failed>> + Send>>;

/// What sends the requests of `openidconnect`. `local`: the provider is on this machine, where plain http is taken.
pub(super) fn ask(app: &App, local: bool) -> impl Fn(HttpRequest) -> Answer + Send + Sync + use<> {
    let client = app.http.clone();
    move |request| Box::pin(send(client.clone(), local, request))
}

async fn send(
    client: reqwest::Client,
    local: bool,
    request: HttpRequest,
) -> Result<HttpResponse, Failed> {
    if !local && request.uri().scheme_str() != Some("https") {
        return Err(Failed::Clear);
    }
    let mut request = reqwest::Request::try_from(request)?;
    *request.timeout_mut() = Some(TIMEOUT);
    let mut response = client.execute(request).await?;
    let mut answer = axum::http::Response::builder().status(response.status());
    if let Some(headers) = answer.headers_mut() {
        headers.clone_from(response.headers());
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > LONGEST {
            return Err(Failed::Large);
        }
        body.extend_from_slice(&part);
    }
    Ok(answer.body(body)?)
}
