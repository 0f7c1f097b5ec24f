//! Section `brand`: what owners see in every page and message. They never see the name "Kunci" (`voice.md` §1).

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Name, look and official contacts of the operator.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Brand {
    /// The name that owners know, such as *Akun Nusa*. Short: it stands in phone messages.
    pub name: String,
    /// `#rrggbb`, for buttons and links.
    pub colour: String,
    /// An SVG or PNG file; empty: a monogram.
    pub logo: String,
    /// How owners are addressed in Indonesian.
    pub register: Register,
    /// IANA zone of times shown before we know the owner's.
    pub time_zone: String,
    /// Official contacts.
    pub support: Support,
}

/// *Anda* (default) or *kamu* (C-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Register {
    /// Suits everyone.
    Anda,
    /// For young audiences.
    Kamu,
}

impl Register {
    /// The pronoun as written in texts.
    #[must_use]
    pub const fn pronoun(self) -> &'static str {
        match self {
            Self::Anda => "Anda",
            Self::Kamu => "kamu",
        }
    }
}

/// Official contacts, shown on the contact page and nowhere invented (S-122 to S-125).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Support {
    /// As dialled, such as `1500 123`.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// WhatsApp number in international form.
    pub whatsapp: String,
    /// Address of a live chat page.
    pub chat_url: String,
    /// Such as `Senin–Sabtu, 08.00–20.00 WIB`.
    pub hours_id: String,
    /// The same in English.
    pub hours_en: String,
    /// Official social media accounts.
    pub social: Vec<Social>,
}

/// One official social media account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Social {
    /// Such as `Instagram`.
    pub network: String,
    /// Such as `@akun.nusa`.
    pub handle: String,
    /// Address of the profile.
    pub url: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            name: "Akun".to_owned(),
            colour: "#0b6b5d".to_owned(),
            logo: String::new(),
            register: Register::Anda,
            time_zone: "Asia/Jakarta".to_owned(),
            support: Support::default(),
        }
    }
}

impl Brand {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.name.trim().is_empty() || self.name.chars().count() > 24 {
            return Err(Invalid::new(
                "brand.name",
                &self.name,
                "use 1 to 24 characters: it stands in phone messages",
            ));
        }
        let hex = self
            .colour
            .strip_prefix('#')
            .is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if !hex {
            return Err(Invalid::new(
                "brand.colour",
                &self.colour,
                "write it like #0b6b5d",
            ));
        }
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            return Err(Invalid::new(
                "brand.time_zone",
                &self.time_zone,
                "use a name such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura",
            ));
        }
        Ok(())
    }
}
