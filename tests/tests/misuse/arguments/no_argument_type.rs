use botrs_secure::prelude::*;

struct Mine;

#[command(public)]
async fn mute(a: Mine, b: Option<Mine>, c: &str) -> Result<()> {
    let _ = (a, b, c);
    Ok(())
}

fn main() {}
