//! `binascii`: bytes as hexadecimal or base 64 text and back, check sums.

use crate::builtins::bytes::hex;
use crate::modules::common::exception_class;
use std::borrow::Cow;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{buffer, bytes, int, module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// The exception class `Error`.
static ERROR: Slot = Slot::empty();

fn fail(th: &mut Thread, message: &str) -> Raised {
    let class = ERROR.get().unwrap_or_else(Obj::none);
    let made = pystr::new(th, message).and_then(|m| call::call(th, class.r(), &[m.r()]));
    match made {
        Ok(e) => error::raise_obj(th, e),
        Err(r) => r,
    }
}

/// Bytes to encode.
fn data<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    if let Some(m) = o.get::<buffer::MemoryView>()
        && !m.is_released()
        && !m.is_contiguous()
    {
        let m = "memoryview: underlying buffer is not C-contiguous";
        return Err(error::raise(th, &error::BUFFER_ERROR, m));
    }
    buffer::bytes_like(th, o)
}
/// Text to decode: bytes or an ASCII str.
fn text(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    match o.get::<Str>() {
        Some(s) if s.is_ascii() => Ok(s.bytes().to_vec()),
        Some(_) => {
            let m = "string argument should contain only ASCII characters";
            Err(value_error(th, m))
        }
        None => {
            if !buffer::is_bytes_like(o) {
                let m = format!(
                    "argument should be bytes, buffer or ASCII string, not '{}'",
                    o.class().name()
                );
                return Err(error::type_error(th, m));
            }
            data(th, o).map(Cow::into_owned)
        }
    }
}

