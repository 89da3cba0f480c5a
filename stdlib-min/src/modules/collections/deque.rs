//! `deque`: a ring buffer behind one lock, which is held for moves and counts only.
//!
//! DEQUE RULE. Every change of the length or order bumps `state`; who walks the items while Python code may run
//! compares it at each step. What is taken out is dropped after the lock is released.

use super::deque_iter;
use crate::modules::common::{TypeSpec, class_getitem, not_implemented, of};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, index_error, runtime_error, type_error, value_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, module, slice, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, Val, hooks, names, ops, payload};

/// `collections.deque`.
pub static DEQUE: TypeObj = TypeObj::declare("collections.deque");

#[derive(Default)]
struct Inner {
    items: VecDeque<Obj>,
    state: u64,
}

/// Payload of deques.
pub struct Deque {
    inner: Guarded<Inner>,
    /// Negative: unbounded.
    maxlen: AtomicI64,
}
payload!(
    Deque,
    traverse | s,
    v | {
        for o in &s.inner.lock().items {
            v(o.r());
        }
    },
    clear | s | {
        let old = std::mem::take(&mut s.inner.lock().items);
        drop(old);
    }
);

impl Deque {
    fn empty() -> Deque {
        Deque {
            inner: Guarded::new(Inner::default()),
            maxlen: AtomicI64::new(-1),
        }
    }
    /// Length and mutation count.
    pub fn len_and_state(&self) -> (usize, u64) {
        let g = self.inner.lock();
        (g.items.len(), g.state)
    }
    /// Looks at the items if nothing has changed since `state`; None: it has. `f` must only count.
    pub fn at_state<T>(&self, state: u64, f: impl FnOnce(&VecDeque<Obj>) -> T) -> Option<T> {
        let g = self.inner.lock();
        (g.state == state).then(|| f(&g.items))
    }
    fn len(&self) -> usize {
        self.inner.lock().items.len()
    }
    /// `popleft`; None: it is empty.
    pub fn pop_front(&self) -> Option<Obj> {
        self.edit(VecDeque::pop_front).map(Obj::adopt)
    }
    /// The bound. Relaxed: set by `__init__`; a racing append sees the old or the new one.
    fn maxlen(&self) -> Option<usize> {
        usize::try_from(self.maxlen.load(Relaxed)).ok()
    }
    /// A snapshot.
    fn items(&self) -> Vec<Obj> {
        self.inner.lock().items.iter().cloned().collect()
    }
    /// Changes the items; what `f` gives is dropped by the caller, outside the lock.
    fn edit<T>(&self, f: impl FnOnce(&mut VecDeque<Obj>) -> T) -> T {
        let mut g = self.inner.lock();
        g.state = g.state.wrapping_add(1);
        f(&mut g.items)
    }
    /// `append`, or `appendleft`.
    pub fn push(&self, th: &mut Thread, x: Obj, left: bool) -> R<()> {
        let max = self.maxlen();
        let gone = self.edit(|d| {
            if d.try_reserve(1).is_err() {
                return Err(x);
            }
            if left {
                d.push_front(x);
            } else {
                d.push_back(x);
            }
            Ok(if max.is_some_and(|m| d.len() > m) {
                if left { d.pop_back() } else { d.pop_front() }
            } else {
                None
            })
        });
        match gone {
            Ok(old) => {
                drop(old);
                Ok(())
            }
            Err(x) => {
                drop(x);
                Err(error::no_memory(th))
            }
        }
    }
    /// Item `i` and the mutation count, for walks.
    fn get(&self, i: usize) -> Option<(Obj, u64)> {
        let g = self.inner.lock();
        g.items.get(i).map(|o| (o.clone(), g.state))
    }
}

fn deque_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Deque::empty())
}

