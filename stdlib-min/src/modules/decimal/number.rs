//! The types `Decimal` and `Context` as Python sees them: operators, comparisons, tables of methods.

use super::arith;
use super::calls::{self, operator};
use super::context::{self, ATTRIBUTES, CONTEXT, Context, current};
use super::convert;
use super::num::{Dec, Kind, Rounding, compare, cond, finish};
use super::objects::{
    self, DECIMAL, Number, SHARED, float_value, make, memory, note, number, shared,
};
use crate::modules::common::{TypeSpec, not_implemented, of};
use std::borrow::Cow;
use typhon_runtime::call::{Args, GetSetDef, Kind as K, MethodDef};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, complex, int};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

// ------------------------------------------------------------------ operators

fn decimal_add(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    operator(th, a, b, arith::add)
}
fn decimal_sub(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    operator(th, a, b, arith::subtract)
}
fn decimal_mul(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    operator(th, a, b, arith::multiply)
}
fn decimal_truediv(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    operator(th, a, b, arith::divide)
}
fn decimal_floordiv(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    operator(th, a, b, arith::divide_int)
}
fn decimal_mod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    operator(th, a, b, arith::remainder)
}
fn decimal_divmod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if objects::operand(a).is_none() || objects::operand(b).is_none() {
        return not_implemented();
    }
    let c = current(th)?;
    calls::divided(th, c.r(), a, b)
}
fn decimal_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    let known = |o: Ref<'_>| objects::operand(o).is_some();
    if !known(a) || !known(b) || !m.is_none() && !known(m) {
        return not_implemented();
    }
    let c = current(th)?;
    calls::power(th, c.r(), a, b, (!m.is_none()).then_some(m))
}
fn decimal_neg(th: &mut Thread, a: Ref<'_>) -> R {
    let c = current(th)?;
    calls::unary(th, c.r(), a, arith::minus)
}
fn decimal_pos(th: &mut Thread, a: Ref<'_>) -> R {
    let c = current(th)?;
    calls::unary(th, c.r(), a, arith::plus)
}
fn decimal_abs(th: &mut Thread, a: Ref<'_>) -> R {
    let c = current(th)?;
    calls::unary(th, c.r(), a, arith::abs)
}
fn decimal_bool(_th: &mut Thread, a: Ref<'_>) -> R<bool> {
    Ok(number(a).is_none_or(|d| !d.is_zero()))
}

// ------------------------------------------------------------------ comparisons

/// What a Decimal is compared with.
enum Other<'a> {
    Number(Cow<'a, Dec>),
    /// A fraction: numerator and denominator.
    Ratio(Dec, Dec),
    Unknown,
}

fn other<'a>(th: &mut Thread, o: Ref<'a>, op: CmpOp, context: Ref<'_>) -> R<Other<'a>> {
    if let Some(d) = objects::operand(o) {
        return Ok(Other::Number(d));
    }
    let equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
    let real = match complex::value(o) {
        Some(z) if equality && z.im == 0.0 => Some(convert::float_operand(z.re)),
        Some(_) => return Ok(Other::Unknown),
        None => float_value(o),
    };
    if let Some(d) = real {
        if equality {
            // Equality never raises for floats.
            of::<Context>(th, context)?
                .status
                .fetch_or(cond::FLOAT, std::sync::atomic::Ordering::Relaxed);
        } else {
            note(th, context, cond::FLOAT)?;
        }
        return Ok(Other::Number(Cow::Owned(d)));
    }
    let class = shared(&SHARED.rational);
    if o.class().flag(types::typeobj::flags::STR_SUB)
        || class.r().is_none()
        || !ops::isinstance(th, o, class.r())?
    {
        return Ok(Other::Unknown);
    }
    let part = |th: &mut Thread, name: &str| -> R<Option<Dec>> {
        let v = ops::getattr_str(th, o, name)?;
        Ok(objects::from_int(v.r()))
    };
    match (part(th, "numerator")?, part(th, "denominator")?) {
        (Some(n), Some(d)) => Ok(Other::Ratio(n, d)),
        _ => {
            let m = "numerator and denominator must be integers";
            Err(typhon_runtime::error::type_error(th, m))
        }
    }
}

