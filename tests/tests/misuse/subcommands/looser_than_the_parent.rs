use botrs_secure::prelude::*;

#[command(perm = all(ManageRoles, BanMembers), subcommands(list, add))]
async fn role() -> Result<()> {
    Ok(())
}

#[command(perm = all(BanMembers, ManageRoles, ManageGuild))]
async fn add() -> Result<()> {
    Ok(())
}

#[command(perm = ManageRoles)]
async fn list() -> Result<()> {
    Ok(())
}

fn main() {}
