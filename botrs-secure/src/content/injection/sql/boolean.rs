//! Conditions that are true or false whatever the query asks: `or 1=1`, `' and 'a'='b`.

use super::Scan;
use super::context::Before;
use super::token::{Key, Kind, Token};
use super::tokens::AHEAD;

/// One side of a comparison.
#[derive(Clone, Copy)]
struct Operand {
    what: What,
    /// The token that says it.
    token: Token,
    /// How many tokens it has.
    len: usize,
    quoted: bool,
    /// The first place behind it.
    next: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Two quotes with nothing between them, or one at the end.
    Empty,
    Number,
    Constant,
    Word,
    Call,
    /// A query in parentheses.
    Query,
}

impl Scan<'_, '_> {
    /// `or`, `and`, `having` and so on, with a condition behind it.
    pub(super) fn condition(&mut self, token: Token) {
        let before = self.before();
        let Some((own, next)) = self.condition_at(1, before) else { return };
        // People show each other `where 1=1 and ..`; nothing is broken out of.
        if token.kind == Kind::Key(Key::Where) && before == Before::Nothing {
            return;
        }
        let filter = matches!(token.kind, Kind::Key(Key::Where | Key::Having));
        if own < if filter { 25 } else { 10 } && before != Before::Break {
            return;
        }
        let points = own + before.points() as i32 + self.after(next);
        if let Ok(points) = u32::try_from(points) {
            let from = if before == Before::Break { self.tokens.behind(1) } else { token };
            self.points(from, next.saturating_sub(1).min(AHEAD), points);
        }
    }

    /// `case when 1=1 then`, `if(1=1,`.
    pub(super) fn case(&mut self, token: Token) {
        let constant = self.condition_at(2, Before::Talk).is_some_and(|(points, _)| points >= 25);
        if constant && matches!(self.kind(1), Kind::Open | Kind::Key(Key::Clause)) {
            let alone = token.kind == Kind::Key(Key::Case) && self.talk.silent();
            self.points(token, 3, if alone { 50 } else { 25 });
        }
    }

    /// `like '%` and its kind behind a value that is broken out of.
    pub(super) fn pattern(&mut self, token: Token) {
        let before = self.before();
        let quoted = matches!(self.kind(1), Kind::Quote { .. }) && self.tokens.ahead(1).spaced;
        let called = matches!(self.kind(1), Kind::Number | Kind::Key(Key::Function(_)));
        let called = called || self.kind(1) == Kind::Open && self.key(2) == Some(Key::Select);
        if quoted && matches!(before, Before::Break | Before::Nothing)
            || called && before == Before::Break
        {
            let all = self.kind(2) == Kind::Sign && matches!(self.kind(3), Kind::Quote { .. });
            self.points(token, 1, if all { 25 } else { 20 } + before.points());
        }
    }

    /// What the condition at a place speaks for, and the place behind it.
    fn condition_at(&self, place: usize, before: Before) -> Option<(i32, usize)> {
        let opened = place + usize::from(self.kind(place) == Kind::Open);
        if self.key(opened) == Some(Key::Exists) {
            return Some((25, opened + 1));
        }
        let left = self.operand(place)?;
        let Some(place) = self.comparison(left.next) else {
            return Some((self.alone(left, before), left.next));
        };
        let Some(right) = self.operand(place) else {
            return (left.what == What::Empty).then_some((10, place));
        };
        if self.key(place - 1) == Some(Key::Is) {
            return Some((if right.what == What::Constant { 10 } else { 0 }, right.next));
        }
        let alike = self.key(place - 1) == Some(Key::Like) && right.quoted;
        let equal =
            !matches!(self.tokens.text(self.tokens.ahead(place - 1)), "<" | ">" | "<=" | ">=");
        Some((self.compared(left, right, equal).max(if alike { 20 } else { 0 }), right.next))
    }

    /// A value without a comparison is as good as one only where the query is cut off behind it.
    fn alone(&self, value: Operand, before: Before) -> i32 {
        let cut = self.cut(value.next);
        match value.what {
            _ if before == Before::Talk => -20,
            What::Query => 25,
            What::Call if before == Before::Break || self.known(value) => 20,
            What::Number | What::Constant | What::Empty if cut => 20,
            What::Empty if self.kind(value.next) == Kind::Edge && self.talk.silent() => 20,
            What::Word if cut && !value.quoted && before == Before::Break => 15,
            What::Number | What::Constant if before == Before::Break => 10,
            _ => -20,
        }
    }

    /// Whether it is a function or a name that payloads use.
    fn known(&self, value: Operand) -> bool {
        matches!(value.token.kind, Kind::Key(_))
    }

