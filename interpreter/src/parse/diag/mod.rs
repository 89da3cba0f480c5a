//! Why a text does not parse, in CPython's words and with its carets.
//!
//! Runs only when the real parser has refused the text (or for the few texts that only CPython refuses). Tokenizer
//! and grammar follow CPython's, in two passes; see `parser.rs`. Nothing here builds a tree for the compiler.

mod atoms;
mod compound;
mod expr;
mod names;
mod params;
mod parser;
mod patterns;
mod stmts;
mod strings;
mod targets;
mod token;
mod tokenizer;
mod tokenizer_parts;

use super::Mode;
use super::source::{ErrKind, SourceFile, SyntaxError};
use parser::{Parser, Start};
use token::{Raised, Tok, Token};
use tokenizer::Done;

pub use tokenizer::{is_assigned, is_printable};

/// What was found.
pub struct Diagnosis {
    /// The error, `None` if CPython accepts the text.
    pub error: Option<SyntaxError>,
    /// The text ended where more was expected.
    pub incomplete: bool,
}

/// Finds out what is wrong with a text.
pub fn diagnose(src: &SourceFile, mode: Mode) -> Diagnosis {
    examine(src, mode, true)
}

/// The same for a text that may go on: its end does not end the open blocks.
pub fn diagnose_open(src: &SourceFile, mode: Mode) -> Diagnosis {
    examine(src, mode, false)
}

fn examine(src: &SourceFile, mode: Mode, end_closes_blocks: bool) -> Diagnosis {
    let start = match mode {
        Mode::Exec => Start::File,
        Mode::Eval => Start::Eval,
        Mode::Single => Start::Single,
    };
    let mut text = src.text.clone();
    if start == Start::File && !text.ends_with('\n') && !text.is_empty() {
        text.push('\n');
    }
    let mut parser = Parser::new(text.as_bytes(), start, end_closes_blocks, src.script);
    let (raised, incomplete) = run(&mut parser);
    Diagnosis {
        error: raised.map(to_error),
        incomplete,
    }
}

fn run(p: &mut Parser<'_>) -> (Option<Raised>, bool) {
    let accepted = p.whole().is_some();
    if accepted && p.raised.is_none() {
        if p.start == Start::Single && more_statements(p) {
            p.raise_syntax::<()>("multiple statements found while compiling a single statement");
        }
        return (p.raised.take(), false);
    }
    let incomplete = matches!(p.tz.done, Done::Eof | Done::EofInString | Done::EofInTriple);
    if p.raised.is_some() {
        if p.tokenizer_fine() {
            check_the_rest(p);
        }
        return (p.raised.take(), incomplete);
    }
    let last = p.tokens.last().copied();
    p.restart_with_invalid_rules();
    p.whole();
    if p.raised.is_some() {
        if p.tokenizer_fine() {
            check_the_rest(p);
        }
    } else if let Some(last) = last {
        generic(p, &last);
    }
    (p.raised.take(), incomplete)
}

/// No rule knows the mistake.
fn generic(p: &mut Parser<'_>, last: &Token) {
    match last.kind {
        Tok::Indent => {
            p.raise_last::<()>(ErrKind::IndentationError, "unexpected indent");
        }
        Tok::Dedent => {
            p.raise_last::<()>(ErrKind::IndentationError, "unexpected unindent");
        }
        _ => {
            p.raise_tok::<()>(last, "invalid syntax");
            check_the_rest(p);
        }
    }
}

/// An error of the tokenizer further on replaces the one found so far, and so does a bracket that is never closed
/// on an earlier line.
fn check_the_rest(p: &mut Parser<'_>) {
    if !p.raised.as_ref().is_some_and(|r| r.kind_is_syntax_error()) {
        return;
    }
    let line = p.tokens.last().map_or(0, |t| t.start.line);
    loop {
        let token = p.tz.get();
        match token.kind {
            // Within an f-string the error in the expression is the better one.
            Tok::Error if !p.tz.modes.is_empty() => return,
            Tok::Error => {
                if p.tz.error.as_ref().is_some_and(|e| !e.text.is_empty()) {
                    p.raised = p.tz.error.take();
                } else if p.tz.brackets.last().is_some_and(|b| line > b.1) {
                    p.raise_unclosed();
                }
                return;
            }
            Tok::End => return,
            _ => {}
        }
    }
}

/// Whether anything but blanks and comments follows the first interactive statement.
fn more_statements(p: &Parser<'_>) -> bool {
    let rest = p.tz.src.get(p.tz.cur..).unwrap_or(b"");
    rest.split(|&b| b == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        !line.is_empty() && !line.starts_with(b"#")
    })
}

fn to_error(r: Raised) -> SyntaxError {
    let (line, col, end_line, end_col) = r.at;
    let text = if matches!(r.kind, ErrKind::MemoryError) {
        None
    } else {
        Some(r.text)
    };
    SyntaxError {
        kind: r.kind,
        msg: r.msg,
        line,
        col,
        end_line,
        end_col,
        text,
    }
}
