//! The gate's tests: a small world to write situations in, then the table and the invariants.

mod locks;
mod missing;
mod mutants;
mod policy;
mod rules;
mod table;
mod taint;
mod world;
