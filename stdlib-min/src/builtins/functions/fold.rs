//! Builtin functions that walk an iterable to one result: `min`, `max`, `sum`, `any`, `all`, `sorted`.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::complex::{self, Complex};
use typhon_runtime::types::list::List;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, float, int, list, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, iter, ops};

/// Items between two safepoints.
const STRIDE: usize = 0xfff;

/// Calls `f` with each item until it gives false.
fn each(th: &mut Thread, o: Ref<'_>, mut f: impl FnMut(&mut Thread, Obj) -> R<bool>) -> R<()> {
    let list = if o.is_exact(&types::LIST) {
        o.get::<List>()
    } else {
        None
    };
    let it = match list {
        // As its iterator, which nobody would see.
        Some(_) => None,
        None => Some(ops::iter(th, o)?),
    };
    let mut n = 0usize;
    loop {
        let x = match (list, &it) {
            (Some(l), _) => l.get_by(th, n),
            (None, Some(it)) => iter::step_of(th, it.r())?,
            (None, None) => None,
        };
        let Some(x) = x else {
            return Ok(());
        };
        if !f(th, x)? {
            return Ok(());
        }
        n = n.wrapping_add(1);
        if n & STRIDE == 0 {
            hooks::safepoint(th)?;
        }
    }
}

fn builtin_any(th: &mut Thread, a: Args<'_>) -> R {
    let mut found = false;
    each(th, a.at(0), |th, x| {
        found = ops::is_true(th, x.r())?;
        Ok(!found)
    })?;
    Ok(Obj::bool(found))
}

fn builtin_all(th: &mut Thread, a: Args<'_>) -> R {
    let mut ok = true;
    each(th, a.at(0), |th, x| {
        ok = ops::is_true(th, x.r())?;
        Ok(ok)
    })?;
    Ok(Obj::bool(ok))
}

// ------------------------------------------------------------------ min, max

struct Extreme {
    name: &'static str,
    op: CmpOp,
    /// The item, and its key if there is a key function.
    best: Option<(Option<Obj>, Obj)>,
}

impl Extreme {
    fn offer(&mut self, th: &mut Thread, key: Option<Ref<'_>>, x: Obj) -> R<()> {
        let k = match key {
            Some(f) => Some(call::call(th, f, &[x.r()])?),
            None => None,
        };
        let better = match &self.best {
            None => true,
            Some((best, item)) => {
                let new = k.as_ref().unwrap_or(&x).r();
                let best = best.as_ref().unwrap_or(item).r();
                match (new.as_small(), best.as_small()) {
                    (Some(a), Some(b)) => self.op.test(a.cmp(&b)),
                    _ => ops::compare_bool(th, new, best, self.op)?,
                }
            }
        };
        if better {
            self.best = Some((k, x));
        }
        Ok(())
    }
}

fn extreme(th: &mut Thread, a: Args<'_>, name: &'static str, op: CmpOp) -> R {
    let (mut key, mut default) = (None, None);
    for (k, v) in a.kwargs() {
        match pystr::text(k).as_str() {
            "key" => key = Some(v).filter(|v| !v.is_none()),
            "default" => default = Some(v),
            other => {
                let names = ["key", "default"].into_iter();
                return Err(typhon_runtime::signature::unexpected_keyword(
                    th, name, other, names,
                ));
            }
        }
    }
    if a.is_empty() {
        let m = format!("{name} expected at least 1 argument, got 0");
        return Err(type_error(th, m));
    }
    let mut e = Extreme {
        name,
        op,
        best: None,
    };
    if a.len() > 1 {
        if default.is_some() {
            let m =
                format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(type_error(th, m));
        }
        for x in a.iter() {
            e.offer(th, key, x.own())?;
        }
    } else {
        each(th, a.at(0), |th, x| e.offer(th, key, x).map(|()| true))?;
    }
    match (e.best, default) {
        (Some((_, x)), _) => Ok(x),
        (None, Some(d)) => Ok(d.own()),
        (None, None) => {
            let m = format!("{}() iterable argument is empty", e.name);
            Err(value_error(th, m))
        }
    }
}

fn builtin_min(th: &mut Thread, a: Args<'_>) -> R {
    extreme(th, a, "min", CmpOp::Lt)
}

fn builtin_max(th: &mut Thread, a: Args<'_>) -> R {
    extreme(th, a, "max", CmpOp::Gt)
}

// ------------------------------------------------------------------ sum

/// A sum of doubles with the rounding errors in a second double (Neumaier's variant of Kahan's sum).
#[derive(Clone, Copy)]
struct Compensated {
    hi: f64,
    lo: f64,
}

impl Compensated {
    fn new(x: f64) -> Compensated {
        Compensated { hi: x, lo: 0.0 }
    }
    fn add(&mut self, x: f64) {
        let t = self.hi + x;
        self.lo += if self.hi.abs() >= x.abs() {
            (self.hi - t) + x
        } else {
            (x - t) + self.hi
        };
        self.hi = t;
    }
    fn value(self) -> f64 {
        if self.lo != 0.0 && self.lo.is_finite() {
            self.hi + self.lo
        } else {
            self.hi
        }
    }
}

/// What has been summed so far, in the cheapest form that holds it.
enum Total {
    Int(i64),
    Float(Compensated),
    Complex(Compensated, Compensated),
    Any(Obj),
}

