//! `int`: slots, constructor and operators. Methods are in `int_methods.rs`, storage and arithmetic in
//! `typhon_runtime::types::int`.

use super::support::{class_of, not_implemented, num, number_text};
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::bigint::{self, BigInt};
use typhon_runtime::types::buffer;
use typhon_runtime::types::bytearray::ByteArray;
use typhon_runtime::types::bytes;
use typhon_runtime::types::int::{self, BitOp, Num};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, float, slotdefs};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

macro_rules! binary_slots {
    ($($name:ident $f:path;)*) => {
        $(fn $name(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            match (int::num(a), int::num(b)) {
                (Some(a), Some(b)) => $f(th, a, b),
                _ => not_implemented(),
            }
        })*
    };
}
binary_slots! {
    int_add int::add_num;
    int_sub int::sub_num;
    int_mul int::mul_num;
    int_floordiv int::floordiv_num;
    int_mod int::mod_num;
    int_truediv int::truediv_num;
    int_lshift int::shift_left;
    int_rshift int::shift_right;
    int_divmod divmod_tuple;
    int_and and;
    int_or or;
    int_xor xor;
}

fn divmod_tuple(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    let (q, r) = int::divmod_num(th, a, b)?;
    types::tuple::new(th, vec![q, r])
}
fn and(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    int::bits_num(th, BitOp::And, a, b)
}
fn or(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    int::bits_num(th, BitOp::Or, a, b)
}
fn xor(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    int::bits_num(th, BitOp::Xor, a, b)
}

fn int_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    let (Some(x), Some(y)) = (int::num(a), int::num(b)) else {
        return not_implemented();
    };
    if m.is_none() {
        return int::pow_num(th, x, y);
    }
    match int::num(m) {
        Some(m) => int::pow_mod_num(th, x, y, m),
        None => not_implemented(),
    }
}

fn int_neg(th: &mut Thread, a: Ref<'_>) -> R {
    let n = num(th, a)?;
    int::neg_num(th, n)
}
fn int_pos(th: &mut Thread, a: Ref<'_>) -> R {
    int::exact(th, a)
}
fn int_abs(th: &mut Thread, a: Ref<'_>) -> R {
    let n = num(th, a)?;
    if n.is_negative() {
        int::neg_num(th, n)
    } else {
        int::exact(th, a)
    }
}
fn int_invert(th: &mut Thread, a: Ref<'_>) -> R {
    let n = num(th, a)?;
    int::invert_num(th, n)
}
fn int_bool(th: &mut Thread, a: Ref<'_>) -> R<bool> {
    num(th, a).map(|n| !n.is_zero())
}
fn int_float(th: &mut Thread, a: Ref<'_>) -> R {
    let n = num(th, a)?;
    let x = float::from_num(th, n)?;
    float::new(th, x)
}
fn int_hash(th: &mut Thread, a: Ref<'_>) -> R<i64> {
    num(th, a).map(int::hash)
}
fn int_repr(th: &mut Thread, a: Ref<'_>) -> R {
    let n = num(th, a)?;
    int::repr(th, n)
}
fn int_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    match (int::num(a), int::num(b)) {
        (Some(a), Some(b)) => Ok(Obj::bool(op.test(int::compare(a, b)))),
        _ => not_implemented(),
    }
}

// ------------------------------------------------------------------ constructor

fn int_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let (x, base) = new_arguments(th, a)?;
    let exact = match (x, base) {
        (None, Some(_)) => return Err(type_error(th, "int() missing string argument")),
        (None, None) => Ref::small_int(0).own(),
        (Some(x), None) => from_object(th, x)?,
        (Some(x), Some(base)) => {
            let base = int::index_to_isize(th, base)?;
            if base != 0 && !(2..=36).contains(&base) {
                return Err(value_error(th, "int() base must be >= 2 and <= 36, or 0"));
            }
            if x.get::<Str>().is_none()
                && bytes::value(x).is_none()
                && x.get::<ByteArray>().is_none()
            {
                return Err(no_text(th));
            }
            from_text(th, x, base as u32)?
        }
    };
    let class = class_of(class);
    if std::ptr::eq(class, &types::INT) {
        return Ok(exact);
    }
    let n = num(th, exact.r())?;
    int::new_of(th, class, n)
}

