//! Iterators over sequences and the iterator classes of `builtins`: `reversed`, `enumerate`, `zip`, `map`, `filter`,
//! `callable_iterator`.
//!
//! A position is one atomic, a reference one slot: threads that share an iterator may get an item twice or skip one, as
//! in CPython's free-threaded build, and never a dead one.

use super::seq;
use std::sync::atomic::{AtomicI64, AtomicIsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::iter::{self, Enumerate, SeqIter};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::list::List;
use typhon_runtime::types::slots::{NextFn, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, dict, int, slotdefs, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, Val, names, ops, payload, value};

/// `list_reverseiterator`.
pub static LIST_REVERSED: TypeObj = TypeObj::declare("list_reverseiterator");
/// `reversed`.
pub static REVERSED: TypeObj = TypeObj::declare("reversed");
/// `enumerate`.
pub static ENUMERATE: TypeObj = TypeObj::declare("enumerate");
/// `zip`.
pub static ZIP: TypeObj = TypeObj::declare("zip");
/// `map`.
pub static MAP: TypeObj = TypeObj::declare("map");
/// `filter`.
pub static FILTER: TypeObj = TypeObj::declare("filter");
/// `callable_iterator`.
pub static CALLABLE_ITER: TypeObj = TypeObj::declare("callable_iterator");

// ------------------------------------------------------------------ forwards over sequences

fn seq_hint(th: &mut Thread, a: Args<'_>) -> R {
    let Some(it) = a.at(0).get::<SeqIter>() else {
        return Ok(Ref::small_int(0).own());
    };
    let Some(s) = it.seq.get() else {
        return Ok(Ref::small_int(0).own());
    };
    if a.at(0).is_exact(&types::SEQ_ITER) && !s.r().class().slots().has(SlotId::Len) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let n = ops::len(th, s.r())?;
    seq::length(th, n.saturating_sub(it.at.load(Relaxed)))
}

fn seq_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let it = a.at(0).get::<SeqIter>();
    match it.and_then(|i| i.seq.get().map(|s| (s, i.at.load(Relaxed)))) {
        Some((s, at)) => {
            let at = seq::length(th, at)?;
            seq::reduce_iter(th, vec![s], Some(at))
        }
        None => {
            let empty = if a.at(0).is_exact(&types::LIST_ITER) {
                types::list::new(th, vec![])?
            } else {
                types::empty_tuple().own()
            };
            seq::reduce_iter(th, vec![empty], None)
        }
    }
}

fn seq_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let n = seq::ssize(th, a.at(1))?.max(0) as usize;
    if let Some(it) = a.at(0).get::<SeqIter>() {
        let len = match it.seq.get() {
            Some(s) if !a.at(0).is_exact(&types::SEQ_ITER) => ops::len(th, s.r())?,
            _ => usize::MAX,
        };
        it.at.store(n.min(len), Relaxed);
    }
    Ok(Obj::none())
}

static SEQ_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        seq_hint,
        "An estimate of the items that are left.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        seq_reduce,
        "State for pickling.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        seq_setstate,
        "Restores a pickled state.",
    ),
];

// ------------------------------------------------------------------ backwards

/// Payload of both reversed iterators: the next index, -1 at the end.
struct Backwards {
    seq: Slot,
    at: AtomicIsize,
}
payload!(
    Backwards,
    traverse | s,
    v | s.seq.visit(v),
    clear | s | drop(s.seq.take())
);

/// `list.__reversed__`.
pub fn list_reversed(th: &mut Thread, o: Ref<'_>) -> R {
    let n = o.get::<List>().map_or(0, List::len) as isize;
    let it = Backwards {
        seq: Slot::new(o.own()),
        at: AtomicIsize::new(n - 1),
    };
    Obj::new(th, LIST_REVERSED.r(), it)
}

fn list_reversed_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<Backwards>() else {
        return Ok(None);
    };
    let Some(s) = it.seq.load(th) else {
        return Ok(None);
    };
    let i = it.at.load(Relaxed);
    if i >= 0
        && let Some(v) = s.r().get::<List>().and_then(|l| l.get_by(th, i as usize))
    {
        it.at.store(i - 1, Relaxed);
        return Ok(Some(v));
    }
    it.at.store(-1, Relaxed);
    drop(it.seq.take());
    Ok(None)
}

