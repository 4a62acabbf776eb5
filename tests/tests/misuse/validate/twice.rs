//! Rules said twice.

use botrs_secure::prelude::*;

#[derive(Validate)]
struct Wrong {
    #[validate(range(min = 1), range(max = 2))]
    a: u8,
    #[validate(pattern = "a", pattern = "b")]
    b: String,
    #[validate(one_of("a"), one_of("b"))]
    c: String,
    #[validate(url, url)]
    d: String,
    #[validate(no_mentions, no_mentions)]
    e: String,
    #[validate(custom = is_good, custom = is_good)]
    f: String,
    #[validate(custom = is_good, with(a), with(b))]
    g: String,
    #[validate(nested, nested)]
    h: Inner,
    #[validate(each(url), each(url))]
    i: Vec<String>,
}

#[derive(Validate)]
struct Inner {
    #[validate(url)]
    a: String,
}

fn is_good(_: &str) -> bool {
    true
}

fn main() {}
