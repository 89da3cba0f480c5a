//! Decimals from other objects and back.

use super::context::{self, Context, current};
use super::num::{Ctx, Dec, Kind, Res, Rounding, cond, finish, pow10, scale};
use super::objects::{
    self, DECIMAL, Number, SHARED, from_float, make, memory, need, note, number, shared,
};
use super::{arith, text};
use crate::modules::common::of;
use crate::warn;
use std::borrow::Cow;
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::bigint::{self, BigInt, BigUint};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{complex, float, int, list, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, unicode};

// ------------------------------------------------------------------ constructors

/// Text as ASCII: decimal digits of any script; with `loose`, without blanks around it and underscores. None: other
/// characters.
fn plain(s: &Str, loose: bool) -> Option<String> {
    let mut out = String::with_capacity(s.bytes().len());
    for c in s.code_points() {
        if c < 128 {
            if !(loose && c == u32::from(b'_')) {
                out.push(c as u8 as char);
            }
        } else if let Some(d) = unicode::decimal(c) {
            out.push((b'0' + d) as char);
        } else if char::from_u32(c).is_some_and(char::is_whitespace) {
            out.push(' ');
        } else {
            return None;
        }
    }
    if loose {
        let blank = |c: char| c.is_ascii_whitespace() || matches!(c, '\x0b' | '\x1c'..='\x1f');
        out = out.trim_matches(blank).to_string();
    }
    Some(out)
}

fn from_text(o: Ref<'_>, loose: bool, st: &mut u32) -> Res<Dec> {
    let text = o.get::<Str>().and_then(|s| plain(s, loose));
    let parsed = match text {
        Some(t) => text::parse(&t, st)?,
        None => None,
    };
    Ok(match parsed {
        Some(d) => d,
        None => Dec::invalid(st, cond::SYNTAX),
    })
}

/// The value of a tuple of sign, digits and exponent.
fn from_tuple(th: &mut Thread, o: Ref<'_>) -> R<Dec> {
    let parts = ops::collect(th, o)?;
    let [sign, digits, exp] = &parts[..] else {
        return Err(value_error(th, "argument must be a sequence of length 3"));
    };
    let negative = match int::to_i64(sign.r()) {
        Some(0) => false,
        Some(1) => true,
        _ => {
            let m = "sign must be an integer with the value 0 or 1";
            return Err(value_error(th, m));
        }
    };
    let mut kind = Kind::Finite;
    let mut exponent = 0;
    if pystr::is_str(exp.r()) {
        kind = match pystr::text(exp.r()).as_str() {
            "F" => Kind::Infinite,
            "n" => Kind::Quiet,
            "N" => Kind::Signaling,
            _ => {
                let m = "string argument in the third position must be 'F', 'n' or 'N'";
                return Err(value_error(th, m));
            }
        };
    } else if int::is_int(exp.r()) {
        match int::to_i64(exp.r()) {
            Some(e) => exponent = e.clamp(-4_000_000_000_000_000_000, 4_000_000_000_000_000_000),
            None => {
                let m = "Python int too large to convert to C ssize_t";
                return Err(overflow_error(th, m));
            }
        }
    } else {
        return Err(value_error(th, "exponent must be an integer"));
    }
    let wrong = "coefficient must be a tuple of digits";
    if digits.get::<tuple::Tuple>().is_none() && digits.get::<list::List>().is_none() {
        return Err(value_error(th, wrong));
    }
    let mut all = String::new();
    for d in ops::collect(th, digits.r())? {
        match int::to_i64(d.r()) {
            Some(d @ 0..=9) => all.push((b'0' + d as u8) as char),
            _ => return Err(value_error(th, wrong)),
        }
    }
    if kind == Kind::Infinite {
        return Ok(Dec::infinity(negative));
    }
    let r = super::num::room(all.len() as u64);
    memory(th, r)?;
    let coef = bigint::natural_from_digits(&all).unwrap_or(BigUint::ZERO);
    let mut d = Dec::new(negative, coef, exponent);
    d.kind = kind;
    Ok(d)
}

