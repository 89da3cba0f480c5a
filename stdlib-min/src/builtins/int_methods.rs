//! Methods and attributes of `int`. See `int.rs`.

use super::int::ten_to;
use super::support::{class_of, num, tuple, type_name};
use crate::format::{self, number};
use std::borrow::Cow;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::bigint::{self, BigInt};
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{self, buffer, bytes};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

fn int_self(th: &mut Thread, a: Args<'_>) -> R {
    int::exact(th, a.at(0))
}
fn int_bit_length(th: &mut Thread, a: Args<'_>) -> R {
    let n = num(th, a.at(0))?;
    int::from_u64(th, n.bit_length())
}
fn int_bit_count(th: &mut Thread, a: Args<'_>) -> R {
    let n = match num(th, a.at(0))? {
        Num::Small(i) => u64::from(i.unsigned_abs().count_ones()),
        Num::Big(b) => bigint::count_ones(b),
    };
    int::from_u64(th, n)
}
fn int_as_integer_ratio(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::exact(th, a.at(0))?;
    tuple(th, vec![n, Ref::small_int(1).own()])
}
fn int_is_integer(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(true))
}
fn int_getnewargs(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::exact(th, a.at(0))?;
    tuple(th, vec![n])
}
fn int_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    // What CPython's layout takes: 24 bytes and 4 for every 30 bits, at least one such digit.
    let n = num(th, a.at(0))?;
    int::from_u64(th, 24 + 4 * n.bit_length().div_ceil(30).max(1))
}
fn int_format(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    format::method(th, slf, a.at(1), |th, text| {
        let n = num(th, slf)?;
        number::format_int(th, n, &slf.class().name(), text)
    })
}

/// Rounds to a multiple of 10^n, half to even.
fn int_round(th: &mut Thread, a: Args<'_>) -> R {
    let slf = a.at(0);
    let Some(nd) = a.opt_not_none(1) else {
        return int::exact(th, slf);
    };
    let nd = ops::index(th, nd)?;
    let Some(nd) = int::num(nd.r()) else {
        return int::exact(th, slf);
    };
    if !nd.is_negative() {
        return int::exact(th, slf);
    }
    let n = num(th, slf)?;
    let digits = nd.to_i64().map_or(u64::MAX, i64::unsigned_abs);
    // Fewer digits than half the unit: zero, without making the unit.
    if digits > n.bit_length() / 3 + 2 {
        return Ok(Ref::small_int(0).own());
    }
    let unit = ten_to(th, digits)?;
    let value = n.big();
    let (q, r) = bigint::floor_div_mod(&value, &unit);
    let twice: BigInt = &r * 2;
    let up = match twice.cmp(&unit) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => bigint::low_u64(&q) & 1 == 1,
        std::cmp::Ordering::Less => false,
    };
    let q = if up { q + BigInt::ONE } else { q };
    int::from_bigint(th, q * unit)
}

/// `byteorder`: whether it is little.
fn is_little(th: &mut Thread, o: Option<Ref<'_>>, name: &str) -> R<bool> {
    let Some(o) = o else { return Ok(false) };
    let Some(s) = o.get::<Str>() else {
        return Err(type_error(
            th,
            format!(
                "{name}() argument 'byteorder' must be str, not {}",
                type_name(o)
            ),
        ));
    };
    match s.bytes() {
        b"little" => Ok(true),
        b"big" => Ok(false),
        _ => Err(value_error(
            th,
            "byteorder must be either 'little' or 'big'",
        )),
    }
}

fn truth(th: &mut Thread, o: Option<Ref<'_>>) -> R<bool> {
    match o {
        Some(o) => ops::is_true(th, o),
        None => Ok(false),
    }
}

fn int_to_bytes(th: &mut Thread, a: Args<'_>) -> R {
    let length = match a.opt(1) {
        Some(l) => int::ssize(th, l)?,
        None => 1,
    };
    let little = is_little(th, a.opt(2), "to_bytes")?;
    let signed = truth(th, a.opt(3))?;
    let Ok(length) = usize::try_from(length) else {
        return Err(value_error(th, "length argument must be non-negative"));
    };
    let n = num(th, a.at(0))?;
    let negative = n.is_negative();
    if negative && !signed {
        return Err(overflow_error(th, "can't convert negative int to unsigned"));
    }
    // Bits needed: a two's complement has a sign bit; the smallest negative number of a size has one bit less.
    let mut bits = n.bit_length();
    if signed {
        let big = n.big();
        let power = negative && bigint::trailing_zeros(&big) == Some(bits.saturating_sub(1));
        bits += u64::from(!power);
    }
    if !n.is_zero() && bits > (length as u64).saturating_mul(8) {
        return Err(overflow_error(th, "int too big to convert"));
    }
    let magnitude = bigint::magnitude_le_bytes(&n.big());
    bytes::fill(th, &types::BYTES, length, |out| {
        for (o, m) in out.iter_mut().zip(&magnitude) {
            *o = *m;
        }
        if negative {
            let mut carry = true;
            for o in out.iter_mut() {
                let (v, c) = (!*o).overflowing_add(u8::from(carry));
                *o = v;
                carry = c;
            }
        }
        if !little {
            out.reverse();
        }
    })
}

