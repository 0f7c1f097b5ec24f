//! The end of a recovery: a second factor in place of a lost one, and once a look at what changed before (AR-17).
//!
//! Nothing is decided here. What is set up rests on the recovery's own permit (`gate::to_add`), what goes is removed on the pages
//! of `security`, and what was not the owner's is taken out as its notice's link would (`objections::take_out`).

mod factors;
mod review;

pub use factors::get as get_factors;
pub use review::{Row, finish, get as get_review, post as post_review, rows};
