//! The operations as methods: each once for Decimal (with an optional context as the last argument) and once for
//! Context (with all operands as arguments).

use super::context::{self, current};
use super::num::{Ctx, Dec, Kind, Res};
use super::objects::{make, memory, need, note, result};
use super::{arith, digitwise, roots};
use typhon_runtime::call::Args;
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread};

type Unary = fn(&Dec, &Ctx, &mut u32) -> Res<Dec>;
type Binary = fn(&Dec, &Dec, &Ctx, &mut u32) -> Res<Dec>;
type Test = fn(&Dec, &Ctx) -> bool;

/// An operation of one operand in a context.
pub fn unary(th: &mut Thread, context: Ref<'_>, x: Ref<'_>, f: Unary) -> R {
    let d = need(th, x)?;
    let c = context::settings(th, context)?;
    let mut st = 0;
    let r = f(&d, &c, &mut st);
    result(th, context, r, st)
}

/// An operation of two operands in a context.
pub fn binary(th: &mut Thread, context: Ref<'_>, x: Ref<'_>, y: Ref<'_>, f: Binary) -> R {
    let (a, b) = (need(th, x)?, need(th, y)?);
    let c = context::settings(th, context)?;
    let mut st = 0;
    let r = f(&a, &b, &c, &mut st);
    result(th, context, r, st)
}

fn test(th: &mut Thread, context: Option<Ref<'_>>, x: Ref<'_>, f: Test) -> R {
    let d = need(th, x)?;
    let c = match context {
        Some(c) => context::settings(th, c)?,
        None => Ctx::MAX,
    };
    Ok(Obj::bool(f(&d, &c)))
}

macro_rules! unary_operations {
    ($($name:ident = $f:expr;)*) => {$(
        #[allow(dead_code, reason = "not every operation is a method of both types")]
        pub mod $name {
            use super::*;
            pub fn method(th: &mut Thread, a: Args<'_>) -> R {
                let c = context::optional(th, a.opt(1))?;
                unary(th, c.r(), a.at(0), $f)
            }
            pub fn context(th: &mut Thread, a: Args<'_>) -> R {
                unary(th, a.at(0), a.at(1), $f)
            }
        }
    )*};
}

macro_rules! binary_operations {
    ($($name:ident = $f:expr;)*) => {$(
        #[allow(dead_code, reason = "not every operation is a method of both types")]
        pub mod $name {
            use super::*;
            pub fn method(th: &mut Thread, a: Args<'_>) -> R {
                let c = context::optional(th, a.opt(2))?;
                binary(th, c.r(), a.at(0), a.at(1), $f)
            }
            pub fn context(th: &mut Thread, a: Args<'_>) -> R {
                binary(th, a.at(0), a.at(1), a.at(2), $f)
            }
        }
    )*};
}

macro_rules! tests {
    ($($name:ident = $f:expr;)*) => {$(
        #[allow(dead_code, reason = "only two tests depend on a context")]
        pub mod $name {
            use super::*;
            /// Without a context.
            pub fn plain(th: &mut Thread, a: Args<'_>) -> R {
                test(th, None, a.at(0), $f)
            }
            pub fn method(th: &mut Thread, a: Args<'_>) -> R {
                let c = context::optional(th, a.opt(1))?;
                test(th, Some(c.r()), a.at(0), $f)
            }
            pub fn context(th: &mut Thread, a: Args<'_>) -> R {
                test(th, Some(a.at(0)), a.at(1), $f)
            }
        }
    )*};
}

unary_operations! {
    exp = roots::exp;
    ln = roots::ln;
    log10 = roots::log10;
    sqrt = roots::sqrt;
    next_minus = digitwise::next_minus;
    next_plus = digitwise::next_plus;
    logb = digitwise::logb;
    logical_invert = digitwise::logical_invert;
    normalize = arith::normalize;
    plus = arith::plus;
    minus = arith::minus;
    abs = arith::abs;
    copy_abs = |d, _, _| Ok(d.clone().signed(false));
    copy_negate = |d, _, _| Ok(d.clone().signed(!d.negative));
}

