//! `str`: slots and constructor here, methods by topic beside it. Storage is `typhon_runtime::types::str`.
//!
//! Positions that scripts see are characters; the code works on WTF-8 bytes and converts at the edges. Byte search
//! finds characters only at their borders because the encoding is self-synchronising.

pub mod case;
pub mod codec;
pub mod format;
pub mod iter;
pub mod repr;
pub mod search;
pub mod split;
pub mod translate;

use super::support::{self, class_of, not_implemented, string};
use typhon_runtime::call::{self, Args, MethodDef};
use typhon_runtime::error::{self, index_error, overflow_error, type_error};
use typhon_runtime::types::slice::Slice;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, int, slotdefs};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// `s` itself if `out` is all of it and it is an exact str, else a new string.
pub fn whole_or_new(th: &mut Thread, s: &Str, out: &[u8]) -> R {
    if out.len() == s.len()
        && let Some(o) = s.own_exact()
    {
        return Ok(o);
    }
    pystr::from_wtf8(th, out)
}

/// As `whole_or_new` for the bytes `from..to` of `s`.
#[inline(always)]
pub fn whole_or_part(th: &mut Thread, s: &Str, from: usize, to: usize) -> R {
    if to - from == s.len()
        && let Some(o) = s.own_exact()
    {
        return Ok(o);
    }
    pystr::part(th, s, from, to)
}

/// `s` as an exact str.
#[inline(always)]
pub fn exact(th: &mut Thread, s: &Str) -> R {
    match s.own_exact() {
        Some(o) => Ok(o),
        None => pystr::from_wtf8(th, s.bytes()),
    }
}

fn str_str(th: &mut Thread, o: Ref<'_>) -> R {
    let s = string(th, o)?;
    exact(th, s)
}
fn str_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    string(th, o).map(Str::hash)
}
fn str_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    string(th, o).map(Str::chars_len)
}

fn str_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Str>(), b.get::<Str>()) else {
        return not_implemented();
    };
    let r = match op {
        CmpOp::Eq => pystr::equal(a, b),
        CmpOp::Ne => !pystr::equal(a, b),
        _ => op.test(pystr::compare(x, y)),
    };
    Ok(Obj::bool(r))
}

fn str_concat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let x = string(th, a)?;
    let Some(y) = b.get::<Str>() else {
        return Err(type_error(
            th,
            format!(
                "can only concatenate str (not \"{}\") to str",
                b.class().tp_name()
            ),
        ));
    };
    if x.is_empty() && b.is_exact(&types::STR) {
        return Ok(b.own());
    }
    if y.is_empty() && a.is_exact(&types::STR) {
        return Ok(a.own());
    }
    pystr::concat_two(th, x, y)
}

fn str_repeat(th: &mut Thread, a: Ref<'_>, n: Ref<'_>) -> R {
    let s = string(th, a)?;
    let n = int::index(th, n)?;
    if n <= 0 || s.is_empty() {
        return Ok(typhon_runtime::names::empty().own());
    }
    if n == 1 && a.is_exact(&types::STR) {
        return Ok(a.own());
    }
    if s.len()
        .checked_mul(n as usize)
        .is_none_or(|n| n > isize::MAX as usize)
    {
        return Err(overflow_error(th, "repeated string is too long"));
    }
    pystr::concat(th, &[s], n as usize)
}

fn str_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let s = string(th, o)?;
    if let Some(sl) = key.get::<Slice>() {
        let x = sl.indices(th, s.chars_len())?;
        return pystr::slice(th, o, s, x);
    }
    if key.as_small().is_none() && key.class().slots().index().is_none() {
        return Err(type_error(
            th,
            format!(
                "string indices must be integers, not '{}'",
                key.class().name()
            ),
        ));
    }
    let i = subscript_index(th, key)?;
    let n = s.chars_len() as isize;
    let at = if i < 0 { i + n } else { i };
    if at < 0 || at >= n {
        return Err(index_error(th, "string index out of range"));
    }
    if s.is_ascii() {
        return match s.bytes().get(at as usize) {
            Some(&c) => Ok(pystr::char_obj(c)),
            None => Err(index_error(th, "string index out of range")),
        };
    }
    match s.char_at(at as usize) {
        Some(c) => pystr::from_char(th, c),
        None => Err(index_error(th, "string index out of range")),
    }
}

