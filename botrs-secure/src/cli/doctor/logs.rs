//! What is logged.

use super::faults::Faults;
use super::site::Site;

/// Where the environment of a bot is set.
const FILES: &[&str] = &[
    ".env",
    ".env.local",
    ".env.production",
    ".service",
    ".yaml",
    ".yml",
    ".sh",
    "Dockerfile",
    ".toml",
];
/// They log what the platform sends, and the access token.
const TELLING: &[&str] = &["botrs", "tungstenite", "tokio_tungstenite"];

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for file in site.with(FILES) {
        let Some(text) = file.text() else { continue };
        for (number, line) in (1..).zip(text.lines()) {
            let Some(directives) = rust_log(line) else { continue };
            for directive in directives.split(',') {
                match what(directive) {
                    Some(Target::Telling) => faults.fail(
                        &file.path,
                        Some(number),
                        "RUST_LOG 会把平台的数据或访问令牌写进日志；请把它们设为 info",
                        "this RUST_LOG lets what the platform sends, or the access token, into logs; set info for it",
                    ),
                    Some(Target::All) => faults.warn(
                        &file.path,
                        Some(number),
                        "RUST_LOG 对所有目标打开了 debug 或 trace；请装上 botrs_secure::is_safe_to_log，或写明目标",
                        "this RUST_LOG is debug or trace for all targets; install botrs_secure::is_safe_to_log, or name \
                         the targets",
                    ),
                    None => {}
                }
            }
        }
    }
}

enum Target {
    Telling,
    All,
}

/// What `RUST_LOG` is set to in a line that is no comment.
fn rust_log(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("RUST_LOG")?;
    let value = after.trim_start_matches(['"', '\'', ' ', '=', ':']);
    let is_comment = before.trim_start().starts_with(['#', ';']);
    if is_comment || value.len() == after.len() {
        return None;
    }
    // What follows is a command or a remark; what is said in `${RUST_LOG:-debug}` is the default.
    let value = value.trim_start_matches('-').split_whitespace().next()?;
    Some(value.trim_end_matches(['"', '\'', '}']))
}

fn what(directive: &str) -> Option<Target> {
    let (target, level) = match directive.trim().rsplit_once('=') {
        Some((target, level)) => (target.split("::").next().unwrap_or_default(), level),
        None => ("", directive.trim()),
    };
    let is_much = ["debug", "trace"].iter().any(|much| level.eq_ignore_ascii_case(much));
    // A name by itself has all levels.
    if TELLING.contains(&level) || (is_much && TELLING.contains(&target)) {
        return Some(Target::Telling);
    }
    (is_much && target.is_empty()).then_some(Target::All)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_that_tell_too_much_are_known() {
        let kind = |line: &str| {
            let worst = rust_log(line)?.split(',').filter_map(what);
            worst.map(|target| if matches!(target, Target::Telling) { 'x' } else { '?' }).max()
        };
        for (line, expected) in [
            ("RUST_LOG=info,botrs=debug", Some('x')),
            ("export RUST_LOG=\"tungstenite::protocol=TRACE\"", Some('x')),
            ("Environment=\"RUST_LOG=botrs\"", Some('x')),
            ("  RUST_LOG: debug", Some('?')),
            ("      - RUST_LOG=trace", Some('?')),
            ("ENV RUST_LOG debug", Some('?')),
            ("RUST_LOG=botrs=debug ./bot", Some('x')),
            ("RUST_LOG=debug # for now", Some('?')),
            ("RUST_LOG=${RUST_LOG:-debug}", None),
            ("exec env RUST_LOG_STYLE=debug", None),
            ("# RUST_LOG=debug", None),
            ("RUST_LOG=info,botrs_secure=debug", None),
            ("RUST_LOG=warn", None),
            ("OTHER=debug", None),
        ] {
            assert_eq!(kind(line), expected, "{line}");
        }
    }
}
