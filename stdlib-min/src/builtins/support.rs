//! What the builtin types share: conversions of arguments and texts of numbers. Owns no type.

use std::borrow::Cow;
use typhon_runtime::call::Args;
use typhon_runtime::error::type_error;
use typhon_runtime::types::float;
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self};
use typhon_runtime::unicode;
use typhon_runtime::{Obj, R, Raised, Ref, Thread};

/// `NotImplemented`, for operators that do not know the other operand.
pub fn not_implemented() -> R {
    Ok(Ref::NOT_IMPLEMENTED.own())
}

/// The class that a constructor was called for.
pub fn class_of(class: Ref<'_>) -> &'static TypeObj {
    class.as_type().unwrap_or(&types::OBJECT)
}

/// TypeError "'X' object expected" for a self of the wrong type, which the machine's checks exclude.
#[cold]
pub fn wrong_self<T>(th: &mut Thread, want: &str, o: Ref<'_>) -> R<T> {
    Err(type_error(
        th,
        format!("expected {want} object, not {}", o.class().name()),
    ))
}

/// Self as a number.
#[inline]
pub fn num<'a>(th: &mut Thread, o: Ref<'a>) -> R<Num<'a>> {
    match int::num(o) {
        Some(n) => Ok(n),
        None => wrong_self(th, "int", o),
    }
}

/// Self as a double.
#[inline]
pub fn double(th: &mut Thread, o: Ref<'_>) -> R<f64> {
    match float::value(o) {
        Some(x) => Ok(x),
        None => wrong_self(th, "float", o),
    }
}

/// Self as a string.
#[inline]
pub fn string<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Str> {
    match o.get::<Str>() {
        Some(s) => Ok(s),
        None => wrong_self(th, "str", o),
    }
}

/// Self of a str method.
#[inline(always)]
pub fn self_str<'a>(th: &mut Thread, a: Args<'a>) -> R<&'a Str> {
    match a.payload(0) {
        Some(s) => Ok(s),
        None => wrong_self(th, "str", a.at(0)),
    }
}

/// A str argument: "NAME() argument N must be str, not X" (N = 0: "argument" without number).
#[inline(always)]
pub fn str_arg<'a>(th: &mut Thread, name: &str, n: usize, o: Ref<'a>) -> R<&'a Str> {
    match o.get::<Str>() {
        Some(s) => Ok(s),
        None => Err(no_str_arg(th, name, n, o)),
    }
}

/// As `str_arg` for positional argument `n` of a method.
#[inline(always)]
pub fn str_arg_at<'a>(th: &mut Thread, name: &str, n: usize, a: Args<'a>) -> R<&'a Str> {
    match a.payload(n) {
        Some(s) => Ok(s),
        None => Err(no_str_arg(th, name, n, a.at(n))),
    }
}

#[cold]
#[inline(never)]
fn no_str_arg(th: &mut Thread, name: &str, n: usize, o: Ref<'_>) -> Raised {
    let at = if n == 0 {
        String::new()
    } else {
        format!(" {n}")
    };
    let c = type_name(o);
    type_error(th, format!("{name}() argument{at} must be str, not {c}"))
}

/// Name of a value's class as argument errors print it.
pub fn type_name(o: Ref<'_>) -> String {
    if o.is_none() {
        "None".to_string()
    } else {
        o.class().name()
    }
}

/// Text of a number without blanks at its ends, decimal digits of any script made ASCII; other characters beyond
/// ASCII become `?`, which no number contains.
pub fn number_text(s: &Str) -> Cow<'_, str> {
    if s.is_ascii()
        && let Some(t) = s.as_str()
    {
        return Cow::Borrowed(t.trim_matches(|c| unicode::is_space(c as u32)));
    }
    let t: String = s
        .code_points()
        .map(|c| match unicode::decimal(c) {
            Some(d) => (b'0' + d) as char,
            None if unicode::is_space(c) => ' ',
            None if c < 128 => c as u8 as char,
            None => '?',
        })
        .collect();
    Cow::Owned(t.trim_matches(|c| unicode::is_space(c as u32)).to_string())
}

/// Digits without their underscores if each of those stands between two digits.
pub fn strip_underscores(s: &str) -> Option<Cow<'_, str>> {
    if !s.contains('_') {
        return Some(Cow::Borrowed(s));
    }
    let b = s.as_bytes();
    for (i, &c) in b.iter().enumerate() {
        if c == b'_' {
            let digit = |j: Option<usize>| {
                j.and_then(|j| b.get(j))
                    .is_some_and(|c| c.is_ascii_alphanumeric())
            };
            if !digit(i.checked_sub(1)) || !digit(Some(i + 1)) {
                return None;
            }
        }
    }
    Some(Cow::Owned(s.replace('_', "")))
}

/// A str value from ASCII or UTF-8 text.
pub fn text(th: &mut Thread, s: &str) -> R {
    pystr::new(th, s)
}

/// Sets the docstring of a type that is being set up.
pub fn set_doc(th: &mut Thread, t: &'static TypeObj, doc: &str) -> R<()> {
    let d = pystr::new(th, doc)?;
    t.set_attr(typhon_runtime::names::__doc__(), Some(d));
    Ok(())
}

/// A tuple.
pub fn tuple(th: &mut Thread, items: Vec<Obj>) -> R {
    types::tuple::new(th, items)
}

/// Whether a class has the `__init__` of a builtin one: then that one's `__new__` refuses keywords.
pub fn has_init_of(class: Ref<'_>, base: &TypeObj) -> bool {
    class
        .as_type()
        .is_some_and(|c| c.slots().same(SlotId::Init, base.slots()))
}

/// The message for a constructor that was called with more than `most` arguments.
pub fn too_many(a: Args<'_>, name: &str, most: usize) -> String {
    let n = a.len() + a.kw_len();
    if a.kw_len() == 0 {
        format!("{name} expected at most {most} arguments, got {n}")
    } else {
        format!("{name}() takes at most {most} arguments ({n} given)")
    }
}
