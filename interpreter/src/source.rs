//! From text to code objects, with Python's errors and warnings.

use crate::code::CodeProto;
use crate::compile::{CompileOptions, compile_noting};
use crate::parse::{self, ErrKind, Mode, SourceFile, SyntaxError, SyntaxWarning};
use std::sync::Arc;
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{bytes, str as pystr, tuple};
use typhon_runtime::{Thread, hooks, ops};

/// Who found an error: the exception tells it by its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The bytes are no text.
    Decode,
    /// The parser; what it complains about may be a misspelt keyword.
    Parse,
    /// The symbol table: the place is no argument of the exception.
    Symbols,
    /// The compiler.
    Compile,
}

/// What became of a text.
pub struct Outcome {
    /// The code, or the error and who found it.
    pub result: Result<Arc<CodeProto>, (SyntaxError, Stage)>,
    /// What was odd before that.
    pub warnings: Vec<SyntaxWarning>,
}

/// Parses and compiles; plain Rust, no objects.
pub fn to_proto(src: &SourceFile, mode: Mode, opts: &CompileOptions) -> Outcome {
    parse::depth::step(|| {
        let (tree, mut warnings) = match parse::parse_with_warnings(src, mode) {
            Ok(parsed) => parsed,
            Err(e) => {
                return Outcome {
                    result: Err((e, Stage::Parse)),
                    warnings: Vec::new(),
                };
            }
        };
        let result = compile_noting(src, &tree, mode, opts, &mut warnings);
        Outcome { result, warnings }
    })
}

/// Compiles text to a code object; raises SyntaxError and its kin, issues SyntaxWarnings.
pub fn compile_text(th: &mut Thread, text: &str, mode: Mode, opts: &CompileOptions) -> R {
    let src = SourceFile::new(opts.filename.clone(), text);
    compile_source(th, &src, mode, opts)
}

fn compile_source(th: &mut Thread, src: &SourceFile, mode: Mode, opts: &CompileOptions) -> R {
    let outcome = to_proto(src, mode, opts);
    finish(th, src, opts, outcome.result, &outcome.warnings)
}

/// Issues warnings about a text that is not compiled.
pub(crate) fn warn_all(th: &mut Thread, warnings: &[SyntaxWarning], src: &SourceFile) -> R<()> {
    warnings
        .iter()
        .try_for_each(|w| warn(th, w, &src.name, src))
}

/// The last step: warnings, then the code object or the error.
pub(crate) fn finish(
    th: &mut Thread,
    src: &SourceFile,
    opts: &CompileOptions,
    result: Result<Arc<CodeProto>, (SyntaxError, Stage)>,
    warnings: &[SyntaxWarning],
) -> R {
    for w in warnings {
        warn(th, w, &opts.filename, src)?;
    }
    match result {
        Ok(proto) => crate::objects::code::new(th, &proto),
        Err((mut e, stage)) => {
            if matches!(stage, Stage::Symbols | Stage::Compile) && e.has_position() {
                // The compiler has no text at hand: it shows what the file of that name says.
                e.text = file_line(th, &opts.filename, e.line);
            }
            Err(raise(th, &e, stage, src))
        }
    }
}

/// A line of a file with its newline, if there is such a file.
fn file_line(th: &mut Thread, filename: &str, line: u32) -> Option<String> {
    let bytes = th.blocking(|| std::fs::read(filename)).ok()?;
    let text = parse::decode_source(&bytes).ok()?;
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    text.split_inclusive('\n').nth(index).map(str::to_owned)
}

/// Parses text or bytes to a tree of objects.
pub fn tree_of(
    th: &mut Thread,
    text: Result<String, Vec<u8>>,
    mode: Mode,
    opts: &CompileOptions,
) -> R {
    let decoded = match text {
        Ok(text) => Ok(text),
        Err(bytes) => parse::decode_source(&bytes),
    };
    match decoded {
        Ok(text) => {
            let src = SourceFile::new(opts.filename.clone(), text);
            crate::tree::parse(th, &src, mode)
        }
        Err(e) => {
            let src = SourceFile::new(opts.filename.clone(), "");
            Err(raise(th, &e, Stage::Decode, &src))
        }
    }
}

/// Raises `_IncompleteInputError` for a text that ends too early.
pub(crate) fn check_whole(
    th: &mut Thread,
    text: &str,
    mode: Mode,
    opts: &CompileOptions,
    open: bool,
) -> R<()> {
    let src = SourceFile::new(opts.filename.clone(), text);
    match parse::cut_off(&src, mode, open) {
        Some(e) => Err(raise(th, &e, Stage::Parse, &src)),
        None => Ok(()),
    }
}

/// Compiles bytes.
pub fn compile_bytes(th: &mut Thread, bytes: &[u8], mode: Mode, opts: &CompileOptions) -> R {
    match parse::decode_source(bytes) {
        Ok(text) => compile_text(th, &text, mode, opts),
        Err(e) => {
            let src = SourceFile::new(opts.filename.clone(), "");
            Err(raise(th, &e, Stage::Decode, &src))
        }
    }
}

/// Compiles the bytes of the file that the command line names.
pub fn compile_script(th: &mut Thread, bytes: &[u8], opts: &CompileOptions) -> R {
    match parse::decode_script(bytes, &opts.filename) {
        Ok(text) => {
            let src = SourceFile::new(opts.filename.clone(), text).script();
            compile_source(th, &src, Mode::Exec, opts)
        }
        Err(e) => {
            let src = SourceFile::new(opts.filename.clone(), "").script();
            Err(raise(th, &e, Stage::Decode, &src))
        }
    }
}