binary_operations! {
    add = arith::add;
    subtract = arith::subtract;
    multiply = arith::multiply;
    divide = arith::divide;
    divide_int = arith::divide_int;
    remainder = arith::remainder;
    remainder_near = arith::remainder_near;
    compare = digitwise::compare_numbers;
    compare_signal = digitwise::compare_signal;
    compare_total = |a, b, _, _| Ok(digitwise::compare_total(a, b));
    compare_total_mag = |a, b, _, _| Ok(digitwise::compare_total_mag(a, b));
    copy_sign = |a, b, _, _| Ok(digitwise::copy_sign(a, b));
    max = digitwise::max;
    max_mag = digitwise::max_mag;
    min = digitwise::min;
    min_mag = digitwise::min_mag;
    next_toward = digitwise::next_toward;
    logical_and = digitwise::logical_and;
    logical_or = digitwise::logical_or;
    logical_xor = digitwise::logical_xor;
    rotate = digitwise::rotate;
    shift = digitwise::shift;
    scaleb = digitwise::scaleb;
    quantize = arith::quantize;
}

tests! {
    is_canonical = |_, _| true;
    is_finite = |d, _| d.is_finite();
    is_infinite = |d, _| d.is_infinite();
    is_nan = |d, _| d.is_nan();
    is_qnan = |d, _| d.kind == Kind::Quiet;
    is_snan = |d, _| d.kind == Kind::Signaling;
    is_signed = |d, _| d.negative;
    is_zero = |d, _| d.is_zero();
    is_normal = digitwise::is_normal;
    is_subnormal = digitwise::is_subnormal;
}

/// The context of a method with an optional rounding mode at `i` and an optional context at `j`: its object, and its
/// settings with that mode.
fn with_rounding(th: &mut Thread, a: Args<'_>, i: usize, j: usize) -> R<(Obj, Ctx)> {
    let c = context::optional(th, a.opt(j))?;
    let mut s = context::settings(th, c.r())?;
    if let Some(r) = a.opt_not_none(i) {
        s.rounding = context::rounding_of(th, r)?;
    }
    Ok((c, s))
}

/// `d.quantize(exp, rounding=None, context=None)`.
pub fn decimal_quantize(th: &mut Thread, a: Args<'_>) -> R {
    let (c, s) = with_rounding(th, a, 2, 3)?;
    let (x, y) = (need(th, a.at(0))?, need(th, a.at(1))?);
    let mut st = 0;
    let r = arith::quantize(&x, &y, &s, &mut st);
    result(th, c.r(), r, st)
}

fn integral(th: &mut Thread, a: Args<'_>, exact: bool) -> R {
    let (c, s) = with_rounding(th, a, 1, 2)?;
    let x = need(th, a.at(0))?;
    let mut st = 0;
    let r = arith::to_integral(&x, exact, &s, &mut st);
    result(th, c.r(), r, st)
}
/// `d.to_integral_value(rounding=None, context=None)`.
pub fn to_integral_value(th: &mut Thread, a: Args<'_>) -> R {
    integral(th, a, false)
}
/// `d.to_integral_exact(rounding=None, context=None)`.
pub fn to_integral_exact(th: &mut Thread, a: Args<'_>) -> R {
    integral(th, a, true)
}
/// `context.to_integral_value(d)`.
pub fn context_integral_value(th: &mut Thread, a: Args<'_>) -> R {
    unary(th, a.at(0), a.at(1), |d, c, s| {
        arith::to_integral(d, false, c, s)
    })
}
/// `context.to_integral_exact(d)`.
pub fn context_integral_exact(th: &mut Thread, a: Args<'_>) -> R {
    unary(th, a.at(0), a.at(1), |d, c, s| {
        arith::to_integral(d, true, c, s)
    })
}