fn deque_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    static SIG: Sig = Sig::parse("iterable=, maxlen=");
    call::with_sig(th, "deque", &SIG, a, |th, a| {
        let d = of::<Deque>(th, o)?;
        let maxlen = match a.opt_not_none(1) {
            None => -1,
            Some(n) => {
                if !int::is_int(n) {
                    return Err(type_error(th, "an integer is required"));
                }
                let n = int::ssize(th, n)?;
                if n < 0 {
                    return Err(value_error(th, "maxlen must be non-negative"));
                }
                n as i64
            }
        };
        d.maxlen.store(maxlen, Relaxed);
        if d.len() > 0 {
            drop(d.edit(std::mem::take));
        }
        match a.opt(0) {
            Some(x) => extend(th, o, x, false),
            None => Ok(()),
        }
    })
}

fn extend(th: &mut Thread, o: Ref<'_>, from: Ref<'_>, left: bool) -> R<()> {
    let d = of::<Deque>(th, o)?;
    if from.is(o) {
        error::room(th, d.len() * size_of::<Obj>())?;
        for x in d.items() {
            d.push(th, x, left)?;
        }
        return Ok(());
    }
    let it = ops::iter(th, from)?;
    while let Some(x) = ops::next(th, it.r())? {
        d.push(th, x, left)?;
        hooks::safepoint(th)?;
    }
    Ok(())
}

fn deque_append(th: &mut Thread, a: Args<'_>) -> R {
    of::<Deque>(th, a.at(0))?.push(th, a.at(1).own(), false)?;
    Ok(Obj::none())
}
fn deque_appendleft(th: &mut Thread, a: Args<'_>) -> R {
    of::<Deque>(th, a.at(0))?.push(th, a.at(1).own(), true)?;
    Ok(Obj::none())
}

fn popped(th: &mut Thread, x: Option<Obj>) -> R {
    match x {
        Some(x) => Ok(x),
        None => Err(index_error(th, "pop from an empty deque")),
    }
}
fn deque_pop(th: &mut Thread, a: Args<'_>) -> R {
    let x = of::<Deque>(th, a.at(0))?
        .edit(VecDeque::pop_back)
        .map(Obj::adopt);
    popped(th, x)
}
fn deque_popleft(th: &mut Thread, a: Args<'_>) -> R {
    let x = of::<Deque>(th, a.at(0))?
        .edit(VecDeque::pop_front)
        .map(Obj::adopt);
    popped(th, x)
}

fn deque_append_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o, x] = a.exactly()?;
    let d = o.get::<Deque>()?;
    if d.maxlen().is_some() {
        return None;
    }
    let mut g = d.inner.lock();
    if g.items.len() == g.items.capacity() {
        return None;
    }
    g.items.push_back(x.own());
    g.state = g.state.wrapping_add(1);
    Ref::NONE.copy(th)
}
fn deque_popleft_quick<'g>(_th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o] = a.exactly()?;
    let x = o.get::<Deque>()?.edit(VecDeque::pop_front)?;
    Some(Val::from_obj(x.adopt()))
}
fn deque_pop_quick<'g>(_th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o] = a.exactly()?;
    let x = o.get::<Deque>()?.edit(VecDeque::pop_back)?;
    Some(Val::from_obj(x.adopt()))
}

fn deque_extend(th: &mut Thread, a: Args<'_>) -> R {
    extend(th, a.at(0), a.at(1), false)?;
    Ok(Obj::none())
}
fn deque_extendleft(th: &mut Thread, a: Args<'_>) -> R {
    extend(th, a.at(0), a.at(1), true)?;
    Ok(Obj::none())
}
fn deque_clear(th: &mut Thread, a: Args<'_>) -> R {
    let old = of::<Deque>(th, a.at(0))?.edit(std::mem::take);
    drop(old);
    Ok(Obj::none())
}
fn deque_reverse(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<Deque>(th, a.at(0))?;
    d.edit(|v| v.make_contiguous().reverse());
    Ok(Obj::none())
}

fn deque_rotate(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(1) {
        Some(n) => int::ssize(th, n)?,
        None => 1,
    };
    of::<Deque>(th, a.at(0))?.edit(|v| {
        if !v.is_empty() {
            let k = n.rem_euclid(v.len() as isize) as usize;
            v.rotate_right(k);
        }
    });
    Ok(Obj::none())
}

