use botrs_secure::prelude::*;

type Tags = Vec<String>;

#[command(public)]
async fn tag(#[rest] tags: Tags) -> Result<()> {
    let _ = tags;
    Ok(())
}

fn main() {}
