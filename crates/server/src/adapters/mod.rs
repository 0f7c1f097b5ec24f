//! What devices speak: one folder per protocol. An adapter knows its wire format and nothing else; facts, tracks and commands
//! are `devices`, `locations` and `commands`.

pub mod agent;
pub mod owntracks;
