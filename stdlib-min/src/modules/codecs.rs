//! `_codecs`: the registry of encodings and error handlers, and the native encodings one by one.

use crate::codecs::{self, Encoding, Order, decode, escape, handlers, utf7};
use std::borrow::Cow;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{buffer, bytes, int, module, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

use crate::builtins::str::codec::text_arg;
use crate::builtins::support::str_arg;
use crate::codecs::handlers::{EncodeFailure, Handler, Replacement, decode_all};

fn pair(th: &mut Thread, v: Obj, n: usize) -> R {
    let n = int::from_usize(th, n)?;
    tuple::new(th, vec![v, n])
}

/// The `errors` argument: a str, None or nothing.
fn errors_arg(th: &mut Thread, name: &str, o: Option<Ref<'_>>) -> R<String> {
    let o = o.filter(|o| !o.is_none());
    text_arg(th, name, "errors", o, "strict")
}

// ------------------------------------------------------------------ registry

fn codecs_register(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).class().slots().call().is_none() {
        return Err(type_error(th, "argument must be callable"));
    }
    codecs::register(a.at(0).own());
    Ok(Obj::none())
}
fn codecs_unregister(_th: &mut Thread, a: Args<'_>) -> R {
    codecs::unregister(a.at(0));
    Ok(Obj::none())
}
fn codecs_lookup(th: &mut Thread, a: Args<'_>) -> R {
    let name = str_arg(th, "lookup", 0, a.at(0))?.to_string_lossy();
    if name.contains('\0') {
        return Err(value_error(th, "embedded null character"));
    }
    codecs::lookup(th, &name)
}
fn codecs_encode(th: &mut Thread, a: Args<'_>) -> R {
    let encoding = text_arg(th, "encode", "encoding", a.opt(1), "utf-8")?;
    let errors = text_arg(th, "encode", "errors", a.opt(2), "strict")?;
    codecs::transform(th, a.at(0), &encoding, &errors, true)
}
fn codecs_decode(th: &mut Thread, a: Args<'_>) -> R {
    let encoding = text_arg(th, "decode", "encoding", a.opt(1), "utf-8")?;
    let errors = text_arg(th, "decode", "errors", a.opt(2), "strict")?;
    codecs::transform(th, a.at(0), &encoding, &errors, false)
}
fn codecs_register_error(th: &mut Thread, a: Args<'_>) -> R {
    let name = str_arg(th, "register_error", 1, a.at(0))?.to_string_lossy();
    if a.at(1).class().slots().call().is_none() {
        return Err(type_error(th, "handler must be callable"));
    }
    handlers::register(&name, a.at(1).own());
    Ok(Obj::none())
}
fn codecs_unregister_error(th: &mut Thread, a: Args<'_>) -> R {
    let name = str_arg(th, "_unregister_error", 0, a.at(0))?.to_string_lossy();
    if handlers::BUILT_IN.contains(&name.as_str()) {
        return Err(value_error(
            th,
            format!("cannot un-register built-in error handler '{name}'"),
        ));
    }
    Ok(Obj::bool(handlers::unregister(&name)))
}
fn codecs_lookup_error(th: &mut Thread, a: Args<'_>) -> R {
    let name = str_arg(th, "lookup_error", 0, a.at(0))?.to_string_lossy();
    if let Some(f) = handlers::registered(&name) {
        return Ok(f);
    }
    match ERROR_FUNCTIONS
        .iter()
        .position(|f| f.name.strip_suffix("_errors") == Some(handler_key(&name)))
    {
        Some(i) => built_in_handler(th, i),
        None => Err(handlers::unknown(th, &name)),
    }
}

/// The function of a built-in handler; made once, so that it is the same object each time.
fn built_in_handler(th: &mut Thread, i: usize) -> R {
    static MADE: [Slot; 8] = [const { Slot::empty() }; 8];
    let (Some(slot), Some(def)) = (MADE.get(i), ERROR_FUNCTIONS.get(i)) else {
        return Err(type_error(th, "no such handler"));
    };
    if let Some(f) = slot.get() {
        return Ok(f);
    }
    let f = typhon_runtime::call::new_function(th, def, None)?;
    slot.set(f.clone());
    Ok(f)
}