fn list_reversed_run(th: &mut Thread, o: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let Some(it) = o.get::<Backwards>() else {
        return Ok(false);
    };
    let Some(s) = it.seq.get() else {
        return Ok(false);
    };
    // Relaxed: a position only.
    if let (Ok(last), Some(l)) = (usize::try_from(it.at.load(Relaxed)), s.get::<List>()) {
        let n = max.min(last + 1);
        error::reserve(th, v, n)?;
        let n = l.copy_back_into(v, last, n);
        if n > 0 {
            it.at.store(last as isize - n as isize, Relaxed);
            return Ok(true);
        }
    }
    it.at.store(-1, Relaxed);
    drop(it.seq.take());
    Ok(false)
}

fn reversed_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if class.is(REVERSED.r()) {
        a.no_kw(th, "reversed")?;
    }
    a.check(th, "reversed", 1, 1)?;
    let o = a.at(0);
    if let Some(f) = ops::lookup_special(th, o, names::__reversed__())? {
        if f.r().is_none() {
            return Err(type_error(
                th,
                format!("'{}' object is not reversible", o.class().tp_name()),
            ));
        }
        return call::call(th, f.r(), &[]);
    }
    let s = o.class().slots();
    // A class of Python is a sequence by its `__getitem__` alone.
    let sequence = s.has(SlotId::GetItem) && (s.has(SlotId::Len) || o.class().flag(tf::HEAP));
    if !sequence || dict::is_dict(o) {
        return Err(type_error(
            th,
            format!("'{}' object is not reversible", o.class().tp_name()),
        ));
    }
    let n = ops::len(th, o)? as isize;
    let it = Backwards {
        seq: Slot::new(o.own()),
        at: AtomicIsize::new(n - 1),
    };
    Obj::new(th, class, it)
}

fn reversed_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<Backwards>() else {
        return Ok(None);
    };
    let Some(s) = it.seq.get() else {
        return Ok(None);
    };
    let i = it.at.load(Relaxed);
    if i >= 0 {
        it.at.store(i - 1, Relaxed);
        match ops::getitem(th, s.r(), Ref::small_int(i as i64)) {
            Ok(v) => return Ok(Some(v)),
            Err(Raised) => {
                if error::suppress(th, &error::INDEX_ERROR).is_err() {
                    error::suppress(th, &error::STOP_ITERATION)?;
                }
            }
        }
    }
    it.at.store(-1, Relaxed);
    drop(it.seq.take());
    Ok(None)
}

fn reversed_hint(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a
        .at(0)
        .get::<Backwards>()
        .and_then(|it| it.seq.get().map(|s| (s, it.at.load(Relaxed))))
    {
        Some((s, at)) => {
            let len = ops::len(th, s.r())? as isize;
            if len < at { 0 } else { at + 1 }
        }
        None => 0,
    };
    int::from_i64(th, n as i64)
}

fn reversed_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let state = a
        .at(0)
        .get::<Backwards>()
        .and_then(|it| it.seq.get().map(|s| (s, it.at.load(Relaxed))));
    match state {
        Some((s, at)) => {
            let args = tuple::of(th, [s])?;
            tuple::of(
                th,
                [REVERSED.r().own(), args, Ref::small_int(at as i64).own()],
            )
        }
        None => {
            let empty = types::list::new(th, vec![])?;
            seq::reduce_iter(th, vec![empty], None)
        }
    }
}

fn reversed_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let i = seq::ssize(th, a.at(1))?;
    if let Some(it) = a.at(0).get::<Backwards>()
        && let Some(s) = it.seq.get()
    {
        let n = ops::len(th, s.r())? as isize;
        it.at.store(i.clamp(-1, n - 1), Relaxed);
    }
    Ok(Obj::none())
}

static REVERSED_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        reversed_hint,
        "An estimate of the items that are left.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        reversed_reduce,
        "State for pickling.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        reversed_setstate,
        "Restores a pickled state.",
    ),
];

// ------------------------------------------------------------------ enumerate

