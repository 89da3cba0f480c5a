//! `str.format` and `str.format_map`: replacement fields, field names, automatic numbering; also what the `_string`
//! module shows of them.

use super::{Conversion, convert, format};
use typhon_runtime::call::Args;
use typhon_runtime::error::{self, index_error, key_error, value_error};
use typhon_runtime::types::int;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, unicode};

/// A field of a format string: bytes of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Name with attributes and subscripts.
    pub name: &'a [u8],
    /// Conversion character.
    pub conversion: Option<u32>,
    /// Specifier.
    pub spec: &'a [u8],
    /// Whether the specifier contains fields itself.
    pub nested: bool,
}

/// Iterates over a format string: literal text, then possibly a field.
pub struct Markup<'a> {
    s: &'a [u8],
    at: usize,
}

impl<'a> Markup<'a> {
    /// Over WTF-8 bytes.
    pub fn new(s: &'a [u8]) -> Markup<'a> {
        Markup { s, at: 0 }
    }
    /// The next piece; None at the end.
    pub fn next(&mut self, th: &mut Thread) -> R<Option<(&'a [u8], Option<Field<'a>>)>> {
        let rest = self.s.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let Some(i) = memchr::memchr2(b'{', b'}', rest) else {
            self.at = self.s.len();
            return Ok(Some((rest, None)));
        };
        let c = rest.get(i).copied().unwrap_or(0);
        let after = rest.get(i + 1).copied();
        if after == Some(c) {
            // A doubled brace: the literal ends with one of them.
            self.at += i + 2;
            return Ok(Some((rest.get(..=i).unwrap_or_default(), None)));
        }
        if c == b'}' {
            return Err(value_error(th, "Single '}' encountered in format string"));
        }
        if after.is_none() {
            return Err(value_error(th, "Single '{' encountered in format string"));
        }
        self.at += i + 1;
        let field = self.field(th)?;
        Ok(Some((rest.get(..i).unwrap_or_default(), Some(field))))
    }

    fn field(&mut self, th: &mut Thread) -> R<Field<'a>> {
        let start = self.at;
        let mut end = None;
        while let Some(&c) = self.s.get(self.at) {
            self.at += 1;
            match c {
                b'{' => return Err(value_error(th, "unexpected '{' in field name")),
                b'[' => {
                    let rest = self.s.get(self.at..).unwrap_or_default();
                    self.at += memchr::memchr(b']', rest).unwrap_or(rest.len());
                }
                b'}' | b':' | b'!' => {
                    end = Some(c);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end else {
            return Err(value_error(th, "expected '}' before end of string"));
        };
        let mut f = Field {
            name: self.s.get(start..self.at - 1).unwrap_or_default(),
            conversion: None,
            spec: &[],
            nested: false,
        };
        if end == b'}' {
            return Ok(f);
        }
        if end == b'!' {
            let rest = self.s.get(self.at..).unwrap_or_default();
            let Some(c) = pystr::wtf8_chars(rest).next() else {
                return Err(value_error(
                    th,
                    "end of string while looking for conversion specifier",
                ));
            };
            f.conversion = Some(c);
            self.at += rest.first().map_or(1, |&b| pystr::char_width(b));
            match self.s.get(self.at) {
                Some(b'}') => {
                    self.at += 1;
                    return Ok(f);
                }
                Some(b':') => self.at += 1,
                Some(_) => {
                    return Err(value_error(th, "expected ':' after conversion specifier"));
                }
                None => {}
            }
        }
        self.spec(th, &mut f)?;
        Ok(f)
    }

    fn spec(&mut self, th: &mut Thread, f: &mut Field<'a>) -> R<()> {
        let start = self.at;
        let mut depth = 1;
        while let Some(&c) = self.s.get(self.at) {
            self.at += 1;
            match c {
                b'{' => {
                    f.nested = true;
                    depth += 1;
                }
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        f.spec = self.s.get(start..self.at - 1).unwrap_or_default();
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(value_error(th, "unmatched '{' in format spec"))
    }
}

/// A key of a field name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// Only digits.
    Index(usize),
    /// Anything else.
    Name(&'a [u8]),
}

/// Classifies a key: digits only are an index.
pub fn key_of<'a>(th: &mut Thread, b: &'a [u8]) -> R<Key<'a>> {
    if b.is_empty() {
        return Ok(Key::Name(b));
    }
    let mut n: usize = 0;
    for c in pystr::wtf8_chars(b) {
        let Some(d) = unicode::decimal(c) else {
            return Ok(Key::Name(b));
        };
        n = match n
            .checked_mul(10)
            .and_then(|n| n.checked_add(usize::from(d)))
        {
            Some(n) if n <= isize::MAX as usize => n,
            _ => {
                return Err(value_error(th, "Too many decimal digits in format string"));
            }
        };
    }
    Ok(Key::Index(n))
}

/// Splits a field name into its first part and the rest.
pub fn split_first(name: &[u8]) -> (&[u8], &[u8]) {
    let i = memchr::memchr2(b'.', b'[', name).unwrap_or(name.len());
    name.split_at(i)
}

/// The next step of the rest of a field name: attribute or subscript, and what follows; None at the end.
pub fn next_step<'a>(th: &mut Thread, rest: &'a [u8]) -> R<Option<(bool, Key<'a>, &'a [u8])>> {
    let Some((&c, tail)) = rest.split_first() else {
        return Ok(None);
    };
    let (attr, name, tail) = match c {
        b'.' => {
            let (name, tail) = split_first(tail);
            (true, name, tail)
        }
        b'[' => match memchr::memchr(b']', tail) {
            Some(i) => {
                let (name, tail) = tail.split_at(i);
                (false, name, tail.get(1..).unwrap_or_default())
            }
            None => return Err(value_error(th, "Missing ']' in format string")),
        },
        _ => {
            return Err(value_error(
                th,
                "Only '.' or '[' may follow ']' in format field specifier",
            ));
        }
    };
    if name.is_empty() {
        return Err(value_error(th, "Empty attribute in format string"));
    }
    let key = if attr {
        Key::Name(name)
    } else {
        key_of(th, name)?
    };
    Ok(Some((attr, key, tail)))
}

/// Where field values come from.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// Arguments of a call (without the format string).
    Call(Args<'a>),
    /// A mapping.
    Map(Ref<'a>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic,
    Manual,
}

struct State<'a> {
    source: Source<'a>,
    numbering: Numbering,
    next: usize,
}

/// `format.format(*args, **kwargs)` or `format.format_map(mapping)`.
pub fn build(th: &mut Thread, fmt: &Str, source: Source<'_>) -> R {
    let mut st = State {
        source,
        numbering: Numbering::Unknown,
        next: 0,
    };
    let mut out = Vec::with_capacity(fmt.len() + 16);
    st.render(th, fmt.bytes(), 2, &mut out)?;
    pystr::from_wtf8(th, &out)
}

impl State<'_> {
    fn render(&mut self, th: &mut Thread, fmt: &[u8], depth: u32, out: &mut Vec<u8>) -> R<()> {
        if depth == 0 {
            return Err(value_error(th, "Max string recursion exceeded"));
        }
        let mut m = Markup::new(fmt);
        while let Some((literal, field)) = m.next(th)? {
            out.extend_from_slice(literal);
            if let Some(f) = field {
                if f.conversion.is_none() && f.spec.is_empty() {
                    let v = self.value(th, f.name)?;
                    super::push_plain(th, out, v.r())?;
                    continue;
                }
                let text = self.render_field(th, &f, depth)?;
                if let Some(s) = text.get::<Str>() {
                    out.extend_from_slice(s.bytes());
                }
            }
        }
        Ok(())
    }

    fn render_field(&mut self, th: &mut Thread, f: &Field<'_>, depth: u32) -> R {
        let mut v = self.value(th, f.name)?;
        if let Some(c) = f.conversion {
            let c = conversion(th, c)?;
            v = convert(th, v.r(), c)?;
        }
        if f.spec.is_empty() {
            return format(th, v.r(), None);
        }
        let spec = if f.nested {
            let mut inner = Vec::new();
            self.render(th, f.spec, depth - 1, &mut inner)?;
            pystr::from_wtf8(th, &inner)?
        } else {
            pystr::from_wtf8(th, f.spec)?
        };
        format(th, v.r(), Some(spec.r()))
    }

    fn value(&mut self, th: &mut Thread, name: &[u8]) -> R {
        let (first, mut rest) = match name {
            [] => (name, name),
            _ => split_first(name),
        };
        let key = match key_of(th, first)? {
            Key::Name(b"") => {
                self.number(th, Numbering::Automatic)?;
                self.next += 1;
                Key::Index(self.next - 1)
            }
            Key::Index(i) => {
                self.number(th, Numbering::Manual)?;
                Key::Index(i)
            }
            k => k,
        };
        let mut v = self.lookup(th, key)?;
        while let Some((attr, key, tail)) = next_step(th, rest)? {
            v = match (attr, key) {
                (true, Key::Name(n)) => ops::getattr(th, v.r(), pystr::intern_bytes(n))?,
                (_, Key::Name(n)) => {
                    let k = pystr::from_wtf8(th, n)?;
                    ops::getitem(th, v.r(), k.r())?
                }
                (_, Key::Index(i)) => {
                    let k = int::from_usize(th, i)?;
                    ops::getitem(th, v.r(), k.r())?
                }
            };
            rest = tail;
        }
        Ok(v)
    }

    fn number(&mut self, th: &mut Thread, want: Numbering) -> R<()> {
        if self.numbering == Numbering::Unknown {
            self.numbering = want;
        }
        if self.numbering == want {
            return Ok(());
        }
        Err(value_error(
            th,
            if want == Numbering::Automatic {
                "cannot switch from manual field specification to automatic field numbering"
            } else {
                "cannot switch from automatic field numbering to manual field specification"
            },
        ))
    }

    fn lookup(&self, th: &mut Thread, key: Key<'_>) -> R {
        match (self.source, key) {
            (Source::Call(a), Key::Index(i)) => match a.opt(i) {
                Some(v) => Ok(v.own()),
                None => Err(index_error(
                    th,
                    format!("Replacement index {i} out of range for positional args tuple"),
                )),
            },
            (Source::Map(_), Key::Index(_)) => {
                Err(value_error(th, "Format string contains positional fields"))
            }
            (Source::Call(a), Key::Name(n)) => {
                let found = a
                    .kwargs()
                    .find(|(k, _)| k.get::<Str>().is_some_and(|k| k.bytes() == n));
                match found {
                    Some((_, v)) => Ok(v.own()),
                    None => {
                        let k = pystr::from_wtf8(th, n)?;
                        Err(key_error(th, k.r()))
                    }
                }
            }
            (Source::Map(m), Key::Name(n)) => {
                let k = pystr::from_wtf8(th, n)?;
                ops::getitem(th, m, k.r())
            }
        }
    }
}

fn conversion(th: &mut Thread, c: u32) -> R<Conversion> {
    match char::from_u32(c) {
        Some('r') => Ok(Conversion::Repr),
        Some('s') => Ok(Conversion::Str),
        Some('a') => Ok(Conversion::Ascii),
        Some(ch) if c > 32 && c < 127 => Err(bad_conversion(th, ch.to_string())),
        _ => Err(bad_conversion(th, format!("\\x{c:x}"))),
    }
}

#[cold]
fn bad_conversion(th: &mut Thread, shown: String) -> Raised {
    error::value_error(th, format!("Unknown conversion specifier {shown}"))
}

/// A key as a value, for `_string`.
pub fn key_value(th: &mut Thread, k: Key<'_>) -> R<Obj> {
    match k {
        Key::Index(i) => int::from_usize(th, i),
        Key::Name(n) => pystr::from_wtf8(th, n),
    }
}
