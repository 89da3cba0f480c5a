//! Iterators of bytes, bytearray and memoryview: an index into the sequence.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::bytearray::ByteArray;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, buffer::MemoryView, bytes, int, slotdefs};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// `bytes_iterator`.
static BYTES_ITER: TypeObj = TypeObj::declare("bytes_iterator");
/// `bytearray_iterator`.
static BYTEARRAY_ITER: TypeObj = TypeObj::declare("bytearray_iterator");
/// `memory_iterator`.
static MEMORY_ITER: TypeObj = TypeObj::declare("memory_iterator");

struct ByteIter {
    seq: Slot,
    at: AtomicUsize,
}
typhon_runtime::payload!(
    ByteIter,
    traverse | s,
    v | s.seq.visit(v),
    clear | s | drop(s.seq.take())
);

fn new(th: &mut Thread, class: &'static TypeObj, o: Ref<'_>) -> R {
    let it = ByteIter {
        seq: Slot::new(o.own()),
        at: AtomicUsize::new(0),
    };
    Obj::new(th, class.r(), it)
}
/// `iter(bytes)`.
pub fn bytes_iter(th: &mut Thread, o: Ref<'_>) -> R {
    new(th, &BYTES_ITER, o)
}
/// `iter(bytearray)`.
pub fn bytearray_iter(th: &mut Thread, o: Ref<'_>) -> R {
    new(th, &BYTEARRAY_ITER, o)
}
/// `iter(memoryview)`.
pub fn memory_iter(th: &mut Thread, o: Ref<'_>) -> R {
    new(th, &MEMORY_ITER, o)
}

fn iter_self(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.own())
}

fn item(th: &mut Thread, seq: Ref<'_>, i: usize) -> R<Option<Obj>> {
    let byte = if let Some(b) = bytes::value(seq) {
        b.get(i).copied()
    } else if let Some(b) = seq.get::<ByteArray>() {
        b.read(|b| b.get(i).copied())
    } else if let Some(m) = seq.get::<MemoryView>() {
        return super::view::item(th, m, i);
    } else {
        None
    };
    Ok(byte.map(|b| Ref::small_int(i64::from(b)).own()))
}

fn iter_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<ByteIter>() else {
        return Ok(None);
    };
    // Relaxed: a position; threads that share an iterator may get a byte twice, as in CPython's free-threaded build.
    let i = it.at.load(Relaxed);
    it.at.store(i.wrapping_add(1), Relaxed);
    // Not counted: threads that read one object would fight for its count.
    let byte = match it.seq.load(th) {
        Some(seq) => bytes::value(seq.r()).and_then(|b| b.get(i).copied()),
        None => return Ok(None),
    };
    if let Some(b) = byte {
        return Ok(Some(Ref::small_int(i64::from(b)).own()));
    }
    let Some(seq) = it.seq.get() else {
        return Ok(None);
    };
    match item(th, seq.r(), i)? {
        Some(v) => Ok(Some(v)),
        None => {
            drop(it.seq.take());
            Ok(None)
        }
    }
}

fn iter_length_hint(th: &mut Thread, a: Args<'_>) -> R {
    let Some(it) = a.at(0).get::<ByteIter>() else {
        return Ok(Ref::small_int(0).own());
    };
    let n = match it.seq.get() {
        Some(s) => ops::len(th, s.r())?.saturating_sub(it.at.load(Relaxed)),
        None => 0,
    };
    int::from_usize(th, n)
}

fn iter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    let f = ops::getattr_str(th, b.r(), "iter")?;
    let Some(it) = a.at(0).get::<ByteIter>() else {
        return Ok(Obj::none());
    };
    match it.seq.get() {
        Some(s) => {
            let args = types::tuple::new(th, vec![s])?;
            let i = int::from_usize(th, it.at.load(Relaxed))?;
            types::tuple::new(th, vec![f, args, i])
        }
        None => {
            let args = types::tuple::new(th, vec![types::empty_tuple().own()])?;
            types::tuple::new(th, vec![f, args])
        }
    }
}

fn iter_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let i = int::ssize(th, a.at(1))?.max(0) as usize;
    if let Some(it) = a.at(0).get::<ByteIter>() {
        it.at.store(i, Relaxed);
    }
    Ok(Obj::none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        Kind::NoArgs,
        iter_length_hint,
        "Items left.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        iter_reduce,
        "State for copying.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        iter_setstate,
        "Sets the position.",
    ),
];

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<()> {
    for t in [&BYTES_ITER, &BYTEARRAY_ITER, &MEMORY_ITER] {
        t.setup::<ByteIter>(Some(&types::OBJECT), 0);
        t.slots().set_iter(iter_self);
        t.slots().set_next(iter_next);
        // As in CPython the iterator of a memoryview gives no hint and cannot be pickled.
        if !std::ptr::eq(t, &MEMORY_ITER) {
            call::add_methods(th, t, METHODS)?;
        }
        slotdefs::finish(th, t)?;
    }
    Ok(())
}
