//! What a bot is built of.

use super::faults::Faults;
use super::site::{Site, above};

/// What every source of a lock file should be.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(super) fn check(site: &Site, faults: &mut Faults) {
    if !site.root.join("Cargo.toml").exists() {
        return;
    }
    // That of a workspace lies above.
    let lock = above(&site.root).map(|folder| folder.join("Cargo.lock")).find(|lock| lock.exists());
    let is_ignored = |file: &&super::site::SiteFile| {
        file.path == site.root.join("Cargo.lock") && file.is_ignored
    };
    let text =
        lock.as_ref().and_then(|lock| std::fs::read_to_string(lock).ok()).unwrap_or_default();
    for (line, source) in (1..).zip(text.lines()) {
        let source = source.strip_prefix("source = \"");
        if let (Some(lock), Some(source)) = (&lock, source)
            && !source.starts_with(CRATES_IO)
        {
            faults.warn(
                lock,
                Some(line),
                "依赖不来自 crates.io；请确认它的来源可信",
                "a dependency that is not from crates.io; see whether its source can be trusted",
            );
        }
    }
    if lock.is_none() {
        faults.fail(
            &site.root.join("Cargo.toml"),
            None,
            "没有 Cargo.lock，每次构建的依赖都可能不同；请生成并提交它",
            "there is no Cargo.lock, so builds can have other dependencies each time; make it and commit it",
        );
    } else if site.is_in_git
        && let Some(file) = site.files.iter().find(is_ignored)
    {
        faults.fail(
            &file.path,
            None,
            "git 忽略了 Cargo.lock；请提交它",
            "git ignores Cargo.lock; commit it",
        );
    }
}
