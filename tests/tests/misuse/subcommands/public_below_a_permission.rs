use botrs_secure::prelude::*;

#[command(perm = any(ManageRoles, BanMembers), subcommands(list))]
async fn role() -> Result<()> {
    Ok(())
}

#[command(public)]
async fn list() -> Result<()> {
    Ok(())
}

fn main() {}
