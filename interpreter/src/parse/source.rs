//! Source text with its line table, and the two things reported about it: errors and warnings.
//!
//! Invariant: the text of a `SourceFile` is UTF-8 with `\n` as its only line end, and `line_starts` holds the byte
//! offset of every line's first byte, the first being 0. Nothing here looks at the syntax.

use crate::tree::Given;
use ruff_text_size::{Ranged, TextRange, TextSize};
use std::sync::Arc;

/// One source file (or string) as the parser and the compiler see it.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The name shown in tracebacks: a path or something like `<string>`.
    pub name: String,
    /// The text, with normalised line ends.
    pub text: String,
    /// The script that the command line names. CPython reads it line by line, and some errors show that.
    pub script: bool,
    /// What stands behind the text if it is none of a script.
    pub given: Option<Arc<Given>>,
    line_starts: Vec<u32>,
}

/// The class of the exception that a [`SyntaxError`] becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrKind {
    /// `SyntaxError`
    SyntaxError,
    /// `IndentationError`
    IndentationError,
    /// `TabError`
    TabError,
    /// `_IncompleteInputError`, a subclass of `SyntaxError`: more input could make the text valid.
    IncompleteInput,
    /// `ValueError`, without a position
    ValueError,
    /// `MemoryError`, without a position: the source is nested too deeply for the parser.
    MemoryError,
    /// `RecursionError`, without a position: an expression is too long for the compiler.
    RecursionError,
    /// `SyntaxError` with line 0: the bytes are no text in the declared encoding.
    Undecodable,
    /// `UnicodeDecodeError`: an escape sequence in a format specification. `text` is what was decoded, `col` and
    /// `end_col` are the positions in it, counted from 0.
    UnicodeDecodeError,
}

/// An error found in the source text, with CPython's position attributes.
///
/// `line` is 0 where CPython gives no usable position (unknown encodings, null bytes); `col` and `end_col` are
/// CPython's `offset` and `end_offset`: 1-based, counted in characters, and 0 or -1 in CPython's own odd cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The exception class.
    pub kind: ErrKind,
    /// The message, without position.
    pub msg: String,
    /// `lineno`
    pub line: u32,
    /// `offset`
    pub col: i32,
    /// `end_lineno`
    pub end_line: u32,
    /// `end_offset`
    pub end_col: i32,
    /// The source line, if there is one.
    pub text: Option<String>,
}

/// A `SyntaxWarning` found in valid source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// The message.
    pub msg: String,
    /// The line, 1-based.
    pub line: u32,
    /// The column in characters, 1-based.
    pub col: i32,
    /// The last line, 1-based.
    pub end_line: u32,
    /// The end column in characters, 1-based.
    pub end_col: i32,
}

impl SyntaxError {
    /// An error without a position.
    pub fn bare(kind: ErrKind, msg: impl Into<String>) -> Self {
        SyntaxError {
            kind,
            msg: msg.into(),
            line: 0,
            col: -1,
            end_line: 0,
            end_col: -1,
            text: None,
        }
    }

    /// Whether the exception carries a position at all.
    pub fn has_position(&self) -> bool {
        self.line > 0
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?}: {} (line {}, column {})",
            self.kind, self.msg, self.line, self.col
        )
    }
}

impl std::error::Error for SyntaxError {}

impl SourceFile {
    /// A source file; `\r\n` and `\r` become `\n`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        let mut line_starts = vec![0];
        for (i, b) in text.bytes().enumerate() {
            if b == b'\n' {
                line_starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
            }
        }
        SourceFile {
            name: name.into(),
            text,
            script: false,
            given: None,
            line_starts,
        }
    }

    /// What goes with a tree that was read from objects.
    pub(crate) fn given(name: String, mut given: Given) -> Self {
        SourceFile {
            name,
            text: given.take_text(),
            script: false,
            line_starts: vec![0],
            given: Some(Arc::new(given)),
        }
    }

    /// Marks it as the script that the command line names.
    #[must_use]
    pub fn script(self) -> Self {
        SourceFile {
            script: true,
            ..self
        }
    }

    /// The number of lines; text after the last newline counts as a line, even when empty.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.line_starts.len()).unwrap_or(u32::MAX)
    }

    /// Line (1-based) and column in UTF-8 bytes (0-based) of a byte offset; offsets past the end count as the end.
    pub fn line_col(&self, offset: TextSize) -> (u32, u32) {
        if let Some(given) = &self.given {
            return given.point(offset);
        }
        let offset = offset
            .to_u32()
            .min(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let line = self.line_starts.partition_point(|&s| s <= offset);
        let start = line
            .checked_sub(1)
            .and_then(|i| self.line_starts.get(i))
            .copied()
            .unwrap_or(0);
        (u32::try_from(line).unwrap_or(u32::MAX), offset - start)
    }

    /// Line (1-based) and column in characters (0-based) of a byte offset.
    pub fn char_col(&self, offset: TextSize) -> (u32, u32) {
        let (line, col) = self.line_col(offset);
        if self.given.is_some() {
            return (line, col);
        }
        let text = self.line_text(line);
        let chars = text
            .char_indices()
            .take_while(|(i, _)| (*i as u64) < u64::from(col))
            .count();
        // A column past the text (the newline itself) counts on.
        let beyond = u64::from(col).saturating_sub(text.len() as u64);
        (
            line,
            u32::try_from(chars as u64 + beyond).unwrap_or(u32::MAX),
        )
    }

    /// The text of a line (1-based) without its newline; empty for a line that does not exist.
    pub fn line_text(&self, line: u32) -> &str {
        if self.given.is_some() {
            return "";
        }
        let Some(index) = (line as usize).checked_sub(1) else {
            return "";
        };
        let Some(&start) = self.line_starts.get(index) else {
            return "";
        };
        let end = match self.line_starts.get(index + 1) {
            Some(&next) => next as usize - 1,
            None => self.text.len(),
        };
        self.text.get(start as usize..end).unwrap_or("")
    }

    /// The text that a node covers.
    pub fn slice(&self, node: &impl Ranged) -> &str {
        let r = node.range();
        self.text
            .get(r.start().to_usize()..r.end().to_usize())
            .unwrap_or("")
    }

    /// A `SyntaxError` for a range of this file, as the compiler raises it. Its columns count bytes, not characters:
    /// so they do in the errors of CPython's compiler, unlike those of its parser.
    pub fn error(&self, range: TextRange, msg: impl Into<String>) -> SyntaxError {
        self.error_between(
            self.line_col(range.start()),
            self.line_col(range.end()),
            msg,
        )
    }

    /// The same for lines and columns.
    pub fn error_between(
        &self,
        (line, col): (u32, u32),
        (end_line, end_col): (u32, u32),
        msg: impl Into<String>,
    ) -> SyntaxError {
        SyntaxError {
            kind: ErrKind::SyntaxError,
            msg: msg.into(),
            line,
            col: to_offset(col),
            end_line,
            end_col: to_offset(end_col),
            text: Some(self.line_text(line).to_owned()),
        }
    }

    /// A `SyntaxWarning` for a range of this file.
    pub fn warning(&self, range: TextRange, msg: impl Into<String>) -> SyntaxWarning {
        let (line, col) = self.char_col(range.start());
        let (end_line, end_col) = self.char_col(range.end());
        SyntaxWarning {
            msg: msg.into(),
            line,
            col: to_offset(col),
            end_line,
            end_col: to_offset(end_col),
        }
    }
}

fn to_offset(col: u32) -> i32 {
    i32::try_from(col).unwrap_or(i32::MAX - 1) + 1
}
