//! `count`, `repeat`, `cycle`, `chain`.

use crate::modules::common::{TypeSpec, class_getitem, no_keywords, of};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, int, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

// ------------------------------------------------------------------ count

static COUNT: TypeObj = TypeObj::declare("itertools.count");

/// Next value of a count.
enum Next {
    /// Machine integers, with a machine step.
    Fast(i64, i64),
    /// Anything that adds.
    Slow(Obj),
}

struct Count {
    next: Guarded<Next>,
    step: Obj,
}
payload!(
    Count,
    traverse | s,
    v | {
        if let Next::Slow(o) = &*s.next.lock() {
            v(o.r());
        }
        v(s.step.r());
    },
    clear | s | {
        let old = std::mem::replace(&mut *s.next.lock(), Next::Fast(0, 0));
        drop(old);
    }
);

fn is_number(o: Ref<'_>) -> bool {
    let s = o.class().slots();
    s.has(SlotId::Index)
        || s.has(SlotId::Int)
        || s.has(SlotId::Float)
        || o.is_instance(&types::COMPLEX)
}

fn count_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("start=, step=");
    call::with_sig(th, "count", &SIG, a, |th, a| {
        let start = a.opt(0).unwrap_or(Ref::small_int(0));
        let step = a.opt(1).unwrap_or(Ref::small_int(1));
        if !is_number(start) || !is_number(step) {
            return Err(type_error(th, "a number is required"));
        }
        let next = match (ops::small_int_value(start), step.as_small()) {
            (Some(i), Some(s)) => Next::Fast(i, s),
            _ => Next::Slow(start.own()),
        };
        let c = Count {
            next: Guarded::new(next),
            step: step.own(),
        };
        Obj::new(th, class, c)
    })
}

fn count_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let c = of::<Count>(th, o)?;
    loop {
        let now = match &mut *c.next.lock() {
            Next::Fast(i, step) => match i.checked_add(*step) {
                Some(n) => Ok(std::mem::replace(i, n)),
                None => Err(None),
            },
            Next::Slow(v) => Err(Some(v.clone())),
        };
        let value = match now {
            Ok(i) => return int::from_i64(th, i).map(Some),
            Err(Some(v)) => v,
            Err(None) => {
                leave_machine_integers(th, c)?;
                continue;
            }
        };
        let after = ops::binary(th, ops::BinOp::Add, value.r(), c.step.r())?;
        // Whoever finds the value he started from stores its successor and owns it; others start over.
        let old = match &mut *c.next.lock() {
            Next::Slow(v) if v.r().is(value.r()) => Ok(std::mem::replace(v, after)),
            _ => Err(after),
        };
        if let Ok(old) = old {
            drop(old);
            return Ok(Some(value));
        }
        hooks::safepoint(th)?;
    }
}

#[cold]
fn leave_machine_integers(th: &mut Thread, c: &Count) -> R<()> {
    let i = match &*c.next.lock() {
        Next::Fast(i, _) => *i,
        Next::Slow(_) => return Ok(()),
    };
    let big = int::from_i64(th, i)?;
    let mut g = c.next.lock();
    let fast = matches!(&*g, Next::Fast(j, _) if *j == i);
    let unused = if fast {
        *g = Next::Slow(big);
        None
    } else {
        Some(big)
    };
    drop(g);
    drop(unused);
    Ok(())
}

fn count_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let c = of::<Count>(th, o)?;
    let now = match &*c.next.lock() {
        Next::Fast(i, _) => Ok(*i),
        Next::Slow(v) => Err(v.clone()),
    };
    let text = match now {
        Ok(i) => i.to_string(),
        Err(v) => ops::repr_text(th, v.r())?,
    };
    let text = if c.step.r().as_small() == Some(1) {
        format!("count({text})")
    } else {
        format!("count({text}, {})", ops::repr_text(th, c.step.r())?)
    };
    pystr::new(th, &text)
}

static COUNT_SPEC: TypeSpec = TypeSpec::new(
    &COUNT,
    count_new,
    "count(start=0, step=1)\n--\n\nstart, start+step, start+2*step, ... without end.",
);

