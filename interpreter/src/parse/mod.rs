//! Source text to syntax tree, with CPython's errors.
//!
//! This module owns every use of the parser crate; the rest of the interpreter sees `ruff_python_ast` trees only.
//! Invariants of a tree that [`parse`] returns: it is valid Python 3.14 as far as CPython's *parser* checks it (what
//! its symbol table and compiler check is left to ours), brackets nest at most [`depth::MAX_BRACKETS`] deep and
//! expressions at most [`depth::MAX_DEPTH`], so that dropping it needs no more than a small stack. Recursive work on
//! it belongs inside [`on_deep_stack`].

mod decode;
pub mod depth;
pub mod diag;
pub mod literals;
pub mod source;
mod strict;

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
    let outcome = check(src, &parsed, &depth, mode);
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

fn check(
    src: &SourceFile,
    parsed: &Parsed<Mod>,
    depth: &depth::Depth,
    mode: Mode,
) -> Result<(), SyntaxError> {
    if src.text.contains('\0') {
        return Err(SyntaxError::bare(ErrKind::SyntaxError, "source code string cannot contain null bytes"));
    }
    depth::check(depth)?;
    let first = parsed.errors().first().map(Ranged::range);
    let refused = first.or_else(|| parsed.unsupported_syntax_errors().first().map(Ranged::range));
    let mut look = refused.is_some() || mode == Mode::Single || strict::needs_second_look(src, parsed);
    if !look {
        match strict::check_tree(src, parsed.syntax()) {
            strict::Verdict::Fine => return Ok(()),
            strict::Verdict::LookAgain => look = true,
            strict::Verdict::Error(error) => return Err(error),
        }
    }
    if look && let Some(error) = diag::diagnose(src, mode).error {
        return Err(error);
    }
    match refused {
        Some(range) => Err(src.error(range, "invalid syntax")),
        None => Ok(()),
    }
}

/// Whether a text that does not parse is the beginning of one that could, as `codeop` decides it for a prompt.
pub fn is_incomplete(src: &SourceFile, mode: Mode) -> bool {
    if parse(src, mode).is_ok() {
        return false;
    }
    let longer = SourceFile::new(src.name.clone(), format!("{}\n", src.text));
    parse(&longer, mode).is_ok() || diag::diagnose(&longer, mode).incomplete
}
