//! Rules misspelt.

use botrs_secure::prelude::*;

#[derive(Validate)]
struct Wrong {
    #[validate(rnge(min = 1))]
    a: u8,
    #[validate(patern = "a")]
    b: String,
    #[validate(oneof("a"))]
    c: String,
    #[validate(urls)]
    d: String,
    #[validate(save_text)]
    e: String,
    #[validate(no_mention)]
    f: String,
    #[validate(costum = is_good)]
    g: String,
    #[validate(custom = is_good, wiht(a))]
    h: String,
    #[validate(nestd)]
    i: String,
    #[validate(eahc(url))]
    j: Vec<String>,
}

fn is_good(_: &str) -> bool {
    true
}

fn main() {}
