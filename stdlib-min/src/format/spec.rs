//! The format mini-language (PEP 3101, 378, 515, 682, and the fraction grouping of 3.14): parsing of one specifier.

use typhon_runtime::error::value_error;
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::{R, Raised, Thread};

/// Where padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`
    AfterSign,
}

/// A parsed specifier.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Padding character.
    pub fill: u32,
    /// Alignment, the type's default filled in.
    pub align: Align,
    /// `+`, `-`, blank, or 0.
    pub sign: u8,
    /// `z`
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// Least width.
    pub width: usize,
    /// `,` or `_` between groups of the integer part, or 0.
    pub grouping: u8,
    /// Precision.
    pub precision: Option<usize>,
    /// `,` or `_` between groups of the fraction, or 0.
    pub fraction_grouping: u8,
    /// Presentation type, 0 if there is none.
    pub kind: u32,
}

/// ASCII specifiers of so many characters are read without a vector.
const FEW: usize = 16;

fn align_of(c: Option<&u32>) -> Option<Align> {
    Some(match char::from_u32(*c?)? {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

struct Cursor<'a> {
    s: &'a [u32],
    at: usize,
}
impl Cursor<'_> {
    fn eat(&mut self, c: u8) -> bool {
        let yes = self.s.get(self.at) == Some(&u32::from(c));
        self.at += usize::from(yes);
        yes
    }
    /// A decimal number; None if there is no digit; Err if it is too large.
    fn number(&mut self) -> Result<Option<usize>, ()> {
        let start = self.at;
        let mut n: usize = 0;
        while let Some(d) = self
            .s
            .get(self.at)
            .and_then(|&c| typhon_runtime::unicode::decimal(c))
        {
            n = n
                .checked_mul(10)
                .and_then(|n| n.checked_add(usize::from(d)))
                .filter(|&n| n <= isize::MAX as usize)
                .ok_or(())?;
            self.at += 1;
        }
        Ok((self.at > start).then_some(n))
    }
    /// `,` or `_`, which exclude each other.
    fn grouping(&mut self, th: &mut Thread) -> R<u8> {
        let mut g = 0;
        if self.eat(b',') {
            g = b',';
        }
        if self.s.get(self.at) == Some(&u32::from(b'_')) {
            if g != 0 {
                return Err(both(th));
            }
            g = b'_';
            self.at += 1;
            if self.s.get(self.at) == Some(&u32::from(b',')) {
                return Err(both(th));
            }
        }
        Ok(g)
    }
}

#[cold]
fn both(th: &mut Thread) -> Raised {
    value_error(th, "Cannot specify both ',' and '_'.")
}
#[cold]
fn too_many(th: &mut Thread) -> Raised {
    value_error(th, "Too many decimal digits in format string")
}

impl Spec {
    /// Parses a specifier for a value of class `type_name`; `default_align` and `default_kind` are the type's own.
    pub fn parse(
        th: &mut Thread,
        text: &Str,
        type_name: impl Fn() -> String,
        default_align: Align,
        default_kind: u8,
    ) -> R<Spec> {
        let (mut few, many);
        let chars = match text.bytes() {
            b if b.len() <= FEW && text.is_ascii() => {
                few = [0; FEW];
                for (to, &c) in few.iter_mut().zip(b) {
                    *to = u32::from(c);
                }
                few.get(..b.len()).unwrap_or_default()
            }
            _ => {
                many = text.code_points().collect::<Vec<u32>>();
                many.as_slice()
            }
        };
        let mut c = Cursor { s: chars, at: 0 };
        let mut spec = Spec {
            fill: u32::from(b' '),
            align: default_align,
            sign: 0,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: 0,
            precision: None,
            fraction_grouping: 0,
            kind: u32::from(default_kind),
        };
        let (mut fill_given, mut align_given) = (false, false);
        if let Some(a) = align_of(chars.get(1)) {
            spec.fill = chars.first().copied().unwrap_or(32);
            spec.align = a;
            (fill_given, align_given) = (true, true);
            c.at = 2;
        } else if let Some(a) = align_of(chars.first()) {
            spec.align = a;
            align_given = true;
            c.at = 1;
        }
        for sign in [b'+', b'-', b' '] {
            if spec.sign == 0 && c.eat(sign) {
                spec.sign = sign;
            }
        }
        spec.no_negative_zero = c.eat(b'z');
        spec.alternate = c.eat(b'#');
        if !fill_given && c.eat(b'0') {
            spec.fill = u32::from(b'0');
            if !align_given && default_align == Align::Right {
                spec.align = Align::AfterSign;
            }
        }
        spec.width = match c.number() {
            Ok(n) => n.unwrap_or(0),
            Err(()) => return Err(too_many(th)),
        };
        spec.grouping = c.grouping(th)?;
        if c.eat(b'.') {
            let at = c.at;
            spec.precision = match c.number() {
                Ok(n) => n,
                Err(()) => return Err(too_many(th)),
            };
            spec.fraction_grouping = c.grouping(th)?;
            if c.at == at {
                return Err(value_error(th, "Format specifier missing precision"));
            }
        }
        match chars.get(c.at..).unwrap_or_default() {
            [] => {}
            [k] => spec.kind = *k,
            _ => {
                let (shown, type_name) = (text.to_string_lossy(), type_name());
                return Err(value_error(
                    th,
                    format!("Invalid format specifier '{shown}' for object of type '{type_name}'"),
                ));
            }
        }
        spec.check_grouping(th)?;
        Ok(spec)
    }

    fn check_grouping(&self, th: &mut Thread) -> R<()> {
        if self.fraction_grouping != 0 && self.kind == 'n'.into() {
            let g = self.fraction_grouping as char;
            return Err(value_error(th, format!("Cannot specify '{g}' with 'n'.")));
        }
        if self.grouping == 0 {
            return Ok(());
        }
        let ok = match u8::try_from(self.kind) {
            Ok(b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0) => true,
            Ok(b'b' | b'o' | b'x' | b'X') => self.grouping == b'_',
            _ => false,
        };
        if ok {
            return Ok(());
        }
        let k = shown_kind(self.kind);
        Err(value_error(
            th,
            format!("Cannot specify '{}' with '{k}'.", self.grouping as char),
        ))
    }

    /// "Unknown format code 'x' for object of type 'T'".
    #[cold]
    pub fn unknown_kind(&self, th: &mut Thread, type_name: &str) -> Raised {
        let k = shown_kind(self.kind);
        value_error(
            th,
            format!("Unknown format code '{k}' for object of type '{type_name}'"),
        )
    }

    /// The presentation type if it is ASCII.
    pub fn ascii_kind(&self) -> u8 {
        u8::try_from(self.kind).unwrap_or(255)
    }

    /// `body`, of `chars` characters, padded, as a str value.
    pub fn padded(&self, th: &mut Thread, body: &[u8], chars: usize) -> R {
        let fill = u8::try_from(self.fill).ok().filter(u8::is_ascii);
        let mut buf = [0; 128];
        if let Some(fill) = fill
            && body.len() == chars
            && let Some(out) = buf.get_mut(..self.width.max(chars))
        {
            let missing = out.len() - chars;
            let left = self.left(missing);
            out.fill(fill);
            if let Some(middle) = out.get_mut(left..left + chars) {
                middle.copy_from_slice(body);
            }
            return pystr::from_ascii(th, out);
        }
        let out = self.pad(th, body, chars)?;
        pystr::from_wtf8(th, &out)
    }

    /// How many of the missing characters go before the text.
    fn left(&self, missing: usize) -> usize {
        match self.align {
            Align::Left => 0,
            Align::Right | Align::AfterSign => missing,
            Align::Center => missing / 2,
        }
    }

    /// Pads `body`, which has `chars` characters.
    pub fn pad(&self, th: &mut Thread, body: &[u8], chars: usize) -> R<Vec<u8>> {
        let missing = self.width.saturating_sub(chars);
        if missing == 0 {
            return Ok(body.to_vec());
        }
        let left = self.left(missing);
        let mut fill = Vec::new();
        push_code_point(&mut fill, self.fill);
        let mut out = reserve(
            th,
            missing
                .checked_mul(fill.len())
                .and_then(|n| n.checked_add(body.len())),
        )?;
        repeat_into(&mut out, &fill, left);
        out.extend_from_slice(body);
        repeat_into(&mut out, &fill, missing - left);
        Ok(out)
    }
}

/// An empty vector with room for `n` bytes; MemoryError if that cannot be had.
pub fn reserve(th: &mut Thread, n: Option<usize>) -> R<Vec<u8>> {
    let mut out = Vec::new();
    match n {
        Some(n) if out.try_reserve_exact(n).is_ok() => Ok(out),
        _ => Err(typhon_runtime::error::no_memory(th)),
    }
}

/// Appends `unit` `n` times.
pub fn repeat_into(out: &mut Vec<u8>, unit: &[u8], n: usize) {
    match unit {
        [one] => out.resize(out.len() + n, *one),
        _ => {
            for _ in 0..n {
                out.extend_from_slice(unit);
            }
        }
    }
}

fn shown_kind(k: u32) -> String {
    match char::from_u32(k) {
        Some(c) if k > 32 && k < 128 => c.to_string(),
        _ => format!("\\x{k:x}"),
    }
}
