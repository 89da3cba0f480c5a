//! Error handlers of encoding and decoding: the built-in ones and those that scripts register.

use super::{Encoding, Order};
use parking_lot::Mutex;
use std::collections::HashMap;
use typhon_runtime::call;
use typhon_runtime::error::{self, index_error, type_error};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{buffer, bytes, int, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread};

/// A handler.
pub enum Handler {
    /// `strict`
    Strict,
    /// `ignore`
    Ignore,
    /// `replace`
    Replace,
    /// `backslashreplace`
    Backslash,
    /// `xmlcharrefreplace`
    Xml,
    /// `namereplace`
    Name,
    /// `surrogateescape`
    Escape,
    /// `surrogatepass`
    Pass,
    /// A registered function.
    Other(Obj),
}

static REGISTERED: Mutex<Option<HashMap<String, Obj>>> = Mutex::new(None);

/// Names of the built-in handlers.
pub const BUILT_IN: [&str; 8] = [
    "strict",
    "ignore",
    "replace",
    "xmlcharrefreplace",
    "backslashreplace",
    "namereplace",
    "surrogatepass",
    "surrogateescape",
];

/// `codecs.register_error(name, f)`.
pub fn register(name: &str, f: Obj) {
    let old = REGISTERED
        .lock()
        .get_or_insert_with(HashMap::new)
        .insert(name.to_string(), f);
    drop(old);
}
/// Takes a registration back; whether there was one.
pub fn unregister(name: &str) -> bool {
    let old = REGISTERED.lock().as_mut().and_then(|m| m.remove(name));
    old.is_some()
}
/// The registered function of this name.
pub fn registered(name: &str) -> Option<Obj> {
    REGISTERED
        .lock()
        .as_ref()
        .and_then(|m| m.get(name).cloned())
}

/// "unknown error handler name 'x'".
#[cold]
pub fn unknown(th: &mut Thread, name: &str) -> Raised {
    error::raise(
        th,
        &error::LOOKUP_ERROR,
        format!("unknown error handler name '{name}'"),
    )
}

impl Handler {
    /// By name; a registered function wins over a built-in one of the same name, except for `strict`.
    pub fn find(th: &mut Thread, name: &str) -> R<Handler> {
        if name == "strict" {
            return Ok(Handler::Strict);
        }
        if let Some(f) = registered(name) {
            return Ok(Handler::Other(f));
        }
        Ok(match name {
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::Backslash,
            "xmlcharrefreplace" => Handler::Xml,
            "namereplace" => Handler::Name,
            "surrogateescape" => Handler::Escape,
            "surrogatepass" => Handler::Pass,
            _ => return Err(unknown(th, name)),
        })
    }
}

/// What a handler puts in place of what could not be encoded or decoded.
pub enum Replacement {
    /// Bytes of the result as they are.
    Bytes(Vec<u8>),
    /// Characters, still to be encoded.
    Text(Vec<u32>),
}

/// Builds an exception object of a unicode error class.
fn exception(th: &mut Thread, class: &'static TypeObj, fields: Vec<(&str, Obj)>) -> R {
    let args = fields.iter().map(|f| f.1.clone()).collect();
    let e = error::new(th, class, args)?;
    for (name, v) in fields {
        error::set_field(e.r(), name, v);
    }
    Ok(e)
}

/// A failure to encode characters `start..end` of `object`.
pub struct EncodeFailure<'a> {
    /// Name of the encoding.
    pub encoding: &'static str,
    /// The str.
    pub object: Ref<'a>,
    /// Why.
    pub reason: &'static str,
}

