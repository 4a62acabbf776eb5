//! The walk through a policy file.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::adapter::GroupRole;
use crate::id::{GuildId, OpenId, RoleId, UserId};
use crate::limit;
use crate::locale::Locale;
use crate::place::{PersonId, Realm};
use crate::policy::file::keys::{
    self, Deny, Group, GroupRoles, Guild, Intrusion, Private, Replies, Top, Trust,
};
use crate::policy::file::load::{Lists, Sources};
use crate::policy::file::mistakes::Mistakes;
use crate::policy::file::roles::Roles;
use crate::policy::file::values::{NUMBER, OPENID, Value};
use crate::policy::file::{content, restrict};
use crate::policy::role::PLATFORM_CHANNEL_ADMIN;
use crate::policy::{Known, Mistake, Policy};

/// What `base` and the text say together, and all that is wrong of the text.
///
/// Without the names of a bot, its commands and permissions are not checked, and the policy that comes
/// out is not to be used.
pub(super) fn read(
    source: &Sources,
    base: Policy,
    known: Option<&dyn Known>,
) -> (Policy, Vec<Mistake>) {
    let Sources { text, lists } = source;
    let mut mistakes = Mistakes::of(text);
    if mistakes.is_too_deep(text) {
        return (base, mistakes.into_list());
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        syntax(error, text, &mut mistakes);
    }
    // Where it is not TOML, nobody knows what the rest was to be.
    if errors.iter().any(|error| !is_repeated(error)) {
        return (base, mistakes.into_list());
    }
    let mut reader = Reader { mistakes, roles: Roles::built_in(), known, lists, policy: base };
    reader.file(root.get_ref());
    (reader.policy, reader.mistakes.into_list())
}

fn is_repeated(error: &Error) -> bool {
    error.message() == "duplicate key"
}

fn syntax(error: &Error, text: &str, mistakes: &mut Mistakes<'_>) {
    let span = error.span().unwrap_or(0..0);
    if is_repeated(error) {
        return mistakes.repeated(text.get(span.clone()).unwrap_or_default(), span.start);
    }
    mistakes.no_toml(error);
}

struct Reader<'t, 'k> {
    mistakes: Mistakes<'t>,
    roles: Roles,
    known: Option<&'k dyn Known>,
    lists: &'k Lists,
    policy: Policy,
}

impl Reader<'_, '_> {
    fn file(&mut self, root: &DeTable<'_>) {
        let entries = self.mistakes.entries(&keys::TOP, root);
        // Whatever stands before it may name its roles.
        for (key, _, value) in &entries {
            if matches!(key, Top::Roles)
                && let Some(table) = self.mistakes.table(value, "[roles.NAME]")
            {
                self.roles.define(table, self.known, &mut self.mistakes);
            }
        }
        for (key, _, value) in entries {
            match key {
                Top::Roles => {}
                Top::Locale => self.locale(value),
                Top::Owners => {
                    for id in self.mistakes.list_of_ids(NUMBER, value) {
                        self.change(|policy| policy.owner(PersonId::User(id)));
                    }
                }
                Top::OwnerOpenids => {
                    for id in self.mistakes.list_of_ids(OPENID, value) {
                        self.change(|policy| policy.owner(PersonId::Open(id)));
                    }
                }
                Top::Trust => self.trust(value),
                Top::Deny => self.deny(value),
                Top::Replies => self.replies(value),
                Top::Content => {
                    let content = std::mem::take(&mut self.policy.tables.content);
                    self.policy.tables.content =
                        content::read(value, content, self.lists, &mut self.mistakes);
                }
                Top::Intrusion => self.intrusion(value),
                Top::Guilds => self.guilds(value),
                Top::Groups => self.groups(value),
                Top::Direct => self.private(value, &keys::DIRECT, |this, users| {
                    this.users(users, Realm::Direct);
                }),
                Top::C2c => self.private(value, &keys::C2C, |this, users| {
                    this.openids(users, Realm::C2c);
                }),
                Top::Restrict => {
                    for said in restrict::read(value, self.known, &mut self.mistakes) {
                        self.change(|policy| policy.restrict(said));
                    }
                }
            }
        }
    }