fn int_from_bytes(th: &mut Thread, a: Args<'_>) -> R {
    let little = is_little(th, a.opt(2), "from_bytes")?;
    let signed = truth(th, a.opt(3))?;
    let data = bytes_argument(th, a.at(1))?;
    let v = from_bytes(&data, little, signed);
    let n = int::from_bigint(th, v)?;
    if class_of(a.at(0)).is_subtype(&types::INT) && !a.at(0).is(types::INT.r()) {
        return call::call(th, a.at(0), &[n.r()]);
    }
    Ok(n)
}

fn from_bytes(data: &[u8], little: bool, signed: bool) -> BigInt {
    let mut b = data.to_vec();
    if !little {
        b.reverse();
    }
    let negative = signed && b.last().is_some_and(|c| c & 0x80 != 0);
    if negative {
        let v = bigint::from_le_bytes(&b);
        v - (BigInt::ONE << (8 * b.len()))
    } else {
        bigint::from_le_bytes(&b)
    }
}

/// As `bytes(x)` for `from_bytes`: bytes-like, `__bytes__`, or an iterable of integers; no str, no int.
fn bytes_argument<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    if let Some(b) = buffer::view(o) {
        return Ok(b);
    }
    if let Some(r) = call::call_special(th, o, names::__bytes__(), &[])? {
        return match bytes::value(r.r()) {
            Some(b) => Ok(Cow::Owned(b.to_vec())),
            None => Err(type_error(
                th,
                format!(
                    "__bytes__ returned non-bytes (type {})",
                    r.r().class().name()
                ),
            )),
        };
    }
    let s = o.class().slots();
    if o.get::<Str>().is_some() || (s.iter().is_none() && s.getitem().is_none()) {
        return Err(type_error(
            th,
            format!("cannot convert '{}' object to bytes", o.class().name()),
        ));
    }
    super::bytes::from_iterable(th, o).map(Cow::Owned)
}

fn int_real(th: &mut Thread, o: Ref<'_>) -> R {
    int::exact(th, o)
}
fn int_imag(_th: &mut Thread, _o: Ref<'_>) -> R {
    Ok(Ref::small_int(0).own())
}
fn int_denominator(_th: &mut Thread, _o: Ref<'_>) -> R {
    Ok(Ref::small_int(1).own())
}

/// Attributes.
pub static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "real",
        get: int_real,
        set: None,
        doc: "the real part of a complex number",
    },
    GetSetDef {
        name: "imag",
        get: int_imag,
        set: None,
        doc: "the imaginary part of a complex number",
    },
    GetSetDef {
        name: "numerator",
        get: int_real,
        set: None,
        doc: "the numerator of a rational number in lowest terms",
    },
    GetSetDef {
        name: "denominator",
        get: int_denominator,
        set: None,
        doc: "the denominator of a rational number in lowest terms",
    },
];

/// Methods.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("conjugate", Kind::NoArgs, int_self, "The number itself."),
    MethodDef::new(
        "bit_length",
        Kind::NoArgs,
        int_bit_length,
        "Number of bits of the absolute value.",
    ),
    MethodDef::new(
        "bit_count",
        Kind::NoArgs,
        int_bit_count,
        "Number of ones in the binary form of the absolute value.",
    ),
    MethodDef::new(
        "to_bytes",
        Kind::Sig("length=, byteorder=, *, signed="),
        int_to_bytes,
        "The integer as an array of bytes.",
    ),
    MethodDef::class(
        "from_bytes",
        Kind::Sig("bytes, byteorder=, *, signed="),
        int_from_bytes,
        "The integer that an array of bytes stands for.",
    ),
    MethodDef::new(
        "as_integer_ratio",
        Kind::NoArgs,
        int_as_integer_ratio,
        "The pair (self, 1).",
    ),
    MethodDef::new("is_integer", Kind::NoArgs, int_is_integer, "True."),
    MethodDef::new("__trunc__", Kind::NoArgs, int_self, "The number itself."),
    MethodDef::new("__floor__", Kind::NoArgs, int_self, "The number itself."),
    MethodDef::new("__ceil__", Kind::NoArgs, int_self, "The number itself."),
    MethodDef::new(
        "__round__",
        Kind::Pos(0, 1),
        int_round,
        "Rounds to a power of ten.",
    ),
    MethodDef::new(
        "__getnewargs__",
        Kind::NoArgs,
        int_getnewargs,
        "Arguments for copying.",
    ),
    MethodDef::new(
        "__format__",
        Kind::One,
        int_format,
        "Formats by a specifier.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        int_sizeof,
        "Size in memory in bytes.",
    ),
];
