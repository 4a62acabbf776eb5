//! Policy files.

use super::faults::Faults;
use super::site::Site;
use crate::bot::checked_rules;
use crate::manifest::Named;
use crate::policy::Policy;

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for file in site.with(&["policy.toml"]) {
        let path = &file.path;
        let policy = match Policy::load(path) {
            Ok(policy) => policy,
            Err(error) => {
                faults.fail(
                    path,
                    None,
                    "策略文件有错误",
                    &format!("the policy has mistakes:\n{error}"),
                );
                continue;
            }
        };
        if let Some((_, manifest)) = &site.manifest
            && let Err(error) = checked_rules(&policy, &Named::new(manifest))
        {
            faults.fail(
                path,
                None,
                "策略和命令清单不符",
                &format!("it does not fit the manifest:\n{error}"),
            );
        }
        if policy.trusts_all() {
            let (zh, en) = (
                "信任所有频道或群，谁都能把机器人拉进去；请在 [trust] 里逐个列出",
                "it trusts all guilds or groups, and anybody can invite the bot; name them in [trust]",
            );
            faults.warn(path, None, zh, en);
        }
    }
}