    fn change(&mut self, change: impl FnOnce(Policy) -> Policy) {
        self.policy = change(std::mem::take(&mut self.policy));
    }

    fn table<'v, 't, K: Copy>(
        &mut self,
        value: &'v Value<'t>,
        of: &keys::Table<K>,
    ) -> Vec<(K, usize, &'v Value<'t>)> {
        match self.mistakes.table(value, of.header) {
            Some(table) => self.mistakes.entries(of, table),
            None => Vec::new(),
        }
    }

    fn locale(&mut self, value: &Value<'_>) {
        let Some((text, at)) = self.mistakes.text(value) else { return };
        match text {
            "zh" => self.change(|policy| policy.locale(Locale::Zh)),
            "en" => self.change(|policy| policy.locale(Locale::En)),
            _ => self.mistakes.add(at, "语言应为 \"zh\" 或 \"en\"", "a locale is \"zh\" or \"en\""),
        }
    }

    fn trust(&mut self, value: &Value<'_>) {
        for (key, _, value) in self.table(value, &keys::TRUST) {
            let is_all = value.get_ref().as_str() == Some("all");
            match key {
                Trust::Guilds if is_all => self.change(Policy::trust_all_guilds),
                Trust::Guilds => {
                    for id in self.mistakes.list_of_ids(NUMBER, value) {
                        self.change(|policy| policy.trust_guild(id));
                    }
                }
                Trust::Groups if is_all => self.change(Policy::trust_all_groups),
                Trust::Groups => {
                    for id in self.mistakes.list_of_ids(OPENID, value) {
                        self.change(|policy| policy.trust_group(id));
                    }
                }
                Trust::Direct => {
                    if self.mistakes.boolean(value) == Some(true) {
                        self.change(Policy::trust_direct);
                    }
                }
                Trust::C2c => {
                    if self.mistakes.boolean(value) == Some(true) {
                        self.change(Policy::trust_c2c);
                    }
                }
            }
        }
    }

    fn deny(&mut self, value: &Value<'_>) {
        for (key, _, value) in self.table(value, &keys::DENY) {
            match key {
                Deny::Guilds => {
                    for id in self.mistakes.list_of_ids(NUMBER, value) {
                        self.change(|policy| policy.deny_guild(id));
                    }
                }
                Deny::Groups => {
                    for id in self.mistakes.list_of_ids(OPENID, value) {
                        self.change(|policy| policy.deny_group(id));
                    }
                }
            }
        }
    }

    fn replies(&mut self, value: &Value<'_>) {
        for (key, _, value) in self.table(value, &keys::REPLIES) {
            let Some(window) = self.mistakes.duration(value) else { continue };
            let replies = &mut self.policy.tables.replies;
            match key {
                Replies::Caller => replies.caller = window,
                Replies::Channel => replies.channel = window,
            }
        }
    }

    fn intrusion(&mut self, value: &Value<'_>) {
        for (key, _, value) in self.table(value, &keys::INTRUSION) {
            let (mistakes, tables) = (&mut self.mistakes, &mut self.policy.tables);
            let said = &mut tables.intrusion;
            match key {
                Intrusion::Threshold => {
                    said.threshold = mistakes.count(value, limit::Intrusion::MAX_THRESHOLD)
                }
                Intrusion::Permission => {
                    said.permission = mistakes.count(value, limit::Intrusion::MAX_WEIGHT)
                }
                Intrusion::Injection => {
                    said.injection = mistakes.count(value, limit::Intrusion::MAX_WEIGHT)
                }
                Intrusion::Confirmation => {
                    said.confirmation = mistakes.count(value, limit::Intrusion::MAX_WEIGHT)
                }
                Intrusion::Window => said.window = mistakes.days(value),
                Intrusion::Block => said.block = mistakes.days(value),
                Intrusion::AlertChannel => tables.alert_channel = mistakes.one_id(NUMBER, value),
            }
        }
    }

