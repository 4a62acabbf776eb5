use botrs_secure::prelude::*;

#[command(
    public,
    prefix_command,
    slash_command,
    context_menu_command = "Ban",
    name_localized("de", "bannen"),
    description_localized("de", "Bannt."),
    custom_data = 5,
    identifying_name = "x",
    install_context = "Guild",
    interaction_context = "Guild",
    default_member_permissions = "BAN_MEMBERS",
    required_bot_permissions = "BAN_MEMBERS",
    nsfw_only,
    subcommand_required,
    track_edits,
    invoke_on_edit,
    track_deletion,
    reuse_response,
    manual_cooldowns,
    broadcast_typing,
    discard_spare_arguments,
    ephemeral
)]
async fn ban() -> Result<()> {
    Ok(())
}

fn main() {}
