//! A provider of identities that is not ours: `oidc-provider` from npm (e2e/provider.mjs), and people who have accounts there.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use kunci_rules::{Span, Time};
use kunci_server::config::{Preset, Upstream};
use kunci_server::secret::Secret;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;

use crate::html;
use crate::world::{BEGINNING, URL};

/// Its id in the configuration, and so in addresses.
pub(crate) const ID: &str = "surat";

/// A provider in a process of its own, whose clock stands still. It ends when dropped, or with the tests.
pub(crate) struct Provider {
    issuer: String,
    child: Child,
}

/// The one that all tests share whose worlds have their usual time.
pub(crate) fn shared() -> &'static Provider {
    static SHARED: OnceLock<Provider> = OnceLock::new();
    SHARED.get_or_init(|| Provider::at(BEGINNING))
}

impl Provider {
    /// One whose clock shows this.
    pub(crate) fn at(now: Time) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/provider.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .args(["--back", &format!("{URL}/upstream/{ID}/back")])
            .args([
                "--at",
                &now.since(Time(0))
                    .whole_seconds()
                    .saturating_mul(1000)
                    .to_string(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|_| {
            panic!("no provider: npm ci --prefix e2e (./dev test rust does it)")
        });
        let issuer = said["issuer"].as_str().unwrap().to_owned();
        Self { issuer, child }
    }

    /// How a server is told of it.
    pub(crate) fn configured(&self) -> Upstream {
        upstream(ID, "Surat", &self.issuer)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Any provider, as configured.
pub(crate) fn upstream(id: &str, name: &str, issuer: &str) -> Upstream {
    Upstream {
        id: id.to_owned(),
        name: name.to_owned(),
        issuer: issuer.to_owned(),
        client_id: "kunci".to_owned(),
        client_secret: Secret::new("a secret of this test alone".to_owned()),
        preset: Preset::None,
        scopes: ["openid", "email"].map(str::to_owned).to_vec(),
    }
}

/// A clock ahead of the worlds' by more than clocks may differ.
pub(crate) fn ahead() -> Time {
    BEGINNING + Span::minutes(5)
}

/// Someone at the provider, with a browser that keeps its cookies.
pub(crate) struct Visitor {
    http: reqwest::Client,
    jar: BTreeMap<String, String>,
}

impl Visitor {
    pub(crate) fn new() -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none());
        Self {
            http: http.build().unwrap(),
            jar: BTreeMap::new(),
        }
    }

    /// Follows the address that we sent the browser to, signs in there as `who` and agrees; where it is sent back to.
    pub(crate) async fn agrees(&mut self, address: &str, who: &str) -> String {
        let mut page = self.get(address.to_owned()).await;
        loop {
            let body = match page {
                Answer::Back(address) => return address,
                Answer::Page(body) => body,
            };
            let form = html::forms(&body)
                .into_iter()
                .next()
                .unwrap_or_else(|| panic!("no form: {}", html::text(&body)));
            let mut fields = form.fields.clone();
            for (name, value) in [("login", who), ("password", "x")] {
                if fields.iter().any(|(known, _)| known == name)
                    || body.contains(&format!("name=\"{name}\""))
                {
                    fields.retain(|(known, _)| known != name);
                    fields.push((name.to_owned(), value.to_owned()));
                }
            }
            page = self.post(form.action, &fields).await;
        }
    }

    /// Presses "Cancel" there.
    pub(crate) async fn refuses(&mut self, address: &str) -> String {
        let Answer::Page(body) = self.get(address.to_owned()).await else {
            panic!("no page at {address}")
        };
        let abort = html::links(&body)
            .into_iter()
            .find(|link| link.ends_with("/abort"));
        match self.get(abort.unwrap()).await {
            Answer::Back(address) => address,
            Answer::Page(body) => panic!("{}", html::text(&body)),
        }
    }

    async fn get(&mut self, address: String) -> Answer {
        let request = self.http.get(&address);
        self.follow(address, request).await
    }

    async fn post(&mut self, address: String, fields: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let request = self
            .http
            .post(&address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(html::encode_form(&fields));
        self.follow(address, request).await
    }

    async fn follow(
        &mut self,
        mut address: String,
        mut request: reqwest::RequestBuilder,
    ) -> Answer {
        loop {
            let jar: Vec<String> = self.jar.iter().map(|(n, v)| format!("{n}={v}")).collect();
            let response = request.header(COOKIE, jar.join("; ")).send().await.unwrap();
            for line in response.headers().get_all(SET_COOKIE) {
                let pair = line.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.jar.insert(name.to_owned(), value.to_owned());
            }
            let Some(next) = response.headers().get(LOCATION) else {
                return Answer::Page(response.text().await.unwrap());
            };
            let next = next.to_str().unwrap();
            let here = reqwest::Url::parse(&address).unwrap();
            address = here.join(next).unwrap().to_string();
            if address.starts_with(URL) {
                return Answer::Back(address);
            }
            request = self.http.get(&address);
        }
    }
}

enum Answer {
    /// A page of the provider.
    Page(String),
    /// The browser is sent back to us.
    Back(String),
}
