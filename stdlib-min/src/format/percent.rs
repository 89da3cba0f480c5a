//! `%` formatting of str, bytes and bytearray (PEP 461): one engine over bytes, which are WTF-8 for str.

use super::ascii;
use super::float::{self, Options, Style};
use super::number::radix_text;
use super::spec::{repeat_into, reserve};
use typhon_runtime::call;
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::types::{self, tuple};
use typhon_runtime::types::{buffer, bytearray, bytes, float as pyfloat, float_text};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, names, ops};

struct Engine<'a> {
    fmt: &'a [u8],
    at: usize,
    /// str rather than bytes.
    text: bool,
    args: Ref<'a>,
    /// Next positional argument; None for a single value that was used.
    next: usize,
    single: bool,
    mapping: bool,
    /// The value of the key just read, which stands for the arguments from then on.
    keyed: Option<Obj>,
    any_key: bool,
    out: Vec<u8>,
}

#[derive(Default)]
struct Conv {
    left: bool,
    zero: bool,
    plus: bool,
    blank: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

/// `fmt % args` as bytes; `text` says whether `fmt` is WTF-8 of a str.
pub fn percent(th: &mut Thread, fmt: &[u8], text: bool, args: Ref<'_>) -> R<Vec<u8>> {
    let is_tuple = tuple::is_tuple(args);
    let mapping = !is_tuple
        && args.class().slots().getitem().is_some()
        && !pystr::is_str(args)
        && (text || !buffer::is_bytes_like(args));
    let mut e = Engine {
        fmt,
        at: 0,
        text,
        args,
        next: 0,
        single: !is_tuple,
        mapping,
        keyed: None,
        any_key: false,
        out: Vec::with_capacity(fmt.len() + 16),
    };
    e.run(th)?;
    let left = if e.single {
        e.next == 0 && !e.mapping
    } else {
        e.next < tuple::items(args).len()
    };
    if left {
        let what = if text { "string" } else { "bytes" };
        return Err(type_error(
            th,
            format!("not all arguments converted during {what} formatting"),
        ));
    }
    Ok(e.out)
}

impl<'a> Engine<'a> {
    fn run(&mut self, th: &mut Thread) -> R<()> {
        loop {
            let rest = self.fmt.get(self.at..).unwrap_or_default();
            let Some(i) = memchr::memchr(b'%', rest) else {
                self.out.extend_from_slice(rest);
                return Ok(());
            };
            self.out
                .extend_from_slice(rest.get(..i).unwrap_or_default());
            self.at += i + 1;
            if self.peek() == Some(b'%') {
                self.at += 1;
                self.out.push(b'%');
                continue;
            }
            self.directive(th)?;
        }
    }
    fn peek(&self) -> Option<u8> {
        self.fmt.get(self.at).copied()
    }
    fn argument(&mut self, th: &mut Thread) -> R<Obj> {
        if let Some(v) = self.keyed.take() {
            return Ok(v);
        }
        if self.any_key {
            return Err(type_error(th, "not enough arguments for format string"));
        }
        if self.single {
            if self.next == 0 {
                self.next = 1;
                return Ok(self.args.own());
            }
        } else if let Some(v) = tuple::items(self.args).nth(self.next) {
            self.next += 1;
            return Ok(v.own());
        }
        Err(type_error(th, "not enough arguments for format string"))
    }

    fn directive(&mut self, th: &mut Thread) -> R<()> {
        if self.peek() == Some(b'(') {
            self.keyed = Some(self.key(th)?);
            self.any_key = true;
        }
        if self.simple(th)? {
            return Ok(());
        }
        let mut c = Conv::default();
        self.flags(&mut c);
        self.width(th, &mut c)?;
        self.precision(th, &mut c)?;
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        let Some(kind) = self.peek() else {
            return Err(value_error(th, "incomplete format"));
        };
        let index = self.at;
        self.at += 1;
        let v = self.argument(th)?;
        self.convert(th, kind, index, &c, v.r())
    }

