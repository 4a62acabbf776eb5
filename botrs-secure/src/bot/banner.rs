//! What a bot says of itself when it starts: what it listens to, whom it trusts, who may do what.

use std::fmt::Write as _;

use botrs::Intents;

use crate::adapter::{Login, Served, intent_names};
use crate::command::{Access, Registered};
use crate::engine::Engine;
use crate::locale::Locale;
use crate::place::Scenes;

/// Writes the banner to standard error: it is for the person who starts the bot.
pub(crate) fn print(engine: &Engine, login: &Login, about: About<'_>) {
    eprint!("{}", text(engine, &login.me().name, about, engine.log_locale));
}

/// What only the connection knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) way_in: WayIn<'a>,
    pub(crate) sandbox: bool,
}

/// By which events come.
#[derive(Debug, Clone, Copy)]
pub(crate) enum WayIn<'a> {
    Gateway {
        intents: Intents,
        served: &'a Served,
    },
    #[cfg(feature = "webhook")]
    Webhook {
        address: std::net::SocketAddr,
        path: &'a str,
    },
}

fn text(engine: &Engine, name: &str, about: About<'_>, locale: Locale) -> String {
    let mut out = format!("botrs-secure {} · {name} ({})\n", env!("CARGO_PKG_VERSION"), engine.bot);
    let environment = if about.sandbox {
        locale.pick("沙箱", "sandbox")
    } else {
        locale.pick("正式", "production")
    };
    let trusted = engine.current.load().rules.tables.trusted();
    line(&mut out, locale.pick("环境", "environment"), environment);
    match about.way_in {
        WayIn::Gateway { intents, served } => {
            line(&mut out, locale.pick("分片", "shards"), &served.to_string());
            list(&mut out, locale.pick("事件", "intents"), intent_names(intents));
        }
        #[cfg(feature = "webhook")]
        WayIn::Webhook { address, path } => {
            line(&mut out, locale.pick("回调", "webhook"), &format!("http://{address}{path}"));
        }
    }
    list(&mut out, locale.pick("信任", "trusted"), trusted.iter().map(String::as_str));
    let commands: Vec<_> = engine.registry.iter().collect();
    let widest = commands.iter().map(|command| width(&names(command))).max().unwrap_or(0);
    for (n, command) in commands.iter().enumerate() {
        let label = if n == 0 { locale.pick("命令", "commands") } else { "" };
        let names = names(command);
        let gap = " ".repeat(widest - width(&names) + 2);
        let row = format!(
            "{names}{gap}{}{}",
            access(command.spec.access(), locale),
            scenes(command.scenes)
        );
        line(&mut out, label, &row);
    }
    line(&mut out, locale.pick("停止", "to stop"), "Ctrl-C");
    out
}

/// A list in as many lines as it needs.
fn list<'a>(out: &mut String, label: &str, items: impl IntoIterator<Item = &'a str>) {
    let (mut label, mut row) = (label, String::new());
    for item in items {
        if !row.is_empty() && width(&row) + width(item) > WIDEST {
            line(out, label, &format!("{row},"));
            (label, row) = ("", String::new());
        }
        row.push_str(if row.is_empty() { "" } else { ", " });
        row.push_str(item);
    }
    line(out, label, &row);
}

/// Columns for values, so that a line fits 100.
const WIDEST: usize = 80;

fn line(out: &mut String, label: &str, value: &str) {
    let gap = " ".repeat(14usize.saturating_sub(width(label)));
    // A `String` takes whatever is written to it.
    let _ = writeln!(out, "  {label}{gap}{}", value.replace(char::is_control, " "));
}

fn names(command: &Registered) -> String {
    let parents = command.name.strip_suffix(command.spec.name()).unwrap_or_default();
    let aliases = command.spec.aliases().iter();
    aliases.fold(format!("/{}", command.name), |names, alias| names + " /" + parents + alias)
}

fn access(access: Access, locale: Locale) -> String {
    let list = |defs: &[&crate::PermissionDef], with: &str| {
        defs.iter().map(|def| def.name()).collect::<Vec<_>>().join(with)
    };
    match access {
        Access::Public => locale.pick("所有人", "everybody").to_owned(),
        Access::OwnersOnly => locale.pick("机器人的主人", "owners of the bot").to_owned(),
        Access::All(defs) => list(defs, " + "),
        Access::Any(defs) => list(defs, " | "),
    }
}

/// The scenes of a command, unless it is for all.
fn scenes(scenes: Scenes) -> String {
    if scenes == Scenes::ALL {
        return String::new();
    }
    scenes.iter().fold(" ·".to_owned(), |text, scene| text + " " + scene.as_str())
}

/// Columns on a terminal, where Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_goes_on_below_its_beginning() {
        let mut out = String::new();
        list(&mut out, "信任", ["guild 1"; 20]);
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("  信任          guild 1, ") && lines[0].ends_with(','));
        assert!(lines[1].starts_with("                guild 1, ") && lines[1].ends_with(','));
        assert!(lines.iter().all(|line| width(line) <= 100), "{out}");
        assert_eq!(out.matches("guild 1").count(), 20);
    }

    #[test]
    fn an_empty_list_and_control_characters_keep_their_line() {
        let mut out = String::new();
        list(&mut out, "a", []);
        line(&mut out, "b", "x\ny\u{1b}[31m");
        assert_eq!(out.lines().count(), 2);
        assert!(!out.contains('\u{1b}'));
    }
}