/// What is made of a constructor's argument: as it stands, not yet made to fit.
fn from_object(th: &mut Thread, o: Ref<'_>, loose: bool, context: Ref<'_>, st: &mut u32) -> R<Dec> {
    if let Some(d) = number(o) {
        return Ok(d.clone());
    }
    if pystr::is_str(o) {
        let r = from_text(o, loose, st);
        return memory(th, r);
    }
    if let Some(d) = objects::from_int(o) {
        return Ok(d);
    }
    if o.get::<tuple::Tuple>().is_some() || o.get::<list::List>().is_some() {
        return from_tuple(th, o);
    }
    if let Some(d) = objects::float_value(o) {
        note(th, context, cond::FLOAT)?;
        return Ok(d);
    }
    Err(objects::unsupported(th, o))
}

/// `Decimal(value="0", context=None)`: exact.
pub fn decimal_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig = call::Sig::parse("value=, context=");
    if a.len() + a.kw_len() > 2 {
        let m = format!(
            "function takes at most 2 arguments ({} given)",
            a.len() + a.kw_len()
        );
        return Err(type_error(th, m));
    }
    call::with_sig(th, "Decimal", &SIG, a, |th, a| {
        let context = context::optional(th, a.opt(1))?;
        let Some(value) = a.opt(0) else {
            return of_class(th, class, Dec::zero(false, 0));
        };
        if class.is(DECIMAL.r()) && value.is_exact(&DECIMAL) {
            return Ok(value.own());
        }
        let mut st = 0;
        let d = from_object(th, value, true, context.r(), &mut st)?;
        let d = if number(value).is_some() {
            d
        } else {
            exactly(th, d, context.r(), &mut st)?
        };
        of_class(th, class, d)
    })
}

/// The number, if the widest context can hold it exactly.
fn exactly(th: &mut Thread, d: Dec, context: Ref<'_>, st: &mut u32) -> R<Dec> {
    let r = text::exact(d, st);
    let d = memory(th, r)?;
    note(th, context, *st & cond::ERRORS)?;
    Ok(d)
}

fn of_class(th: &mut Thread, class: Ref<'_>, d: Dec) -> R {
    Obj::new(th, class, Number(d))
}

/// `Context.create_decimal(num="0")`: rounded.
pub fn create_decimal(th: &mut Thread, a: Args<'_>) -> R {
    let context = a.at(0);
    let Some(value) = a.opt(1) else {
        return make(th, Dec::zero(false, 0));
    };
    let c = context::settings(th, context)?;
    if value.is_exact(&DECIMAL)
        && let Some(d) = number(value)
        && d.is_nan()
        && !context::payload_too_long(d, &c)
    {
        return Ok(value.own());
    }
    let mut st = 0;
    let d = from_object(th, value, false, context, &mut st)?;
    let d = if context::payload_too_long(&d, &c) {
        Dec::invalid(&mut st, cond::SYNTAX)
    } else {
        let r = finish(d, &c, &mut st);
        memory(th, r)?
    };
    note(th, context, st)?;
    make(th, d)
}

/// `Context.create_decimal_from_float(f)`: rounded.
pub fn create_decimal_from_float(th: &mut Thread, a: Args<'_>) -> R {
    let d = float_or_int(th, a.at(1))?;
    let c = context::settings(th, a.at(0))?;
    let mut st = 0;
    let r = finish(d, &c, &mut st);
    objects::result(th, a.at(0), r, st)
}

fn float_or_int(th: &mut Thread, o: Ref<'_>) -> R<Dec> {
    match objects::from_int(o).or_else(|| objects::float_value(o)) {
        Some(d) => Ok(d),
        None => Err(type_error(th, "argument must be int or float")),
    }
}

fn made(th: &mut Thread, class: Ref<'_>, d: Dec) -> R {
    let o = make(th, d)?;
    if class.is(DECIMAL.r()) {
        return Ok(o);
    }
    call::call(th, class, &[o.r()])
}

