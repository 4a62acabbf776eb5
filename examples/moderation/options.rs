//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use botrs_secure::{GuildId, Locale, OpenId};

/// What to do.
#[derive(Debug)]
pub(crate) enum Options {
    Help,
    /// The evening, with its records left in a file if one is named.
    Play {
        audit: Option<PathBuf>,
    },
    Live(Live),
}

/// How to join QQ itself.
#[derive(Debug, Default)]
pub(crate) struct Live {
    pub(crate) audit: Option<PathBuf>,
    pub(crate) guilds: Vec<GuildId>,
    pub(crate) groups: Vec<OpenId>,
    pub(crate) c2c: bool,
    pub(crate) sandbox: bool,
}

impl Live {
    fn trusts_nothing(&self) -> bool {
        self.guilds.is_empty() && self.groups.is_empty() && !self.c2c
    }
}

/// Reads the arguments; what is wrong with them otherwise.
pub(crate) fn parse(
    args: impl Iterator<Item = OsString>,
    locale: Locale,
) -> Result<Options, String> {
    let mut args = args;
    let mut live = Live::default();
    let mut joins = false;
    // The first option that means nothing without `--live`.
    let mut only_live = None;
    while let Some(arg) = args.next() {
        let name = arg.to_string_lossy().into_owned();
        let mut value = || {
            let lacking =
                locale.pick(format!("{name} 后面缺少值"), format!("{name} needs a value"));
            args.next().filter(|value| !value.is_empty()).ok_or(lacking)
        };
        match name.as_str() {
            "-h" | "--help" => return Ok(Options::Help),
            "--audit" => live.audit = Some(value()?.into()),
            "--live" => joins = true,
            "--trust-guild" => live.guilds.push(id(&name, &value()?, locale)?),
            "--trust-group" => live.groups.push(id(&name, &value()?, locale)?),
            "--trust-c2c" => live.c2c = true,
            "--sandbox" => live.sandbox = true,
            _ => {
                return Err(
                    locale.pick(format!("不认识的选项 {name}"), format!("unknown option {name}"))
                );
            }
        }
        if !matches!(name.as_str(), "--live" | "--audit") {
            only_live.get_or_insert(name);
        }
    }
    match (joins, only_live) {
        (true, _) if live.trusts_nothing() => Err(locale.pick(
            "--live 需要说明信任哪里：--trust-guild、--trust-group 或 --trust-c2c".into(),
            "--live needs a place to trust: --trust-guild, --trust-group or --trust-c2c".into(),
        )),
        (true, _) => Ok(Options::Live(live)),
        (false, Some(name)) => {
            Err(locale.pick(format!("{name} 只能与 --live 同用"), format!("{name} is for --live")))
        }
        (false, None) => Ok(Options::Play { audit: live.audit }),
    }
}

fn id<T: std::str::FromStr>(name: &str, value: &OsString, locale: Locale) -> Result<T, String> {
    let value = value.to_string_lossy();
    value.parse().map_err(|_| {
        locale.pick(
            format!("{name} 的值不是 id：{value}"),
            format!("{name} wants an id, not {value}"),
        )
    })
}

/// Both languages.
pub(crate) fn help() -> String {
    format!("{}\n\n{}", usage(Locale::Zh), usage(Locale::En))
}

pub(crate) fn usage(locale: Locale) -> &'static str {
    locale.pick(ZH, EN)
}

const ZH: &str = "\
用法：cargo run --example moderation [-- 选项]

不带选项时，在本机的回环平台上演一个晚上，不需要账号、服务器或配置。
语言跟随 LANG；设置 NO_COLOR=1 可关闭颜色。

  --audit FILE         把审计记录留在 FILE（密钥在 FILE.key）
  --live               真正连接 QQ；需要环境变量 QQ_BOT_APP_ID 和 QQ_BOT_SECRET
  --trust-guild ID     信任这个频道（可多次；id 见日志或 /whoami）
  --trust-group OPENID 信任这个群（可多次）
  --trust-c2c          信任单聊
  --sandbox            使用 QQ 的沙箱环境（未上线的机器人需要）
  -h, --help           显示本帮助";

const EN: &str = "\
Usage: cargo run --example moderation [-- OPTIONS]

Without options it plays an evening on a platform inside this machine; no account, server or setting
is needed. It speaks the language of LANG; NO_COLOR=1 turns colours off.

  --audit FILE         leave the audit records in FILE (and their key in FILE.key)
  --live               join QQ itself; needs QQ_BOT_APP_ID and QQ_BOT_SECRET in the environment
  --trust-guild ID     trust this guild (repeatable; the log and /whoami tell the id)
  --trust-group OPENID trust this group (repeatable)
  --trust-c2c          trust private conversations
  --sandbox            use QQ's sandbox, which bots need that are not released
  -h, --help           show this help";

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options, String> {
        parse(args.iter().map(OsString::from), Locale::En)
    }

    #[test]
    fn qq_is_joined_only_when_asked_for_and_with_a_trusted_place() {
        assert!(matches!(parsed(&[]), Ok(Options::Play { audit: None })));
        let Ok(Options::Live(live)) = parsed(&["--live", "--trust-guild", "1", "--sandbox"]) else {
            panic!("not live");
        };
        assert_eq!((live.guilds, live.c2c, live.sandbox), (vec![GuildId::new(1)], false, true));
        assert!(parsed(&["--live"]).is_err());
        assert!(parsed(&["--trust-guild", "1"]).is_err());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (args, wrong) in [
            (&["--lives"][..], "unknown option --lives"),
            (&["--audit"], "--audit needs a value"),
            (&["--live", "--trust-guild", "../1"], "--trust-guild wants an id, not ../1"),
            (&["--live", "--trust-group", "1"], "--trust-group wants an id, not 1"),
            (&["--sandbox"], "--sandbox is for --live"),
        ] {
            assert_eq!(parsed(args).err().as_deref(), Some(wrong));
        }
    }

    #[test]
    fn help_comes_in_both_languages() {
        assert!(help().contains("用法") && help().contains("Usage"));
    }
}
