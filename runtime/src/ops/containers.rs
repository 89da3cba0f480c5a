//! Length, items, membership, iteration.

use super::{equal, getattr_opt, index, small_int_value};
use crate::call;
use crate::error::{self, type_error};
use crate::names;
use crate::obj::{Obj, R, Raised, Ref};
use crate::thread::Thread;
use crate::types;
use crate::types::slots::{RunFn, SlotId};
use crate::types::typeobj::{TypeObj, flags as tf};

/// `len(o)`.
pub fn len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    match o.class().slots().len() {
        Some(f) => f(th, o),
        None => Err(type_error(
            th,
            format!("object of type '{}' has no len()", o.class().tp_name()),
        )),
    }
}

/// `o[key]`.
#[inline]
pub fn getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    match o.class().slots().getitem() {
        Some(f) => f(th, o, key),
        None => getitem_class(th, o, key),
    }
}

#[cold]
fn getitem_class(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    if o.as_type().is_some() {
        if let Some(f) = getattr_opt(th, o, names::__class_getitem__())? {
            return call::call(th, f.r(), &[key]);
        }
        let n = o.as_type().map(TypeObj::name).unwrap_or_default();
        if o.is(types::TYPE.r()) {
            return types::descr::new_alias(th, o, key);
        }
        return Err(type_error(th, format!("type '{n}' is not subscriptable")));
    }
    Err(type_error(
        th,
        format!("'{}' object is not subscriptable", o.class().tp_name()),
    ))
}

/// `o[key] = v`; None deletes.
#[inline]
pub fn setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match o.class().slots().setitem() {
        Some(f) => f(th, o, key, v),
        None => Err(no_setitem(th, o, key, v.is_some())),
    }
}

/// Whether CPython's class would have a table for the sequence protocol, be it empty.
pub(super) fn has_sequence_table(class: &TypeObj) -> bool {
    class.flag(tf::HEAP) || class.slots().has(SlotId::Len) || class.slots().has(SlotId::Concat)
}

/// The error for an object without item assignment. CPython takes the way of its sequence protocol, on which the
/// index is looked at first.
#[cold]
fn no_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, assign: bool) -> Raised {
    let class = o.class();
    let sequence = key.class().slots().has(SlotId::Index) && has_sequence_table(class);
    if sequence {
        match index(th, key) {
            Ok(i) if small_int_value(i.r()).is_none() => {
                let kind = key.class().tp_name();
                let m = format!("cannot fit '{kind}' into an index-sized integer");
                return error::raise(th, &error::INDEX_ERROR, m);
            }
            Ok(_) => {}
            Err(e) => return e,
        }
    }
    let what = match (assign, sequence) {
        (true, _) => "does not support item assignment",
        (false, true) => "doesn't support item deletion",
        (false, false) => "does not support item deletion",
    };
    type_error(th, format!("'{}' object {what}", class.tp_name()))
}

/// `x in o`.
pub fn contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    if let Some(f) = o.class().slots().contains() {
        return f(th, o, x);
    }
    let s = o.class().slots();
    if !s.has(SlotId::Iter) && !s.has(SlotId::GetItem) {
        return Err(type_error(
            th,
            format!(
                "argument of type '{}' is not a container or iterable",
                o.class().tp_name()
            ),
        ));
    }
    iter_contains(th, o, x)
}

