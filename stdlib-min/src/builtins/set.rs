//! `set` and `frozenset`: visible methods and slots. Storage: `types::set`.

use super::seq::{self, class_getitem, not_implemented};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, key_error, runtime_error, type_error};
use typhon_runtime::iter::SetIter;
use typhon_runtime::quick::simple_hash;
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::is_multi;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::set::{self, Set};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, list, slotdefs, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, Val, names, ops};

/// The payload of self, which method descriptors have checked.
fn of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Set> {
    match o.get::<Set>() {
        Some(s) => Ok(s),
        None => Err(type_error(th, "set expected")),
    }
}

/// An empty set of the builtin class of `o`.
fn empty_like(th: &mut Thread, o: Ref<'_>) -> R {
    let class = if o.is_instance(&types::FROZENSET) {
        &types::FROZENSET
    } else {
        &types::SET
    };
    set::new_of(th, class, vec![])
}

/// A set of the builtin class of `like` with the items of `o`.
fn made_from(th: &mut Thread, like: Ref<'_>, o: Ref<'_>) -> R {
    let s = empty_like(th, like)?;
    of(th, s.r())?.update(th, o)?;
    Ok(s)
}

// ------------------------------------------------------------------ birth, text, comparison

fn set_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Set::new())
}

fn set_init(th: &mut Thread, slf: Ref<'_>, a: Args<'_>) -> R<()> {
    // A subclass with an `__init__` of its own may take keywords.
    if super::support::has_init_of(slf.class().r(), &types::SET) {
        a.no_kw(th, "set")?;
    }
    a.check(th, "set", 0, 1)?;
    let s = of(th, slf)?;
    if !s.is_empty() {
        s.clear_all();
    }
    match a.opt(0) {
        Some(o) => s.update(th, o),
        None => Ok(()),
    }
}

fn frozenset_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let exact = class.is(types::FROZENSET.r());
    if exact || super::support::has_init_of(class, &types::FROZENSET) {
        a.no_kw(th, "frozenset")?;
    }
    a.check(th, "frozenset", 0, 1)?;
    if exact
        && let Some(o) = a.opt(0)
        && o.is_exact(&types::FROZENSET)
    {
        return Ok(o.own());
    }
    let new = Obj::new(th, class, Set::new())?;
    if let Some(o) = a.opt(0) {
        of(th, new.r())?.update(th, o)?;
    }
    Ok(new)
}

fn set_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let s = of(th, o)?;
    let name = o.class().name();
    if s.is_empty() {
        return types::str::new(th, &format!("{name}()"));
    }
    let cycle = format!("{name}(...)");
    seq::guarded_repr(th, o, &cycle, |th, out| {
        let plain = o.is_exact(&types::SET);
        if !plain {
            out.extend_from_slice(name.as_bytes());
            out.push(b'(');
        }
        out.push(b'{');
        for (i, x) in s.items().iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            seq::push_repr(th, out, x.r())?;
        }
        out.push(b'}');
        if !plain {
            out.push(b')');
        }
        Ok(())
    })
}

fn frozenset_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    of(th, o).map(Set::frozen_hash)
}

fn set_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    of(th, o).map(Set::len)
}

/// `x in s`; an unhashable set is looked up as a frozenset of its items.
fn set_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let s = of(th, o)?;
    match s.contains(th, x) {
        Err(Raised) if is_unhashable_set(th, x) => {
            drop(error::fetch(th));
            let f = frozen(th, x)?;
            s.contains(th, f.r())
        }
        r => r,
    }
}

fn is_unhashable_set(th: &Thread, x: Ref<'_>) -> bool {
    x.is_instance(&types::SET) && error::pending_is(th, &error::TYPE_ERROR)
}

fn frozen(th: &mut Thread, x: Ref<'_>) -> R {
    let items = x.get::<Set>().map(Set::items).unwrap_or_default();
    set::frozenset_of(th, items)
}

fn subset(th: &mut Thread, a: &Set, b: &Set) -> R<bool> {
    if a.len() > b.len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((i, hash, k)) = a.next_at(at) {
        if !b.contains_hashed(th, hash, k.r())? {
            return Ok(false);
        }
        at = i + 1;
    }
    Ok(true)
}

