//! placeholder
use crate::state::App;
use kunci_db::Tx;
use kunci_rules::{Id, Time};
pub enum Event {
    NewSignIn {
        session: Id,
        label: String,
    },
    StrangersTried {
        tries: i64,
        places: i64,
        first: Time,
        last: Time,
    },
    SessionsEnded,
}
pub fn tell(_tx: &Tx<'_>, _app: &App, _account: Id, _event: &Event) -> kunci_db::Result<()> {
    Ok(())
}