/// A deque of the class of `o` (by calling it, for subclasses) with the same items and bound.
fn copy_of(th: &mut Thread, o: Ref<'_>) -> R {
    let d = of::<Deque>(th, o)?;
    if o.is_exact(&DEQUE) {
        let new = Deque::empty();
        new.maxlen.store(d.maxlen.load(Relaxed), Relaxed);
        new.inner.lock().items.extend(d.items());
        return Obj::new(th, DEQUE.r(), new);
    }
    let new = match d.maxlen() {
        None => call::call(th, o.type_ref(), &[o])?,
        Some(m) => {
            let m = int::from_usize(th, m)?;
            call::call(th, o.type_ref(), &[o, m.r()])?
        }
    };
    if !new.r().is_instance(&DEQUE) {
        let m = format!(
            "{}() must return a deque, not {}",
            o.class().tp_name(),
            new.r().class().tp_name()
        );
        return Err(type_error(th, m));
    }
    Ok(new)
}

fn deque_copy(th: &mut Thread, a: Args<'_>) -> R {
    copy_of(th, a.at(0))
}

// ------------------------------------------------------------------ searching

/// Walks the items from `start` to `stop`; the first index for which `f` says so. Err(None): mutated meanwhile.
fn search(
    th: &mut Thread,
    d: &Deque,
    range: std::ops::Range<usize>,
    x: Ref<'_>,
) -> Result<Option<usize>, Option<Raised>> {
    let state = d.len_and_state().1;
    for i in range {
        let Some((item, now)) = d.get(i) else {
            return if d.len_and_state().1 == state {
                Ok(None)
            } else {
                Err(None)
            };
        };
        if now != state {
            return Err(None);
        }
        if ops::equal(th, item.r(), x).map_err(Some)? {
            return Ok(Some(i));
        }
        if d.len_and_state().1 != state {
            return Err(None);
        }
        hooks::safepoint(th).map_err(Some)?;
    }
    Ok(None)
}

fn mutated(th: &mut Thread, e: Option<Raised>) -> Raised {
    e.unwrap_or_else(|| runtime_error(th, "deque mutated during iteration"))
}

fn deque_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let d = of::<Deque>(th, o)?;
    match search(th, d, 0..d.len(), x) {
        Ok(i) => Ok(i.is_some()),
        Err(e) => Err(mutated(th, e)),
    }
}

fn deque_count(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<Deque>(th, a.at(0))?;
    let (len, state) = d.len_and_state();
    let (mut n, mut at) = (0, 0);
    while at < len {
        match search(th, d, at..len, a.at(1)) {
            Ok(Some(i)) => {
                n += 1;
                at = i + 1;
            }
            Ok(None) => break,
            Err(e) => return Err(mutated(th, e)),
        }
        if d.len_and_state().1 != state {
            return Err(mutated(th, None));
        }
    }
    int::from_usize(th, n)
}

fn bound(th: &mut Thread, o: Option<Ref<'_>>, default: isize, len: usize) -> R<usize> {
    let i = match o {
        None => default,
        Some(o) if o.class().slots().has(SlotId::Index) || o.as_small().is_some() => {
            slice::clamped(th, o)?
        }
        Some(_) => {
            let m = "slice indices must be integers or have an __index__ method";
            return Err(type_error(th, m));
        }
    };
    let i = if i < 0 {
        i.saturating_add_unsigned(len).max(0)
    } else {
        i
    };
    Ok((i as usize).min(len))
}

fn deque_index(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<Deque>(th, a.at(0))?;
    let len = d.len();
    let start = bound(th, a.opt(2), 0, len)?;
    let stop = bound(th, a.opt(3), isize::MAX, len)?;
    match search(th, d, start..stop, a.at(1)) {
        Ok(Some(i)) => int::from_usize(th, i),
        Ok(None) => Err(value_error(th, "deque.index(x): x not in deque")),
        Err(e) => Err(mutated(th, e)),
    }
}

