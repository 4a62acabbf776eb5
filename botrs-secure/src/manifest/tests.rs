//! That nothing is missing.