fn hexlify(th: &mut Thread, a: Args<'_>) -> R {
    let b = data(th, a.at(0))?;
    let t = hex::hex_of(th, a, |_, _| Ok(b))?;
    match t.get::<Str>() {
        Some(s) => bytes::new(th, s.bytes()),
        None => Ok(t),
    }
}
fn unhexlify(th: &mut Thread, a: Args<'_>) -> R {
    let t = text(th, a.at(0))?;
    if t.len() % 2 == 1 {
        return Err(fail(th, "Odd-length string"));
    }
    let digit = |c: u8| (c as char).to_digit(16).map(|d| d as u8);
    let mut out = Vec::with_capacity(t.len() / 2);
    for pair in t.chunks_exact(2) {
        match (digit(pair[0]), digit(pair[1])) {
            (Some(h), Some(l)) => out.push(h << 4 | l),
            _ => return Err(fail(th, "Non-hexadecimal digit found")),
        }
    }
    bytes::new(th, &out)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The values of characters as digits of base 64; 255: it is none.
static VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut i = 0;
    while i < ALPHABET.len() {
        values[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    values
};

fn value_of(c: u8) -> Option<u32> {
    let v = VALUES[usize::from(c)];
    (v < 64).then_some(u32::from(v))
}

/// Decodes groups of four digits up to the first that has something else in it; what was not decoded.
fn decode_groups<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (groups, _) = text.as_chunks::<4>();
    for (i, g) in groups.iter().enumerate() {
        let [p, q, r, s] = g.map(|c| VALUES[usize::from(c)]);
        if (p | q | r | s) > 63 {
            return &text[4 * i..];
        }
        out.extend_from_slice(&[p << 2 | q >> 4, q << 4 | r >> 2, r << 6 | s]);
    }
    &text[4 * groups.len()..]
}

fn b2a_base64(th: &mut Thread, a: Args<'_>) -> R {
    let b = data(th, a.at(0))?;
    let newline = a.opt(1).map_or(Ok(true), |o| ops::is_true(th, o))?;
    let mut out = Vec::with_capacity(b.len().div_ceil(3) * 4 + 1);
    let digits = |x: u8, y: u8, z: u8| {
        let n = u32::from(x) << 16 | u32::from(y) << 8 | u32::from(z);
        [18, 12, 6, 0].map(|at| ALPHABET[(n >> at & 63) as usize])
    };
    let (whole, rest) = b.as_chunks::<3>();
    for &[x, y, z] in whole {
        out.extend_from_slice(&digits(x, y, z));
    }
    match *rest {
        [x] => {
            let [p, q, _, _] = digits(x, 0, 0);
            out.extend_from_slice(&[p, q, b'=', b'=']);
        }
        [x, y] => {
            let [p, q, r, _] = digits(x, y, 0);
            out.extend_from_slice(&[p, q, r, b'=']);
        }
        _ => {}
    }
    if newline {
        out.push(b'\n');
    }
    bytes::new(th, &out)
}

/// Six bits are no byte: behind `length` bytes stands one digit alone.
#[cold]
fn lone_digit(th: &mut Thread, length: usize) -> Raised {
    let n = length / 3 * 4 + 1;
    let m = format!(
        "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
    );
    fail(th, &m)
}

/// Decodes base 64; `strict_mode` refuses what is not in the alphabet, and padding out of place.
fn a2b_base64(th: &mut Thread, a: Args<'_>) -> R {
    let t = text(th, a.at(0))?;
    let strict = a.opt(1).map_or(Ok(false), |o| ops::is_true(th, o))?;
    let mut out = Vec::with_capacity(t.len() / 4 * 3);
    let (mut quad, mut pads, mut left) = (0, 0, 0u32);
    if strict && t.first() == Some(&b'=') {
        return Err(fail(th, "Leading padding not allowed"));
    }
    for &c in decode_groups(&t, &mut out) {
        if c == b'=' {
            pads += 1;
            if strict && quad == 1 {
                return Err(lone_digit(th, out.len()));
            }
            if strict && (quad == 0 || quad > 1 && quad + pads > 4) {
                return Err(fail(th, "Excess padding not allowed"));
            }
            continue;
        }
        let Some(v) = value_of(c) else {
            if strict {
                return Err(fail(th, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && pads > 0 {
            let whole = quad + pads == 4;
            return Err(fail(
                th,
                if whole {
                    "Excess data after padding"
                } else {
                    "Discontinuous padding not allowed"
                },
            ));
        }
        pads = 0;
        match quad {
            0 => {}
            1 => out.push((left << 2 | v >> 4) as u8),
            2 => out.push(((left & 15) << 4 | v >> 2) as u8),
            _ => out.push(((left & 3) << 6 | v) as u8),
        }
        left = v;
        quad = (quad + 1) % 4;
    }
    if quad == 1 {
        return Err(lone_digit(th, out.len()));
    }
    if quad != 0 && quad + pads < 4 {
        return Err(fail(th, "Incorrect padding"));
    }
    bytes::new(th, &out)
}

// ------------------------------------------------------------------ quoted-printable

fn flag(th: &mut Thread, o: Option<Ref<'_>>, missing: bool) -> R<bool> {
    match o {
        Some(o) => ops::is_true(th, o),
        None => Ok(missing),
    }
}

fn a2b_qp(th: &mut Thread, a: Args<'_>) -> R {
    let t = text(th, a.at(0))?;
    let header = flag(th, a.opt(1), false)?;
    let byte = |i: usize| t.get(i).copied();
    let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
    let mut out = Vec::with_capacity(t.len());
    let mut i = 0;
    while let Some(c) = byte(i) {
        i += 1;
        if c != b'=' {
            out.push(if header && c == b'_' { b' ' } else { c });
            continue;
        }
        match byte(i) {
            None => break,
            Some(b'\n' | b'\r') => {
                // A soft line end: nothing up to and with the line feed.
                while byte(i).is_some_and(|c| c != b'\n') {
                    i += 1;
                }
                i += 1;
            }
            Some(b'=') => {
                out.push(b'=');
                i += 1;
            }
            next => match (hex(next), hex(byte(i + 1))) {
                (Some(high), Some(low)) => {
                    out.push((high * 16 + low) as u8);
                    i += 2;
                }
                _ => out.push(b'='),
            },
        }
    }
    bytes::new(th, &out)
}

/// The longest line, its soft end included.
const LINE: usize = 76;

fn b2a_qp(th: &mut Thread, a: Args<'_>) -> R {
    let b = data(th, a.at(0))?;
    let tabs = flag(th, a.opt(1), false)?;
    let text = flag(th, a.opt(2), true)?;
    let header = flag(th, a.opt(3), false)?;
    // Line ends are those of the first line.
    let crlf = b
        .iter()
        .position(|&c| c == b'\n')
        .is_some_and(|i| i > 0 && b.get(i - 1) == Some(&b'\r'));
    let end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let mut out = Vec::with_capacity(b.len() + b.len() / 8);
    let mut length = 0;
    let mut i = 0;
    while let Some(&c) = b.get(i) {
        let next = b.get(i + 1).copied();
        let blank = c == b' ' || c == b'\t';
        let line_end = text && (c == b'\n' || c == b'\r' && next == Some(b'\n'));
        let quoted = c > 126
            || c == b'='
            || header && c == b'_'
            || c == b'.' && length == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0))
            || !text && (c == b'\r' || c == b'\n')
            || blank && next.is_none()
            || c < 33 && !matches!(c, b'\r' | b'\n') && (tabs || !blank);
        if line_end {
            // A blank before a line end would be lost.
            if let Some(&last @ (b' ' | b'\t')) = out.last() {
                out.pop();
                out.extend_from_slice(format!("={last:02X}").as_bytes());
            }
            out.extend_from_slice(end);
            i += if c == b'\r' { 2 } else { 1 };
            length = 0;
            continue;
        }
        let width = if quoted { 3 } else { 1 };
        // A last character needs no room for a soft end behind it, unless it is quoted.
        let last = !quoted && matches!(next, None | Some(b'\n'));
        if length + width >= LINE && !last {
            out.push(b'=');
            out.extend_from_slice(end);
            length = 0;
        }
        if quoted {
            out.extend_from_slice(format!("={c:02X}").as_bytes());
        } else {
            out.push(if header && c == b' ' { b'_' } else { c });
        }
        length += width;
        i += 1;
    }
    bytes::new(th, &out)
}

// ------------------------------------------------------------------ uuencode

/// The most bytes of a line.
const UU_LINE: usize = 45;

fn b2a_uu(th: &mut Thread, a: Args<'_>) -> R {
    let b = data(th, a.at(0))?;
    let zero = if flag(th, a.opt(1), false)? {
        b'`'
    } else {
        b' '
    };
    if b.len() > UU_LINE {
        return Err(fail(th, "At most 45 bytes at once"));
    }
    let digit = |n: u32| if n == 0 { zero } else { b' ' + n as u8 };
    let mut out = vec![digit(b.len() as u32)];
    for part in b.chunks(3) {
        let byte = |i: usize| u32::from(part.get(i).copied().unwrap_or(0));
        let n = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend([18, 12, 6, 0].map(|shift| digit(n >> shift & 63)));
    }
    out.push(b'\n');
    bytes::new(th, &out)
}

fn a2b_uu(th: &mut Thread, a: Args<'_>) -> R {
    let t = text(th, a.at(0))?;
    let Some((&first, rest)) = t.split_first() else {
        return Err(fail(th, "Missing length byte"));
    };
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let mut out = Vec::with_capacity(length);
    let mut chars = rest.iter().copied();
    let (mut bits, mut left) = (0, 0u32);
    while out.len() < length {
        let value = match chars.next() {
            // Blanks at the end of a line may be gone.
            None | Some(b'\n' | b'\r') => 0,
            Some(c @ b' '..=b'`') => u32::from((c - b' ') & 63),
            Some(_) => return Err(fail(th, "Illegal char")),
        };
        left = left << 6 | value;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((left >> bits) as u8);
            left &= (1 << bits) - 1;
        }
    }
    if chars.any(|c| !matches!(c, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(fail(th, "Trailing garbage"));
    }
    bytes::new(th, &out)
}

fn start_value(th: &mut Thread, o: Option<Ref<'_>>) -> R<u32> {
    let Some(o) = o else { return Ok(0) };
    let n = ops::index(th, o)?;
    Ok(int::to_i64(n.r()).unwrap_or(0) as u32)
}
fn crc32(th: &mut Thread, a: Args<'_>) -> R {
    let b = data(th, a.at(0))?;
    let start = start_value(th, a.opt(1))?;
    int::from_u64(th, u64::from(zlib_rs::crc32::crc32(start, &b)))
}
/// CRC-CCITT, polynomial 0x1021.
fn crc_hqx(th: &mut Thread, a: Args<'_>) -> R {
    let b = data(th, a.at(0))?;
    let start = start_value(th, a.opt(1))? as u16;
    let c = b.iter().fold(start, |c, &x| {
        (0..8).fold(c ^ u16::from(x) << 8, |c, _| {
            if c & 0x8000 != 0 {
                c << 1 ^ 0x1021
            } else {
                c << 1
            }
        })
    });
    int::from_u64(th, u64::from(c))
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("hexlify", Kind::Sig("data, sep=, bytes_per_sep="), hexlify, "Hexadecimal representation of binary data."),
    MethodDef::new("b2a_hex", Kind::Sig("data, sep=, bytes_per_sep="), hexlify, "Hexadecimal representation of binary data."),
    MethodDef::new("unhexlify", Kind::One, unhexlify, "Binary data of hexadecimal representation."),
    MethodDef::new("a2b_hex", Kind::One, unhexlify, "Binary data of hexadecimal representation."),
    MethodDef::new("b2a_base64", Kind::Sig("data, /, *, newline="), b2a_base64, "Base64-code line of data."),
    MethodDef::new("a2b_base64", Kind::Sig("data, /, *, strict_mode="), a2b_base64, "Decode a line of base64 data."),
    MethodDef::new("a2b_qp", Kind::Sig("data, header="), a2b_qp, "Decode quoted-printable text."),
    MethodDef::new("b2a_qp", Kind::Sig("data, quotetabs=, istext=, header="), b2a_qp, "Encode data as quoted-printable text."),
    MethodDef::new("a2b_uu", Kind::One, a2b_uu, "Decode a line of uuencoded text."),
    MethodDef::new("b2a_uu", Kind::Sig("data, /, *, backtick="), b2a_uu, "Uuencode a line of data."),
    MethodDef::new("crc32", Kind::Pos(1, 2), crc32, "Compute CRC-32 incrementally."),
    MethodDef::new("crc_hqx", Kind::Pos(2, 2), crc_hqx, "Compute CRC-CCITT incrementally."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "binascii")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    let e = exception_class(th, "binascii", "Error", &error::VALUE_ERROR)?;
    ERROR.set(e.clone());
    module::add(th, m.r(), "Error", e)?;
    let i = exception_class(th, "binascii", "Incomplete", &error::EXCEPTION)?;
    module::add(th, m.r(), "Incomplete", i)?;
    Ok(m)
}
