//! What SQL is made of, as far as an injection shows in it.

/// A piece of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// White space or a comment stands before it.
    pub(super) spaced: bool,
    /// A whole comment stands before it.
    pub(super) commented: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Before the first and behind the last.
    Edge,
    /// A name, or a word of a language that SQL does not know.
    Word,
    /// An everyday word that is not found in SQL.
    Prose,
    /// Letters of other scripts.
    Foreign,
    Number,
    /// One more of an odd or an even number of these quotes.
    Quote {
        opens: bool,
    },
    /// A backtick: a quote of names, and of code among people.
    Tick,
    Open,
    Close {
        unbalanced: bool,
    },
    Comma,
    Semicolon,
    Dot,
    /// `=`, `<>`, `>=`, and so on.
    Compare,
    /// Arithmetic, and whatever else stands between two values.
    Sign,
    /// `@x`.
    Variable,
    /// `--` or `#`, and what is behind it; or `/*` that is not closed.
    Comment(Tail),
    /// `//`, a comment where a query is a script.
    Slashes(Tail),
    /// `{`, `?`, `[` and so on.
    Other(u8),
    Key(Key),
}

/// What is behind the beginning of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Nothing,
    /// A word without spaces, as in `-- -`.
    Short,
    Long,
}

/// A word that SQL knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// Also `||`.
    Or,
    /// Also `&&`.
    And,
    Xor,
    Not,
    Union,
    /// `all` and `distinct`.
    All,
    Select,
    From,
    Where,
    Order,
    Group,
    By,
    Having,
    Limit,
    /// `like` and what else compares with a pattern.
    Like,
    Is,
    In,
    Between,
    Exists,
    /// `null`, `true` and `false`.
    Constant,
    /// `case`, `cast` and `convert`: values that are no plain function call.
    Case,
    Insert,
    Into,
    Values,
    Update,
    Set,
    Delete,
    Drop,
    Create,
    Alter,
    Truncate,
    /// `table`, `database`, and what else can be made and dropped.
    Object,
    Execute,
    Declare,
    Waitfor,
    Delay,
    Shutdown,
    Begin,
    If,
    /// Other words of statements: `end`, `when`, `as`, `join`.
    Clause,
    Procedure,
    Outfile,
    Copy,
    Load,
    Grant,
    /// `return`, `var` and `while`: statements of the languages that NoSQL stores run.
    Script,
    /// A function that payloads call, and what its call counts.
    Function(u8),
    /// A name inside a database system, and what its use counts.
    System(u8),
}