fn deque_remove(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<Deque>(th, a.at(0))?;
    let (len, state) = d.len_and_state();
    match search(th, d, 0..len, a.at(1)) {
        Ok(Some(i)) => {
            let mut g = d.inner.lock();
            let gone = if g.state == state {
                g.state = g.state.wrapping_add(1);
                g.items.remove(i)
            } else {
                None
            };
            drop(g);
            match gone {
                Some(x) => {
                    drop(x);
                    Ok(Obj::none())
                }
                None => Err(index_error(th, "deque mutated during iteration")),
            }
        }
        Ok(None) if d.len_and_state().1 == state => {
            Err(value_error(th, "deque.remove(x): x not in deque"))
        }
        Ok(None) | Err(None) => Err(index_error(th, "deque mutated during iteration")),
        Err(Some(e)) => Err(e),
    }
}

fn deque_insert(th: &mut Thread, a: Args<'_>) -> R {
    let d = of::<Deque>(th, a.at(0))?;
    let i = int::ssize(th, a.at(1))?;
    let max = d.maxlen();
    let x = a.at(2).own();
    let failed = d.edit(|v| {
        if max.is_some_and(|m| v.len() >= m) || v.try_reserve(1).is_err() {
            return Some(x);
        }
        let n = v.len();
        let i = if i < 0 {
            i.saturating_add_unsigned(n).max(0)
        } else {
            i
        };
        v.insert((i as usize).min(n), x);
        None
    });
    match failed {
        None => Ok(Obj::none()),
        Some(x) => {
            drop(x);
            Err(index_error(th, "deque already at its maximum size"))
        }
    }
}

// ------------------------------------------------------------------ sequence

fn deque_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    of::<Deque>(th, o).map(Deque::len)
}
fn subscript(th: &mut Thread, key: Ref<'_>) -> R<isize> {
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        let m = format!(
            "sequence index must be integer, not '{}'",
            key.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    match int::index(th, key) {
        Ok(i) => Ok(i),
        Err(Raised) => {
            error::suppress(th, &error::OVERFLOW_ERROR)?;
            let m = format!(
                "cannot fit '{}' into an index-sized integer",
                key.class().name()
            );
            Err(index_error(th, m))
        }
    }
}

fn position(i: isize, len: usize) -> Option<usize> {
    let i = if i < 0 {
        i.checked_add_unsigned(len)?
    } else {
        i
    };
    usize::try_from(i).ok().filter(|&i| i < len)
}

fn deque_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let i = subscript(th, key)?;
    let d = of::<Deque>(th, o)?;
    let g = d.inner.lock();
    let x = position(i, g.items.len()).and_then(|i| g.items.get(i).cloned());
    drop(g);
    match x {
        Some(x) => Ok(x),
        None => Err(index_error(th, "deque index out of range")),
    }
}

fn deque_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let i = subscript(th, key)?;
    let d = of::<Deque>(th, o)?;
    let new = v.map(Ref::own);
    let mut g = d.inner.lock();
    let at = position(i, g.items.len());
    let old = match (at, new) {
        (None, new) => Err(new),
        (Some(i), None) => {
            g.state = g.state.wrapping_add(1);
            Ok(g.items.remove(i))
        }
        (Some(i), Some(x)) => Ok(g.items.get_mut(i).map(|p| std::mem::replace(p, x))),
    };
    drop(g);
    match old {
        Ok(old) => {
            drop(old);
            Ok(())
        }
        Err(new) => {
            drop(new);
            Err(index_error(th, "deque index out of range"))
        }
    }
}

fn deque_concat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if !b.is_instance(&DEQUE) {
        let m = format!(
            "can only concatenate deque (not \"{}\") to deque",
            b.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let new = copy_of(th, a)?;
    extend(th, new.r(), b, false)?;
    Ok(new)
}

fn deque_iconcat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    extend(th, a, b, false)?;
    Ok(a.own())
}