fn set_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Set>(), b.get::<Set>()) else {
        return not_implemented();
    };
    let r = match op {
        CmpOp::Eq => x.len() == y.len() && subset(th, x, y)?,
        CmpOp::Ne => x.len() != y.len() || !subset(th, x, y)?,
        CmpOp::Le => subset(th, x, y)?,
        CmpOp::Ge => subset(th, y, x)?,
        CmpOp::Lt => x.len() < y.len() && subset(th, x, y)?,
        CmpOp::Gt => x.len() > y.len() && subset(th, y, x)?,
    };
    Ok(Obj::bool(r))
}

// ------------------------------------------------------------------ set algebra

/// Keys and hashes of another operand: of sets and dicts without hashing again.
fn hashed_items(th: &mut Thread, o: Ref<'_>) -> R<Vec<(i64, Obj)>> {
    if let Some(s) = o.get::<Set>() {
        return Ok(s.entries());
    }
    if o.is_exact(&types::DICT)
        && let Some(d) = o.get::<Dict>()
    {
        return Ok(d.snapshot(|h, k, _| (h, k)));
    }
    let mut v = Vec::new();
    for x in ops::collect(th, o)? {
        v.push((set::key_hash(th, x.r())?, x));
    }
    Ok(v)
}

/// `a & b` for a set `a` and any iterable `b`: a set of the builtin class of `a`.
pub fn intersection(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = of(th, a)?;
    if a.is(b) {
        return made_from(th, a, a);
    }
    let new = empty_like(th, a)?;
    let to = of(th, new.r())?;
    // The smaller set is walked.
    let (walk, test) = match b.get::<Set>() {
        Some(o) if o.len() > s.len() => (a, o),
        _ => (b, s),
    };
    if set::is_set(walk) || walk.is_exact(&types::DICT) {
        for (h, k) in hashed_items(th, walk)? {
            if test.contains_hashed(th, h, k.r())? {
                to.add_hashed(th, h, k)?;
            }
        }
    } else {
        let it = ops::iter(th, walk)?;
        while let Some(k) = ops::next(th, it.r())? {
            let h = set::key_hash(th, k.r())?;
            if test.contains_hashed(th, h, k.r())? {
                to.add_hashed(th, h, k)?;
            }
        }
    }
    Ok(new)
}

/// `s -= o` for any iterable.
pub fn difference_update(th: &mut Thread, s: Ref<'_>, o: Ref<'_>) -> R<()> {
    let x = of(th, s)?;
    if s.is(o) {
        x.clear_all();
        return Ok(());
    }
    if let Some(other) = o.get::<Set>() {
        // A far larger set is cut down to what both have.
        let entries = if other.len() >> 3 > x.len() {
            let both = intersection(th, s, o)?;
            of(th, both.r())?.entries()
        } else {
            other.entries()
        };
        for (h, k) in entries {
            x.discard_hashed(th, h, k.r())?;
        }
    } else {
        let it = ops::iter(th, o)?;
        while let Some(k) = ops::next(th, it.r())? {
            x.discard(th, k.r())?;
        }
    }
    x.purge(th)
}

/// `a - b` for a set `a` and any iterable.
fn difference(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = of(th, a)?;
    let other_len = match (b.get::<Set>(), b.get::<Dict>()) {
        (Some(o), _) => Some(o.len()),
        (_, Some(d)) if b.is_exact(&types::DICT) => Some(d.len()),
        _ => None,
    };
    if other_len.is_none_or(|n| s.len() >> 2 > n) {
        let new = made_from(th, a, a)?;
        difference_update(th, new.r(), b)?;
        return Ok(new);
    }
    let new = empty_like(th, a)?;
    let to = of(th, new.r())?;
    for (h, k) in s.entries() {
        let there = match (b.get::<Set>(), b.get::<Dict>()) {
            (Some(o), _) => o.contains_hashed(th, h, k.r())?,
            (_, Some(d)) => d.get_hashed(th, h, k.r())?.is_some(),
            _ => false,
        };
        if !there {
            to.add_hashed(th, h, k)?;
        }
    }
    Ok(new)
}

