//! `accumulate`, `pairwise`, `batched`.

use crate::modules::common::{TypeSpec, no_keywords, of, slot_of};
use typhon_runtime::call::{self, Args, Sig};
use typhon_runtime::error::value_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

// ------------------------------------------------------------------ accumulate

static ACCUMULATE: TypeObj = TypeObj::declare("itertools.accumulate");

struct Accumulate {
    it: Slot,
    func: Slot,
    initial: Slot,
    total: Slot,
}
payload!(
    Accumulate,
    traverse | s,
    v | {
        for x in [&s.it, &s.func, &s.initial, &s.total] {
            x.visit(v);
        }
    },
    clear | s | {
        for x in [&s.it, &s.func, &s.initial, &s.total] {
            drop(x.take());
        }
    }
);

fn accumulate_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("iterable, func=, *, initial=");
    call::with_sig(th, "accumulate", &SIG, a, |th, a| {
        let it = ops::iter(th, a.at(0))?;
        let s = Accumulate {
            it: Slot::new(it),
            func: slot_of(a.opt_not_none(1)),
            initial: slot_of(a.opt_not_none(2)),
            total: Slot::empty(),
        };
        Obj::new(th, class, s)
    })
}

fn accumulate_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let s = of::<Accumulate>(th, o)?;
    if let Some(first) = s.initial.take() {
        s.total.set(first.clone());
        return Ok(Some(first));
    }
    let Some(it) = s.it.get() else {
        return Ok(None);
    };
    let Some(x) = ops::next(th, it.r())? else {
        return Ok(None);
    };
    let total = match s.total.get() {
        None => x,
        Some(t) => match s.func.get() {
            Some(f) => call::call(th, f.r(), &[t.r(), x.r()])?,
            None => ops::binary(th, ops::BinOp::Add, t.r(), x.r())?,
        },
    };
    s.total.set(total.clone());
    Ok(Some(total))
}

static ACCUMULATE_SPEC: TypeSpec = TypeSpec::new(
    &ACCUMULATE,
    accumulate_new,
    "accumulate(iterable, func=None, *, initial=None)\n--\n\nRunning totals.",
);

// ------------------------------------------------------------------ pairwise

static PAIRWISE: TypeObj = TypeObj::declare("itertools.pairwise");

struct Pairwise {
    it: Slot,
    old: Slot,
}
payload!(
    Pairwise,
    traverse | s,
    v | {
        s.it.visit(v);
        s.old.visit(v)
    },
    clear | s | {
        drop(s.it.take());
        drop(s.old.take())
    }
);

fn pairwise_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_keywords(th, class, &PAIRWISE, a)?;
    a.check(th, "pairwise", 1, 1)?;
    let it = ops::iter(th, a.at(0))?;
    let p = Pairwise {
        it: Slot::new(it),
        old: Slot::empty(),
    };
    Obj::new(th, class, p)
}

fn pairwise_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let p = of::<Pairwise>(th, o)?;
    let Some(it) = p.it.get() else {
        return Ok(None);
    };
    let r = pairwise_step(th, p, it.r());
    if !matches!(r, Ok(Some(_))) {
        drop(p.it.take());
        drop(p.old.take());
    }
    r
}

fn pairwise_step(th: &mut Thread, p: &Pairwise, it: Ref<'_>) -> R<Option<Obj>> {
    let old = match p.old.get() {
        Some(x) => x,
        None => {
            let Some(x) = ops::next(th, it)? else {
                return Ok(None);
            };
            p.old.set(x.clone());
            // The source may have been exhausted by a call from inside itself.
            if p.it.is_empty() {
                return Ok(None);
            }
            x
        }
    };
    let Some(new) = ops::next(th, it)? else {
        return Ok(None);
    };
    p.old.set(new.clone());
    tuple::new(th, vec![old, new]).map(Some)
}

static PAIRWISE_SPEC: TypeSpec = TypeSpec::new(
    &PAIRWISE,
    pairwise_new,
    "pairwise(iterable, /)\n--\n\nOverlapping pairs: (a, b), (b, c), ...",
);

// ------------------------------------------------------------------ batched

static BATCHED: TypeObj = TypeObj::declare("itertools.batched");

struct Batched {
    it: Slot,
    n: usize,
    strict: bool,
}
payload!(
    Batched,
    traverse | s,
    v | s.it.visit(v),
    clear | s | drop(s.it.take())
);

fn batched_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("iterable, n, *, strict=");
    call::with_sig(th, "batched", &SIG, a, |th, a| {
        let n = int::ssize(th, a.at(1))?;
        let strict = match a.opt(2) {
            Some(s) => ops::is_true(th, s)?,
            None => false,
        };
        let Ok(n @ 1..) = usize::try_from(n) else {
            return Err(value_error(th, "n must be at least one"));
        };
        let it = ops::iter(th, a.at(0))?;
        let b = Batched {
            it: Slot::new(it),
            n,
            strict,
        };
        Obj::new(th, class, b)
    })
}

fn batched_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let b = of::<Batched>(th, o)?;
    let Some(it) = b.it.get() else {
        return Ok(None);
    };
    let mut items = Vec::new();
    if items.try_reserve_exact(b.n).is_err() {
        // A batch begins as a tuple of its full length.
        return Err(typhon_runtime::error::no_memory(th));
    }
    if b.n > 1 << 10 {
        items = Vec::new();
    }
    while items.len() < b.n {
        match ops::next(th, it.r()) {
            Ok(Some(x)) => items.push(x),
            Ok(None) => break,
            Err(e) => {
                drop(b.it.take());
                return Err(e);
            }
        }
    }
    if items.len() < b.n {
        drop(b.it.take());
        if items.is_empty() {
            return Ok(None);
        }
        if b.strict {
            return Err(value_error(th, "batched(): incomplete batch"));
        }
    }
    tuple::new(th, items).map(Some)
}

static BATCHED_SPEC: TypeSpec = TypeSpec::new(
    &BATCHED,
    batched_new,
    "batched(iterable, n, *, strict=False)\n--\n\nTuples of n items each; the last may be shorter unless strict.",
);

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<Vec<&'static TypeSpec>> {
    ACCUMULATE_SPEC.iterator::<Accumulate>(th, accumulate_next)?;
    PAIRWISE_SPEC.iterator::<Pairwise>(th, pairwise_next)?;
    BATCHED_SPEC.iterator::<Batched>(th, batched_next)?;
    Ok(vec![&ACCUMULATE_SPEC, &PAIRWISE_SPEC, &BATCHED_SPEC])
}
