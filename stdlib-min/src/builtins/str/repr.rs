//! `repr` of str.

use super::super::support::string;
use typhon_runtime::types::ascii::{self, kind};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::{R, Ref, Thread, unicode};

/// `repr(s)`.
pub fn str_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let s = string(th, o)?;
    let b = s.bytes();
    if s.is_ascii() && ascii::all(b, kind::PRINTABLE) && memchr::memchr2(b'\'', b'\\', b).is_none()
    {
        let quote = pystr::ascii_char(b'\'');
        if let Some(q) = quote.get::<Str>() {
            return pystr::concat(th, &[q, s, q], 1);
        }
    }
    let quote = if b.contains(&b'\'') && !b.contains(&b'"') {
        b'"'
    } else {
        b'\''
    };
    let mut out = Vec::with_capacity(b.len() + 2);
    out.push(quote);
    if s.is_ascii() {
        for &c in b {
            escape(&mut out, u32::from(c), quote);
        }
    } else {
        for c in s.code_points() {
            escape(&mut out, c, quote);
        }
    }
    out.push(quote);
    pystr::from_wtf8(th, &out)
}

fn escape(out: &mut Vec<u8>, c: u32, quote: u8) {
    match c {
        0x5c => out.extend_from_slice(b"\\\\"),
        9 => out.extend_from_slice(b"\\t"),
        10 => out.extend_from_slice(b"\\n"),
        13 => out.extend_from_slice(b"\\r"),
        _ if c == u32::from(quote) => {
            out.push(b'\\');
            out.push(quote);
        }
        32..=126 => out.push(c as u8),
        _ if c >= 128 && unicode::is_printable(c) => push_code_point(out, c),
        0..=255 => out.extend_from_slice(format!("\\x{c:02x}").as_bytes()),
        256..=0xFFFF => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
        _ => out.extend_from_slice(format!("\\U{c:08x}").as_bytes()),
    }
}