fn fused(th: &mut Thread, context: Ref<'_>, x: Ref<'_>, y: Ref<'_>, z: Ref<'_>) -> R {
    let (x, y, z) = (need(th, x)?, need(th, y)?, need(th, z)?);
    let c = context::settings(th, context)?;
    let mut st = 0;
    let r = arith::fma(&x, &y, &z, &c, &mut st);
    result(th, context, r, st)
}
/// `d.fma(other, third, context=None)`.
pub fn decimal_fma(th: &mut Thread, a: Args<'_>) -> R {
    let c = context::optional(th, a.opt(3))?;
    fused(th, c.r(), a.at(0), a.at(1), a.at(2))
}
/// `context.fma(x, y, z)`.
pub fn context_fma(th: &mut Thread, a: Args<'_>) -> R {
    fused(th, a.at(0), a.at(1), a.at(2), a.at(3))
}

/// `pow(x, y, z)`; z may be missing.
pub fn power(th: &mut Thread, context: Ref<'_>, x: Ref<'_>, y: Ref<'_>, z: Option<Ref<'_>>) -> R {
    let Some(z) = z else {
        return binary(th, context, x, y, roots::power);
    };
    let (x, y, z) = (need(th, x)?, need(th, y)?, need(th, z)?);
    let c = context::settings(th, context)?;
    let mut st = 0;
    let r = roots::power_modulo(&x, &y, &z, &c, &mut st);
    result(th, context, r, st)
}
/// `context.power(a, b, modulo=None)`.
pub fn context_power(th: &mut Thread, a: Args<'_>) -> R {
    power(th, a.at(0), a.at(1), a.at(2), a.opt_not_none(3))
}

/// `divmod(x, y)`.
pub fn divided(th: &mut Thread, context: Ref<'_>, x: Ref<'_>, y: Ref<'_>) -> R {
    let (a, b) = (need(th, x)?, need(th, y)?);
    let c = context::settings(th, context)?;
    let mut st = 0;
    let r = arith::divmod(&a, &b, &c, &mut st);
    let (q, r) = memory(th, r)?;
    note(th, context, st)?;
    let v = vec![make(th, q)?, make(th, r)?];
    tuple::new(th, v)
}
/// `context.divmod(x, y)`.
pub fn context_divmod(th: &mut Thread, a: Args<'_>) -> R {
    divided(th, a.at(0), a.at(1), a.at(2))
}

/// `d.same_quantum(other, context=None)`.
pub fn same_quantum(th: &mut Thread, a: Args<'_>) -> R {
    context::optional(th, a.opt(2))?;
    let (x, y) = (need(th, a.at(0))?, need(th, a.at(1))?);
    Ok(Obj::bool(digitwise::same_quantum(&x, &y)))
}
/// `context.same_quantum(x, y)`.
pub fn context_same_quantum(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (need(th, a.at(1))?, need(th, a.at(2))?);
    Ok(Obj::bool(digitwise::same_quantum(&x, &y)))
}

/// `d.number_class(context=None)`.
pub fn number_class(th: &mut Thread, a: Args<'_>) -> R {
    let c = context::optional(th, a.opt(1))?;
    class_name(th, c.r(), a.at(0))
}
/// `context.number_class(d)`.
pub fn context_number_class(th: &mut Thread, a: Args<'_>) -> R {
    class_name(th, a.at(0), a.at(1))
}
fn class_name(th: &mut Thread, context: Ref<'_>, x: Ref<'_>) -> R {
    let d = need(th, x)?;
    let c = context::settings(th, context)?;
    Ok(pystr::intern_str(digitwise::number_class(&d, &c)).own())
}

/// An operator in the current context; None: an operand is no number.
pub fn operator(th: &mut Thread, x: Ref<'_>, y: Ref<'_>, f: Binary) -> R {
    use super::objects::operand;
    let (Some(a), Some(b)) = (operand(x), operand(y)) else {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    };
    let context = current(th)?;
    let c = context::settings(th, context.r())?;
    let mut st = 0;
    let r = f(&a, &b, &c, &mut st);
    result(th, context.r(), r, st)
}
