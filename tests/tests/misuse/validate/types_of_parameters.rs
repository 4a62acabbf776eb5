use botrs_secure::prelude::*;

#[validate]
fn wrong(
    #[validate(length(max = 3))] a: u32,
    #[validate(range(max = 3))] b: &str,
    #[validate(pattern = "a")] c: impl Copy,
    #[validate(each(safe_text))] d: &[u8],
    #[validate(nested)] e: Option<u8>,
) -> Result<()> {
    let _ = (a, b, c, d, e);
    Ok(())
}

fn main() {}
