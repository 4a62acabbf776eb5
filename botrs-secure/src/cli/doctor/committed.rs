//! Whether git keeps files with secrets.

use super::faults::Faults;
use super::private::files;
use super::site::Site;

pub(super) fn check(site: &Site, faults: &mut Faults) {
    let kept = files(site).into_iter().filter(|private| !private.file.is_ignored);
    for private in kept.filter(|_| site.is_in_git) {
        let (zh, en) = (
            "含秘密，而 git 没有忽略它；请加进 .gitignore，提交过的要更换",
            "there are secrets in it, and git does not ignore it; add it to .gitignore, and replace what was committed",
        );
        faults.fail(&private.file.path, private.line, zh, en);
    }
}
