//! Tokens of the diagnosing parser, and the errors that it raises.

use super::super::source::ErrKind;

/// A position: line from 1, column in bytes from 0. A column of -1 is that of a token without text (an indent, the
/// end of the file), for which CPython has no column either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// Line, 1-based.
    pub line: u32,
    /// Column in bytes, 0-based, or -1.
    pub col: i32,
}

/// What a token is. Keywords are told from names by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tok {
    /// Identifier, soft keywords included.
    Name,
    /// Reserved word.
    Keyword,
    /// Number.
    Number,
    /// String or bytes literal without replacement fields.
    Str,
    /// Opening of an f-string (`false`) or t-string (`true`).
    FStart(bool),
    /// Literal piece.
    FMiddle(bool),
    /// Closing quotes.
    FEnd(bool),
    /// Operator or bracket.
    Op,
    /// End of a logical line.
    Newline,
    /// Deeper block.
    Indent,
    /// End of a block.
    Dedent,
    /// End of the text.
    End,
    /// The tokenizer gave up here.
    Error,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Kind.
    pub kind: Tok,
    /// First character.
    pub start: Pos,
    /// Behind the last character.
    pub end: Pos,
    /// Its bytes in the text.
    pub bytes: (usize, usize),
    /// Open brackets after it.
    pub level: usize,
    /// A raw f-string or t-string, for its pieces.
    pub raw: bool,
}

/// An error as the tokenizer or the parser raises it. Columns are 1-based; which unit they have is settled by the
/// line that was at hand, see `raise.rs`.
#[derive(Debug, Clone)]
pub struct Raised {
    /// Exception class.
    pub kind: ErrKind,
    /// Message.
    pub msg: String,
    /// Line, column, end line, end column as reported.
    pub at: (u32, i32, u32, i32),
    /// The source line as reported.
    pub text: String,
}

/// The reserved words.
pub fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

/// Words that are reserved in some places only.
pub fn is_soft_keyword(word: &str) -> bool {
    matches!(word, "_" | "case" | "match" | "type")
}

impl Raised {
    /// Whether it is a `SyntaxError` or a subclass.
    pub fn kind_is_syntax_error(&self) -> bool {
        matches!(
            self.kind,
            ErrKind::SyntaxError | ErrKind::IndentationError | ErrKind::TabError
        )
    }
}
