//! The visible methods of `TextIOWrapper`.

use super::base;
use super::buffered_methods::dealloc_warn;
use super::codec::Kind as CodecKind;
use super::text::{self, Reading, TEXT_IO, buffer_of, open_buffer, this};
use super::text_read;
use super::util::{self, int, method, pass_on};
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops};

fn text_read(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    let o = a.at(0);
    let t = this(th, o)?;
    let buffer = open_buffer(th, t)?;
    text_read::check_readable(th, t, buffer.r())?;
    text::write_pending(th, o, t, buffer.r(), false)?;
    let _g = text::enter(th, o, t)?;
    match usize::try_from(n) {
        Err(_) => text_read::read_all(th, t, buffer.r()),
        Ok(n) => text_read::read_chars(th, t, buffer.r(), n),
    }
}

fn next_line(th: &mut Thread, o: Ref<'_>, limit: usize) -> R {
    let t = this(th, o)?;
    let buffer = open_buffer(th, t)?;
    if limit == usize::MAX
        && let Some(line) = text_read::line_at_hand(th, t, false)
    {
        return line;
    }
    if !t.st.lock().read.started {
        text_read::check_readable(th, t, buffer.r())?;
    }
    text::write_pending(th, o, t, buffer.r(), false)?;
    let _g = text::enter(th, o, t)?;
    text_read::readline(th, t, buffer.r(), limit)
}

fn text_readline(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(1) {
        None => -1,
        Some(n) => util::index_i64(th, n)?,
    };
    next_line(th, a.at(0), usize::try_from(n).unwrap_or(usize::MAX))
}

/// Iteration by lines; a subclass that overrides `readline` is asked.
pub fn text_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let t = this(th, o)?;
    if o.is_exact(&TEXT_IO)
        && text::is_open(th, t)
        && let Some(line) = text_read::line_at_hand(th, t, true)
    {
        return line.map(Some);
    }
    t.st.lock().telling = false;
    let line = if o.is_exact(&TEXT_IO) {
        next_line(th, o, usize::MAX)?
    } else {
        let line = method(th, o, "readline", &[])?;
        if !pystr::is_str(line.r()) {
            let m = format!(
                "readline() should have returned a str object, not '{}'",
                line.r().class().name()
            );
            return Err(error::raise(th, &error::OS_ERROR, m));
        }
        line
    };
    if line.get::<pystr::Str>().is_some_and(pystr::Str::is_empty) {
        let mut st = t.st.lock();
        st.telling = st.seekable;
        return Ok(None);
    }
    Ok(Some(line))
}

fn text_flush(th: &mut Thread, a: Args<'_>) -> R {
    text::flush(th, a.at(0)).map(|()| Obj::none())
}

fn text_close(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let t = this(th, o)?;
    let buffer = buffer_of(th, t)?;
    if text::is_closed(th, buffer.r())? {
        return Ok(Obj::none());
    }
    if base::is_finalizing(th, o) {
        dealloc_warn(th, buffer.r(), o)?;
    }
    let flushed = method(th, o, "flush", &[]).map(drop);
    util::both(th, flushed, |th| {
        method(th, buffer.r(), "close", &[]).map(drop)
    })?;
    Ok(Obj::none())
}

fn text_detach(th: &mut Thread, a: Args<'_>) -> R {
    let t = this(th, a.at(0))?;
    buffer_of(th, t)?;
    method(th, a.at(0), "flush", &[])?;
    t.detached.store(true, std::sync::atomic::Ordering::SeqCst);
    t.buffer.take().ok_or_else(|| util::uninitialized(th))
}

fn text_tell(th: &mut Thread, a: Args<'_>) -> R {
    let t = this(th, a.at(0))?;
    let buffer = open_buffer(th, t)?;
    text_read::tell(th, a.at(0), t, buffer.r())
}

fn text_seek(th: &mut Thread, a: Args<'_>) -> R {
    let t = this(th, a.at(0))?;
    let buffer = open_buffer(th, t)?;
    let whence = match a.opt(2) {
        None => 0,
        Some(w) => util::index_i64(th, w)?,
    };
    let cookie = ops::index(th, a.at(1))?;
    text_read::seek(th, a.at(0), t, buffer.r(), cookie.r(), whence)
}

