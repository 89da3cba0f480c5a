//! Decoding of bytes with the built-in encodings, to WTF-8.

use super::handlers::{Handler, decode_all};
use super::{Encoding, Order};
use typhon_runtime::types::str::push_code_point;
use typhon_runtime::{R, Ref, Thread};

/// What stands at a position.
enum Step {
    /// A character of so many bytes.
    Char(u32, usize),
    /// So many bytes are wrong.
    Bad(usize, &'static str),
    /// The data ends within a character.
    Short(&'static str),
}

/// Decodes `data`, the bytes of `object`; with `last` unset an incomplete character at the end is left over.
pub fn decode(
    th: &mut Thread,
    object: Ref<'_>,
    data: &[u8],
    e: Encoding,
    errors: &str,
    last: bool,
) -> R<(Vec<u8>, usize)> {
    let mut out = Vec::with_capacity(data.len());
    let (e, mut at) = byte_order(e, data, last);
    let mut handler = None;
    decode_all(th, e.name(), object, data, |th, input| {
        let data = input.data;
        loop {
            at += copy_valid(e, data.get(at..).unwrap_or_default(), &mut out);
            let rest = data.get(at..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(None);
            }
            let (end, reason) = match step(e, rest) {
                Step::Char(c, n) => {
                    push_code_point(&mut out, c);
                    at += n;
                    continue;
                }
                Step::Bad(n, reason) => {
                    if !last && e == Encoding::Utf8 && is_begun_surrogate(rest) {
                        return Ok(None);
                    }
                    (at + n, reason)
                }
                Step::Short(_) if !last => return Ok(None),
                Step::Short(reason) => (data.len(), reason),
            };
            let h = match &handler {
                Some(h) => h,
                None => handler.insert(Handler::find(th, errors)?),
            };
            let (next, other) = input.handle(th, h, Some(e), (at, end), reason, &mut out)?;
            at = next;
            if other.is_some() {
                return Ok(other);
            }
        }
    })?;
    Ok((out, at))
}

/// Whether the data ends within a surrogate, which an error handler may want whole.
fn is_begun_surrogate(rest: &[u8]) -> bool {
    matches!(rest, [0xED, 0xA0..=0xBF])
}

/// Resolves a byte order mark: the encoding with its order, and where the text starts.
fn byte_order(e: Encoding, data: &[u8], last: bool) -> (Encoding, usize) {
    match e {
        Encoding::Utf16(None) => match data {
            [0xFF, 0xFE, ..] => (Encoding::Utf16(Some(Order::Little)), 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16(Some(Order::Big)), 2),
            _ if data.len() < 2 && !last => (e, 0),
            _ => (Encoding::Utf16(Some(Order::NATIVE)), 0),
        },
        Encoding::Utf32(None) => match data {
            [0xFF, 0xFE, 0, 0, ..] => (Encoding::Utf32(Some(Order::Little)), 4),
            [0, 0, 0xFE, 0xFF, ..] => (Encoding::Utf32(Some(Order::Big)), 4),
            _ if data.len() < 4 && !last => (e, 0),
            _ => (Encoding::Utf32(Some(Order::NATIVE)), 0),
        },
        e => (e, 0),
    }
}

/// The byte order that a mark at the start of `data` names: -1 little, 1 big, 0 none.
pub fn mark(e: Encoding, data: &[u8]) -> i64 {
    match (e, data) {
        (Encoding::Utf16(None), [0xFF, 0xFE, ..])
        | (Encoding::Utf32(None), [0xFF, 0xFE, 0, 0, ..]) => -1,
        (Encoding::Utf16(None), [0xFE, 0xFF, ..])
        | (Encoding::Utf32(None), [0, 0, 0xFE, 0xFF, ..]) => 1,
        _ => 0,
    }
}

/// Appends as much as is valid without a look at single characters; gives its length.
fn copy_valid(e: Encoding, rest: &[u8], out: &mut Vec<u8>) -> usize {
    let n = match e {
        Encoding::Utf8 => match std::str::from_utf8(rest) {
            Ok(_) => rest.len(),
            Err(err) => err.valid_up_to(),
        },
        Encoding::Ascii if rest.is_ascii() => rest.len(),
        Encoding::Ascii => rest.iter().take_while(|b| b.is_ascii()).count(),
        Encoding::Latin1 if rest.is_ascii() => rest.len(),
        Encoding::Latin1 => {
            out.reserve(rest.len() + rest.len() / 4);
            for &b in rest {
                if b < 128 {
                    out.push(b);
                } else {
                    out.extend_from_slice(&[0xc0 | b >> 6, 0x80 | b & 0x3f]);
                }
            }
            return rest.len();
        }
        _ => return 0,
    };
    out.extend_from_slice(rest.get(..n).unwrap_or_default());
    n
}

fn step(e: Encoding, rest: &[u8]) -> Step {
    match e {
        Encoding::Utf8 => match std::str::from_utf8(rest) {
            Ok(_) => Step::Bad(1, "invalid start byte"),
            Err(err) => match err.error_len() {
                None => Step::Short("unexpected end of data"),
                Some(n) => {
                    let lead = rest.first().copied().unwrap_or(0);
                    if (0xC2..=0xF4).contains(&lead) {
                        Step::Bad(n, "invalid continuation byte")
                    } else {
                        Step::Bad(1, "invalid start byte")
                    }
                }
            },
        },
        Encoding::Utf16(o) => utf16(rest, o.unwrap_or(Order::NATIVE)),
        Encoding::Utf32(o) => utf32(rest, o.unwrap_or(Order::NATIVE)),
        Encoding::Ascii => Step::Bad(1, "ordinal not in range(128)"),
        Encoding::Latin1 => match rest.first() {
            Some(&b) => Step::Char(u32::from(b), 1),
            None => Step::Short(""),
        },
    }
}

fn unit(b: &[u8], o: Order) -> Option<u32> {
    match *b {
        [x, y, ..] => Some(u32::from(match o {
            Order::Little => u16::from_le_bytes([x, y]),
            Order::Big => u16::from_be_bytes([x, y]),
        })),
        _ => None,
    }
}

fn utf16(rest: &[u8], o: Order) -> Step {
    let Some(c) = unit(rest, o) else {
        return Step::Short("truncated data");
    };
    match c {
        0xD800..=0xDBFF => match rest.get(2..).and_then(|b| unit(b, o)) {
            Some(d) if (0xDC00..=0xDFFF).contains(&d) => {
                Step::Char(0x10000 + ((c - 0xD800) << 10) + (d - 0xDC00), 4)
            }
            Some(_) => Step::Bad(2, "illegal UTF-16 surrogate"),
            None => Step::Short("unexpected end of data"),
        },
        0xDC00..=0xDFFF => Step::Bad(2, "illegal encoding"),
        c => Step::Char(c, 2),
    }
}

fn utf32(rest: &[u8], o: Order) -> Step {
    let &[w, x, y, z, ..] = rest else {
        return Step::Short("truncated data");
    };
    let c = match o {
        Order::Little => u32::from_le_bytes([w, x, y, z]),
        Order::Big => u32::from_be_bytes([w, x, y, z]),
    };
    match c {
        0xD800..=0xDFFF => Step::Bad(
            4,
            "code point in surrogate code point range(0xd800, 0xe000)",
        ),
        0x11_0000.. => Step::Bad(4, "code point not in range(0x110000)"),
        c => Step::Char(c, 4),
    }
}
