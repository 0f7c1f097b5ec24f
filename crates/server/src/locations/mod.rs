//! placeholder
pub struct Places;
