//! Source text to syntax tree, with CPython's errors.
//!
//! This module owns every use of the parser crate; the rest of the interpreter sees `ruff_python_ast` trees only.
//! Invariants of a tree that [`parse`] returns: it is valid Python 3.14 as far as CPython's *parser* checks it (what
//! its symbol table and compiler check is left to ours), brackets nest at most [`depth::MAX_BRACKETS`] deep and
//! expressions at most [`depth::MAX_DEPTH`], so that dropping it needs no more than a small stack. Recursive work on
//! it belongs inside [`on_deep_stack`].

mod decode;
pub mod depth;
pub mod literals;
pub mod source;

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode as RuffMode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::Ranged;

pub use decode::decode_source;
pub use depth::on_deep_stack;
pub use literals::{IntLiteral, bytes_literal, fstring_piece, int_literal, string_literal};
pub use source::{ErrKind, SourceFile, SyntaxError, SyntaxWarning};

/// What the text is: CPython's `exec`, `eval` and `single`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A module.
    Exec,
    /// One expression.
    Eval,
    /// One interactive statement; the tree is a module with that statement's simple statements.
    Single,
}

/// Parses a file. The tree is `Mod::Expression` for [`Mode::Eval`], else `Mod::Module`.
pub fn parse(src: &SourceFile, mode: Mode) -> Result<Mod, SyntaxError> {
    let parsed = run(src, mode);
    let depth = depth::measure(parsed.syntax());
    let outcome = check(src, &parsed, &depth);
    match outcome {
        Ok(()) => Ok(parsed.into_syntax()),
        Err(error) => {
            depth::drop_deep(parsed, &depth);
            Err(error)
        }
    }
}

fn run(src: &SourceFile, mode: Mode) -> Parsed<Mod> {
    let mode = match mode {
        Mode::Exec | Mode::Single => RuffMode::Module,
        Mode::Eval => RuffMode::Expression,
    };
    parse_unchecked(
        &src.text,
        ParseOptions::from(mode).with_target_version(PythonVersion::PY314),
    )
}

fn check(src: &SourceFile, parsed: &Parsed<Mod>, depth: &depth::Depth) -> Result<(), SyntaxError> {
    if src.text.contains('\0') {
        return Err(SyntaxError::bare(
            ErrKind::SyntaxError,
            "source code string cannot contain null bytes",
        ));
    }
    if let Some(error) = parsed.errors().first() {
        return Err(src.error(error.range(), error.error.to_string()));
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(src.error(error.range(), "invalid syntax"));
    }
    depth::check(depth)
}

/// Whether text that does not parse is the beginning of something that could, as `codeop` decides for the prompt.
pub fn is_incomplete(src: &SourceFile, mode: Mode) -> bool {
    match parse(src, mode) {
        Ok(_) => false,
        Err(error) => error.kind == ErrKind::IncompleteInput,
    }
}