    /// A bare `%d` of a small int or `%s` of an exact str or small int; false if it is anything else.
    fn simple(&mut self, th: &mut Thread) -> R<bool> {
        let kind = self.peek();
        if !(kind == Some(b'd') || kind == Some(b's') && self.text) {
            return Ok(false);
        }
        self.at += 1;
        let v = self.argument(th)?;
        if let Some(i) = v.r().as_small() {
            self.out.extend_from_slice(int::write_i64(&mut [0; 20], i));
            return Ok(true);
        }
        if kind == Some(b's')
            && v.r().is_exact(&types::STR)
            && let Some(s) = v.get::<Str>()
        {
            error::reserve(th, &mut self.out, s.bytes().len())?;
            self.out.extend_from_slice(s.bytes());
            return Ok(true);
        }
        let index = self.at - 1;
        self.convert(th, kind.unwrap_or(0), index, &Conv::default(), v.r())?;
        Ok(true)
    }

    fn key(&mut self, th: &mut Thread) -> R<Obj> {
        if !self.mapping {
            return Err(type_error(th, "format requires a mapping"));
        }
        self.at += 1;
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        let k = self.fmt.get(start..self.at - 1).unwrap_or_default();
                        let k = if self.text {
                            pystr::from_wtf8(th, k)?
                        } else {
                            bytes::new(th, k)?
                        };
                        return ops::getitem(th, self.args, k.r());
                    }
                }
                _ => {}
            }
        }
        Err(value_error(th, "incomplete format key"))
    }

    fn flags(&mut self, c: &mut Conv) {
        loop {
            match self.peek() {
                Some(b'-') => c.left = true,
                Some(b'+') => c.plus = true,
                Some(b' ') => c.blank = true,
                Some(b'#') => c.alternate = true,
                Some(b'0') => c.zero = true,
                _ => return,
            }
            self.at += 1;
        }
    }

    fn number(&mut self, th: &mut Thread, what: &str) -> R<Option<usize>> {
        let start = self.at;
        let mut n: usize = 0;
        while let Some(d) = self.peek().filter(u8::is_ascii_digit) {
            n = match n
                .checked_mul(10)
                .and_then(|n| n.checked_add(usize::from(d - b'0')))
            {
                Some(n) if n <= isize::MAX as usize => n,
                _ => return Err(value_error(th, format!("{what} too big"))),
            };
            self.at += 1;
        }
        Ok((self.at > start).then_some(n))
    }

    /// The argument of `*`.
    fn star(&mut self, th: &mut Thread, what: &str) -> R<isize> {
        self.at += 1;
        let v = self.argument(th)?;
        let Some(n) = int::num(v.r()) else {
            return Err(type_error(th, "* wants int"));
        };
        match n.to_i64() {
            Some(i64::MIN) if what == "ssize_t" => Err(overflow_error(th, "width too big")),
            Some(i) => Ok(i as isize),
            None => Err(overflow_error(
                th,
                format!("Python int too large to convert to C {what}"),
            )),
        }
    }

    fn width(&mut self, th: &mut Thread, c: &mut Conv) -> R<()> {
        if self.peek() == Some(b'*') {
            let n = self.star(th, "ssize_t")?;
            c.left |= n < 0;
            c.width = n.unsigned_abs();
        } else {
            c.width = self.number(th, "width")?.unwrap_or(0);
        }
        Ok(())
    }

    fn precision(&mut self, th: &mut Thread, c: &mut Conv) -> R<()> {
        if self.peek() != Some(b'.') {
            return Ok(());
        }
        self.at += 1;
        let n = if self.peek() == Some(b'*') {
            let n = self.star(th, "int")?;
            if i32::try_from(n).is_err() {
                let m = "Python int too large to convert to C int";
                return Err(overflow_error(th, m));
            }
            n.max(0) as usize
        } else {
            self.number(th, "precision")?.unwrap_or(0)
        };
        if n > i32::MAX as usize {
            return Err(value_error(th, "precision too big"));
        }
        c.precision = Some(n);
        Ok(())
    }

    fn convert(&mut self, th: &mut Thread, kind: u8, index: usize, c: &Conv, v: Ref<'_>) -> R<()> {
        match kind {
            b's' if self.text => {
                let s = ops::str(th, v)?;
                self.put_text(th, c, s.r())
            }
            b'r' if self.text => {
                let s = ops::repr(th, v)?;
                self.put_text(th, c, s.r())
            }
            b'a' => {
                let s = ascii(th, v)?;
                self.put_text(th, c, s.r())
            }
            b'r' => {
                let s = ascii(th, v)?;
                self.put_text(th, c, s.r())
            }
            b's' | b'b' if !self.text => {
                let b = bytes_of(th, v)?;
                let n = c.precision.unwrap_or(usize::MAX).min(b.len());
                self.pad(th, c, b.get(..n).unwrap_or_default(), n)
            }
            b'c' => self.character(th, c, v),
            b'd' | b'i' | b'u' | b'x' | b'X' | b'o' => self.integer(th, kind, c, v),
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => self.real(th, kind, c, v),
            _ => Err(self.unsupported(th, index)),
        }
    }

    #[cold]
    fn unsupported(&self, th: &mut Thread, index: usize) -> Raised {
        let rest = self.fmt.get(index..).unwrap_or_default();
        let (code, at) = if self.text {
            let before = self.fmt.get(..index).unwrap_or_default();
            (
                pystr::wtf8_chars(rest).next().unwrap_or(0),
                pystr::wtf8_chars(before).count(),
            )
        } else {
            (u32::from(rest.first().copied().unwrap_or(0)), index)
        };
        let shown = match char::from_u32(code) {
            Some(ch) if (31..127).contains(&code) => ch,
            _ => '?',
        };
        value_error(
            th,
            format!("unsupported format character '{shown}' (0x{code:x}) at index {at}"),
        )
    }

    fn put_text(&mut self, th: &mut Thread, c: &Conv, s: Ref<'_>) -> R<()> {
        let Some(s) = s.get::<Str>() else {
            return Ok(());
        };
        let n = s.chars_len().min(c.precision.unwrap_or(usize::MAX));
        self.pad(th, c, s.slice_bytes(0, n), n)
    }

    /// Pads with blanks.
    fn pad(&mut self, th: &mut Thread, c: &Conv, body: &[u8], chars: usize) -> R<()> {
        let missing = c.width.saturating_sub(chars);
        self.room(th, missing.checked_add(body.len()))?;
        if !c.left {
            repeat_into(&mut self.out, b" ", missing);
        }
        self.out.extend_from_slice(body);
        if c.left {
            repeat_into(&mut self.out, b" ", missing);
        }
        Ok(())
    }

    fn room(&mut self, th: &mut Thread, n: Option<usize>) -> R<()> {
        match n {
            Some(n) if self.out.try_reserve(n).is_ok() => Ok(()),
            _ => Err(error::no_memory(th)),
        }
    }

    /// Sign, prefix and digits, padded with zeros (after the sign) or blanks.
    fn put_number(
        &mut self,
        th: &mut Thread,
        c: &Conv,
        negative: bool,
        prefix: &str,
        digits: &[u8],
        rest: &[u8],
    ) -> R<()> {
        let sign = if negative {
            "-"
        } else if c.plus {
            "+"
        } else if c.blank {
            " "
        } else {
            ""
        };
        let n = sign.len() + prefix.len() + digits.len() + rest.len();
        let missing = c.width.saturating_sub(n);
        self.room(th, missing.checked_add(n))?;
        if c.zero && !c.left {
            self.out.extend_from_slice(sign.as_bytes());
            self.out.extend_from_slice(prefix.as_bytes());
            repeat_into(&mut self.out, b"0", missing);
            self.out.extend_from_slice(digits);
            self.out.extend_from_slice(rest);
            return Ok(());
        }
        if !c.left {
            repeat_into(&mut self.out, b" ", missing);
        }
        self.out.extend_from_slice(sign.as_bytes());
        self.out.extend_from_slice(prefix.as_bytes());
        self.out.extend_from_slice(digits);
        self.out.extend_from_slice(rest);
        if c.left {
            repeat_into(&mut self.out, b" ", missing);
        }
        Ok(())
    }

    fn integer(&mut self, th: &mut Thread, kind: u8, c: &Conv, v: Ref<'_>) -> R<()> {
        let o = integer_operand(th, kind, v)?;
        let n = int::num(o.r()).unwrap_or(Num::Small(0));
        let (radix, prefix) = match kind {
            b'x' => (16, "0x"),
            b'X' => (16, "0X"),
            b'o' => (8, "0o"),
            _ => (10, ""),
        };
        let mut few = [0; 20];
        if radix == 10
            && c.precision.is_none()
            && let Num::Small(i) = n
        {
            let text = int::write_i64(&mut few, i);
            let digits = text.strip_prefix(b"-").unwrap_or(text);
            return self.put_number(th, c, i < 0, "", digits, b"");
        }
        let mut s = radix_text(th, n, radix)?;
        if kind == b'X' {
            s.make_ascii_uppercase();
        }
        let digits = s.trim_start_matches('-').as_bytes();
        let prefix = if c.alternate { prefix } else { "" };
        match c.precision {
            Some(p) if p > digits.len() => {
                let mut long = reserve(th, Some(p))?;
                repeat_into(&mut long, b"0", p - digits.len());
                long.extend_from_slice(digits);
                self.put_number(th, c, n.is_negative(), prefix, &long, b"")
            }
            _ => self.put_number(th, c, n.is_negative(), prefix, digits, b""),
        }
    }

    fn real(&mut self, th: &mut Thread, kind: u8, c: &Conv, v: Ref<'_>) -> R<()> {
        let x = match pyfloat::as_double(th, v) {
            Ok(x) => x,
            Err(e) => {
                if !self.text && error::pending_is(th, &error::TYPE_ERROR) {
                    drop(error::fetch(th));
                    return Err(type_error(
                        th,
                        format!("float argument required, not {}", v.class().name()),
                    ));
                }
                return Err(e);
            }
        };
        let style = match kind.to_ascii_lowercase() {
            b'e' => Style::E,
            b'f' => Style::F,
            _ => Style::G,
        };
        let negative = x.is_sign_negative() && !x.is_nan();
        let precision = c.precision.unwrap_or(6);
        let mut buf = Default::default();
        if style == Style::F
            && !c.alternate
            && let Some((int, rest)) = float_text::fixed_into(&mut buf, x.abs(), precision)
        {
            return self.put_number(th, c, negative, "", int, rest);
        }
        let (a, b) = float::digits(
            x,
            Options {
                style,
                precision,
                alternate: c.alternate,
                dot_zero: false,
                upper: kind.is_ascii_uppercase(),
            },
        );
        self.put_number(th, c, negative, "", a.as_bytes(), b.as_bytes())
    }

    fn character(&mut self, th: &mut Thread, c: &Conv, v: Ref<'_>) -> R<()> {
        let mut body = Vec::new();
        if self.text {
            push_code_point(&mut body, text_character(th, v)?);
        } else {
            body.push(byte_character(th, v)?);
        }
        self.pad(th, c, &body, 1)
    }
}