fn class_of(kind: ErrKind) -> &'static TypeObj {
    match kind {
        ErrKind::SyntaxError | ErrKind::Undecodable => &error::SYNTAX_ERROR,
        ErrKind::IndentationError => &error::INDENTATION_ERROR,
        ErrKind::TabError => &error::TAB_ERROR,
        ErrKind::IncompleteInput => &error::INCOMPLETE_INPUT_ERROR,
        ErrKind::ValueError => &error::VALUE_ERROR,
        ErrKind::MemoryError => &error::MEMORY_ERROR,
        ErrKind::RecursionError => &error::RECURSION_ERROR,
        ErrKind::UnicodeDecodeError => &error::UNICODE_DECODE_ERROR,
    }
}

/// Raises the exception that a `SyntaxError` stands for.
pub(crate) fn raise(th: &mut Thread, e: &SyntaxError, stage: Stage, src: &SourceFile) -> Raised {
    match build(th, e, stage, src) {
        Ok(o) => error::raise_obj(th, o),
        Err(r) => r,
    }
}

fn int(i: i64) -> Obj {
    Ref::small_int(i).own()
}

fn build(th: &mut Thread, e: &SyntaxError, stage: Stage, src: &SourceFile) -> R {
    let class = class_of(e.kind);
    let msg = pystr::new(th, &e.msg)?;
    if e.kind == ErrKind::UnicodeDecodeError {
        let codec = pystr::new(th, "unicodeescape")?;
        let body = bytes::new(th, e.text.as_deref().unwrap_or("").as_bytes())?;
        let (from, to) = (int(i64::from(e.col)), int(i64::from(e.end_col)));
        let args = [codec.r(), body.r(), from.r(), to.r(), msg.r()];
        return typhon_runtime::call::call(th, class.r(), &args);
    }
    if !class.is_subtype(&error::SYNTAX_ERROR) {
        return error::new(th, class, vec![msg]);
    }
    let filename = pystr::new(th, &src.name)?;
    if e.kind == ErrKind::SyntaxError && !e.has_position() && e.text.is_none() {
        let o = typhon_runtime::call::call(th, class.r(), &[msg.r()])?;
        if e.msg != parse::NULL_BYTES {
            error::set_field(o.r(), "filename", filename);
        }
        return Ok(o);
    }
    let text = match &e.text {
        Some(t) => pystr::new(th, t)?,
        None => Obj::none(),
    };
    let fields = [
        ("filename", filename),
        ("lineno", int(i64::from(e.line))),
        ("offset", int(i64::from(e.col))),
        ("text", text),
        ("end_lineno", int(i64::from(e.end_line))),
        ("end_offset", int(i64::from(e.end_col))),
    ];
    if stage == Stage::Symbols {
        let o = typhon_runtime::call::call(th, class.r(), &[msg.r()])?;
        for (name, value) in fields {
            error::set_field(o.r(), name, value);
        }
        return Ok(o);
    }
    let given = if e.kind == ErrKind::Undecodable { 4 } else { 6 };
    let mut place: Vec<Obj> = fields.iter().take(given).map(|f| f.1.clone()).collect();
    let late = stage == Stage::Decode && e.kind != ErrKind::Undecodable;
    if late && let Some(first) = place.first_mut() {
        *first = Obj::none();
    }
    let place = tuple::new(th, place)?;
    let o = typhon_runtime::call::call(th, class.r(), &[msg.r(), place.r()])?;
    if late {
        let [(name, filename), ..] = fields;
        error::set_field(o.r(), name, filename);
    }
    if stage == Stage::Parse {
        let source = if src.script {
            Obj::none()
        } else {
            pystr::new(th, &src.text)?
        };
        let data = tuple::new(th, vec![int(0), int(0), source])?;
        error::set_field(o.r(), "_metadata", data);
    }
    Ok(o)
}

/// What a warning about an escape sequence says beyond the error that a filter makes of it.
const FUTURE: &str = " Such sequences will not work in the future.";

fn warn(th: &mut Thread, w: &SyntaxWarning, filename: &str, src: &SourceFile) -> R<()> {
    let m = hooks::import(th, "warnings")?;
    let f = ops::getattr_str(th, m.r(), "warn_explicit")?;
    let msg = pystr::new(th, &w.msg)?;
    let name = pystr::new(th, filename)?;
    let line = Ref::small_int(i64::from(w.line));
    match typhon_runtime::call::call(
        th,
        f.r(),
        &[msg.r(), error::SYNTAX_WARNING.r(), name.r(), line],
    ) {
        Ok(_) => Ok(()),
        Err(Raised) => {
            // As an error it becomes a SyntaxError with a position.
            if !error::pending_is(th, &error::SYNTAX_WARNING) {
                return Err(Raised);
            }
            drop(error::fetch(th));
            let e = SyntaxError {
                kind: ErrKind::SyntaxError,
                msg: w.msg.replace(FUTURE, ""),
                line: w.line,
                col: w.col,
                end_line: w.end_line,
                end_col: w.end_col,
                text: Some(src.line_text(w.line).to_string()),
            };
            Err(raise(th, &e, Stage::Compile, src))
        }
    }
}
