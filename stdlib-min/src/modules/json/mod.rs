//! `_json`: the native parts of the json package: strings in both directions, the parser of documents (`scan.rs`), the
//! writer of documents (`encode.rs`).

mod encode;
mod scan;

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::str::{Str, push_code_point};
use typhon_runtime::types::{int, module, str as pystr, tuple};
use typhon_runtime::{R, Raised, Ref, Thread, hooks, ops};

/// Raises `json.decoder.JSONDecodeError(message, text, position)`.
fn decode_error(th: &mut Thread, text: Ref<'_>, message: &str, byte: usize) -> Raised {
    match decode_error_object(th, text, message, byte) {
        Ok(e) => error::raise_obj(th, e),
        Err(e) => e,
    }
}

fn decode_error_object(th: &mut Thread, text: Ref<'_>, message: &str, byte: usize) -> R {
    let decoder = hooks::import(th, "json.decoder")?;
    let class = ops::getattr_str(th, decoder.r(), "JSONDecodeError")?;
    let message = pystr::new(th, message)?;
    let at = text.get::<Str>().map_or(0, |s| s.char_index(byte));
    let at = int::from_usize(th, at)?;
    call::call(th, class.r(), &[message.r(), text, at.r()])
}

/// The four hexadecimal digits at `at`.
fn hex4(b: &[u8], at: usize) -> Option<u32> {
    let mut code = 0;
    for d in b.get(at..at.checked_add(4)?)? {
        code = code * 16 + char::from(*d).to_digit(16)?;
    }
    Some(code)
}

/// Containers inside each other that are read or written: a bound besides that of the stack.
const MAX_DEPTH: usize = 50_000;

/// RecursionError if there is no room for one more of `depth` containers.
#[inline(always)]
fn guard(th: &mut Thread, depth: usize, what: &str) -> R<()> {
    if depth > MAX_DEPTH {
        let m = format!("maximum recursion depth exceeded{what}");
        return Err(error::recursion_error(th, &m));
    }
    ops::guard(th, what)
}

/// What a parse of a string found wrong, and at which byte.
struct Wrong(&'static str, usize);

const BAD_HEX: &str = "Invalid \\uXXXX escape";

/// Decodes the escape whose letter is at `at`; gives the byte after it.
fn unescape(b: &[u8], at: usize, letter: u8, out: &mut Vec<u8>) -> Result<usize, Wrong> {
    let plain = match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let mut code = hex4(b, at + 1).ok_or(Wrong(BAD_HEX, at))?;
            let mut end = at + 5;
            let pair = (0xd800..0xdc00).contains(&code) && b.get(end..end + 2) == Some(b"\\u");
            if pair {
                let low = hex4(b, end + 2).ok_or(Wrong(BAD_HEX, end + 1))?;
                if (0xdc00..0xe000).contains(&low) {
                    code = 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
                    end += 6;
                }
            }
            push_code_point(out, code);
            return Ok(end);
        }
        _ => return Err(Wrong("Invalid \\escape", at - 1)),
    };
    out.push(plain);
    Ok(at + 1)
}

/// The string whose content starts at byte `at`, and the byte after its quote.
fn scan_string(b: &[u8], start: usize, strict: bool) -> Result<(Vec<u8>, usize), Wrong> {
    let unterminated = Wrong("Unterminated string starting at", start.saturating_sub(1));
    let mut out = Vec::new();
    let mut at = start;
    loop {
        let from = at;
        let stop = loop {
            match b.get(at) {
                None => return Err(unterminated),
                Some(c @ (b'"' | b'\\')) => break *c,
                Some(0..0x20) if strict => {
                    return Err(Wrong("Invalid control character at", at));
                }
                Some(_) => at += 1,
            }
        };
        out.extend_from_slice(b.get(from..at).unwrap_or(&[]));
        at += 1;
        if stop == b'"' {
            return Ok((out, at));
        }
        let Some(letter) = b.get(at).copied() else {
            return Err(unterminated);
        };
        at = unescape(b, at, letter, &mut out)?;
    }
}