fn text_character(th: &mut Thread, v: Ref<'_>) -> R<u32> {
    if let Some(s) = v.get::<Str>() {
        if s.chars_len() == 1 {
            return Ok(s.code_points().next().unwrap_or(0));
        }
        return Err(type_error(
            th,
            format!(
                "%c requires an int or a unicode character, not a string of length {}",
                s.chars_len()
            ),
        ));
    }
    if !int::is_int(v) && v.class().slots().index().is_none() {
        return Err(type_error(
            th,
            format!(
                "%c requires an int or a unicode character, not {}",
                v.class().full_name()
            ),
        ));
    }
    let i = ops::index(th, v)?;
    match int::to_i64(i.r()).and_then(|i| u32::try_from(i).ok()) {
        Some(c) if c < 0x110000 => Ok(c),
        _ => Err(overflow_error(th, "%c arg not in range(0x110000)")),
    }
}

fn byte_character(th: &mut Thread, v: Ref<'_>) -> R<u8> {
    if let Some(b) = bytes::value(v)
        .map(<[u8]>::to_vec)
        .or_else(|| bytearray::value(v))
    {
        if let [one] = b.as_slice() {
            return Ok(*one);
        }
        let what = if v.get::<bytes::Bytes>().is_some() {
            "bytes"
        } else {
            "bytearray"
        };
        return Err(type_error(
            th,
            format!(
                "%c requires an integer in range(256) or a single byte, not a {what} object of length {}",
                b.len()
            ),
        ));
    }
    if !int::is_int(v) && v.class().slots().index().is_none() {
        return Err(type_error(
            th,
            format!(
                "%c requires an integer in range(256) or a single byte, not {}",
                v.class().name()
            ),
        ));
    }
    let i = ops::index(th, v)?;
    match int::to_i64(i.r()).and_then(|i| u8::try_from(i).ok()) {
        Some(c) => Ok(c),
        None => Err(overflow_error(th, "%c arg not in range(256)")),
    }
}

