//! The banner.
