//! Iterators of `deque`, in both directions.

use super::deque::{DEQUE, Deque};
use crate::modules::common::{TypeSpec, of};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{runtime_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{int, module, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, payload};

static FORWARD: TypeObj = TypeObj::declare("collections._deque_iterator");
static BACKWARD: TypeObj = TypeObj::declare("collections._deque_reverse_iterator");

struct DequeIter {
    deque: Slot,
    /// Mutations of the deque when the iterator was made.
    state: u64,
    left: AtomicUsize,
}
payload!(
    DequeIter,
    traverse | s,
    v | s.deque.visit(v),
    clear | s | drop(s.deque.take())
);

/// An iterator over a deque.
pub fn new(th: &mut Thread, o: Ref<'_>, reverse: bool) -> R {
    let d = of::<Deque>(th, o)?;
    let (len, state) = d.len_and_state();
    let it = DequeIter {
        deque: Slot::new(o.own()),
        state,
        left: AtomicUsize::new(len),
    };
    let t = if reverse { &BACKWARD } else { &FORWARD };
    Obj::new(th, t.r(), it)
}

fn step(th: &mut Thread, o: Ref<'_>, reverse: bool) -> R<Option<Obj>> {
    let it = of::<DequeIter>(th, o)?;
    let Some(deque) = it.deque.get() else {
        return Ok(None);
    };
    let d = of::<Deque>(th, deque.r())?;
    // Relaxed: threads that share an iterator get every item at least once; the items are read under the lock.
    let left = it.left.load(Relaxed);
    let found = d.at_state(it.state, |items| {
        let i = if reverse {
            left.checked_sub(1)
        } else {
            items.len().checked_sub(left)
        };
        i.filter(|_| left > 0).and_then(|i| items.get(i).cloned())
    });
    match found {
        Some(x) => {
            if x.is_some() {
                it.left.store(left.saturating_sub(1), Relaxed);
            }
            Ok(x)
        }
        None => {
            it.left.store(0, Relaxed);
            Err(runtime_error(th, "deque mutated during iteration"))
        }
    }
}

fn forward_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    step(th, o, false)
}
fn backward_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    step(th, o, true)
}

fn iter_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let reverse = class.is(BACKWARD.r());
    let name = if reverse {
        "_deque_reverse_iterator"
    } else {
        "_deque_iterator"
    };
    a.no_kw(th, name)?;
    a.check(th, name, 1, 2)?;
    if !a.at(0).is_instance(&DEQUE) {
        let m = format!(
            "{name}() argument 1 must be collections.deque, not {}",
            a.at(0).class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let skip = match a.opt(1) {
        Some(n) => int::ssize(th, n)?.max(0) as usize,
        None => 0,
    };
    let it = new(th, a.at(0), reverse)?;
    if let Some(x) = it.get::<DequeIter>() {
        let left = x.left.load(Relaxed);
        x.left.store(left.saturating_sub(skip), Relaxed);
    }
    Ok(it)
}

fn iter_length_hint(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<DequeIter>(th, a.at(0))?.left.load(Relaxed);
    int::from_usize(th, n)
}

fn iter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let it = of::<DequeIter>(th, a.at(0))?;
    let deque = it.deque.get().unwrap_or_else(Obj::none);
    let len = deque.get::<Deque>().map_or(0, |d| d.len_and_state().0);
    let done = int::from_usize(th, len.saturating_sub(it.left.load(Relaxed)))?;
    let args = tuple::new(th, vec![deque, done])?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__length_hint__", Kind::NoArgs, iter_length_hint, ""),
    MethodDef::new("__reduce__", Kind::NoArgs, iter_reduce, ""),
];

static SPECS: [TypeSpec; 2] = [
    TypeSpec {
        flags: 0,
        ..TypeSpec::new(&FORWARD, iter_new, "")
    }
    .methods(METHODS),
    TypeSpec {
        flags: 0,
        ..TypeSpec::new(&BACKWARD, iter_new, "")
    }
    .methods(METHODS),
];

/// Adds the names to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    let [forward, backward] = &SPECS;
    forward.iterator::<DequeIter>(th, forward_next)?;
    backward.iterator::<DequeIter>(th, backward_next)?;
    for s in &SPECS {
        module::add(th, m, s.t.static_short_name(), s.t.r().own())?;
    }
    Ok(())
}
