//! Restrictions that one might get round.

use super::case::Case;
use super::event::Event;
use super::products::{disabled, requiring, slowed};
use super::said::{Narrow, Within};
use super::sources::{CHANNEL, GUILD, SESSION, USER, in_direct, in_group, in_guild};

pub(super) fn cases() -> Vec<Case> {
    let admin = |name: &str| in_guild(name, Event::roles(&[2]));
    let everywhere = Within::Everywhere;
    let mut rows = vec![
        admin("owner of the bot calls what is disabled")
            .owner(USER)
            .restrict(disabled(everywhere, Some("mine")))
            .calls("mine"),
        in_guild("unknown roles call what is disabled", Event::silent())
            .restrict(disabled(everywhere, None)),
        admin("disabled in another guild").restrict(disabled(Within::Guild(SESSION), Some("open"))),
        in_direct("disabled in the guild of the session's number", Event::default())
            .restrict(disabled(Within::Guild(SESSION), None)),
        in_direct("disabled in the guild, called in a direct message from it", Event::default())
            .restrict(disabled(Within::Guild(GUILD), None)),
        admin("disabled in a channel of the guild's number")
            .restrict(disabled(Within::Channel(GUILD), None)),
        in_group("disabled in a guild of the group's number", "admin")
            .restrict(disabled(Within::Guild(0xA1), None)),
        admin("a second restriction does not lift the first")
            .restrict(disabled(everywhere, Some("hush")))
            .restrict(slowed(Within::Guild(GUILD), Some("hush"), 1))
            .restrict(Narrow::of(Within::Channel(CHANNEL), Some("hush")).requiring("SendMessages"))
            .calls("hush"),
        admin("restrictions add up")
            .restrict(requiring(everywhere, None, &["BanMembers"]))
            .restrict(requiring(Within::Guild(GUILD), Some("open"), &["ManageRoles"])),
        admin("restrictions add up, the other way round")
            .restrict(requiring(everywhere, None, &["ManageRoles"]))
            .restrict(requiring(Within::Guild(GUILD), Some("open"), &["BanMembers"])),
        admin("a restriction that the caller meets").restrict(requiring(
            Within::Guild(GUILD),
            Some("open"),
            &["BanMembers", "KickMembers"],
        )),
        admin("a shorter cooldown beside a longer")
            .restrict(slowed(everywhere, Some("timed"), 60))
            .restrict(slowed(everywhere, None, 1))
            .calls("timed")
            .again_after(11),
    ];
    for command in ["local", "仅频道"] {
        for typed in ["local", "仅频道"] {
            let row = admin(&format!("/{command} disabled through an alias"));
            rows.push(row.restrict(disabled(everywhere, Some(command))).calls(typed));
        }
    }
    for command in ["config", "设置", "config set", "设置 改", "设置 set"] {
        for typed in ["config", "设置", "config set", "设置 改", "config 改"] {
            let row = admin(&format!("/{command} disabled"));
            rows.push(row.restrict(disabled(everywhere, Some(command))).calls(typed));
            let row = admin(&format!("/{command} asks for more"));
            let more = requiring(Within::Guild(GUILD), Some(command), &["ManageRoles"]);
            rows.push(row.restrict(more).calls(typed));
        }
    }
    rows
}

impl Narrow {
    fn requiring(mut self, permission: &'static str) -> Self {
        self.require.push(permission);
        self
    }
}
