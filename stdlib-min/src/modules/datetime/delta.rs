//! `datetime.timedelta`.

use crate::modules::common::{TypeSpec, not_implemented, of};
use crate::modules::io::util;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, type_error, zero_division};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, float, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

/// `datetime.timedelta`.
pub static DELTA: TypeObj = TypeObj::declare("datetime.timedelta");

const DAY_US: i128 = 86_400_000_000;
const MAX_DAYS: i128 = 999_999_999;

/// Payload: days, seconds below a day, microseconds below a second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta {
    /// May be negative.
    pub days: i32,
    /// 0 to 86399.
    pub seconds: i32,
    /// 0 to 999999.
    pub micros: i32,
}
payload!(Delta);

impl Delta {
    /// All of it in microseconds.
    pub fn total(self) -> i128 {
        i128::from(self.days) * DAY_US
            + i128::from(self.seconds) * 1_000_000
            + i128::from(self.micros)
    }
    /// None: too many days.
    pub fn from_total(us: i128) -> Result<Delta, i128> {
        let days = us.div_euclid(DAY_US);
        let rest = us.rem_euclid(DAY_US);
        if !(-MAX_DAYS..=MAX_DAYS).contains(&days) {
            return Err(days);
        }
        Ok(Delta {
            days: days as i32,
            seconds: (rest / 1_000_000) as i32,
            micros: (rest % 1_000_000) as i32,
        })
    }
}

/// A timedelta of so many microseconds.
pub fn new(th: &mut Thread, us: i128) -> R {
    of_class(th, DELTA.r(), us)
}

/// As `new`, or None.
pub fn or_none(th: &mut Thread, us: Option<i128>) -> R {
    us.map_or_else(|| Ok(Obj::none()), |us| new(th, us))
}

fn of_class(th: &mut Thread, class: Ref<'_>, us: i128) -> R {
    match Delta::from_total(us) {
        Ok(d) => Obj::new(th, class, d),
        Err(days) if i32::try_from(days).is_err() => Err(overflow_error(
            th,
            "Python int too large to convert to C int",
        )),
        Err(days) => Err(overflow_error(
            th,
            format!("days={days}; must have magnitude <= 999999999"),
        )),
    }
}

/// The microseconds of a timedelta.
pub fn micros_of(o: Ref<'_>) -> Option<i128> {
    o.get::<Delta>().map(|d| d.total())
}

/// An int, possibly a large one, from microseconds.
fn number(th: &mut Thread, us: i128) -> R {
    int::from_i128(th, us)
}

/// Microseconds from an int; too large: OverflowError.
fn from_number(th: &mut Thread, n: Ref<'_>) -> R<i128> {
    let big = int::num(n).map(|n| n.to_f64());
    match int::to_i64(n) {
        Some(i) => Ok(i128::from(i)),
        // Beyond 64 bits: in three parts, exactly.
        None => match big.flatten() {
            Some(x) if x.abs() < 1e30 => {
                let base = Ref::small_int(1 << 40);
                let q = ops::binary(th, ops::BinOp::FloorDiv, n, base)?;
                let r = ops::binary(th, ops::BinOp::Mod, n, base)?;
                let high = from_number(th, q.r())?;
                Ok((high << 40) + i128::from(int::to_i64(r.r()).unwrap_or(0)))
            }
            _ => Err(overflow_error(
                th,
                "Python int too large to convert to C int",
            )),
        },
    }
}

// ------------------------------------------------------------------ constructor

