//! From a text to the messages that carry it.
//!
//! The platform has a longest message (its codes 40054007 and 1000001) and does not say which; bots met it
//! beyond 2,500 characters in guilds and beyond 4,000 in groups and C2C. A longer text than [`LONGEST`] is
//! split where a reader would do it: between paragraphs, lines, sentences or words, in the later half of a
//! message, else wherever no grapheme, entity or tag is cut. White space at a split is left out, so that no
//! message is blank. What does not fit into the last message ends with [`CUT`].

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::content::escape::ZERO_WIDTH_SPACE;

/// The longest message, in characters as they are sent: an entity is several.
pub(crate) const LONGEST: usize = 2_000;
/// What a text ends with whose rest is not sent.
const CUT: char = '…';

/// A message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Whether a rest is not sent.
    pub(crate) is_cut: bool,
}

/// The messages of a text.
#[derive(Clone)]
pub(crate) struct Parts<'t> {
    rest: Option<&'t str>,
    left: usize,
}

impl<'t> Parts<'t> {
    /// At most so many.
    pub(crate) fn of(text: &'t str, most: usize) -> Self {
        let text = if fits(text) { text } else { text.trim() };
        Self { rest: Some(text), left: most }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        self.left = self.left.checked_sub(1)?;
        let rest = self.rest.take()?;
        if fits(rest) {
            return Some(Part { text: rest.into(), is_cut: false });
        }
        if self.left == 0 {
            let kept = rest[..split(rest, LONGEST - 1)].trim_end();
            return Some(Part { text: format!("{kept}{CUT}").into(), is_cut: true });
        }
        let (part, rest) = rest.split_at(split(rest, LONGEST));
        self.rest = Some(rest.trim_start());
        Some(Part { text: part.trim_end().into(), is_cut: false })
    }
}

fn fits(text: &str) -> bool {
    text.len() <= LONGEST || text.chars().nth(LONGEST).is_none()
}

/// Where a text can be split, the better the later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Anywhere,
    Word,
    Sentence,
    Line,
    Paragraph,
}

/// Where to split a text that is longer than so many characters.
fn split(text: &str, most: usize) -> usize {
    let (mut at, mut length) = (0, 0);
    let mut best = (Place::Anywhere, 0);
    let mut sentence = Sentence::Goes;
    loop {
        let whole = &text[at..at + whole(&text[at..])];
        length += whole.chars().count();
        if length > most {
            break;
        }
        at += whole.len();
        sentence.read(whole);
        let place = place(&text[..at], &text[at..], sentence);
        if length * 2 > most && place >= best.0 {
            best = (place, at);
        }
    }
    // One that is longer than a message is cut all the same.
    let hard = |text: &str| text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    match best {
        (Place::Anywhere, _) if at > 0 => at,
        (Place::Anywhere, _) => hard(text),
        (_, at) => at,
    }
}

/// What kind of place lies between two texts.
fn place(before: &str, behind: &str, sentence: Sentence) -> Place {
    let is_over = match sentence {
        Sentence::Goes => false,
        Sentence::Over => !behind.starts_with(is_of_an_end),
        Sentence::OverBeforeSpace => behind.starts_with(char::is_whitespace),
    };
    if before.ends_with("\n\n") {
        Place::Paragraph
    } else if before.ends_with('\n') {
        Place::Line
    } else if is_over {
        Place::Sentence
    } else if before.ends_with(char::is_whitespace) {
        Place::Word
    } else {
        Place::Anywhere
    }
}

/// Whether a sentence has ended.
#[derive(Clone, Copy)]
enum Sentence {
    Goes,
    Over,
    /// With a sign that also stands in `1.5` and `a.b`.
    OverBeforeSpace,
}

impl Sentence {
    fn read(&mut self, whole: &str) {
        if whole.ends_with(is_full_stop) {
            *self = Self::Over;
        } else if whole.ends_with(['.', '!', '?']) {
            *self = Self::OverBeforeSpace;
        } else if !whole.ends_with(is_closing) {
            *self = Self::Goes;
        }
    }
}

const fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…')
}

/// What may follow a full stop and belongs to the sentence.
const fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '】' | '》' | '"' | '\'' | ')')
}

const fn is_of_an_end(c: char) -> bool {
    is_full_stop(c) || is_closing(c)
}

/// How many bytes at the beginning of a text belong together: a grapheme, an entity, a tag, or a sign and
/// what was put behind it, with the marks upon it.
fn whole(text: &str) -> usize {
    let together = match text.as_bytes().first() {
        Some(b'&') => entity(text),
        Some(b'<') => tag(text),
        Some(b'@') => {
            text[1..].starts_with(ZERO_WIDTH_SPACE).then_some(1 + ZERO_WIDTH_SPACE.len_utf8())
        }
        _ => None,
    };
    let before = |end: usize| text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let last = together.map_or(0, before);
    last + text[last..].graphemes(true).next().map_or(0, str::len)
}

/// The length of an entity at the beginning: `&lt;`, `&#60;`.
fn entity(text: &str) -> Option<usize> {
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST).position(|b| b == b';')?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'#';
    (end > 1 && text[1..end].bytes().all(is_name)).then_some(end + 1)
}

/// The length of a tag at the beginning; `a < b` is none.
fn tag(text: &str) -> Option<usize> {
    const LONGEST: usize = 128;
    let end = text.bytes().take(LONGEST).position(|b| b == b'>')?;
    let inner = &text[1..end];
    let is_tag = !inner.starts_with(char::is_whitespace) && !inner.contains(['<', '\n']);
    is_tag.then_some(end + 1)
}

#[cfg(test)]
mod tests;