fn text_truncate(th: &mut Thread, a: Args<'_>) -> R {
    let t = this(th, a.at(0))?;
    let buffer = open_buffer(th, t)?;
    method(th, a.at(0), "flush", &[])?;
    method(th, buffer.r(), "truncate", &[a.opt(1).unwrap_or(Ref::NONE)])
}

fn below(th: &mut Thread, o: Ref<'_>) -> R {
    let t = this(th, o)?;
    buffer_of(th, t)
}
pass_on!(below;
    text_fileno = "fileno",
    text_isatty = "isatty",
    text_seekable = "seekable",
    text_readable = "readable",
    text_writable = "writable",
);

fn text_reconfigure(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let t = this(th, o)?;
    let buffer = open_buffer(th, t)?;
    for (i, what) in [(1, "encoding"), (2, "errors"), (3, "newline")] {
        if let Some(v) = a.opt_not_none(i)
            && !pystr::is_str(v)
        {
            let m = format!(
                "reconfigure() argument '{what}' must be str or None, not {}",
                v.class().name()
            );
            return Err(error::type_error(th, m));
        }
    }
    let newline = match a.opt(3) {
        None => None,
        Some(n) => Some(text::newline_arg(th, Some(n).filter(|n| !n.is_none()))?),
    };
    let codec = a.opt_not_none(1).is_some() || a.opt_not_none(2).is_some();
    if t.st.lock().read.started && (codec || newline.is_some()) {
        let m = "It is not possible to set the encoding or newline of stream after the first read";
        return Err(util::unsupported(th, m));
    }
    let flag = |th: &mut Thread, i: usize| match a.opt_not_none(i) {
        None => Ok(None),
        Some(v) => ops::is_true(th, v).map(Some),
    };
    let (lines, through) = (flag(th, 4)?, flag(th, 5)?);
    text::flush(th, o)?;
    if codec {
        let (old_encoding, old_errors) = t.codec_names();
        let encoding = a.opt_not_none(1);
        let errors = match (a.opt_not_none(2), encoding) {
            (Some(e), _) => e,
            (None, Some(_)) => pystr::intern_str("strict"),
            (None, None) => old_errors.r(),
        };
        text::set_codec(
            th,
            t,
            buffer.r(),
            Some(encoding.unwrap_or(old_encoding.r())),
            Some(errors),
        )?;
        text::place_encoder(th, t, buffer.r())?;
    }
    let mut st = t.st.lock();
    if let Some(n) = newline {
        st.newline = n;
    }
    if let Some(l) = lines {
        st.line_buffering = l;
    }
    if let Some(w) = through {
        st.write_through = w;
    }
    drop(st);
    Ok(Obj::none())
}

/// `<_io.TextIOWrapper name='x' mode='r' encoding='UTF-8'>`.
pub fn text_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = this(th, o)?;
    let mode = match util::attr_opt(th, o, "mode") {
        Ok(Some(m)) => format!(" mode={}", ops::repr_text(th, m.r())?),
        Ok(None) => String::new(),
        Err(_) => error::suppress(th, &error::EXCEPTION).map(|()| String::new())?,
    };
    let enc = match t.encoding.get() {
        Some(e) => ops::repr_text(th, e.r())?,
        None => return Err(util::uninitialized(th)),
    };
    base::named_repr(th, o, &format!("{mode} encoding={enc}"))
}