/// `Decimal.from_float(f)`: exact.
pub fn from_float_method(th: &mut Thread, a: Args<'_>) -> R {
    let d = float_or_int(th, a.at(1))?;
    let context = current(th)?;
    let mut st = 0;
    let d = exactly(th, d, context.r(), &mut st)?;
    made(th, a.at(0), d)
}

/// `Decimal.from_number(number)`: exact.
pub fn from_number(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(1);
    let d = match number(o) {
        Some(_) if a.at(0).is(DECIMAL.r()) && o.is_exact(&DECIMAL) => return Ok(o.own()),
        Some(d) => d.clone(),
        None => match objects::from_int(o).or_else(|| objects::float_value(o)) {
            Some(d) => d,
            None => return Err(objects::unsupported(th, o)),
        },
    };
    made(th, a.at(0), d)
}

// ------------------------------------------------------------------ to other objects

fn big(negative: bool, m: BigUint) -> BigInt {
    bigint::from_parts(negative, m)
}

fn refuse_special(th: &mut Thread, d: &Dec, what: &str) -> R<()> {
    match d.kind {
        Kind::Finite => Ok(()),
        Kind::Infinite => Err(overflow_error(
            th,
            format!("cannot convert Infinity to {what}"),
        )),
        _ => Err(value_error(th, format!("cannot convert NaN to {what}"))),
    }
}

/// The integer nearest to a number by a rounding mode.
pub fn to_int(th: &mut Thread, o: Ref<'_>, rounding: Rounding) -> R {
    let d = &of::<Number>(th, o)?.0;
    refuse_special(th, d, "integer")?;
    let r = arith::to_integral(d, false, &Ctx::MAX.rounded(rounding), &mut 0)
        .and_then(|d| d.integer_part());
    let m = memory(th, r)?;
    int::from_bigint(th, big(d.negative, m))
}

/// `int(d)`.
pub fn decimal_int(th: &mut Thread, o: Ref<'_>) -> R {
    to_int(th, o, Rounding::Down)
}

/// The nearest double.
pub fn to_f64(th: &mut Thread, d: &Dec) -> R<f64> {
    let sign = if d.negative { -1.0 } else { 1.0 };
    Ok(match d.kind {
        Kind::Infinite => sign * f64::INFINITY,
        Kind::Quiet => f64::NAN.copysign(sign),
        Kind::Signaling => {
            let m = "cannot convert signaling NaN to float";
            return Err(value_error(th, m));
        }
        Kind::Finite => {
            let t = format!("{}e{}", d.coef, d.exp);
            sign * t.parse::<f64>().unwrap_or(f64::NAN)
        }
    })
}

/// `float(d)`.
pub fn decimal_float(th: &mut Thread, o: Ref<'_>) -> R {
    let d = &of::<Number>(th, o)?.0;
    let x = to_f64(th, d)?;
    float::new(th, x)
}

/// `complex(d)`.
pub fn decimal_complex(th: &mut Thread, a: Args<'_>) -> R {
    let d = &of::<Number>(th, a.at(0))?.0;
    let re = to_f64(th, d)?;
    complex::new(th, complex::Complex { re, im: 0.0 })
}

/// `d.as_tuple()`.
pub fn as_tuple(th: &mut Thread, a: Args<'_>) -> R {
    let d = &of::<Number>(th, a.at(0))?.0;
    let sign = int::from_i64(th, i64::from(d.negative))?;
    let digit = |b: u8| Ref::small_int(i64::from(b - b'0')).own();
    let digits: Vec<Obj> = match d.kind {
        Kind::Infinite => vec![digit(b'0')],
        Kind::Quiet | Kind::Signaling if d.coef.is_zero() => Vec::new(),
        _ => d.coef.to_string().bytes().map(digit).collect(),
    };
    let exp = match d.kind {
        Kind::Finite => int::from_i64(th, d.exp)?,
        Kind::Infinite => pystr::intern_str("F").own(),
        Kind::Quiet => pystr::intern_str("n").own(),
        Kind::Signaling => pystr::intern_str("N").own(),
    };
    let digits = tuple::new(th, digits)?;
    let class = shared(&SHARED.tuple);
    call::call(th, class.r(), &[sign.r(), digits.r(), exp.r()])
}