/// The name in the function of a built-in handler.
fn handler_key(name: &str) -> &str {
    match name {
        "xmlcharrefreplace" | "backslashreplace" | "namereplace" | "strict" | "ignore"
        | "replace" | "surrogatepass" | "surrogateescape" => name,
        _ => "",
    }
}

macro_rules! error_functions {
    ($($f:ident $name:literal $func:literal;)*) => {
        $(fn $f(th: &mut Thread, a: Args<'_>) -> R {
            handlers::run_built_in(th, $name, a.at(0))
        })*
        static ERROR_FUNCTIONS: [MethodDef; 8] = [
            $(MethodDef::new($func, Kind::One, $f, concat!("Implements the '", $name, "' error handling.")),)*
        ];
    };
}
error_functions! {
    errors_strict "strict" "strict_errors";
    errors_ignore "ignore" "ignore_errors";
    errors_replace "replace" "replace_errors";
    errors_xml "xmlcharrefreplace" "xmlcharrefreplace_errors";
    errors_backslash "backslashreplace" "backslashreplace_errors";
    errors_name "namereplace" "namereplace_errors";
    errors_pass "surrogatepass" "surrogatepass_errors";
    errors_escape "surrogateescape" "surrogateescape_errors";
}

// ------------------------------------------------------------------ native encodings

fn encode_with(th: &mut Thread, a: Args<'_>, name: &str, e: Encoding) -> R {
    let s = str_arg(th, name, 1, a.at(0))?;
    let errors = errors_arg(th, name, a.opt(1))?;
    let b = codecs::encode_builtin(th, a.at(0), e, &errors)?;
    pair(th, b, s.chars_len())
}
fn decode_with(th: &mut Thread, a: Args<'_>, name: &str, e: Encoding, stateful: bool) -> R {
    let data = buffer::bytes_like(th, a.at(0))?;
    let errors = errors_arg(th, name, a.opt(1))?;
    let last = match a.opt(2) {
        Some(f) if stateful => ops::is_true(th, f)?,
        _ => !stateful,
    };
    let (s, n) = codecs::decode_builtin(th, a.at(0), &data, e, &errors, last)?;
    pair(th, s, n)
}

