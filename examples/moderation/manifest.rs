//! What the bot's commands need, pinned: a permission that changes is a changed line of `manifest.md`.

use std::path::Path;

use botrs_secure::prelude::*;

use super::commands;

/// Neither an account nor the policy of a running bot is needed: the manifest is about the program.
fn manifest() -> String {
    let credentials = Credentials::new("1", "none").expect("they have the right form");
    let policy = Policy::new().trust_c2c();
    let audit = AuditLog::to_writer(std::io::sink());
    let bot = commands::bot(credentials, policy, audit).sandbox(false);
    bot.build().expect("the bot is complete").manifest().to_markdown()
}

#[test]
fn the_manifest_is_the_committed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("moderation/manifest.md");
    let manifest = manifest();
    if std::env::var_os("UPDATE_MANIFEST").is_some() {
        return std::fs::write(path, manifest).expect("it can be written");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    // A checkout may have changed how lines end.
    let committed = committed.replace("\r\n", "\n");
    let changed = manifest.lines().find(|line| !committed.lines().any(|old| old == *line));
    assert!(
        manifest == committed,
        "what the commands need is not what examples/moderation/manifest.md says, first at:\n\n{}\n\n\
         If it is meant, write the file anew and have its diff reviewed:\n\n    \
         UPDATE_MANIFEST=1 cargo test -p botrs-secure-examples manifest\n",
        changed.unwrap_or("(a line that is gone)"),
    );
}
