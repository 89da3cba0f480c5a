//! `_heapq`: heaps in lists, smallest or (`_max`) largest item first.
//!
//! HEAPQ RULE. Comparisons run Python code, so no lock is held across them: items are read and swapped one by one, and
//! a list whose length changes meanwhile raises RuntimeError, as in CPython.
//!
//! HEAP GATE RULE. While the process has several threads, an operation on a heap of simple values that others know is one
//!   step for them: it holds one of `GATES`. The gate is left before a comparison that runs Python code, which may wait for
//!   whatever another thread that wants the gate has. No operation takes a second gate.

use std::cell::Cell;
use std::cmp::Ordering;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{index_error, runtime_error, type_error};
use typhon_runtime::gate::{Gate, Passage};
use typhon_runtime::header::Header;
use typhon_runtime::sync::Alone;
use typhon_runtime::thread::is_multi;
use typhon_runtime::types::list::{self, List, Locked};
use typhon_runtime::types::module;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, quick};

/// Which item comes first.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Min,
    Max,
}

impl Order {
    /// Whether item `i` must stand above item `j`, if no Python code is needed to tell.
    #[inline(always)]
    fn quick(self, x: &Locked<'_>, i: usize, j: usize) -> Option<bool> {
        let (a, b) = match self {
            Order::Min => (x.get(i)?, x.get(j)?),
            Order::Max => (x.get(j)?, x.get(i)?),
        };
        quick::order(a, b).map(|o| o == Ordering::Less)
    }
    /// Whether `a` must stand above `b`.
    fn before(self, th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R<bool> {
        let (a, b) = match self {
            Order::Min => (a, b),
            Order::Max => (b, a),
        };
        match quick::order(a, b) {
            Some(o) => Ok(o == Ordering::Less),
            None => {
                // HEAP GATE RULE.
                drop(HELD.take());
                ops::compare_bool(th, a, b, CmpOp::Lt)
            }
        }
    }
}

/// See HEAP GATE RULE; a list has the gate of its address.
static GATES: [Alone<Gate>; 64] = [const { Alone(Gate::new()) }; 64];

thread_local! {
    /// The gate that this thread is in.
    static HELD: Cell<Option<Passage<'static>>> = const { Cell::new(None) };
}

/// An operation on a heap.
type Operation = fn(&mut Thread, &'static str, Args<'_>, Order) -> R;

/// Runs an operation on the heap in the first argument as one step for other threads, if that can be.
fn as_one_step(
    th: &mut Thread,
    run: Operation,
    name: &'static str,
    a: Args<'_>,
    order: Order,
) -> R {
    // A thread with a heap of its own shares no gate with others.
    if !is_multi() || !a.at(0).header().is_some_and(Header::is_shared) {
        return run(th, name, a, order);
    }
    let held = HELD.take();
    if held.is_some() {
        HELD.set(held);
        return run(th, name, a, order);
    }
    let gate = &GATES[(a.at(0).word() >> 4) as usize % GATES.len()];
    if let Ok(passage) = gate.enter(th) {
        HELD.set(Some(passage));
    }
    let r = run(th, name, a, order);
    drop(HELD.take());
    r
}

/// In the child of a fork: nobody is in a gate but this thread.
pub fn open_gates() {
    for g in &GATES {
        g.reset_after_fork();
    }
}

/// The list; `name` is how messages call the argument.
fn heap_of<'a>(th: &mut Thread, name: &str, o: Ref<'a>) -> R<&'a List> {
    match o.get::<List>() {
        Some(l) if list::is_list(o) => Ok(l),
        _ => {
            let m = format!("{name} must be list, not {}", o.class().tp_name());
            Err(type_error(th, m))
        }
    }
}

fn item(th: &mut Thread, l: &List, i: usize) -> R {
    match l.get(i) {
        Some(x) => Ok(x),
        None => Err(runtime_error(th, "list changed size during iteration")),
    }
}