/// `d.as_integer_ratio()`.
pub fn as_integer_ratio(th: &mut Thread, a: Args<'_>) -> R {
    let d = &of::<Number>(th, a.at(0))?.0;
    refuse_special(th, d, "integer ratio")?;
    let r = ratio(d);
    let (n, m) = memory(th, r)?;
    let v = vec![
        int::from_bigint(th, big(d.negative, n))?,
        int::from_bigint(th, big(false, m))?,
    ];
    tuple::new(th, v)
}

/// Numerator and denominator in lowest terms.
fn ratio(d: &Dec) -> Res<(BigUint, BigUint)> {
    if d.exp >= 0 || d.coef.is_zero() {
        let n = scale(&d.coef, d.exp.max(0) as u64)?;
        return Ok((n, BigUint::ONE));
    }
    let m = pow10(d.exp.unsigned_abs())?.into_owned();
    let g = bigint::gcd(&big(false, d.coef.clone()), &big(false, m.clone()));
    let g = bigint::magnitude(&g);
    Ok((&d.coef / &g, m / g))
}

/// `hash(d)`, equal to the hash of an equal int, float or fraction.
pub fn decimal_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let d = &of::<Number>(th, o)?.0;
    match d.kind {
        Kind::Signaling => {
            let m = "Cannot hash a signaling NaN value";
            return Err(type_error(th, m));
        }
        Kind::Quiet => return Ok(ops::hash_identity(o)),
        Kind::Infinite => return Ok(if d.negative { -314_159 } else { 314_159 }),
        Kind::Finite => {}
    }
    const P: u64 = (1 << 61) - 1;
    const TENTH: u64 = 2_075_258_708_292_324_556;
    let base = if d.exp >= 0 { 10 } else { TENTH };
    let p = power_mod(base, d.exp.unsigned_abs(), P);
    let c = bigint::hash_residue(&big(false, d.coef.clone()));
    let h = (u128::from(c) * u128::from(p) % u128::from(P)) as i64;
    let h = if d.negative { -h } else { h };
    Ok(if h == -1 { -2 } else { h })
}

fn power_mod(base: u64, mut e: u64, m: u64) -> u64 {
    let (mut b, mut r) = (u128::from(base), 1u128);
    let m = u128::from(m);
    while e > 0 {
        if e & 1 == 1 {
            r = r * b % m;
        }
        b = b * b % m;
        e >>= 1;
    }
    r as u64
}

/// `round(d)` and `round(d, n)`.
pub fn decimal_round(th: &mut Thread, a: Args<'_>) -> R {
    let Some(n) = a.opt(1) else {
        return to_int(th, a.at(0), Rounding::HalfEven);
    };
    if !int::is_int(n) {
        return Err(type_error(th, "optional arg must be an integer"));
    }
    let Some(n) = int::to_i64(n) else {
        let m = "Python int too large to convert to C ssize_t";
        return Err(overflow_error(th, m));
    };
    let context = current(th)?;
    let c = context::settings(th, context.r())?;
    let d = &of::<Number>(th, a.at(0))?.0;
    let mut st = 0;
    let r = super::digitwise::round_to(d, n, &c, &mut st);
    objects::result(th, context.r(), r, st)
}

// ------------------------------------------------------------------ text

/// `str(d)`.
pub fn decimal_str(th: &mut Thread, o: Ref<'_>) -> R {
    let t = written(th, o, false)?;
    pystr::new(th, &t)
}

/// `repr(d)`.
pub fn decimal_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = written(th, o, false)?;
    pystr::new(th, &format!("Decimal('{t}')"))
}

fn written(th: &mut Thread, o: Ref<'_>, engineering: bool) -> R<String> {
    let context = current(th)?;
    let capitals = of::<Context>(th, context.r())?.capitals();
    let d = &of::<Number>(th, o)?.0;
    Ok(text::to_text(d, engineering, capitals))
}

