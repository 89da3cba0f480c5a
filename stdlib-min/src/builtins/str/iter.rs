//! The iterators of str. The position is a byte offset.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::iter::TextIter;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::int;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, slotdefs};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// `iter(s)`.
pub fn str_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let ascii = o.get::<Str>().is_some_and(Str::is_ascii);
    let class = if ascii {
        &types::STR_ASCII_ITER
    } else {
        &types::STR_ITER
    };
    Obj::new(
        th,
        class.r(),
        TextIter {
            text: Slot::new(o.own()),
            at: AtomicUsize::new(0),
        },
    )
}

fn iter_self(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.own())
}

fn str_iter_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<TextIter>() else {
        return Ok(None);
    };
    // Relaxed: a position; threads that share an iterator may see a character twice.
    let at = it.at.load(Relaxed);
    match pystr::char_in(&it.text, at) {
        Some((c, width)) => {
            it.at.store(at + width, Relaxed);
            pystr::from_char(th, c).map(Some)
        }
        None => {
            drop(it.text.take());
            Ok(None)
        }
    }
}

fn left(o: Ref<'_>) -> usize {
    o.get::<TextIter>()
        .and_then(|it| {
            let s = it.text.get()?;
            let s = s.get::<Str>()?;
            let at = it.at.load(Relaxed).min(s.len());
            Some(s.chars_len() - s.char_index(at))
        })
        .unwrap_or(0)
}

fn str_iter_length_hint(th: &mut Thread, a: Args<'_>) -> R {
    int::from_usize(th, left(a.at(0)))
}

fn str_iter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    let f = ops::getattr_str(th, b.r(), "iter")?;
    let Some(it) = a.at(0).get::<TextIter>() else {
        return Ok(Obj::none());
    };
    let Some(s) = it.text.get() else {
        let empty = types::tuple::new(th, vec![typhon_runtime::names::empty().own()])?;
        return types::tuple::new(th, vec![f, empty]);
    };
    let i = s
        .get::<Str>()
        .map_or(0, |s| s.char_index(it.at.load(Relaxed).min(s.len())));
    let args = types::tuple::new(th, vec![s])?;
    let i = int::from_usize(th, i)?;
    types::tuple::new(th, vec![f, args, i])
}

fn str_iter_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let i = int::ssize(th, a.at(1))?.max(0) as usize;
    if let Some(it) = a.at(0).get::<TextIter>()
        && let Some(s) = it.text.get()
        && let Some(s) = s.get::<Str>()
    {
        it.at.store(s.byte_offset(i.min(s.chars_len())), Relaxed);
    }
    Ok(Obj::none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        str_iter_length_hint,
        "Items left.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        str_iter_reduce,
        "State for copying.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        str_iter_setstate,
        "Sets the position.",
    ),
];

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<()> {
    for t in [&types::STR_ITER, &types::STR_ASCII_ITER] {
        t.setup::<TextIter>(Some(&types::OBJECT), 0);
        t.slots().set_iter(iter_self);
        t.slots().set_next(str_iter_next);
        call::add_methods(th, t, METHODS)?;
        slotdefs::finish(th, t)?;
    }
    Ok(())
}
