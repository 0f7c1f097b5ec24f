//! The page that asks for a passkey, the same for signing in and for every proof.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::options::Prompt;
use crate::web::{Context, Error, Frame, Text, page_with};

/// Why an answer was not taken, as far as its asker may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The page was open for too long, or its answer was sent before.
    Late,
    /// Its counter says that there are two of it.
    Copied,
    /// No passkey can be bound to this site.
    Nowhere,
    /// A passkey goes by this id already.
    Taken,
    /// Not one that is good here.
    Other,
}

impl Wrong {
    /// What its asker is told.
    #[must_use]
    pub fn text(self, t: &Text) -> String {
        match self {
            Self::Late => t.passkey_late(),
            Self::Copied => t.passkey_copied(),
            Self::Nowhere => t.passkey_none_text(),
            Self::Taken => t.passkey_taken(),
            Self::Other => t.passkey_refused(),
        }
    }
}

/// The form.
#[derive(Deserialize)]
pub struct Asked {
    /// The browser's answer, as JSON.
    #[serde(default)]
    pub answer: String,
    /// Where to go after signing in.
    #[serde(default)]
    pub next: String,
    /// "This is a borrowed phone."
    pub borrowed: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "passkeys/pages/ask.html")]
pub struct AskPage {
    /// The frame.
    pub f: Frame,
    /// Heading.
    pub title: String,
    /// What happens.
    pub lead: String,
    /// The button.
    pub button: String,
    /// Where the answer goes.
    pub action: String,
    /// Where to go after signing in; nothing for a proof, which knows.
    pub next: Option<String>,
    /// "This is a borrowed phone", while signing in.
    pub borrowed: bool,
    /// For the browser; nothing where the site can have no passkeys.
    pub prompt: Option<Prompt>,
    /// The other ways: their page and name.
    pub others: (String, String),
    /// Why the answer before was not taken.
    pub error: Option<String>,
}

impl AskPage {
    /// Renders it, because of what was wrong before if anything was.
    ///
    /// # Errors
    /// Of rendering.
    pub fn respond(mut self, context: &Context, wrong: Option<Wrong>) -> Result<Response, Error> {
        let status = match wrong {
            None => StatusCode::OK,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        self.error = wrong.map(|wrong| wrong.text(&context.text));
        let response = page_with(status, &self)?;
        Ok(Prompt::remember(self.prompt.as_ref(), response, context))
    }
}
