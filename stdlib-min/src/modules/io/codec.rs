//! How a text stream turns characters into bytes and back: UTF-8, ASCII and Latin-1 here, every other encoding (and
//! every error handler) through the codecs that scripts see.

use super::buf;
use super::newline::incomplete_utf8;
use super::util::{self, method};
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, call, error, hooks, ops};

/// Encodings that need no codec object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Utf8,
    /// ASCII.
    Ascii,
    /// Latin-1.
    Latin1,
    /// Through `codecs`.
    Other,
}

/// The kind of an encoding by its name.
pub fn kind_of(name: &str) -> Kind {
    let n: String = name.to_ascii_lowercase().replace(['_', ' '], "-");
    match n.as_str() {
        "utf-8" | "utf8" | "u8" | "cp65001" => Kind::Utf8,
        "ascii" | "us-ascii" | "646" => Kind::Ascii,
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "l1" => Kind::Latin1,
        _ => Kind::Other,
    }
}

/// `codecs.lookup(name)`, checked to be a text encoding.
pub fn lookup(th: &mut Thread, name: Ref<'_>) -> R {
    if let Some((start, _)) = pystr::text(name).split_once('\0') {
        return Err(error::raise(
            th,
            &error::LOOKUP_ERROR,
            format!("unknown encoding: {start}"),
        ));
    }
    let m = hooks::import(th, "codecs")?;
    let info = method(th, m.r(), "lookup", &[name])?;
    if let Some(t) = util::attr_opt(th, info.r(), "_is_text_encoding")?
        && !ops::is_true(th, t.r())?
    {
        let n = pystr::text(name);
        let m =
            format!("'{n}' is not a text encoding; use codecs.open() to handle arbitrary codecs");
        return Err(error::raise(th, &error::LOOKUP_ERROR, m));
    }
    Ok(info)
}

/// An incremental decoder or encoder of `codecs`.
pub fn incremental(th: &mut Thread, info: Ref<'_>, what: &str, errors: Ref<'_>) -> R {
    let f = util::attr(th, info, what)?;
    if f.r().is_none() {
        let m = "codec has no incremental form";
        return Err(error::raise(th, &error::LOOKUP_ERROR, m));
    }
    call::call(th, f.r(), &[errors])
}

/// What a decoding step gave.
pub struct Decoded {
    /// WTF-8 text.
    pub text: Vec<u8>,
    /// Bytes left for the next step.
    pub tail: Vec<u8>,
    /// The text's bytes are the input's bytes.
    pub same: bool,
}

/// Decodes `data` (the tail of the last step first); `last`: nothing follows.
pub fn decode(
    th: &mut Thread,
    kind: Kind,
    decoder: Option<Ref<'_>>,
    (encoding, errors): (Ref<'_>, Ref<'_>),
    mut data: Vec<u8>,
    last: bool,
) -> R<Decoded> {
    match kind {
        Kind::Ascii if data.is_ascii() => Ok(Decoded {
            text: data,
            tail: Vec::new(),
            same: true,
        }),
        Kind::Latin1 => {
            if data.is_ascii() {
                return Ok(Decoded {
                    text: data,
                    tail: Vec::new(),
                    same: true,
                });
            }
            let text: String = data.iter().map(|&b| b as char).collect();
            Ok(Decoded {
                text: text.into_bytes(),
                tail: Vec::new(),
                same: false,
            })
        }
        Kind::Utf8 => {
            let tail = if last { 0 } else { incomplete_utf8(&data) };
            let tail = data.split_off(data.len() - tail);
            if std::str::from_utf8(&data).is_ok() {
                return Ok(Decoded {
                    text: data,
                    tail,
                    same: true,
                });
            }
            let text = decode_by_method(th, &data, encoding, errors)?;
            Ok(Decoded {
                text,
                tail,
                same: false,
            })
        }
        Kind::Ascii => {
            let text = decode_by_method(th, &data, encoding, errors)?;
            Ok(Decoded {
                text,
                tail: Vec::new(),
                same: false,
            })
        }
        Kind::Other => {
            let Some(d) = decoder else {
                return Err(util::unsupported(th, "not readable"));
            };
            let b = buf::new_bytes(th, &data)?;
            let s = method(th, d, "decode", &[b.r(), Ref::bool(last)])?;
            let text = text_of(th, s.r())?;
            Ok(Decoded {
                text,
                tail: Vec::new(),
                same: false,
            })
        }
    }
}

fn text_of(th: &mut Thread, s: Ref<'_>) -> R<Vec<u8>> {
    match s.get::<pystr::Str>() {
        Some(t) => Ok(t.bytes().to_vec()),
        None => {
            let m = format!(
                "decoder should return a string result, not '{}'",
                s.class().name()
            );
            Err(error::type_error(th, m))
        }
    }
}

fn decode_by_method(
    th: &mut Thread,
    data: &[u8],
    encoding: Ref<'_>,
    errors: Ref<'_>,
) -> R<Vec<u8>> {
    let b = buf::new_bytes(th, data)?;
    let s = method(th, b.r(), "decode", &[encoding, errors])?;
    text_of(th, s.r())
}

/// Appends the encoded form of `text` to `out`.
pub fn encode(
    th: &mut Thread,
    kind: Kind,
    encoder: Option<Ref<'_>>,
    (encoding, errors): (Ref<'_>, Ref<'_>),
    text: Ref<'_>,
    out: &mut Vec<u8>,
) -> R<()> {
    let Some(s) = text.get::<pystr::Str>() else {
        return Err(error::type_error(th, "str expected"));
    };
    match kind {
        Kind::Utf8 if !s.has_surrogates() => {
            out.extend_from_slice(s.bytes());
            return Ok(());
        }
        Kind::Ascii | Kind::Latin1 if s.is_ascii() => {
            out.extend_from_slice(s.bytes());
            return Ok(());
        }
        Kind::Latin1 if s.code_points().all(|c| c < 256) => {
            out.extend(s.code_points().map(|c| c as u8));
            return Ok(());
        }
        _ => {}
    }
    let b: Obj = match encoder {
        Some(e) => method(th, e, "encode", &[text])?,
        None => method(th, text, "encode", &[encoding, errors])?,
    };
    if !b.r().is_instance(&types::BYTES) {
        let m = format!(
            "encoder should return a bytes object, not '{}'",
            b.r().class().name()
        );
        return Err(error::type_error(th, m));
    }
    buf::with_bytes(th, b.r(), |b| out.extend_from_slice(b))
}
