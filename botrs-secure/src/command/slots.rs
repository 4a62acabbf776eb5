//! Which word is whose: the one place that reads `name=value`, `--flag` and the order of words.
//!
//! The words are gone through once, from left to right. A word is given by name where its name is
//! that of an argument, else it belongs to the first argument that has none yet. The rest argument
//! begins at the first word that is neither and for which nothing stands before it; from there on the
//! text is raw.

use crate::command::param_spec::{ParamSpec, Shape};
use crate::content::words::{Unclosed, Word, Words};
use crate::gate::Denial;

/// Whose a word is.
#[derive(Debug)]
pub(crate) enum Whose {
    /// That of an argument, which was named.
    Named(&'static ParamSpec),
    /// That of an argument, by its place.
    Placed(&'static ParamSpec),
    /// Nobody's: there is more than the command takes.
    Nobodys,
}

/// A word and whose it is.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    pub(crate) whose: Whose,
    /// The value; of a flag, `true`.
    pub(crate) word: Word<'a>,
    /// The byte at which the word begins, with its name.
    pub(crate) start: usize,
}

/// Goes through the words of a call.
pub(crate) struct Slots<'a> {
    words: Words<'a>,
    slots: Vec<Slot>,
    /// The first slot that no place has come to.
    next: usize,
}

#[derive(Clone, Copy)]
struct Slot {
    spec: &'static ParamSpec,
    taken: bool,
}

impl<'a> Slots<'a> {
    pub(crate) fn new(words: Words<'a>, params: &'static [ParamSpec]) -> Self {
        let mut slots = Vec::new();
        ParamSpec::each_typed(params, &mut |spec| slots.push(Slot { spec, taken: false }));
        Self { words, slots, next: 0 }
    }

    /// The byte of the text up to which it was read.
    pub(crate) fn offset(&self) -> usize {
        self.words.offset()
    }

    /// The next word; `None` at the end. Nothing is read after a refusal.
    pub(crate) fn step(&mut self) -> Result<Option<Step<'a>>, Denial> {
        let plain = self.words.peek_plain();
        if plain.is_empty() {
            return Ok(None);
        }
        let step = match self.named(plain) {
            Some((n, value)) => self.by_name(n, plain, value),
            None => self.by_place(plain),
        };
        step.map(Some)
    }

    /// The argument that a word names, and where in the word its value begins; of `--flag`, nowhere.
    fn named(&self, plain: &str) -> Option<(usize, Option<usize>)> {
        let (n, value) = if let Some(flag) = plain.strip_prefix("--") {
            (self.position(|spec| spec.is_flag_called(flag))?, None)
        } else {
            let (name, _) = plain.split_once('=')?;
            (self.position(|spec| spec.can_be_named() && spec.name == name)?, Some(name.len() + 1))
        };
        // Where the rest begins, only what is missing before it still has a name.
        let Slot { spec, taken } = self.slots[n];
        let raw = (taken || spec.rest) && self.at_the_rest();
        (!raw).then_some((n, value))
    }

    fn position(&self, is: impl Fn(&ParamSpec) -> bool) -> Option<usize> {
        self.slots.iter().position(|slot| is(slot.spec))
    }

    /// Whether the next word by place begins the rest argument.
    fn at_the_rest(&self) -> bool {
        let mut open = self.slots[self.next..].iter().filter(|slot| !slot.taken && !slot.spec.flag);
        open.next().is_some_and(|slot| slot.spec.rest)
    }

    fn by_name(&mut self, n: usize, plain: &str, value: Option<usize>) -> Result<Step<'a>, Denial> {
        self.words.skip_spaces();
        let start = self.words.offset();
        let Slot { spec, taken } = &mut self.slots[n];
        if std::mem::replace(taken, true) {
            let at = self.words.stand_in("", start).at();
            return Err(Denial::Repeated { name: spec.name, at });
        }
        let word = match value {
            Some(value) => {
                self.words = self.words.skipping_to(start + value);
                self.words.read().map_err(unclosed)?
            }
            None => {
                self.words = self.words.skipping_to(start + plain.len());
                self.words.stand_in("true", start)
            }
        };
        Ok(Step { whose: Whose::Named(spec), word, start })
    }

    fn by_place(&mut self, plain: &str) -> Result<Step<'a>, Denial> {
        self.words.skip_spaces();
        let start = self.words.offset();
        while let Some(slot) = self.slots.get_mut(self.next) {
            let spec = slot.spec;
            if slot.taken || (spec.flag && !spec.is_flag_called(plain)) {
                self.next += 1;
                continue;
            }
            let word =
                if spec.rest { self.words.rest() } else { self.words.read().map_err(unclosed)? };
            // A list stays open for the words that follow.
            slot.taken = !matches!(spec.shape, Shape::List);
            return Ok(Step { whose: Whose::Placed(spec), word, start });
        }
        let word = self.words.read().map_err(unclosed)?;
        Ok(Step { whose: Whose::Nobodys, word, start })
    }
}

pub(crate) fn unclosed(Unclosed { at }: Unclosed) -> Denial {
    Denial::Unclosed { at }
}
