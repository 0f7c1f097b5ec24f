//! placeholder
use kunci_db::View;
use kunci_rules::{Id, gate::Device};
pub fn facts(_v: &View<'_>, _a: Id) -> kunci_db::Result<Vec<Device>> {
    Ok(Vec::new())
}
pub fn list(_v: &View<'_>, _a: Id) -> kunci_db::Result<Vec<Device>> {
    Ok(Vec::new())
}
