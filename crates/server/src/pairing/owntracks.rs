//! The settings of an OwnTracks app, as a link, a QR code, and values to type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::devices::handle;
use crate::web::{Error, qr};
use kunci_rules::Id;

/// Everything that the app needs, with the secret. Shown once.
pub(crate) struct Settings {
    pub(crate) url: String,
    /// User name and device id alike: not a secret.
    pub(crate) handle: String,
    /// 32 hexadecimal digits.
    pub(crate) password: String,
    /// Two letters that stand for the device on maps of the app.
    pub(crate) tid: String,
}

impl Settings {
    pub(crate) fn new(url: String, device: Id, name: &str, secret: &[u8; 16]) -> Self {
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(2)
            .collect();
        Self {
            url,
            handle: handle(device),
            password: hex::encode(secret),
            tid: if letters.len() == 2 {
                letters.to_uppercase()
            } else {
                "HP".to_owned()
            },
        }
    }

    /// The password in groups, for typing. The app's own spelling and this one are both accepted.
    pub(crate) fn grouped(&self) -> String {
        let digits: Vec<char> = self.password.chars().collect();
        digits
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Opens the app with these settings, on the phone itself.
    ///
    /// `cmd` lets the app answer "where are you" (`reportLocation`); `monitoring` 1 is the mode that spares the battery.
    pub(crate) fn link(&self) -> String {
        let settings = json!({
            "_type": "configuration",
            "mode": 3,
            "url": self.url,
            "auth": true,
            "username": self.handle,
            "password": self.password,
            "deviceId": self.handle,
            "tid": self.tid,
            "monitoring": 1,
            "cmd": true,
            "remoteConfiguration": false,
        });
        let inline = STANDARD.encode(settings.to_string());
        let inline = inline
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D");
        format!("owntracks:///config?inline={inline}")
    }

    /// The link as a picture.
    pub(crate) fn qr(&self) -> Result<String, Error> {
        qr::picture(&self.link())
    }
}
