//! The gate's tests: a small world to write situations in, then the table and the invariants.

mod missing;
mod rules;
mod table;
mod world;
