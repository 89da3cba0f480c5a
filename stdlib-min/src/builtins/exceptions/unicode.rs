//! `UnicodeEncodeError`, `UnicodeDecodeError`, `UnicodeTranslateError`.

use super::base_init;
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{
    self, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR, type_error,
};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

fn count(th: &mut Thread, a: Args<'_>, want: usize) -> R<()> {
    if a.len() == want {
        return Ok(());
    }
    let m = format!(
        "function takes exactly {want} arguments ({} given)",
        a.len()
    );
    Err(type_error(th, m))
}

fn text_argument(th: &mut Thread, a: Args<'_>, i: usize) -> R {
    if pystr::is_str(a.at(i)) {
        return Ok(a.at(i).own());
    }
    let m = format!(
        "argument {} must be str, not {}",
        i + 1,
        a.at(i).class().name()
    );
    Err(type_error(th, m))
}

fn set_fields(th: &mut Thread, o: Ref<'_>, a: Args<'_>, object: Obj, first: usize) -> R<()> {
    let start = ops::index(th, a.at(first))?;
    let end = ops::index(th, a.at(first + 1))?;
    let reason = text_argument(th, a, first + 2)?;
    error::set_field(o, "object", object);
    error::set_field(o, "start", start);
    error::set_field(o, "end", end);
    error::set_field(o, "reason", reason);
    Ok(())
}

fn encode_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    base_init(th, o, a)?;
    count(th, a, 5)?;
    let encoding = text_argument(th, a, 0)?;
    let object = text_argument(th, a, 1)?;
    set_fields(th, o, a, object, 2)?;
    error::set_field(o, "encoding", encoding);
    Ok(())
}

fn decode_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    base_init(th, o, a)?;
    count(th, a, 5)?;
    let encoding = text_argument(th, a, 0)?;
    let b = a.at(1);
    let object = if b.class().flag(tf::BYTES_SUB) {
        b.own()
    } else if b.is_instance(&types::BYTEARRAY) || b.is_instance(&types::MEMORYVIEW) {
        call::call(th, types::BYTES.r(), &[b])?
    } else {
        let m = format!(
            "a bytes-like object is required, not '{}'",
            b.class().name()
        );
        return Err(type_error(th, m));
    };
    set_fields(th, o, a, object, 2)?;
    error::set_field(o, "encoding", encoding);
    Ok(())
}

fn translate_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    base_init(th, o, a)?;
    count(th, a, 4)?;
    let object = text_argument(th, a, 0)?;
    set_fields(th, o, a, object, 1)
}

struct Place {
    object: Obj,
    start: i64,
    end: i64,
    encoding: String,
    reason: String,
}

/// What the message tells. `bytes`: what was decoded, else it is text. None before `__init__`.
fn place(th: &mut Thread, o: Ref<'_>, bytes: bool) -> R<Option<Place>> {
    if error::field(o, "object").is_none() {
        return Ok(None);
    }
    let encoding = encoding(th, o)?;
    let reason = match error::field(o, "reason") {
        Some(r) => ops::str_text(th, r.r())?,
        None => String::new(),
    };
    // Python code may have run since.
    let Some(object) = error::field(o, "object") else {
        let m = "UnicodeError 'object' attribute is not set";
        return Err(type_error(th, m));
    };
    let fits = if bytes {
        object.r().class().flag(tf::BYTES_SUB)
    } else {
        pystr::is_str(object.r())
    };
    if !fits {
        let kind = if bytes { "bytes" } else { "string" };
        let m = format!("UnicodeError 'object' attribute must be a {kind}");
        return Err(type_error(th, m));
    }
    let number = |n: &str| {
        error::field(o, n)
            .and_then(|v| ops::small_int_value(v.r()))
            .unwrap_or(0)
    };
    Ok(Some(Place {
        object,
        start: number("start"),
        end: number("end"),
        encoding,
        reason,
    }))
}

fn encoding(th: &mut Thread, o: Ref<'_>) -> R<String> {
    match error::field(o, "encoding") {
        Some(e) => ops::str_text(th, e.r()),
        None => Ok(String::new()),
    }
}

impl Place {
    /// The single offending character, escaped.
    fn character(&self) -> Option<String> {
        let i = usize::try_from(self.start).ok()?;
        if self.end != self.start.checked_add(1)? {
            return None;
        }
        let c = self.object.get::<Str>()?.char_at(i)?;
        Some(match c {
            0..=0xff => format!("\\x{c:02x}"),
            0x100..=0xffff => format!("\\u{c:04x}"),
            _ => format!("\\U{c:08x}"),
        })
    }
    fn last(&self) -> i64 {
        self.end.saturating_sub(1)
    }
}

fn encode_str(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(p) = place(th, o, false)? else {
        return pystr::new(th, "");
    };
    let e = &p.encoding;
    let t = match p.character() {
        Some(c) => format!(
            "'{e}' codec can't encode character '{c}' in position {}: {}",
            p.start, p.reason
        ),
        None => format!(
            "'{e}' codec can't encode characters in position {}-{}: {}",
            p.start,
            p.last(),
            p.reason
        ),
    };
    pystr::new(th, &t)
}

fn decode_str(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(p) = place(th, o, true)? else {
        return pystr::new(th, "");
    };
    let e = &p.encoding;
    let len = i64::try_from(ops::len(th, p.object.r())?).unwrap_or(i64::MAX);
    let single = p.start >= 0 && p.start < len && p.start.checked_add(1) == Some(p.end);
    let t = if single {
        let b = ops::getitem(th, p.object.r(), Ref::small_int(p.start))?;
        let b = ops::small_int_value(b.r()).unwrap_or(0);
        format!(
            "'{e}' codec can't decode byte 0x{b:02x} in position {}: {}",
            p.start, p.reason
        )
    } else {
        format!(
            "'{e}' codec can't decode bytes in position {}-{}: {}",
            p.start,
            p.last(),
            p.reason
        )
    };
    pystr::new(th, &t)
}

fn translate_str(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(p) = place(th, o, false)? else {
        return pystr::new(th, "");
    };
    let t = match p.character() {
        Some(c) => format!(
            "can't translate character '{c}' in position {}: {}",
            p.start, p.reason
        ),
        None => {
            format!(
                "can't translate characters in position {}-{}: {}",
                p.start,
                p.last(),
                p.reason
            )
        }
    };
    pystr::new(th, &t)
}

/// Fills the slots of these classes.
pub(super) fn fill(_th: &mut Thread) -> R<()> {
    UNICODE_ENCODE_ERROR.slots().set_init(encode_init);
    UNICODE_ENCODE_ERROR.slots().set_str(encode_str);
    UNICODE_DECODE_ERROR.slots().set_init(decode_init);
    UNICODE_DECODE_ERROR.slots().set_str(decode_str);
    UNICODE_TRANSLATE_ERROR.slots().set_init(translate_init);
    UNICODE_TRANSLATE_ERROR.slots().set_str(translate_str);
    Ok(())
}
