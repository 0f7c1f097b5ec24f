//! Kunci.
