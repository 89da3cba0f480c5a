//! `takewhile`, `dropwhile`, `filterfalse`, `compress`, `starmap`, `islice`.

use crate::modules::common::{TypeSpec, no_keywords, of};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, Sig};
use typhon_runtime::error::{self, value_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::{CallFn, NextFn};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, int, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops, payload};

/// A function, an iterator and one bit of memory.
struct Filter {
    func: Slot,
    it: Slot,
    /// takewhile: over; dropwhile: has begun.
    flag: AtomicBool,
}
payload!(
    Filter,
    traverse | s,
    v | {
        s.func.visit(v);
        s.it.visit(v)
    },
    clear | s | {
        drop(s.func.take());
        drop(s.it.take())
    }
);

fn filter_of(th: &mut Thread, class: Ref<'_>, t: &'static TypeObj, a: Args<'_>) -> R {
    no_keywords(th, class, t, a)?;
    a.check(th, t.static_short_name(), 2, 2)?;
    let it = ops::iter(th, a.at(1))?;
    let f = Filter {
        func: Slot::new(a.at(0).own()),
        it: Slot::new(it),
        flag: AtomicBool::new(false),
    };
    Obj::new(th, class, f)
}

/// The next item of the source and the function; None if the source is exhausted.
fn step(th: &mut Thread, f: &Filter) -> R<Option<(Obj, Obj)>> {
    let (Some(it), Some(func)) = (f.it.get(), f.func.get()) else {
        return Ok(None);
    };
    Ok(ops::next(th, it.r())?.map(|x| (x, func)))
}

fn passes(th: &mut Thread, func: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let r = call::call(th, func, &[x])?;
    ops::is_true(th, r.r())
}

static TAKEWHILE: TypeObj = TypeObj::declare("itertools.takewhile");

fn takewhile_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    filter_of(th, class, &TAKEWHILE, a)
}

fn takewhile_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let f = of::<Filter>(th, o)?;
    // Relaxed: one bit that orders nothing else.
    if f.flag.load(Relaxed) {
        return Ok(None);
    }
    let Some((x, func)) = step(th, f)? else {
        return Ok(None);
    };
    if passes(th, func.r(), x.r())? {
        return Ok(Some(x));
    }
    f.flag.store(true, Relaxed);
    Ok(None)
}

static DROPWHILE: TypeObj = TypeObj::declare("itertools.dropwhile");

fn dropwhile_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    filter_of(th, class, &DROPWHILE, a)
}

fn dropwhile_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let f = of::<Filter>(th, o)?;
    loop {
        let Some((x, func)) = step(th, f)? else {
            return Ok(None);
        };
        // Relaxed: as in takewhile.
        if f.flag.load(Relaxed) {
            return Ok(Some(x));
        }
        if !passes(th, func.r(), x.r())? {
            f.flag.store(true, Relaxed);
            return Ok(Some(x));
        }
        hooks::safepoint(th)?;
    }
}

static FILTERFALSE: TypeObj = TypeObj::declare("itertools.filterfalse");

fn filterfalse_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    filter_of(th, class, &FILTERFALSE, a)
}

fn filterfalse_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let f = of::<Filter>(th, o)?;
    loop {
        let Some((x, func)) = step(th, f)? else {
            return Ok(None);
        };
        let yes = if func.r().is_none() || func.r().is(types::BOOL.r()) {
            ops::is_true(th, x.r())?
        } else {
            passes(th, func.r(), x.r())?
        };
        if !yes {
            return Ok(Some(x));
        }
        hooks::safepoint(th)?;
    }
}

static STARMAP: TypeObj = TypeObj::declare("itertools.starmap");

fn starmap_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    filter_of(th, class, &STARMAP, a)
}

fn starmap_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let f = of::<Filter>(th, o)?;
    let Some((x, func)) = step(th, f)? else {
        return Ok(None);
    };
    let args = if x.r().is_exact(&types::TUPLE) {
        x
    } else {
        let items = ops::collect(th, x.r())?;
        tuple::new(th, items)?
    };
    call::call_ex(th, func.r(), args.r(), None).map(Some)
}

static COMPRESS: TypeObj = TypeObj::declare("itertools.compress");

/// Here `func` holds the iterator of the selectors.
fn compress_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("data, selectors");
    call::with_sig(th, "compress", &SIG, a, |th, a| {
        let it = ops::iter(th, a.at(0))?;
        let selectors = ops::iter(th, a.at(1))?;
        let f = Filter {
            func: Slot::new(selectors),
            it: Slot::new(it),
            flag: AtomicBool::new(false),
        };
        Obj::new(th, class, f)
    })
}

fn compress_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let f = of::<Filter>(th, o)?;
    loop {
        let Some((x, selectors)) = step(th, f)? else {
            return Ok(None);
        };
        let Some(s) = ops::next(th, selectors.r())? else {
            return Ok(None);
        };
        if ops::is_true(th, s.r())? {
            return Ok(Some(x));
        }
        hooks::safepoint(th)?;
    }
}

