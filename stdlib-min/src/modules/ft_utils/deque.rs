//! `ConcurrentDeque`: a ring buffer behind one lock, which is held for moves only.
//!
//! Walks (searching, comparing, iterating) work on a copy of the items, so that no change by another thread is an error.
//! What is taken out is dropped after the lock is released.

use crate::modules::common::{TypeSpec, class_getitem, not_implemented, of};
use std::collections::VecDeque;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, index_error, runtime_error, type_error, value_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, list, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, Val, hooks, iter, ops, payload};

static CONCURRENT_DEQUE: TypeObj = TypeObj::declare("ft_utils._concurrency.ConcurrentDeque");

/// Payload.
struct ConcurrentDeque {
    items: Guarded<VecDeque<Obj>>,
}
payload!(
    ConcurrentDeque,
    traverse | s,
    v | {
        for o in s.items.lock().iter() {
            v(o.r());
        }
    },
    clear | s | {
        let old = std::mem::take(&mut *s.items.lock());
        drop(old);
    }
);

/// The ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Left,
    Right,
}

impl ConcurrentDeque {
    fn len(&self) -> usize {
        self.items.lock().len()
    }
    /// A copy of the items.
    fn snapshot(&self, th: &mut Thread) -> R<Vec<Obj>> {
        let mut out = Vec::new();
        error::reserve(th, &mut out, self.len())?;
        out.extend(self.items.lock().iter().cloned());
        Ok(out)
    }
    fn push(&self, th: &mut Thread, x: Obj, end: End) -> R<()> {
        let mut g = self.items.lock();
        if g.try_reserve(1).is_err() {
            drop(g);
            drop(x);
            return Err(error::no_memory(th));
        }
        match end {
            End::Left => g.push_front(x),
            End::Right => g.push_back(x),
        }
        Ok(())
    }
    fn take(&self, end: End) -> Option<Obj> {
        let mut g = self.items.lock();
        let x = match end {
            End::Left => g.pop_front(),
            End::Right => g.pop_back(),
        };
        drop(g);
        x.map(Obj::adopt)
    }
    /// Takes out item `i` if it is `x` still, else the first one that is it; None: it is gone.
    fn take_this(&self, i: usize, x: Ref<'_>) -> Option<Obj> {
        let mut g = self.items.lock();
        let at = if g.get(i).is_some_and(|o| o.r().is(x)) {
            Some(i)
        } else {
            g.iter().position(|o| o.r().is(x))
        };
        at.and_then(|i| g.remove(i))
    }
}

fn deque_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let d = ConcurrentDeque {
        items: Guarded::new(VecDeque::new()),
    };
    Obj::new(th, class, d)
}

fn deque_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    a.no_kw(th, "ConcurrentDeque")?;
    a.check(th, "ConcurrentDeque", 0, 1)?;
    match a.opt_not_none(0) {
        Some(from) => extend(th, o, from, End::Right),
        None => Ok(()),
    }
}

fn extend(th: &mut Thread, o: Ref<'_>, from: Ref<'_>, end: End) -> R<()> {
    let d = of::<ConcurrentDeque>(th, o)?;
    // Iterating takes a copy of a concurrent deque first: a deque may be extended by itself.
    let it = ops::iter(th, from)?;
    while let Some(x) = ops::next(th, it.r())? {
        d.push(th, x, end)?;
        hooks::safepoint(th)?;
    }
    Ok(())
}

fn deque_append(th: &mut Thread, a: Args<'_>) -> R {
    of::<ConcurrentDeque>(th, a.at(0))?.push(th, a.at(1).own(), End::Right)?;
    Ok(Obj::none())
}
fn deque_appendleft(th: &mut Thread, a: Args<'_>) -> R {
    of::<ConcurrentDeque>(th, a.at(0))?.push(th, a.at(1).own(), End::Left)?;
    Ok(Obj::none())
}
fn deque_extend(th: &mut Thread, a: Args<'_>) -> R {
    extend(th, a.at(0), a.at(1), End::Right)?;
    Ok(Obj::none())
}
fn deque_extendleft(th: &mut Thread, a: Args<'_>) -> R {
    extend(th, a.at(0), a.at(1), End::Left)?;
    Ok(Obj::none())
}

fn pop(th: &mut Thread, o: Ref<'_>, end: End) -> R {
    match of::<ConcurrentDeque>(th, o)?.take(end) {
        Some(x) => Ok(x),
        None => Err(runtime_error(th, "pop from an empty ConcurrentDeque")),
    }
}
fn deque_pop(th: &mut Thread, a: Args<'_>) -> R {
    pop(th, a.at(0), End::Right)
}
fn deque_popleft(th: &mut Thread, a: Args<'_>) -> R {
    pop(th, a.at(0), End::Left)
}
fn pop_quick<'g>(a: Args<'_>, end: End) -> Option<Val<'g>> {
    let [o] = a.exactly()?;
    o.get::<ConcurrentDeque>()?.take(end).map(Val::from_obj)
}
fn deque_pop_quick<'g>(_th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    pop_quick(a, End::Right)
}
fn deque_popleft_quick<'g>(_th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    pop_quick(a, End::Left)
}

fn deque_clear(th: &mut Thread, a: Args<'_>) -> R {
    let old = std::mem::take(&mut *of::<ConcurrentDeque>(th, a.at(0))?.items.lock());
    drop(old);
    Ok(Obj::none())
}

