//! What a message says and to whom, and its sealed form in the database.

use kunci_rules::{Id, Time};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::gsm7;
use crate::methods::Channel;
use crate::state::App;
use crate::web::{Language, Network};

/// Where a message goes.
#[derive(Clone)]
pub enum To {
    /// A contact.
    Contact {
        /// Mail or phone.
        channel: Channel,
        /// Address, or number in E.164 form.
        value: String,
    },
    /// Nobody: for a name that no account has, or a contact that is muted. Same row, same work, same time; nothing leaves.
    Nobody(Channel),
}

impl To {
    /// A contact, or nobody where its owner muted such messages.
    #[must_use]
    pub fn unless(silent: bool, channel: Channel, value: &str) -> Self {
        if silent {
            Self::Nobody(channel)
        } else {
            Self::Contact {
                channel,
                value: value.to_owned(),
            }
        }
    }

    /// Mail or phone.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Contact { channel, .. } | Self::Nobody(channel) => *channel,
        }
    }
}

/// What a message says. Mail shows subject, first paragraph, code, link, the other paragraphs and the reference; a phone
/// message is `short` alone.
#[derive(Clone)]
pub struct Letter {
    /// The reader's language.
    pub language: Language,
    /// Subject of the mail.
    pub subject: String,
    /// Plain paragraphs of the mail; the first stands above code and link.
    pub paragraphs: Vec<String>,
    /// The code, shown large.
    pub code: Option<String>,
    /// Label and absolute address of the one link, shown as a button.
    pub link: Option<(String, String)>,
    /// The whole phone message with code, link and reference filled in: GSM-7, at most 160 characters.
    pub short: String,
    /// See [`super::reference`].
    pub reference: String,
}

/// A letter and its journey.
#[derive(Clone)]
pub struct Message {
    /// The account that it is about; none for a sign-up or an unknown name.
    pub account: Option<Id>,
    /// Where it goes.
    pub to: To,
    /// What it says.
    pub letter: Letter,
    /// When it may leave.
    pub due_at: Time,
    /// When it is of no more use: tries end here.
    pub expires_at: Time,
    /// Network of the stranger who asked for it, for the spending limits; none for a notice, and for what a known browser asks for.
    pub network: Option<Network>,
}

/// The sealed part of a row: everything that may name or help anyone.
#[derive(Serialize, Deserialize)]
struct Payload {
    to: Option<String>,
    language: String,
    subject: String,
    paragraphs: Vec<String>,
    code: Option<String>,
    link: Option<(String, String)>,
    short: String,
    reference: String,
    network: Option<[u8; 16]>,
}

/// What a row holds once opened.
pub(super) struct Opened {
    /// Address or number; nobody for an unknown name.
    pub(super) to: Option<String>,
    pub(super) letter: Letter,
    pub(super) network: Option<Network>,
}

/// Seals a message for the row `id`; it opens in that row only.
pub(super) fn seal(app: &App, id: Id, message: &Message) -> Vec<u8> {
    let letter = message.letter.clone();
    let short = gsm7::plain(&letter.short);
    if !gsm7::fits(&short) {
        // Two SMS are better than none; the texts' own tests keep this from happening.
        tracing::warn!(
            septets = gsm7::septets(&short),
            "a phone text is longer than one SMS"
        );
    }
    let payload = Payload {
        to: match &message.to {
            To::Contact { value, .. } => Some(value.clone()),
            To::Nobody(_) => None,
        },
        language: letter.language.tag().to_owned(),
        subject: letter.subject,
        paragraphs: letter.paragraphs,
        code: letter.code,
        link: letter.link,
        short,
        reference: letter.reference,
        network: message.network.map(|network| network.0),
    };
    let plain = Zeroizing::new(serde_json::to_vec(&payload).unwrap_or_default());
    app.keys.seal(&app.random, id.as_bytes(), &plain)
}

/// Opens the payload of row `id`; `None` if the key is lost or the row was tampered with.
pub(super) fn open(app: &App, id: Id, sealed: &[u8]) -> Option<Opened> {
    let plain = Zeroizing::new(app.keys.open(id.as_bytes(), sealed)?);
    let payload: Payload = serde_json::from_slice(&plain).ok()?;
    let letter = Letter {
        language: Language::parse(&payload.language)?,
        subject: payload.subject,
        paragraphs: payload.paragraphs,
        code: payload.code,
        link: payload.link,
        short: payload.short,
        reference: payload.reference,
    };
    Some(Opened {
        to: payload.to,
        letter,
        network: payload.network.map(Network),
    })
}
