//! QR codes on pages.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::error::Error;

/// A text as a picture: SVG without style, as the security policy wants it.
///
/// # Errors
/// The text is longer than any picture holds.
pub fn picture(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).map_err(|error| {
        tracing::error!(%error, "QR code");
        Error::Internal
    })?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .build();
    Ok(picture
        .find("<svg")
        .map_or_else(String::new, |start| picture[start..].to_owned()))
}
