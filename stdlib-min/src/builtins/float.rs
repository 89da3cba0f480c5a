//! `float`: slots, constructor, methods. Storage and shared arithmetic are in `typhon_runtime::types::float`.

use super::support::{
    class_of, double, not_implemented, number_text, strip_underscores, tuple, type_name,
};
use crate::format::{self, number};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error, zero_division};
use typhon_runtime::types::bigint::BigInt;
use typhon_runtime::types::float_text::{self, HexError};
use typhon_runtime::types::int;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, buffer, float, slotdefs};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// An operand as double: float or int; None for other types.
#[inline]
fn operand(th: &mut Thread, o: Ref<'_>) -> R<Option<f64>> {
    if let Some(x) = float::value(o) {
        return Ok(Some(x));
    }
    match int::num(o) {
        Some(n) => float::from_num(th, n).map(Some),
        None => Ok(None),
    }
}

macro_rules! arithmetic {
    ($($name:ident |$th:ident, $a:ident, $b:ident| $body:expr;)*) => {
        $(fn $name($th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            let Some($a) = operand($th, a)? else { return not_implemented() };
            let Some($b) = operand($th, b)? else { return not_implemented() };
            $body
        })*
    };
}
arithmetic! {
    float_add |th, a, b| float::new(th, a + b);
    float_sub |th, a, b| float::new(th, a - b);
    float_mul |th, a, b| float::new(th, a * b);
    float_truediv |th, a, b| if b == 0.0 { Err(by_zero(th)) } else { float::new(th, a / b) };
    float_floordiv |th, a, b| if b == 0.0 { Err(by_zero(th)) } else { float::new(th, float::divmod(a, b).0) };
    float_mod |th, a, b| if b == 0.0 { Err(by_zero(th)) } else { float::new(th, float::modulo(a, b)) };
    float_divmod |th, a, b| if b == 0.0 { Err(by_zero(th)) } else { divmod_tuple(th, a, b) };
}

#[cold]
fn by_zero(th: &mut Thread) -> Raised {
    zero_division(th, "division by zero")
}

fn divmod_tuple(th: &mut Thread, a: f64, b: f64) -> R {
    let (q, r) = float::divmod(a, b);
    let q = float::new(th, q)?;
    let r = float::new(th, r)?;
    tuple(th, vec![q, r])
}

fn float_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    if !m.is_none() {
        return Err(type_error(
            th,
            "pow() 3rd argument not allowed unless all arguments are integers",
        ));
    }
    let Some(x) = operand(th, a)? else {
        return not_implemented();
    };
    let Some(y) = operand(th, b)? else {
        return not_implemented();
    };
    float::pow(th, x, y)
}

fn float_neg(th: &mut Thread, a: Ref<'_>) -> R {
    let x = double(th, a)?;
    float::new(th, -x)
}
fn float_pos(th: &mut Thread, a: Ref<'_>) -> R {
    if a.is_exact(&types::FLOAT) {
        return Ok(a.own());
    }
    let x = double(th, a)?;
    float::new(th, x)
}
fn float_abs(th: &mut Thread, a: Ref<'_>) -> R {
    let x = double(th, a)?;
    float::new(th, x.abs())
}
fn float_bool(th: &mut Thread, a: Ref<'_>) -> R<bool> {
    double(th, a).map(|x| x != 0.0)
}
fn float_int(th: &mut Thread, a: Ref<'_>) -> R {
    let x = double(th, a)?;
    float::to_int(th, x)
}
fn float_hash(th: &mut Thread, a: Ref<'_>) -> R<i64> {
    double(th, a).map(|x| float::hash(a, x))
}
fn float_repr(th: &mut Thread, a: Ref<'_>) -> R {
    let x = double(th, a)?;
    float::repr(th, x)
}

fn float_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let Some(x) = float::value(a) else {
        return not_implemented();
    };
    let order = if let Some(y) = float::value(b) {
        x.partial_cmp(&y)
    } else if let Some(n) = int::num(b) {
        int::compare_f64(n, x).map(std::cmp::Ordering::reverse)
    } else {
        return not_implemented();
    };
    Ok(Obj::bool(match order {
        Some(o) => op.test(o),
        // NaN: only `!=` holds.
        None => op == CmpOp::Ne,
    }))
}

// ------------------------------------------------------------------ constructor

fn float_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let class = class_of(class);
    if super::support::has_init_of(class.r(), &types::FLOAT) {
        a.no_kw(th, "float")?;
    }
    a.check(th, "float", 0, 1)?;
    let Some(x) = a.opt(0) else {
        return float::new_of(th, class, 0.0);
    };
    if std::ptr::eq(class, &types::FLOAT) && x.is_exact(&types::FLOAT) {
        return Ok(x.own());
    }
    let v = from_object(th, x)?;
    float::new_of(th, class, v)
}