fn enumerate_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let total = a.len() + a.kw_len();
    if total > 2 {
        let m = format!("enumerate() takes at most 2 arguments ({total} given)");
        return Err(type_error(th, m));
    }
    let (mut iterable, mut start) = (a.opt(0), a.opt(1));
    for (k, v) in a.kwargs() {
        match types::str::text(k).as_str() {
            "iterable" if a.is_empty() => iterable = Some(v),
            "start" if a.len() < 2 => start = Some(v),
            name => {
                let m = format!("'{name}' is an invalid keyword argument for enumerate()");
                return Err(type_error(th, m));
            }
        }
    }
    let Some(iterable) = iterable else {
        if start.is_some() && a.kw_len() == 1 {
            let m = "'start' is an invalid keyword argument for enumerate()";
            return Err(type_error(th, m));
        }
        return Err(type_error(
            th,
            "enumerate() missing required argument 'iterable'",
        ));
    };
    let start = match start {
        None => Ref::small_int(0).own(),
        Some(s) => ops::index(th, s)?,
    };
    let it = ops::iter(th, iterable)?;
    let small = ops::small_int_value(start.r());
    let e = Enumerate {
        it: Slot::new(it),
        n: AtomicI64::new(small.unwrap_or(0)),
        big: if small.is_some() {
            Slot::empty()
        } else {
            Slot::new(start)
        },
    };
    Obj::new(th, class, e)
}

fn enumerate_pair(th: &mut Thread, e: &Enumerate) -> R<Option<(Obj, Obj)>> {
    let Some(v) = iter::next_in(th, &e.it)? else {
        return Ok(None);
    };
    if e.big.is_empty() {
        let n = e.n.load(Relaxed);
        if n < value::INT_MAX {
            e.n.store(n + 1, Relaxed);
        } else {
            let next = int::from_i64(th, n + 1)?;
            e.big.set(next);
        }
        return Ok(Some((Ref::small_int(n).own(), v)));
    }
    let Some(n) = e.big.get() else {
        return Ok(None);
    };
    let next = ops::binary(th, ops::BinOp::Add, n.r(), Ref::small_int(1))?;
    e.big.set(next);
    Ok(Some((n, v)))
}

fn enumerate_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(e) = o.get::<Enumerate>() else {
        return Ok(None);
    };
    match enumerate_pair(th, e)? {
        Some((n, v)) => tuple::of(th, [n, v]).map(Some),
        None => Ok(None),
    }
}

/// For a loop that takes pairs apart at once: the next two values of an iterator that would make a tuple of them. None:
/// this iterator does not.
#[inline]
pub fn next_pair(th: &mut Thread, o: Ref<'_>) -> Option<R<Option<(Obj, Obj)>>> {
    if o.is_exact(&super::dict_iter::ITEMS) {
        return Some(super::dict_iter::next_pair(th, o));
    }
    if o.is_exact(&ENUMERATE) {
        return o.get::<Enumerate>().map(|e| enumerate_pair(th, e));
    }
    if o.is_exact(&ZIP)
        && let Some(p) = o.get::<Parallel>()
        && let [a, b] = &*p.its
        && !p.strict.load(Relaxed)
    {
        return Some(zip_pair(th, a, b));
    }
    None
}

fn enumerate_run(th: &mut Thread, o: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    by_steps(th, v, max, |th| enumerate_next(th, o))
}

fn enumerate_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let Some(e) = a.at(0).get::<Enumerate>() else {
        return Err(type_error(th, "enumerate expected"));
    };
    let n = e
        .big
        .get()
        .unwrap_or_else(|| Ref::small_int(e.n.load(Relaxed)).own());
    let args = tuple::of(th, [e.it.get().unwrap_or_else(Obj::none), n])?;
    tuple::of(th, [a.at(0).type_ref().own(), args])
}

static ENUMERATE_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        enumerate_reduce,
        "State for pickling.",
    ),
    MethodDef::class(
        "__class_getitem__",
        Kind::One,
        seq::class_getitem,
        "See PEP 585",
    ),
];

// ------------------------------------------------------------------ zip and map

/// Payload of both; `func` is empty for zip.
struct Parallel {
    func: Slot,
    its: Box<[Slot]>,
    strict: std::sync::atomic::AtomicBool,
}
payload!(
    Parallel,
    traverse | s,
    v | {
        s.func.visit(v);
        s.its.iter().for_each(|i| i.visit(v))
    },
    clear | s | {
        drop(s.func.take());
        s.its.iter().for_each(|i| drop(i.take()))
    }
);

/// The keyword-only argument `strict`.
fn strict_arg(th: &mut Thread, a: Args<'_>, name: &str) -> R<bool> {
    let n = a.kw_len();
    if n > 1 {
        let m = format!("{name}() takes at most 1 keyword argument ({n} given)");
        return Err(type_error(th, m));
    }
    let mut strict = false;
    for (k, v) in a.kwargs() {
        let k = types::str::text(k);
        if k != "strict" {
            return Err(typhon_runtime::signature::unexpected_keyword(
                th,
                name,
                &k,
                ["strict"].into_iter(),
            ));
        }
        strict = ops::is_true(th, v)?;
    }
    Ok(strict)
}

