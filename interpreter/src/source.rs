//! From text to code objects, with Python's errors and warnings.

use crate::code::CodeProto;
use crate::compile::{CompileOptions, compile};
use crate::parse::{self, ErrKind, Mode, SourceFile, SyntaxError, SyntaxWarning};
use std::sync::Arc;
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::{Thread, hooks, ops};

/// Parses and compiles; plain Rust, no objects.
pub fn to_proto(
    src: &SourceFile,
    mode: Mode,
    opts: &CompileOptions,
) -> Result<(Arc<CodeProto>, Vec<SyntaxWarning>), SyntaxError> {
    parse::depth::step(|| {
        let (tree, mut warnings) = parse::parse_with_warnings(src, mode)?;
        let (proto, more) = compile(src, &tree, mode, opts)?;
        warnings.extend(more);
        Ok((proto, warnings))
    })
}

/// Compiles text to a code object; raises SyntaxError and its kin, issues SyntaxWarnings.
pub fn compile_text(th: &mut Thread, text: &str, mode: Mode, opts: &CompileOptions) -> R {
    let src = SourceFile::new(opts.filename.clone(), text);
    match to_proto(&src, mode, opts) {
        Ok((proto, warnings)) => {
            for w in warnings {
                warn(th, &w, &opts.filename, &src)?;
            }
            crate::objects::code::new(th, &proto)
        }
        Err(e) => Err(raise(th, &e, &opts.filename)),
    }
}

/// Compiles bytes of a file.
pub fn compile_bytes(th: &mut Thread, bytes: &[u8], mode: Mode, opts: &CompileOptions) -> R {
    match parse::decode_source(bytes) {
        Ok(text) => compile_text(th, &text, mode, opts),
        Err(e) => Err(raise(th, &e, &opts.filename)),
    }
}

fn class_of(kind: ErrKind) -> &'static TypeObj {
    match kind {
        ErrKind::SyntaxError => &error::SYNTAX_ERROR,
        ErrKind::IndentationError => &error::INDENTATION_ERROR,
        ErrKind::TabError => &error::TAB_ERROR,
        ErrKind::IncompleteInput => &error::INCOMPLETE_INPUT_ERROR,
        ErrKind::ValueError => &error::VALUE_ERROR,
        ErrKind::MemoryError => &error::MEMORY_ERROR,
        ErrKind::RecursionError => &error::RECURSION_ERROR,
    }
}

/// Raises the exception that a `SyntaxError` stands for.
pub fn raise(th: &mut Thread, e: &SyntaxError, filename: &str) -> Raised {
    let class = class_of(e.kind);
    match build(th, e, class, filename) {
        Ok(o) => error::raise_obj(th, o),
        Err(r) => r,
    }
}

fn build(th: &mut Thread, e: &SyntaxError, class: &'static TypeObj, filename: &str) -> R {
    let msg = pystr::new(th, &e.msg)?;
    if !class.is_subtype(&error::SYNTAX_ERROR) {
        return error::new(th, class, vec![msg]);
    }
    let class_ref = class.r();
    if !e.has_position() && e.text.is_none() {
        let o = typhon_runtime::call::call(th, class_ref, &[msg.r()])?;
        if e.msg != parse::NULL_BYTES {
            let f = pystr::new(th, filename)?;
            error::set_field(o.r(), "filename", f);
        }
        return Ok(o);
    }
    let int = |i: i64| Ref::small_int(i).own();
    let text = match &e.text {
        Some(t) => pystr::new(th, t)?,
        None => Obj::none(),
    };
    let place = vec![
        pystr::new(th, filename)?,
        int(i64::from(e.line)),
        int(i64::from(e.col)),
        text,
        int(i64::from(e.end_line)),
        int(i64::from(e.end_col)),
    ];
    let place = tuple::new(th, place)?;
    typhon_runtime::call::call(th, class_ref, &[msg.r(), place.r()])
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
            Err(raise(th, &e, filename))
        }
    }
}