    fn compared(&self, left: Operand, right: Operand, equal: bool) -> i32 {
        let same = left.len == right.len
            && self.tokens.text(left.token).eq_ignore_ascii_case(self.tokens.text(right.token));
        let constant = |side: Operand| !matches!(side.what, What::Word) || side.quoted;
        match (left.what, right.what) {
            (What::Query, _) | (_, What::Query) => 25,
            // People count and compare, too.
            (What::Number, What::Number) => {
                if equal {
                    30
                } else {
                    20
                }
            }
            (What::Word, What::Word) if same => 30,
            (What::Call, _) | (_, What::Call) => 20,
            _ if constant(left) && constant(right) => 25,
            (What::Word, What::Empty) => 20,
            _ => 5,
        }
    }

    /// The place behind a comparison at this place.
    fn comparison(&self, place: usize) -> Option<usize> {
        let place = if self.key(place) == Some(Key::Not) { place + 1 } else { place };
        match self.kind(place) {
            Kind::Compare | Kind::Key(Key::Like | Key::In | Key::Between | Key::Is) => {
                Some(place + 1)
            }
            _ => None,
        }
    }

    fn operand(&self, place: usize) -> Option<Operand> {
        let (main, quoted, empty) = self.prefix(place);
        let token = self.tokens.ahead(main);
        let name = self.dotted(main);
        let called = self.kind(name + 1) == Kind::Open;
        let what = match token.kind {
            _ if empty => What::Empty,
            Kind::Number => What::Number,
            Kind::Key(Key::Constant) => What::Constant,
            Kind::Key(Key::Select | Key::Union) => What::Query,
            Kind::Key(Key::Case | Key::If | Key::Function(_)) if called => What::Call,
            Kind::Key(Key::Case | Key::System(_)) => What::Call,
            Kind::Word | Kind::Prose if called && !self.tokens.ahead(name + 1).spaced => What::Call,
            Kind::Key(Key::Like) if called => What::Call,
            Kind::Key(Key::Function(_))
            | Kind::Word
            | Kind::Foreign
            | Kind::Prose
            | Kind::Variable => What::Word,
            Kind::Key(Key::Object | Key::Clause | Key::Set | Key::Script) if quoted => What::Word,
            _ => return None,
        };
        let next = match what {
            What::Empty => main,
            What::Call | What::Query => self.behind_parentheses(name),
            _ => self.behind_arithmetic(main + 1),
        };
        Some(Operand { what, token, quoted, len: next - main, next: self.suffix(next) })
    }

    /// The place of the value itself, whether it is quoted, and whether it is empty.
    fn prefix(&self, place: usize) -> (usize, bool, bool) {
        let mut quoted = false;
        for place in place..AHEAD {
            match self.kind(place) {
                Kind::Quote { .. } if quoted => return (place + 1, true, true),
                Kind::Quote { .. } => quoted = true,
                Kind::Word if !quoted && self.is_prefix(place) => {}
                Kind::Open
                | Kind::Tick
                | Kind::Sign
                | Kind::Key(Key::Not | Key::All)
                | Kind::Dot => {}
                Kind::Compare | Kind::Edge | Kind::Comment(_) | Kind::Close { .. } if quoted => {
                    return (place, true, true);
                }
                Kind::Key(Key::Or | Key::And | Key::Xor) if quoted => return (place, true, true),
                _ => return (place, quoted, false),
            }
        }
        (AHEAD, quoted, false)
    }

    /// The place of the last part of `a.b.c`.
    fn dotted(&self, place: usize) -> usize {
        let mut place = place;
        while place < AHEAD - 2 && self.kind(place + 1) == Kind::Dot {
            place += 2;
        }
        place
    }

    /// `N'text'`, `x'61'`: a letter that belongs to the quote behind it.
    fn is_prefix(&self, place: usize) -> bool {
        let (letter, quote) = (self.tokens.ahead(place), self.tokens.ahead(place + 1));
        let known = matches!(self.tokens.text(letter), "n" | "N" | "x" | "X" | "b" | "B" | "q");
        known && !quote.spaced && matches!(quote.kind, Kind::Quote { .. })
    }

    /// Closing quotes and parentheses.
    fn suffix(&self, place: usize) -> usize {
        let closes = |place: &usize| {
            matches!(self.kind(*place), Kind::Quote { .. } | Kind::Tick | Kind::Close { .. })
        };
        place + (place..AHEAD).take_while(closes).count()
    }

    /// `+ 1`, `.column` and the like belong to the value.
    fn behind_arithmetic(&self, place: usize) -> usize {
        let mut place = place;
        while place + 1 < AHEAD && matches!(self.kind(place), Kind::Sign | Kind::Dot) {
            if !matches!(self.kind(place + 1), Kind::Number | Kind::Word | Kind::Variable) {
                break;
            }
            place += 2;
        }
        place
    }

    /// The place behind the parentheses of a call, or the last one that can be seen.
    fn behind_parentheses(&self, place: usize) -> usize {
        let mut depth = 0;
        for place in place + 1..AHEAD {
            match self.kind(place) {
                Kind::Open => depth += 1,
                Kind::Close { .. } if depth <= 1 => return place + 1,
                Kind::Close { .. } => depth -= 1,
                Kind::Edge => return place,
                _ if depth == 0 => return place,
                _ => {}
            }
        }
        AHEAD
    }
}