/// Adds `factor` microseconds for each unit in `o`: whole ones to `sum`, fractions to `left`.
fn add(
    th: &mut Thread,
    name: &str,
    o: Ref<'_>,
    factor: i128,
    sum: &mut i128,
    left: &mut f64,
) -> R<()> {
    let too_large = "Python int too large to convert to C int";
    if int::is_int(o) {
        let n = from_number(th, o)?;
        return match n.checked_mul(factor).and_then(|p| sum.checked_add(p)) {
            Some(s) => {
                *sum = s;
                Ok(())
            }
            None => Err(overflow_error(th, too_large)),
        };
    }
    let Some(x) = float::value(o) else {
        let m = format!(
            "unsupported type for timedelta {name} component: {}",
            o.class().name()
        );
        return Err(type_error(th, m));
    };
    if x.is_nan() {
        let m = "cannot convert float NaN to integer";
        return Err(error::value_error(th, m));
    }
    if x.is_infinite() {
        let m = "cannot convert float infinity to integer";
        return Err(overflow_error(th, m));
    }
    if x.abs() > 1e18 {
        return Err(overflow_error(th, too_large));
    }
    let whole = x.trunc();
    *sum += whole as i128 * factor;
    let part = (x - whole) * factor as f64;
    let w = part.trunc();
    *sum += w as i128;
    *left += part - w;
    Ok(())
}

fn delta_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig =
        call::Sig::parse("days=, seconds=, microseconds=, milliseconds=, minutes=, hours=, weeks=");
    const UNITS: [(&str, i128); 7] = [
        ("days", DAY_US),
        ("seconds", 1_000_000),
        ("microseconds", 1),
        ("milliseconds", 1000),
        ("minutes", 60_000_000),
        ("hours", 3_600_000_000),
        ("weeks", 7 * DAY_US),
    ];
    call::with_sig(th, "timedelta", &SIG, a, |th, a| {
        let (mut sum, mut left) = (0i128, 0f64);
        for (i, (name, factor)) in UNITS.iter().enumerate() {
            if let Some(o) = a.opt(i) {
                add(th, name, o, *factor, &mut sum, &mut left)?;
            }
        }
        if left != 0.0 {
            let mut whole = left.round();
            if (whole - left).abs() == 0.5 {
                // A tie goes to the even sum.
                let odd = if sum & 1 == 1 { 1.0 } else { 0.0 };
                whole = 2.0 * ((left + odd) * 0.5).round() - odd;
            }
            sum += whole as i128;
        }
        of_class(th, class, sum)
    })
}

// ------------------------------------------------------------------ arithmetic

fn both(a: Ref<'_>, b: Ref<'_>) -> Option<(i128, i128)> {
    Some((micros_of(a)?, micros_of(b)?))
}
fn delta_add(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    match both(a, b) {
        Some((x, y)) => new(th, x + y),
        None => not_implemented(),
    }
}
fn delta_sub(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    match both(a, b) {
        Some((x, y)) => new(th, x - y),
        None => not_implemented(),
    }
}
fn delta_neg(th: &mut Thread, a: Ref<'_>) -> R {
    new(th, -micros_of(a).unwrap_or(0))
}
fn delta_pos(th: &mut Thread, a: Ref<'_>) -> R {
    new(th, micros_of(a).unwrap_or(0))
}
fn delta_abs(th: &mut Thread, a: Ref<'_>) -> R {
    new(th, micros_of(a).unwrap_or(0).abs())
}
fn delta_bool(_th: &mut Thread, a: Ref<'_>) -> R<bool> {
    Ok(micros_of(a) != Some(0))
}

/// `n / d` to the nearest integer, ties to even; both ints.
fn divide_nearest(th: &mut Thread, n: Ref<'_>, d: Ref<'_>) -> R {
    let q = ops::binary(th, ops::BinOp::FloorDiv, n, d)?;
    let r = ops::binary(th, ops::BinOp::Mod, n, d)?;
    let twice = ops::binary(th, ops::BinOp::Mul, r.r(), Ref::small_int(2))?;
    // The remainder has the divisor's sign.
    let (twice, d) = (ops::abs(th, twice.r())?, ops::abs(th, d)?);
    let above = ops::compare_bool(th, twice.r(), d.r(), CmpOp::Gt)?;
    let tie = !above && ops::equal(th, twice.r(), d.r())?;
    let odd = int::num(q.r()).is_some_and(int::Num::is_odd);
    if above || (tie && odd) {
        return ops::binary(th, ops::BinOp::Add, q.r(), Ref::small_int(1));
    }
    Ok(q)
}