fn new_arguments<'a>(th: &mut Thread, a: Args<'a>) -> R<(Option<Ref<'a>>, Option<Ref<'a>>)> {
    let n = a.len() + a.kw_len();
    if a.len() > 2 || n > 2 {
        return Err(type_error(th, super::support::too_many(a, "int", 2)));
    }
    let mut base = a.opt(1);
    for (name, v) in a.kwargs() {
        let name = pystr::text(name);
        if name != "base" {
            return Err(typhon_runtime::signature::unexpected_keyword(
                th,
                "int",
                &name,
                ["base"].into_iter(),
            ));
        }
        if a.len() == 2 {
            return Err(type_error(
                th,
                "argument for int() given by name ('base') and position (2)",
            ));
        }
        base = Some(v);
    }
    Ok((a.opt(0), base))
}

/// `int(x)`: an exact int.
pub fn from_object(th: &mut Thread, x: Ref<'_>) -> R {
    if x.is_exact(&types::INT) {
        return Ok(x.own());
    }
    if let Some(f) = x.class().slots().int() {
        let r = f(th, x)?;
        return checked_int(th, "__int__", r);
    }
    if x.class().slots().index().is_some() {
        let r = ops::index(th, x)?;
        return int::exact(th, r.r());
    }
    if x.get::<Str>().is_some() || buffer::view(x).is_some() {
        return from_text(th, x, 10);
    }
    Err(type_error(
        th,
        format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            x.class().name()
        ),
    ))
}

/// The result of `__int__` as an exact int.
fn checked_int(th: &mut Thread, what: &str, r: Obj) -> R {
    if r.r().is_exact(&types::INT) {
        return Ok(r);
    }
    if int::is_int(r.r()) {
        let m = format!(
            "{what} returned non-int (type {}).  The ability to return an instance of a strict subclass of int is \
             deprecated, and may be removed in a future version of Python.",
            r.r().class().name()
        );
        crate::warn::deprecation(th, &m)?;
        return int::exact(th, r.r());
    }
    Err(type_error(
        th,
        format!("{what} returned non-int (type {})", r.r().class().name()),
    ))
}

/// `int(text, base)` for str, bytes and bytearray.
fn from_text(th: &mut Thread, x: Ref<'_>, base: u32) -> R {
    let parsed = if let Some(s) = x.get::<Str>() {
        parse(th, &number_text(s), base)?
    } else if let Some(b) = buffer::view(x) {
        match std::str::from_utf8(&b) {
            Ok(t) if t.is_ascii() => {
                let t = t.trim_matches(|c: char| matches!(c, ' ' | '\t'..='\r'));
                parse(th, t, base)?
            }
            _ => None,
        }
    } else {
        return Err(no_text(th));
    };
    match parsed {
        Some(n) => Ok(n),
        None => Err(invalid_literal(th, x, base)),
    }
}

#[cold]
fn no_text(th: &mut Thread) -> Raised {
    type_error(th, "int() can't convert non-string with explicit base")
}

#[cold]
fn invalid_literal(th: &mut Thread, x: Ref<'_>, base: u32) -> typhon_runtime::Raised {
    let shown = match types::buffer::view(x) {
        // Whatever holds the bytes.
        Some(b) => Ok(super::bytes::repr_text(&b)),
        None => ops::repr_text(th, x),
    };
    let mut shown = match shown {
        Ok(r) => r,
        Err(e) => return e,
    };
    // The message shows at most 200 characters of the literal.
    if let Some((end, _)) = shown.char_indices().nth(200) {
        shown.truncate(end);
    }
    value_error(
        th,
        format!("invalid literal for int() with base {base}: {shown}"),
    )
}

