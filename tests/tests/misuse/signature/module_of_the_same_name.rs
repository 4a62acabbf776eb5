mod ban {
    use botrs_secure::prelude::*;

    #[command(perm = BanMembers)]
    pub async fn ban() -> Result<()> {
        Ok(())
    }
}
use ban::ban;

fn main() {}
