//! `array.arrayiterator`: an index into the array.

use super::{Array, get};
use crate::modules::common::{TypeSpec, of};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

static ARRAY_ITER: TypeObj = TypeObj::declare("array.arrayiterator");

/// The array, until its end was met; the next index.
struct ArrayIter {
    array: Slot,
    at: AtomicUsize,
}
payload!(
    ArrayIter,
    traverse | s,
    v | s.array.visit(v),
    clear | s | drop(s.array.take())
);

/// `iter(array)`.
pub fn new(th: &mut Thread, o: Ref<'_>) -> R {
    let it = ArrayIter {
        array: Slot::new(o.own()),
        at: AtomicUsize::new(0),
    };
    Obj::new(th, ARRAY_ITER.r(), it)
}

fn iter_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let it = of::<ArrayIter>(th, o)?;
    let Some(a) = it.array.get() else {
        return Ok(None);
    };
    // Relaxed: a position; threads that share an iterator may get an item twice.
    let i = it.at.load(Relaxed);
    let array = of::<Array>(th, a.r())?;
    match get(th, array, i)? {
        Some(v) => {
            it.at.store(i + 1, Relaxed);
            Ok(Some(v))
        }
        None => {
            drop(it.array.take());
            Ok(None)
        }
    }
}

fn iter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let builtins = hooks::import(th, "builtins")?;
    let iter = ops::getattr_str(th, builtins.r(), "iter")?;
    let it = of::<ArrayIter>(th, a.at(0))?;
    match it.array.get() {
        Some(array) => {
            let args = tuple::new(th, vec![array])?;
            let i = int::from_usize(th, it.at.load(Relaxed))?;
            tuple::new(th, vec![iter, args, i])
        }
        None => {
            let nothing = tuple::new(th, vec![])?;
            let args = tuple::new(th, vec![nothing])?;
            tuple::new(th, vec![iter, args])
        }
    }
}

fn iter_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let i = int::ssize(th, a.at(1))?;
    let it = of::<ArrayIter>(th, a.at(0))?;
    if let Some(array) = it.array.get() {
        let n = of::<Array>(th, array.r())?.len();
        it.at.store((i.max(0) as usize).min(n), Relaxed);
    }
    Ok(Obj::none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        iter_reduce,
        "__reduce__($self, /)\n--\n\nReturn state information for pickling.",
    ),
    MethodDef::new(
        "__setstate__",
        Kind::One,
        iter_setstate,
        "__setstate__($self, state, /)\n--\n\nSet state information for unpickling.",
    ),
];

static SPEC: TypeSpec = TypeSpec::hidden(&ARRAY_ITER, "").methods(METHODS);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    SPEC.iterator::<ArrayIter>(th, iter_next)
}
