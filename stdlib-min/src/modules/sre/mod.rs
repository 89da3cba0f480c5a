//! `_sre`: regular expressions. `parse` makes a tree of the pattern, `program` instructions of the tree, `exec` runs
//! them; `pattern`, `matching` and `scanner` are the types that scripts see.

mod ast;
mod chars;
mod exec;
mod matching;
mod parse;
mod pattern;
mod program;
mod scanner;
mod source;
mod subject;
mod template;

use source::{Error, Kind as ErrorKind};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::types::{int, module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, hooks, ops};

/// Raises what a parser refused.
fn raise(th: &mut Thread, e: Error, pattern: Ref<'_>) -> Raised {
    match e.kind {
        ErrorKind::Value => error::value_error(th, e.message),
        ErrorKind::Overflow => error::overflow_error(th, e.message),
        ErrorKind::Recursion => error::recursion_error(th, &e.message),
        ErrorKind::Index => error::index_error(th, e.message),
        ErrorKind::Pattern => match pattern_error(th, &e, pattern) {
            Ok(o) => error::raise_obj(th, o),
            Err(r) => r,
        },
    }
}

fn pattern_error(th: &mut Thread, e: &Error, pattern: Ref<'_>) -> R {
    let re = hooks::import(th, "re")?;
    let class = ops::getattr_str(th, re.r(), "PatternError")?;
    let message = pystr::new(th, &e.message)?;
    match e.at {
        None => call::call(th, class.r(), &[message.r()]),
        Some(at) => {
            let at = int::from_usize(th, at)?;
            call::call(th, class.r(), &[message.r(), pattern, at.r()])
        }
    }
}

/// Whether a character differs from others in case: what `re` needs to know is in the patterns themselves, so this is
/// for scripts that ask.
fn lower_of(th: &mut Thread, a: Args<'_>, m: chars::Mode) -> R {
    let c = int::c_int(th, a.at(0))?;
    let c = u32::try_from(c).unwrap_or(0);
    int::from_i64(th, i64::from(chars::lower(c, m)))
}
fn ascii_tolower(th: &mut Thread, a: Args<'_>) -> R {
    lower_of(th, a, chars::Mode::Ascii)
}
fn unicode_tolower(th: &mut Thread, a: Args<'_>) -> R {
    lower_of(th, a, chars::Mode::Unicode)
}
fn is_cased(th: &mut Thread, a: Args<'_>, m: chars::Mode) -> R {
    let c = int::c_int(th, a.at(0))?;
    let c = u32::try_from(c).unwrap_or(0);
    Ok(Obj::bool(
        chars::lower(c, m) != c || chars::upper(c, m) != c,
    ))
}
fn ascii_iscased(th: &mut Thread, a: Args<'_>) -> R {
    is_cased(th, a, chars::Mode::Ascii)
}
fn unicode_iscased(th: &mut Thread, a: Args<'_>) -> R {
    is_cased(th, a, chars::Mode::Unicode)
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "compile_pattern",
        Kind::Pos(2, 2),
        pattern::compile,
        "A pattern of its text and flags.",
    ),
    MethodDef::new("ascii_tolower", Kind::One, ascii_tolower, ""),
    MethodDef::new("unicode_tolower", Kind::One, unicode_tolower, ""),
    MethodDef::new("ascii_iscased", Kind::One, ascii_iscased, ""),
    MethodDef::new("unicode_iscased", Kind::One, unicode_iscased, ""),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    pattern::init(th)?;
    matching::init(th)?;
    scanner::init(th)?;
    let m = module::new(th, "_sre")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add(th, m.r(), "Pattern", pattern::PATTERN.r().own())?;
    module::add(th, m.r(), "Match", matching::MATCH.r().own())?;
    Ok(m)
}