// ------------------------------------------------------------------ repeat

static REPEAT: TypeObj = TypeObj::declare("itertools.repeat");

struct Repeat {
    value: Slot,
    /// Items left; negative: no end.
    left: AtomicI64,
}
payload!(
    Repeat,
    traverse | s,
    v | s.value.visit(v),
    clear | s | drop(s.value.take())
);

fn repeat_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("object, times=");
    call::with_sig(th, "repeat", &SIG, a, |th, a| {
        let left = match a.opt(1) {
            Some(n) => int::ssize(th, n)?.max(0) as i64,
            None => -1,
        };
        let r = Repeat {
            value: Slot::new(a.at(0).own()),
            left: AtomicI64::new(left),
        };
        Obj::new(th, class, r)
    })
}

fn repeat_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let r = of::<Repeat>(th, o)?;
    // Relaxed: the counter orders nothing but itself.
    let mut left = r.left.load(Relaxed);
    while left > 0 {
        match r
            .left
            .compare_exchange_weak(left, left - 1, Relaxed, Relaxed)
        {
            Ok(_) => return Ok(r.value.get()),
            Err(now) => left = now,
        }
    }
    Ok(if left < 0 { r.value.get() } else { None })
}

fn repeat_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let r = of::<Repeat>(th, o)?;
    let v = r.value.get().unwrap_or_else(Obj::none);
    let v = ops::repr_text(th, v.r())?;
    // Relaxed: as in next.
    let left = r.left.load(Relaxed);
    let text = if left < 0 {
        format!("repeat({v})")
    } else {
        format!("repeat({v}, {left})")
    };
    pystr::new(th, &text)
}

fn repeat_length_hint(th: &mut Thread, a: Args<'_>) -> R {
    // Relaxed: as in next.
    let left = of::<Repeat>(th, a.at(0))?.left.load(Relaxed);
    if left < 0 {
        return Err(type_error(th, "len() of unsized object"));
    }
    int::from_i64(th, left)
}

static REPEAT_SPEC: TypeSpec = TypeSpec::new(
    &REPEAT,
    repeat_new,
    "repeat(object [,times])\n--\n\nThe object again and again, `times` times if given.",
)
.methods(&[MethodDef::new(
    "__length_hint__",
    Kind::NoArgs,
    repeat_length_hint,
    "Items left.",
)]);

// ------------------------------------------------------------------ cycle

static CYCLE: TypeObj = TypeObj::declare("itertools.cycle");

struct Cycle {
    it: Slot,
    saved: Guarded<(Vec<Obj>, usize)>,
}
payload!(
    Cycle,
    traverse | s,
    v | {
        s.it.visit(v);
        for o in &s.saved.lock().0 {
            v(o.r());
        }
    },
    clear | s | {
        drop(s.it.take());
        let old = std::mem::take(&mut *s.saved.lock());
        drop(old);
    }
);

fn cycle_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_keywords(th, class, &CYCLE, a)?;
    a.check(th, "cycle", 1, 1)?;
    let it = ops::iter(th, a.at(0))?;
    let c = Cycle {
        it: Slot::new(it),
        saved: Guarded::new((Vec::new(), 0)),
    };
    Obj::new(th, class, c)
}

fn cycle_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let c = of::<Cycle>(th, o)?;
    if let Some(it) = c.it.get() {
        if let Some(x) = ops::next(th, it.r())? {
            let copy = x.clone();
            c.saved.lock().0.push(copy);
            return Ok(Some(x));
        }
        drop(c.it.take());
    }
    let mut g = c.saved.lock();
    let (items, at) = &mut *g;
    let x = items.get(*at).cloned();
    *at = if *at + 1 < items.len() { *at + 1 } else { 0 };
    drop(g);
    Ok(x)
}

static CYCLE_SPEC: TypeSpec = TypeSpec::new(
    &CYCLE,
    cycle_new,
    "cycle(iterable, /)\n--\n\nThe items of the iterable, over and over.",
);

