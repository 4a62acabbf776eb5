use botrs_secure::prelude::*;

#[derive(Choice)]
#[choice(zh = "大小")]
enum Size {
    #[choice(alias("s"))]
    Small,
    #[choice(rename = "big")]
    Large,
    #[choice]
    Medium,
    #[choice(zh)]
    Huge,
}

fn main() {}
