//! What files say is what code would say.

use std::time::Duration;

use super::*;
use crate::policy::PermissionSet;
use crate::{ContentAction, ContentPolicy, GroupRole, Reason};

const WHOLE: &str = r#"
locale = "en"
owners = ["1", "2"]
owner_openids = "0123456789abcdef0123456789ABCDEF"

[trust]
guilds = ["8000", "666"]
groups = "all"
direct = true
c2c = true
[deny]
guilds = ["666"]
groups = ["0123456789abcdef0123456789ABCDEF"]

[replies]
caller = "1m30s"
channel = "2秒"

[guilds.8000]
channel_admin = "helper"
[guilds.8000.roles]
11 = "helper"
12 = ["trader", "moderator"]
1 = "guest"
[guilds.8000.users]
42 = "admin"
[groups.0123456789abcdef0123456789ABCDEF.roles]
owner = "owner"
admin = "helper"
member = "guest"
[groups.0123456789abcdef0123456789ABCDEF.users]
0123456789abcdef0123456789ABCDEF = "helper"
[direct.users]
42 = ["helper"]
[c2c.users]
0123456789abcdef0123456789ABCDEF = "trader"

[roles.helper]
permissions = ["MuteMembers", "KickMembers"]
[roles.trader]
permissions = "file-tests.trade"
rank = "member"
[roles.guest]
permissions = []
rank = "admin"
"#;

fn in_code() -> Policy {
    let guild = GuildId::new(8_000);
    let helper = Role::custom().allow::<MuteMembers>().allow::<KickMembers>();
    let rank = |rank, role| Role { rank, ..role };
    let trader = rank(crate::policy::Rank::Member, Role::custom().allow::<Trade>());
    let guest = rank(crate::policy::Rank::Admin, Role::custom());
    Policy::new()
        .locale(Locale::En)
        .owner(user(1))
        .owner(user(2))
        .owner(PersonId::Open(openid()))
        .trust_guild(guild)
        .trust_guild(GuildId::new(666))
        .trust_all_groups()
        .trust_direct()
        .trust_c2c()
        .deny_guild(GuildId::new(666))
        .deny_group(openid())
        .reply_windows(Duration::from_secs(90), Duration::from_secs(2))
        .channel_admin(guild, helper)
        .guild_role(guild, RoleId::new(11), helper)
        .guild_role(guild, RoleId::new(12), trader)
        .guild_role(guild, RoleId::new(12), Role::moderator())
        .guild_role(guild, RoleId::new(1), guest)
        .grant(Realm::Guild(guild), user(42), Role::admin())
        .group_role(openid(), GroupRole::Owner, Role::owner())
        .group_role(openid(), GroupRole::Admin, helper)
        .group_role(openid(), GroupRole::Member, guest)
        .grant(Realm::Group(openid()), PersonId::Open(openid()), helper)
        .grant(Realm::Direct, user(42), helper)
        .grant(Realm::C2c, PersonId::Open(openid()), trader)
}

#[test]
fn a_file_says_what_code_would_say() {
    let rules = rules(WHOLE).unwrap();
    assert_eq!(rules.tables, in_code().rules(&registry()).unwrap().tables);
}

#[test]
fn an_empty_file_says_nothing() {
    assert_eq!(rules("").unwrap().tables, Policy::new().tables);
    assert_eq!(rules("# a comment\r\n").unwrap().tables, Policy::new().tables);
}

#[test]
fn code_and_file_add_up_and_the_file_has_the_last_word_on_replies() {
    let policy = Policy::parse(WHOLE).unwrap();
    let policy = policy
        .owner(user(9))
        .guild_role(GuildId::new(8_000), RoleId::new(11), Role::custom().allow::<Trade>())
        .locale(Locale::Zh)
        .reply_windows(Duration::ZERO, Duration::ZERO);
    let both = in_code().owner(user(9)).guild_role(
        GuildId::new(8_000),
        RoleId::new(11),
        Role::custom().allow::<Trade>(),
    );
    assert_eq!(policy.rules(&registry()).unwrap().tables, both.tables);
}

#[test]
fn a_place_that_is_trusted_and_denied_is_denied() {
    let rules = rules(WHOLE).unwrap();
    assert!(rules.tables.trusts_guild(GuildId::new(8_000)));
    assert!(!rules.tables.trusts_guild(GuildId::new(666)));
    assert!(!rules.tables.trusts_group(&openid()));
}

#[test]
fn false_trusts_nothing() {
    let rules = rules("[trust]\ndirect = false\nc2c = false\nguilds = []").unwrap();
    assert_eq!(rules.tables, Policy::new().tables);
}

