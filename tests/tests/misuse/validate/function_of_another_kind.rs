use botrs_secure::prelude::*;

#[validate]
const fn constant(#[validate(range(max = 3))] a: u8) -> Result<u8> {
    Ok(a)
}

#[validate]
fn pattern(#[validate(each(length(max = 3)))] [a, b]: [String; 2]) -> Result<String> {
    Ok(a + &b)
}

struct Own(u8);

impl Own {
    #[validate]
    fn own(#[validate(nested)] &self) -> Result<u8> {
        Ok(self.0)
    }
}

trait Signature {
    #[validate]
    fn no_body(&self, #[validate(length(max = 3))] a: String) -> Result<()>;
}

fn main() {}
