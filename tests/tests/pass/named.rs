//! Names of one's own, which nothing but arguments has.
#![deny(warnings)]

use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild)]
async fn mute(
    ctx: Context<'_, mute>,
    #[arg(name = "谁")] target: Target,
    #[arg(name = "时长", default = "10m")] r#for: Duration,
    #[arg(name = "token", redact)] secret: Option<String>,
    #[arg(name = "ctx")]
    #[rest]
    reason: Option<Text>,
) -> Result<()> {
    drop((secret, reason));
    ctx.members().mute(&target, r#for).await
}

fn main() {
    assert_eq!(commands![mute].len(), 1);
}
