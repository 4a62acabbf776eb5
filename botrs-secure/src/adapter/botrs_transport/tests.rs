//! What is made of the answers of the platform, and of its errors.

use std::time::Duration;

use botrs::User;
use botrs::models::message::MessageUser;

use super::acts::whole_seconds;
use super::*;

#[test]
fn a_mute_is_never_rounded_to_its_lifting() {
    for (period, seconds) in [
        (Duration::ZERO, 0),
        (Duration::from_nanos(1), 1),
        (Duration::from_millis(999), 1),
        (Duration::from_secs(1), 1),
        (Duration::from_millis(1001), 2),
        (Duration::MAX, u64::MAX),
    ] {
        assert_eq!(whole_seconds(period), seconds, "{period:?}");
    }
}

fn member(id: &str, roles: &[&str]) -> Member {
    let user = User { id: id.into(), ..User::default() };
    let roles = roles.iter().map(ToString::to_string).collect();
    Member { user: Some(user), roles, ..Member::default() }
}

#[test]
fn a_member_is_the_one_asked_for_or_none() {
    let asked = UserId::new(7);
    let roles = member_info(asked, &member("7", &["1", "4"])).unwrap().roles;
    assert_eq!(roles, [RoleId::new(1), RoleId::new(4)]);
    assert!(member_info(asked, &member("7", &[])).unwrap().roles.is_empty());
    assert!(member_info(asked, &member("8", &["1"])).is_err());
    assert!(member_info(asked, &member("", &[])).is_err());
    assert!(member_info(asked, &member("7", &["4", "owner"])).is_err());
    assert!(member_info(asked, &Member::default()).is_err());
}

#[test]
fn a_message_has_all_ids_or_is_none() {
    let text = |text: &str| Some(text.to_string());
    let author = MessageUser { id: text("3"), ..MessageUser::default() };
    let whole = Message {
        id: text("m"),
        channel_id: text("2"),
        guild_id: text("1"),
        author: Some(author),
        ..Message::default()
    };
    let read = message_info(&whole).unwrap();
    assert_eq!((read.channel, read.guild), (ChannelId::new(2), GuildId::new(1)));
    assert_eq!((read.id.as_str(), read.author), ("m", Some(UserId::new(3))));
    for broken in [
        Message { id: None, ..whole.clone() },
        Message { id: text("../x"), ..whole.clone() },
        Message { channel_id: text(""), ..whole.clone() },
        Message { guild_id: None, ..whole.clone() },
        Message {
            author: Some(MessageUser { id: text("x"), ..MessageUser::default() }),
            ..whole.clone()
        },
    ] {
        assert!(message_info(&broken).is_err(), "{broken:?}");
    }
    assert_eq!(message_info(&Message { author: None, ..whole }).unwrap().author, None);
}

#[test]
fn errors_say_what_became_of_the_request() {
    use PlatformErrorKind::*;
    for (error, kind) in [
        (BotError::api(201, "x"), Pending),
        (BotError::api(202, "push message is waiting for audit"), Pending),
        (BotError::api(400, "x"), Refused),
        (BotError::api(400, "回复消息msg_id已过期"), ReplyWindow),
        (BotError::api(400, "msg limit exceed"), RateLimited),
        (BotError::api(400, "push message is waiting for audit now"), Pending),
        (BotError::Forbidden("304024 回复消息异步调用成功, 等待人工审核".into()), Pending),
        (BotError::Forbidden("子频道消息触发限频".into()), RateLimited),
        (BotError::Forbidden("推送频道消息数量超过限制".into()), RateLimited),
        (BotError::api(400, "22009"), RateLimited),
        (BotError::Forbidden("304050 push channel message reach limit".into()), RateLimited),
        (BotError::api(400, "304027"), ReplyWindow),
        (BotError::api(400, "no message 9220098765432100"), Refused),
        (BotError::api(400, "文件大小超限"), Refused),
        (BotError::Forbidden("检查应用权限不通过".into()), Refused),
        (BotError::Forbidden("检查是否是管理员未通过".into()), Refused),
        (BotError::Forbidden("url未报备".into()), UrlNotAllowed),
        (BotError::Forbidden("接口访问源IP不在白名单".into()), Unauthorized),
        (BotError::api(500, "x"), Unknown),
        (BotError::api(502, "x"), Unknown),
        (BotError::api(400, "Token request failed: x"), Unauthorized),
        (BotError::Auth("x".into()), Unauthorized),
        (BotError::AuthenticationFailed("x".into()), Unauthorized),
        (BotError::Forbidden("url not allowed".into()), UrlNotAllowed),
        (BotError::api(400, "消息发送失败, 不允许发送url "), UrlNotAllowed),
        (BotError::api(400, "请求参数不允许包含url 1.sh"), UrlNotAllowed),
        (BotError::api(400, "消息不允许发送"), Refused),
        (BotError::Forbidden("bad url".into()), Refused),
        (BotError::NotFound("x".into()), NotFound),
        (BotError::MethodNotAllowed("x".into()), Refused),
        (BotError::Server("x".into()), Unknown),
        (BotError::rate_limit(60), RateLimited),
        (BotError::Timeout, TimedOut),
        (BotError::connection("x"), Unreachable),
        (BotError::internal("x"), Unknown),
    ] {
        assert_eq!(super::kind_of(&error), kind, "{error}");
    }
}

#[test]
fn roles_are_those_of_the_guild_asked_for() {
    let role = |id: &str| botrs::models::guild::GuildRole {
        id: id.into(),
        name: "helper".into(),
        color: 7,
        hoist: 1,
        ..Default::default()
    };
    let listed = |guild: &str, ids: &[&str]| {
        let roles = ids.iter().map(|id| role(id)).collect();
        role_infos(
            GuildId::new(1),
            GuildRoles { guild_id: guild.into(), roles, ..Default::default() },
        )
    };
    let info = RoleInfo { id: RoleId::new(11), name: "helper".into(), color: 7, hoist: true };
    assert_eq!(listed("1", &["11"]).unwrap(), [info]);
    assert!(listed("1", &[]).unwrap().is_empty());
    assert!(listed("2", &["11"]).is_err());
    assert!(listed("", &[]).is_err());
    assert!(listed("1", &["11", "../x"]).is_err());
}

#[test]
fn channel_permissions_are_those_asked_for() {
    let told = |channel: &str, user: &str, permissions: &str| {
        let told = channel::ChannelPermissions {
            channel_id: channel.into(),
            user_id: user.into(),
            permissions: permissions.into(),
        };
        permissions_in(ChannelId::new(2), UserId::new(3), &told).ok()
    };
    assert_eq!(told("2", "3", "7"), Some(ChannelPermissions::from_bits(7)));
    assert_eq!(told("2", "3", "0"), Some(ChannelPermissions::NONE));
    for (channel, user, bits) in
        [("1", "3", "7"), ("2", "4", "7"), ("", "", "7"), ("2", "3", ""), ("2", "3", "-1")]
    {
        assert_eq!(told(channel, user, bits), None, "{channel} {user} {bits}");
    }
}
