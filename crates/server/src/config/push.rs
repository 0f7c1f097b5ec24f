//! Section `push`: how signed-in browsers are told that something waits.

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::Invalid;

/// Section `push`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Push {
    /// Origins of push services that are trusted as they are, such as `https://push.internal:8443`: they may be anywhere, also in
    /// the operator's own network. All others must be on the internet, at https.
    pub services: Vec<String>,
}

impl Push {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        for service in &self.services {
            let url = Url::parse(service).ok();
            let origin = url.as_ref().map(|url| url.origin().ascii_serialization());
            if origin.as_deref() != Some(service) {
                let remedy = "write scheme, name and port alone, like https://push.internal:8443";
                return Err(Invalid::new("push.services", service, remedy));
            }
            let local = url.is_some_and(|url| {
                matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
            });
            let good = service.starts_with("https://") || local && service.starts_with("http://");
            if !good {
                let remedy = "use https://, except on this machine";
                return Err(Invalid::new("push.services", service, remedy));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Push;

    #[test]
    fn origins_alone_and_https() {
        let said = |service: &str| {
            let push = Push {
                services: vec![service.to_owned()],
            };
            push.check().map_err(|error| error.to_string())
        };
        for good in [
            "https://push.internal:8443",
            "https://push.example",
            "http://127.0.0.1:9000",
        ] {
            assert_eq!(said(good), Ok(()));
        }
        for bad in [
            "https://push.example/",
            "push.example",
            "http://push.example",
            "",
            "https://u@push.example",
        ] {
            let error = said(bad).unwrap_err();
            assert!(error.contains("push.services"), "{bad}: {error}");
        }
    }
}