    fn guilds(&mut self, value: &Value<'_>) {
        let Some(table) = self.mistakes.table(value, keys::GUILD.header) else { return };
        for (guild, _, value) in self.mistakes.ids::<GuildId>(NUMBER, table) {
            for (key, _, value) in self.table(value, &keys::GUILD) {
                match key {
                    Guild::ChannelAdmin => {
                        let role = self.roles.named(value, &mut self.mistakes);
                        self.change(|policy| policy.channel_admin(guild, role));
                    }
                    Guild::Roles => self.guild_roles(guild, value),
                    Guild::Users => self.users(value, Realm::Guild(guild)),
                }
            }
        }
    }

    fn guild_roles(&mut self, guild: GuildId, value: &Value<'_>) {
        let Some(table) = self.mistakes.table(value, "[guilds.ID.roles]") else { return };
        for (id, at, value) in self.mistakes.ids::<RoleId>(NUMBER, table) {
            if id == PLATFORM_CHANNEL_ADMIN {
                self.mistakes.add(
                    at,
                    "身份组 5（子频道管理员）只管一个子频道：请改写 [guilds.ID] 里的 channel_admin",
                    "role 5 administrates one channel only: write `channel_admin` in [guilds.ID] \
                     instead",
                );
            }
            let role = self.roles.named(value, &mut self.mistakes);
            self.change(|policy| policy.guild_role(guild, id, role));
        }
    }

    fn groups(&mut self, value: &Value<'_>) {
        let Some(table) = self.mistakes.table(value, keys::GROUP.header) else { return };
        for (group, _, value) in self.mistakes.ids::<OpenId>(OPENID, table) {
            for (key, _, value) in self.table(value, &keys::GROUP) {
                match key {
                    Group::Roles => self.group_roles(group, value),
                    Group::Users => self.openids(value, Realm::Group(group)),
                }
            }
        }
    }

    fn group_roles(&mut self, group: OpenId, value: &Value<'_>) {
        for (key, _, value) in self.table(value, &keys::GROUP_ROLES) {
            let of = match key {
                GroupRoles::Owner => GroupRole::Owner,
                GroupRoles::Admin => GroupRole::Admin,
                GroupRoles::Member => GroupRole::Member,
            };
            let role = self.roles.named(value, &mut self.mistakes);
            self.change(|policy| policy.group_role(group, of, role));
        }
    }

    fn private(
        &mut self,
        value: &Value<'_>,
        of: &keys::Table<Private>,
        grant: impl Fn(&mut Self, &Value<'_>),
    ) {
        for (Private::Users, _, value) in self.table(value, of) {
            grant(self, value);
        }
    }

    /// Roles of persons by their guild-side ids.
    fn users(&mut self, value: &Value<'_>, realm: Realm) {
        let Some(table) = self.mistakes.table(value, users_of(realm)) else { return };
        for (user, _, value) in self.mistakes.ids::<UserId>(NUMBER, table) {
            self.grant(realm, PersonId::User(user), value);
        }
    }

    /// Roles of persons by their openids.
    fn openids(&mut self, value: &Value<'_>, realm: Realm) {
        let Some(table) = self.mistakes.table(value, users_of(realm)) else { return };
        for (user, _, value) in self.mistakes.ids::<OpenId>(OPENID, table) {
            self.grant(realm, PersonId::Open(user), value);
        }
    }

    fn grant(&mut self, realm: Realm, person: PersonId, value: &Spanned<DeValue<'_>>) {
        let role = self.roles.named(value, &mut self.mistakes);
        self.change(|policy| policy.grant(realm, person, role));
    }
}

/// The header of the persons of a realm.
fn users_of(realm: Realm) -> &'static str {
    match realm {
        Realm::Guild(_) => "[guilds.ID.users]",
        Realm::Group(_) => "[groups.OPENID.users]",
        Realm::Direct => "[direct.users]",
        Realm::C2c => "[c2c.users]",
    }
}