fn get_encoding(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(this(th, o)?.encoding.get().unwrap_or_else(Obj::none))
}
fn get_errors(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(this(th, o)?.errors.get().unwrap_or_else(Obj::none))
}
/// One kind as str, several as a tuple, none as None.
pub fn kinds_value(th: &mut Thread, kinds: &[&'static str]) -> R {
    match kinds {
        [] => Ok(Obj::none()),
        [k] => pystr::new(th, k),
        many => {
            let mut v = Vec::new();
            for k in many {
                v.push(pystr::new(th, k)?);
            }
            tuple::new(th, v)
        }
    }
}
fn get_newlines(th: &mut Thread, o: Ref<'_>) -> R {
    let kinds = this(th, o)?.st.lock().seen.kinds();
    kinds_value(th, &kinds)
}
fn get_buffer(th: &mut Thread, o: Ref<'_>) -> R {
    let t = this(th, o)?;
    buffer_of(th, t)
}
fn get_line_buffering(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(this(th, o)?.st.lock().line_buffering))
}
fn get_write_through(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(this(th, o)?.st.lock().write_through))
}
fn get_name(th: &mut Thread, o: Ref<'_>) -> R {
    let t = this(th, o)?;
    let b = buffer_of(th, t)?;
    util::attr(th, b.r(), "name")
}
fn get_closed(th: &mut Thread, o: Ref<'_>) -> R {
    let t = this(th, o)?;
    let b = buffer_of(th, t)?;
    text::is_closed(th, b.r()).map(Obj::bool)
}
fn get_chunk(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(int(this(th, o)?.st.lock().chunk as i64))
}
fn set_chunk(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(error::attribute_error(
            th,
            "attribute '_CHUNK_SIZE' of '_io.TextIOWrapper' objects cannot be deleted",
            o,
            pystr::intern_str("_CHUNK_SIZE"),
        ));
    };
    let n = ops::index(th, v)?;
    let Some(n) = typhon_runtime::types::int::to_i64(n.r()) else {
        let m = format!(
            "cannot fit '{}' into an index-sized integer",
            v.class().name()
        );
        return Err(error::value_error(th, m));
    };
    let Some(n) = usize::try_from(n).ok().filter(|&n| n > 0) else {
        return Err(error::value_error(
            th,
            "a strictly positive integer is required",
        ));
    };
    this(th, o)?.st.lock().chunk = n;
    Ok(())
}

/// Whether a text stream has the fast UTF-8 way in and out.
pub fn is_utf8(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    Ok(this(th, o)?.st.lock().kind == CodecKind::Utf8)
}

/// Forgets what was read ahead (interactive input after an interrupt).
pub fn forget_input(th: &mut Thread, o: Ref<'_>) -> R<()> {
    this(th, o)?.st.lock().read = Reading::default();
    Ok(())
}

/// Methods.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "detach",
        Kind::NoArgs,
        text_detach,
        "Separate the underlying buffer from the text stream and return it.",
    ),
    MethodDef::new(
        "reconfigure",
        Kind::Sig("*, encoding=, errors=, newline=, line_buffering=, write_through="),
        text_reconfigure,
        "Reconfigure the text stream with new parameters.",
    ),
    MethodDef::new(
        "write",
        Kind::One,
        text::text_write,
        "Write string to stream and return the number of characters written.",
    ),
    MethodDef::new(
        "read",
        Kind::Pos(0, 1),
        text_read,
        "Read at most size characters from stream.",
    ),
    MethodDef::new(
        "readline",
        Kind::Pos(0, 1),
        text_readline,
        "Read until newline or EOF.",
    ),
    MethodDef::new(
        "flush",
        Kind::NoArgs,
        text_flush,
        "Flush the write buffers.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        text_close,
        "Flush and close the stream.",
    ),
    MethodDef::new(
        "fileno",
        Kind::NoArgs,
        text_fileno,
        "Return underlying file descriptor if one exists.",
    ),
    MethodDef::new(
        "seekable",
        Kind::NoArgs,
        text_seekable,
        "Return whether object supports random access.",
    ),
    MethodDef::new(
        "readable",
        Kind::NoArgs,
        text_readable,
        "Return whether object was opened for reading.",
    ),
    MethodDef::new(
        "writable",
        Kind::NoArgs,
        text_writable,
        "Return whether object was opened for writing.",
    ),
    MethodDef::new(
        "isatty",
        Kind::NoArgs,
        text_isatty,
        "Return whether this is an 'interactive' stream.",
    ),
    MethodDef::new(
        "seek",
        Kind::Pos(1, 2),
        text_seek,
        "Set the stream position, and return the new stream position.",
    ),
    MethodDef::new(
        "tell",
        Kind::NoArgs,
        text_tell,
        "Return the stream position as an opaque number.",
    ),
    MethodDef::new(
        "truncate",
        Kind::Pos(0, 1),
        text_truncate,
        "Truncate file to size bytes.",
    ),
];
/// Attributes.
pub static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "encoding",
        get: get_encoding,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "errors",
        get: get_errors,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "newlines",
        get: get_newlines,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "buffer",
        get: get_buffer,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "line_buffering",
        get: get_line_buffering,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "write_through",
        get: get_write_through,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "name",
        get: get_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "closed",
        get: get_closed,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "_CHUNK_SIZE",
        get: get_chunk,
        set: Some(set_chunk),
        doc: "",
    },
];