fn iterators(th: &mut Thread, a: Args<'_>) -> R<Box<[Slot]>> {
    let mut its = Vec::with_capacity(a.len());
    for o in a.iter() {
        its.push(Slot::new(ops::iter(th, o)?));
    }
    Ok(its.into_boxed_slice())
}

fn zip_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let strict = if class.is(ZIP.r()) || a.kw_len() > 0 {
        strict_arg(th, a, "zip")?
    } else {
        false
    };
    let its = iterators(th, a)?;
    Obj::new(
        th,
        class,
        Parallel {
            func: Slot::empty(),
            its,
            strict: strict.into(),
        },
    )
}

fn map_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let strict = strict_arg(th, a, "map")?;
    if a.len() < 2 {
        return Err(type_error(th, "map() must have at least two arguments."));
    }
    let its = iterators(th, a.skip(1))?;
    Obj::new(
        th,
        class,
        Parallel {
            func: Slot::new(a.at(0).own()),
            its,
            strict: strict.into(),
        },
    )
}

/// The next item of every iterator; None if one is exhausted.
fn row(th: &mut Thread, p: &Parallel, name: &str) -> R<Option<Vec<Obj>>> {
    let mut v = Vec::with_capacity(p.its.len());
    for (i, s) in p.its.iter().enumerate() {
        match iter::next_in(th, s)? {
            Some(x) => v.push(x),
            None if p.strict.load(Relaxed) => return uneven(th, p, name, i),
            None => return Ok(None),
        }
    }
    Ok(Some(v))
}

/// Iterator `i` ended first.
#[cold]
fn uneven(th: &mut Thread, p: &Parallel, name: &str, i: usize) -> R<Option<Vec<Obj>>> {
    let before = |i: usize| {
        if i == 1 {
            "argument 1".to_string()
        } else {
            format!("arguments 1-{i}")
        }
    };
    if i > 0 {
        let m = format!("{name}() argument {} is shorter than {}", i + 1, before(i));
        return Err(value_error(th, m));
    }
    for (j, s) in p.its.iter().enumerate().skip(1) {
        let Some(it) = s.get() else { continue };
        if ops::next(th, it.r())?.is_some() {
            let m = format!("{name}() argument {} is longer than {}", j + 1, before(j));
            return Err(value_error(th, m));
        }
    }
    Ok(None)
}

#[inline(always)]
fn next_in(th: &mut Thread, slot: &Slot) -> R<Option<Obj>> {
    match iter::step_in(th, slot).map(Val::own) {
        None => iter::next_in(th, slot),
        v => Ok(v),
    }
}

/// The iterators of a plain `zip` of two.
#[inline(always)]
pub fn zip_of_two<'a>(o: Ref<'a>) -> Option<(&'a Slot, &'a Slot)> {
    match &*o.get::<Parallel>()?.its {
        // Relaxed: set by `__setstate__` only.
        [a, b] if !o.get::<Parallel>()?.strict.load(Relaxed) => Some((a, b)),
        _ => None,
    }
}

fn zip_pair(th: &mut Thread, a: &Slot, b: &Slot) -> R<Option<(Obj, Obj)>> {
    let Some(x) = next_in(th, a)? else {
        return Ok(None);
    };
    Ok(next_in(th, b)?.map(|y| (x, y)))
}

fn zip_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(p) = o.get::<Parallel>() else {
        return Ok(None);
    };
    if p.its.is_empty() {
        return Ok(None);
    }
    if let [a, b] = &*p.its
        && !p.strict.load(Relaxed)
    {
        // The common case, without a vector.
        return match zip_pair(th, a, b)? {
            Some((x, y)) => tuple::of(th, [x, y]).map(Some),
            None => Ok(None),
        };
    }
    match row(th, p, "zip")? {
        Some(v) => tuple::new(th, v).map(Some),
        None => Ok(None),
    }
}

fn zip_run(th: &mut Thread, o: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let Some((a, b)) = zip_of_two(o) else {
        return by_steps(th, v, max, |th| zip_next(th, o));
    };
    by_steps(th, v, max, |th| match zip_pair(th, a, b)? {
        Some((x, y)) => tuple::of(th, [x, y]).map(Some),
        None => Ok(None),
    })
}

