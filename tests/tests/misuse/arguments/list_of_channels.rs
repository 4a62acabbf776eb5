use botrs_secure::prelude::*;

#[command(perm = ManageChannels, scene = guild)]
async fn close(channels: Vec<Channel<'_>>) -> Result<()> {
    let _ = channels;
    Ok(())
}

fn main() {}
