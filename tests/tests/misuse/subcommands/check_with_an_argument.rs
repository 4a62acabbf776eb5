use botrs_secure::prelude::*;

async fn is_free(_ctx: Context<'_>, _word: &String) -> bool {
    true
}

#[command(public, check = is_free(word), subcommands(list))]
async fn role(_word: String, word: String) -> Result<()> {
    let _ = word;
    Ok(())
}

#[command(public)]
async fn list() -> Result<()> {
    Ok(())
}

fn main() {}