/// The operand of an integer conversion as an int: `%d` takes any real number, `%x` and `%o` only integers.
fn integer_operand(th: &mut Thread, kind: u8, v: Ref<'_>) -> R {
    if int::is_int(v) {
        return Ok(v.own());
    }
    let exact_only = matches!(kind, b'x' | b'X' | b'o');
    let s = v.class().slots();
    let found = if exact_only {
        s.index().is_some().then(|| ops::index(th, v))
    } else {
        let real = s.int().is_some() || s.index().is_some();
        real.then(|| crate::builtins::int::from_object(th, v))
    };
    match found {
        Some(Ok(i)) => return Ok(i),
        // Whatever its type error says: this is the wrong type.
        Some(Err(Raised)) => error::suppress(th, &error::TYPE_ERROR)?,
        None => {}
    }
    if !exact_only {
        return Err(real_required(th, kind, v));
    }
    let m = format!(
        "%{} format: an integer is required, not {}",
        kind as char,
        v.class().name()
    );
    Err(type_error(th, m))
}

#[cold]
fn real_required(th: &mut Thread, kind: u8, v: Ref<'_>) -> Raised {
    type_error(
        th,
        format!(
            "%{} format: a real number is required, not {}",
            kind as char,
            v.class().name()
        ),
    )
}

/// The operand of `%s` of bytes.
fn bytes_of(th: &mut Thread, v: Ref<'_>) -> R<Vec<u8>> {
    if let Some(b) = buffer::view(v) {
        return Ok(b.into_owned());
    }
    if let Some(r) = call::call_special(th, v, names::__bytes__(), &[])? {
        return match bytes::value(r.r()) {
            Some(b) => Ok(b.to_vec()),
            None => Err(type_error(
                th,
                format!(
                    "__bytes__ returned non-bytes (type {})",
                    r.r().class().name()
                ),
            )),
        };
    }
    if let Some(m) = buffer::exported(th, v)? {
        return Ok(buffer::bytes_like(th, m.r())?.into_owned());
    }
    Err(type_error(
        th,
        format!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
            v.class().name()
        ),
    ))
}