fn deque_rotate(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(1) {
        Some(n) => int::ssize(th, n)?,
        None => 1,
    };
    let mut g = of::<ConcurrentDeque>(th, a.at(0))?.items.lock();
    if !g.is_empty() {
        let k = n.rem_euclid(g.len() as isize) as usize;
        g.rotate_right(k);
    }
    Ok(Obj::none())
}

/// Place and item of the first one that equals `x`.
fn search(th: &mut Thread, d: &ConcurrentDeque, x: Ref<'_>) -> R<Option<(usize, Obj)>> {
    for (i, item) in d.snapshot(th)?.into_iter().enumerate() {
        if ops::equal(th, item.r(), x)? {
            return Ok(Some((i, item)));
        }
        hooks::safepoint(th)?;
    }
    Ok(None)
}

fn deque_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let d = of::<ConcurrentDeque>(th, o)?;
    Ok(search(th, d, x)?.is_some())
}

fn deque_remove(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<ConcurrentDeque>(th, a.at(0))?;
    while let Some((i, item)) = search(th, d, a.at(1))? {
        // Another thread may have taken it meanwhile: then there may be one that equals it.
        if let Some(gone) = d.take_this(i, item.r()) {
            drop(gone);
            return Ok(Obj::none());
        }
    }
    let m = "ConcurrentDeque.remove(x): x not in ConcurrentDeque";
    Err(value_error(th, m))
}

fn deque_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        let m = format!(
            "sequence index must be integer, not '{}'",
            key.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let i = int::index(th, key)?;
    let g = of::<ConcurrentDeque>(th, o)?.items.lock();
    let at = if i < 0 {
        i.checked_add_unsigned(g.len())
    } else {
        Some(i)
    };
    let x = at
        .and_then(|i| usize::try_from(i).ok())
        .and_then(|i| g.get(i).cloned());
    drop(g);
    match x {
        Some(x) => Ok(x),
        None => Err(index_error(th, "ConcurrentDeque index out of range")),
    }
}

fn deque_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    Ok(of::<ConcurrentDeque>(th, o)?.len())
}

fn deque_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let items = of::<ConcurrentDeque>(th, o)?.snapshot(th)?;
    let items = list::new(th, items)?;
    iter::list_iter(th, items.r())
}

fn deque_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<ConcurrentDeque>(), b.get::<ConcurrentDeque>()) else {
        return not_implemented();
    };
    let (x, y) = (x.snapshot(th)?, y.snapshot(th)?);
    let (x, y) = (list::new(th, x)?, list::new(th, y)?);
    ops::compare(th, x.r(), y.r(), op)
}

fn deque_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = o.class().name();
    if !ops::repr_enter(th, o) {
        return pystr::new(th, &format!("{name}([...])"));
    }
    let items = of::<ConcurrentDeque>(th, o).and_then(|d| d.snapshot(th));
    let text = items
        .and_then(|items| list::new(th, items))
        .and_then(|l| ops::repr(th, l.r()));
    ops::repr_leave(th, o);
    let text = text?;
    let mut out = format!("{name}(").into_bytes();
    out.extend_from_slice(text.get::<pystr::Str>().map_or(&[], pystr::Str::bytes));
    out.push(b')');
    pystr::from_wtf8(th, &out)
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("append", Kind::One, deque_append, "append($self, item, /)\n--\n\nAdd an item to the right end."),
    MethodDef::new("appendleft", Kind::One, deque_appendleft, "appendleft($self, item, /)\n--\n\nAdd an item to the left end."),
    MethodDef::new("clear", Kind::NoArgs, deque_clear, "clear($self, /)\n--\n\nRemove all items."),
    MethodDef::new("extend", Kind::One, deque_extend, "extend($self, iterable, /)\n--\n\nAdd items to the right end."),
    MethodDef::new("extendleft", Kind::One, deque_extendleft, "extendleft($self, iterable, /)\n--\n\nAdd items to the left end, one by one."),
    MethodDef::new("pop", Kind::NoArgs, deque_pop, "pop($self, /)\n--\n\nRemove and return the rightmost item.").quick(deque_pop_quick),
    MethodDef::new("popleft", Kind::NoArgs, deque_popleft, "popleft($self, /)\n--\n\nRemove and return the leftmost item.").quick(deque_popleft_quick),
    MethodDef::new("remove", Kind::One, deque_remove, "remove($self, value, /)\n--\n\nRemove the first item equal to value."),
    MethodDef::new("rotate", Kind::Pos(0, 1), deque_rotate, "rotate($self, n=1, /)\n--\n\nRotate n steps to the right; to the left if n is negative."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static SPEC: TypeSpec = TypeSpec::new(
    &CONCURRENT_DEQUE,
    deque_new,
    "ConcurrentDeque(iterable=(), /)\n--\n\nA double-ended queue for many threads.",
)
.flags(tf::WEAKREFS)
.methods(METHODS);

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<ConcurrentDeque>(&types::OBJECT);
    let s = CONCURRENT_DEQUE.slots();
    s.set_init(deque_init);
    s.set_repr(deque_repr);
    s.set_richcmp(deque_richcmp);
    s.clear(SlotId::Hash);
    s.set_iter(deque_iter);
    s.set_len(deque_len);
    s.set_contains(deque_contains);
    s.set_getitem(deque_getitem);
    SPEC.end(th)?;
    module::add(th, m, "ConcurrentDeque", CONCURRENT_DEQUE.r().own())
}
