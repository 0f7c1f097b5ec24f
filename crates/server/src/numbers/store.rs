//! SQL of old numbers: whose turn it is to look for them.

use kunci_db::{Result, View, params, statements};

statements! {
    DUE = "SELECT bucket FROM leases WHERE queue = 'numbers' AND until <= $1";
}

pub(super) fn due(view: &View<'_>) -> Result<Vec<i64>> {
    view.many(&DUE, params![view.now()])
}
