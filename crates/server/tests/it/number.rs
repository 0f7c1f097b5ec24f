//! Whether a number is still its owner's, from outside.
