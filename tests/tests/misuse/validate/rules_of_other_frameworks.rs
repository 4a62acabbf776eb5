use botrs_secure::prelude::*;

#[derive(Validate)]
struct Guessed {
    #[validate(email)]
    a: String,
    #[validate(regex = "a")]
    b: String,
    #[validate(contains = "a")]
    c: String,
    #[validate(inner(length(max = 3)))]
    d: Vec<String>,
    #[validate(dive)]
    e: Vec<String>,
    #[validate(must_match(other = "a"))]
    f: String,
    #[validate(required)]
    g: Option<String>,
    #[validate(skip)]
    h: String,
    #[validate(range(exclusive_min = 3))]
    i: u8,
    #[validate(url(schemes("http")))]
    j: String,
}

fn main() {}
