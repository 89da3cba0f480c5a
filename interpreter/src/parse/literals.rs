//! Values of literals, taken from the source text: strings, bytes, pieces of f-strings, integers.
//!
//! The parser's own string values cannot hold lone surrogates (`'\ud800'`), so every literal with a backslash is
//! decoded here again. Strings come out as generalised UTF-8: a surrogate is encoded in three bytes like any other
//! code point of its size, also when two of them form a pair.

use num_bigint::BigInt;
use ruff_python_ast::{
    BytesLiteral, Int, InterpolatedStringLiteralElement, StringFlags, StringLiteral,
    str_prefix::AnyStringPrefix,
};
use ruff_text_size::TextRange;

use super::source::SourceFile;

/// The value of an integer literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntLiteral {
    /// Fits 64 bits with sign.
    Small(i64),
    /// Everything else.
    Big(BigInt),
}

/// An escape sequence that cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscapeError {
    /// First and last position of the sequence as CPython counts them in its message: a character beyond ASCII
    /// counts ten.
    pub first: usize,
    /// See `first`.
    pub last: usize,
    /// The reason, for example `truncated \xXX escape`.
    pub reason: &'static str,
}

/// A sequence such as `\d` that is kept as it is and deserves a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddEscape {
    /// Byte offset of the backslash in the decoded body.
    pub offset: usize,
    /// What follows the backslash: one character, or three octal digits above `\377`; empty before a brace of an
    /// f-string.
    pub text: String,
}

/// A decoded body and what was odd about it.
#[derive(Debug, Default)]
pub struct Unescaped {
    /// The value.
    pub value: Vec<u8>,
    /// Escapes to warn about, in order.
    pub odd: Vec<OddEscape>,
}

/// The value of one part of a string literal, in generalised UTF-8.
pub fn string_literal(src: &SourceFile, lit: &StringLiteral) -> Vec<u8> {
    let raw = lit.flags.prefix().is_raw();
    let range = TextRange::new(
        lit.range.start() + lit.flags.opener_len(),
        lit.range
            .end()
            .checked_sub(lit.flags.closer_len())
            .unwrap_or(lit.range.end()),
    );
    text_value(src, range, raw, false)
}

/// The value of one part of a bytes literal.
pub fn bytes_literal(_src: &SourceFile, lit: &BytesLiteral) -> Vec<u8> {
    lit.value.to_vec()
}

/// The value of a literal piece of an f-string or t-string, in generalised UTF-8.
///
/// `prefix` is that of the enclosing string part; pass `in_format_spec` for the pieces of a format specification,
/// where braces are not doubled.
pub fn fstring_piece(
    src: &SourceFile,
    piece: &InterpolatedStringLiteralElement,
    prefix: AnyStringPrefix,
    in_format_spec: bool,
) -> Vec<u8> {
    text_value(src, piece.range, is_raw(prefix), !in_format_spec)
}

/// Whether a string prefix has an `r`.
pub fn is_raw(prefix: AnyStringPrefix) -> bool {
    prefix.as_str().bytes().any(|b| b == b'r' || b == b'R')
}

fn text_value(src: &SourceFile, range: TextRange, raw: bool, braces: bool) -> Vec<u8> {
    let body = src
        .text
        .get(range.start().to_usize()..range.end().to_usize())
        .unwrap_or("");
    if raw && !braces {
        return body.as_bytes().to_vec();
    }
    match unescape(
        body,
        &Options {
            raw,
            bytes: false,
            braces,
        },
    ) {
        Ok(done) => done.value,
        // Only reachable for text that the parser has refused.
        Err(_) => body.as_bytes().to_vec(),
    }
}

/// How [`unescape`] reads a body.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Backslashes stand for themselves.
    pub raw: bool,
    /// A bytes literal: no `\u`, `\U` and `\N`.
    pub bytes: bool,
    /// `{{` and `}}` stand for one brace.
    pub braces: bool,
}