fn put(th: &mut Thread, l: &List, i: usize, x: Obj) -> R<()> {
    match l.set(i, x) {
        Ok(()) => Ok(()),
        Err(x) => {
            drop(x);
            Err(runtime_error(th, "list changed size during iteration"))
        }
    }
}

fn same_size(th: &mut Thread, l: &List, n: usize) -> R<()> {
    if l.len() == n {
        Ok(())
    } else {
        Err(runtime_error(th, "list changed size during iteration"))
    }
}

fn exchange(th: &mut Thread, l: &List, i: usize, j: usize) -> R<()> {
    if l.exchange(i, j) {
        return Ok(());
    }
    Err(runtime_error(th, "list changed size during iteration"))
}

/// Moves the item at `pos` towards the root, no further than `start`.
fn sift_up_to(th: &mut Thread, l: &List, start: usize, pos: usize, order: Order) -> R<()> {
    let mut pos = match l.locked(|x| quick_up(x, start, pos, order)) {
        Ok(()) => return Ok(()),
        Err(pos) => pos,
    };
    let n = l.len();
    while pos > start {
        let parent = (pos - 1) / 2;
        let (x, p) = (item(th, l, pos)?, item(th, l, parent)?);
        let up = order.before(th, x.r(), p.r())?;
        same_size(th, l, n)?;
        if !up {
            break;
        }
        exchange(th, l, parent, pos)?;
        pos = parent;
    }
    Ok(())
}

/// As `sift_up_to` as far as no comparison runs Python code. Err: how far it came.
fn quick_up(x: &Locked<'_>, start: usize, mut pos: usize, order: Order) -> Result<(), usize> {
    while pos > start {
        let parent = (pos - 1) / 2;
        match order.quick(x, pos, parent) {
            None => return Err(pos),
            Some(false) => break,
            Some(true) => {
                x.exchange(parent, pos);
                pos = parent;
            }
        }
    }
    Ok(())
}

/// Moves the item at `start` down along the better children to a leaf, and from there up to its place.
fn sift_down(th: &mut Thread, l: &List, start: usize, order: Order) -> R<()> {
    let (n, mut pos) = l.locked(|x| (x.len(), quick_down(x, start, order)));
    while pos < n / 2 {
        let mut child = 2 * pos + 1;
        if child + 1 < n {
            let (a, b) = (item(th, l, child)?, item(th, l, child + 1)?);
            let left = order.before(th, a.r(), b.r())?;
            same_size(th, l, n)?;
            if !left {
                child += 1;
            }
        }
        exchange(th, l, child, pos)?;
        pos = child;
    }
    sift_up_to(th, l, start, pos, order)
}

/// The way down of `sift_down` as far as no comparison runs Python code: where the item stands then.
fn quick_down(x: &Locked<'_>, start: usize, order: Order) -> usize {
    let n = x.len();
    let mut pos = start;
    while pos < n / 2 {
        let mut child = 2 * pos + 1;
        if child + 1 < n {
            match order.quick(x, child, child + 1) {
                None => break,
                Some(left) => child += usize::from(!left),
            }
        }
        x.exchange(child, pos);
        pos = child;
    }
    pos
}

fn push(th: &mut Thread, name: &'static str, a: Args<'_>, order: Order) -> R {
    let l = heap_of(th, name, a.at(0))?;
    l.push(th, a.at(1).own())?;
    sift_up_to(th, l, 0, l.len().saturating_sub(1), order)?;
    Ok(Obj::none())
}

fn pop(th: &mut Thread, name: &'static str, a: Args<'_>, order: Order) -> R {
    let l = heap_of(th, name, a.at(0))?;
    let Some(last) = l.pop() else {
        return Err(index_error(th, "index out of range"));
    };
    let Some(first) = l.get(0) else {
        return Ok(last);
    };
    put(th, l, 0, last)?;
    sift_down(th, l, 0, order)?;
    Ok(first)
}