/// An index for `x[i]`: IndexError where it does not fit a machine integer.
pub fn subscript_index(th: &mut Thread, key: Ref<'_>) -> R<isize> {
    match int::index(th, key) {
        Ok(i) => Ok(i),
        Err(e) => {
            if error::pending_is(th, &error::OVERFLOW_ERROR) {
                drop(error::fetch(th));
                return Err(index_error(
                    th,
                    format!(
                        "cannot fit '{}' into an index-sized integer",
                        key.class().name()
                    ),
                ));
            }
            Err(e)
        }
    }
}

fn str_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let s = string(th, o)?;
    match x.get::<Str>() {
        Some(x) => Ok(search::find_bytes(s.bytes(), x.bytes()).is_some()),
        None => Err(type_error(
            th,
            format!(
                "'in <string>' requires string as left operand, not {}",
                x.class().name()
            ),
        )),
    }
}

fn str_mod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let Some(s) = a.get::<Str>() else {
        return not_implemented();
    };
    let out = crate::format::percent::percent(th, s.bytes(), true, b)?;
    pystr::from_wtf8(th, &out)
}

// ------------------------------------------------------------------ constructor

fn str_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let [object, encoding, errors] = new_arguments(th, a)?;
    let class = class_of(class);
    let o = match (object, encoding.is_some() || errors.is_some()) {
        (None, _) => typhon_runtime::names::empty().own(),
        (Some(o), false) => ops::str(th, o)?,
        (Some(o), true) => codec::decode_object(th, o, encoding, errors)?,
    };
    if std::ptr::eq(class, &types::STR) {
        return Ok(o);
    }
    let s = string(th, o.r())?;
    pystr::new_subclass(th, class, s.bytes())
}

fn new_arguments<'a>(th: &mut Thread, a: Args<'a>) -> R<[Option<Ref<'a>>; 3]> {
    let n = a.len() + a.kw_len();
    if n > 3 {
        return Err(type_error(th, support::too_many(a, "str", 3)));
    }
    let mut out = [a.opt(0), a.opt(1), a.opt(2)];
    for (k, v) in a.kwargs() {
        let name = pystr::text(k);
        let Some(i) = ["object", "encoding", "errors"]
            .iter()
            .position(|n| *n == name)
        else {
            return Err(typhon_runtime::signature::unexpected_keyword(
                th,
                "str",
                &name,
                ["object", "encoding", "errors"].into_iter(),
            ));
        };
        if i < a.len() {
            return Err(type_error(
                th,
                format!(
                    "argument for str() given by name ('{name}') and position ({})",
                    i + 1
                ),
            ));
        }
        if let Some(slot) = out.get_mut(i) {
            *slot = Some(v);
        }
    }
    for (i, name) in [(1, "encoding"), (2, "errors")] {
        if let Some(o) = out.get(i).copied().flatten()
            && o.get::<Str>().is_none()
        {
            let c = o.class().name();
            return Err(type_error(
                th,
                format!("str() argument '{name}' must be str, not {c}"),
            ));
        }
    }
    Ok(out)
}

/// Every method table of `str`.
static TABLES: &[&[MethodDef]] = &[
    search::METHODS,
    split::METHODS,
    case::METHODS,
    format::METHODS,
    translate::METHODS,
    codec::METHODS,
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::STR.slots();
    s.set_new(str_new);
    s.set_repr(repr::str_repr);
    s.set_str(str_str);
    s.set_hash(str_hash);
    s.set_richcmp(str_richcmp);
    s.set_len(str_len);
    s.set_getitem(str_getitem);
    s.set_contains(str_contains);
    s.set_concat(str_concat);
    s.set_repeat(str_repeat);
    s.set_mod(str_mod);
    s.set_iter(iter::str_iter);
    iter::init(th)?;
    for t in TABLES {
        call::add_methods(th, &types::STR, t)?;
    }
    super::support::set_doc(
        th,
        &types::STR,
        "str(object='') -> str\nstr(object[, encoding[, errors]]) -> str\n\nThe text of an object, or bytes decoded with an encoding.",
    )?;
    slotdefs::finish(th, &types::STR)
}