/// Decodes the text between the quotes of a literal.
pub fn unescape(body: &str, opts: &Options) -> Result<Unescaped, EscapeError> {
    let mut d = Decoder {
        body,
        pos: 0,
        bytes: opts.bytes,
        braces: opts.braces,
        out: Unescaped::default(),
    };
    d.out.value.reserve(body.len());
    while let Some(c) = d.peek() {
        match c {
            '\\' if !opts.raw => d.escape()?,
            '{' | '}' if opts.braces => {
                d.bump();
                if d.peek() == Some(c) {
                    d.bump();
                }
                push_code(&mut d.out.value, c as u32);
            }
            _ => {
                d.bump();
                push_code(&mut d.out.value, c as u32);
            }
        }
    }
    Ok(d.out)
}

struct Decoder<'a> {
    body: &'a str,
    pos: usize,
    bytes: bool,
    braces: bool,
    out: Unescaped,
}

impl Decoder<'_> {
    fn peek(&self) -> Option<char> {
        self.body.get(self.pos..).and_then(|s| s.chars().next())
    }

    fn bump(&mut self) {
        if let Some(c) = self.peek() {
            self.pos += c.len_utf8();
        }
    }

    fn escape(&mut self) -> Result<(), EscapeError> {
        let start = self.pos;
        self.bump();
        let before_brace = self.braces && matches!(self.peek(), Some('{' | '}'));
        let Some(c) = self.peek().filter(|_| !before_brace) else {
            // Before a brace of an f-string, or at the end of one of its pieces.
            self.out.odd.push(OddEscape {
                offset: start,
                text: String::new(),
            });
            self.out.value.push(b'\\');
            return Ok(());
        };
        self.bump();
        let code = match c {
            '\n' => return Ok(()),
            '\\' | '\'' | '"' => c as u32,
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '0'..='7' => self.octal(start, c),
            'x' if self.bytes => self.hex_byte(start)?,
            'x' => self.hex(start, 2, "truncated \\xXX escape")?,
            'u' if !self.bytes => self.hex(start, 4, "truncated \\uXXXX escape")?,
            'U' if !self.bytes => {
                let code = self.hex(start, 8, "truncated \\UXXXXXXXX escape")?;
                if code > 0x10_ffff {
                    return Err(self.error(start, "illegal Unicode character"));
                }
                code
            }
            'N' if !self.bytes => self.named(start)?,
            _ if !c.is_ascii() => {
                // CPython's decoder does not notice these.
                self.out.value.push(b'\\');
                c as u32
            }
            _ => {
                self.out.odd.push(OddEscape {
                    offset: start,
                    text: c.to_string(),
                });
                self.out.value.push(b'\\');
                c as u32
            }
        };
        if self.bytes {
            self.out.value.push((code & 0xff) as u8);
        } else {
            push_code(&mut self.out.value, code);
        }
        Ok(())
    }

    fn octal(&mut self, start: usize, first: char) -> u32 {
        let mut code = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(d) = self.peek().and_then(|c| c.to_digit(8)) else {
                break;
            };
            code = code * 8 + d;
            self.bump();
        }
        if code > 0o377 {
            let text = self.body.get(start + 1..self.pos).unwrap_or("").to_owned();
            self.out.odd.push(OddEscape {
                offset: start,
                text,
            });
        }
        code
    }

    fn hex(
        &mut self,
        start: usize,
        digits: usize,
        reason: &'static str,
    ) -> Result<u32, EscapeError> {
        let mut code: u32 = 0;
        for _ in 0..digits {
            let Some(d) = self.peek().and_then(|c| c.to_digit(16)) else {
                return Err(self.error(start, reason));
            };
            code = (code << 4) | d;
            self.bump();
        }
        Ok(code)
    }

    fn hex_byte(&mut self, start: usize) -> Result<u32, EscapeError> {
        self.hex(start, 2, "invalid \\x escape")
    }

    fn named(&mut self, start: usize) -> Result<u32, EscapeError> {
        let malformed = "malformed \\N character escape";
        if self.peek() != Some('{') {
            return Err(self.error(start, malformed));
        }
        self.bump();
        let name_start = self.pos;
        while self.peek().is_some_and(|c| c != '}') {
            self.bump();
        }
        let name = self.body.get(name_start..self.pos).unwrap_or("");
        if self.peek().is_none() || name.is_empty() {
            return Err(self.error(start, malformed));
        }
        self.bump();
        match character_named(name) {
            Some(c) => Ok(c as u32),
            None => Err(self.error(start, "unknown Unicode character name")),
        }
    }

    fn error(&self, start: usize, reason: &'static str) -> EscapeError {
        let (first, end) = (self.column(start), self.column(self.pos));
        EscapeError {
            first,
            last: end.saturating_sub(1),
            reason,
        }
    }

    /// The position of a byte offset as CPython's messages count it: in the text that its decoder is given, where a
    /// character beyond ASCII takes ten places, and five more are inserted behind a backslash that precedes one or
    /// ends the text.
    fn column(&self, offset: usize) -> usize {
        let mut column = 0;
        let mut chars = self
            .body
            .char_indices()
            .take_while(|(i, _)| *i < offset)
            .peekable();
        while let Some((i, c)) = chars.next() {
            column += if c.is_ascii() || self.bytes { 1 } else { 10 };
            if c != '\\' || self.bytes {
                continue;
            }
            match self.body.get(i + 1..).and_then(|rest| rest.chars().next()) {
                None => column += 5,
                Some(next) if !next.is_ascii() => column += 5,
                Some(_) => column += usize::from(chars.next().is_some()),
            }
        }
        column
    }
}

