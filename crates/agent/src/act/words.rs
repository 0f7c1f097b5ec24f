//! The few sentences that the agent shows to whoever holds the device, in Indonesian or English.

use kunci_wire::{LostMessage, Micros, Watcher};

/// The language of the device's user interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Bahasa Indonesia.
    Indonesian,
    /// English, also where neither is the user's language.
    English,
}

impl Language {
    /// As POSIX orders them: `LC_ALL`, `LC_MESSAGES`, `LANG`.
    #[must_use]
    pub fn of(var: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(var)
            .find(|value| !value.is_empty());
        match locale
            .as_deref()
            .map(|locale| locale.split(['_', '.', '@']).next().unwrap_or_default())
        {
            Some("id" | "ind") => Self::Indonesian,
            _ => Self::English,
        }
    }
}

/// Title and body of a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub title: String,
    /// The rest.
    pub body: String,
}

/// What whoever finds a missing device reads.
#[must_use]
pub fn lost(language: Language, message: &LostMessage) -> Words {
    let (title, call) = match language {
        Language::Indonesian => ("Perangkat ini sedang dicari pemiliknya", "Hubungi"),
        Language::English => ("The owner is looking for this device", "Please call"),
    };
    let number = message
        .call
        .as_ref()
        .map(|number| format!("\n{call}: {number}"))
        .unwrap_or_default();
    Words {
        title: title.to_owned(),
        body: format!("{}{number}", message.text),
    }
}

/// What the holder reads after a look (G8).
#[must_use]
pub fn look(
    language: Language,
    brand: &str,
    watcher: &Watcher,
    at: Micros,
    zone: &jiff::tz::TimeZone,
) -> Words {
    let name = &watcher.name;
    let time = jiff::Timestamp::from_microsecond(at)
        .unwrap_or_default()
        .to_zoned(zone.clone());
    match language {
        Language::Indonesian => Words {
            title: format!("{brand}: letak perangkat ini dilihat"),
            body: format!("{name} melihatnya pukul {}.", time.strftime("%H.%M")),
        },
        Language::English => Words {
            title: format!("{brand}: somebody looked where this device is"),
            body: format!("{name} looked at {}.", time.strftime("%H:%M")),
        },
    }
}

/// The button under [`look`].
#[must_use]
pub fn stop_watching(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "Hentikan semua yang bisa melihat",
        Language::English => "Stop everyone from seeing it",
    }
}
