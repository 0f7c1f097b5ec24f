//! The gate's tests: a small world to write situations in, then the table and the invariants.

mod arbitrary;
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
mod world;
