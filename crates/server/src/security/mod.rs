//! The security page: every way to prove that it is the owner, with where it works and when it was last used; two-step
//! verification; what waits; what happened lately (S-076 to S-092).
//!
//! Taking something away asks the gate for `ReplaceMethod`: done at once, or as a request that waits and that every contact
//! can stop (`waits`).

mod alerts;
mod breached;
mod method;
mod page;
mod password;
mod push;
mod remove;
mod said;
mod two_step;
mod waiting;

pub(crate) use alerts::{choose as choose_alerts, chosen as chosen_alerts};
pub use alerts::{get as get_alerts, post as post_alerts};
pub use breached::get as get_breached;
pub use method::{get as get_method, post_name, post_reach};
pub(crate) use method::{question, reaches, rename};
pub use page::{can_object, get, what};
pub(crate) use password::{Changed, change as change_password};
pub use password::{get as get_password, post as post_password};
pub(crate) use push::{Told, here as push_here, turn_off as push_off, turn_on as push_on};
pub use push::{get as get_push, post as post_push, post_off as post_push_off};
pub(crate) use remove::{Removal, is_last, take_out};
pub use remove::{get as get_remove, post as post_remove, when as removed_when};
pub use said::{Saying, Statement, keep_browsers, may_say, write as write_ids};
pub(crate) use two_step::{Turned, turn as turn_two_step};
pub use two_step::{get as get_two_step, post as post_two_step};
pub use waiting::{OPENS, TakenBack, post_cancel, take_back, takes_back};

/// Where all this begins.
const HERE: &str = "/account/security";
