//! Examples of `botrs-secure`; see the files beside `Cargo.toml`.
