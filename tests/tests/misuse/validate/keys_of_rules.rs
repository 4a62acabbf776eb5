//! What stands in `length(..)`, `range(..)` and `url(..)`.

use botrs_secure::prelude::*;

#[derive(Validate)]
struct Wrong {
    #[validate(length(min))]
    a: String,
    #[validate(length(max("3")))]
    b: String,
    #[validate(length(max = "3"))]
    c: String,
    #[validate(length(equal = 1.5))]
    d: String,
    #[validate(length(equal))]
    e: String,
    #[validate(length(min = -1))]
    f: String,
    #[validate(length(chars = true, max = 3))]
    g: String,
    #[validate(length(bytes(3), max = 3))]
    h: String,
    #[validate(length(graphemes = 3))]
    i: String,
    #[validate(length(chars, chars, max = 3))]
    j: String,
    #[validate(length(equal = 3, equal = 4))]
    k: String,
    #[validate(range(min))]
    l: u8,
    #[validate(range(max(3)))]
    m: u8,
    #[validate(range(min = 1, min = 2))]
    n: u8,
    #[validate(range(mx = 2))]
    o: u8,
    #[validate(range(max = true))]
    p: u8,
    #[validate(url(alow("github.com")))]
    q: String,
    #[validate(url(allow))]
    r: String,
    #[validate(url(allow("a.com"), allow("b.com")))]
    s: String,
    #[validate(url(allow(github)))]
    t: String,
    #[validate(url(allow("a.com.")))]
    u: String,
    #[validate(url(allow("a..com")))]
    v: String,
    #[validate(url(allow("a_b.com")))]
    w: String,
    #[validate(url(allow("a.12")))]
    x: String,
}

fn main() {}
