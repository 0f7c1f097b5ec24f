//! The way-back check-up: for each thing that the owner could lose, and each pair, when and how they would be back, and the
//! one step that closes the worst hole. The gate answers (`gate::checkup`); here are its words.

mod page;

pub use page::{get, headline};
