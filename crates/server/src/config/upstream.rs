//! `[[upstream]]`: providers that speak OpenID Connect, at which owners may connect an account of theirs.

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::Invalid;
use crate::secret::Secret;

/// Longest name that a button can show on a small phone.
const LONGEST_NAME: usize = 24;

/// One provider. Owners who connected theirs may sign in and recover with it; nobody else can.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upstream {
    /// Stands in addresses; never change it once the provider knows the redirect address.
    pub id: String,
    /// What owners read: "Masuk dengan …". With a preset, its own.
    #[serde(default)]
    pub name: String,
    /// Where the provider is: its discovery document is at `{issuer}/.well-known/openid-configuration`. With a preset, its own.
    #[serde(default)]
    pub issuer: String,
    /// Who we are to the provider.
    pub client_id: String,
    /// How we prove that.
    #[serde(skip_serializing)]
    pub client_secret: Secret,
    /// What is known of a provider already.
    #[serde(default)]
    pub preset: Preset,
    /// What is asked for; `openid` is needed, `email` says which mailbox stands behind it.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
}

/// Providers that need less configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Any provider: name and issuer are configured.
    #[default]
    None,
    /// Google.
    Google,
}

impl Preset {
    /// Name and issuer.
    const fn known(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::None => None,
            Self::Google => Some(("Google", "https://accounts.google.com")),
        }
    }
}

fn scopes() -> Vec<String> {
    ["openid", "email"].map(str::to_owned).to_vec()
}

impl Upstream {
    /// Whether the issuer is on this machine, the only place where plain http is taken.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.issuer.starts_with("http://")
    }

    /// The path of the redirect address, which the operator gives to the provider below `server.public_url`.
    #[must_use]
    pub fn back_path(&self) -> String {
        format!("/upstream/{}/back", self.id)
    }
}

/// Fills in what presets know, and checks every provider.
pub(super) fn checked(mut all: Vec<Upstream>) -> Result<Vec<Upstream>, Invalid> {
    for index in 0..all.len() {
        let (before, rest) = all.split_at_mut(index);
        let Some(one) = rest.first_mut() else { break };
        one.fill_in()?;
        one.check()?;
        if before.iter().any(|other| other.id == one.id) {
            let remedy = "give each provider its own id";
            return Err(Invalid::new("upstream.id", &one.id, remedy));
        }
        if before.iter().any(|other| other.issuer == one.issuer) {
            let remedy = "configure each issuer once: an identity there leads to one account here";
            return Err(Invalid::new("upstream.issuer", &one.issuer, remedy));
        }
    }
    Ok(all)
}

impl Upstream {
    fn fill_in(&mut self) -> Result<(), Invalid> {
        let Some((name, issuer)) = self.preset.known() else {
            return Ok(());
        };
        if self.name.is_empty() {
            name.clone_into(&mut self.name);
        }
        if !self.issuer.is_empty() && self.issuer != issuer {
            let remedy = "the preset has an issuer of its own: leave one of them out";
            return Err(Invalid::new("upstream.issuer", &self.issuer, remedy));
        }
        issuer.clone_into(&mut self.issuer);
        Ok(())
    }

    fn check(&self) -> Result<(), Invalid> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            let remedy = "use small letters, digits and -: it stands in an address";
            return Err(Invalid::new("upstream.id", &self.id, remedy));
        }
        let length = self.name.trim().chars().count();
        if length == 0 || length > LONGEST_NAME || self.name.chars().any(char::is_control) {
            let remedy = "write 1 to 24 characters: owners read \"Masuk dengan …\" on a button";
            return Err(Invalid::new("upstream.name", &self.name, remedy));
        }
        self.check_issuer()?;
        if self.client_id.is_empty() {
            let remedy = "write the client id that the provider gave you";
            return Err(Invalid::new("upstream.client_id", &self.id, remedy));
        }
        if self.client_secret.expose().is_empty() {
            let remedy =
                "write the client secret: register this server as a confidential (web) client";
            return Err(Invalid::new("upstream.client_secret", "(empty)", remedy));
        }
        let scopes = self.scopes.join(" ");
        let word =
            |scope: &String| !scope.is_empty() && scope.bytes().all(|b| b.is_ascii_graphic());
        if !self.scopes.iter().all(word) || !self.scopes.iter().any(|scope| scope == "openid") {
            let remedy = "name \"openid\" among the scopes, such as [\"openid\", \"email\"]";
            return Err(Invalid::new("upstream.scopes", scopes, remedy));
        }
        Ok(())
    }

    fn check_issuer(&self) -> Result<(), Invalid> {
        let refuse = |remedy: &str| Err(Invalid::new("upstream.issuer", &self.issuer, remedy));
        let Ok(url) = Url::parse(&self.issuer) else {
            return refuse("write it like https://accounts.example, exactly as the provider does");
        };
        let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            return refuse("use https://: who someone is must not travel in the clear");
        }
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return refuse("leave out user, query and fragment");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn load(toml: &str) -> Result<Config, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), toml).unwrap();
        Config::load(Some(file.path())).map_err(|error| error.to_string())
    }

    fn one(lines: &str) -> Result<Config, String> {
        load(&format!("[[upstream]]\n{lines}"))
    }

    #[test]
    fn google_needs_an_id_and_a_secret_only() {
        let lines = "id = 'google'\npreset = 'google'\nclient_id = 'a'\nclient_secret = 'rahasia'";
        let config = one(lines).unwrap();
        let google = &config.upstream[0];
        assert_eq!(
            (google.name.as_str(), google.issuer.as_str()),
            ("Google", "https://accounts.google.com")
        );
        assert_eq!(google.scopes, ["openid", "email"]);
        assert!(!format!("{config:?}").contains("rahasia"));
    }

    #[test]
    fn what_cannot_be_used_names_key_value_and_remedy() {
        let good = "id = 'x'\nname = 'X'\nissuer = 'https://x.example'\nclient_id = 'a'\nclient_secret = 'rahasia'\n";
        assert!(one(good).is_ok());
        for (from, to, key) in [
            ("id = 'x'", "id = 'X y'", "upstream.id = X y"),
            ("name = 'X'", "", "upstream.name"),
            (
                "https://x.example",
                "http://x.example",
                "upstream.issuer = http://x.example",
            ),
            (
                "https://x.example",
                "x.example",
                "upstream.issuer = x.example",
            ),
            (
                "https://x.example",
                "https://x.example/?a",
                "upstream.issuer",
            ),
            ("client_id = 'a'", "client_id = ''", "upstream.client_id"),
            ("'rahasia'", "''", "upstream.client_secret"),
            ("'rahasia'", "['rahasia']", "client_secret"),
            ("name = 'X'", "preset = 'google'", "upstream.issuer"),
            (
                "name = 'X'",
                "name = 'X'\nscopes = ['email']",
                "upstream.scopes = email",
            ),
            ("name = 'X'", "name = 'X'\nsecret = 'rahasia'", "secret"),
        ] {
            let said = one(&good.replace(from, to)).unwrap_err();
            assert!(said.contains(key), "{to}: {said}");
            assert!(!said.contains("rahasia"), "{said}");
        }
        let twice = one(&format!("{good}[[upstream]]\n{good}")).unwrap_err();
        assert!(twice.contains("upstream.id = x"), "{twice}");
    }
}
