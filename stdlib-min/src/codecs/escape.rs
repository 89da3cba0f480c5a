//! The escape codecs: `unicode_escape`, `raw_unicode_escape`, and the byte escapes of `escape_decode`.

use super::handlers::{Handler, backslash, decode_all};
use crate::warn;
use typhon_runtime::error::value_error;
use typhon_runtime::types::str::push_code_point;
use typhon_runtime::{R, Ref, Thread};

/// `unicode_escape` of characters.
pub fn unicode_escape_encode(chars: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    for c in chars {
        match c {
            0x5C => out.extend_from_slice(b"\\\\"),
            9 => out.extend_from_slice(b"\\t"),
            10 => out.extend_from_slice(b"\\n"),
            13 => out.extend_from_slice(b"\\r"),
            32..=126 => out.push(c as u8),
            _ => out.extend_from_slice(backslash(c).as_bytes()),
        }
    }
    out
}

/// `raw_unicode_escape` of characters.
pub fn raw_unicode_escape_encode(chars: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    for c in chars {
        match u8::try_from(c) {
            Ok(b) => out.push(b),
            Err(_) => out.extend_from_slice(backslash(c).as_bytes()),
        }
    }
    out
}

/// Outcome of one escape: a code point and the length of the sequence, or the length of what is wrong and why.
enum Escape {
    Char(u32, usize),
    Nothing(usize),
    Keep,
    Bad(usize, &'static str),
    /// The data ends within the sequence: its length and what is wrong if nothing follows.
    Short(usize, &'static str),
}

/// What a warning calls an escape that means nothing: "KIND" and the text behind the backslash.
fn invalid_escape(rest: &[u8]) -> (&'static str, String) {
    let octal = matches!(rest.get(1), Some(b'0'..=b'7'));
    let (kind, length) = if octal { ("octal ", 3) } else { ("", 1) };
    let text = rest.iter().skip(1).take(length);
    (kind, text.map(|&b| b as char).collect())
}

/// Reports the first escape that means nothing. `quote`: what the literal would begin with.
fn warn_invalid(th: &mut Thread, found: Option<(&'static str, String)>, quote: &str) -> R<()> {
    let Some((kind, text)) = found else {
        return Ok(());
    };
    let m = format!(
        "{quote}\\{text}\" is an invalid {kind}escape sequence. Such sequences will not work in the future. "
    );
    warn::deprecation(th, &m)
}

fn hex(rest: &[u8], digits: usize, reason: &'static str) -> Escape {
    let mut v: u32 = 0;
    for i in 0..digits {
        match rest.get(2 + i).and_then(|&c| (c as char).to_digit(16)) {
            Some(d) => v = v << 4 | d,
            None if 2 + i >= rest.len() => return Escape::Short(rest.len(), reason),
            None => return Escape::Bad(2 + i, reason),
        }
    }
    if v > 0x10FFFF {
        return Escape::Bad(2 + digits, "illegal Unicode character");
    }
    Escape::Char(v, 2 + digits)
}

fn octal(rest: &[u8]) -> Escape {
    let d: Vec<u32> = rest
        .iter()
        .skip(1)
        .take(3)
        .map_while(|&c| (c as char).to_digit(8))
        .collect();
    Escape::Char(d.iter().fold(0, |v, d| v << 3 | d), 1 + d.len())
}

fn name(rest: &[u8]) -> Escape {
    const MALFORMED: &str = "malformed \\N character escape";
    match rest.get(2) {
        Some(b'{') => {}
        Some(_) => return Escape::Bad(2, MALFORMED),
        None => return Escape::Short(rest.len(), MALFORMED),
    }
    let Some(end) = memchr::memchr(b'}', rest) else {
        return Escape::Short(rest.len(), MALFORMED);
    };
    let text = rest.get(3..end).unwrap_or_default();
    if text.is_empty() {
        return Escape::Bad(end + 1, MALFORMED);
    }
    match std::str::from_utf8(text)
        .ok()
        .and_then(crate::unicode_names::lookup_char)
    {
        Some(c) => Escape::Char(c, end + 1),
        None => Escape::Bad(end + 1, "unknown Unicode character name"),
    }
}

/// An escape of `unicode_escape` at the start of `rest`, which starts with a backslash.
fn escape(rest: &[u8]) -> Escape {
    let simple = |c| Escape::Char(c, 2);
    match rest.get(1) {
        None => Escape::Short(1, "\\ at end of string"),
        Some(b'\n') => Escape::Nothing(2),
        Some(b'\\') => simple(0x5C),
        Some(b'\'') => simple(0x27),
        Some(b'"') => simple(0x22),
        Some(b'b') => simple(8),
        Some(b'f') => simple(12),
        Some(b't') => simple(9),
        Some(b'n') => simple(10),
        Some(b'r') => simple(13),
        Some(b'v') => simple(11),
        Some(b'a') => simple(7),
        Some(b'0'..=b'7') => octal(rest),
        Some(b'x') => hex(rest, 2, "truncated \\xXX escape"),
        Some(b'u') => hex(rest, 4, "truncated \\uXXXX escape"),
        Some(b'U') => hex(rest, 8, "truncated \\UXXXXXXXX escape"),
        Some(b'N') => name(rest),
        Some(_) => Escape::Keep,
    }
}

/// Decodes `unicode_escape` (`raw`: only `\u` and `\U` count) to WTF-8; with `last` unset a sequence that the data ends
/// in is left over. Gives the length of what was decoded, too.
pub fn unicode_escape_decode(
    th: &mut Thread,
    object: Ref<'_>,
    data: &[u8],
    errors: &str,
    raw: bool,
    last: bool,
) -> R<(Vec<u8>, usize)> {
    let encoding = if raw {
        "rawunicodeescape"
    } else {
        "unicodeescape"
    };
    let mut handler = None;
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    let mut used = data.len();
    let mut invalid = None;
    decode_all(th, encoding, object, data, |th, input| {
        let data = input.data;
        while let Some(&c) = data.get(at) {
            let rest = data.get(at..).unwrap_or_default();
            let e = match (c, raw) {
                (b'\\', false) => escape(rest),
                (b'\\', true) if matches!(rest.get(1), Some(b'u' | b'U')) => escape(rest),
                (b'\\', true) if rest.len() == 1 && !last => {
                    used = at;
                    return Ok(None);
                }
                (b'\\', true) => {
                    // A backslash hides the one behind it.
                    out.push(c);
                    at += 1;
                    if data.get(at) == Some(&b'\\') {
                        out.push(b'\\');
                        at += 1;
                    }
                    continue;
                }
                _ => {
                    push_code_point(&mut out, u32::from(c));
                    at += 1;
                    continue;
                }
            };
            match e {
                Escape::Char(c, n) => {
                    if c > 0xff && rest.get(1).is_some_and(u8::is_ascii_digit) {
                        invalid.get_or_insert_with(|| invalid_escape(rest));
                    }
                    push_code_point(&mut out, c);
                    at += n;
                }
                Escape::Nothing(n) => at += n,
                Escape::Keep => {
                    invalid.get_or_insert_with(|| invalid_escape(rest));
                    out.push(b'\\');
                    at += 1;
                }
                Escape::Short(..) if !last => {
                    used = at;
                    return Ok(None);
                }
                Escape::Bad(n, reason) | Escape::Short(n, reason) => {
                    let h = match &handler {
                        Some(h) => h,
                        None => handler.insert(Handler::find(th, errors)?),
                    };
                    let (next, other) =
                        input.handle(th, h, None, (at, at + n), reason, &mut out)?;
                    at = next;
                    if other.is_some() {
                        return Ok(other);
                    }
                }
            }
        }
        Ok(None)
    })?;
    warn_invalid(th, invalid, "\"")?;
    Ok((out, used))
}

/// Decodes the escapes of bytes literals.
pub fn escape_decode(th: &mut Thread, data: &[u8], errors: &str) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    let mut invalid = None;
    while let Some(&c) = data.get(at) {
        if c != b'\\' {
            out.push(c);
            at += 1;
            continue;
        }
        let rest = data.get(at..).unwrap_or_default();
        if rest.len() == 1 {
            return Err(value_error(th, "Trailing \\ in string"));
        }
        let e = match rest.get(1) {
            Some(b'u' | b'U' | b'N') => Escape::Keep,
            _ => escape(rest),
        };
        match e {
            Escape::Char(c, n) => {
                if c > 0xff {
                    invalid.get_or_insert_with(|| invalid_escape(rest));
                }
                out.push(c as u8);
                at += n;
            }
            Escape::Nothing(n) => at += n,
            Escape::Keep => {
                invalid.get_or_insert_with(|| invalid_escape(rest));
                out.push(b'\\');
                at += 1;
            }
            Escape::Bad(..) | Escape::Short(..) => {
                match errors {
                    "strict" => {
                        return Err(value_error(
                            th,
                            format!("invalid \\x escape at position {at}"),
                        ));
                    }
                    "replace" => out.push(b'?'),
                    "ignore" => {}
                    _ => {
                        return Err(value_error(
                            th,
                            format!("decoding error; unknown error handling code: {errors}"),
                        ));
                    }
                }
                // Skips the sequence and one digit if it has one.
                at += 2;
                if data.get(at).is_some_and(u8::is_ascii_hexdigit) {
                    at += 1;
                }
            }
        }
    }
    warn_invalid(th, invalid, "b\"")?;
    Ok(out)
}

/// Writes bytes as the inside of a bytes literal in single quotes.
pub fn escape_encode(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    for &c in data {
        match c {
            b'\\' | b'\'' => out.extend_from_slice(&[b'\\', c]),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            32..=126 => out.push(c),
            _ => out.extend_from_slice(format!("\\x{c:02x}").as_bytes()),
        }
    }
    out
}