/// `x in o` by iteration.
pub fn iter_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let it = match iter(th, o) {
        Ok(it) => it,
        Err(Raised) => {
            error::suppress(th, &error::TYPE_ERROR)?;
            let m = format!(
                "argument of type '{}' is not a container or iterable",
                o.class().tp_name()
            );
            return Err(type_error(th, m));
        }
    };
    while let Some(v) = next(th, it.r())? {
        if equal(th, v.r(), x)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `iter(o)`.
pub fn iter(th: &mut Thread, o: Ref<'_>) -> R {
    if let Some(f) = o.class().slots().iter() {
        let it = f(th, o)?;
        if !it.r().class().slots().has(SlotId::Next) {
            return Err(type_error(
                th,
                format!(
                    "iter() returned non-iterator of type '{}'",
                    it.r().class().tp_name()
                ),
            ));
        }
        return Ok(it);
    }
    let by_key = types::dict::is_dict(o) || o.is_exact(&types::UNION);
    if o.class().slots().has(SlotId::GetItem) && !by_key {
        return crate::iter::seq_iter(th, o);
    }
    Err(type_error(
        th,
        format!("'{}' object is not iterable", o.class().tp_name()),
    ))
}

/// The next item; None when exhausted (StopIteration is taken in).
#[inline]
pub fn next(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    match it.class().slots().next() {
        Some(f) => match f(th, it) {
            Err(Raised) => error::suppress(th, &error::STOP_ITERATION).map(|()| None),
            item => item,
        },
        None => Err(type_error(
            th,
            format!("'{}' object is not an iterator", it.class().tp_name()),
        )),
    }
}

/// Items between two safepoints of a native loop.
const STRIDE: usize = 0x1000;

/// The function for many steps at once of an iterator whose class has one; classes written in Python may have a `__next__`
/// of their own.
#[inline(always)]
pub fn run_of(it: Ref<'_>) -> Option<RunFn> {
    let c = it.class();
    c.slots().run().filter(|_| !c.flag(tf::HEAP))
}

/// Appends the next items of an iterator, at most `max`, and at least one unless it is at its end; false if it is, also after
/// the last items, so that nobody asks it again. What came before an error is in `v`. For native code that has no use for an
/// item before it has the next.
pub fn run(th: &mut Thread, it: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    if let Some(f) = run_of(it) {
        return match f(th, it, v, max) {
            Err(Raised) => error::suppress(th, &error::STOP_ITERATION).map(|()| false),
            more => more,
        };
    }
    let start = v.len();
    while v.len() - start < max {
        let Some(x) = next(th, it)? else {
            return Ok(false);
        };
        // An endless iterable must end in MemoryError, not in an abort.
        error::reserve(th, v, 1)?;
        v.push(x);
    }
    Ok(true)
}

/// Every item of an iterable.
pub fn collect(th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
    if o.is_exact(&types::LIST)
        && let Some(l) = o.get::<types::list::List>()
    {
        error::room(th, l.len() * size_of::<Obj>())?;
        return Ok(l.items());
    }
    if o.is_exact(&types::TUPLE) {
        error::room(th, types::tuple::items(o).len() * size_of::<Obj>())?;
        return Ok(types::tuple::items(o).map(Ref::own).collect());
    }
    if let Some(v) = snapshot(th, o)? {
        return Ok(v);
    }
    let it = iter(th, o)?;
    collect_rest(th, it.r(), o)
}

/// What an iterator still gives. `sized`: the object that is asked how many that may be.
pub fn collect_rest(th: &mut Thread, it: Ref<'_>, sized: Ref<'_>) -> R<Vec<Obj>> {
    let mut v = Vec::new();
    collect_into(th, &mut v, it, sized).map(|()| v)
}

/// As `collect_rest`; what came before an error is in `v`.
pub fn collect_into(th: &mut Thread, v: &mut Vec<Obj>, it: Ref<'_>, sized: Ref<'_>) -> R<()> {
    // An iterator with a function for many steps makes room for them itself.
    if !(sized.is(it) && run_of(it).is_some()) {
        let expected = length_hint(th, sized)?;
        // A hint that cannot be true is none.
        if expected <= isize::MAX as usize {
            error::reserve(th, v, expected)?;
        }
    }
    while run(th, it, v, STRIDE)? {
        crate::hooks::safepoint(th)?;
    }
    Ok(())
}

/// The items of one moment, if the value is a builtin container that gives them; classes written in Python may have an
/// `__iter__` of their own.
pub fn snapshot(th: &mut Thread, o: Ref<'_>) -> R<Option<Vec<Obj>>> {
    let c = o.class();
    match c.slots().snapshot() {
        Some(f) if !c.flag(types::typeobj::flags::HEAP) => f(th, o).map(Some),
        _ => Ok(None),
    }
}

/// `operator.length_hint(o, 0)`.
pub fn length_hint(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    if let Some(f) = o.class().slots().len() {
        return match f(th, o) {
            Ok(n) => Ok(n),
            Err(Raised) => error::suppress(th, &error::TYPE_ERROR).map(|()| 0),
        };
    }
    match call::call_special(th, o, names::__length_hint__(), &[]) {
        Ok(Some(v)) => checked_hint(th, v.r()),
        Ok(None) => Ok(0),
        Err(Raised) => error::suppress(th, &error::TYPE_ERROR).map(|()| 0),
    }
}

/// What `__length_hint__` returned, as a number.
fn checked_hint(th: &mut Thread, v: Ref<'_>) -> R<usize> {
    if v.is_not_implemented() {
        return Ok(0);
    }
    if !v.class().flag(tf::INT_SUB) {
        let m = format!(
            "__length_hint__ must be an integer, not {}",
            v.class().name()
        );
        return Err(type_error(th, m));
    }
    match types::int::to_i64(v) {
        Some(n) => match usize::try_from(n) {
            Ok(n) => Ok(n),
            Err(_) => Err(error::value_error(
                th,
                "__length_hint__() should return >= 0",
            )),
        },
        None => Err(error::overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}
