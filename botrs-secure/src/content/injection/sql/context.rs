//! What stands around a piece of SQL: ordinary talk, or a value that is broken out of.

use super::Scan;
use super::token::{Key, Kind, Tail, Token};

/// Whether people talk here.
#[derive(Default)]
pub(super) struct Talk {
    /// Words in a row with nothing but spaces between them.
    run: u32,
    /// Words that follow a space.
    words: u32,
    heard: bool,
    /// A query begins among them.
    query: bool,
}

/// So many words in a row are no SQL.
const RUN: u32 = 3;

impl Talk {
    /// Takes one more token, and says whether it is talk.
    pub(super) fn takes(&mut self, token: Token) -> bool {
        match token.kind {
            Kind::Word => {
                self.words += u32::from(token.spaced);
                self.run = if token.spaced { self.run + 1 } else { 1 };
                self.heard |= self.run >= RUN;
                self.run >= RUN
            }
            Kind::Prose => {
                self.run += 1;
                self.heard = true;
                true
            }
            Kind::Foreign => {
                self.run = 0;
                self.heard |= token.end - token.start > 12;
                false
            }
            Kind::Edge => false,
            Kind::Key(Key::Select | Key::Update | Key::Delete | Key::Insert) => {
                self.run = 0;
                self.query = true;
                false
            }
            _ => {
                self.run = 0;
                false
            }
        }
    }

    /// A query has begun.
    pub(super) fn query(&self) -> bool {
        self.query
    }

    pub(super) fn heard(&self) -> bool {
        self.heard
    }

    /// Nobody has talked so far.
    pub(super) fn silent(&self) -> bool {
        !self.heard && self.words <= 1
    }
}

/// What stands before a piece of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing.
    Nothing,
    /// A quote or a parenthesis that closes what was not opened.
    Break,
    /// A value, and nothing before it.
    Value,
    /// One word, and nothing before it.
    Word,
    Talk,
}

impl Before {
    pub(super) fn points(self) -> u32 {
        match self {
            Self::Nothing => 25,
            Self::Break => 30,
            Self::Value => 15,
            Self::Word => 5,
            Self::Talk => 0,
        }
    }
}

/// A value that is broken out of has no more closing parentheses behind it.
const PARENTHESES: usize = 10;
/// Nor more tokens.
const VALUE: usize = 24;

impl Scan<'_, '_> {
    /// What stands before the current token.
    pub(super) fn before(&self) -> Before {
        let silent = self.talk.silent() && !self.talk.query() && self.tokens.index() <= VALUE;
        let mut places = 1;
        let mut broken = false;
        while let Kind::Close { unbalanced } = self.tokens.behind(places).kind {
            broken |= unbalanced;
            if places == PARENTHESES {
                return Before::Talk;
            }
            places += 1;
        }
        match self.tokens.behind(places).kind {
            Kind::Quote { opens: true } => Before::Break,
            _ if broken && !self.talk.heard() => Before::Break,
            _ if places > 1 => Before::Talk,
            Kind::Edge => Before::Nothing,
            Kind::Quote { opens: false } | Kind::Number if silent => Before::Value,
            Kind::Key(Key::Constant | Key::System(_)) | Kind::Sign | Kind::Compare if silent => {
                Before::Value
            }
            Kind::Semicolon | Kind::Comma if silent => Before::Value,
            Kind::Word | Kind::Variable if silent => Before::Word,
            _ => Before::Talk,
        }
    }

    /// What the token speaks for that stands behind a condition or a clause.
    pub(super) fn after(&self, places: usize) -> i32 {
        match self.kind(places) {
            _ if self.cut(places) => 20,
            Kind::Edge | Kind::Quote { .. } | Kind::Close { .. } | Kind::Semicolon => 10,
            Kind::Key(
                Key::Or
                | Key::And
                | Key::Xor
                | Key::Union
                | Key::Order
                | Key::Group
                | Key::Having
                | Key::Limit
                | Key::Into
                | Key::Procedure
                | Key::Like
                | Key::Waitfor,
            ) => 10,
            Kind::Word if matches!(self.kind(places - 1), Kind::Quote { .. }) => 10,
            Kind::Word | Kind::Prose | Kind::Foreign | Kind::Other(b'?') => -20,
            Kind::Key(Key::Is | Key::In | Key::Clause | Key::If) => -20,
            _ => 0,
        }
    }

    /// Whether a comment cuts off the rest of the query here.
    pub(super) fn cut(&self, places: usize) -> bool {
        matches!(
            self.kind(places),
            Kind::Comment(Tail::Nothing | Tail::Short) | Kind::Slashes(Tail::Nothing | Tail::Short)
        )
    }
}