/// Microseconds times (or by) a float, as the float's exact ratio.
fn scaled(th: &mut Thread, us: i128, x: Ref<'_>, divide: bool) -> R {
    let ratio = call::call_method(th, x, pystr::intern_str("as_integer_ratio"), &[])?;
    let v: Vec<Obj> = tuple::items(ratio.r()).map(Ref::own).collect();
    let Ok([n, d]) = <[Obj; 2]>::try_from(v) else {
        return Err(type_error(th, "unexpected return from as_integer_ratio()"));
    };
    let (up, down) = if divide { (d, n) } else { (n, d) };
    let us = number(th, us)?;
    let product = ops::binary(th, ops::BinOp::Mul, us.r(), up.r())?;
    let q = divide_nearest(th, product.r(), down.r())?;
    let us = from_number(th, q.r())?;
    new(th, us)
}

fn delta_mul(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (d, x) = match (micros_of(a), micros_of(b)) {
        (Some(d), None) => (d, b),
        (None, Some(d)) => (d, a),
        _ => return not_implemented(),
    };
    if int::is_int(x) {
        let n = from_number(th, x)?;
        return match d.checked_mul(n) {
            Some(p) => new(th, p),
            None => Err(overflow_error(
                th,
                "Python int too large to convert to C int",
            )),
        };
    }
    if float::is_float(x) {
        return scaled(th, d, x, false);
    }
    not_implemented()
}
fn delta_truediv(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let Some(d) = micros_of(a) else {
        return not_implemented();
    };
    if let Some(e) = micros_of(b) {
        let (d, e) = (number(th, d)?, number(th, e)?);
        return ops::binary(th, ops::BinOp::TrueDiv, d.r(), e.r());
    }
    if int::is_int(b) {
        if int::num(b).is_some_and(int::Num::is_zero) {
            return Err(zero_division(th, "division by zero"));
        }
        let d = number(th, d)?;
        let q = divide_nearest(th, d.r(), b)?;
        let us = from_number(th, q.r())?;
        return new(th, us);
    }
    if let Some(x) = float::value(b) {
        if x == 0.0 {
            return Err(zero_division(th, "division by zero"));
        }
        return scaled(th, d, b, true);
    }
    not_implemented()
}
fn delta_floordiv(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let Some(d) = micros_of(a) else {
        return not_implemented();
    };
    let zero = "division by zero";
    if let Some(e) = micros_of(b) {
        if e == 0 {
            return Err(zero_division(th, zero));
        }
        return number(th, floor_div(d, e));
    }
    if int::is_int(b) {
        let n = from_number(th, b)?;
        if n == 0 {
            return Err(zero_division(th, zero));
        }
        return new(th, floor_div(d, n));
    }
    not_implemented()
}
fn floor_div(a: i128, b: i128) -> i128 {
    let q = a / b;
    if a % b != 0 && (a < 0) != (b < 0) {
        q - 1
    } else {
        q
    }
}
fn delta_mod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let Some((x, y)) = both(a, b) else {
        return not_implemented();
    };
    if y == 0 {
        return Err(zero_division(th, "division by zero"));
    }
    new(th, x - floor_div(x, y) * y)
}
fn delta_divmod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let Some((x, y)) = both(a, b) else {
        return not_implemented();
    };
    if y == 0 {
        return Err(zero_division(th, "division by zero"));
    }
    let q = floor_div(x, y);
    let v = vec![number(th, q)?, new(th, x - q * y)?];
    tuple::new(th, v)
}

fn delta_compare(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    match both(a, b) {
        Some((x, y)) => Ok(Obj::bool(op.test(x.cmp(&y)))),
        None => not_implemented(),
    }
}
/// The hash of a span.
pub fn hash_of(us: i128) -> i64 {
    let mut b = us.to_le_bytes().to_vec();
    b.push(b'd');
    pystr::hash_bytes(&b)
}
fn delta_hash(_th: &mut Thread, a: Ref<'_>) -> R<i64> {
    Ok(hash_of(micros_of(a).unwrap_or(0)))
}

