//! One record for each decision and each effect.
