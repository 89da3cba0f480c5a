//! `str.encode` and the decoding form of `str()`.

use super::super::support::self_str;
use crate::codecs;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::buffer;
use typhon_runtime::types::str::Str;
use typhon_runtime::{R, Ref, Thread};

/// An optional str argument: "NAME() argument 'PARAM' must be str, not X".
pub fn text_arg(
    th: &mut Thread,
    name: &str,
    param: &str,
    o: Option<Ref<'_>>,
    default: &str,
) -> R<String> {
    let Some(o) = o else {
        return Ok(default.to_string());
    };
    match o.get::<Str>() {
        Some(s) => Ok(s.to_string_lossy()),
        None => {
            let c = super::super::support::type_name(o);
            Err(type_error(
                th,
                format!("{name}() argument '{param}' must be str, not {c}"),
            ))
        }
    }
}

fn str_encode(th: &mut Thread, a: Args<'_>) -> R {
    self_str(th, a)?;
    if a.opt(1).is_none() && a.opt(2).is_none() {
        return codecs::encode_builtin(th, a.at(0), codecs::Encoding::Utf8, "strict");
    }
    let encoding = text_arg(th, "encode", "encoding", a.opt(1), "utf-8")?;
    let errors = text_arg(th, "encode", "errors", a.opt(2), "strict")?;
    codecs::encode(th, a.at(0), &encoding, &errors)
}

/// `str(object, encoding, errors)`.
pub fn decode_object(
    th: &mut Thread,
    o: Ref<'_>,
    encoding: Option<Ref<'_>>,
    errors: Option<Ref<'_>>,
) -> R {
    let encoding = text_arg(th, "str", "encoding", encoding, "utf-8")?;
    let errors = text_arg(th, "str", "errors", errors, "strict")?;
    if o.get::<Str>().is_some() {
        return Err(type_error(th, "decoding str is not supported"));
    }
    let exported = if buffer::is_bytes_like(o) {
        None
    } else {
        let e = buffer::exported(th, o)?;
        if e.is_none() {
            return Err(type_error(
                th,
                format!(
                    "decoding to str: need a bytes-like object, {} found",
                    o.class().name()
                ),
            ));
        }
        e
    };
    codecs::decode_like(
        th,
        exported.as_ref().map_or(o, |e| e.r()),
        &encoding,
        &errors,
    )
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[MethodDef::new(
    "encode",
    Kind::Sig("encoding=, errors="),
    str_encode,
    "The string as bytes in an encoding.",
)];
