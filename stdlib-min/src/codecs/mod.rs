//! Text encodings: the ones that are built in, the registry of others, error handlers.
//!
//! CODEC RULE. An error handler is looked up at the first error, never before: an unknown name does no harm to text
//!   that needs none.

pub mod decode;
pub mod encode;
pub mod escape;
pub mod handlers;
pub mod utf7;

use parking_lot::Mutex;
use std::collections::HashMap;
use typhon_runtime::call;
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{buffer, bytes, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops};

/// An encoding with native code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// ASCII
    Ascii,
    /// ISO 8859-1
    Latin1,
    /// UTF-8
    Utf8,
    /// UTF-16 in a byte order; None: native order with a mark.
    Utf16(Option<Order>),
    /// UTF-32, likewise.
    Utf32(Option<Order>),
}

/// Byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
}

impl Order {
    /// The machine's own.
    pub const NATIVE: Order = if cfg!(target_endian = "little") {
        Order::Little
    } else {
        Order::Big
    };
}

impl Encoding {
    /// As exceptions name it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16(None) => "utf-16",
            Encoding::Utf16(Some(Order::Little)) => "utf-16-le",
            Encoding::Utf16(Some(Order::Big)) => "utf-16-be",
            Encoding::Utf32(None) => "utf-32",
            Encoding::Utf32(Some(Order::Little)) => "utf-32-le",
            Encoding::Utf32(Some(Order::Big)) => "utf-32-be",
        }
    }
    /// By any of its names; None if it is not built in.
    pub fn find(name: &str) -> Option<Encoding> {
        use Encoding::*;
        use Order::*;
        Some(match normalise(name).as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Utf8,
            "ascii" | "us_ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968"
            | "ansi_x3.4_1986" | "cp367" | "csascii" | "ibm367" | "iso646_us"
            | "iso_646.irv_1991" | "iso_ir_6" | "us" => Ascii,
            "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819"
            | "csisolatin1" | "ibm819" | "iso_8859_1_1987" | "iso_ir_100" | "l1" | "latin" => {
                Latin1
            }
            "utf_16" | "utf16" | "u16" => Utf16(None),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Utf16(Some(Little)),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Utf16(Some(Big)),
            "utf_32" | "utf32" | "u32" => Utf32(None),
            "utf_32_le" | "utf_32le" => Utf32(Some(Little)),
            "utf_32_be" | "utf_32be" => Utf32(Some(Big)),
            _ => return None,
        })
    }
}

/// Lower case, runs of other characters than letters, digits and dots as one underscore.
pub fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

// ------------------------------------------------------------------ entry points

fn check_nul(th: &mut Thread, name: &str) -> R<()> {
    if name.contains('\0') {
        return Err(value_error(th, "embedded null character"));
    }
    Ok(())
}

/// `s.encode(encoding, errors)`: a bytes value.
pub fn encode(th: &mut Thread, s: Ref<'_>, encoding: &str, errors: &str) -> R {
    check_nul(th, encoding)?;
    check_nul(th, errors)?;
    if let Some(e) = Encoding::find(encoding) {
        return encode_builtin(th, s, e, errors);
    }
    let info = text_codec(th, encoding, "codecs.encode()")?;
    let r = run(th, info.r(), encoding, 0, s, errors)?;
    let out = first_of_pair(th, &r, "encoder")?;
    if bytes::value(out.r()).is_some() {
        return Ok(out);
    }
    let m = format!(
        "'{encoding}' encoder returned '{}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
        out.r().class().name()
    );
    Err(type_error(th, m))
}

/// With a built-in encoding.
pub fn encode_builtin(th: &mut Thread, s: Ref<'_>, e: Encoding, errors: &str) -> R {
    let Some(t) = s.get::<Str>() else {
        return Err(type_error(th, "str expected"));
    };
    let plain = match e {
        Encoding::Utf8 => !t.has_surrogates(),
        Encoding::Ascii | Encoding::Latin1 => t.is_ascii(),
        _ => false,
    };
    if plain {
        return bytes::new(th, t.bytes());
    }
    let out = encode::encode(th, s, t, e, errors)?;
    bytes::new(th, &out)
}

