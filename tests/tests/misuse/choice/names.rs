use botrs_secure::prelude::*;

#[derive(Choice)]
enum Size {
    #[choice(name = "Very Small")]
    Tiny,
    #[choice(zh = "小", aliases("s"))]
    Small,
    #[choice(zh = "小", aliases("small", "s"))]
    Large,
    #[choice(name = "huge", aliases("huge"))]
    Huge,
}

#[command(public)]
async fn order(size: Size) -> Result<Reply> {
    Ok(reply!("{size}"))
}

fn main() {}
