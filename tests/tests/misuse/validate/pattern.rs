use botrs_secure::prelude::*;

#[derive(Validate)]
struct Patterns {
    #[validate(pattern = "[a-z")]
    a: String,
    #[validate(pattern = "(字")]
    b: String,
    #[validate(pattern = r"\p{Hann}")]
    c: String,
    #[validate(pattern = "(?=a)")]
    d: String,
    #[validate(pattern = "")]
    e: String,
    #[validate(pattern = "(?x) a # the end")]
    f: String,
    #[validate(pattern("a"))]
    g: String,
    #[validate(pattern = PATTERN)]
    h: String,
    #[validate(pattern = "a{9999999999}")]
    i: String,
}

const PATTERN: &str = "a";

fn main() {}
