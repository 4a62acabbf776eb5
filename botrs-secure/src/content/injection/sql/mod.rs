//! SQL and NoSQL.

mod boolean;
mod context;
mod lexer;
mod nosql;
mod probe;
mod select;
mod statement;
mod token;
mod tokens;
mod words;

use context::{Before, Talk};
use token::{Key, Kind, Token};
use tokens::Tokens;

use super::evidence::Evidence;
use crate::content::finding::{Finding, Reason};

/// Reports what looks like an attempt to change a query.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let mut scan = Scan {
        tokens: Tokens::new(text),
        talk: Talk::default(),
        evidence: Evidence::new(Reason::SqlInjection, found),
    };
    scan.probe();
    loop {
        let token = scan.tokens.ahead(0);
        if token.kind == Kind::Edge {
            break;
        }
        scan.look_at(token);
        scan.tokens.advance();
    }
    scan.evidence.settle();
}

/// The rules look at the tokens around the current one and add to the evidence.
struct Scan<'t, 'f> {
    tokens: Tokens<'t>,
    talk: Talk,
    evidence: Evidence<'f>,
}

impl Scan<'_, '_> {
    fn look_at(&mut self, token: Token) {
        if self.talk.takes(token) {
            self.evidence.settle();
        }
        match token.kind {
            Kind::Key(key) => self.look_at_key(key, token),
            Kind::Quote { opens: true } => {
                self.terminator(token);
                self.concatenation(token);
            }

            Kind::Semicolon => self.stacked(token),
            Kind::Open if self.kind(1) == Kind::Key(Key::Select) => self.subquery(token),
            // A text that is written as one number, to be run.
            Kind::Number if self.evidence.any() && self.is_program(token) => {
                self.points(token, 0, 40);
            }
            Kind::Comment(_) if self.cut(0) && self.evidence.any() => self.points(token, 0, 10),
            Kind::Other(b'$') => self.operator(token),
            _ => {}
        }
        if self.tokens.index() == 0 {
            self.first(token);
        }
    }

    fn look_at_key(&mut self, key: Key, token: Token) {
        if token.commented && !matches!(key, Key::Clause | Key::Script) {
            self.points(token, 0, 10);
        }
        match key {
            Key::Or | Key::And | Key::Xor | Key::Having | Key::Where => self.condition(token),
            Key::Like => self.pattern(token),
            Key::Union => self.union(token),
            Key::Order | Key::Group => self.ordering(token),
            Key::Procedure | Key::Limit | Key::Into => self.clause(token),
            Key::Waitfor => self.waitfor(token),
            Key::Case | Key::If => self.case(token),
            Key::Function(points) if self.kind(1) == Kind::Open => self.call(token, points.into()),
            Key::System(points) if self.used() => self.points(token, 0, points.into()),
            _ => {}
        }
    }

    fn is_program(&self, number: Token) -> bool {
        let text = self.tokens.text(number);
        text.len() > 17 && text.get(..2).is_some_and(|sign| sign.eq_ignore_ascii_case("0x"))
    }

    /// A query in parentheses, where no query has begun.
    fn subquery(&mut self, token: Token) {
        let before = self.before();
        let behind = self.tokens.behind(1).kind;
        let legal = self.legal(before);
        let points = match behind {
            _ if legal => 0,
            Kind::Comma if self.talk.silent() => 25,
            _ if before == Before::Break => 35,
            _ if before == Before::Nothing => 25,
            _ => 20,
        };
        self.points(token, 1, points);
    }

    /// A call with arguments. What every program calls counts only beside something else.
    fn call(&mut self, token: Token, points: u32) {
        if matches!(self.kind(2), Kind::Close { .. }) || points < 20 && !self.evidence.any() {
            return;
        }
        let closed = (3..6).find(|place| matches!(self.kind(*place), Kind::Close { .. }));
        let cut = closed.is_some_and(|place| self.cut(place + 1));
        let alone = cut && matches!(self.before(), Before::Nothing | Before::Value);
        self.points(token, 1, points + if alone { 25 } else { 0 });
    }

    /// Whether the name here is used as one in a query.
    fn used(&self) -> bool {
        match self.tokens.behind(1).kind {
            Kind::Key(Key::From | Key::Select | Key::Into | Key::Execute | Key::Update) => true,
            Kind::Key(Key::All) => true,
            Kind::Dot => self.evidence.any() || self.tokens.behind(2).kind == Kind::Dot,
            Kind::Open | Kind::Comma | Kind::Compare => !self.talk.heard(),
            _ => false,
        }
    }

    /// The kind of the token so many places ahead.
    fn kind(&self, places: usize) -> Kind {
        self.tokens.ahead(places).kind
    }

    fn key(&self, places: usize) -> Option<Key> {
        match self.kind(places) {
            Kind::Key(key) => Some(key),
            _ => None,
        }
    }

    /// Adds a signal that reaches from this token over so many more.
    fn points(&mut self, from: Token, more: usize, points: u32) {
        let last = self.tokens.ahead(more);
        let end = if last.kind == Kind::Edge { last.start } else { last.end };
        self.evidence.add(from.start..end.max(from.end), points);
    }
}