/// The character that `\N{name}` stands for. The case of letters does not matter, everything else does.
pub fn character_named(name: &str) -> Option<char> {
    if !name.is_ascii() || name.starts_with(' ') || name.ends_with(' ') {
        return None;
    }
    unicode_names2::character(name)
}

/// Appends a code point, surrogates included.
fn push_code(out: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => {
            let mut buf = [0; 4];
            out.extend_from_slice(c.encode_utf8(&mut buf).as_bytes());
        }
        None => {
            out.push(0xe0 | ((code >> 12) & 0x0f) as u8);
            out.push(0x80 | ((code >> 6) & 0x3f) as u8);
            out.push(0x80 | (code & 0x3f) as u8);
        }
    }
}

/// The value of an integer literal.
pub fn int_literal(value: &Int) -> IntLiteral {
    if let Some(v) = value.as_i64() {
        return IntLiteral::Small(v);
    }
    let text = value.to_string();
    match parse_big(&text) {
        Some(big) => IntLiteral::Big(big),
        // The parser has checked the digits.
        None => IntLiteral::Small(0),
    }
}

fn parse_big(token: &str) -> Option<BigInt> {
    let digits: String = token.chars().filter(|&c| c != '_').collect();
    let (radix, rest) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0o" | "0O") => (8, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        _ => (10, digits.as_str()),
    };
    BigInt::parse_bytes(rest.as_bytes(), radix)
}

/// Whether a number token is a decimal integer with more digits than CPython converts; the number of digits if so.
pub fn excess_digits(token: &str) -> Option<usize> {
    let digits = token.bytes().filter(|&b| b != b'_').count();
    let decimal = token.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let limit = typhon_runtime::types::int::max_str_digits();
    (decimal && limit != 0 && digits > limit).then_some(digits)
}

/// What CPython says about such a literal.
pub fn digits_message(digits: usize) -> String {
    format!(
        "Exceeds the limit ({} digits) for integer string conversion: value has {digits} digits; use \
         sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
         decimal conversion limits.",
        typhon_runtime::types::int::max_str_digits()
    )
}

/// The text between the quotes of a string token, and whether it is raw and bytes.
pub fn split_token(token: &str) -> (&str, Options) {
    let prefix_len = token.find(['"', '\'']).unwrap_or(0);
    let (prefix, rest) = token.split_at(prefix_len);
    let quote_len = if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        3
    } else {
        1
    };
    let has = |set: &[u8]| prefix.bytes().any(|b| set.contains(&b));
    let body = rest
        .get(quote_len..rest.len().saturating_sub(quote_len))
        .unwrap_or("");
    (
        body,
        Options {
            raw: has(b"rR"),
            bytes: has(b"bB"),
            braces: has(b"fFtT"),
        },
    )
}
