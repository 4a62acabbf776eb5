use botrs_secure::prelude::*;

#[command(public)]
async fn hello() -> Result<()>
where
    u8: Copy,
{
    Ok(())
}

fn main() {}
