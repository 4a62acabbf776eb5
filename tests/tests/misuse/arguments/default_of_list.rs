use botrs_secure::prelude::*;

#[command(public)]
async fn tag(#[arg(default = "a")] tags: Vec<String>) -> Result<()> {
    let _ = tags;
    Ok(())
}

fn main() {}