/// `s ^= o` for any iterable.
pub fn symmetric_difference_update(th: &mut Thread, s: Ref<'_>, o: Ref<'_>) -> R<()> {
    let x = of(th, s)?;
    if s.is(o) {
        x.clear_all();
        return Ok(());
    }
    let entries = if set::is_set(o) || o.is_exact(&types::DICT) {
        hashed_items(th, o)?
    } else {
        let other = made_from(th, s, o)?;
        of(th, other.r())?.entries()
    };
    for (h, k) in entries {
        if !x.discard_hashed(th, h, k.r())? {
            x.add_hashed(th, h, k)?;
        }
    }
    Ok(())
}

fn symmetric_difference(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let new = made_from(th, a, b)?;
    symmetric_difference_update(th, new.r(), a)?;
    Ok(new)
}

fn union(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let new = made_from(th, a, a)?;
    if !a.is(b) {
        of(th, new.r())?.update(th, b)?;
    }
    Ok(new)
}

macro_rules! operators {
    ($($name:ident $f:ident)*) => {$(
        fn $name(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            if !set::is_set(a) || !set::is_set(b) {
                return not_implemented();
            }
            $f(th, a, b)
        }
    )*};
}
operators! {
    set_or union
    set_and intersection
    set_sub difference
    set_xor symmetric_difference
}

macro_rules! inplace {
    ($($name:ident |$th:ident, $a:ident, $b:ident| $body:expr;)*) => {$(
        fn $name($th: &mut Thread, $a: Ref<'_>, $b: Ref<'_>) -> R {
            if !set::is_set($b) {
                return not_implemented();
            }
            $body?;
            Ok($a.own())
        }
    )*};
}
inplace! {
    set_ior |th, a, b| of(th, a)?.update(th, b);
    set_isub |th, a, b| difference_update(th, a, b);
    set_ixor |th, a, b| symmetric_difference_update(th, a, b);
    set_iand |th, a, b| intersection_update(th, a, &[b]);
}

fn intersection_update(th: &mut Thread, s: Ref<'_>, others: &[Ref<'_>]) -> R<()> {
    let x = of(th, s)?;
    let r = intersection_of(th, s, others)?;
    x.swap(of(th, r.r())?);
    Ok(())
}

fn intersection_of(th: &mut Thread, s: Ref<'_>, others: &[Ref<'_>]) -> R {
    let Some((first, rest)) = others.split_first() else {
        return made_from(th, s, s);
    };
    let mut r = intersection(th, s, *first)?;
    for o in rest {
        r = intersection(th, r.r(), *o)?;
    }
    Ok(r)
}

// ------------------------------------------------------------------ methods

fn set_add(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.add(th, a.at(1).own())?;
    Ok(Obj::none())
}

fn set_add_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o, x] = a.exactly()?;
    let s = o.get::<Set>()?;
    if x.as_small().is_none() || is_multi() || s.add_int_alone(x.word()).is_none() {
        s.add_quick(th, simple_hash(x)?, x)?;
    }
    Ref::NONE.copy(th)
}

fn set_discard_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o, x] = a.exactly()?;
    let s = o.get::<Set>()?;
    if x.as_small().is_none() || is_multi() || s.discard_int_alone(x.word()).is_none() {
        s.discard_quick(simple_hash(x)?, x)?;
    }
    Ref::NONE.copy(th)
}

/// `discard` with the lookup of unhashable sets by value.
fn remove_key(th: &mut Thread, s: &Set, x: Ref<'_>) -> R<bool> {
    match s.discard(th, x) {
        Err(Raised) if is_unhashable_set(th, x) => {
            drop(error::fetch(th));
            let f = frozen(th, x)?;
            s.discard(th, f.r())
        }
        r => r,
    }
}

fn set_discard(th: &mut Thread, a: Args<'_>) -> R {
    let s = of(th, a.at(0))?;
    remove_key(th, s, a.at(1))?;
    Ok(Obj::none())
}