fn replace(th: &mut Thread, name: &'static str, a: Args<'_>, order: Order) -> R {
    let l = heap_of(th, name, a.at(0))?;
    let Some(first) = l.get(0) else {
        return Err(index_error(th, "index out of range"));
    };
    put(th, l, 0, a.at(1).own())?;
    sift_down(th, l, 0, order)?;
    Ok(first)
}

fn push_pop(th: &mut Thread, name: &'static str, a: Args<'_>, order: Order) -> R {
    let l = heap_of(th, name, a.at(0))?;
    let Some(first) = l.get(0) else {
        return Ok(a.at(1).own());
    };
    if !order.before(th, first.r(), a.at(1))? {
        return Ok(a.at(1).own());
    }
    let Some(first) = l.get(0) else {
        return Err(index_error(th, "index out of range"));
    };
    put(th, l, 0, a.at(1).own())?;
    sift_down(th, l, 0, order)?;
    Ok(first)
}

fn make_heap(th: &mut Thread, name: &'static str, a: Args<'_>, order: Order) -> R {
    let l = heap_of(th, name, a.at(0))?;
    for i in (0..l.len() / 2).rev() {
        sift_down(th, l, i, order)?;
        hooks::safepoint(th)?;
    }
    Ok(Obj::none())
}

macro_rules! natives {
    ($($f:ident $name:literal $body:ident $order:ident;)*) => {
        $(fn $f(th: &mut Thread, a: Args<'_>) -> R {
            as_one_step(th, $body, $name, a, Order::$order)
        })*
    };
}
natives! {
    heapq_heappush "heappush() argument 1" push Min;
    heapq_heappop "heappop() argument" pop Min;
    heapq_heapreplace "heapreplace() argument 1" replace Min;
    heapq_heappushpop "heappushpop() argument 1" push_pop Min;
    heapq_heapify "heapify() argument" make_heap Min;
    heapq_heappush_max "heappush_max() argument 1" push Max;
    heapq_heappop_max "heappop_max() argument" pop Max;
    heapq_heapreplace_max "heapreplace_max() argument 1" replace Max;
    heapq_heappushpop_max "heappushpop_max() argument 1" push_pop Max;
    heapq_heapify_max "heapify_max() argument" make_heap Max;
}

const fn one(name: &'static str, f: call::NativeFn, doc: &'static str) -> MethodDef {
    MethodDef::new(name, Kind::One, f, doc)
}
const fn two(name: &'static str, f: call::NativeFn, doc: &'static str) -> MethodDef {
    MethodDef::new(name, Kind::Pos(2, 2), f, doc)
}

static FUNCTIONS: &[MethodDef] = &[
    two(
        "heappush",
        heapq_heappush,
        "Push item onto heap, keeping its order.",
    ),
    one(
        "heappop",
        heapq_heappop,
        "Pop the smallest item off the heap.",
    ),
    two(
        "heapreplace",
        heapq_heapreplace,
        "Pop the smallest item, then push the new one.",
    ),
    two(
        "heappushpop",
        heapq_heappushpop,
        "Push the item, then pop the smallest one.",
    ),
    one(
        "heapify",
        heapq_heapify,
        "Make a heap of a list, in place, in linear time.",
    ),
    two(
        "heappush_max",
        heapq_heappush_max,
        "Push item onto a max heap.",
    ),
    one(
        "heappop_max",
        heapq_heappop_max,
        "Pop the largest item off a max heap.",
    ),
    two(
        "heapreplace_max",
        heapq_heapreplace_max,
        "Pop the largest item, then push the new one.",
    ),
    two(
        "heappushpop_max",
        heapq_heappushpop_max,
        "Push the item, then pop the largest one.",
    ),
    one(
        "heapify_max",
        heapq_heapify_max,
        "Make a max heap of a list, in place.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_heapq")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