#[test]
fn restrictions_hold_where_they_say() {
    let found = rules(
        r#"
        [[restrict]]
        guild = "1"
        command = "封禁"
        disabled = true
        [[restrict]]
        channel = "7"
        command = "config"
        require = ["Administrator", "file-tests.trade"]
        [[restrict]]
        group = "0123456789ABCDEF0123456789abcdef"
        cooldown = "5m"
        [[restrict]]
        command = "config set"
        cooldown = "1h"
        "#,
    )
    .unwrap();
    let none = Tightening::default();
    assert_eq!(on(&found, "ban", in_channel(1, 7)), Tightening { disabled: true, ..none });
    assert_eq!(on(&found, "ban", in_channel(2, 7)), none);
    let require = PermissionSet::EMPTY.with::<Administrator>().with::<Trade>();
    assert_eq!(on(&found, "config", in_channel(2, 7)), Tightening { require, ..none });
    assert_eq!(on(&found, "config", in_channel(2, 8)), none);
    let cooldown = Duration::from_secs(3_600);
    let both = Tightening { require, cooldown, ..none };
    assert_eq!(on(&found, "config set", in_channel(2, 7)), both);
    let group = Place::Group { group: openid() };
    let cooldown = Duration::from_secs(300);
    assert_eq!(on(&found, "buy", group), Tightening { cooldown, ..none });
    assert_eq!(on(&found, "buy", in_channel(1, 1)), none);
}

#[test]
fn a_restriction_of_the_file_joins_one_of_code() {
    let text = "[[restrict]]\ncommand = \"ban\"\nrequire = \"ManageGuild\"";
    let policy = Policy::parse(text).unwrap();
    let said = policy.restrict(Restriction::everywhere().command("ban").disabled());
    let found = on(&said.rules(&registry()).unwrap(), "ban", in_channel(1, 1));
    assert!(found.disabled && !found.require.is_empty());
}

#[test]
fn content_is_said_key_by_key_and_a_kind_before_all_kinds() {
    let text = "[content]\nmax_length = 9\nsql_injection = \"warn\"\ninjection = \"record\"\nbidi = \"mask\"\n\
                too_long = \"off\"";
    let code = ContentPolicy::new().max_length(8).on(Reason::Link, ContentAction::Refuse);
    let expected = code
        .clone()
        .max_length(9)
        .on_injection(ContentAction::Record)
        .on(Reason::SqlInjection, ContentAction::Warn)
        .on(Reason::Bidi, ContentAction::Mask)
        .on(Reason::TooLong, ContentAction::Off);
    let policy = Policy::parse(text).unwrap().content(code);
    assert_eq!(policy.rules(&registry()).unwrap().tables.content, expected);
    for reason in Reason::ALL {
        let text = format!("[content]\n{} = \"warn\"", reason.as_str());
        let expected = ContentPolicy::new().on(reason, ContentAction::Warn);
        assert_eq!(rules(&text).unwrap().tables.content, expected);
    }
}

#[test]
fn words_are_said_by_category_and_an_allowed_neighbour_is_left_alone() {
    let text = "[content]\nallowed_words = [\"红包店\"]\nlink = \"refuse\"\nlink_hosts = [\"qq.com\"]\n\
                [[content.words]]\ncategory = \"advert\"\naction = \"mask\"\nwords = [\"红包\", \"casino\"]\n\
                [[content.words]]\nwords = [\"坏蛋\"]";
    let content = rules(text).unwrap().tables.content;
    let action = |text: &str| content.check(text).action();
    assert_eq!(action("发红包"), ContentAction::Mask);
    assert_eq!(action("红包店"), ContentAction::Off);
    assert_eq!(action("CASINO 坏蛋"), ContentAction::Refuse);
    assert_eq!(content.check("x红包y").masked("x红包y"), "x**y");
    assert_eq!(action("https://qq.com/x https://api.qq.com"), ContentAction::Off);
    assert_eq!(
        action("https://github.com"),
        ContentAction::Refuse,
        "the file's hosts, not the defaults"
    );
}

#[test]
fn intrusion_detection_is_said_key_by_key() {
    let all = "[intrusion]\nthreshold = 0x0c\nwindow = \"30d\"\nblock = \"30d\"\npermission = 0\n\
               injection = 2\nconfirmation = 13\nalert_channel = \"9000\"";
    let month = Duration::from_secs(30 * 24 * 60 * 60);
    let tables = rules(all).unwrap().tables;
    let said = crate::Intrusion::default().or_as_said(&tables.intrusion);
    let expected = crate::Intrusion::default().threshold(12).window(month).block(month);
    assert_eq!(said, expected.permission(0).injection(2).confirmation(13));
    assert_eq!(tables.alert_channel, Some(ChannelId::new(9_000)));
    // What is not said is as code says.
    let code = crate::Intrusion::default().threshold(3).block(month);
    let tables = rules("[intrusion]\nthreshold = 7").unwrap().tables;
    assert_eq!(code.or_as_said(&tables.intrusion), code.threshold(7));
}
