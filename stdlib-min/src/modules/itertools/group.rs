//! `groupby` and `tee`.

use crate::modules::common::{TypeSpec, no_keywords, of, slot_of};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};
use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error::{runtime_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

// ------------------------------------------------------------------ groupby

static GROUPBY: TypeObj = TypeObj::declare("itertools.groupby");
static GROUPER: TypeObj = TypeObj::declare("itertools._grouper");

struct GroupBy {
    it: Slot,
    func: Slot,
    /// Key of the group that was handed out last.
    target: Slot,
    /// Key and value of the item read last.
    key: Slot,
    value: Slot,
    /// Number of the group whose iterator is valid; 0: none.
    current: AtomicU64,
    last: AtomicU64,
}
payload!(
    GroupBy,
    traverse | s,
    v | {
        for x in [&s.it, &s.func, &s.target, &s.key, &s.value] {
            x.visit(v);
        }
    },
    clear | s | {
        for x in [&s.it, &s.func, &s.target, &s.key, &s.value] {
            drop(x.take());
        }
    }
);

struct Grouper {
    parent: Slot,
    target: Slot,
    number: u64,
}
payload!(
    Grouper,
    traverse | s,
    v | {
        s.parent.visit(v);
        s.target.visit(v)
    },
    clear | s | {
        drop(s.parent.take());
        drop(s.target.take())
    }
);

fn groupby_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("iterable, key=");
    call::with_sig(th, "groupby", &SIG, a, |th, a| {
        let it = ops::iter(th, a.at(0))?;
        let g = GroupBy {
            it: Slot::new(it),
            func: slot_of(a.opt_not_none(1)),
            target: Slot::empty(),
            key: Slot::empty(),
            value: Slot::empty(),
            current: AtomicU64::new(0),
            last: AtomicU64::new(0),
        };
        Obj::new(th, class, g)
    })
}

/// Reads one item; false: the source is exhausted.
fn groupby_step(th: &mut Thread, g: &GroupBy) -> R<bool> {
    let Some(it) = g.it.get() else {
        return Ok(false);
    };
    let Some(value) = ops::next(th, it.r())? else {
        return Ok(false);
    };
    let key = match g.func.get() {
        Some(f) => call::call(th, f.r(), &[value.r()])?,
        None => value.clone(),
    };
    g.value.set(value);
    g.key.set(key);
    Ok(true)
}

fn groupby_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let g = of::<GroupBy>(th, o)?;
    // Relaxed: validity of group iterators; the values stand in slots.
    g.current.store(0, Relaxed);
    loop {
        if let Some(key) = g.key.get() {
            match g.target.get() {
                None => break,
                Some(t) => {
                    if !ops::equal(th, t.r(), key.r())? {
                        break;
                    }
                }
            }
        }
        if !groupby_step(th, g)? {
            return Ok(None);
        }
        hooks::safepoint(th)?;
    }
    let key = g.key.get().unwrap_or_else(Obj::none);
    g.target.set(key.clone());
    let number = g.last.fetch_add(1, Relaxed) + 1;
    g.current.store(number, Relaxed);
    let group = Grouper {
        parent: Slot::new(o.own()),
        target: Slot::new(key.clone()),
        number,
    };
    let group = Obj::new(th, GROUPER.r(), group)?;
    tuple::new(th, vec![key, group]).map(Some)
}

fn grouper_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let me = of::<Grouper>(th, o)?;
    let (Some(parent), Some(target)) = (me.parent.get(), me.target.get()) else {
        return Ok(None);
    };
    let g = of::<GroupBy>(th, parent.r())?;
    // Relaxed: as in groupby_next.
    if g.current.load(Relaxed) != me.number {
        return Ok(None);
    }
    if g.value.is_empty() && !groupby_step(th, g)? {
        return Ok(None);
    }
    let Some(key) = g.key.get() else {
        return Ok(None);
    };
    if !ops::equal(th, target.r(), key.r())? {
        return Ok(None);
    }
    Ok(g.value.take())
}

static GROUPBY_SPEC: TypeSpec = TypeSpec::new(
    &GROUPBY,
    groupby_new,
    "groupby(iterable, key=None)\n--\n\nPairs (key, group) for each run of items with equal keys.",
);
static GROUPER_SPEC: TypeSpec = TypeSpec::hidden(&GROUPER, "Items of one group.");

// ------------------------------------------------------------------ tee

static TEE: TypeObj = TypeObj::declare("itertools._tee");
static NODE: TypeObj = TypeObj::declare("itertools._tee_dataobject");

/// One place in the stream that the iterators of a tee share: a linked list of items, read when first needed.
struct Node {
    it: Slot,
    value: Slot,
    next: Slot,
    /// Somebody reads the item.
    running: AtomicBool,
}
payload!(
    Node,
    traverse | s,
    v | {
        for x in [&s.it, &s.value, &s.next] {
            x.visit(v);
        }
    },
    clear | s | {
        for x in [&s.it, &s.value, &s.next] {
            drop(x.take());
        }
    }
);

