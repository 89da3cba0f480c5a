//! Source text to syntax tree, with CPython's errors.
//!
//! This module owns every use of the parser crate; the rest of the interpreter sees `ruff_python_ast` trees only.
//! Invariants of a tree that [`parse`] returns: it is valid Python 3.14 as far as CPython's *parser* checks it (what
//! its symbol table and compiler check is left to ours), brackets nest at most [`depth::MAX_BRACKETS`] deep and
//! expressions at most [`depth::MAX_DEPTH`], so that dropping it needs no more than a small stack. Recursive work on
//! it takes each step through [`depth::step`].

mod decode;
pub mod depth;
pub mod diag;
pub mod literals;
mod repair;
pub mod source;
mod strict;
mod warnings;

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode as RuffMode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

pub use decode::{decode_script, decode_source};
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
    parse_with_warnings(src, mode).map(|(tree, _)| tree)
}

/// Parses a file and lists the warnings about its literals.
pub fn parse_with_warnings(
    src: &SourceFile,
    mode: Mode,
) -> Result<(Mod, Vec<SyntaxWarning>), SyntaxError> {
    if src.text.contains('\0') {
        return Err(SyntaxError::bare(ErrKind::SyntaxError, NULL_BYTES));
    }
    let parsed = run(&src.text, mode);
    let depth = depth::measure(parsed.syntax());
    match check(src, &parsed, &depth, mode) {
        Outcome::Fine => {
            let warnings = warnings::collect(src, &parsed);
            Ok((parsed.into_syntax(), warnings))
        }
        Outcome::Wrong(error) => {
            depth::drop_deep(parsed, &depth);
            Err(error)
        }
        Outcome::Misjudged(range) => {
            let repaired = repair(src, &parsed, mode);
            depth::drop_deep(parsed, &depth);
            repaired.ok_or_else(|| src.error(range, "invalid syntax"))
        }
    }
}

fn run(text: &str, mode: Mode) -> Parsed<Mod> {
    let mode = match mode {
        Mode::Exec | Mode::Single => RuffMode::Module,
        Mode::Eval => RuffMode::Expression,
    };
    parse_unchecked(
        text,
        ParseOptions::from(mode).with_target_version(PythonVersion::PY314),
    )
}

/// The one error that names no file.
pub const NULL_BYTES: &str = "source code string cannot contain null bytes";

/// What CPython would say to a tree.
enum Outcome {
    /// Accepted.
    Fine,
    /// Refused.
    Wrong(SyntaxError),
    /// Accepted, but the parser crate refuses it at this place.
    Misjudged(TextRange),
}

fn check(src: &SourceFile, parsed: &Parsed<Mod>, depth: &depth::Depth, mode: Mode) -> Outcome {
    let first = parsed.errors().first().map(Ranged::range);
    let refused = first.or_else(|| {
        parsed
            .unsupported_syntax_errors()
            .first()
            .map(Ranged::range)
    });
    let mut looked =
        refused.is_some() || mode == Mode::Single || strict::needs_second_look(src, parsed);
    if looked && let Some(error) = diag::diagnose(src, mode).error {
        return Outcome::Wrong(error);
    }
    if let Some(range) = refused {
        return Outcome::Misjudged(range);
    }
    if let Err(error) = depth::check(depth) {
        return Outcome::Wrong(error);
    }
    let verdict = strict::check_tree(src, parsed.syntax());
    if let strict::Verdict::Error(error) = verdict {
        return Outcome::Wrong(error);
    }
    looked |= matches!(verdict, strict::Verdict::Fine);
    match if looked {
        None
    } else {
        diag::diagnose(src, mode).error
    } {
        Some(error) => Outcome::Wrong(error),
        None => Outcome::Fine,
    }
}

/// A second attempt at a text that is valid but was refused.
fn repair(src: &SourceFile, parsed: &Parsed<Mod>, mode: Mode) -> Option<(Mod, Vec<SyntaxWarning>)> {
    let (text, places) = repair::stand_in(&src.text, parsed)?;
    let parsed = run(&text, mode);
    let depth = depth::measure(parsed.syntax());
    if !parsed.has_no_syntax_errors() || depth::check(&depth).is_err() {
        depth::drop_deep(parsed, &depth);
        return None;
    }
    let warnings = warnings::collect(src, &parsed);
    let mut tree = parsed.into_syntax();
    repair::restore(&mut tree, places);
    Some((tree, warnings))
}

/// Whether a text that does not parse is the beginning of one that could, as `codeop` decides it for a prompt: then
/// another line is wanted. `false` means that it is complete or wrong.
pub fn is_incomplete(src: &SourceFile, mode: Mode) -> bool {
    let blank = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
    if mode != Mode::Eval && src.text.lines().all(blank) {
        return false;
    }
    if src.text.contains('\0') || diag::diagnose_open(src, mode).error.is_none() {
        return false;
    }
    let longer = SourceFile::new(src.name.clone(), format!("{}\n", src.text));
    let again = diag::diagnose_open(&longer, mode);
    again.error.is_none() || again.incomplete
}

/// The error of a text that only ends too early, as `PyCF_ALLOW_INCOMPLETE_INPUT` wants it. `open`: the end of the text
/// does not end its blocks.
pub fn cut_off(src: &SourceFile, mode: Mode, open: bool) -> Option<SyntaxError> {
    let found = if open {
        diag::diagnose_open(src, mode)
    } else {
        diag::diagnose(src, mode)
    };
    let mut error = found.error.filter(|_| found.incomplete)?;
    error.kind = ErrKind::IncompleteInput;
    error.msg = "incomplete input".into();
    Some(error)
}

/// Whether the prompt should ask for another line: the statement is not whole, or it is a block, which a blank line
/// ends. `text` comes without its last line end.
pub fn wants_more(text: &str) -> bool {
    let last_is_blank = text
        .rsplit('\n')
        .next()
        .is_some_and(|l| l.trim().is_empty());
    if !last_is_blank {
        return is_incomplete(&SourceFile::new("<stdin>", text), Mode::Single);
    }
    // The blank line ends a block, but neither a bracket nor a string.
    let src = SourceFile::new("<stdin>", format!("{text}\n"));
    let found = diag::diagnose(&src, Mode::Single);
    found.error.is_some() && found.incomplete && !text.trim().is_empty()
}
