use botrs_secure::prelude::*;

type Tags = Vec<String>;

#[command(public)]
async fn tag(tags: Tags, #[flag] silent: bool) -> Result<()> {
    let _ = (tags, silent);
    Ok(())
}

fn main() {}
