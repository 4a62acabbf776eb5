//! `no_mentions`: markup in all its disguises.

use proptest::prelude::*;

use super::passes;
use crate::content::escape::tests::any_text;
use crate::validate::Rule;

#[test]
fn markup_is_refused() {
    for text in [
        "@everyone",
        "hi @Everyone!",
        "@here",
        "@全体成员",
        "<@!1>",
        "<@1>",
        "<@everyone>",
        "a<#1>b",
        "<emoji:4>",
        "<EMOJI:4>",
        "<qqbot-at-user id=\"1\" />",
        "<qqbot-at-everyone />",
        "<qqbot-cmd-enter text=\"x\" />",
        "<@",
    ] {
        assert!(!passes(Rule::NoMentions, text), "{text}");
    }
}

#[test]
fn markup_in_disguise_is_refused() {
    for text in [
        "&lt;@!1&gt;",
        "&amp;lt;@!1&amp;gt;",
        "&amp;amp;amp;lt;#1>",
        "&LT;@1>",
        "&#60;@1>",
        "&#060;@1>",
        "&#x3c;@1>",
        "&#X3C;@1>",
        "&#x0000003C;#1>",
        "&amp;#60;@1>",
        "&#38;lt;@1>",
        "&#64;everyone",
        "&commat;everyone",
        "<&num;1>",
        "@\u{200b}everyone",
        "@every\u{200d}one",
        "@every\0one",
        "<\u{7f}@1>",
        "@\u{ad}\u{fe0f}everyone",
        "<\u{2060}@1>",
        "＠everyone",
        "＠ｅｖｅｒｙｏｎｅ",
        "＜＠１２３４＞",
        "＜@1>",
        "<＃1>",
        "﹤﹫1>",
        "＆lt；@1>",
        "&\u{200b}lt;@1>",
    ] {
        assert!(!passes(Rule::NoMentions, text), "{text}");
    }
}

#[test]
fn what_is_no_markup_passes() {
    for text in [
        "",
        "hello",
        "mail@example.com",
        "a < b & c > d",
        "5 <6",
        "#话题#",
        "@小明 你好",
        "R&D; &c; &;",
        "emoji:4",
        "&lt;b&gt;",
        "everyone",
        "👨‍👩‍👧",
    ] {
        assert!(passes(Rule::NoMentions, text), "{text}");
    }
}

#[test]
fn a_long_run_of_entities_takes_one_pass() {
    let text = format!("&{}lt;@1>", "amp;".repeat(500));
    assert!(!passes(Rule::NoMentions, &text));
    let text = format!("{}lt;@1>", "&amp;".repeat(500));
    assert!(!passes(Rule::NoMentions, &text));
}

/// What is left once everybody has unescaped as often as they like.
fn unescaped(text: &str) -> String {
    let mut text =
        text.to_lowercase().replace('\u{200b}', "").replace('＜', "<").replace('＠', "@");
    loop {
        let once = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        if once == text {
            return text;
        }
        text = once;
    }
}

proptest! {
    #[test]
    fn what_passes_holds_no_markup_however_it_is_read(text in any_text()) {
        if passes(Rule::NoMentions, &text) {
            let read = unescaped(&text);
            for live in ["<@", "<#", "<emoji:", "<qqbot-at-", "@everyone", "@全体成员"] {
                prop_assert!(!read.contains(live), "{text:?}");
            }
        }
    }

    #[test]
    fn plain_words_pass(text in "[a-zA-Z0-9 ,.!?#>;一-龥]{0,40}") {
        prop_assert!(passes(Rule::NoMentions, &text));
    }
}
