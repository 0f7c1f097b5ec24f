//! The gate's tests: a small world to write situations in, then the table and the invariants.

pub(crate) mod arbitrary;
mod grid;
mod locks;
mod missing;
mod monotone;
mod mutants;
mod policy;
mod reach;
mod redundant;
mod review;
mod rules;
mod scenes;
mod strangers;
mod table;
mod taint;
mod theft;
mod thief;
mod wayback;
pub(crate) mod world;
