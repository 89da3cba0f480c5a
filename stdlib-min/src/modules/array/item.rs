//! Items of arrays: Python values as machine values and back. Which exception a value meets depends on how C would
//! convert it: a small type is read as the next larger one first.

use crate::codecs::{self, Encoding, Order};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{bigint, bytes, float};
use typhon_runtime::{R, Ref, Thread, ops};

/// All type codes, with the bytes of an item.
pub const CODES: &[(u8, usize)] = &[
    (b'b', 1),
    (b'B', 1),
    (b'u', 4),
    (b'w', 4),
    (b'h', 2),
    (b'H', 2),
    (b'i', 4),
    (b'I', 4),
    (b'l', LONG),
    (b'L', LONG),
    (b'q', 8),
    (b'Q', 8),
    (b'f', 4),
    (b'd', 8),
];

/// Bytes of a C long.
const LONG: usize = size_of::<std::ffi::c_long>();

/// Bytes of an item; None: no such code.
pub fn size(code: u8) -> Option<usize> {
    CODES.iter().find(|c| c.0 == code).map(|c| c.1)
}

/// Whether items are characters.
pub fn is_text(code: u8) -> bool {
    matches!(code, b'u' | b'w')
}

/// An item's bytes; only the first `size` of them count.
pub type Item = [u8; 8];

fn padded(b: &[u8]) -> Item {
    let mut out = [0; 8];
    for (to, from) in out.iter_mut().zip(b) {
        *to = *from;
    }
    out
}

/// An integer as i64: "Python int too large to convert to C long".
fn long(th: &mut Thread, v: Ref<'_>, too_large: &str) -> R<i64> {
    if let Some(i) = v.as_small() {
        return Ok(i);
    }
    let i = ops::index(th, v)?;
    match int::to_i64(i.r()) {
        Some(i) => Ok(i),
        None => Err(overflow_error(th, too_large)),
    }
}

/// Within bounds: "WHAT is less than minimum", "WHAT is greater than maximum".
fn within(th: &mut Thread, i: i64, lo: i64, hi: i64, what: &str) -> R<i64> {
    if i < lo {
        Err(overflow_error(th, format!("{what} is less than minimum")))
    } else if i > hi {
        Err(overflow_error(
            th,
            format!("{what} is greater than maximum"),
        ))
    } else {
        Ok(i)
    }
}

/// An integer as u64, with the two messages.
fn unsigned(th: &mut Thread, v: Ref<'_>, negative: &str, too_large: &str) -> R<u64> {
    let i = ops::index(th, v)?;
    match int::num(i.r()) {
        Some(n) if n.is_negative() => Err(overflow_error(th, negative)),
        Some(Num::Small(i)) => Ok(i as u64),
        Some(Num::Big(b)) => match bigint::to_u64(b) {
            Some(i) => Ok(i),
            None => Err(overflow_error(th, too_large)),
        },
        None => Ok(0),
    }
}