/// `b.decode(encoding, errors)`: a str value. `object` is what exceptions show.
pub fn decode(th: &mut Thread, object: Ref<'_>, b: &[u8], encoding: &str, errors: &str) -> R {
    check_nul(th, encoding)?;
    check_nul(th, errors)?;
    if let Some(e) = Encoding::find(encoding) {
        return decode_builtin(th, object, b, e, errors, true).map(|p| p.0);
    }
    let info = text_codec(th, encoding, "codecs.decode()")?;
    let arg = if object.get::<bytes::Bytes>().is_some() {
        object.own()
    } else {
        bytes::new(th, b)?
    };
    let r = run(th, info.r(), encoding, 1, arg.r(), errors)?;
    let out = first_of_pair(th, &r, "decoder")?;
    if pystr::is_str(out.r()) {
        return Ok(out);
    }
    let m = format!(
        "'{encoding}' decoder returned '{}' instead of 'str'; use codecs.decode() to decode to arbitrary types",
        out.r().class().name()
    );
    Err(type_error(th, m))
}

/// With a built-in encoding: the text and how many bytes it took (fewer than all only if `last` is false).
pub fn decode_builtin(
    th: &mut Thread,
    object: Ref<'_>,
    b: &[u8],
    e: Encoding,
    errors: &str,
    last: bool,
) -> R<(Obj, usize)> {
    if matches!(e, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) && b.is_ascii() {
        return Ok((pystr::from_wtf8(th, b)?, b.len()));
    }
    if matches!(e, Encoding::Utf8)
        && let Ok(text) = std::str::from_utf8(b)
    {
        return Ok((pystr::new(th, text)?, b.len()));
    }
    let (out, used) = decode::decode(th, object, b, e, errors, last)?;
    Ok((pystr::from_wtf8(th, &out)?, used))
}

/// Decodes a bytes-like object.
pub fn decode_like(th: &mut Thread, o: Ref<'_>, encoding: &str, errors: &str) -> R {
    let b = buffer::bytes_like(th, o)?;
    decode(th, o, &b, encoding, errors)
}

// ------------------------------------------------------------------ registry

static SEARCH: Mutex<Vec<Obj>> = Mutex::new(Vec::new());
static CACHE: Mutex<Option<HashMap<String, Obj>>> = Mutex::new(None);

/// `codecs.register(f)`.
pub fn register(f: Obj) {
    SEARCH.lock().push(f);
}
/// `codecs.unregister(f)`.
pub fn unregister(f: Ref<'_>) {
    let removed: Vec<Obj> = {
        let mut s = SEARCH.lock();
        let (gone, kept) = s.drain(..).partition(|x| x.r().is(f));
        *s = kept;
        gone
    };
    let cache = CACHE.lock().take();
    drop((removed, cache));
}

/// `codecs.lookup(name)`: the tuple that a search function gives.
pub fn lookup(th: &mut Thread, name: &str) -> R {
    let key = name.to_lowercase().replace(' ', "-");
    let known = CACHE.lock().as_ref().and_then(|c| c.get(&key).cloned());
    if let Some(o) = known {
        return Ok(o);
    }
    import_encodings(th)?;
    let searches: Vec<Obj> = SEARCH.lock().clone();
    let norm = normalise(name);
    let arg = pystr::new(th, &norm)?;
    for f in searches {
        let r = call::call(th, f.r(), &[arg.r()])?;
        if r.r().is_none() {
            continue;
        }
        if !tuple::is_tuple(r.r()) || tuple::items(r.r()).len() != 4 {
            return Err(type_error(
                th,
                "codec search functions must return 4-tuples",
            ));
        }
        let old = CACHE
            .lock()
            .get_or_insert_with(HashMap::new)
            .insert(key, r.clone());
        drop(old);
        return Ok(r);
    }
    let shown = name.split('\0').next().unwrap_or_default();
    Err(error::raise(
        th,
        &error::LOOKUP_ERROR,
        format!("unknown encoding: {shown}"),
    ))
}