/// `d.to_eng_string(context=None)`.
pub fn to_eng_string(th: &mut Thread, a: Args<'_>) -> R {
    let context = context::optional(th, a.opt(1))?;
    let capitals = of::<Context>(th, context.r())?.capitals();
    let d = &of::<Number>(th, a.at(0))?.0;
    pystr::new(th, &text::to_text(d, true, capitals))
}

fn context_string(th: &mut Thread, a: Args<'_>, engineering: bool) -> R {
    let capitals = of::<Context>(th, a.at(0))?.capitals();
    let d: Cow<'_, Dec> = need(th, a.at(1))?;
    pystr::new(th, &text::to_text(&d, engineering, capitals))
}
/// `context.to_sci_string(d)`.
pub fn context_sci_string(th: &mut Thread, a: Args<'_>) -> R {
    context_string(th, a, false)
}
/// `context.to_eng_string(d)`.
pub fn context_eng_string(th: &mut Thread, a: Args<'_>) -> R {
    context_string(th, a, true)
}

/// What a dict says in place of the locale.
fn locale_of(th: &mut Thread, o: Ref<'_>) -> R<text::Locale> {
    let mut l = text::Locale {
        point: ".".into(),
        separator: String::new(),
        groups: Vec::new(),
    };
    let Some(d) = o.get::<typhon_runtime::types::dict::Dict>() else {
        return Err(type_error(th, "optional argument must be a dict"));
    };
    let entry = |th: &mut Thread, name: &str| -> R<Option<String>> {
        match d.get(th, pystr::intern_str(name))? {
            Some(v) if pystr::is_str(v.r()) => Ok(Some(pystr::text(v.r()))),
            Some(_) => {
                let m = "bad argument type for built-in operation";
                Err(type_error(th, m))
            }
            None => Ok(None),
        }
    };
    let mut wrong = false;
    if let Some(t) = entry(th, "decimal_point")? {
        l.point = t;
    }
    if let Some(t) = entry(th, "thousands_sep")? {
        l.separator = t;
    }
    if let Some(t) = entry(th, "grouping")? {
        // As C has it: 127 ends the groups, 0 and the end of the text repeat the last one.
        wrong |= t.chars().any(|c| c as u32 > 127);
        l.groups = t.chars().map(|c| i64::from(c as u32)).collect();
        for g in &mut l.groups {
            if *g == 127 {
                *g = -1;
            }
        }
    }
    // Not longer than one character can be.
    wrong |= l.point.is_empty() || l.point.len() > 4 || l.separator.len() > 4;
    if wrong {
        return Err(value_error(th, "invalid override dict"));
    }
    Ok(l)
}

/// `d.__format__(spec, override=None)`.
pub fn decimal_format(th: &mut Thread, a: Args<'_>) -> R {
    if !pystr::is_str(a.at(1)) {
        return Err(type_error(th, "format arg must be str"));
    }
    let spec = pystr::text(a.at(1));
    if text::is_deprecated(&spec) {
        let m = "Format specifier 'N' is deprecated and slated for removal in Python 3.18";
        warn::deprecation(th, m)?;
    }
    let locale = match a.opt(2) {
        Some(o) => Some(locale_of(th, o)?),
        None => None,
    };
    let locale = locale.filter(|_| text::wants_locale(&spec));
    let context = current(th)?;
    let c = of::<Context>(th, context.r())?;
    let d = &of::<Number>(th, a.at(0))?.0;
    let rounding = c.settings().rounding;
    match text::format(d, &spec, rounding, c.capitals(), locale.as_ref()) {
        Ok(t) => pystr::new(th, &t),
        Err(text::FormatError::Invalid) => Err(value_error(th, "invalid format string")),
        Err(text::FormatError::NoMemory) => Err(typhon_runtime::error::no_memory(th)),
    }
}

/// `d.__reduce__()`.
pub fn decimal_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let t = decimal_str(th, a.at(0))?;
    let args = tuple::new(th, vec![t])?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

/// A double's exact value, for comparisons.
pub fn float_operand(x: f64) -> Dec {
    from_float(x)
}
