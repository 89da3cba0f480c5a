//! UTF-7 (RFC 2152): what is not plain ASCII stands between `+` and `-` as UTF-16 in modified base 64.

use super::handlers::{Handler, decode_all};
use typhon_runtime::types::str::push_code_point;
use typhon_runtime::{R, Ref, Thread};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(b: u8) -> Option<u32> {
    DIGITS
        .iter()
        .position(|&d| d == b)
        .and_then(|i| u32::try_from(i).ok())
}

/// Whether a character stands for itself: set D, set O and white space of the RFC.
fn is_direct(c: u32) -> bool {
    match u8::try_from(c) {
        Ok(b) => {
            matches!(b, b'\t' | b'\n' | b'\r' | b' ')
                || (b.is_ascii_graphic() && !matches!(b, b'+' | b'\\' | b'~'))
        }
        Err(_) => false,
    }
}

/// Bits on their way between 16-bit units and digits.
#[derive(Default)]
struct Bits {
    value: u32,
    count: u32,
}

impl Bits {
    fn push_unit(&mut self, unit: u32, out: &mut Vec<u8>) {
        self.value = self.value << 16 | unit;
        self.count += 16;
        while self.count >= 6 {
            self.count -= 6;
            out.push(DIGITS[(self.value >> self.count & 63) as usize]);
        }
        self.value &= (1 << self.count) - 1;
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        if self.count > 0 {
            out.push(DIGITS[(self.value << (6 - self.count) & 63) as usize]);
        }
        *self = Bits::default();
    }

    /// Takes a digit in; gives a unit when one is complete.
    fn push_digit(&mut self, d: u32) -> Option<u32> {
        self.value = self.value << 6 | d;
        self.count += 6;
        if self.count < 16 {
            return None;
        }
        self.count -= 16;
        let unit = self.value >> self.count;
        self.value &= (1 << self.count) - 1;
        Some(unit)
    }
}

/// Encodes; every string has a form.
pub fn encode(chars: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bits = Bits::default();
    let mut shifted = false;
    for c in chars {
        if is_direct(c) {
            let b = c as u8;
            if shifted {
                bits.flush(&mut out);
                shifted = false;
                if digit(b).is_some() || b == b'-' {
                    out.push(b'-');
                }
            }
            out.push(b);
            continue;
        }
        if !shifted {
            out.push(b'+');
            if c == u32::from(b'+') {
                out.push(b'-');
                continue;
            }
            shifted = true;
        }
        if c >= 0x10000 {
            let rest = c - 0x10000;
            bits.push_unit(0xD800 | rest >> 10, &mut out);
            bits.push_unit(0xDC00 | rest & 0x3FF, &mut out);
        } else {
            bits.push_unit(c, &mut out);
        }
    }
    bits.flush(&mut out);
    if shifted {
        out.push(b'-');
    }
    out
}

/// A shifted part while it is read.
struct Shift {
    /// Where its `+` stands.
    start: usize,
    /// Length of the output before it.
    kept: usize,
    bits: Bits,
    /// The first half of a surrogate pair.
    high: Option<u32>,
}

impl Shift {
    fn unit(&mut self, unit: u32, out: &mut Vec<u8>) {
        if let Some(high) = self.high.take() {
            if (0xDC00..0xE000).contains(&unit) {
                push_code_point(out, 0x10000 + ((high & 0x3FF) << 10 | unit & 0x3FF));
                return;
            }
            push_code_point(out, high);
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
        } else {
            push_code_point(out, unit);
        }
    }

    /// What is wrong with ending here.
    fn fault(&self) -> Option<&'static str> {
        if self.bits.count >= 6 {
            Some("partial character in shift sequence")
        } else if self.bits.value != 0 {
            Some("non-zero padding bits in shift sequence")
        } else {
            None
        }
    }
}

/// Decodes `data`, the bytes of `object`, to WTF-8; with `last` unset an open shifted part at the end is left over.
pub fn decode(
    th: &mut Thread,
    object: Ref<'_>,
    data: &[u8],
    errors: &str,
    last: bool,
) -> R<(Vec<u8>, usize)> {
    let mut out = Vec::with_capacity(data.len());
    let mut shift: Option<Shift> = None;
    let mut handler = None;
    let mut at = 0;
    decode_all(th, "utf7", object, data, |th, input| {
        let data = input.data;
        loop {
            let fault = match (data.get(at), &mut shift) {
                (None, None) => return Ok(None),
                (None, Some(s)) => {
                    let open = s.high.is_some() || s.fault().is_some();
                    if !last {
                        out.truncate(s.kept);
                        at = s.start;
                        return Ok(None);
                    }
                    if !open {
                        return Ok(None);
                    }
                    Some((s.start, "unterminated shift sequence"))
                }
                (Some(&b), Some(s)) => {
                    if let Some(d) = digit(b) {
                        at += 1;
                        if let Some(unit) = s.bits.push_digit(d) {
                            s.unit(unit, &mut out);
                        }
                        continue;
                    }
                    let fault = s.fault().map(|reason| (s.start, reason));
                    if fault.is_some() {
                        at += 1;
                    } else {
                        if let Some(high) = s.high.filter(|_| b.is_ascii() && b != b'+') {
                            push_code_point(&mut out, high);
                        }
                        at += usize::from(b == b'-');
                    }
                    fault
                }
                (Some(b'+'), None) => match data.get(at + 1) {
                    Some(b'-') => {
                        out.push(b'+');
                        at += 2;
                        continue;
                    }
                    Some(&b) if digit(b).is_none() => {
                        at += 2;
                        Some((at - 2, "ill-formed sequence"))
                    }
                    _ => {
                        shift = Some(Shift {
                            start: at,
                            kept: out.len(),
                            bits: Bits::default(),
                            high: None,
                        });
                        at += 1;
                        continue;
                    }
                },
                (Some(&b), None) if b.is_ascii() => {
                    out.push(b);
                    at += 1;
                    continue;
                }
                (Some(_), None) => {
                    at += 1;
                    Some((at - 1, "unexpected special character"))
                }
            };
            shift = None;
            if let Some((start, reason)) = fault {
                let h = match &handler {
                    Some(h) => h,
                    None => handler.insert(Handler::find(th, errors)?),
                };
                let (next, other) = input.handle(th, h, None, (start, at), reason, &mut out)?;
                at = next;
                if other.is_some() {
                    return Ok(other);
                }
            }
        }
    })?;
    Ok((out, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes() {
        for (text, bytes) in [
            ("a+b", &b"a+-b"[..]),
            ("é", b"+AOk-"),
            ("éa", b"+AOk-a"),
            ("é!", b"+AOk!"),
            ("\u{1f600}", b"+2D3eAA-"),
            ("~\0", b"+AH4AAA-"),
        ] {
            assert_eq!(encode(text.chars().map(u32::from)), bytes, "{text}");
        }
    }
}