/// The `encodings` package registers its search function when it is imported. Without one only native encodings exist.
fn import_encodings(th: &mut Thread) -> R<()> {
    if !SEARCH.lock().is_empty() {
        return Ok(());
    }
    match hooks::import(th, "encodings") {
        Ok(_) => Ok(()),
        Err(_) => error::suppress(th, &error::IMPORT_ERROR),
    }
}

/// A codec that turns text into bytes and back.
fn text_codec(th: &mut Thread, encoding: &str, instead: &str) -> R {
    let info = lookup(th, encoding)?;
    if info.r().class().name() != "tuple"
        && let Some(flag) = {
            let n = pystr::intern_str("_is_text_encoding");
            ops::getattr_opt(th, info.r(), n)?
        }
        && !ops::is_true(th, flag.r())?
    {
        return Err(error::raise(
            th,
            &error::LOOKUP_ERROR,
            format!(
                "'{encoding}' is not a text encoding; use {instead} to handle arbitrary codecs"
            ),
        ));
    }
    Ok(info)
}

/// Calls member `i` of a codec's tuple: 0 encodes, 1 decodes. An error gets a note that names the encoding.
fn run(th: &mut Thread, info: Ref<'_>, encoding: &str, i: usize, o: Ref<'_>, errors: &str) -> R {
    let r = run_silent(th, info, i, o, errors);
    if r.is_err() {
        let e = error::fetch(th);
        let doing = if i == 0 { "encoding" } else { "decoding" };
        error::add_note(
            th,
            e.r(),
            &format!("{doing} with '{encoding}' codec failed"),
        )?;
        return Err(error::restore(th, e));
    }
    r
}

fn run_silent(th: &mut Thread, info: Ref<'_>, i: usize, o: Ref<'_>, errors: &str) -> R {
    let Some(f) = tuple::items(info).nth(i) else {
        return Err(type_error(th, "codec tuple is too short"));
    };
    if errors == "strict" {
        return call::call(th, f, &[o]);
    }
    let e = pystr::new(th, errors)?;
    call::call(th, f, &[o, e.r()])
}

fn first_of_pair(th: &mut Thread, r: &Obj, what: &str) -> R {
    let mut items = tuple::items(r.r());
    match (items.len(), items.next()) {
        (2, Some(v)) => Ok(v.own()),
        _ => Err(type_error(
            th,
            format!("{what} must return a tuple (object, integer)"),
        )),
    }
}

/// `codecs.encode(o, encoding, errors)` and `codecs.decode`, for any types.
pub fn transform(th: &mut Thread, o: Ref<'_>, encoding: &str, errors: &str, encoder: bool) -> R {
    if let Some(e) = Encoding::find(encoding) {
        if encoder && o.get::<Str>().is_some() {
            return encode_builtin(th, o, e, errors);
        }
        if !encoder && buffer::is_bytes_like(o) {
            let b = buffer::bytes_like(th, o)?;
            return decode_builtin(th, o, &b, e, errors, true).map(|p| p.0);
        }
    }
    let info = lookup(th, encoding)?;
    let r = run(th, info.r(), encoding, usize::from(!encoder), o, errors)?;
    first_of_pair(th, &r, if encoder { "encoder" } else { "decoder" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (n, e) in [
            ("UTF-8", Encoding::Utf8),
            ("utf8", Encoding::Utf8),
            ("ISO-8859-1", Encoding::Latin1),
            ("US-ASCII", Encoding::Ascii),
            ("UTF-16LE", Encoding::Utf16(Some(Order::Little))),
        ] {
            assert_eq!(Encoding::find(n), Some(e), "{n}");
        }
        assert_eq!(Encoding::find("utf-9"), None);
        assert_eq!(normalise(" ISO 8859--1"), "iso_8859_1");
    }
}