// ------------------------------------------------------------------ islice

static ISLICE: TypeObj = TypeObj::declare("itertools.islice");

struct Islice {
    it: Slot,
    at: Guarded<Window>,
}
payload!(
    Islice,
    traverse | s,
    v | s.it.visit(v),
    clear | s | drop(s.it.take())
);

/// Positions in the source.
struct Window {
    /// Items taken from it so far.
    taken: u64,
    /// Index of the next item to give.
    next: u64,
    stop: Option<u64>,
    step: u64,
}

fn bound(th: &mut Thread, o: Option<Ref<'_>>, message: &str) -> R<Option<u64>> {
    let Some(o) = o.filter(|o| !o.is_none()) else {
        return Ok(None);
    };
    let i = match ops::small_int_value(o) {
        Some(i) => i,
        None => match int::ssize(th, o) {
            Ok(i) => i as i64,
            Err(Raised) => {
                drop(error::fetch(th));
                -1
            }
        },
    };
    match u64::try_from(i) {
        Ok(i) => Ok(Some(i)),
        Err(_) => Err(value_error(th, message)),
    }
}

fn islice_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_keywords(th, class, &ISLICE, a)?;
    a.check(th, "islice", 2, 4)?;
    let (start, stop) = if a.len() == 2 {
        let m = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        (None, bound(th, a.opt(1), m)?)
    } else {
        let m = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        let stop = bound(th, a.opt(2), m)?;
        (bound(th, a.opt(1), m)?, stop)
    };
    let m = "Step for islice() must be a positive integer or None.";
    let step = bound(th, a.opt(3), m)?.unwrap_or(1);
    if step == 0 {
        return Err(value_error(th, m));
    }
    let it = ops::iter(th, a.at(0))?;
    let at = Window {
        taken: 0,
        next: start.unwrap_or(0),
        stop,
        step,
    };
    let s = Islice {
        it: Slot::new(it),
        at: Guarded::new(at),
    };
    Obj::new(th, class, s)
}

fn islice_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let s = of::<Islice>(th, o)?;
    let Some(it) = s.it.get() else {
        return Ok(None);
    };
    // Reserve: how many items to pass over, and whether one is to be given after them.
    let (skip, give) = {
        let mut w = s.at.lock();
        let (taken, next) = (w.taken, w.next);
        let goal = w.stop.map_or(next, |stop| next.min(stop));
        let skip = goal.saturating_sub(taken);
        let at = taken + skip;
        let give = w.stop.is_none_or(|stop| at < stop);
        w.taken = if give { at + 1 } else { at };
        if give {
            let after = next.saturating_add(w.step);
            w.next = w.stop.map_or(after, |stop| after.min(stop));
        }
        (skip, give)
    };
    let r = advance(th, it.r(), skip, give);
    if !matches!(r, Ok(Some(_))) {
        drop(s.it.take());
    }
    r
}

fn advance(th: &mut Thread, it: Ref<'_>, skip: u64, give: bool) -> R<Option<Obj>> {
    for _ in 0..skip {
        if ops::next(th, it)?.is_none() {
            return Ok(None);
        }
        hooks::safepoint(th)?;
    }
    if give { ops::next(th, it) } else { Ok(None) }
}

static ISLICE_SPEC: TypeSpec = TypeSpec::new(
    &ISLICE,
    islice_new,
    "islice(iterable, [start,] stop [, step])\n--\n\nThe items that a slice of a sequence would have.",
);

type Row = (TypeSpec, NextFn);

const fn row(t: &'static TypeObj, new: CallFn, next: NextFn, doc: &'static str) -> Row {
    (TypeSpec::new(t, new, doc), next)
}

static FILTERS: [Row; 5] = [
    row(
        &TAKEWHILE,
        takewhile_new,
        takewhile_next,
        "takewhile(predicate, iterable, /)\n--\n\nItems as long as the predicate holds.",
    ),
    row(
        &DROPWHILE,
        dropwhile_new,
        dropwhile_next,
        "dropwhile(predicate, iterable, /)\n--\n\nItems from the first one on that fails the predicate.",
    ),
    row(
        &FILTERFALSE,
        filterfalse_new,
        filterfalse_next,
        "filterfalse(function, iterable, /)\n--\n\nItems for which the function is false.",
    ),
    row(
        &STARMAP,
        starmap_new,
        starmap_next,
        "starmap(function, iterable, /)\n--\n\nfunction(*item) for each item.",
    ),
    row(
        &COMPRESS,
        compress_new,
        compress_next,
        "compress(data, selectors)\n--\n\nItems of the data whose selector is true.",
    ),
];

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<Vec<&'static TypeSpec>> {
    let mut all = vec![&ISLICE_SPEC];
    ISLICE_SPEC.iterator::<Islice>(th, islice_next)?;
    for (spec, next) in &FILTERS {
        spec.iterator::<Filter>(th, *next)?;
        all.push(spec);
    }
    Ok(all)
}