fn decimal_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let a = &of::<Number>(th, a)?.0;
    // Two numbers need no context.
    if let Some(b) = number(b)
        && !a.is_nan()
        && !b.is_nan()
    {
        return Ok(Obj::bool(op.test(compare(a, b))));
    }
    let context = current(th)?;
    let o = match other(th, b, op, context.r())? {
        Other::Unknown => return not_implemented(),
        Other::Number(b) => {
            if a.is_nan() || b.is_nan() {
                let signaling = a.kind == Kind::Signaling || b.kind == Kind::Signaling;
                if signaling || !matches!(op, CmpOp::Eq | CmpOp::Ne) {
                    note(th, context.r(), cond::INVALID)?;
                }
                return Ok(Obj::bool(op == CmpOp::Ne));
            }
            compare(a, &b)
        }
        Other::Ratio(n, d) => {
            if a.is_nan() {
                if a.kind == Kind::Signaling || !matches!(op, CmpOp::Eq | CmpOp::Ne) {
                    note(th, context.r(), cond::INVALID)?;
                }
                return Ok(Obj::bool(op == CmpOp::Ne));
            }
            if a.is_infinite() {
                compare(a, &n)
            } else {
                let p = arith::multiply(a, &d, &super::num::Ctx::MAX, &mut 0);
                compare(&memory(th, p)?, &n)
            }
        }
    };
    Ok(Obj::bool(op.test(o)))
}

// ------------------------------------------------------------------ small methods

fn get_real(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.own())
}
fn get_imag(th: &mut Thread, _o: Ref<'_>) -> R {
    make(th, Dec::zero(false, 0))
}
fn same(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}
fn context_same(th: &mut Thread, a: Args<'_>) -> R {
    match number(a.at(1)) {
        Some(_) => Ok(a.at(1).own()),
        None => Err(typhon_runtime::error::type_error(
            th,
            "argument must be a Decimal",
        )),
    }
}
fn context_is_canonical(th: &mut Thread, a: Args<'_>) -> R {
    context_same(th, a).map(|_| Obj::bool(true))
}
fn copy_decimal(th: &mut Thread, a: Args<'_>) -> R {
    if number(a.at(1)).is_some() {
        return Ok(a.at(1).own());
    }
    let d = objects::need(th, a.at(1))?.into_owned();
    make(th, d)
}
fn radix(th: &mut Thread, _a: Args<'_>) -> R {
    make(th, Dec::small(false, 10, 0))
}
fn adjusted(th: &mut Thread, a: Args<'_>) -> R {
    let d = &of::<Number>(th, a.at(0))?.0;
    let n = if d.is_special() { 0 } else { d.adjusted() };
    int::from_i64(th, n)
}
fn ceil(th: &mut Thread, a: Args<'_>) -> R {
    convert::to_int(th, a.at(0), Rounding::Ceiling)
}
fn floor(th: &mut Thread, a: Args<'_>) -> R {
    convert::to_int(th, a.at(0), Rounding::Floor)
}
fn trunc(th: &mut Thread, a: Args<'_>) -> R {
    convert::to_int(th, a.at(0), Rounding::Down)
}
fn sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let d = &of::<Number>(th, a.at(0))?.0;
    int::from_usize(th, 104 + d.coef.as_words().len() * 8)
}
fn apply(th: &mut Thread, a: Args<'_>) -> R {
    calls::unary(th, a.at(0), a.at(1), |d, c, st| finish(d.clone(), c, st))
}
const ONE: K = K::Sig("context=");
const TWO: K = K::Sig("other, context=");
const ROUND: K = K::Sig("rounding=, context=");