fn character(th: &mut Thread, v: Ref<'_>) -> R<u32> {
    let Some(s) = v.get::<Str>() else {
        let m = format!(
            "array item must be a unicode character, not {}",
            v.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    match (s.chars_len(), s.code_points().next()) {
        (1, Some(c)) => Ok(c),
        (n, _) => {
            let m = format!("array item must be a unicode character, not a string of length {n}");
            Err(type_error(th, m))
        }
    }
}

/// `v` as an item of this type.
pub fn encode(th: &mut Thread, code: u8, v: Ref<'_>) -> R<Item> {
    const LONG_RANGE: &str = "Python int too large to convert to C long";
    const QUAD_RANGE: &str = "int too big to convert";
    let i16_of = |th: &mut Thread, v: Ref<'_>| {
        let i = long(th, v, LONG_RANGE)?;
        let (lo, hi) = (i64::from(i16::MIN), i64::from(i16::MAX));
        within(th, i, lo, hi, "signed short integer")
    };
    let i32_of = |th: &mut Thread, v: Ref<'_>| {
        let i = long(th, v, LONG_RANGE)?;
        let (lo, hi) = (i64::from(i32::MIN), i64::from(i32::MAX));
        within(th, i, lo, hi, "signed integer")
    };
    Ok(match code {
        b'b' => {
            let i = i16_of(th, v)?;
            let i = within(th, i, -128, 127, "signed char")?;
            padded(&(i as i8).to_ne_bytes())
        }
        b'B' => {
            let i = long(th, v, LONG_RANGE)?;
            let i = within(th, i, 0, 255, "unsigned byte integer")?;
            padded(&(i as u8).to_ne_bytes())
        }
        b'h' => padded(&(i16_of(th, v)? as i16).to_ne_bytes()),
        b'H' => {
            let i = i32_of(th, v)?;
            let i = within(th, i, 0, 65535, "unsigned short")?;
            padded(&(i as u16).to_ne_bytes())
        }
        b'i' => padded(&(i32_of(th, v)? as i32).to_ne_bytes()),
        b'l' => long(th, v, LONG_RANGE)?.to_ne_bytes(),
        b'q' => long(th, v, QUAD_RANGE)?.to_ne_bytes(),
        b'I' | b'L' => {
            let i = unsigned(
                th,
                v,
                "can't convert negative value to unsigned int",
                "Python int too large to convert to C unsigned long",
            )?;
            if code == b'L' {
                i.to_ne_bytes()
            } else {
                match u32::try_from(i) {
                    Ok(i) => padded(&i.to_ne_bytes()),
                    Err(_) => {
                        return Err(overflow_error(th, "unsigned int is greater than maximum"));
                    }
                }
            }
        }
        b'Q' => {
            unsigned(th, v, "can't convert negative int to unsigned", QUAD_RANGE)?.to_ne_bytes()
        }
        b'f' => padded(&(float::as_double(th, v)? as f32).to_ne_bytes()),
        b'd' => float::as_double(th, v)?.to_ne_bytes(),
        _ => padded(&character(th, v)?.to_ne_bytes()),
    })
}

/// The first N bytes.
fn head<const N: usize>(b: &Item) -> [u8; N] {
    b.first_chunk().copied().unwrap_or([0; N])
}

/// The value of an item.
pub fn decode(th: &mut Thread, code: u8, b: &Item) -> R {
    match code {
        b'b' => int::from_i64(th, i64::from(i8::from_ne_bytes(head(b)))),
        b'B' => int::from_i64(th, i64::from(u8::from_ne_bytes(head(b)))),
        b'h' => int::from_i64(th, i64::from(i16::from_ne_bytes(head(b)))),
        b'H' => int::from_i64(th, i64::from(u16::from_ne_bytes(head(b)))),
        b'i' => int::from_i64(th, i64::from(i32::from_ne_bytes(head(b)))),
        b'I' => int::from_i64(th, i64::from(u32::from_ne_bytes(head(b)))),
        b'l' | b'q' => int::from_i64(th, i64::from_ne_bytes(*b)),
        b'L' | b'Q' => int::from_u64(th, u64::from_ne_bytes(*b)),
        b'f' => float::new(th, f64::from(f32::from_ne_bytes(head(b)))),
        b'd' => float::new(th, f64::from_ne_bytes(*b)),
        _ => text(th, code, &head::<4>(b)),
    }
}

/// The string that the bytes of characters stand for. 'w' decodes strictly, 'u' takes surrogates as they are.
pub fn text(th: &mut Thread, code: u8, b: &[u8]) -> R {
    if code == b'w' {
        let e = Encoding::Utf32(Some(Order::NATIVE));
        let object = bytes::new(th, b)?;
        return codecs::decode_builtin(th, object.r(), b, e, "strict", true).map(|r| r.0);
    }
    let mut out = Vec::with_capacity(b.len());
    for c in b.chunks_exact(4) {
        let c = u32::from_ne_bytes(c.first_chunk().copied().unwrap_or_default());
        if c > 0x10ffff {
            let m = format!("character U+{c:x} is not in range [U+0000; U+10ffff]");
            return Err(value_error(th, m));
        }
        pystr::push_code_point(&mut out, c);
    }
    pystr::from_wtf8(th, &out)
}

/// The characters of a string as items.
pub fn characters(s: &Str) -> Vec<u8> {
    s.code_points().flat_map(u32::to_ne_bytes).collect()
}