/// `float(x)`.
pub fn from_object(th: &mut Thread, x: Ref<'_>) -> R<f64> {
    let s = x.class().slots();
    if s.float().is_some() || s.index().is_some() {
        return from_number(th, x);
    }
    if let Some(s) = x.get::<Str>() {
        return match parse(&number_text(s)) {
            Some(v) => Ok(v),
            None => Err(unparsable(th, x)),
        };
    }
    if let Some(b) = buffer::view(x) {
        let t = std::str::from_utf8(&b).unwrap_or("?");
        let t = t.trim_matches(|c: char| matches!(c, ' ' | '\t'..='\r'));
        return match parse(t) {
            Some(v) => Ok(v),
            None => Err(unparsable(th, x)),
        };
    }
    Err(type_error(
        th,
        format!(
            "float() argument must be a string or a real number, not '{}'",
            x.class().name()
        ),
    ))
}

/// A number through `__float__` or `__index__`.
fn from_number(th: &mut Thread, x: Ref<'_>) -> R<f64> {
    if !x.is_exact(&types::FLOAT)
        && !x.is_exact(&types::INT)
        && let Some(f) = x.class().slots().float()
    {
        let r = f(th, x)?;
        let Some(v) = float::value(r.r()) else {
            return Err(type_error(
                th,
                format!(
                    "{}.__float__ returned non-float (type {})",
                    x.class().name(),
                    r.r().class().name()
                ),
            ));
        };
        if !r.r().is_exact(&types::FLOAT) {
            let m = format!(
                "{}.__float__ returned non-float (type {}).  The ability to return an instance of a strict subclass of \
                 float is deprecated, and may be removed in a future version of Python.",
                x.class().name(),
                r.r().class().name()
            );
            crate::warn::deprecation(th, &m)?;
        }
        return Ok(v);
    }
    float::as_double(th, x)
}

#[cold]
fn unparsable(th: &mut Thread, x: Ref<'_>) -> Raised {
    match ops::repr_text(th, x) {
        Ok(r) => value_error(th, format!("could not convert string to float: {r}")),
        Err(e) => e,
    }
}

/// Parses text without blanks at its ends; underscores only between digits.
pub fn parse(s: &str) -> Option<f64> {
    if s.contains('_') {
        let b = s.as_bytes();
        let digit = |i: Option<usize>| i.and_then(|i| b.get(i)).is_some_and(u8::is_ascii_digit);
        for (i, &c) in b.iter().enumerate() {
            if c == b'_' && !(digit(i.checked_sub(1)) && digit(Some(i + 1))) {
                return None;
            }
        }
        return float_text::parse(&strip_underscores(s)?);
    }
    float_text::parse(s)
}

// ------------------------------------------------------------------ methods

fn float_from_number(th: &mut Thread, a: Args<'_>) -> R {
    let (class, x) = (a.at(0), a.at(1));
    if class.is(types::FLOAT.r()) && x.is_exact(&types::FLOAT) {
        return Ok(x.own());
    }
    let v = float::as_double(th, x)?;
    instance(th, class, v)
}

/// `class(v)`.
fn instance(th: &mut Thread, class: Ref<'_>, v: f64) -> R {
    let o = float::new(th, v)?;
    if class.is(types::FLOAT.r()) {
        return Ok(o);
    }
    call::call(th, class, &[o.r()])
}

fn float_self(th: &mut Thread, a: Args<'_>) -> R {
    float_pos(th, a.at(0))
}
fn float_trunc(th: &mut Thread, a: Args<'_>) -> R {
    float_int(th, a.at(0))
}
fn float_floor(th: &mut Thread, a: Args<'_>) -> R {
    let x = double(th, a.at(0))?;
    float::to_int(th, x.floor())
}
fn float_ceil(th: &mut Thread, a: Args<'_>) -> R {
    let x = double(th, a.at(0))?;
    float::to_int(th, x.ceil())
}
fn float_round(th: &mut Thread, a: Args<'_>) -> R {
    let x = double(th, a.at(0))?;
    let Some(nd) = a.opt_not_none(1) else {
        return float::to_int(th, x.round_ties_even());
    };
    let nd = int::index_to_isize(th, nd)?;
    let y = float::round_digits(th, x, nd as i64)?;
    float::new(th, y)
}
fn float_is_integer(th: &mut Thread, a: Args<'_>) -> R {
    let x = double(th, a.at(0))?;
    Ok(Obj::bool(x.is_finite() && x == x.trunc()))
}
fn float_getnewargs(th: &mut Thread, a: Args<'_>) -> R {
    let x = float_pos(th, a.at(0))?;
    tuple(th, vec![x])
}
fn float_format(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    format::method(th, slf, a.at(1), |th, text| {
        let x = double(th, slf)?;
        number::format_float(th, x, &slf.class().name(), text)
    })
}

fn float_as_integer_ratio(th: &mut Thread, a: Args<'_>) -> R {
    let x = double(th, a.at(0))?;
    if x.is_infinite() {
        return Err(overflow_error(
            th,
            "cannot convert Infinity to integer ratio",
        ));
    }
    if x.is_nan() {
        return Err(value_error(th, "cannot convert NaN to integer ratio"));
    }
    // x = m * 2^e with m as small as it gets.
    let bits = x.abs().to_bits();
    let (mut m, mut e) = (bits & ((1 << 52) - 1), (bits >> 52) as i64 - 1075);
    if bits >> 52 == 0 {
        e += 1;
    } else {
        m |= 1 << 52;
    }
    if m == 0 {
        e = 0;
    } else {
        let z = m.trailing_zeros();
        m >>= z;
        e += i64::from(z);
    }
    let (mut n, mut d) = (BigInt::from(m), BigInt::ONE);
    if e >= 0 {
        n <<= e as usize;
    } else {
        d <<= (-e) as usize;
    }
    let n = int::from_bigint(th, if x < 0.0 { -n } else { n })?;
    let d = int::from_bigint(th, d)?;
    tuple(th, vec![n, d])
}