fn repeat_in_place(th: &mut Thread, o: Ref<'_>, n: Ref<'_>) -> R<()> {
    let n = int::index(th, n)?.max(0) as usize;
    let d = of::<Deque>(th, o)?;
    let items = d.items();
    if n == 0 {
        drop(d.edit(std::mem::take));
        return Ok(());
    }
    let Some(mut total) = items
        .len()
        .checked_mul(n)
        .filter(|t| t.checked_mul(16).is_some())
    else {
        return Err(error::no_memory(th));
    };
    let mut skip = 0;
    if let Some(m) = d.maxlen()
        && total > m
    {
        skip = total - m;
        total = m;
    }
    let mut new: VecDeque<Obj> = VecDeque::new();
    if new.try_reserve(total).is_err() {
        return Err(error::no_memory(th));
    }
    for i in 0..total {
        if let Some(x) = items.get((skip + i) % items.len().max(1)) {
            new.push_back(x.clone());
        }
        if i & 0xffff == 0xffff {
            hooks::safepoint(th)?;
        }
    }
    let old = d.edit(|v| std::mem::replace(v, new));
    drop(old);
    Ok(())
}

fn deque_repeat(th: &mut Thread, a: Ref<'_>, n: Ref<'_>) -> R {
    let new = copy_of(th, a)?;
    repeat_in_place(th, new.r(), n)?;
    Ok(new)
}

fn deque_irepeat(th: &mut Thread, a: Ref<'_>, n: Ref<'_>) -> R {
    repeat_in_place(th, a, n)?;
    Ok(a.own())
}

fn deque_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Deque>(), b.get::<Deque>()) else {
        return not_implemented();
    };
    let (x, y) = (x.items(), y.items());
    if x.len() != y.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Obj::bool(op == CmpOp::Ne));
    }
    for (p, q) in x.iter().zip(&y) {
        if !ops::equal(th, p.r(), q.r())? {
            return match op {
                CmpOp::Eq => Ok(Obj::bool(false)),
                CmpOp::Ne => Ok(Obj::bool(true)),
                _ => ops::compare(th, p.r(), q.r(), op),
            };
        }
    }
    Ok(Obj::bool(op.test(x.len().cmp(&y.len()))))
}

fn deque_repr(th: &mut Thread, o: Ref<'_>) -> R {
    if !ops::repr_enter(th, o) {
        return pystr::new(th, "[...]");
    }
    let r = repr_text(th, o);
    ops::repr_leave(th, o);
    pystr::from_wtf8(th, &r?)
}

fn repr_text(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    let d = of::<Deque>(th, o)?;
    let mut out = format!("{}([", o.class().name()).into_bytes();
    for (i, x) in d.items().iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        let r = ops::repr(th, x.r())?;
        out.extend_from_slice(r.get::<pystr::Str>().map_or(&[], pystr::Str::bytes));
    }
    match d.maxlen() {
        Some(m) => out.extend_from_slice(format!("], maxlen={m})").as_bytes()),
        None => out.extend_from_slice(b"])"),
    }
    Ok(out)
}

fn deque_iter(th: &mut Thread, o: Ref<'_>) -> R {
    deque_iter::new(th, o, false)
}
fn deque_reversed(th: &mut Thread, a: Args<'_>) -> R {
    deque_iter::new(th, a.at(0), true)
}

fn deque_maxlen(th: &mut Thread, o: Ref<'_>) -> R {
    match of::<Deque>(th, o)?.maxlen() {
        Some(m) => int::from_usize(th, m),
        None => Ok(Obj::none()),
    }
}

fn deque_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let state = call::call_method(th, o, names::__getstate__(), &[])?;
    let it = ops::iter(th, o)?;
    let args = match of::<Deque>(th, o)?.maxlen() {
        None => tuple::new(th, vec![])?,
        Some(m) => {
            let none = tuple::new(th, vec![])?;
            let m = int::from_usize(th, m)?;
            tuple::new(th, vec![none, m])?
        }
    };
    tuple::new(th, vec![o.type_ref().own(), args, state, it])
}