impl EncodeFailure<'_> {
    /// The exception.
    pub fn exception(&self, th: &mut Thread, start: usize, end: usize) -> R {
        let encoding = pystr::new(th, self.encoding)?;
        let reason = pystr::new(th, self.reason)?;
        exception(
            th,
            &error::UNICODE_ENCODE_ERROR,
            vec![
                ("encoding", encoding),
                ("object", self.object.own()),
                ("start", Ref::small_int(start as i64).own()),
                ("end", Ref::small_int(end as i64).own()),
                ("reason", reason),
            ],
        )
    }
    /// Raises it.
    #[cold]
    pub fn raise(&self, th: &mut Thread, start: usize, end: usize) -> Raised {
        match self.exception(th, start, end) {
            Ok(e) => error::raise_obj(th, e),
            Err(r) => r,
        }
    }
    /// Asks the handler about `chars[start..end]`; gives the replacement and where to go on.
    pub fn handle(
        &self,
        th: &mut Thread,
        h: &Handler,
        e: Encoding,
        chars: &[u32],
        start: usize,
        end: usize,
    ) -> R<(Replacement, usize)> {
        let bad = chars.get(start..end).unwrap_or_default();
        let text = |s: String| Replacement::Text(s.chars().map(|c| c as u32).collect());
        match h {
            Handler::Strict => Err(self.raise(th, start, end)),
            Handler::Ignore => Ok((Replacement::Text(Vec::new()), end)),
            Handler::Replace => Ok((Replacement::Text(vec![u32::from(b'?'); end - start]), end)),
            Handler::Backslash => Ok((text(bad.iter().map(|&c| backslash(c)).collect()), end)),
            Handler::Xml => Ok((text(bad.iter().map(|c| format!("&#{c};")).collect()), end)),
            Handler::Name => Ok((text(bad.iter().map(|&c| named(c)).collect()), end)),
            Handler::Escape => {
                let n = bad
                    .iter()
                    .take_while(|c| (0xDC80..=0xDCFF).contains(*c))
                    .count();
                if n == 0 {
                    return Err(self.raise(th, start, end));
                }
                let b = bad.iter().take(n).map(|&c| (c - 0xDC00) as u8).collect();
                Ok((Replacement::Bytes(b), start + n))
            }
            Handler::Pass => {
                let mut out = Vec::new();
                for &c in bad {
                    if !(0xD800..=0xDFFF).contains(&c) || !pass(&mut out, e, c) {
                        return Err(self.raise(th, start, end));
                    }
                }
                Ok((Replacement::Bytes(out), end))
            }
            Handler::Other(f) => {
                let exc = self.exception(th, start, end)?;
                let (r, p) = call_handler(th, f, &exc, "encoding")?;
                Ok((r, checked_position(th, p, chars.len())?))
            }
        }
    }
}

/// A surrogate as the encoding would write it; false for encodings without a way to.
fn pass(out: &mut Vec<u8>, e: Encoding, c: u32) -> bool {
    match e {
        Encoding::Utf8 => pystr::push_code_point(out, c),
        Encoding::Utf16(o) => match o.unwrap_or(Order::NATIVE) {
            Order::Little => out.extend((c as u16).to_le_bytes()),
            Order::Big => out.extend((c as u16).to_be_bytes()),
        },
        Encoding::Utf32(o) => match o.unwrap_or(Order::NATIVE) {
            Order::Little => out.extend(c.to_le_bytes()),
            Order::Big => out.extend(c.to_be_bytes()),
        },
        _ => return false,
    }
    true
}

/// `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
pub fn backslash(c: u32) -> String {
    match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

fn named(c: u32) -> String {
    match char::from_u32(c).and_then(unicode_names2::name) {
        Some(n) => format!("\\N{{{n}}}"),
        None => backslash(c),
    }
}

/// What is decoded, and how a failure to do so is handled.
pub struct DecodeFailure<'a> {
    /// Name of the encoding.
    pub encoding: &'static str,
    /// The bytes-like object.
    pub object: Ref<'a>,
    /// Its bytes.
    pub data: &'a [u8],
}

