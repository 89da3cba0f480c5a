//! `_csv_lines`: the common cases of `csv`, a line that is a whole row and a row of plain values. What is not common
//! gives None and goes through the Python code in `lib/_csv.py`, which knows every dialect and raises every error.

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::types::list::List;
use typhon_runtime::types::str::Str;
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::types::{self, float, list, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// The one ASCII character of a text.
fn ascii(o: Ref<'_>) -> Option<u8> {
    match o.get::<Str>()?.bytes() {
        [b] => Some(*b),
        _ => None,
    }
}

/// What follows a field.
enum After {
    Delimiter,
    End,
}

/// Cuts a line into fields, byte by byte; the bytes that matter are ASCII.
struct Cutter<'a> {
    line: &'a [u8],
    at: usize,
    delimiter: u8,
    quote: u8,
    skip_spaces: bool,
}

impl Cutter<'_> {
    /// Whether the rest is nothing but the end of the line.
    fn ends(&self) -> bool {
        self.line[self.at..]
            .iter()
            .all(|b| matches!(b, b'\r' | b'\n'))
    }

    /// Steps over what ends a field. None: something else stands there.
    fn after(&mut self) -> Option<After> {
        match self.line.get(self.at) {
            Some(b) if *b == self.delimiter => {
                self.at += 1;
                Some(After::Delimiter)
            }
            _ if self.ends() => Some(After::End),
            _ => None,
        }
    }

    /// The next field's bytes. None: it goes on in the next line, or has quotes where none should be.
    fn field(&mut self, out: &mut Vec<u8>) -> Option<After> {
        while self.skip_spaces && self.line.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let rest = &self.line[self.at..];
        if rest.first() != Some(&self.quote) {
            let plain = |b: &u8| *b != self.delimiter && !matches!(b, b'\r' | b'\n');
            let n = rest.iter().take_while(|b| plain(b)).count();
            out.extend_from_slice(&rest[..n]);
            self.at += n;
            return self.after();
        }
        self.at += 1;
        loop {
            let rest = &self.line[self.at..];
            let n = memchr::memchr(self.quote, rest)?;
            out.extend_from_slice(&rest[..n]);
            self.at += n + 1;
            if self.line.get(self.at) != Some(&self.quote) {
                return self.after();
            }
            out.push(self.quote);
            self.at += 1;
        }
    }
}

/// `cut(line, delimiter, quotechar, skipinitialspace)`: the fields of a line that is a whole row, or None.
fn cut(th: &mut Thread, a: Args<'_>) -> R {
    let (Some(line), Some(delimiter), Some(quote)) =
        (a.at(0).get::<Str>(), ascii(a.at(1)), ascii(a.at(2)))
    else {
        return Ok(Obj::none());
    };
    let skip_spaces = ops::is_true(th, a.at(3))?;
    let mut c = Cutter {
        line: line.bytes(),
        at: 0,
        delimiter,
        quote,
        skip_spaces,
    };
    let mut fields = Vec::new();
    if !c.ends() {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let Some(after) = c.field(&mut bytes) else {
                return Ok(Obj::none());
            };
            fields.push(pystr::from_wtf8(th, &bytes)?);
            if matches!(after, After::End) {
                break;
            }
        }
    }
    list::new(th, fields)
}

/// How a row is written.
struct Format<'a> {
    delimiter: u8,
    quote: u8,
    terminator: &'a [u8],
    all: bool,
}

impl Format<'_> {
    fn quotable(&self, text: &[u8]) -> bool {
        text.iter().any(|b| {
            *b == self.delimiter
                || *b == self.quote
                || matches!(b, b'\r' | b'\n')
                || self.terminator.contains(b)
        })
    }

    fn push(&self, out: &mut Vec<u8>, text: &[u8]) {
        if !self.all && !self.quotable(text) {
            out.extend_from_slice(text);
            return;
        }
        out.push(self.quote);
        for b in text {
            if *b == self.quote {
                out.push(*b);
            }
            out.push(*b);
        }
        out.push(self.quote);
    }
}

/// `join(row, delimiter, quotechar, lineterminator, quote_all)`: the line of a list or tuple of plain values, or None.
fn join(th: &mut Thread, a: Args<'_>) -> R {
    let row: Vec<Obj> = match (a.at(0).get::<List>(), a.at(0).get::<Tuple>()) {
        (Some(l), _) if a.at(0).is_exact(&types::LIST) => l.items(),
        (_, Some(_)) if a.at(0).is_exact(&types::TUPLE) => {
            types::tuple::items(a.at(0)).map(Ref::own).collect()
        }
        _ => return Ok(Obj::none()),
    };
    let (Some(delimiter), Some(quote), Some(terminator)) =
        (ascii(a.at(1)), ascii(a.at(2)), a.at(3).get::<Str>())
    else {
        return Ok(Obj::none());
    };
    if !terminator.is_ascii() {
        return Ok(Obj::none());
    }
    let all = ops::is_true(th, a.at(4))?;
    let f = Format {
        delimiter,
        quote,
        terminator: terminator.bytes(),
        all,
    };
    let mut out = Vec::new();
    for (i, field) in row.iter().enumerate() {
        if i > 0 {
            out.push(delimiter);
        }
        let r = field.r();
        if r.is_exact(&types::STR)
            && let Some(s) = r.get::<Str>()
        {
            f.push(&mut out, s.bytes());
        } else if r.is_none() {
            f.push(&mut out, b"");
        } else if let Some(n) = r.as_small() {
            f.push(&mut out, n.to_string().as_bytes());
        } else if r.is_exact(&types::FLOAT)
            && let Some(x) = float::value(r)
        {
            let text = float::repr(th, x)?;
            if let Some(s) = text.get::<Str>() {
                f.push(&mut out, s.bytes());
            }
        } else {
            return Ok(Obj::none());
        }
    }
    if out.is_empty() && row.len() == 1 {
        // An empty line would be no row.
        out.extend([quote, quote]);
    }
    out.extend_from_slice(f.terminator);
    pystr::from_wtf8(th, &out)
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("cut", Kind::Pos(4, 4), cut, "The fields of a line that is a whole row, or None."),
    MethodDef::new("join", Kind::Pos(5, 5), join, "The line of a row of plain values, or None."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_csv_lines")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
