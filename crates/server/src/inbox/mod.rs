//! The demo's inbox: every mail and phone message that would have left, as a visitor's phone would show it. It exists in
//! `kunci demo` only; elsewhere its addresses answer 404.

mod http;
mod pieces;
#[cfg(test)]
mod tests;

pub use http::{get_inbox, get_style};
