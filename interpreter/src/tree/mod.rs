//! Syntax trees as Python objects: what the module `ast` works with.
//!
//! The classes are those of the module `_ast`. `make` turns the parser's tree into objects with CPython's fields and
//! positions, `read` turns such objects, which a script may have built, into a tree for the compiler, and `given` is
//! the source text that such a tree goes with: it has positions and literals, but is no text of a script.
//!
//! Both directions recurse and take each step through `depth::step`; `read` counts the steps, since objects may be
//! nested without end.

mod given;
mod make;
mod make_stmt;
mod make_text;
mod read;
mod read_const;
mod read_parts;
mod read_stmt;

pub use given::Given;

use crate::compile::{CompileOptions, compile_noting};
use crate::parse::{self, Mode, SourceFile};
use crate::source;
use typhon_runtime::obj::{R, Ref};
use typhon_runtime::types::{buffer, str as pystr};
use typhon_runtime::{Thread, hooks, ops};

/// The module with the classes.
const MODULE: &str = "_ast";

/// Parses text into objects; raises what compiling the text would.
pub fn parse(th: &mut Thread, src: &SourceFile, mode: Mode) -> R {
    let parsed = parse::depth::step(|| parse::parse_with_warnings(src, mode));
    match parsed {
        Ok((tree, warnings)) => {
            let made = source::warn_all(th, &warnings, src)
                .and_then(|()| make::Maker::new(th, src)?.module(th, &tree, mode));
            parse::depth::drop_tree(tree);
            made
        }
        Err(e) => Err(source::raise(th, &e, source::Stage::Parse, src)),
    }
}

/// Whether an object is a node.
pub fn is_node(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    if pystr::is_str(o) || buffer::view(o).is_some() {
        return Ok(false);
    }
    let module = hooks::import(th, MODULE)?;
    let class = ops::getattr_str(th, module.r(), "AST")?;
    ops::isinstance(th, o, class.r())
}

/// Compiles a node to a code object.
pub fn compile(th: &mut Thread, node: Ref<'_>, mode: Mode, opts: &CompileOptions) -> R {
    let mut reader = read::Reader::new(th)?;
    let tree = reader.module(th, node, mode)?;
    let src = SourceFile::given(opts.filename.clone(), reader.given);
    let mut warnings = Vec::new();
    let result = parse::depth::step(|| compile_noting(&src, &tree, mode, opts, &mut warnings));
    parse::depth::drop_tree(tree);
    source::finish(th, &src, opts, result, &warnings)
}

/// Converts a node and gives it back, as `compile` with `PyCF_ONLY_AST` checks it.
pub fn check(th: &mut Thread, node: Ref<'_>, mode: Mode) -> R<()> {
    let tree = read::Reader::new(th)?.module(th, node, mode)?;
    parse::depth::drop_tree(tree);
    Ok(())
}
