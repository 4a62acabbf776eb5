//! Which files have secrets in them.

use std::path::Path;

use super::looks::{self, Looks};
use super::site::{Site, SiteFile};

/// What the library itself makes for its owner alone.
const OWN: &[&str] = &[".jsonl.key", ".key.state", ".jsonl.names", ".redb"];
/// Where settings are.
const SETTINGS: &[&str] =
    &[".toml", ".env", ".yaml", ".yml", ".json", ".service", ".ini", ".conf", ".sh", "Dockerfile"];
/// The longest file that is looked into for keys, in bytes.
const LONGEST: usize = 64 << 10;

/// A file with a secret in it, and the line of that if it was seen.
pub(super) struct Private<'a> {
    pub(super) file: &'a SiteFile,
    pub(super) line: Option<usize>,
}

/// Those of the library by their names, all others by what is in them. Sources are looked at elsewhere.
pub(super) fn files(site: &Site) -> Vec<Private<'_>> {
    let private = |file| {
        let line = match place(file) {
            _ if has_end(&file.path, OWN) => None,
            Some(line) => Some(line),
            None => return None,
        };
        Some(Private { file, line })
    };
    site.files.iter().filter_map(private).collect()
}

fn has_end(path: &Path, ends: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ends.iter().any(|end| name.ends_with(end)) || (ends == SETTINGS && name.starts_with(".env"))
}

/// The line at which there is a secret.
fn place(file: &SiteFile) -> Option<usize> {
    // What a program is built of has names, such as `password = ["argon2"]`, and no values of its own.
    if has_end(&file.path, &[".rs", ".md", "Cargo.toml"]) {
        return None;
    }
    let text = file.text()?;
    let mut lines = (1..).zip(text.lines());
    if has_end(&file.path, SETTINGS)
        && let Some((line, _)) = lines.find(|(_, text)| is_secret(text))
    {
        return Some(line);
    }
    let has_key = text.len() <= LONGEST && looks::has_key(&text);
    has_key.then(|| {
        let is_it = |line: &str| line.contains("AGE-SECRET-KEY-1") || line.contains("PRIVATE KEY");
        1 + text.lines().take_while(|line| !is_it(line)).count()
    })
}

/// Whether a line of settings gives a secret: `secret = "..."`, `- QQ_BOT_SECRET=...`, `Environment=A=1 QQ_BOT_SECRET=...`.
fn is_secret(line: &str) -> bool {
    let is_comment = line.trim_start().starts_with(['#', ';']);
    let mut pairs = line.match_indices(['=', ':']).map(|(at, _)| (&line[..at], &line[at + 1..]));
    !is_comment && pairs.any(|(name, value)| gives_secret(name, value))
}

/// Whether what is named last before a sign has a secret right behind it.
fn gives_secret(before: &str, after: &str) -> bool {
    let is_apart = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | ',' | '=');
    let name = before.trim_end_matches(is_apart).rsplit(is_apart).next().unwrap_or_default();
    let after = after.trim_start();
    let value = match after.chars().next() {
        Some(quote @ ('"' | '\'')) => after[1..].split(quote).next().unwrap_or_default(),
        _ => after
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
            .next()
            .unwrap_or_default(),
    };
    looks::is_secrets_name(name) && looks::value(value) == Looks::Secret
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_give_a_secret_are_known() {
        for line in [
            "secret = \"hunter2x\"",
            "QQ_BOT_SECRET=hunter2x",
            "export QQ_BOT_SECRET='hunter2x' # for now",
            "      - QQ_BOT_SECRET=hunter2x",
            "  db_password: hunter2x",
            "Environment=\"QQ_BOT_SECRET=hunter2x\"",
            "Environment=QQ_BOT_APP_ID=1 QQ_BOT_SECRET=hunter2x",
            "bot = { app_id = \"1\", secret = \"hunter2x\" }",
            "{\"app_id\": \"1\", \"secret\": \"hunter2x\"}",
            "ENV QQ_BOT_SECRET=hunter2x",
        ] {
            assert!(is_secret(line), "{line}");
        }
        for line in [
            "# secret = \"hunter2x\"",
            "secret = \"${TOKEN1}\"",
            "secret = \"age:YWdlLWVuY3J5cHRpb24\"",
            "QQ_BOT_SECRET=",
            "QQ_BOT_SECRET=your-secret-1",
            "QQ_BOT_SECRET_FILE=/run/secrets/x1",
            "greeting = \"hunter2x\"",
            "secret_url = \"https://a.example/secret:1\"",
        ] {
            assert!(!is_secret(line), "{line}");
        }
    }
}
