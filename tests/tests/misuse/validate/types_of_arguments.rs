use botrs_secure::prelude::*;

#[command(public)]
async fn wrong(
    #[validate(length(max = 3))] a: i32,
    #[validate(range(max = 0.5))] b: Option<u8>,
    #[validate(pattern = "a")] c: u8,
    #[validate(one_of("a"))] d: u16,
    #[arg(one_of(1, 2))] e: Text,
    #[validate(url)] f: bool,
    #[validate(safe_text)] g: i8,
    #[validate(no_mentions)] h: Duration,
    #[validate(each(length(max = 3)))] i: String,
) -> Result<()> {
    let _ = (a, b, c, d, e, f, g, h, i);
    Ok(())
}

fn main() {}
