//! Whole statements: behind a semicolon that ends another, or as the text itself.

use super::Scan;
use super::context::Before;
use super::token::{Key, Kind, Token};

impl Scan<'_, '_> {
    /// `; drop table x`.
    pub(super) fn stacked(&mut self, token: Token) {
        let before = self.before();
        let statement = self.statement(1);
        if statement == 0 {
            if before == Before::Break && self.cut(1) {
                self.points(token, 1, 50);
            }
            return;
        }
        let script = matches!(self.key(1), Some(Key::If | Key::Script | Key::Function(_)));
        let points = match before {
            Before::Break => 30,
            Before::Nothing | Before::Value if script => 10,
            Before::Nothing | Before::Value => 25,
            Before::Word => 10,
            Before::Talk if self.talk.query() && (3..6).any(|place| self.cut(place)) => 25,
            Before::Talk => return,
        };
        self.points(token, 2, points + statement);
    }

    /// The text begins with a statement, or with what only stands inside one.
    pub(super) fn first(&mut self, token: Token) {
        let points = match token.kind {
            Kind::Key(Key::Select) if self.statement(0) > 0 => 20,
            Kind::Key(Key::Execute | Key::Load) if self.statement(0) > 0 => 20,
            Kind::Key(Key::Copy) => 15,
            Kind::Key(Key::Declare) if self.kind(1) == Kind::Variable => 10,
            Kind::Key(Key::Execute)
                if self.kind(1) == Kind::Open && self.kind(2) == Kind::Variable =>
            {
                50
            }
            Kind::Comma if matches!(self.kind(1), Kind::Key(Key::Constant) | Kind::Open) => 15,
            _ => 0,
        };
        self.points(token, 1, points);
    }

    /// What the words from a place on speak for, as a statement.
    pub(super) fn statement(&self, place: usize) -> u32 {
        let Some(key) = self.key(place) else { return 0 };
        let next = self.kind(place + 1);
        let named = matches!(next, Kind::Word | Kind::Quote { .. } | Kind::Key(Key::System(_)));
        match (key, next) {
            (Key::Select, Kind::Sign | Kind::Number | Kind::Quote { .. }) => 25,
            (Key::Select, Kind::Open) => match self.kind(place + 2) {
                Kind::Key(_) | Kind::Number | Kind::Quote { .. } => 25,
                _ => 0,
            },
            (Key::Select, Kind::Key(Key::System(_) | Key::Function(_) | Key::Case)) => 25,
            (Key::Select, Kind::Word | Kind::Key(Key::All | Key::Clause)) => {
                self.columns(place + 1)
            }
            (Key::Drop | Key::Create | Key::Alter, Kind::Key(Key::Object | Key::Procedure)) => 25,
            (Key::Drop | Key::Create | Key::Alter, Kind::Word | Kind::Key(Key::Function(_)))
                if self.user(place + 1) =>
            {
                25
            }
            (Key::Insert, Kind::Key(Key::Into)) => 25,
            (Key::Delete, Kind::Key(Key::From)) => 25,
            (Key::Truncate, Kind::Key(Key::Object)) => 25,
            (Key::Update, _) if named && self.sets(place + 2) => 25,
            (Key::Execute, Kind::Word | Kind::Key(_) | Kind::Open | Kind::Variable) => 25,
            (Key::Declare | Key::Set, Kind::Variable | Kind::Key(Key::System(_))) => 25,
            (Key::Waitfor, Kind::Key(Key::Delay)) => 25,
            (Key::Shutdown, Kind::Edge | Kind::Comment(_) | Kind::Semicolon) => 25,
            (Key::Shutdown, Kind::Key(_) | Kind::Word) if self.cut(place + 3) => 25,
            (Key::If, Kind::Open) => 25,
            (Key::Begin, Kind::Key(Key::Declare | Key::Waitfor | Key::Execute)) => 25,
            (Key::Copy | Key::Load | Key::Grant, _) if named || matches!(next, Kind::Key(_)) => 20,
            (Key::Script, Kind::Key(Key::Constant)) if self.kind(place + 2) == Kind::Edge => 40,
            (Key::Script, Kind::Key(Key::Constant) | Kind::Quote { .. } | Kind::Number) => 25,
            (Key::Script, Kind::Open) => 25,
            (Key::Script, Kind::Word) if self.kind(place + 2) == Kind::Compare => 25,
            (Key::Function(points), Kind::Open) if points >= 20 => 25,
            (Key::System(_), _) => 25,
            _ => 0,
        }
    }

    fn columns(&self, place: usize) -> u32 {
        let next = self.kind(place + 1);
        let listed = matches!(next, Kind::Comma | Kind::Open | Kind::Dot | Kind::Key(Key::From));
        if listed { 20 } else { 0 }
    }

    fn user(&self, place: usize) -> bool {
        let text = self.tokens.text(self.tokens.ahead(place));
        ["user", "role", "login", "package"].iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    fn sets(&self, place: usize) -> bool {
        (place..place + 4).any(|place| self.key(place) == Some(Key::Set))
    }
}