fn json_scanstring(th: &mut Thread, a: Args<'_>) -> R {
    let text = a.at(0);
    let end = int::ssize(th, a.at(1))?;
    let strict = match a.opt(2) {
        Some(s) => ops::is_true(th, s)?,
        None => true,
    };
    let Some(s) = text.get::<Str>() else {
        let m = format!(
            "first argument must be a string, not {}",
            text.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let start = usize::try_from(end).ok().filter(|&e| e <= s.chars_len());
    let Some(start) = start else {
        return Err(value_error(th, "end is out of bounds"));
    };
    match scan_string(s.bytes(), s.byte_offset(start), strict) {
        Ok((content, end)) => {
            let content = pystr::from_wtf8(th, &content)?;
            let end = int::from_usize(th, s.char_index(end))?;
            tuple::new(th, vec![content, end])
        }
        Err(Wrong(message, byte)) => Err(decode_error(th, text, message, byte)),
    }
}

fn push_hex(out: &mut Vec<u8>, code: u32) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |shift: u32| DIGITS[(code >> shift & 15) as usize];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

/// Appends one character of a JSON string.
fn push_escaped(out: &mut Vec<u8>, c: u32, ascii: bool) {
    match c {
        0x22 => out.extend_from_slice(b"\\\""),
        0x5c => out.extend_from_slice(b"\\\\"),
        8 => out.extend_from_slice(b"\\b"),
        12 => out.extend_from_slice(b"\\f"),
        10 => out.extend_from_slice(b"\\n"),
        13 => out.extend_from_slice(b"\\r"),
        9 => out.extend_from_slice(b"\\t"),
        0..0x20 => push_hex(out, c),
        0x7f.. if ascii => {
            if c >= 0x10000 {
                let v = c - 0x10000;
                push_hex(out, 0xd800 | (v >> 10));
                push_hex(out, 0xdc00 | (v & 0x3ff));
            } else {
                push_hex(out, c);
            }
        }
        _ => push_code_point(out, c),
    }
}

/// Bytes that stand for themselves in a JSON string of ASCII characters.
static PLAIN: [bool; 256] = {
    let mut t = [false; 256];
    let mut c = 0x20;
    while c < 0x7f {
        t[c] = c != b'"' as usize && c != b'\\' as usize;
        c += 1;
    }
    t
};

/// Appends `s` as a JSON string.
fn push_string(out: &mut Vec<u8>, s: &Str, ascii: bool) {
    let b = s.bytes();
    out.reserve(b.len() + 2);
    out.push(b'"');
    let mut at = 0;
    while at < b.len() {
        let rest = &b[at..];
        let run = rest
            .iter()
            .position(|&c| !(PLAIN[c as usize] || c >= 0x7f && !ascii))
            .unwrap_or(rest.len());
        out.extend_from_slice(&rest[..run]);
        at += run;
        if let Some(c) = pystr::wtf8_chars(&b[at..]).next() {
            push_escaped(out, c, ascii);
            at += pystr::char_width(b[at]);
        }
    }
    out.push(b'"');
}

fn encode(th: &mut Thread, o: Ref<'_>, ascii: bool) -> R {
    let Some(s) = o.get::<Str>().filter(|_| pystr::is_str(o)) else {
        let m = format!(
            "first argument must be a string, not {}",
            o.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let mut out: Vec<u8> = Vec::new();
    if out.try_reserve(s.bytes().len().saturating_add(2)).is_err() {
        return Err(error::no_memory(th));
    }
    push_string(&mut out, s, ascii);
    pystr::from_wtf8(th, &out)
}

fn json_encode_basestring(th: &mut Thread, a: Args<'_>) -> R {
    encode(th, a.at(0), false)
}
fn json_encode_basestring_ascii(th: &mut Thread, a: Args<'_>) -> R {
    encode(th, a.at(0), true)
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "scanstring",
        Kind::Pos(2, 3),
        json_scanstring,
        "scanstring(string, end, strict=True) -> (string, end)",
    ),
    MethodDef::new(
        "encode_basestring",
        Kind::One,
        json_encode_basestring,
        "encode_basestring(string) -> string",
    ),
    MethodDef::new(
        "encode_basestring_ascii",
        Kind::One,
        json_encode_basestring_ascii,
        "encode_basestring_ascii(string) -> string",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_json")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    scan::add_to(th, m.r())?;
    encode::add_to(th, m.r())?;
    Ok(m)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Result<(String, usize), (&'static str, usize)> {
        match scan_string(s.as_bytes(), 1, true) {
            Ok((v, n)) => Ok((String::from_utf8_lossy(&v).into_owned(), n)),
            Err(Wrong(m, at)) => Err((m, at)),
        }
    }

    #[test]
    fn strings() {
        assert_eq!(text(r#""abc" "#), Ok(("abc".into(), 5)));
        assert_eq!(text(r#""\u00e9\ud83d\ude00""#), Ok(("é😀".into(), 20)));
        assert_eq!(text("\"a\n\""), Err(("Invalid control character at", 2)));
        assert_eq!(text(r#""a\x""#), Err(("Invalid \\escape", 2)));
        assert_eq!(text(r#""a"#), Err(("Unterminated string starting at", 0)));
        assert_eq!(text(r#""\u12"#), Err((BAD_HEX, 2)));
    }
}
