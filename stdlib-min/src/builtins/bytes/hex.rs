//! `hex` and `fromhex` of bytes, bytearray and memoryview.

use super::super::support::class_of;
use super::me;
use std::borrow::Cow;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, buffer, bytearray, bytes, int};
use typhon_runtime::{R, Ref, Thread, ops};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// What each character is worth as a digit; 255: none.
static VALUES: [u8; 256] = {
    let mut t = [255; 256];
    let mut c = 0;
    while c < 16 {
        let d = DIGITS[c];
        t[d as usize] = c as u8;
        t[d.to_ascii_uppercase() as usize] = c as u8;
        c += 1;
    }
    t
};

/// The separator of `hex`: one ASCII character.
fn separator(th: &mut Thread, o: Ref<'_>) -> R<u8> {
    if ops::len(th, o)? != 1 {
        return Err(value_error(th, "sep must be length 1."));
    }
    let c = if let Some(s) = o.get::<Str>() {
        s.bytes().first().copied().filter(|_| s.is_ascii())
    } else if let Some(b) = bytes::value(o) {
        b.first().copied().filter(u8::is_ascii)
    } else {
        return Err(type_error(th, "sep must be str or bytes."));
    };
    match c {
        Some(c) => Ok(c),
        None => Err(value_error(th, "sep must be ASCII.")),
    }
}

/// Hexadecimal digits with a separator between groups: counted from the right if `group > 0`, else from the left.
pub fn hex_text(b: &[u8], sep: Option<u8>, group: isize) -> Vec<u8> {
    if sep.is_none() {
        let mut out = Vec::with_capacity(b.len() * 2);
        for &c in b {
            let (hi, lo) = (usize::from(c >> 4), usize::from(c & 15));
            out.extend_from_slice(&[DIGITS[hi], DIGITS[lo]]);
        }
        return out;
    }
    let mut out = Vec::with_capacity(b.len() * 3);
    let every = group.unsigned_abs();
    for (i, &c) in b.iter().enumerate() {
        let at = if group > 0 { b.len() - i } else { i };
        if i > 0
            && every > 0
            && at % every == 0
            && let Some(s) = sep
        {
            out.push(s);
        }
        for d in [c >> 4, c & 15] {
            out.push(DIGITS.get(usize::from(d)).copied().unwrap_or(b'0'));
        }
    }
    out
}

/// `b.hex(sep, bytes_per_sep)` of what `bytes` gives when the arguments have been looked at.
pub fn hex_of<'a>(
    th: &mut Thread,
    a: Args<'a>,
    bytes: impl FnOnce(&mut Thread, Ref<'a>) -> R<Cow<'a, [u8]>>,
) -> R {
    let sep = match a.opt(1) {
        Some(s) => Some(separator(th, s)?),
        None => None,
    };
    let group = match a.opt(2) {
        Some(n) => int::c_int(th, n)? as isize,
        None => 1,
    };
    let b = bytes(th, a.at(0))?;
    pystr::from_wtf8(th, &hex_text(&b, sep, group))
}

fn bytes_hex(th: &mut Thread, a: Args<'_>) -> R {
    hex_of(th, a, me)
}

/// Why text is not hexadecimal.
enum Bad {
    At(usize),
    Odd,
}

fn parse(b: &[u8]) -> Result<Vec<u8>, Bad> {
    let digit = |i: usize| {
        let d = VALUES[usize::from(*b.get(i)?)];
        (d < 16).then_some(d)
    };
    let mut out = Vec::with_capacity(b.len() / 2);
    let mut i = 0;
    while let Some(&c) = b.get(i) {
        if super::split::is_space(c) {
            i += 1;
            continue;
        }
        let Some(hi) = digit(i) else {
            return Err(Bad::At(i));
        };
        match (b.get(i + 1), digit(i + 1)) {
            (_, Some(lo)) => out.push(hi << 4 | lo),
            (None, None) => return Err(Bad::Odd),
            _ => return Err(Bad::At(i + 1)),
        }
        i += 2;
    }
    Ok(out)
}

fn bytes_fromhex(th: &mut Thread, a: Args<'_>) -> R {
    let x = a.at(1);
    let r = if let Some(s) = x.get::<Str>() {
        parse(s.bytes()).map_err(|e| match e {
            Bad::At(i) => Bad::At(s.char_index(i)),
            e => e,
        })
    } else if buffer::is_bytes_like(x) {
        let b = buffer::bytes_like(th, x)?;
        parse(&b)
    } else {
        return Err(type_error(
            th,
            format!(
                "fromhex() argument must be str or bytes-like, not {}",
                x.class().name()
            ),
        ));
    };
    let b = match r {
        Ok(b) => b,
        Err(Bad::Odd) => {
            return Err(value_error(
                th,
                "fromhex() arg must contain an even number of hexadecimal digits",
            ));
        }
        Err(Bad::At(i)) => {
            return Err(value_error(
                th,
                format!("non-hexadecimal number found in fromhex() arg at position {i}"),
            ));
        }
    };
    let class = class_of(a.at(0));
    if std::ptr::eq(class, &types::BYTES) {
        return bytes::new(th, &b);
    }
    if std::ptr::eq(class, &types::BYTEARRAY) {
        return bytearray::new(th, b);
    }
    let o = bytes::new(th, &b)?;
    call::call(th, a.at(0), &[o.r()])
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "hex",
        Kind::Sig("sep=, bytes_per_sep="),
        bytes_hex,
        "Hexadecimal digits of the bytes.",
    ),
    MethodDef::class(
        "fromhex",
        Kind::One,
        bytes_fromhex,
        "The bytes that hexadecimal digits stand for.",
    ),
];