macro_rules! native {
    ($($enc:ident $dec:ident $en:literal $dn:literal $e:expr, $stateful:literal;)*) => {
        $(fn $enc(th: &mut Thread, a: Args<'_>) -> R { encode_with(th, a, $en, $e) }
          fn $dec(th: &mut Thread, a: Args<'_>) -> R { decode_with(th, a, $dn, $e, $stateful) })*
        static NATIVE: &[MethodDef] = &[
            $(MethodDef::new($en, Kind::Pos(1, 3), $enc, "Bytes and number of characters."),
              MethodDef::new($dn, Kind::Pos(1, 3), $dec, "Text and number of bytes."),)*
        ];
    };
}
native! {
    enc_ascii dec_ascii "ascii_encode" "ascii_decode" Encoding::Ascii, false;
    enc_latin dec_latin "latin_1_encode" "latin_1_decode" Encoding::Latin1, false;
    enc_utf8 dec_utf8 "utf_8_encode" "utf_8_decode" Encoding::Utf8, true;
    enc_utf16_le dec_utf16_le "utf_16_le_encode" "utf_16_le_decode" Encoding::Utf16(Some(Order::Little)), true;
    enc_utf16_be dec_utf16_be "utf_16_be_encode" "utf_16_be_decode" Encoding::Utf16(Some(Order::Big)), true;
    enc_utf32_le dec_utf32_le "utf_32_le_encode" "utf_32_le_decode" Encoding::Utf32(Some(Order::Little)), true;
    enc_utf32_be dec_utf32_be "utf_32_be_encode" "utf_32_be_decode" Encoding::Utf32(Some(Order::Big)), true;
}

/// `byteorder`: negative little, positive big, zero native with a mark.
fn order(th: &mut Thread, o: Option<Ref<'_>>) -> R<Option<Order>> {
    let n = match o {
        Some(o) => int::c_int(th, o)?,
        None => 0,
    };
    Ok(match n {
        0 => None,
        n if n < 0 => Some(Order::Little),
        _ => Some(Order::Big),
    })
}
fn utf_16_encode(th: &mut Thread, a: Args<'_>) -> R {
    let o = order(th, a.opt(2))?;
    encode_with(th, a, "utf_16_encode", Encoding::Utf16(o))
}
fn utf_32_encode(th: &mut Thread, a: Args<'_>) -> R {
    let o = order(th, a.opt(2))?;
    encode_with(th, a, "utf_32_encode", Encoding::Utf32(o))
}
fn utf_16_decode(th: &mut Thread, a: Args<'_>) -> R {
    decode_with(th, a, "utf_16_decode", Encoding::Utf16(None), true)
}
fn utf_32_decode(th: &mut Thread, a: Args<'_>) -> R {
    decode_with(th, a, "utf_32_decode", Encoding::Utf32(None), true)
}

/// Decodes and tells the byte order: data, errors, byteorder, final.
fn ex_decode(th: &mut Thread, a: Args<'_>, make: fn(Option<Order>) -> Encoding) -> R {
    let data = buffer::bytes_like(th, a.at(0))?;
    let errors = errors_arg(th, "ex_decode", a.opt(1))?;
    let given = order(th, a.opt(2))?;
    let last = match a.opt(3) {
        Some(f) => ops::is_true(th, f)?,
        None => false,
    };
    let (s, n) = codecs::decode_builtin(th, a.at(0), &data, make(given), &errors, last)?;
    let found = match given {
        Some(Order::Little) => -1,
        Some(Order::Big) => 1,
        None => decode::mark(make(None), &data),
    };
    let n = int::from_usize(th, n)?;
    tuple::new(th, vec![s, n, Ref::small_int(found).own()])
}
fn utf_16_ex_decode(th: &mut Thread, a: Args<'_>) -> R {
    ex_decode(th, a, Encoding::Utf16)
}
fn utf_32_ex_decode(th: &mut Thread, a: Args<'_>) -> R {
    ex_decode(th, a, Encoding::Utf32)
}

// ------------------------------------------------------------------ escapes

fn unicode_escape_encode(th: &mut Thread, a: Args<'_>) -> R {
    let s = str_arg(th, "unicode_escape_encode", 1, a.at(0))?;
    let b = bytes::new(th, &escape::unicode_escape_encode(s.code_points()))?;
    pair(th, b, s.chars_len())
}
fn raw_unicode_escape_encode(th: &mut Thread, a: Args<'_>) -> R {
    let s = str_arg(th, "raw_unicode_escape_encode", 1, a.at(0))?;
    let b = bytes::new(th, &escape::raw_unicode_escape_encode(s.code_points()))?;
    pair(th, b, s.chars_len())
}
fn utf_7_encode(th: &mut Thread, a: Args<'_>) -> R {
    let s = str_arg(th, "utf_7_encode", 1, a.at(0))?;
    let b = bytes::new(th, &utf7::encode(s.code_points()))?;
    pair(th, b, s.chars_len())
}
fn utf_7_decode(th: &mut Thread, a: Args<'_>) -> R {
    let data = buffer::bytes_like(th, a.at(0))?;
    let errors = errors_arg(th, "utf_7_decode", a.opt(1))?;
    let last = match a.opt(2) {
        Some(f) => ops::is_true(th, f)?,
        None => false,
    };
    let (out, used) = utf7::decode(th, a.at(0), &data, &errors, last)?;
    let s = pystr::from_wtf8(th, &out)?;
    pair(th, s, used)
}
fn str_or_bytes<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    match o.get::<Str>() {
        Some(s) => Ok(Cow::Borrowed(s.bytes())),
        None => buffer::bytes_like(th, o),
    }
}
fn escape_to_text(th: &mut Thread, a: Args<'_>, raw: bool) -> R {
    let data = str_or_bytes(th, a.at(0))?;
    let errors = errors_arg(th, "unicode_escape_decode", a.opt(1))?;
    let last = match a.opt(2) {
        Some(f) => ops::is_true(th, f)?,
        None => true,
    };
    let (out, used) = escape::unicode_escape_decode(th, a.at(0), &data, &errors, raw, last)?;
    let s = pystr::from_wtf8(th, &out)?;
    pair(th, s, used)
}
fn unicode_escape_decode(th: &mut Thread, a: Args<'_>) -> R {
    escape_to_text(th, a, false)
}
fn raw_unicode_escape_decode(th: &mut Thread, a: Args<'_>) -> R {
    escape_to_text(th, a, true)
}
fn escape_decode(th: &mut Thread, a: Args<'_>) -> R {
    let data = str_or_bytes(th, a.at(0))?;
    let errors = errors_arg(th, "escape_decode", a.opt(1))?;
    let out = escape::escape_decode(th, &data, &errors)?;
    let b = bytes::new(th, &out)?;
    pair(th, b, data.len())
}
fn escape_encode(th: &mut Thread, a: Args<'_>) -> R {
    let Some(data) = bytes::value(a.at(0)) else {
        let c = crate::builtins::support::type_name(a.at(0));
        return Err(type_error(
            th,
            format!("escape_encode() argument 1 must be bytes, not {c}"),
        ));
    };
    let b = bytes::new(th, &escape::escape_encode(data))?;
    pair(th, b, data.len())
}
fn readbuffer_encode(th: &mut Thread, a: Args<'_>) -> R {
    let data = str_or_bytes(th, a.at(0))?;
    let b = bytes::new(th, &data)?;
    pair(th, b, data.len())
}

// ------------------------------------------------------------------ character maps

const UNDEFINED: &str = "character maps to <undefined>";

/// What a map says about a key; None: undefined.
fn mapped(th: &mut Thread, map: Ref<'_>, key: u32) -> R<Option<Obj>> {
    match ops::getitem(th, map, Ref::small_int(i64::from(key))) {
        Ok(v) if v.r().is_none() => Ok(None),
        Ok(v) => Ok(Some(v)),
        Err(_) => error::suppress(th, &error::LOOKUP_ERROR).map(|()| None),
    }
}

fn charmap_decode(th: &mut Thread, a: Args<'_>) -> R {
    let data = buffer::bytes_like(th, a.at(0))?;
    let errors = errors_arg(th, "charmap_decode", a.opt(1))?;
    let Some(map) = a.opt_not_none(2) else {
        let (s, n) = codecs::decode_builtin(th, a.at(0), &data, Encoding::Latin1, &errors, true)?;
        return pair(th, s, n);
    };
    let table: Option<Vec<u32>> = map.get::<Str>().map(|s| s.code_points().collect());
    let (mut out, mut at) = (Vec::with_capacity(data.len()), 0);
    decode_all(th, "charmap", a.at(0), &data, |th, input| {
        while let Some(&c) = input.data.get(at) {
            let found = match &table {
                // U+FFFE stands for "undefined".
                Some(t) => match t.get(usize::from(c)) {
                    Some(&v) if v != 0xFFFE => {
                        pystr::push_code_point(&mut out, v);
                        true
                    }
                    _ => false,
                },
                None => match mapped(th, map, u32::from(c))? {
                    Some(v) => put_char(th, &mut out, v.r())?,
                    None => false,
                },
            };
            if found {
                at += 1;
                continue;
            }
            let h = Handler::find(th, &errors)?;
            let (next, other) = input.handle(th, &h, None, (at, at + 1), UNDEFINED, &mut out)?;
            at = next;
            if other.is_some() {
                return Ok(other);
            }
        }
        Ok(None)
    })?;
    let s = pystr::from_wtf8(th, &out)?;
    pair(th, s, data.len())
}

fn put_char(th: &mut Thread, out: &mut Vec<u8>, v: Ref<'_>) -> R<bool> {
    if let Some(s) = v.get::<Str>() {
        if s.code_points().eq(std::iter::once(0xFFFE)) {
            return Ok(false);
        }
        out.extend_from_slice(s.bytes());
        return Ok(true);
    }
    if !int::is_int(v) {
        return Err(type_error(
            th,
            "character mapping must return integer, None or str",
        ));
    }
    match int::to_i64(v).and_then(|i| u32::try_from(i).ok()) {
        Some(0xFFFE) => Ok(false),
        Some(c) if c < 0x110000 => {
            pystr::push_code_point(out, c);
            Ok(true)
        }
        _ => Err(type_error(
            th,
            "character mapping must be in range(0x110000)",
        )),
    }
}

fn put_byte(th: &mut Thread, out: &mut Vec<u8>, v: Ref<'_>) -> R<()> {
    if let Some(b) = bytes::value(v) {
        out.extend_from_slice(b);
        return Ok(());
    }
    if !int::is_int(v) {
        return Err(type_error(
            th,
            format!(
                "character mapping must return integer, bytes or None, not {}",
                v.class().name()
            ),
        ));
    }
    match int::to_i64(v).and_then(|i| u8::try_from(i).ok()) {
        Some(b) => {
            out.push(b);
            Ok(())
        }
        None => Err(type_error(th, "character mapping must be in range(256)")),
    }
}

fn charmap_encode(th: &mut Thread, a: Args<'_>) -> R {
    let s = str_arg(th, "charmap_encode", 1, a.at(0))?;
    let errors = errors_arg(th, "charmap_encode", a.opt(1))?;
    let Some(map) = a.opt_not_none(2) else {
        let b = codecs::encode_builtin(th, a.at(0), Encoding::Latin1, &errors)?;
        return pair(th, b, s.chars_len());
    };
    let chars: Vec<u32> = s.code_points().collect();
    let failure = EncodeFailure {
        encoding: "charmap",
        object: a.at(0),
        reason: UNDEFINED,
    };
    let (mut out, mut at) = (Vec::with_capacity(chars.len()), 0);
    while let Some(&c) = chars.get(at) {
        if let Some(v) = mapped(th, map, c)? {
            put_byte(th, &mut out, v.r())?;
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(&c) = chars.get(end) {
            if mapped(th, map, c)?.is_some() {
                break;
            }
            end += 1;
        }
        let h = Handler::find(th, &errors)?;
        let (r, next) = failure.handle(th, &h, Encoding::Ascii, &chars, at, end)?;
        match r {
            Replacement::Bytes(b) => out.extend_from_slice(&b),
            Replacement::Text(t) => {
                for c in t {
                    match mapped(th, map, c)? {
                        Some(v) => put_byte(th, &mut out, v.r())?,
                        None => return Err(failure.raise(th, at, end)),
                    }
                }
            }
        }
        at = next;
    }
    let b = bytes::new(th, &out)?;
    pair(th, b, chars.len())
}

fn charmap_build(th: &mut Thread, a: Args<'_>) -> R {
    let s = str_arg(th, "charmap_build", 0, a.at(0))?;
    let d = dict::new(th)?;
    if let Some(t) = d.get::<Dict>() {
        for (i, c) in s.code_points().enumerate() {
            let v = int::from_usize(th, i)?;
            drop(t.insert(th, Ref::small_int(i64::from(c)), v)?);
        }
    }
    Ok(d)
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "register",
        Kind::One,
        codecs_register,
        "Registers a search function.",
    ),
    MethodDef::new(
        "unregister",
        Kind::One,
        codecs_unregister,
        "Takes a search function back.",
    ),
    MethodDef::new(
        "lookup",
        Kind::One,
        codecs_lookup,
        "The codec of this name.",
    ),
    MethodDef::new(
        "encode",
        Kind::Sig("obj, encoding=, errors="),
        codecs_encode,
        "Encodes with any codec.",
    ),
    MethodDef::new(
        "decode",
        Kind::Sig("obj, encoding=, errors="),
        codecs_decode,
        "Decodes with any codec.",
    ),
    MethodDef::new(
        "register_error",
        Kind::Pos(2, 2),
        codecs_register_error,
        "Registers an error handler.",
    ),
    MethodDef::new(
        "_unregister_error",
        Kind::One,
        codecs_unregister_error,
        "Takes an error handler back.",
    ),
    MethodDef::new(
        "lookup_error",
        Kind::One,
        codecs_lookup_error,
        "The error handler of this name.",
    ),
    MethodDef::new(
        "utf_16_encode",
        Kind::Pos(1, 3),
        utf_16_encode,
        "Bytes and number of characters.",
    ),
    MethodDef::new(
        "utf_16_decode",
        Kind::Pos(1, 3),
        utf_16_decode,
        "Text and number of bytes.",
    ),
    MethodDef::new(
        "utf_16_ex_decode",
        Kind::Pos(1, 4),
        utf_16_ex_decode,
        "Text, number of bytes, byte order.",
    ),
    MethodDef::new(
        "utf_32_encode",
        Kind::Pos(1, 3),
        utf_32_encode,
        "Bytes and number of characters.",
    ),
    MethodDef::new(
        "utf_32_decode",
        Kind::Pos(1, 3),
        utf_32_decode,
        "Text and number of bytes.",
    ),
    MethodDef::new(
        "utf_32_ex_decode",
        Kind::Pos(1, 4),
        utf_32_ex_decode,
        "Text, number of bytes, byte order.",
    ),
    MethodDef::new(
        "utf_7_encode",
        Kind::Pos(1, 2),
        utf_7_encode,
        "Bytes and number of characters.",
    ),
    MethodDef::new(
        "utf_7_decode",
        Kind::Pos(1, 3),
        utf_7_decode,
        "Text and number of bytes.",
    ),
    MethodDef::new(
        "unicode_escape_encode",
        Kind::Pos(1, 2),
        unicode_escape_encode,
        "Escaped bytes and number of characters.",
    ),
    MethodDef::new(
        "unicode_escape_decode",
        Kind::Pos(1, 3),
        unicode_escape_decode,
        "Text and number of bytes.",
    ),
    MethodDef::new(
        "raw_unicode_escape_encode",
        Kind::Pos(1, 2),
        raw_unicode_escape_encode,
        "Escaped bytes and number of characters.",
    ),
    MethodDef::new(
        "raw_unicode_escape_decode",
        Kind::Pos(1, 3),
        raw_unicode_escape_decode,
        "Text and number of bytes.",
    ),
    MethodDef::new(
        "escape_encode",
        Kind::Pos(1, 2),
        escape_encode,
        "Escaped bytes and their number.",
    ),
    MethodDef::new(
        "escape_decode",
        Kind::Pos(1, 2),
        escape_decode,
        "Bytes and number of bytes read.",
    ),
    MethodDef::new(
        "readbuffer_encode",
        Kind::Pos(1, 2),
        readbuffer_encode,
        "The bytes of a buffer.",
    ),
    MethodDef::new(
        "charmap_encode",
        Kind::Pos(1, 3),
        charmap_encode,
        "Bytes by a map, and number of characters.",
    ),
    MethodDef::new(
        "charmap_decode",
        Kind::Pos(1, 3),
        charmap_decode,
        "Text by a map, and number of bytes.",
    ),
    MethodDef::new(
        "charmap_build",
        Kind::One,
        charmap_build,
        "The map for encoding that belongs to a decoding table.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_codecs")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add_functions(th, m.r(), NATIVE)?;
    Ok(m)
}
