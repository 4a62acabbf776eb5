use botrs_secure::prelude::*;

#[derive(Choice)]
enum Size {
    Small,
    Other(u8),
}

#[command(public)]
async fn order(size: Size) -> Result<Reply> {
    Ok(reply!("{size}"))
}

fn main() {}
