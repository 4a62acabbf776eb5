//! Rules written in the form of others.

use botrs_secure::prelude::*;

#[derive(Validate)]
struct Wrong {
    #[validate(length)]
    a: String,
    #[validate(length = 3)]
    b: String,
    #[validate(range)]
    c: u8,
    #[validate(range = 3)]
    d: u8,
    #[validate(pattern)]
    e: String,
    #[validate(url = "github.com")]
    f: String,
    #[validate(url[allow("github.com")])]
    g: String,
    #[validate(safe_text = true)]
    h: String,
    #[validate(safe_text(yes))]
    i: String,
    #[validate(no_mentions = true)]
    j: String,
    #[validate(no_mentions(yes))]
    k: String,
    #[validate(custom)]
    l: String,
    #[validate(custom = is_good, with)]
    m: String,
    #[validate(custom = is_good, with = a)]
    n: String,
    #[validate(nested = true)]
    o: String,
    #[validate(nested(deep))]
    p: String,
    #[validate(each = 3)]
    q: Vec<String>,
    #[validate = "length"]
    r: String,
}

fn is_good(_: &str) -> bool {
    true
}

fn main() {}
