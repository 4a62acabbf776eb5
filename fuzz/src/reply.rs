//! Replies: what users may have written, as it is sent.

use botrs_secure::prelude::*;
use botrs_secure::testing::{Shown, messages};
use botrs_secure::{Mention, Reply, Scene};

const SCENES: [Scene; 4] = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c];
/// So many messages answer one.
const MOST: usize = 5;
/// The longest message, in characters.
const LONGEST: usize = 2_000;

/// A text can do nothing, whatever the author wrote around it, and can be read; also a long one.
pub fn holds(text: &str) {
    // By something of the text, so that the same text is always tried alike.
    let sum: usize = text.bytes().map(usize::from).sum();
    let scene = SCENES[sum % SCENES.len()];
    comes_back(text, scene);
    does_nothing(text, scene);
    // Long ones take their time.
    if sum % 64 < SCENES.len() {
        let times = (LONGEST * 3 / 2).div_ceil(text.chars().count().max(1));
        comes_back(&text.repeat(times), scene);
    }
}

/// What people see of it is what was written, but for what no scene shows.
fn comes_back(text: &str, scene: Scene) {
    let sent = messages(&Reply::text(text), scene, MOST);
    let shown: String =
        sent.iter().map(|sent| seen(dead(sent, scene, &[]).text(), scene)).collect();
    let written = seen(text, scene);
    match &sent[..] {
        // Around a long text, and at a split, white space is left out.
        [_] => assert_eq!(shown.trim(), written.trim(), "{text:?} ({scene})"),
        _ => {
            let (shown, written) = (without_spaces(&shown), without_spaces(&written));
            let part = shown.strip_suffix('…').filter(|_| sent.len() == MOST);
            let is_part = part.is_some_and(|part| written.starts_with(part));
            assert!(is_part || shown == written, "{text:?} ({scene}): {sent:?}");
        }
    }
}

/// What an author may write around what users wrote, with no markup of a user in it.
fn does_nothing(text: &str, scene: Scene) {
    let (a, b) = text.split_once('|').unwrap_or((text, "1"));
    let own = Mention(UserId::new(7));
    for reply in [
        reply!("{a}{b}"),
        reply!("@{a}{b}"),
        reply!("@every{a}"),
        reply!("<{a}{b}>"),
        reply!("<@{a}>{b}"),
        reply!("<@!{a}{b}>"),
        reply!("<#{a}>{b}"),
        reply!("<emoji:{a}{b}>"),
        reply!("<qqbot-at-{a} />{b}"),
        reply!("<qqbot-at-user id=\"{a}\" />{b}"),
        reply!("&{a};{b}"),
        reply!("{a}@{b}everyone"),
    ] {
        messages(&reply, scene, MOST).iter().for_each(|sent| drop(dead(sent, scene, &[])));
    }
    let sent = messages(&reply!("{own}{a}{own}{b}"), scene, MOST);
    sent.iter().for_each(|sent| drop(dead(sent, scene, &["<@!7>"])));
    assert!(sent[0].starts_with("<@!7>"), "{sent:?}");
    if let [sent] = &messages(&reply!("{a}好"), scene, MOST)[..] {
        assert!(!turns(sent), "{text:?} ({scene}): {sent:?}");
    }
}

/// What is shown of a message, which is no longer than one can be and in which only this markup is live.
fn dead(sent: &str, scene: Scene, own: &[&str]) -> Shown {
    assert!(sent.chars().count() <= LONGEST, "{sent:?}");
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!sent.contains(is_odd), "{sent:?}");
    let shown = Shown::of(sent, scene);
    assert!(shown.markup().iter().all(|tag| own.contains(&&**tag)), "{shown:?} ({scene})");
    shown
}

/// What a reader sees of a text: no zero-width space and no turn of direction, `\u{fffd}` for a control
/// character, and in groups one sign for `<` and `＜`.
fn seen(text: &str, scene: Scene) -> String {
    let is_turn = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = text.replace("\r\n", "\n");
    let seen = text.chars().filter(|c| *c != '\u{200b}' && !is_turn(c)).map(|c| match c {
        '\n' | '\t' => c,
        '＜' if matches!(scene, Scene::Group | Scene::C2c) => '<',
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    });
    seen.collect()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text turns the direction of what stands behind it (UAX 9), where nothing but closings ends that.
fn turns(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        let last_isolate = open.iter().rposition(|isolates| *isolates);
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push(false),
            '\u{2066}'..='\u{2068}' => open.push(true),
            '\u{202c}' if open.last() == Some(&false) => drop(open.pop()),
            '\u{2069}' => open.truncate(last_isolate.unwrap_or(open.len())),
            _ => {}
        }
    }
    !open.is_empty()
}
