//! Encoding of str with the built-in encodings.

use super::handlers::{EncodeFailure, Handler, Replacement};
use super::{Encoding, Order};
use typhon_runtime::types::str::{Str, push_code_point};
use typhon_runtime::{R, Ref, Thread};

/// Appends a character; false if the encoding cannot express it.
fn put(out: &mut Vec<u8>, e: Encoding, c: u32) -> bool {
    let surrogate = (0xD800..=0xDFFF).contains(&c);
    match e {
        Encoding::Ascii if c < 128 => out.push(c as u8),
        Encoding::Latin1 if c < 256 => out.push(c as u8),
        Encoding::Utf8 if !surrogate => push_code_point(out, c),
        Encoding::Utf16(o) if !surrogate => {
            let mut pair = [0u16; 2];
            let Some(ch) = char::from_u32(c) else {
                return false;
            };
            for unit in ch.encode_utf16(&mut pair).iter() {
                match o.unwrap_or(Order::NATIVE) {
                    Order::Little => out.extend(unit.to_le_bytes()),
                    Order::Big => out.extend(unit.to_be_bytes()),
                }
            }
        }
        Encoding::Utf32(o) if !surrogate => match o.unwrap_or(Order::NATIVE) {
            Order::Little => out.extend(c.to_le_bytes()),
            Order::Big => out.extend(c.to_be_bytes()),
        },
        _ => return false,
    }
    true
}

fn reason(e: Encoding) -> &'static str {
    match e {
        Encoding::Ascii => "ordinal not in range(128)",
        Encoding::Latin1 => "ordinal not in range(256)",
        _ => "surrogates not allowed",
    }
}

/// Encodes `s`, the payload of `object`.
pub fn encode(th: &mut Thread, object: Ref<'_>, s: &Str, e: Encoding, errors: &str) -> R<Vec<u8>> {
    let chars: Vec<u32> = s.code_points().collect();
    let mut out = Vec::with_capacity(s.len());
    if matches!(e, Encoding::Utf16(None) | Encoding::Utf32(None)) {
        put(&mut out, e, 0xFEFF);
    }
    let failure = EncodeFailure {
        encoding: e.name(),
        object,
        reason: reason(e),
    };
    let (unit, full) = match e {
        Encoding::Ascii | Encoding::Latin1 => (1, false),
        Encoding::Utf8 => (1, true),
        Encoding::Utf16(_) => (2, true),
        Encoding::Utf32(_) => (4, true),
    };
    let mut handler = None;
    let mut scratch = Vec::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if put(&mut out, e, c) {
            i += 1;
            continue;
        }
        let h = match &handler {
            Some(h) => h,
            None => handler.insert(Handler::find(th, errors)?),
        };
        let mut end = i + 1;
        while chars.get(end).is_some_and(|&c| !put(&mut scratch, e, c)) {
            end += 1;
        }
        scratch.clear();
        let (r, next) = failure.handle(th, h, e, &chars, i, end)?;
        match r {
            Replacement::Bytes(b) => {
                if !b.len().is_multiple_of(unit) {
                    return Err(failure.raise(th, i, end));
                }
                out.extend_from_slice(&b);
            }
            Replacement::Text(t) => {
                for c in t {
                    // Encodings that know every character but surrogates want replacements in ASCII.
                    if full && c >= 128 || !put(&mut out, e, c) {
                        return Err(failure.raise(th, i, end));
                    }
                }
            }
        }
        i = next;
    }
    Ok(out)
}
