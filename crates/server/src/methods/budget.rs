//! placeholder
use super::{Challenge, Channel};
use crate::{browsers::Standing, state::App, web::Network};
use kunci_db::{Tx, View};
use kunci_rules::Time;
pub struct Asking<'a> {
    pub channel: Channel,
    pub value: &'a str,
    pub standing: Standing,
    pub network: Network,
}
pub enum Allowance {
    Send { leaves_at: Time },
    NotBefore(Time),
}
pub fn may_send(tx: &Tx<'_>, _app: &App, _a: &Asking<'_>) -> kunci_db::Result<Allowance> {
    Ok(Allowance::Send {
        leaves_at: Time(tx.now()),
    })
}
pub fn next_send(
    _v: &View<'_>,
    _app: &App,
    _c: Channel,
    _v2: &str,
) -> kunci_db::Result<Option<Time>> {
    Ok(None)
}
pub fn refund_send(_tx: &Tx<'_>, _app: &App, _c: &Challenge) -> kunci_db::Result<()> {
    Ok(())
}