// ------------------------------------------------------------------ chain

static CHAIN: TypeObj = TypeObj::declare("itertools.chain");

struct Chain {
    source: Slot,
    active: Slot,
}
payload!(
    Chain,
    traverse | s,
    v | {
        s.source.visit(v);
        s.active.visit(v)
    },
    clear | s | {
        drop(s.source.take());
        drop(s.active.take())
    }
);

fn chain_of(th: &mut Thread, class: Ref<'_>, source: Obj) -> R {
    let c = Chain {
        source: Slot::new(source),
        active: Slot::empty(),
    };
    Obj::new(th, class, c)
}

fn chain_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_keywords(th, class, &CHAIN, a)?;
    let all = types::tuple::new(th, a.iter().map(Ref::own).collect())?;
    let source = ops::iter(th, all.r())?;
    chain_of(th, class, source)
}

fn chain_from_iterable(th: &mut Thread, a: Args<'_>) -> R {
    let source = ops::iter(th, a.at(1))?;
    chain_of(th, a.at(0), source)
}

fn chain_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let c = of::<Chain>(th, o)?;
    loop {
        if let Some(it) = c.active.get() {
            if let Some(x) = ops::next(th, it.r())? {
                return Ok(Some(x));
            }
            // Another thread may have put its successor in already.
            if c.active.peek() == it.r().word() {
                drop(c.active.take());
            }
            hooks::safepoint(th)?;
        }
        let Some(source) = c.source.get() else {
            return Ok(None);
        };
        let part = match ops::next(th, source.r()) {
            Ok(Some(p)) => ops::iter(th, p.r()),
            Ok(None) => {
                drop(c.source.take());
                return Ok(None);
            }
            Err(e) => Err(e),
        };
        match part {
            Ok(it) => c.active.set(it),
            Err(e) => {
                drop(c.source.take());
                return Err(e);
            }
        }
    }
}

fn chain_run(th: &mut Thread, o: Ref<'_>, v: &mut Vec<Obj>, max: usize) -> R<bool> {
    let c = of::<Chain>(th, o)?;
    if let Some(it) = c.active.get() {
        let start = v.len();
        if ops::run(th, it.r(), v, max)? {
            return Ok(true);
        }
        // Another thread may have put its successor in already.
        if c.active.peek() == it.r().word() {
            drop(c.active.take());
        }
        if v.len() > start {
            return Ok(true);
        }
    }
    match chain_next(th, o)? {
        Some(x) => {
            error::reserve(th, v, 1)?;
            v.push(x);
            Ok(true)
        }
        None => Ok(false),
    }
}

static CHAIN_SPEC: TypeSpec = TypeSpec::new(
    &CHAIN,
    chain_new,
    "chain(*iterables)\n--\n\nThe items of the first iterable, then those of the next, and so on.",
)
.methods(&[
    MethodDef::class(
        "from_iterable",
        Kind::One,
        chain_from_iterable,
        "from_iterable(iterable, /)\n--\n\nAs chain, the iterables taken from one iterable when needed.",
    ),
    MethodDef::class(
        "__class_getitem__",
        Kind::One,
        class_getitem,
        "See PEP 585",
    ),
]);

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<Vec<&'static TypeSpec>> {
    COUNT_SPEC.begin::<Count>(&types::OBJECT);
    COUNT.slots().set_repr(count_repr);
    COUNT_SPEC.iterator::<Count>(th, count_next)?;
    REPEAT_SPEC.begin::<Repeat>(&types::OBJECT);
    REPEAT.slots().set_repr(repeat_repr);
    REPEAT_SPEC.iterator::<Repeat>(th, repeat_next)?;
    CYCLE_SPEC.iterator::<Cycle>(th, cycle_next)?;
    CHAIN.slots().set_run(chain_run);
    CHAIN_SPEC.iterator::<Chain>(th, chain_next)?;
    Ok(vec![&COUNT_SPEC, &REPEAT_SPEC, &CYCLE_SPEC, &CHAIN_SPEC])
}