const fn m(
    name: &'static str,
    kind: K,
    f: fn(&mut Thread, Args<'_>) -> R,
    doc: &'static str,
) -> MethodDef {
    MethodDef::new(name, kind, f, doc)
}

#[rustfmt::skip]
static DECIMAL_METHODS: &[MethodDef] = &[
    m("exp", ONE, calls::exp::method, "e to the power of the number, correctly rounded."),
    m("ln", ONE, calls::ln::method, "The natural logarithm, correctly rounded."),
    m("log10", ONE, calls::log10::method, "The logarithm to the base of ten, correctly rounded."),
    m("sqrt", ONE, calls::sqrt::method, "The square root."),
    m("next_minus", ONE, calls::next_minus::method, "The largest number of the context below this one."),
    m("next_plus", ONE, calls::next_plus::method, "The smallest number of the context above this one."),
    m("normalize", ONE, calls::normalize::method, "Rounded, without zeros at the end."),
    m("logb", ONE, calls::logb::method, "The adjusted exponent as a Decimal."),
    m("logical_invert", ONE, calls::logical_invert::method, "The digits, zeros and ones, inverted."),
    m("to_integral", ROUND, calls::to_integral_value, "Rounded to an integer, without the signals of rounding."),
    m("to_integral_value", ROUND, calls::to_integral_value, "Rounded to an integer, without the signals of rounding."),
    m("to_integral_exact", ROUND, calls::to_integral_exact, "Rounded to an integer, with the signals of rounding."),
    m("compare", TWO, calls::compare::method, "-1, 0, 1 or NaN as a Decimal."),
    m("compare_signal", TWO, calls::compare_signal::method, "As compare(), but every NaN signals."),
    m("compare_total", TWO, calls::compare_total::method, "-1, 0 or 1 by the order of all representations."),
    m("compare_total_mag", TWO, calls::compare_total_mag::method, "As compare_total(), without the signs."),
    m("max", TWO, calls::max::method, "The larger one; a quiet NaN loses against a number."),
    m("max_mag", TWO, calls::max_mag::method, "The one with the larger magnitude."),
    m("min", TWO, calls::min::method, "The smaller one; a quiet NaN loses against a number."),
    m("min_mag", TWO, calls::min_mag::method, "The one with the smaller magnitude."),
    m("next_toward", TWO, calls::next_toward::method, "The next number of the context in the direction of the other."),
    m("remainder_near", TWO, calls::remainder_near::method, "What is left by the multiple nearest to the number."),
    m("logical_and", TWO, calls::logical_and::method, "The digits, zeros and ones, and-ed."),
    m("logical_or", TWO, calls::logical_or::method, "The digits, zeros and ones, or-ed."),
    m("logical_xor", TWO, calls::logical_xor::method, "The digits, zeros and ones, xor-ed."),
    m("rotate", TWO, calls::rotate::method, "The digits rotated within the precision."),
    m("shift", TWO, calls::shift::method, "The digits shifted within the precision."),
    m("scaleb", TWO, calls::scaleb::method, "The number with its exponent changed by the other."),
    m("copy_sign", TWO, calls::copy_sign::method, "The number with the sign of the other."),
    m("same_quantum", TWO, calls::same_quantum, "Whether both have the same exponent, or are both special in the same way."),
    m("quantize", K::Sig("exp, rounding=, context="), calls::decimal_quantize, "The number rounded to the exponent of another."),
    m("fma", K::Sig("other, third, context="), calls::decimal_fma, "self * other + third, rounded once."),
    m("is_canonical", K::NoArgs, calls::is_canonical::plain, "True."),
    m("is_finite", K::NoArgs, calls::is_finite::plain, "Whether it is neither infinite nor a NaN."),
    m("is_infinite", K::NoArgs, calls::is_infinite::plain, "Whether it is infinite."),
    m("is_nan", K::NoArgs, calls::is_nan::plain, "Whether it is a NaN, quiet or signaling."),
    m("is_qnan", K::NoArgs, calls::is_qnan::plain, "Whether it is a quiet NaN."),
    m("is_snan", K::NoArgs, calls::is_snan::plain, "Whether it is a signaling NaN."),
    m("is_signed", K::NoArgs, calls::is_signed::plain, "Whether it has a minus sign, zeros and NaNs included."),
    m("is_zero", K::NoArgs, calls::is_zero::plain, "Whether it is a zero."),
    m("is_normal", ONE, calls::is_normal::method, "Whether it is finite, not zero and not subnormal."),
    m("is_subnormal", ONE, calls::is_subnormal::method, "Whether it is not zero and below the normal numbers."),
    m("number_class", ONE, calls::number_class, "The name of the class of the number."),
    m("to_eng_string", ONE, convert::to_eng_string, "Text with exponents that three divides."),
    m("adjusted", K::NoArgs, adjusted, "The exponent in scientific notation."),
    m("canonical", K::NoArgs, same, "The number itself."),
    m("conjugate", K::NoArgs, same, "The number itself."),
    m("radix", K::NoArgs, radix, "Ten."),
    m("copy_abs", K::NoArgs, calls::copy_abs::method, "The magnitude, not rounded."),
    m("copy_negate", K::NoArgs, calls::copy_negate::method, "The number with the other sign, not rounded."),
    m("as_tuple", K::NoArgs, convert::as_tuple, "Sign, digits and exponent."),
    m("as_integer_ratio", K::NoArgs, convert::as_integer_ratio, "Numerator and denominator in lowest terms."),
    MethodDef::class("from_float", K::One, convert::from_float_method, "The exact value of a float or int."),
    MethodDef::class("from_number", K::One, convert::from_number, "The exact value of a float, int or Decimal."),
    m("__copy__", K::NoArgs, same, ""),
    m("__deepcopy__", K::One, same, ""),
    m("__format__", K::Pos(1, 2), convert::decimal_format, "Text by a format specification."),
    m("__reduce__", K::NoArgs, convert::decimal_reduce, ""),
    m("__round__", K::Pos(0, 1), convert::decimal_round, ""),
    m("__ceil__", K::NoArgs, ceil, ""),
    m("__floor__", K::NoArgs, floor, ""),
    m("__trunc__", K::NoArgs, trunc, ""),
    m("__complex__", K::NoArgs, convert::decimal_complex, ""),
    m("__sizeof__", K::NoArgs, sizeof, ""),
];

#[rustfmt::skip]
static CONTEXT_METHODS: &[MethodDef] = &[
    m("Etiny", K::NoArgs, context::etiny, "Smallest exponent of a subnormal number."),
    m("Etop", K::NoArgs, context::etop, "Largest exponent of a number with all digits."),
    m("radix", K::NoArgs, radix, "Ten."),
    m("clear_flags", K::NoArgs, context::clear_flags, "Resets all flags."),
    m("clear_traps", K::NoArgs, context::clear_traps, "Resets all traps."),
    m("copy", K::NoArgs, context::context_copy, "A copy with the flags."),
    m("__copy__", K::NoArgs, context::context_copy, ""),
    m("__reduce__", K::NoArgs, context::context_reduce, ""),
    m("create_decimal", K::Pos(0, 1), convert::create_decimal, "A Decimal, rounded by this context."),
    m("create_decimal_from_float", K::One, convert::create_decimal_from_float, "A Decimal from a float, rounded by this context."),
    m("_apply", K::One, apply, ""),
    m("exp", K::One, calls::exp::context, "e to the power of x."),
    m("ln", K::One, calls::ln::context, "The natural logarithm of x."),
    m("log10", K::One, calls::log10::context, "The logarithm of x to the base of ten."),
    m("sqrt", K::One, calls::sqrt::context, "The square root of x."),
    m("next_minus", K::One, calls::next_minus::context, "The next number below x."),
    m("next_plus", K::One, calls::next_plus::context, "The next number above x."),
    m("normalize", K::One, calls::normalize::context, "x rounded, without zeros at the end."),
    m("plus", K::One, calls::plus::context, "x, rounded."),
    m("minus", K::One, calls::minus::context, "-x, rounded."),
    m("abs", K::One, calls::abs::context, "The magnitude of x, rounded."),
    m("logb", K::One, calls::logb::context, "The adjusted exponent of x."),
    m("logical_invert", K::One, calls::logical_invert::context, "The digits of x inverted."),
    m("to_integral", K::One, calls::context_integral_value, "x rounded to an integer."),
    m("to_integral_value", K::One, calls::context_integral_value, "x rounded to an integer."),
    m("to_integral_exact", K::One, calls::context_integral_exact, "x rounded to an integer, with signals."),
    m("is_canonical", K::One, context_is_canonical, "True."),
    m("is_finite", K::One, calls::is_finite::context, "Whether x is finite."),
    m("is_infinite", K::One, calls::is_infinite::context, "Whether x is infinite."),
    m("is_nan", K::One, calls::is_nan::context, "Whether x is a NaN."),
    m("is_qnan", K::One, calls::is_qnan::context, "Whether x is a quiet NaN."),
    m("is_snan", K::One, calls::is_snan::context, "Whether x is a signaling NaN."),
    m("is_signed", K::One, calls::is_signed::context, "Whether x has a minus sign."),
    m("is_zero", K::One, calls::is_zero::context, "Whether x is a zero."),
    m("is_normal", K::One, calls::is_normal::context, "Whether x is a normal number."),
    m("is_subnormal", K::One, calls::is_subnormal::context, "Whether x is subnormal."),
    m("number_class", K::One, calls::context_number_class, "The name of the class of x."),
    m("copy_abs", K::One, calls::copy_abs::context, "The magnitude of x, not rounded."),
    m("copy_negate", K::One, calls::copy_negate::context, "-x, not rounded."),
    m("canonical", K::One, context_same, "x itself."),
    m("copy_decimal", K::One, copy_decimal, "x as a Decimal."),
    m("to_sci_string", K::One, convert::context_sci_string, "x in scientific notation."),
    m("to_eng_string", K::One, convert::context_eng_string, "x in engineering notation."),
    m("add", K::Pos(2, 2), calls::add::context, "x + y"),
    m("subtract", K::Pos(2, 2), calls::subtract::context, "x - y"),
    m("multiply", K::Pos(2, 2), calls::multiply::context, "x * y"),
    m("divide", K::Pos(2, 2), calls::divide::context, "x / y"),
    m("divide_int", K::Pos(2, 2), calls::divide_int::context, "x // y"),
    m("remainder", K::Pos(2, 2), calls::remainder::context, "x % y"),
    m("remainder_near", K::Pos(2, 2), calls::remainder_near::context, "What is left by the nearest multiple of y."),
    m("divmod", K::Pos(2, 2), calls::context_divmod, "x // y and x % y"),
    m("compare", K::Pos(2, 2), calls::compare::context, "-1, 0, 1 or NaN."),
    m("compare_signal", K::Pos(2, 2), calls::compare_signal::context, "As compare(), but every NaN signals."),
    m("compare_total", K::Pos(2, 2), calls::compare_total::context, "-1, 0 or 1 by the order of all representations."),
    m("compare_total_mag", K::Pos(2, 2), calls::compare_total_mag::context, "As compare_total(), without signs."),
    m("copy_sign", K::Pos(2, 2), calls::copy_sign::context, "x with the sign of y."),
    m("max", K::Pos(2, 2), calls::max::context, "The larger one."),
    m("max_mag", K::Pos(2, 2), calls::max_mag::context, "The one with the larger magnitude."),
    m("min", K::Pos(2, 2), calls::min::context, "The smaller one."),
    m("min_mag", K::Pos(2, 2), calls::min_mag::context, "The one with the smaller magnitude."),
    m("next_toward", K::Pos(2, 2), calls::next_toward::context, "The next number after x in the direction of y."),
    m("logical_and", K::Pos(2, 2), calls::logical_and::context, "Digits and-ed."),
    m("logical_or", K::Pos(2, 2), calls::logical_or::context, "Digits or-ed."),
    m("logical_xor", K::Pos(2, 2), calls::logical_xor::context, "Digits xor-ed."),
    m("rotate", K::Pos(2, 2), calls::rotate::context, "The digits of x rotated by y."),
    m("shift", K::Pos(2, 2), calls::shift::context, "The digits of x shifted by y."),
    m("scaleb", K::Pos(2, 2), calls::scaleb::context, "x with its exponent changed by y."),
    m("quantize", K::Pos(2, 2), calls::quantize::context, "x rounded to the exponent of y."),
    m("same_quantum", K::Pos(2, 2), calls::context_same_quantum, "Whether both have the same exponent."),
    m("fma", K::Pos(3, 3), calls::context_fma, "x * y + z, rounded once."),
    m("power", K::Sig("a, b, modulo="), calls::context_power, "a ** b, modulo `modulo` if it is given."),
];

#[rustfmt::skip]
static DECIMAL_ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef { name: "real", get: get_real, set: None, doc: "The number itself." },
    GetSetDef { name: "imag", get: get_imag, set: None, doc: "Zero." },
];

