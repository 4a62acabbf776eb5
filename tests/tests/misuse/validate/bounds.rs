use botrs_secure::prelude::*;

#[derive(Validate)]
struct Bounds {
    #[validate(length(min = 3, max = 2))]
    a: String,
    #[validate(length(min = -1))]
    b: String,
    #[validate(length(equal = 3, max = 3))]
    c: String,
    #[validate(length(min = 0))]
    d: String,
    #[validate(length())]
    e: String,
    #[validate(length(bytes))]
    f: String,
    #[validate(length(bytes, graphemes, max = 1))]
    g: String,
    #[validate(range(min = 3, max = 2))]
    h: u8,
    #[validate(range(min = 0.5, max = 0.25))]
    i: f64,
    #[validate(range(min = "1h", max = "59m"))]
    j: Duration,
    #[validate(range(min = 0, max = 0.5))]
    k: f64,
    #[validate(range())]
    l: u8,
    #[validate(range(max = "7 days"))]
    m: Duration,
    #[validate(range(max = MAX))]
    n: u8,
}

const MAX: u8 = 3;

fn main() {}
