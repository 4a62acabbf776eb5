use botrs_secure::prelude::*;

#[command(public)]
async fn choose(
    #[arg(one_of())] a: String,
    #[arg(one_of("a", "b", "a"))] b: String,
    #[validate(one_of(1, 2, 1))] c: u8,
    #[validate(one_of("a", 1))] d: String,
    #[validate(one_of(a, b))] e: String,
    #[validate(one_of = "a")] f: String,
    #[validate(one_of)] g: String,
) -> Result<()> {
    let _ = (a, b, c, d, e, f, g);
    Ok(())
}

fn main() {}