// ------------------------------------------------------------------ text

fn delta_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let d = *of::<Delta>(th, o)?;
    let mut parts = Vec::new();
    for (n, v) in [
        ("days", d.days),
        ("seconds", d.seconds),
        ("microseconds", d.micros),
    ] {
        if v != 0 {
            parts.push(format!("{n}={v}"));
        }
    }
    if parts.is_empty() {
        parts.push("0".into());
    }
    let name = super::type_name(o);
    pystr::new(th, &format!("{name}({})", parts.join(", ")))
}
fn delta_str(th: &mut Thread, o: Ref<'_>) -> R {
    let d = *of::<Delta>(th, o)?;
    let mut t = String::new();
    if d.days != 0 {
        let s = if d.days.abs() == 1 { "" } else { "s" };
        t.push_str(&format!("{} day{s}, ", d.days));
    }
    let s = d.seconds;
    t.push_str(&format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60));
    if d.micros != 0 {
        t.push_str(&format!(".{:06}", d.micros));
    }
    pystr::new(th, &t)
}

fn delta_days(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(of::<Delta>(th, o)?.days)))
}
fn delta_seconds(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(of::<Delta>(th, o)?.seconds)))
}
fn delta_micros(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(of::<Delta>(th, o)?.micros)))
}
fn delta_total_seconds(th: &mut Thread, a: Args<'_>) -> R {
    let us = of::<Delta>(th, a.at(0))?.total();
    let us = number(th, us)?;
    ops::binary(th, ops::BinOp::TrueDiv, us.r(), Ref::small_int(1_000_000))
}
fn delta_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let d = *of::<Delta>(th, a.at(0))?;
    let v = [d.days, d.seconds, d.micros]
        .iter()
        .map(|&n| util::int(i64::from(n)))
        .collect();
    let args = tuple::new(th, v)?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

#[rustfmt::skip]
static SPEC: TypeSpec = TypeSpec::new(&DELTA, delta_new, "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.").methods(&[
    MethodDef::new("total_seconds", Kind::NoArgs, delta_total_seconds, "Total seconds in the duration."),
    MethodDef::new("__reduce__", Kind::NoArgs, delta_reduce, "__reduce__() -> (cls, state)"),
]).getset(&[
    GetSetDef { name: "days", get: delta_days, set: None, doc: "Number of days." },
    GetSetDef { name: "seconds", get: delta_seconds, set: None, doc: "Number of seconds (>= 0 and less than 1 day)." },
    GetSetDef { name: "microseconds", get: delta_micros, set: None, doc: "Number of microseconds (>= 0 and less than 1 second)." },
]);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    SPEC.begin::<Delta>(&types::OBJECT);
    let s = DELTA.slots();
    s.set_add(delta_add);
    s.set_sub(delta_sub);
    s.set_mul(delta_mul);
    s.set_truediv(delta_truediv);
    s.set_floordiv(delta_floordiv);
    s.set_mod(delta_mod);
    s.set_divmod(delta_divmod);
    s.set_neg(delta_neg);
    s.set_pos(delta_pos);
    s.set_abs(delta_abs);
    s.set_bool(delta_bool);
    s.set_richcmp(delta_compare);
    s.set_hash(delta_hash);
    s.set_repr(delta_repr);
    s.set_str(delta_str);
    SPEC.end(th)?;
    let last = MAX_DAYS * DAY_US + DAY_US - 1;
    for (n, us) in [
        ("min", -MAX_DAYS * DAY_US),
        ("max", last),
        ("resolution", 1),
    ] {
        let v = new(th, us)?;
        DELTA.set_attr(pystr::intern_str(n), Some(v));
    }
    Ok(())
}
