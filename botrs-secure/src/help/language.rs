//! A text in both languages, and the half of one of them.

use crate::locale::{Locale, has_han};

/// What of a text is for this language: of each line `中文 / English` one side, any other line whole.
pub(super) fn half(text: &str, locale: Locale) -> String {
    let lines: Vec<&str> = text.lines().map(|line| half_of_line(line, locale)).collect();
    lines.join("\n")
}

fn half_of_line(line: &str, locale: Locale) -> &str {
    // The separator at which the two sides differ in script; English may well contain a slash.
    let sides =
        line.match_indices(" / ").map(|(at, slash)| (&line[..at], &line[at + slash.len()..]));
    for (left, right) in sides {
        match (has_han(left), has_han(right)) {
            (true, false) => return locale.pick(left, right).trim(),
            (false, true) => return locale.pick(right, left).trim(),
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_caller_sees_their_half() {
        for (text, zh, en) in [
            ("禁言成员 / Mute a member.", "禁言成员", "Mute a member."),
            ("Mute a member. / 禁言成员", "禁言成员", "Mute a member."),
            ("Mute a member.", "Mute a member.", "Mute a member."),
            ("禁言 / 解除", "禁言 / 解除", "禁言 / 解除"),
            ("On / off", "On / off", "On / off"),
            ("开 / 关 / On / off", "开 / 关", "On / off"),
            ("一 / One\n二 / Two\n3", "一\n二\n3", "One\nTwo\n3"),
            ("见 a/b", "见 a/b", "见 a/b"),
            ("", "", ""),
        ] {
            assert_eq!((half(text, Locale::Zh), half(text, Locale::En)), (zh.into(), en.into()));
        }
    }
}