/// Runs a decoder on its input, then on what an error handler has put in its place, until it gives None. It keeps its
/// position itself.
pub fn decode_all(
    th: &mut Thread,
    encoding: &'static str,
    object: Ref<'_>,
    data: &[u8],
    mut run: impl FnMut(&mut Thread, &DecodeFailure<'_>) -> R<Option<Obj>>,
) -> R<()> {
    let mut other: Option<Obj> = None;
    loop {
        let input = match &other {
            None => DecodeFailure {
                encoding,
                object,
                data,
            },
            Some(o) => DecodeFailure {
                encoding,
                object: o.r(),
                data: bytes::value(o.r()).unwrap_or_default(),
            },
        };
        match run(th, &input)? {
            Some(o) => other = Some(o),
            None => return Ok(()),
        }
    }
}

impl DecodeFailure<'_> {
    fn exception(&self, th: &mut Thread, start: usize, end: usize, reason: &str) -> R {
        let encoding = pystr::new(th, self.encoding)?;
        let reason = pystr::new(th, reason)?;
        let object = if self.object.is_exact(&typhon_runtime::types::BYTES) {
            self.object.own()
        } else {
            bytes::new(th, self.data)?
        };
        exception(
            th,
            &error::UNICODE_DECODE_ERROR,
            vec![
                ("encoding", encoding),
                ("object", object),
                ("start", Ref::small_int(start as i64).own()),
                ("end", Ref::small_int(end as i64).own()),
                ("reason", reason),
            ],
        )
    }
    /// Raises it.
    #[cold]
    pub fn raise(&self, th: &mut Thread, start: usize, end: usize, reason: &str) -> Raised {
        match self.exception(th, start, end, reason) {
            Ok(e) => error::raise_obj(th, e),
            Err(r) => r,
        }
    }
    /// Asks the handler about bytes `start..end`; appends its answer and says where to go on, and in which object if the
    /// handler has put another one in the place of this.
    pub fn handle(
        &self,
        th: &mut Thread,
        h: &Handler,
        e: Option<Encoding>,
        (start, end): (usize, usize),
        reason: &str,
        out: &mut Vec<u8>,
    ) -> R<(usize, Option<Obj>)> {
        if let Handler::Other(f) = h {
            return self.ask(th, f, (start, end), reason, out);
        }
        let bad = self.data.get(start..end).unwrap_or_default();
        let at = match h {
            Handler::Ignore => Ok(end),
            Handler::Replace => {
                pystr::push_code_point(out, 0xFFFD);
                Ok(end)
            }
            Handler::Backslash => {
                for b in bad {
                    out.extend_from_slice(format!("\\x{b:02x}").as_bytes());
                }
                Ok(end)
            }
            Handler::Escape => {
                let n = bad.iter().take(4).take_while(|&&b| b >= 128).count();
                if n == 0 {
                    return Err(self.raise(th, start, end, reason));
                }
                for &b in bad.iter().take(n) {
                    pystr::push_code_point(out, 0xDC00 + u32::from(b));
                }
                Ok(start + n)
            }
            Handler::Pass => match e.and_then(|e| passed(e, self.data.get(start..)?)) {
                Some((c, n)) => {
                    pystr::push_code_point(out, c);
                    Ok(start + n)
                }
                None => Err(self.raise(th, start, end, reason)),
            },
            Handler::Strict | Handler::Other(_) => Err(self.raise(th, start, end, reason)),
            // These two know how to encode only.
            Handler::Xml | Handler::Name => {
                let exc = self.exception(th, start, end, reason)?;
                Err(cannot_handle(th, exc.r()))
            }
        };
        at.map(|at| (at, None))
    }

    /// Asks a registered handler. What it leaves in the exception's `object` is decoded from there on.
    fn ask(
        &self,
        th: &mut Thread,
        f: &Obj,
        (start, end): (usize, usize),
        reason: &str,
        out: &mut Vec<u8>,
    ) -> R<(usize, Option<Obj>)> {
        let exc = self.exception(th, start, end, reason)?;
        let before = error::field(exc.r(), "object");
        let (r, p) = call_handler(th, f, &exc, "decoding")?;
        let object = error::field(exc.r(), "object");
        let Some(b) = object.as_ref().and_then(|o| bytes::value(o.r())) else {
            return Err(type_error(
                th,
                "UnicodeError 'object' attribute must be a bytes",
            ));
        };
        let at = checked_position(th, p, b.len())?;
        if let Replacement::Text(t) = r {
            for c in t {
                pystr::push_code_point(out, c);
            }
        }
        let same = matches!((&before, &object), (Some(a), Some(b)) if a.r().is(b.r()));
        Ok((at, if same { None } else { object }))
    }
}

#[cold]
fn cannot_handle(th: &mut Thread, exc: Ref<'_>) -> Raised {
    type_error(
        th,
        format!(
            "don't know how to handle {} in error callback",
            exc.class().name()
        ),
    )
}

/// A surrogate at the start of `b` in this encoding, and its width.
fn passed(e: Encoding, b: &[u8]) -> Option<(u32, usize)> {
    let (c, n) = match (e, b) {
        (Encoding::Utf8, &[x, y, z, ..])
            if x & 0xF0 == 0xE0 && y & 0xC0 == 0x80 && z & 0xC0 == 0x80 =>
        {
            (
                u32::from(x & 0xF) << 12 | u32::from(y & 0x3F) << 6 | u32::from(z & 0x3F),
                3,
            )
        }
        (Encoding::Utf16(o), &[x, y, ..]) => {
            let c = match o.unwrap_or(Order::NATIVE) {
                Order::Little => u16::from_le_bytes([x, y]),
                Order::Big => u16::from_be_bytes([x, y]),
            };
            (u32::from(c), 2)
        }
        (Encoding::Utf32(o), &[w, x, y, z, ..]) => {
            let c = match o.unwrap_or(Order::NATIVE) {
                Order::Little => u32::from_le_bytes([w, x, y, z]),
                Order::Big => u32::from_be_bytes([w, x, y, z]),
            };
            (c, 4)
        }
        _ => return None,
    };
    (0xD800..=0xDFFF).contains(&c).then_some((c, n))
}

