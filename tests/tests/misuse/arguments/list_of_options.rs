use botrs_secure::prelude::*;

#[command(public)]
async fn tag(tags: Vec<Option<String>>) -> Result<()> {
    let _ = tags;
    Ok(())
}

fn main() {}
