//! The gate's tests: a small world to write situations in, then the table and the invariants.

pub(crate) mod arbitrary;
mod locks;
mod missing;
mod monotone;
mod mutants;
mod policy;
mod rules;
mod strangers;
mod table;
mod taint;
mod theft;
mod wayback;
pub(crate) mod world;