/// Many steps that are single ones.
#[inline(always)]
fn by_steps(
    th: &mut Thread,
    v: &mut Vec<Obj>,
    max: usize,
    step: impl Fn(&mut Thread) -> R<Option<Obj>>,
) -> R<bool> {
    let mut n = 0;
    while n < max {
        let Some(x) = step(th)? else {
            return Ok(false);
        };
        error::reserve(th, v, 1)?;
        v.push(x);
        n += 1;
    }
    Ok(true)
}

fn map_run(th: &mut Thread, o: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let Some(p) = o.get::<Parallel>() else {
        return Ok(false);
    };
    let ([a], Some(f)) = (&*p.its, p.func.get()) else {
        return by_steps(th, v, max, |th| map_next(th, o));
    };
    by_steps(th, v, max, |th| {
        let Some(x) = next_in(th, a)? else {
            return Ok(None);
        };
        map_call(th, f.r(), &[x.r()])
    })
}

fn map_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(p) = o.get::<Parallel>() else {
        return Ok(None);
    };
    let Some(f) = p.func.get() else {
        return Ok(None);
    };
    if let [a] = &*p.its {
        let Some(x) = next_in(th, a)? else {
            return Ok(None);
        };
        return map_call(th, f.r(), &[x.r()]);
    }
    match row(th, p, "map")? {
        Some(v) => {
            let args: Vec<Ref<'_>> = v.iter().map(Obj::r).collect();
            map_call(th, f.r(), &args)
        }
        None => Ok(None),
    }
}

/// A StopIteration that the function raises ends the map.
fn map_call(th: &mut Thread, f: Ref<'_>, args: &[Ref<'_>]) -> R<Option<Obj>> {
    match call::call(th, f, args) {
        Ok(v) => Ok(Some(v)),
        Err(Raised) => error::suppress(th, &error::STOP_ITERATION).map(|()| None),
    }
}

fn parallel_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let Some(p) = a.at(0).get::<Parallel>() else {
        return Err(type_error(th, "iterator expected"));
    };
    let args: Vec<Obj> = p
        .func
        .get()
        .into_iter()
        .chain(p.its.iter().filter_map(Slot::get))
        .collect();
    let args = tuple::new(th, args)?;
    let mut v = vec![a.at(0).type_ref().own(), args];
    if p.strict.load(Relaxed) {
        v.push(Obj::bool(true));
    }
    tuple::new(th, v)
}

fn parallel_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let strict = ops::is_true(th, a.at(1))?;
    if let Some(p) = a.at(0).get::<Parallel>() {
        p.strict.store(strict, Relaxed);
    }
    Ok(Obj::none())
}

static PARALLEL_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        parallel_reduce,
        "State for pickling.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        parallel_setstate,
        "Restores a pickled state.",
    ),
];

// ------------------------------------------------------------------ filter and iter(f, sentinel)

/// Payload: a function (or sentinel pair) and what it is applied to.
struct Pair {
    a: Slot,
    b: Slot,
}
payload!(
    Pair,
    traverse | s,
    v | {
        s.a.visit(v);
        s.b.visit(v)
    },
    clear | s | {
        drop(s.a.take());
        drop(s.b.take())
    }
);

fn filter_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    super::seq::no_keywords(th, class, &FILTER, "filter", a)?;
    a.check(th, "filter", 2, 2)?;
    let it = ops::iter(th, a.at(1))?;
    Obj::new(
        th,
        class,
        Pair {
            a: Slot::new(a.at(0).own()),
            b: Slot::new(it),
        },
    )
}

/// The next item that passes; `f` is the function, `it` the source.
#[inline]
fn filter_step(th: &mut Thread, f: Ref<'_>, it: Ref<'_>) -> R<Option<Obj>> {
    let truth = f.is_none() || f.is(types::BOOL.r());
    while let Some(x) = iter::step_of(th, it)? {
        let keep = if truth {
            ops::is_true(th, x.r())?
        } else {
            match call::call(th, f, &[x.r()]) {
                Ok(v) => ops::is_true(th, v.r())?,
                Err(Raised) => return error::suppress(th, &error::STOP_ITERATION).map(|()| None),
            }
        };
        if keep {
            return Ok(Some(x));
        }
        typhon_runtime::hooks::safepoint(th)?;
    }
    Ok(None)
}

fn filter_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    match o.get::<Pair>().and_then(|p| p.a.get().zip(p.b.get())) {
        Some((f, it)) => filter_step(th, f.r(), it.r()),
        None => Ok(None),
    }
}