fn deque_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<Deque>(th, a.at(0))?.inner.lock().items.capacity();
    int::from_usize(th, typhon_runtime::obj::size_of(a.at(0)) + 8 * n)
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("append", Kind::One, deque_append, "append($self, item, /)\n--\n\nAdd an element to the right side.").quick(deque_append_quick),
    MethodDef::new("appendleft", Kind::One, deque_appendleft, "appendleft($self, item, /)\n--\n\nAdd an element to the left side."),
    MethodDef::new("clear", Kind::NoArgs, deque_clear, "clear($self, /)\n--\n\nRemove all elements."),
    MethodDef::new("copy", Kind::NoArgs, deque_copy, "copy($self, /)\n--\n\nA shallow copy."),
    MethodDef::new("__copy__", Kind::NoArgs, deque_copy, "A shallow copy."),
    MethodDef::new("count", Kind::One, deque_count, "count($self, value, /)\n--\n\nNumber of elements equal to value."),
    MethodDef::new("extend", Kind::One, deque_extend, "extend($self, iterable, /)\n--\n\nAdd elements to the right side."),
    MethodDef::new("extendleft", Kind::One, deque_extendleft, "extendleft($self, iterable, /)\n--\n\nAdd elements to the left side, one by one."),
    MethodDef::new("index", Kind::Pos(1, 3), deque_index, "index($self, value, [start, [stop]])\n--\n\nFirst index of value; ValueError if it is not there."),
    MethodDef::new("insert", Kind::Pos(2, 2), deque_insert, "insert($self, index, value, /)\n--\n\nInsert value before index."),
    MethodDef::new("pop", Kind::NoArgs, deque_pop, "pop($self, /)\n--\n\nRemove and return the rightmost element.").quick(deque_pop_quick),
    MethodDef::new("popleft", Kind::NoArgs, deque_popleft, "popleft($self, /)\n--\n\nRemove and return the leftmost element.").quick(deque_popleft_quick),
    MethodDef::new("remove", Kind::One, deque_remove, "remove($self, value, /)\n--\n\nRemove the first element equal to value."),
    MethodDef::new("reverse", Kind::NoArgs, deque_reverse, "reverse($self, /)\n--\n\nReverse in place."),
    MethodDef::new("rotate", Kind::Pos(0, 1), deque_rotate, "rotate($self, n=1, /)\n--\n\nRotate n steps to the right; to the left if n is negative."),
    MethodDef::new("__reversed__", Kind::NoArgs, deque_reversed, "Return a reverse iterator over the deque."),
    MethodDef::new("__reduce__", Kind::NoArgs, deque_reduce, "Return state information for pickling."),
    MethodDef::new("__sizeof__", Kind::NoArgs, deque_sizeof, "Size in memory, in bytes."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static SPEC: TypeSpec = TypeSpec::new(
    &DEQUE,
    deque_new,
    "deque([iterable[, maxlen]])\n--\n\nA list-like sequence optimized for access near its ends.",
)
.flags(tf::WEAKREFS | tf::MATCH_SEQUENCE)
.methods(METHODS)
.getset(&[GetSetDef {
    name: "maxlen",
    get: deque_maxlen,
    set: None,
    doc: "maximum size of a deque or None if unbounded",
}]);

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<Deque>(&types::OBJECT);
    let s = DEQUE.slots();
    s.set_init(deque_init);
    s.set_repr(deque_repr);
    s.set_richcmp(deque_richcmp);
    s.clear(SlotId::Hash);
    s.set_iter(deque_iter);
    s.set_snapshot(|_, o| Ok(o.get::<Deque>().map_or_else(Vec::new, Deque::items)));
    s.set_len(deque_len);
    s.set_contains(deque_contains);
    s.set_getitem(deque_getitem);
    s.set_setitem(deque_setitem);
    s.set_concat(deque_concat);
    s.set_iconcat(deque_iconcat);
    s.set_repeat(deque_repeat);
    s.set_irepeat(deque_irepeat);
    SPEC.end(th)?;
    module::add(th, m, "deque", DEQUE.r().own())
}