fn set_remove(th: &mut Thread, a: Args<'_>) -> R {
    let s = of(th, a.at(0))?;
    if remove_key(th, s, a.at(1))? {
        return Ok(Obj::none());
    }
    Err(key_error(th, a.at(1)))
}

fn set_pop(th: &mut Thread, a: Args<'_>) -> R {
    match of(th, a.at(0))?.pop() {
        Some(v) => Ok(v),
        None => Err(error::raise(th, &error::KEY_ERROR, "pop from an empty set")),
    }
}

fn set_clear(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.clear_all();
    Ok(Obj::none())
}

fn set_copy(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).is_exact(&types::FROZENSET) {
        return Ok(a.at(0).own());
    }
    made_from(th, a.at(0), a.at(0))
}

fn set_update(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "set.update")?;
    let s = of(th, a.at(0))?;
    for o in a.skip(1).iter() {
        s.update(th, o)?;
    }
    Ok(Obj::none())
}

fn set_union(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    no_kw(th, a, "union")?;
    let new = made_from(th, slf, slf)?;
    for o in a.skip(1).iter().filter(|o| !o.is(slf)) {
        of(th, new.r())?.update(th, o)?;
    }
    Ok(new)
}

fn no_kw(th: &mut Thread, a: Args<'_>, method: &str) -> R<()> {
    let class = if a.at(0).is_instance(&types::FROZENSET) {
        "frozenset"
    } else {
        "set"
    };
    a.no_kw(th, &format!("{class}.{method}"))
}

fn set_intersection(th: &mut Thread, a: Args<'_>) -> R {
    no_kw(th, a, "intersection")?;
    intersection_of(th, a.at(0), &a.skip(1).to_vec())
}

fn set_intersection_update(th: &mut Thread, a: Args<'_>) -> R {
    no_kw(th, a, "intersection_update")?;
    intersection_update(th, a.at(0), &a.skip(1).to_vec())?;
    Ok(Obj::none())
}

fn set_difference(th: &mut Thread, a: Args<'_>) -> R {
    no_kw(th, a, "difference")?;
    if a.len() == 1 {
        return set_copy(th, a);
    }
    let mut r = difference(th, a.at(0), a.at(1))?;
    for o in a.skip(2).iter() {
        if r.r().is(o) {
            return empty_like(th, a.at(0));
        }
        difference_update(th, r.r(), o)?;
        r = r.r().own();
    }
    Ok(r)
}

fn set_difference_update(th: &mut Thread, a: Args<'_>) -> R {
    no_kw(th, a, "difference_update")?;
    for o in a.skip(1).iter() {
        difference_update(th, a.at(0), o)?;
    }
    Ok(Obj::none())
}

fn set_symmetric_difference(th: &mut Thread, a: Args<'_>) -> R {
    symmetric_difference(th, a.at(0), a.at(1))
}

fn set_symmetric_difference_update(th: &mut Thread, a: Args<'_>) -> R {
    symmetric_difference_update(th, a.at(0), a.at(1))?;
    Ok(Obj::none())
}

fn set_isdisjoint(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (a.at(0), a.at(1));
    let s = of(th, x)?;
    if x.is(y) {
        return Ok(Obj::bool(s.is_empty()));
    }
    if let Some(o) = y.get::<Set>() {
        let (small, big) = if o.len() > s.len() { (s, o) } else { (o, s) };
        let mut at = 0;
        while let Some((i, h, k)) = small.next_at(at) {
            if big.contains_hashed(th, h, k.r())? {
                return Ok(Obj::bool(false));
            }
            at = i + 1;
        }
        return Ok(Obj::bool(true));
    }
    let it = ops::iter(th, y)?;
    while let Some(k) = ops::next(th, it.r())? {
        if s.contains(th, k.r())? {
            return Ok(Obj::bool(false));
        }
    }
    Ok(Obj::bool(true))
}

