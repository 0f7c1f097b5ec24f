//! The way-back check-up: for each thing that the owner could lose, and each pair, when and how they would be back, and the
//! one step that closes the worst hole. The gate answers (`gate::checkup`); here are its words.
//!
//! Its rehearsal, "my phone is gone", is begun here ([`post_rehearsal`], [`get_rehearsal`]) and walked through in another
//! browser ([`get_walk`]); what it keeps is `rehearsal`'s.

mod cards;
mod page;
mod rehearse;
mod walk;
mod words;

pub use cards::{Cards, post_later};
pub use page::get;
pub use rehearse::{Begun, begin, begun, get as get_rehearsal, post as post_rehearsal};
pub use walk::{
    get as get_walk, get_link, left_to_try, post_end as post_walk_end, post_link,
    post_skip as post_walk_skip,
};
pub use words::{Words, headline};
