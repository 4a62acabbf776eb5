use botrs_secure::prelude::*;

static KEPT: std::sync::Mutex<Option<Target<'static>>> = std::sync::Mutex::new(None);

#[command(perm = KickMembers, scene = guild)]
async fn mute(target: Target) -> Result<()> {
    *KEPT.lock().unwrap() = Some(target);
    Ok(())
}

fn main() {}
