//! The views of a text in which what is hidden shows.

use std::borrow::Cow;

use botrs_secure::testing::View;

/// Each character of a view leads back to some of the text, in order; views are bounded and final.
pub fn holds(text: &str) {
    let decoded = View::decoded(text);
    // Some signs are left alone where nothing else changes, which `%` says.
    leads_back(text, &decoded, |part| View::decoded(&format!("% {part}")).text().to_string());
    // Where some are left, they may be escapes within escapes, to a greater depth than is read.
    if !decoded.text().contains(['%', '&', '\\']) {
        assert_eq!(View::decoded(decoded.text()).text(), decoded.text(), "{text:?}");
    }
    for (n, skeleton) in View::skeletons(text).iter().enumerate() {
        leads_back(text, skeleton, |part| View::skeletons(part)[n].text().to_string());
        let again = &View::skeletons(skeleton.text())[n];
        assert_eq!(again.text(), skeleton.text(), "{text:?}");
    }
}

/// The most that a byte becomes: `ﷺ`, of three bytes, is 18 characters of two bytes and spaces.
const LONGEST: usize = 12;

fn leads_back(text: &str, view: &View<'_>, shows: impl Fn(&str) -> String) {
    let shown = view.text();
    assert!(shown.len() <= LONGEST * text.len(), "{text:?}");
    if let Cow::Borrowed(same) = shown {
        assert_eq!(*same, text);
        assert_eq!(view.source(0..text.len()), 0..text.len());
    }
    let mut before = 0..0;
    for (at, c) in shown.char_indices() {
        let span = view.source(at..at + c.len_utf8());
        assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{text:?}: {span:?}");
        assert!(
            before.start <= span.start && before.end <= span.end,
            "{text:?}: {before:?} {span:?}"
        );
        // What it came from shows it by itself.
        let is_shown = matches!(shown, Cow::Borrowed(_)) || shows(&text[span.clone()]).contains(c);
        assert!(is_shown, "{text:?}: {span:?} {c:?}");
        let whole = view.source(0..at + c.len_utf8());
        assert_eq!(whole.end, span.end, "{text:?}");
        before = span;
    }
    // Whatever is asked for, also what is no span of the view.
    for start in [0, 1, 2, shown.len() / 2, shown.len(), shown.len() + 1] {
        for length in [0, 1, 2, 5, shown.len()] {
            assert!(text.get(view.source(start..start + length)).is_some(), "{text:?}");
        }
    }
}