/// Parses an integer literal with optional sign, prefix (bases 0, 2, 8, 16) and underscores; None if it is malformed.
pub fn parse(th: &mut Thread, s: &str, base: u32) -> R<Option<Obj>> {
    let (negative, body) = match s.as_bytes().first() {
        Some(b'-') => (true, s.get(1..).unwrap_or("")),
        Some(b'+') => (false, s.get(1..).unwrap_or("")),
        _ => (false, s),
    };
    let Some((digits, radix)) = split_prefix(body, base) else {
        return Ok(None);
    };
    let Some(digits) = clean_digits(digits, radix) else {
        return Ok(None);
    };
    if base == 0 && radix == 10 && digits.starts_with('0') && digits.bytes().any(|c| c != b'0') {
        return Ok(None);
    }
    if digits.len() <= 18
        && let Ok(v) = i64::from_str_radix(&digits, radix)
    {
        return int::from_i64(th, if negative { -v } else { v }).map(Some);
    }
    if !radix.is_power_of_two() {
        int::check_digits(th, digits.len())?;
    }
    match bigint::from_digits(th, &digits, radix)? {
        Some(b) => int::from_bigint(th, if negative { -b } else { b }).map(Some),
        None => Ok(None),
    }
}

/// Takes the prefix off and says in which radix the rest is. An underscore may follow a prefix.
fn split_prefix(body: &str, base: u32) -> Option<(&str, u32)> {
    let b = body.as_bytes();
    let named = match (b.first(), b.get(1).map(u8::to_ascii_lowercase)) {
        (Some(b'0'), Some(b'x')) => Some(16),
        (Some(b'0'), Some(b'o')) => Some(8),
        (Some(b'0'), Some(b'b')) => Some(2),
        _ => None,
    };
    match named {
        Some(r) if base == r || base == 0 => {
            let rest = body.get(2..)?;
            Some((rest.strip_prefix('_').unwrap_or(rest), r))
        }
        _ if base == 0 => Some((body, 10)),
        _ => Some((body, base)),
    }
}

/// Digits of a radix without underscores; None if there is anything else or a misplaced underscore.
fn clean_digits(s: &str, radix: u32) -> Option<std::borrow::Cow<'_, str>> {
    if s.is_empty() {
        return None;
    }
    let ok = |c: u8| (c as char).is_digit(radix);
    let mut last = b'_';
    for c in s.bytes() {
        if !(ok(c) || c == b'_' && last != b'_') {
            return None;
        }
        last = c;
    }
    if last == b'_' {
        return None;
    }
    Some(if s.contains('_') {
        s.replace('_', "").into()
    } else {
        s.into()
    })
}

/// Powers of ten for rounding.
pub fn ten_to(th: &mut Thread, n: u64) -> R<BigInt> {
    // 10^n has about 3.3 bits per digit.
    if n > bigint::MAX_BITS / 4 {
        return Err(overflow_error(th, "too many digits in integer"));
    }
    Ok(BigInt::from(10).pow(n as usize))
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::INT.slots();
    s.set_new(int_new);
    s.set_repr(int_repr);
    s.set_hash(int_hash);
    s.set_richcmp(int_richcmp);
    s.set_add(int_add);
    s.set_sub(int_sub);
    s.set_mul(int_mul);
    s.set_floordiv(int_floordiv);
    s.set_mod(int_mod);
    s.set_truediv(int_truediv);
    s.set_divmod(int_divmod);
    s.set_pow(int_pow);
    s.set_lshift(int_lshift);
    s.set_rshift(int_rshift);
    s.set_and(int_and);
    s.set_or(int_or);
    s.set_xor(int_xor);
    s.set_neg(int_neg);
    s.set_pos(int_pos);
    s.set_abs(int_abs);
    s.set_invert(int_invert);
    s.set_bool(int_bool);
    s.set_int(int_pos);
    s.set_index(int_pos);
    s.set_float(int_float);
    call::add_methods(th, &types::INT, super::int_methods::METHODS)?;
    call::add_getset(th, &types::INT, super::int_methods::GETSET)?;
    super::support::set_doc(
        th,
        &types::INT,
        "int([x]) -> integer\nint(x, base=10) -> integer\n\nA number or text as an integer, rounded towards zero; without arguments 0.",
    )?;
    slotdefs::finish(th, &types::INT)
}
