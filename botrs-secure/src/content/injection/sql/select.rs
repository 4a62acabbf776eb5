//! Queries that are put behind a query, and clauses that find out its shape.

use super::Scan;
use super::context::Before;
use super::token::{Key, Kind, Token};

impl Scan<'_, '_> {
    /// `union select`, whatever stands between the words.
    pub(super) fn union(&mut self, token: Token) {
        let mut place = 1;
        while matches!(self.kind(place), Kind::Key(Key::All) | Kind::Open) && place < 6 {
            place += 1;
        }
        let selects = self.key(place) == Some(Key::Select)
            || self
                .tokens
                .text(self.tokens.ahead(place))
                .get(..10)
                .is_some_and(|word| word.eq_ignore_ascii_case("selectchar"));
        if !selects {
            return;
        }
        let before = self.before();
        let listed = self.list(place + 1);
        if !self.legal(before) {
            self.points(token, place + 1, 25 + before.points() + listed);
        }
    }

    /// Whether a query has begun here that may go on like this.
    pub(super) fn legal(&self, before: Before) -> bool {
        self.talk.query() && before == Before::Talk
    }

    /// What the columns speak for that a query asks for.
    fn list(&self, place: usize) -> u32 {
        let mut place = place;
        while matches!(self.kind(place), Kind::Key(Key::All | Key::Clause) | Kind::Open) {
            place += 1;
            if place > 8 {
                return 0;
            }
        }
        let next = self.kind(place + 1);
        match self.kind(place) {
            Kind::Number | Kind::Key(Key::Constant) => 25,
            Kind::Key(Key::System(_)) | Kind::Quote { .. } => 25,
            Kind::Key(Key::Function(_) | Key::Case | Key::If) if next == Kind::Open => 20,
            Kind::Sign => 15,
            Kind::Word if matches!(next, Kind::Comma | Kind::Open | Kind::Key(Key::From)) => 10,
            Kind::Word if matches!(next, Kind::Comment(_)) => 15,
            _ => 0,
        }
    }

    /// `order by 5`, `group by x having`.
    pub(super) fn ordering(&mut self, token: Token) {
        if self.key(1) != Some(Key::By) {
            return;
        }
        let before = self.before();
        let mut place = 2;
        while matches!(self.kind(place), Kind::Number)
            || place > 2 && self.kind(place) == Kind::Comma && place < 30
        {
            place += 1;
        }
        let numbers = place > 2;
        let called = matches!(self.kind(place), Kind::Key(Key::Function(_)))
            && self.kind(place + 1) == Kind::Open;
        if !numbers && !called {
            let named = matches!(self.kind(2), Kind::Word | Kind::Open | Kind::Tick);
            let points = if before == Before::Break && named { 40 } else { 0 };
            self.points(token, 1, points);
            return;
        }
        if self.legal(before) {
            return;
        }
        let after = if called { 10 } else { self.after(place) };
        let points = 25 + before.points() as i32 + after;
        self.points(token, place - 1, u32::try_from(points).unwrap_or(0));
    }

    /// `procedure analyse()`, `into outfile`, `limit 1,1` behind a value that is broken out of.
    pub(super) fn clause(&mut self, token: Token) {
        let before = self.before();
        let path = !matches!(self.kind(3), Kind::Key(_) | Kind::Edge);
        if self.key(1) == Some(Key::Outfile) && matches!(self.kind(2), Kind::Quote { .. }) && path {
            self.points(token, 2, 35 + before.points());
        } else if matches!(before, Before::Break | Before::Value) {
            let analyse = self.tokens.text(self.tokens.ahead(1)).eq_ignore_ascii_case("analyse");
            let own = match self.kind(1) {
                _ if analyse => 40,
                Kind::Number => 10,
                _ => return,
            };
            self.points(token, 1, own + before.points());
        }
    }

    /// `waitfor delay '0:0:5'`.
    pub(super) fn waitfor(&mut self, token: Token) {
        if self.key(1) == Some(Key::Delay) && matches!(self.kind(2), Kind::Quote { .. }) {
            let cut = (3..14).any(|place| self.cut(place));
            self.points(token, 2, 35 + self.before().points() + if cut { 20 } else { 0 });
        }
    }
}