static DECIMAL_SPEC: TypeSpec = TypeSpec::new(
    &DECIMAL,
    convert::decimal_new,
    "A decimal number. The value can be an integer, text, a tuple (sign, digits, exponent), a float, or another Decimal.",
)
.methods(DECIMAL_METHODS)
.getset(DECIMAL_ATTRIBUTES);

static CONTEXT_SPEC: TypeSpec = TypeSpec::new(
    &CONTEXT,
    context::context_new,
    "What operations depend on: precision, rounding, limits of exponents, which signals raise.",
)
.methods(CONTEXT_METHODS)
.getset(ATTRIBUTES);

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<()> {
    DECIMAL_SPEC.begin::<Number>(&types::OBJECT);
    let s = DECIMAL.slots();
    s.set_add(decimal_add);
    s.set_sub(decimal_sub);
    s.set_mul(decimal_mul);
    s.set_truediv(decimal_truediv);
    s.set_floordiv(decimal_floordiv);
    s.set_mod(decimal_mod);
    s.set_divmod(decimal_divmod);
    s.set_pow(decimal_pow);
    s.set_neg(decimal_neg);
    s.set_pos(decimal_pos);
    s.set_abs(decimal_abs);
    s.set_bool(decimal_bool);
    s.set_int(convert::decimal_int);
    s.set_float(convert::decimal_float);
    s.set_richcmp(decimal_compare);
    s.set_hash(convert::decimal_hash);
    s.set_repr(convert::decimal_repr);
    s.set_str(convert::decimal_str);
    DECIMAL_SPEC.end(th)?;
    CONTEXT_SPEC.begin::<Context>(&types::OBJECT);
    let s = CONTEXT.slots();
    s.set_init(context::context_init);
    s.set_setattr(context::setattr);
    s.set_repr(context::context_repr);
    CONTEXT_SPEC.end(th)
}
