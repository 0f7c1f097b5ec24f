//! Choosing a password: why one is refused, and how strong one is, in words.

use kunci_rules::passwords::{self, Refused};
use serde::{Deserialize, Serialize};

use crate::secret::Secret;
use crate::web::{Context, Error, Form, Text};

/// The sentence that says what to do about a refused password.
#[must_use]
pub fn explain(t: &Text, refused: &Refused) -> String {
    match refused {
        Refused::TooShort => t.password_refused_short(),
        Refused::TooLong => t.password_refused_long(),
        Refused::Common => t.password_refused_common(),
        Refused::Personal => t.password_refused_personal(),
        Refused::Date => t.password_refused_date(),
        Refused::Repeated => t.password_refused_repeated(),
        Refused::Shape => t.password_refused_shape(),
    }
}

/// The meter's question.
#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    name: String,
}

#[derive(Serialize)]
struct Strength {
    level: u8,
    text: String,
}

/// POST /password/strength: for the meter below the field; nothing is kept.
///
/// # Errors
/// Never; the form's own.
pub async fn strength(
    context: Context,
    Form(ask): Form<Ask>,
) -> Result<axum::Json<serde_json::Value>, Error> {
    let t = &context.text;
    let brand = context.app.config.brand.name.as_str();
    let strength = match passwords::check(ask.password.expose(), &[ask.name.as_str(), brand]) {
        Err(refused) => Strength {
            level: 0,
            text: explain(t, &refused),
        },
        Ok(password) => {
            let level = password.strength();
            let text = match level {
                0 => t.password_strength_0(),
                1 => t.password_strength_1(),
                2 => t.password_strength_2(),
                3 => t.password_strength_3(),
                _ => t.password_strength_4(),
            };
            Strength { level, text }
        }
    };
    Ok(axum::Json(
        serde_json::to_value(strength).unwrap_or_default(),
    ))
}
