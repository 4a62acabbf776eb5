use botrs_secure::prelude::*;

#[command(public)]
async fn tag(tags: Option<Vec<String>>) -> Result<()> {
    let _ = tags;
    Ok(())
}

fn main() {}
