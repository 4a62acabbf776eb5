//! What is wrong of a file, with the place of each mistake.

use toml::Spanned;
use toml::de::{DeTable, Error};

use crate::help::nearest::nearest;
use crate::policy::file::depth::too_deep;
use crate::policy::{Mistake, Position};

/// How many mistakes are told; a file that is none at all has very many.
const MOST: usize = 100;
/// How much of a name is repeated in a message, in characters.
const LONGEST: usize = 48;

/// Collects mistakes by the byte at which each is.
pub(crate) struct Mistakes<'t> {
    places: Places<'t>,
    found: Vec<(usize, String, String)>,
}

impl<'t> Mistakes<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { places: Places::of(text), found: Vec::new() }
    }

    pub(crate) fn add(&mut self, at: usize, zh: impl Into<String>, en: impl Into<String>) {
        self.found.push((at, zh.into(), en.into()));
    }

    /// Where a text is not TOML, by what the parser says, which shows nothing of the text.
    pub(crate) fn no_toml(&mut self, error: &Error) {
        let (at, why) = (error.span().unwrap_or_default().start, error.message());
        self.add(at, format!("这里不是 TOML（{why}）"), format!("this is no TOML: {why}"));
    }

    /// Whether the text is too deep to be parsed, which then is told.
    pub(crate) fn is_too_deep(&mut self, text: &str) -> bool {
        let too_deep = too_deep(text);
        if let Some(at) = too_deep {
            self.add(at, "嵌套太深", "this is nested too deeply");
        }
        too_deep.is_some()
    }

    /// The table that a text is.
    pub(crate) fn table_of<'a>(&mut self, text: &'a str) -> Option<Spanned<DeTable<'a>>> {
        if self.is_too_deep(text) {
            return None;
        }
        DeTable::parse(text).map_err(|error| self.no_toml(&error)).ok()
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    pub(super) fn position(&mut self, at: usize) -> Position {
        self.places.position(at)
    }

    /// In the order of the file.
    pub(crate) fn into_list(mut self) -> Vec<Mistake> {
        self.found.sort_by_key(|(at, ..)| *at);
        let more = self.found.len().saturating_sub(MOST);
        self.found.truncate(MOST);
        let mut list = Vec::new();
        for (at, zh, en) in self.found {
            list.push(Mistake { at: Some(self.places.position(at)), zh, en });
        }
        if more > 0 {
            let at = list.last().and_then(|last| last.at);
            let (zh, en) = (format!("另有 {more} 处错误"), format!("and {more} more mistakes"));
            list.push(Mistake { at, zh, en });
        }
        list
    }
}

/// Turns bytes of a text into lines and columns, without starting over for each.
struct Places<'t> {
    text: &'t str,
    last: (usize, Position),
}

const START: (usize, Position) = (0, Position { line: 1, column: 1 });

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, last: START }
    }

    fn position(&mut self, at: usize) -> Position {
        if at < self.last.0 {
            self.last = START;
        }
        let (from, mut position) = self.last;
        for c in self.text.get(from..at).unwrap_or_default().chars() {
            position = match c {
                '\n' => Position { line: position.line + 1, column: 1 },
                _ => Position { column: position.column + 1, ..position },
            };
        }
        self.last = (at, position);
        position
    }
}

/// Somebody's name, to be repeated: shortened, and nothing in it moves a terminal or breaks a line.
pub(crate) fn shown(name: &str) -> String {
    let mut shown: String = name.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if name.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// The name that may have been meant, else all that there are: Chinese, then English.
pub(super) fn instead<'n>(
    typed: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> (String, String) {
    if let Some(near) = nearest(typed, names.clone()) {
        return (format!("是不是 `{near}`？"), format!("did you mean `{near}`?"));
    }
    let all: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    (format!("可用的有 {}", all.join("、")), format!("there are {}", all.join(", ")))
}
