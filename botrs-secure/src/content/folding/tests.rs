use std::borrow::Cow;

use proptest::prelude::*;

use super::work::{costly, work_of};
use super::*;

/// Any text, and texts in which much is hidden.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        1 => any::<char>().prop_map(String::from),
        3 => prop::sample::select(vec![
            "%41", "%25", "%3c", "%e4%bd%a0", "%c0%af", "%u003c", "%uD83D", "%", "&lt;", "&amp;", "&#60;", "&#x3c", "&", "#", ";",
            "\\x41", "\\u0041", "\\u{41}", "\\", "a", "B", "1", "\u{200b}", "\u{301}", "\u{fe0f}", "ｆ", "＜", "％", "＆", "ﬁ", "ﷺ",
            "㏂", "丫", "〇", "說", "雞", "，", "：", "…", "\u{3000}", " ", "-", "_", "\n", "😀", "ß", "ẞ", "İ", "\0",
        ])
        .prop_map(String::from),
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    ]
}

fn views(raw: &str) -> [Folded<'_>; 3] {
    [decoded(raw), skeleton(raw, Reading::First), skeleton(raw, Reading::Second)]
}

fn boundaries(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_span_leads_back_to_whole_characters_in_order(raw in hostile()) {
        for view in views(&raw) {
            let boundaries = boundaries(&view.text);
            let mut before = 0..0;
            for pair in boundaries.windows(2) {
                let span = view.raw(pair[0]..pair[1]);
                prop_assert!(raw.get(span.clone()).is_some_and(|part| !part.is_empty()), "{span:?}");
                prop_assert!(before.start <= span.start && before.end <= span.end, "{before:?} {span:?}");
                let both = view.raw(boundaries[0]..pair[1]);
                prop_assert_eq!(both, view.raw(0..1).start..span.end);
                before = span;
            }
        }
    }

    #[test]
    fn spans_that_are_none_lead_back_to_some_place(raw in hostile(), start in 0..200_usize, end in 0..200_usize) {
        for view in views(&raw) {
            prop_assert!(raw.get(view.raw(start..end)).is_some());
        }
    }

    #[test]
    fn a_character_of_the_skeleton_came_from_what_is_folded_to_it(raw in hostile()) {
        for reading in [Reading::First, Reading::Second] {
            let view = skeleton(&raw, reading);
            for (at, c) in view.text.char_indices() {
                let source = view.raw_text(at..at + c.len_utf8());
                prop_assert!(skeleton(source, reading).text.contains(c), "{source} {c}");
            }
        }
    }

    #[test]
    fn what_is_not_copied_is_the_text(raw in hostile()) {
        for view in views(&raw) {
            if let Cow::Borrowed(text) = view.text {
                prop_assert_eq!(text, &raw);
                prop_assert_eq!(view.raw(0..raw.len()), 0..raw.len());
            }
        }
    }

    #[test]
    fn a_skeleton_is_its_own_skeleton(raw in hostile()) {
        for reading in [Reading::First, Reading::Second] {
            let once = skeleton(&raw, reading).text;
            prop_assert_eq!(&*skeleton(&once, reading).text, &*once);
        }
    }

    #[test]
    fn what_is_decoded_to_the_end_is_decoded(raw in hostile()) {
        // More of these, as they are or spelt, could be escapes within escapes, to a greater depth than is read.
        let once = decoded(&raw).text;
        let signs = raw.matches(['%', '&', '\\', '％', '＆', '＼', '﹪', '﹠', '﹨']).count();
        let spelt = ["25", "26", "5c", "5C", "37", "38", "92", "amp", "percnt", "bsol"];
        if signs <= 2 && spelt.iter().all(|sign| !raw.contains(sign)) {
            prop_assert_eq!(&*decoded(&once).text, &*once);
        }
    }
}

#[test]
fn twice_as_long_a_text_costs_twice_as_much() {
    for (short, long) in costly(2_000).iter().zip(&costly(4_000)) {
        for run in
            [|text: &str| drop(decoded(text)), |text: &str| drop(skeleton(text, Reading::Second))]
        {
            let (short_work, long_work) = (work_of(|| run(short)), work_of(|| run(long)));
            assert!(long_work <= 2 * short_work + 100, "{short_work} and {long_work}: {long:.40}");
        }
    }
}
