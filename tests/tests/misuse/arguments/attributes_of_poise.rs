use botrs_secure::prelude::*;

#[command(public)]
async fn ban(
    #[description = "Whom."] whom: UserId,
    #[rename = "days"]
    #[min = 1]
    #[max = 9]
    d: u8,
    #[min_length = 1]
    #[max_length = 9]
    code: String,
    #[string] other: String,
    #[lazy] more: Option<u8>,
    #[autocomplete = "complete"] tag: Option<String>,
) -> Result<()> {
    drop((whom, d, code, other, more, tag));
    Ok(())
}

fn main() {}