fn filter_run(th: &mut Thread, o: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    match o.get::<Pair>().and_then(|p| p.a.get().zip(p.b.get())) {
        Some((f, it)) => by_steps(th, v, max, |th| filter_step(th, f.r(), it.r())),
        None => Ok(false),
    }
}

fn filter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let Some((f, it)) = a.at(0).get::<Pair>().and_then(|p| p.a.get().zip(p.b.get())) else {
        return Err(type_error(th, "filter expected"));
    };
    let args = tuple::of(th, [f, it])?;
    tuple::of(th, [a.at(0).type_ref().own(), args])
}

static FILTER_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    filter_reduce,
    "State for pickling.",
)];

/// `iter(f, sentinel)`.
pub fn callable_iter(th: &mut Thread, f: Ref<'_>, sentinel: Ref<'_>) -> R {
    Obj::new(
        th,
        CALLABLE_ITER.r(),
        Pair {
            a: Slot::new(f.own()),
            b: Slot::new(sentinel.own()),
        },
    )
}

fn callable_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(p) = o.get::<Pair>() else {
        return Ok(None);
    };
    let Some((f, sentinel)) = p.a.get().zip(p.b.get()) else {
        return Ok(None);
    };
    match call::call(th, f.r(), &[]) {
        Ok(v) => {
            if !ops::equal(th, sentinel.r(), v.r())? {
                return Ok(Some(v));
            }
        }
        Err(Raised) => error::suppress(th, &error::STOP_ITERATION)?,
    }
    drop(p.a.take());
    drop(p.b.take());
    Ok(None)
}

fn callable_reduce(th: &mut Thread, a: Args<'_>) -> R {
    match a.at(0).get::<Pair>().and_then(|p| p.a.get().zip(p.b.get())) {
        Some((f, s)) => seq::reduce_iter(th, vec![f, s], None),
        None => seq::reduce_iter(th, vec![types::empty_tuple().own()], None),
    }
}

static CALLABLE_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    callable_reduce,
    "State for pickling.",
)];

// ------------------------------------------------------------------ set-up

fn finish(
    th: &mut Thread,
    t: &'static TypeObj,
    next: NextFn,
    methods: &'static [MethodDef],
) -> R<()> {
    t.slots().set_iter(seq::same);
    t.slots().set_next(next);
    call::add_methods(th, t, methods)?;
    slotdefs::finish(th, t)
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let o = Some(&types::OBJECT);
    types::LIST_ITER.slots().set_run(iter::list_run);
    types::TUPLE_ITER.slots().set_run(iter::tuple_run);
    LIST_REVERSED.slots().set_run(list_reversed_run);
    ENUMERATE.slots().set_run(enumerate_run);
    ZIP.slots().set_run(zip_run);
    MAP.slots().set_run(map_run);
    FILTER.slots().set_run(filter_run);
    for (t, next) in [
        (&types::LIST_ITER, iter::list_next as NextFn),
        (&types::TUPLE_ITER, iter::tuple_next),
        (&types::SEQ_ITER, iter::seq_next),
    ] {
        t.setup::<SeqIter>(o, seq::INTERNAL);
        finish(th, t, next, SEQ_METHODS)?;
    }
    LIST_REVERSED.setup::<Backwards>(o, seq::INTERNAL);
    finish(th, &LIST_REVERSED, list_reversed_next, REVERSED_METHODS)?;
    REVERSED.setup::<Backwards>(o, tf::BASE);
    REVERSED.slots().set_new(reversed_new);
    finish(th, &REVERSED, reversed_next, REVERSED_METHODS)?;
    ENUMERATE.setup::<Enumerate>(o, tf::BASE);
    ENUMERATE.slots().set_new(enumerate_new);
    finish(th, &ENUMERATE, enumerate_next, ENUMERATE_METHODS)?;
    ZIP.setup::<Parallel>(o, tf::BASE);
    ZIP.slots().set_new(zip_new);
    finish(th, &ZIP, zip_next, PARALLEL_METHODS)?;
    MAP.setup::<Parallel>(o, tf::BASE);
    MAP.slots().set_new(map_new);
    finish(th, &MAP, map_next, PARALLEL_METHODS)?;
    FILTER.setup::<Pair>(o, tf::BASE);
    FILTER.slots().set_new(filter_new);
    finish(th, &FILTER, filter_next, FILTER_METHODS)?;
    CALLABLE_ITER.setup::<Pair>(o, seq::INTERNAL);
    finish(th, &CALLABLE_ITER, callable_next, CALLABLE_METHODS)
}
