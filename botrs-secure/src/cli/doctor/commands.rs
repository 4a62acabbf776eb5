//! What the manifest says of commands.

use super::faults::Faults;
use super::site::Site;
use crate::manifest::{Access, Command};

pub(super) fn check(site: &Site, faults: &mut Faults) {
    let Some((path, manifest)) = &site.manifest else {
        let (zh, en) = (
            "没有命令清单，没有检查命令；请把 bot.manifest().to_json() 存为 manifest.json",
            "no manifest, so commands were not looked at; keep bot.manifest().to_json() as manifest.json",
        );
        faults.warn_of_all(zh, en);
        return;
    };
    for command in &manifest.commands {
        let name = command.name.escape_debug();
        if is_privileged(command) && command.limits.is_empty() {
            let (zh, en) = (
                format!("命令 `{name}` 没有次数限制；请加上 cooldown 或 limit"),
                format!("the command `{name}` has no limit; add cooldown or limit"),
            );
            faults.warn(path, None, &zh, &en);
        }
        if let Some(reason) = &command.unchecked_api {
            let reason = reason.escape_debug();
            let (zh, en) = (
                format!("命令 `{name}` 使用不经检查的 API（{reason}）；能用 ctx 的权能就不要用它"),
                format!(
                    "the command `{name}` uses the unchecked API ({reason}); use the powers of ctx where they do"
                ),
            );
            faults.warn(path, None, &zh, &en);
        }
    }
}

/// Whether it takes more than sending messages.
fn is_privileged(command: &Command) -> bool {
    match &command.access {
        Access::Public => false,
        Access::OwnersOnly => true,
        Access::All(names) | Access::Any(names) => names.iter().any(|name| name != "SendMessages"),
    }
}