struct Tee {
    node: Slot,
}
payload!(
    Tee,
    traverse | s,
    v | s.node.visit(v),
    clear | s | drop(s.node.take())
);

fn new_node(th: &mut Thread, it: Obj) -> R {
    let n = Node {
        it: Slot::new(it),
        value: Slot::empty(),
        next: Slot::empty(),
        running: AtomicBool::new(false),
    };
    Obj::new(th, NODE.r(), n)
}

fn tee_of(th: &mut Thread, class: Ref<'_>, iterable: Ref<'_>) -> R {
    let it = ops::iter(th, iterable)?;
    if it.r().is_instance(&TEE)
        && let Some(t) = it.r().get::<Tee>()
        && let Some(node) = t.node.get()
    {
        let t = Tee {
            node: Slot::new(node),
        };
        return Obj::new(th, class, t);
    }
    let node = new_node(th, it)?;
    let t = Tee {
        node: Slot::new(node),
    };
    Obj::new(th, class, t)
}

fn tee_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_keywords(th, class, &TEE, a)?;
    a.check(th, "_tee", 1, 1)?;
    tee_of(th, class, a.at(0))
}

/// Fills the node if it is empty; false: the source is exhausted.
fn fill(th: &mut Thread, n: &Node) -> R<bool> {
    // Acquire: pairs with the Release below, so that value and successor are seen.
    if !n.next.is_empty() {
        return Ok(true);
    }
    if n.running.swap(true, AcqRel) {
        return Err(runtime_error(th, "cannot re-enter the tee iterator"));
    }
    let r = if n.next.is_empty() {
        read_into(th, n)
    } else {
        Ok(true)
    };
    n.running.store(false, Release);
    r
}

fn read_into(th: &mut Thread, n: &Node) -> R<bool> {
    let Some(it) = n.it.get() else {
        return Ok(false);
    };
    let Some(x) = ops::next(th, it.r())? else {
        return Ok(false);
    };
    let next = new_node(th, it)?;
    n.value.set(x);
    // The value stands before the successor is seen.
    n.next.set(next);
    Ok(true)
}

fn tee_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let t = of::<Tee>(th, o)?;
    let Some(node) = t.node.get() else {
        return Ok(None);
    };
    let n = of::<Node>(th, node.r())?;
    if !fill(th, n)? {
        return Ok(None);
    }
    let (Some(next), value) = (n.next.get(), n.value.get()) else {
        return Ok(None);
    };
    t.node.set(next);
    Ok(value)
}

fn tee_copy(th: &mut Thread, a: Args<'_>) -> R {
    tee_of(th, TEE.r(), a.at(0))
}

fn itertools_tee(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(1) {
        Some(n) => int::ssize(th, n)?,
        None => 2,
    };
    let Ok(n) = usize::try_from(n) else {
        return Err(value_error(th, "n must be >= 0"));
    };
    let mut all: Vec<Obj> = Vec::new();
    if all.try_reserve_exact(n).is_err() {
        return Err(typhon_runtime::error::no_memory(th));
    }
    if n > 0 {
        let first = tee_of(th, TEE.r(), a.at(0))?;
        for _ in 1..n {
            let copy = tee_of(th, TEE.r(), first.r())?;
            all.push(copy);
        }
        all.insert(0, first);
    }
    tuple::new(th, all)
}

static TEE_SPEC: TypeSpec = TypeSpec::new(
    &TEE,
    tee_new,
    "_tee(iterable, /)\n--\n\nAn iterator that can be copied.",
)
.methods(&[MethodDef::new(
    "__copy__",
    Kind::NoArgs,
    tee_copy,
    "An independent iterator at the same place.",
)])
.flags(tf::WEAKREFS);
static NODE_SPEC: TypeSpec = TypeSpec::hidden(&NODE, "Items that the iterators of a tee share.");

/// Module functions.
pub static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "tee",
    Kind::Sig("iterable, n=, /"),
    itertools_tee,
    "tee(iterable, n=2, /)\n--\n\nn independent iterators over the items of one iterable.",
)];

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<Vec<&'static TypeSpec>> {
    GROUPBY_SPEC.iterator::<GroupBy>(th, groupby_next)?;
    GROUPER_SPEC.iterator::<Grouper>(th, grouper_next)?;
    NODE_SPEC.begin::<Node>(&typhon_runtime::types::OBJECT);
    NODE_SPEC.end(th)?;
    TEE_SPEC.iterator::<Tee>(th, tee_next)?;
    Ok(vec![&GROUPBY_SPEC, &GROUPER_SPEC, &TEE_SPEC, &NODE_SPEC])
}