/// Calls a registered handler: it gives a pair of replacement and position.
fn call_handler(th: &mut Thread, f: &Obj, exc: &Obj, what: &str) -> R<(Replacement, isize)> {
    let r = call::call(th, f.r(), &[exc.r()])?;
    let items: Vec<Ref<'_>> = tuple::items(r.r()).collect();
    let bad = |th: &mut Thread| {
        let kinds = if what == "encoding" {
            "(str/bytes, int)"
        } else {
            "(str, int)"
        };
        type_error(
            th,
            format!("{what} error handler must return {kinds} tuple"),
        )
    };
    let [value, position] = items.as_slice() else {
        return Err(bad(th));
    };
    let replacement = if let Some(s) = value.get::<Str>() {
        Replacement::Text(s.code_points().collect())
    } else if let (true, Some(b)) = (what == "encoding", bytes::value(*value)) {
        Replacement::Bytes(b.to_vec())
    } else {
        return Err(bad(th));
    };
    if !int::is_int(*position) {
        return Err(bad(th));
    }
    let p = int::ssize(th, *position)?;
    Ok((replacement, p))
}

/// Where a handler wants to go on; negative positions count from the end.
fn checked_position(th: &mut Thread, p: isize, len: usize) -> R<usize> {
    let at = if p < 0 {
        p.saturating_add_unsigned(len)
    } else {
        p
    };
    match usize::try_from(at) {
        Ok(at) if at <= len => Ok(at),
        _ => Err(index_error(
            th,
            format!("position {at} from error handler out of bounds"),
        )),
    }
}

/// Runs a built-in handler on an exception object, as `codecs.lookup_error(name)(exc)` does.
pub fn run_built_in(th: &mut Thread, name: &str, exc: Ref<'_>) -> R {
    if exc.get::<error::Exc>().is_none() {
        return Err(type_error(th, "codec must pass exception instance"));
    }
    if name == "strict" {
        return Err(error::raise_obj(th, exc.own()));
    }
    let field = |n: &str| error::field(exc, n);
    let (Some(object), Some(start), Some(end)) = (
        field("object"),
        field("start").and_then(|o| int::to_i64(o.r())),
        field("end").and_then(|o| int::to_i64(o.r())),
    ) else {
        return Err(cannot_handle(th, exc));
    };
    let h = Handler::find(th, name)?;
    let encodes = exc.is_instance(&error::UNICODE_ENCODE_ERROR);
    let able = match h {
        Handler::Xml | Handler::Name => encodes,
        Handler::Escape | Handler::Pass => encodes || exc.is_instance(&error::UNICODE_DECODE_ERROR),
        _ => true,
    };
    if !able {
        return Err(cannot_handle(th, exc));
    }
    let encoding = field("encoding").map_or(String::new(), |e| pystr::text(e.r()));
    let e = Encoding::find(&encoding).filter(|_| !encoding.ends_with(['-', '_']));
    let reason = field("reason").map_or(String::new(), |e| pystr::text(e.r()));
    if let Some(s) = object.get::<Str>() {
        let chars: Vec<u32> = s.code_points().collect();
        let (start, end) = clip(start, end, chars.len());
        if exc.is_instance(&error::UNICODE_TRANSLATE_ERROR) && matches!(h, Handler::Replace) {
            let t = "\u{fffd}".repeat(end - start);
            return pair(
                th,
                &Replacement::Text(t.chars().map(|c| c as u32).collect()),
                end,
            );
        }
        let failure = EncodeFailure {
            encoding: "",
            object: object.r(),
            reason: "",
        };
        return match failure.handle(th, &h, e.unwrap_or(Encoding::Ascii), &chars, start, end) {
            Ok((r, at)) => pair(th, &r, at),
            Err(_) if error::pending_is(th, &error::UNICODE_ENCODE_ERROR) => {
                drop(error::fetch(th));
                Err(error::raise_obj(th, exc.own()))
            }
            Err(r) => Err(r),
        };
    }
    let data = buffer::bytes_like(th, object.r())?;
    let (start, end) = clip(start, end, data.len());
    let failure = DecodeFailure {
        encoding: "",
        object: object.r(),
        data: &data,
    };
    let mut out = Vec::new();
    match failure.handle(th, &h, e, (start, end), &reason, &mut out) {
        Ok((at, _)) => {
            let chars = pystr::wtf8_chars(&out).collect();
            pair(th, &Replacement::Text(chars), at)
        }
        Err(_) if error::pending_is(th, &error::UNICODE_DECODE_ERROR) => {
            drop(error::fetch(th));
            Err(error::raise_obj(th, exc.own()))
        }
        Err(r) => Err(r),
    }
}

fn clip(start: i64, end: i64, len: usize) -> (usize, usize) {
    let s = (start.max(0) as usize).min(len);
    (s, (end.max(0) as usize).clamp(s, len))
}

fn pair(th: &mut Thread, r: &Replacement, at: usize) -> R {
    let v = match r {
        Replacement::Bytes(b) => bytes::new(th, b)?,
        Replacement::Text(t) => {
            let mut out = Vec::new();
            for &c in t {
                pystr::push_code_point(&mut out, c);
            }
            pystr::from_wtf8(th, &out)?
        }
    };
    tuple::new(th, vec![v, Ref::small_int(at as i64).own()])
}
