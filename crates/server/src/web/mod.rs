//! The kit around every page and API answer. It knows no domain.

pub mod assets;
pub mod brand;
pub mod context;
pub mod cookies;
pub mod error;
pub mod form;
pub mod headers;
mod held;
pub mod layout;
pub mod locale;
pub mod problem;
pub mod qr;
pub mod times;
pub mod token;

pub use context::{Context, Network};
pub use cookies::Cookie;
pub use error::Error;
pub use form::{Form, Json};
pub use layout::{Frame, form_page, page, page_with, see_other, with_cookie};
pub use locale::{Language, Text};
pub use token::Token;
