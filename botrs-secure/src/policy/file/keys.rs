//! The keys of a policy file: one table for each table of the file.

use crate::content::Reason;

/// The keys of one table.
pub(super) struct Table<K: 'static> {
    /// How its header is written; empty for what stands before every header.
    pub(super) header: &'static str,
    pub(super) keys: &'static [(&'static str, K)],
    /// Keys that one may expect here, and what is to be written instead: Chinese, then English.
    pub(super) instead: &'static [(&'static str, &'static str, &'static str)],
}

impl<K: Copy + 'static> Table<K> {
    pub(super) fn find(&self, name: &str) -> Option<K> {
        self.keys.iter().find(|(key, _)| *key == name).map(|&(_, key)| key)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys.iter().map(|(name, _)| *name)
    }
}

#[derive(Clone, Copy)]
pub(super) enum Top {
    Locale,
    Owners,
    OwnerOpenids,
    Trust,
    Deny,
    Replies,
    Content,
    Intrusion,
    Roles,
    Guilds,
    Groups,
    Direct,
    C2c,
    Restrict,
}

pub(super) const TOP: Table<Top> = Table {
    header: "",
    keys: &[
        ("locale", Top::Locale),
        ("owners", Top::Owners),
        ("owner_openids", Top::OwnerOpenids),
        ("trust", Top::Trust),
        ("deny", Top::Deny),
        ("replies", Top::Replies),
        ("content", Top::Content),
        ("intrusion", Top::Intrusion),
        ("roles", Top::Roles),
        ("guilds", Top::Guilds),
        ("groups", Top::Groups),
        ("direct", Top::Direct),
        ("c2c", Top::C2c),
        ("restrict", Top::Restrict),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Trust {
    Guilds,
    Groups,
    Direct,
    C2c,
}

pub(super) const TRUST: Table<Trust> = Table {
    header: "[trust]",
    keys: &[
        ("guilds", Trust::Guilds),
        ("groups", Trust::Groups),
        ("direct", Trust::Direct),
        ("c2c", Trust::C2c),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Deny {
    Guilds,
    Groups,
}

pub(super) const DENY: Table<Deny> = Table {
    header: "[deny]",
    keys: &[("guilds", Deny::Guilds), ("groups", Deny::Groups)],
    instead: &[
        (
            "direct",
            "私信默认不受信任：请从 [trust] 里去掉 direct",
            "direct messages are not trusted unless said: take `direct` out of [trust]",
        ),
        (
            "c2c",
            "C2C 默认不受信任：请从 [trust] 里去掉 c2c",
            "C2C is not trusted unless said: take `c2c` out of [trust]",
        ),
    ],
};

#[derive(Clone, Copy)]
pub(super) enum Replies {
    Caller,
    Channel,
}

pub(super) const REPLIES: Table<Replies> = Table {
    header: "[replies]",
    keys: &[("caller", Replies::Caller), ("channel", Replies::Channel)],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Content {
    MaxLength,
    /// Of every kind.
    Injection,
    On(Reason),
    Words,
    AllowedWords,
    LinkHosts,
}

pub(super) const CONTENT: Table<Content> = Table {
    header: "[content]",
    keys: &[
        ("max_length", Content::MaxLength),
        ("injection", Content::Injection),
        ("sql_injection", Content::On(Reason::SqlInjection)),
        ("script_injection", Content::On(Reason::ScriptInjection)),
        ("command_injection", Content::On(Reason::CommandInjection)),
        ("template_injection", Content::On(Reason::TemplateInjection)),
        ("crlf_injection", Content::On(Reason::CrlfInjection)),
        ("log_injection", Content::On(Reason::LogInjection)),
        ("path_traversal", Content::On(Reason::PathTraversal)),
        ("blocked_word", Content::On(Reason::BlockedWord)),
        ("link", Content::On(Reason::Link)),
        ("control_character", Content::On(Reason::ControlCharacter)),
        ("bidi", Content::On(Reason::Bidi)),
        ("too_long", Content::On(Reason::TooLong)),
        ("words", Content::Words),
        ("allowed_words", Content::AllowedWords),
        ("link_hosts", Content::LinkHosts),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Words {
    Category,
    Action,
    List,
    File,
}

pub(super) const WORDS: Table<Words> = Table {
    header: "[[content.words]]",
    keys: &[
        ("category", Words::Category),
        ("action", Words::Action),
        ("words", Words::List),
        ("file", Words::File),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Intrusion {
    Threshold,
    Window,
    Block,
    Permission,
    Injection,
    Confirmation,
    AlertChannel,
}

pub(super) const INTRUSION: Table<Intrusion> = Table {
    header: "[intrusion]",
    keys: &[
        ("threshold", Intrusion::Threshold),
        ("window", Intrusion::Window),
        ("block", Intrusion::Block),
        ("permission", Intrusion::Permission),
        ("injection", Intrusion::Injection),
        ("confirmation", Intrusion::Confirmation),
        ("alert_channel", Intrusion::AlertChannel),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum RoleKey {
    Permissions,
    Rank,
}

pub(super) const ROLE: Table<RoleKey> = Table {
    header: "[roles.NAME]",
    keys: &[("permissions", RoleKey::Permissions), ("rank", RoleKey::Rank)],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Guild {
    ChannelAdmin,
    Roles,
    Users,
}

pub(super) const GUILD: Table<Guild> = Table {
    header: "[guilds.ID]",
    keys: &[
        ("channel_admin", Guild::ChannelAdmin),
        ("roles", Guild::Roles),
        ("users", Guild::Users),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Group {
    Roles,
    Users,
}

pub(super) const GROUP: Table<Group> = Table {
    header: "[groups.OPENID]",
    keys: &[("roles", Group::Roles), ("users", Group::Users)],
    instead: &[(
        "channel_admin",
        "群里没有子频道管理员",
        "groups have no administrators of channels",
    )],
};

#[derive(Clone, Copy)]
pub(super) enum GroupRoles {
    Owner,
    Admin,
    Member,
}

pub(super) const GROUP_ROLES: Table<GroupRoles> = Table {
    header: "[groups.OPENID.roles]",
    keys: &[
        ("owner", GroupRoles::Owner),
        ("admin", GroupRoles::Admin),
        ("member", GroupRoles::Member),
    ],
    instead: &[],
};

#[derive(Clone, Copy)]
pub(super) enum Private {
    Users,
}

pub(super) const DIRECT: Table<Private> = Table {
    header: "[direct]",
    keys: &[("users", Private::Users)],
    instead: &[(
        "roles",
        "私信里没有身份组：请在 [direct.users] 里按用户授予",
        "nobody has roles in direct messages: give them by person in [direct.users]",
    )],
};

pub(super) const C2C: Table<Private> = Table {
    header: "[c2c]",
    keys: &[("users", Private::Users)],
    instead: &[(
        "roles",
        "C2C 里没有身份组：请在 [c2c.users] 里按用户授予",
        "nobody has roles in C2C: give them by person in [c2c.users]",
    )],
};

#[derive(Clone, Copy)]
pub(super) enum Restrict {
    Guild,
    Channel,
    Group,
    Command,
    Disabled,
    Require,
    Cooldown,
}

const ONLY_TIGHTENS: [&str; 2] = [
    "限制只能收紧，不能放宽：可写 disabled = true、require、cooldown",
    "a restriction only tightens: it has `disabled = true`, `require` and `cooldown`",
];

pub(super) const RESTRICT: Table<Restrict> = Table {
    header: "[[restrict]]",
    keys: &[
        ("guild", Restrict::Guild),
        ("channel", Restrict::Channel),
        ("group", Restrict::Group),
        ("command", Restrict::Command),
        ("disabled", Restrict::Disabled),
        ("require", Restrict::Require),
        ("cooldown", Restrict::Cooldown),
    ],
    instead: &[
        ("allow", ONLY_TIGHTENS[0], ONLY_TIGHTENS[1]),
        ("enabled", ONLY_TIGHTENS[0], ONLY_TIGHTENS[1]),
        ("public", ONLY_TIGHTENS[0], ONLY_TIGHTENS[1]),
        (
            "perm",
            "限制不能换掉命令自己的权限，只能再加：请写 require",
            "a restriction does not replace a command's permission, it adds to it: write `require`",
        ),
        (
            "owners_only",
            "请写 require = [\"Administrator\"]",
            "write `require = [\"Administrator\"]`",
        ),
    ],
};
