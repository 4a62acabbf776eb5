use botrs_secure::prelude::*;

#[command(public)]
async fn mute(a: std::rc::Rc<u8>) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
