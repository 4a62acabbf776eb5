use botrs_secure::prelude::*;

#[derive(Choice)]
enum Size {
    Small,
}

#[command(public)]
async fn order(#[arg(max = 5)] size: Size) -> Result<Reply> {
    Ok(reply!("{size}"))
}

fn main() {}