fn set_issubset(th: &mut Thread, a: Args<'_>) -> R {
    let s = of(th, a.at(0))?;
    if let Some(o) = a.at(1).get::<Set>() {
        return subset(th, s, o).map(Obj::bool);
    }
    let common = intersection(th, a.at(0), a.at(1))?;
    Ok(Obj::bool(of(th, common.r())?.len() == s.len()))
}

fn set_issuperset(th: &mut Thread, a: Args<'_>) -> R {
    let s = of(th, a.at(0))?;
    if let Some(o) = a.at(1).get::<Set>() {
        return subset(th, o, s).map(Obj::bool);
    }
    let it = ops::iter(th, a.at(1))?;
    while let Some(k) = ops::next(th, it.r())? {
        if !s.contains(th, k.r())? {
            return Ok(Obj::bool(false));
        }
    }
    Ok(Obj::bool(true))
}

fn set_contains_method(th: &mut Thread, a: Args<'_>) -> R {
    set_contains(th, a.at(0), a.at(1)).map(Obj::bool)
}

fn set_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    let items = of(th, slf)?.items();
    let l = list::new(th, items)?;
    let args = tuple::new(th, vec![l])?;
    let state = call::call_method(th, slf, names::__getstate__(), &[])?;
    tuple::new(th, vec![slf.type_ref().own(), args, state])
}

fn set_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let n = of(th, a.at(0))?.table_bytes();
    seq::length(th, typhon_runtime::obj::size_of(a.at(0)) + n)
}

static COMMON: &[MethodDef] = &[
    MethodDef::new(
        "__contains__",
        Kind::One,
        set_contains_method,
        "x.__contains__(y) <==> y in x.",
    ),
    MethodDef::new(
        "copy",
        Kind::NoArgs,
        set_copy,
        "Return a shallow copy of a set.",
    ),
    MethodDef::new(
        "difference",
        Kind::Any,
        set_difference,
        "Return a new set with elements in the set that are not in the others.",
    ),
    MethodDef::new(
        "intersection",
        Kind::Any,
        set_intersection,
        "Return a new set with elements common to the set and all others.",
    ),
    MethodDef::new(
        "isdisjoint",
        Kind::One,
        set_isdisjoint,
        "Return True if two sets have a null intersection.",
    ),
    MethodDef::new(
        "issubset",
        Kind::One,
        set_issubset,
        "Report whether another set contains this set.",
    ),
    MethodDef::new(
        "issuperset",
        Kind::One,
        set_issuperset,
        "Report whether this set contains another set.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        set_reduce,
        "Return state information for pickling.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        set_sizeof,
        "S.__sizeof__() -> size of S in memory, in bytes.",
    ),
    MethodDef::new(
        "symmetric_difference",
        Kind::One,
        set_symmetric_difference,
        "Return a new set with elements in either the set or other but not both.",
    ),
    MethodDef::new(
        "union",
        Kind::Any,
        set_union,
        "Return a new set with elements from the set and all others.",
    ),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static METHODS: &[MethodDef] = &[
    MethodDef::new("add", Kind::One, set_add, "Add an element to a set.").quick(set_add_quick),
    MethodDef::new(
        "clear",
        Kind::NoArgs,
        set_clear,
        "Remove all elements from this set.",
    ),
    MethodDef::new(
        "discard",
        Kind::One,
        set_discard,
        "Remove an element from a set if it is a member.",
    )
    .quick(set_discard_quick),
    MethodDef::new(
        "difference_update",
        Kind::Any,
        set_difference_update,
        "Update the set, removing elements found in others.",
    ),
    MethodDef::new(
        "intersection_update",
        Kind::Any,
        set_intersection_update,
        "Update the set, keeping only elements found in it and all others.",
    ),
    MethodDef::new(
        "pop",
        Kind::NoArgs,
        set_pop,
        "Remove and return an arbitrary set element.",
    ),
    MethodDef::new(
        "remove",
        Kind::One,
        set_remove,
        "Remove an element from a set; it must be a member.",
    ),
    MethodDef::new(
        "symmetric_difference_update",
        Kind::One,
        set_symmetric_difference_update,
        "Update the set, keeping only elements found in either set, but not in both.",
    ),
    MethodDef::new(
        "update",
        Kind::Any,
        set_update,
        "Update the set, adding elements from all others.",
    ),
];

// ------------------------------------------------------------------ iterator

/// `set_iterator`.
pub static SET_ITER: TypeObj = TypeObj::declare("set_iterator");

fn set_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let n = of(th, o)?.len();
    let it = SetIter {
        set: Slot::new(o.own()),
        at: AtomicUsize::new(0),
        size: AtomicUsize::new(n),
        left: AtomicUsize::new(n),
    };
    Obj::new(th, SET_ITER.r(), it)
}

