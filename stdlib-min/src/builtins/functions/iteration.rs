//! `iter`, `next`, `len`, `aiter`.

use crate::builtins::iterators;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::list::List;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{self, int};
use typhon_runtime::{Obj, R, Raised, Thread, ops};

fn builtin_len(th: &mut Thread, a: Args<'_>) -> R {
    if let Some(s) = a.payload::<Str>(0)
        && s.is_exact()
    {
        return int::from_usize(th, s.chars_len());
    }
    let o = a.at(0);
    let n = if o.is_exact(&types::LIST) {
        o.get::<List>().map(List::len)
    } else if o.is_exact(&types::DICT) {
        o.get::<Dict>().map(Dict::len)
    } else {
        None
    };
    let n = match n {
        Some(n) => n,
        None => ops::len(th, o)?,
    };
    int::from_usize(th, n)
}

fn builtin_iter(th: &mut Thread, a: Args<'_>) -> R {
    let Some(sentinel) = a.opt(1) else {
        return ops::iter(th, a.at(0));
    };
    if !a.at(0).class().slots().has(SlotId::Call) {
        return Err(type_error(th, "iter(v, w): v must be callable"));
    }
    iterators::callable_iter(th, a.at(0), sentinel)
}

fn builtin_next(th: &mut Thread, a: Args<'_>) -> R {
    let it = a.at(0);
    // Not `ops::next`, which takes a StopIteration in: its value is to be seen here.
    let Some(f) = it.class().slots().next() else {
        let m = format!("'{}' object is not an iterator", it.class().tp_name());
        return Err(type_error(th, m));
    };
    match (f(th, it), a.opt(1)) {
        (Ok(Some(v)), _) => Ok(v),
        (Ok(None), Some(d)) => Ok(d.own()),
        (Ok(None), None) => Err(error::stop_iteration(th, Obj::none())),
        (Err(Raised), Some(d)) => {
            error::suppress(th, &error::STOP_ITERATION)?;
            Ok(d.own())
        }
        (Err(Raised), None) => Err(Raised),
    }
}

fn builtin_aiter(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let Some(f) = o.class().slots().aiter() else {
        let m = format!("'{}' object is not an async iterable", o.class().tp_name());
        return Err(type_error(th, m));
    };
    let it = f(th, o)?;
    if !it.r().class().slots().has(SlotId::Anext) {
        let m = format!(
            "aiter() returned not an async iterator of type '{}'",
            it.r().class().tp_name()
        );
        return Err(type_error(th, m));
    }
    Ok(it)
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "len",
        Kind::One,
        builtin_len,
        "len($module, obj, /)\n--\n\nThe number of items of a container.",
    ),
    MethodDef::new(
        "iter",
        Kind::Pos(1, 2),
        builtin_iter,
        "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nAn iterator over an iterable, or over the results of calls until one equals the sentinel.",
    ),
    MethodDef::new(
        "next",
        Kind::Pos(1, 2),
        builtin_next,
        "next(iterator[, default])\n\nThe next item of an iterator. At its end the default, if given, else StopIteration.",
    ),
    MethodDef::new(
        "aiter",
        Kind::One,
        builtin_aiter,
        "aiter($module, async_iterable, /)\n--\n\nThe asynchronous iterator of an asynchronous iterable.",
    ),
];
