//! Who can read files with secrets.

use super::faults::Faults;
use super::private::files;
use super::site::Site;

#[cfg(unix)]
pub(super) fn check(site: &Site, faults: &mut Faults) {
    use std::os::unix::fs::MetadataExt as _;
    for private in files(site) {
        let path = &private.file.path;
        // One that went away meanwhile has no mode.
        let Ok(seen) = std::fs::symlink_metadata(path) else { continue };
        let mode = seen.mode() & 0o7777;
        if mode & 0o077 != 0 {
            let (zh, en) = (
                format!("含秘密，权限却是 {mode:04o}；请执行 chmod 600"),
                format!("there are secrets in it, and its mode is {mode:04o}; run chmod 600"),
            );
            faults.fail(path, private.line, &zh, &en);
        }
    }
}

#[cfg(not(unix))]
pub(super) fn check(site: &Site, faults: &mut Faults) {
    for private in files(site) {
        let (zh, en) = (
            "含秘密；请让机器人的用户独占它",
            "there are secrets in it; let the bot's user alone read it",
        );
        faults.warn(&private.file.path, private.line, zh, en);
    }
}