impl Total {
    fn of(o: Ref<'_>) -> Total {
        if o.is_exact(&types::INT)
            && let Some(i) = int::to_i64(o)
        {
            return Total::Int(i);
        }
        Total::of_inexact(o)
    }
    fn of_inexact(o: Ref<'_>) -> Total {
        if o.is_exact(&types::FLOAT)
            && let Some(x) = float::value(o)
        {
            return Total::Float(Compensated::new(x));
        }
        if o.is_exact(&types::COMPLEX)
            && let Some(z) = complex::value(o)
        {
            return Total::Complex(Compensated::new(z.re), Compensated::new(z.im));
        }
        Total::Any(o.own())
    }
    fn value(self, th: &mut Thread) -> R {
        match self {
            Total::Int(i) => int::from_i64(th, i),
            Total::Float(x) => float::new(th, x.value()),
            Total::Complex(re, im) => {
                let z = Complex {
                    re: re.value(),
                    im: im.value(),
                };
                complex::new(th, z)
            }
            Total::Any(o) => Ok(o),
        }
    }
    /// Adds without leaving the form; false if that cannot be.
    fn add_same(&mut self, th: &mut Thread, x: Ref<'_>) -> R<bool> {
        match self {
            Total::Int(i) => {
                let n = match ops::small_int_value(x) {
                    Some(n) => Some(n),
                    None if x.is_exact(&types::INT) => int::to_i64(x),
                    None => None,
                };
                let Some(sum) = n.and_then(|n| i.checked_add(n)) else {
                    return Ok(false);
                };
                *i = sum;
                Ok(true)
            }
            Total::Float(s) => match real(th, x)? {
                Some(x) => {
                    s.add(x);
                    Ok(true)
                }
                None => Ok(false),
            },
            Total::Complex(re, im) => {
                if x.is_exact(&types::COMPLEX)
                    && let Some(z) = complex::value(x)
                {
                    re.add(z.re);
                    im.add(z.im);
                    return Ok(true);
                }
                match real(th, x)? {
                    Some(x) => {
                        re.add(x);
                        Ok(true)
                    }
                    None => Ok(false),
                }
            }
            Total::Any(_) => Ok(false),
        }
    }
}

/// A float or int as a double; OverflowError for ints beyond the range.
fn real(th: &mut Thread, x: Ref<'_>) -> R<Option<f64>> {
    if x.is_exact(&types::FLOAT) {
        return Ok(float::value(x));
    }
    match int::num(x) {
        Some(n) => float::from_num(th, n).map(Some),
        None => Ok(None),
    }
}

fn builtin_sum(th: &mut Thread, a: Args<'_>) -> R {
    let start = a.opt(1).unwrap_or(Ref::small_int(0));
    if a.opt(1).is_some() {
        for (t, what, join) in [
            (&types::STR, "strings", "''"),
            (&types::BYTES, "bytes", "b''"),
            (&types::BYTEARRAY, "bytearray", "b''"),
        ] {
            if t.is_ready() && start.is_instance(t) {
                let m = format!("sum() can't sum {what} [use {join}.join(seq) instead]");
                return Err(type_error(th, m));
            }
        }
    }
    let mut total = Total::of(start);
    each(th, a.at(0), |th, x| {
        if let (Total::Int(i), Some(n)) = (&mut total, x.r().as_small())
            && let Some(sum) = i.checked_add(n)
        {
            *i = sum;
            return Ok(true);
        }
        if !total.add_same(th, x.r())? {
            let numeric = matches!(total, Total::Int(_) | Total::Float(_));
            let left = std::mem::replace(&mut total, Total::Int(0)).value(th)?;
            let sum = ops::binary(th, ops::BinOp::Add, left.r(), x.r())?;
            total = if numeric {
                Total::of_inexact(sum.r())
            } else {
                Total::Any(sum)
            };
        }
        Ok(true)
    })?;
    total.value(th)
}

// ------------------------------------------------------------------ sorted

fn builtin_sorted(th: &mut Thread, a: Args<'_>) -> R {
    a.check(th, "sorted", 1, 1)?;
    let items = ops::collect(th, a.at(0))?;
    let l = list::new(th, items)?;
    let sort = ops::getattr_str(th, l.r(), "sort")?;
    call::call_args(th, sort.r(), a.skip(1))?;
    Ok(l)
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "any",
        Kind::One,
        builtin_any,
        "any($module, iterable, /)\n--\n\nWhether an item is true; False for an empty iterable.",
    ),
    MethodDef::new(
        "all",
        Kind::One,
        builtin_all,
        "all($module, iterable, /)\n--\n\nWhether every item is true; True for an empty iterable.",
    ),
    MethodDef::new(
        "min",
        Kind::Any,
        builtin_min,
        "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nThe smallest item of an iterable, or the smallest argument.",
    ),
    MethodDef::new(
        "max",
        Kind::Any,
        builtin_max,
        "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nThe biggest item of an iterable, or the biggest argument.",
    ),
    MethodDef::new(
        "sum",
        Kind::Sig("iterable, /, start="),
        builtin_sum,
        "sum($module, iterable, /, start=0)\n--\n\nThe start value plus every item, from left to right.",
    ),
    MethodDef::new(
        "sorted",
        Kind::Any,
        builtin_sorted,
        "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nA new list of the items in ascending order.",
    ),
];
