//! One keep-alive connection that behaves like a browser: it keeps cookies and comes from a network.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Outcome;
use crate::child::Owner;

/// A connection and its cookies.
pub(crate) struct Client {
    address: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
    cookies: BTreeMap<String, String>,
    network: String,
    authorization: Option<String>,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

impl Client {
    /// Connects; `network` is any number, and equal ones are one network.
    ///
    /// # Errors
    /// Of the connection.
    pub(crate) async fn new(address: SocketAddr, network: u32) -> Outcome<Self> {
        Ok(Self {
            address,
            sender: connect(address).await?,
            cookies: BTreeMap::new(),
            network: network_address(network),
            authorization: None,
        })
    }

    /// Goes on from another network.
    pub(crate) fn move_to(&mut self, network: u32) {
        self.network = network_address(network);
    }

    /// Forgets every cookie.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
    }

    /// Shows this with every request from now on.
    pub(crate) fn authorize(&mut self, authorization: String) {
        self.authorization = Some(authorization);
    }

    /// Signs in at the form.
    ///
    /// # Errors
    /// The sign-in was refused.
    pub(crate) async fn sign_in(&mut self, owner: &Owner) -> Outcome {
        self.cookies.remove("session");
        let fields = [
            ("name", owner.login.as_str()),
            ("password", &owner.password),
        ];
        let answer = self.form("/signin", &fields).await?;
        if self.cookies.contains_key("session") {
            Ok(())
        } else {
            Err(format!("sign-in as {} was answered {}", owner.login, answer.status).into())
        }
    }

    /// GET.
    ///
    /// # Errors
    /// Of the connection.
    pub(crate) async fn get(&mut self, path: &str) -> Outcome<Answer> {
        self.send(Method::GET, path, "text/html", Bytes::new())
            .await
    }

    /// POST of a form.
    ///
    /// # Errors
    /// Of the connection.
    pub(crate) async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Outcome<Answer> {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escape(value)));
        let body = body.collect::<Vec<_>>().join("&");
        self.send(
            Method::POST,
            path,
            "application/x-www-form-urlencoded",
            body.into(),
        )
        .await
    }

    /// POST of a JSON document.
    ///
    /// # Errors
    /// Of the connection.
    pub(crate) async fn json(&mut self, path: &str, body: String) -> Outcome<Answer> {
        self.send(Method::POST, path, "application/json", body.into())
            .await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        kind: &str,
        body: Bytes,
    ) -> Outcome<Answer> {
        // The server may close a connection between two requests.
        if self.sender.ready().await.is_err() {
            self.sender = connect(self.address).await?;
        }
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.address.to_string())
            .header(header::CONTENT_TYPE, kind)
            .header("x-forwarded-for", &self.network)
            .header("sec-fetch-site", "same-origin");
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        if !self.cookies.is_empty() {
            let cookies = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            request = request.header(header::COOKIE, cookies.collect::<Vec<_>>().join("; "));
        }
        let response = self
            .sender
            .send_request(request.body(Full::new(body))?)
            .await?;
        self.keep_cookies(&response);
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, body })
    }

    fn keep_cookies<T>(&mut self, response: &Response<T>) {
        let lines = response.headers().get_all(header::SET_COOKIE);
        for line in lines.iter().filter_map(|line| line.to_str().ok()) {
            let pair = line.split(';').next().and_then(|pair| pair.split_once('='));
            match pair {
                Some((name, "")) => drop(self.cookies.remove(name)),
                Some((name, value)) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
    }
}

async fn connect(address: SocketAddr) -> Outcome<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // It ends with its sender; what goes wrong on it shows there.
    tokio::spawn(connection);
    Ok(sender)
}

/// An address in a /24 of its own.
fn network_address(network: u32) -> String {
    let [_, a, b, c] = network.to_be_bytes();
    format!("{}.{b}.{c}.7", 11 + a % 100)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}
