//! Operators of document stores in place of a value: `[$ne]=`, `{"$gt": ""}`, `$where`.

use super::Scan;
use super::token::{Key, Kind, Token};
use crate::content::injection::table::Table;

impl Scan<'_, '_> {
    pub(super) fn operator(&mut self, token: Token) {
        let name = self.tokens.ahead(1);
        let Some(operator) = OPERATORS.get(self.tokens.text(name).as_bytes()) else { return };
        if name.start != token.end {
            return;
        }
        let bracketed =
            self.tokens.behind(1).kind == Kind::Other(b'[') && self.kind(2) == Kind::Other(b']');
        let points = if bracketed { 50 } else { self.value(operator) };
        self.points(token, 2, points);
    }

    /// What the value of an operator speaks for: an empty one, one that all documents match, code.
    fn value(&self, operator: Operator) -> u32 {
        let quoted = usize::from(matches!(self.kind(2), Kind::Quote { .. }));
        if self.kind(2 + quoted) != Kind::Other(b':') {
            return 0;
        }
        let place = 3 + quoted;
        let start = if self.talk.silent() { 15 } else { 0 };
        let own = match (operator, self.kind(place)) {
            (Operator::Code, _) => 35,
            (Operator::Compare, Kind::Quote { .. }) if self.empty(place) => 45,
            (Operator::Compare, Kind::Key(Key::Constant) | Kind::Other(b'{')) => 40,
            (Operator::Compare, Kind::Number | Kind::Sign) if self.tokens.index() <= 3 => 35,
            (Operator::Pattern, Kind::Quote { .. }) => 35,
            (Operator::List, Kind::Other(b'[')) if self.kind(place + 2) == Kind::Other(b'}') => 35,
            _ => return 0,
        };
        own + start
    }

    fn empty(&self, place: usize) -> bool {
        matches!(self.kind(place + 1), Kind::Quote { .. })
    }
}

#[derive(Debug, Clone, Copy)]
enum Operator {
    Compare,
    Pattern,
    List,
    Code,
}

static OPERATORS: Table<Operator, 32> = Table::new(&[
    ("ne", Operator::Compare),
    ("gt", Operator::Compare),
    ("gte", Operator::Compare),
    ("lt", Operator::Compare),
    ("lte", Operator::Compare),
    ("eq", Operator::Compare),
    ("exists", Operator::Compare),
    ("regex", Operator::Pattern),
    ("in", Operator::List),
    ("nin", Operator::List),
    ("or", Operator::List),
    ("and", Operator::List),
    ("where", Operator::Code),
    ("func", Operator::Code),
]);
