//! End-to-end and misuse tests of `botrs-secure`; see `tests/`.