fn set_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<SetIter>() else {
        return Ok(None);
    };
    let Some(set) = it.set.get() else {
        return Ok(None);
    };
    let Some(s) = set.get::<Set>() else {
        return Ok(None);
    };
    // Relaxed: positions; threads that share an iterator may get an item twice.
    if it.size.load(Relaxed) != s.len() {
        it.size.store(usize::MAX, Relaxed);
        return Err(runtime_error(th, "Set changed size during iteration"));
    }
    match s.next_at(it.at.load(Relaxed)) {
        Some((i, _, k)) => {
            it.at.store(i + 1, Relaxed);
            it.left
                .store(it.left.load(Relaxed).saturating_sub(1), Relaxed);
            Ok(Some(k))
        }
        None => {
            drop(it.set.take());
            Ok(None)
        }
    }
}

fn iter_hint(th: &mut Thread, a: Args<'_>) -> R {
    let n = a.at(0).get::<SetIter>().map_or(0, |it| match it.set.get() {
        Some(s)
            if s.get::<Set>()
                .is_some_and(|s| s.len() == it.size.load(Relaxed)) =>
        {
            it.left.load(Relaxed)
        }
        _ => 0,
    });
    seq::length(th, n)
}

fn iter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let mut rest = Vec::new();
    if let Some(it) = a.at(0).get::<SetIter>()
        && let Some(set) = it.set.get()
        && let Some(s) = set.get::<Set>()
    {
        let mut at = it.at.load(Relaxed);
        while let Some((i, _, k)) = s.next_at(at) {
            rest.push(k);
            at = i + 1;
        }
    }
    let l = list::new(th, rest)?;
    seq::reduce_iter(th, vec![l], None)
}

static ITER_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        iter_hint,
        "Private method returning an estimate of len(list(it)).",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        iter_reduce,
        "Return state information for pickling.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    SET_ITER.setup::<SetIter>(Some(&types::OBJECT), seq::INTERNAL);
    SET_ITER.slots().set_iter(seq::same);
    SET_ITER.slots().set_next(set_next);
    call::add_methods(th, &SET_ITER, ITER_METHODS)?;
    slotdefs::finish(th, &SET_ITER)?;
    for t in [&types::SET, &types::FROZENSET] {
        t.setup::<Set>(
            Some(&types::OBJECT),
            tf::BASE | tf::WEAKREFS | tf::MATCH_SELF,
        );
        let s = t.slots();
        s.set_repr(set_repr);
        s.set_richcmp(set_richcmp);
        s.clear(SlotId::Hash);
        s.set_iter(set_iter);
        s.set_snapshot(|_, o| Ok(o.get::<Set>().map_or_else(Vec::new, Set::items)));
        s.set_len(set_len);
        s.set_contains(set_contains);
        s.set_or(set_or);
        s.set_and(set_and);
        s.set_sub(set_sub);
        s.set_xor(set_xor);
        call::add_methods(th, t, COMMON)?;
    }
    let s = types::SET.slots();
    s.set_new(set_new);
    s.set_init(set_init);
    s.set_ior(set_ior);
    s.set_iand(set_iand);
    s.set_isub(set_isub);
    s.set_ixor(set_ixor);
    call::add_methods(th, &types::SET, METHODS)?;
    slotdefs::finish(th, &types::SET)?;
    let s = types::FROZENSET.slots();
    s.set_new(frozenset_new);
    s.set_hash(frozenset_hash);
    slotdefs::finish(th, &types::FROZENSET)
}