fn float_hex(th: &mut Thread, a: Args<'_>) -> R {
    let x = double(th, a.at(0))?;
    pystr::new(th, &float_text::to_hex(x))
}
fn float_fromhex(th: &mut Thread, a: Args<'_>) -> R {
    let Some(s) = a.at(1).get::<Str>() else {
        return Err(type_error(th, "bad argument type for built-in operation"));
    };
    match float_text::from_hex(&s.to_string_lossy()) {
        Ok(v) => instance(th, a.at(0), v),
        Err(HexError::Invalid) => Err(value_error(th, "invalid hexadecimal floating-point string")),
        Err(HexError::Overflow) => Err(overflow_error(
            th,
            "hexadecimal value too large to represent as a float",
        )),
    }
}
fn float_getformat(th: &mut Thread, a: Args<'_>) -> R {
    let kind = a.at(1);
    let Some(s) = kind.get::<Str>() else {
        let c = type_name(kind);
        return Err(type_error(
            th,
            format!("__getformat__() argument must be str, not {c}"),
        ));
    };
    if !matches!(s.bytes(), b"double" | b"float") {
        return Err(value_error(
            th,
            "__getformat__() argument 1 must be 'double' or 'float'",
        ));
    }
    pystr::new(
        th,
        if cfg!(target_endian = "little") {
            "IEEE, little-endian"
        } else {
            "IEEE, big-endian"
        },
    )
}

fn float_real(th: &mut Thread, o: Ref<'_>) -> R {
    float_pos(th, o)
}
fn float_imag(th: &mut Thread, _o: Ref<'_>) -> R {
    float::new(th, 0.0)
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "real",
        get: float_real,
        set: None,
        doc: "the real part of a complex number",
    },
    GetSetDef {
        name: "imag",
        get: float_imag,
        set: None,
        doc: "the imaginary part of a complex number",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::class(
        "from_number",
        Kind::One,
        float_from_number,
        "Converts a real number to a float.",
    ),
    MethodDef::new("conjugate", Kind::NoArgs, float_self, "The number itself."),
    MethodDef::new("__trunc__", Kind::NoArgs, float_trunc, "The integer part."),
    MethodDef::new(
        "__floor__",
        Kind::NoArgs,
        float_floor,
        "The largest integer not above the number.",
    ),
    MethodDef::new(
        "__ceil__",
        Kind::NoArgs,
        float_ceil,
        "The smallest integer not below the number.",
    ),
    MethodDef::new(
        "__round__",
        Kind::Pos(0, 1),
        float_round,
        "The nearest integer, or the nearest number of so many digits.",
    ),
    MethodDef::new(
        "as_integer_ratio",
        Kind::NoArgs,
        float_as_integer_ratio,
        "The exact fraction as a pair of integers.",
    ),
    MethodDef::class(
        "fromhex",
        Kind::One,
        float_fromhex,
        "The float that a hexadecimal string stands for.",
    ),
    MethodDef::new("hex", Kind::NoArgs, float_hex, "A hexadecimal string."),
    MethodDef::new(
        "is_integer",
        Kind::NoArgs,
        float_is_integer,
        "Whether the number is an integer.",
    ),
    MethodDef::new(
        "__getnewargs__",
        Kind::NoArgs,
        float_getnewargs,
        "Arguments for copying.",
    ),
    MethodDef::class(
        "__getformat__",
        Kind::One,
        float_getformat,
        "How C doubles or floats are stored.",
    ),
    MethodDef::new(
        "__format__",
        Kind::One,
        float_format,
        "Formats by a specifier.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::FLOAT.slots();
    s.set_new(float_new);
    s.set_repr(float_repr);
    s.set_hash(float_hash);
    s.set_richcmp(float_richcmp);
    s.set_add(float_add);
    s.set_sub(float_sub);
    s.set_mul(float_mul);
    s.set_truediv(float_truediv);
    s.set_floordiv(float_floordiv);
    s.set_mod(float_mod);
    s.set_divmod(float_divmod);
    s.set_pow(float_pow);
    s.set_neg(float_neg);
    s.set_pos(float_pos);
    s.set_abs(float_abs);
    s.set_bool(float_bool);
    s.set_int(float_int);
    s.set_float(float_pos);
    call::add_methods(th, &types::FLOAT, METHODS)?;
    call::add_getset(th, &types::FLOAT, GETSET)?;
    super::support::set_doc(
        th,
        &types::FLOAT,
        "A number or text as a floating-point number.",
    )?;
    slotdefs::finish(th, &types::FLOAT)
}
