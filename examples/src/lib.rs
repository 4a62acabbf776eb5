//! Examples of `botrs-secure`; see the files beside `Cargo.toml`.

pub mod paint;

/// The programs that the README shows compile, and those that run do.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../README.zh-CN.md")]
struct ReadmeInChinese;
