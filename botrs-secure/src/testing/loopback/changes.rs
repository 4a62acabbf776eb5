//! What becomes of members, told to the bots of their guild.
//!
//! The events carry what the documentation shows: the member, the guild and who did it
//! (<https://bot.q.qq.com/wiki/develop/api-v2/server-inter/channel/role/guild_member.html>).

use serde_json::{Value, json};

use super::people::Guild;
use super::world::{GuildRecord, World};

impl Guild {
    /// Gives a member these roles in place of theirs, and tells of it: `GUILD_MEMBER_UPDATE`.
    ///
    /// # Panics
    ///
    /// If there is no such member.
    pub fn change_roles(self, user: u64, roles: &[u64]) -> Self {
        self.change(|world, guild| {
            let member = world.guilds.get_mut(&guild).and_then(|it| it.members.get_mut(&user));
            member.unwrap_or_else(|| panic!("no member {user}")).roles = roles.to_vec();
            world.tell(guild, "GUILD_MEMBER_UPDATE", user);
        });
        self
    }

    /// Removes a member, and tells of it: `GUILD_MEMBER_REMOVE`.
    ///
    /// # Panics
    ///
    /// If there is no such member.
    pub fn leave(self, user: u64) -> Self {
        self.change(|world, guild| {
            world.tell(guild, "GUILD_MEMBER_REMOVE", user);
            world.guilds.entry(guild).or_default().members.remove(&user);
        });
        self
    }
}

impl World {
    /// Tells the bots of a guild what became of somebody who is still in it.
    fn tell(&mut self, guild: u64, kind: &str, user: u64) {
        let record = &self.guilds[&guild];
        let data = event(record, guild, user);
        let here = self.bots.iter().filter(|(_, bot)| record.members.contains_key(&bot.user));
        let told: Vec<_> = here.map(|(app, bot)| (app.clone(), bot.shard_of(guild))).collect();
        for (app, shard) in told {
            self.dispatch(&app, shard, kind, &data);
        }
    }
}

/// The owner did it, whoever did: nobody reads that.
fn event(record: &GuildRecord, guild: u64, user: u64) -> Value {
    let member = record.members.get(&user).unwrap_or_else(|| panic!("no member {user}"));
    let owner = record.members.iter().find(|(_, member)| member.roles.contains(&4));
    let mut data = member.json(user);
    data["guild_id"] = json!(guild.to_string());
    data["op_user_id"] = json!(owner.map_or(user, |(&owner, _)| owner).to_string());
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::loopback::world::GuildMember;

    #[test]
    fn an_event_has_the_documented_fields() {
        let mut guild = GuildRecord::default();
        let member =
            |roles: &[u64]| GuildMember { name: "n".into(), roles: roles.into(), bot: false };
        guild.members.extend([(7, member(&[2, 30])), (8, member(&[4]))]);
        let expected = json!({
            "guild_id": "1", "joined_at": "2021-05-20T15:14:58+08:00", "nick": "n",
            "op_user_id": "8", "roles": ["2", "30"],
            "user": {"id": "7", "username": "n", "bot": false},
        });
        assert_eq!(event(&guild, 1, 7), expected);
    }
}
