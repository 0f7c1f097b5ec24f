//! A software authenticator with one passkey (P-256), as a browser would drive it.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value as Cbor;
use serde_json::{Value, json};

use crate::browser::Page;
use crate::html;
use crate::world::URL;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thing {
    /// A phone that syncs its passkeys.
    Synced,
    /// A laptop that keeps them to itself.
    Laptop,
    /// A security key.
    Key,
}

/// The authenticator. Its fields can be set to what an honest one never says.
pub(crate) struct Passkey {
    key: EcdsaKeyPair,
    thing: Thing,
    /// Its id.
    pub(crate) id: Vec<u8>,
    /// Whose it is.
    pub(crate) user: Vec<u8>,
    /// Counts its uses.
    pub(crate) counter: u32,
    /// The site that it was made for.
    pub(crate) site: String,
    /// Where the browser is.
    pub(crate) origin: String,
    /// Whether it verifies its holder.
    pub(crate) verifies: bool,
}

/// The options that a page carries for the browser.
pub(crate) fn options(page: &Page) -> Value {
    let text = page.body.split("data-options=\"").nth(1);
    let text = text.unwrap_or_else(|| panic!("no options on {}: {}", page.path, page.text()));
    serde_json::from_str(&html::decode(text.split('"').next().unwrap())).unwrap()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

impl Passkey {
    /// Makes one, as a page asks for it, and the answer for that page.
    pub(crate) fn make(page: &Page, thing: Thing) -> (Self, String) {
        Self::of(&options(page), thing)
    }

    /// Makes one of these options, and the answer to them.
    pub(crate) fn of(options: &Value, thing: Thing) -> (Self, String) {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let it = Self {
            id: sha256(key.public_key().as_ref()),
            key,
            thing,
            user: bytes(&options["user"]["id"]),
            counter: u32::from(matches!(thing, Thing::Key)),
            site: options["rp"]["id"].as_str().unwrap().to_owned(),
            origin: URL.to_owned(),
            verifies: true,
        };
        let answer = it.made(options);
        (it, answer)
    }

    /// What it answers to these options, as if it had just been made.
    pub(crate) fn made(&self, options: &Value) -> String {
        let data = [
            self.data(1 << 6),
            vec![0; 16],
            u16::try_from(self.id.len()).unwrap().to_be_bytes().to_vec(),
            self.id.clone(),
            self.cose(),
        ]
        .concat();
        let entry = |name: &str, value| (Cbor::Text(name.to_owned()), value);
        let object = Cbor::Map(vec![
            entry("fmt", Cbor::Text("none".to_owned())),
            entry("attStmt", Cbor::Map(Vec::new())),
            entry("authData", Cbor::Bytes(data)),
        ]);
        let mut written = Vec::new();
        ciborium::into_writer(&object, &mut written).unwrap();
        let (attachment, transports) = match self.thing {
            Thing::Synced => ("platform", json!(["internal", "hybrid"])),
            Thing::Laptop => ("platform", json!(["internal"])),
            Thing::Key => ("cross-platform", json!(["usb", "nfc"])),
        };
        let client = self.client("webauthn.create", options);
        let response = json!({
            "clientDataJSON": text(&client),
            "attestationObject": text(&written),
            "transports": transports,
        });
        json!({ "id": text(&self.id), "type": "public-key", "authenticatorAttachment": attachment, "response": response })
            .to_string()
    }

    /// Its answer to a page that asks for a passkey.
    pub(crate) fn show(&mut self, page: &Page) -> String {
        self.answer(&options(page))
    }

    /// Its answer to these options.
    pub(crate) fn answer(&mut self, options: &Value) -> String {
        assert_eq!(options["userVerification"], "required");
        self.counter += u32::from(matches!(self.thing, Thing::Key));
        let (data, client) = (self.data(0), self.client("webauthn.get", options));
        let message = [data.clone(), sha256(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).unwrap();
        let response = json!({
            "clientDataJSON": text(&client),
            "authenticatorData": text(&data),
            "signature": text(signature.as_ref()),
            "userHandle": text(&self.user),
        });
        json!({ "id": text(&self.id), "type": "public-key", "response": response }).to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { 1 << 2 } else { 0 };
        let synced = match self.thing {
            Thing::Synced => (1 << 3) | (1 << 4),
            Thing::Laptop | Thing::Key => 0,
        };
        [
            sha256(self.site.as_bytes()),
            vec![1 | verified | synced | flags],
            self.counter.to_be_bytes().to_vec(),
        ]
        .concat()
    }

    fn client(&self, what: &str, options: &Value) -> Vec<u8> {
        let (challenge, origin) = (&options["challenge"], &self.origin);
        json!({ "type": what, "challenge": challenge, "origin": origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn cose(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let entry = |label: i64, value| (Cbor::from(label), value);
        let key = Cbor::Map(vec![
            entry(1, Cbor::from(2)),
            entry(3, Cbor::from(-7)),
            entry(-1, Cbor::from(1)),
            entry(-2, Cbor::Bytes(point[1..33].to_vec())),
            entry(-3, Cbor::Bytes(point[33..].to_vec())),
        ]);
        let mut written = Vec::new();
        ciborium::into_writer(&key, &mut written).unwrap();
        written
    }
}
