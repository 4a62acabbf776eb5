use botrs_secure::prelude::*;

#[derive(Validate)]
struct Wrong {
    #[validate(length(max = 3))]
    a: u32,
    #[validate(length(bytes, max = 3))]
    b: Vec<u8>,
    #[validate(range(max = 3))]
    c: String,
    #[validate(range(max = 0.5))]
    d: u8,
    #[validate(range(max = "7d"))]
    e: Option<u8>,
    #[validate(pattern = "a")]
    f: char,
    #[validate(one_of("a"))]
    g: u8,
    #[validate(one_of(1))]
    h: f64,
    #[validate(url)]
    i: bool,
    #[validate(safe_text)]
    j: (),
    #[validate(no_mentions)]
    k: Duration,
    #[validate(nested)]
    l: Vec<u8>,
    #[validate(each(length(max = 3)))]
    m: u16,
    #[validate(each(length(max = 3)))]
    n: Vec<u64>,
}

fn main() {}
