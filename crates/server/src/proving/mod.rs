//! Showing proofs: one page per method, the same for everything that may ask for one.
//!
//! A proof is shown *for* something, the [`Asking`], which the address names: `/prove/{for}/{method}`.
//! - `signin`: a sign-in that needs a second step (its cookie), before there is a session.
//! - `recover`: a recovery case (its cookie), over days and browsers.
//! - `rehearse`: a rehearsal (its cookie); what is shown there stays there ([`crate::rehearsal`]).
//! - anything else: an action of a signed-in owner who must prove more ("step-up"), as [`crate::gate::Wanted`] writes it.
//!
//! Each method's page checks its secret in a transaction of its own kind, keeps the proof with [`shown`], and ends with
//! [`Asking::onward`]: the gate says whether that was enough, and the owner returns to exactly what was being done.

mod approval;
mod asking;
mod code;
mod helper;
mod kept;
mod letters;
mod onward;
mod passkey;
mod password;
mod recovery_code;
mod totp;
mod ways;

pub(crate) use approval::{
    Pressed, Stands, pressed as approval_pressed, stands as approval_stands,
};
pub use approval::{get as get_approval, get_state, post as post_approval};
pub use asking::{Asking, Purpose};
pub use code::{deny, get_code, missed, post_code, post_send};
pub(crate) use code::{sent as code_sent, tried as code_tried};
pub(crate) use helper::{asked as helper_asked, tried as helper_tried};
pub use helper::{
    get as get_helper, get_code as get_helper_code, post as post_helper,
    post_code as post_helper_code,
};
pub use kept::shown;
pub use onward::Onward;
pub use passkey::{get as get_passkey, post as post_passkey};
pub(crate) use passkey::{prompt as passkey_prompt, tried as passkey_tried};
pub(crate) use password::tried as password_tried;
pub use password::{compared, get as get_password, post as post_password};
pub(crate) use recovery_code::{Replacement, tried as recovery_code_tried};
pub use recovery_code::{get as get_recovery_code, post as post_recovery_code};
pub(crate) use totp::tried as totp_tried;
pub use totp::{get as get_totp, post as post_totp};
pub use ways::get as get_ways;
pub(crate) use ways::{Begins, read as ways};
