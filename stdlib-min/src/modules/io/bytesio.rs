//! `BytesIO`: a byte stream in memory.
//!
//! The content is a bytearray object, so that `getbuffer` is a memoryview of it and its rules on resizing hold here
//! too. The position's lock is taken inside the bytearray's.

use super::base::{self, BUFFERED_IO_BASE, STREAM_FLAGS};
use super::buf;
use super::util::{self, int};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::bytearray::{self, ByteArray};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload};

/// `_io.BytesIO`.
pub static BYTES_IO: TypeObj = TypeObj::declare("_io.BytesIO");

/// Payload of BytesIO.
pub struct BytesIo {
    /// A bytearray; empty when closed.
    data: Slot,
    pos: Guarded<usize>,
}
payload!(
    BytesIo,
    traverse | s,
    v | s.data.visit(v),
    clear | s | drop(s.data.take())
);

fn bytesio_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let data = bytearray::new(th, Vec::new())?;
    Obj::new(
        th,
        class,
        BytesIo {
            data: Slot::new(data),
            pos: Guarded::new(0),
        },
    )
}

fn bytesio_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig = Sig::parse("initial_bytes=");
    call::with_sig(th, "BytesIO", &SIG, a, |th, v| {
        let start = match v.opt_not_none(0) {
            None => Vec::new(),
            Some(b) => buf::bytes_like(th, b)?.into_owned(),
        };
        let data = bytearray::new(th, start)?;
        let s = this(th, o)?;
        s.data.set(data);
        *s.pos.lock() = 0;
        Ok(())
    })
}

fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a BytesIo> {
    o.get::<BytesIo>()
        .ok_or_else(|| error::type_error(th, "BytesIO object expected"))
}

/// Payload and content of an open stream.
fn open<'a>(th: &mut Thread, o: Ref<'a>) -> R<(&'a BytesIo, Obj)> {
    let s = this(th, o)?;
    match s.data.get() {
        Some(d) => Ok((s, d)),
        None => Err(util::closed(th)),
    }
}

/// The content as a bytearray payload.
fn array(d: &Obj) -> &ByteArray {
    static NOTHING: std::sync::OnceLock<ByteArray> = std::sync::OnceLock::new();
    d.get::<ByteArray>()
        .unwrap_or_else(|| NOTHING.get_or_init(|| ByteArray::new(Vec::new())))
}

/// Takes up to `n` bytes from the position on.
fn take(s: &BytesIo, d: &Obj, n: usize) -> Vec<u8> {
    array(d).read(|b| {
        let mut pos = s.pos.lock();
        let rest = b.get(*pos..).unwrap_or_default();
        let v = rest.get(..n).unwrap_or(rest).to_vec();
        *pos += v.len();
        v
    })
}

fn bytesio_read(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    let (s, d) = open(th, a.at(0))?;
    let v = take(s, &d, usize::try_from(n).unwrap_or(usize::MAX));
    buf::new_bytes(th, &v)
}

fn take_line(s: &BytesIo, d: &Obj, limit: usize) -> Vec<u8> {
    array(d).read(|b| {
        let mut pos = s.pos.lock();
        let rest = b.get(*pos..).unwrap_or_default();
        let n = memchr::memchr(b'\n', rest)
            .map_or(rest.len(), |i| i + 1)
            .min(limit);
        let v = rest.get(..n).unwrap_or_default().to_vec();
        *pos += v.len();
        v
    })
}

fn bytesio_readline(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    let (s, d) = open(th, a.at(0))?;
    let v = take_line(s, &d, usize::try_from(n).unwrap_or(usize::MAX));
    buf::new_bytes(th, &v)
}

fn bytesio_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let (s, d) = open(th, o)?;
    let v = take_line(s, &d, usize::MAX);
    if v.is_empty() {
        Ok(None)
    } else {
        buf::new_bytes(th, &v).map(Some)
    }
}

fn bytesio_readlines(th: &mut Thread, a: Args<'_>) -> R {
    let hint = util::size_arg(th, a.opt(1))?;
    let (s, d) = open(th, a.at(0))?;
    let mut out = Vec::new();
    let mut total = 0usize;
    loop {
        let v = take_line(s, &d, usize::MAX);
        if v.is_empty() {
            break;
        }
        total += v.len();
        out.push(buf::new_bytes(th, &v)?);
        if hint > 0 && total as u64 >= hint as u64 {
            break;
        }
    }
    types::list::new(th, out)
}

fn bytesio_readinto(th: &mut Thread, a: Args<'_>) -> R {
    let (s, d) = open(th, a.at(0))?;
    let n = buf::writable_len(th, a.at(1), "readinto() argument")?;
    let v = take(s, &d, n);
    buf::fill(th, a.at(1), &v)?;
    Ok(int(v.len() as i64))
}

fn put(th: &mut Thread, s: &BytesIo, d: &Obj, data: &[u8]) -> R<()> {
    array(d).resize(th, |v| {
        let mut pos = s.pos.lock();
        let at = *pos;
        let end = at.saturating_add(data.len());
        if end > v.len() && !data.is_empty() {
            v.try_reserve(end - v.len())?;
            v.resize(end, 0);
        }
        if let Some(to) = v.get_mut(at..end) {
            to.copy_from_slice(data);
        }
        *pos = end;
        Ok(())
    })
}

fn bytesio_write(th: &mut Thread, a: Args<'_>) -> R {
    let (s, d) = open(th, a.at(0))?;
    let data = buf::bytes_like(th, a.at(1))?;
    put(th, s, &d, &data)?;
    Ok(int(data.len() as i64))
}

fn bytesio_writelines(th: &mut Thread, a: Args<'_>) -> R {
    open(th, a.at(0))?;
    let it = ops::iter(th, a.at(1))?;
    while let Some(x) = ops::next(th, it.r())? {
        let (s, d) = open(th, a.at(0))?;
        let data = buf::bytes_like(th, x.r())?;
        put(th, s, &d, &data)?;
    }
    Ok(Obj::none())
}

fn bytesio_seek(th: &mut Thread, a: Args<'_>) -> R {
    let off = util::index_i64(th, a.at(1))?;
    let whence = match a.opt(2) {
        None => 0,
        Some(w) => util::index_i64(th, w)?,
    };
    let (s, d) = open(th, a.at(0))?;
    let len = array(&d).len() as i64;
    let mut pos = s.pos.lock();
    let base = match whence {
        0 if off < 0 => {
            drop(pos);
            return Err(error::value_error(th, format!("negative seek value {off}")));
        }
        0 => 0,
        1 => *pos as i64,
        2 => len,
        w => {
            drop(pos);
            return Err(error::value_error(
                th,
                format!("invalid whence ({w}, should be 0, 1 or 2)"),
            ));
        }
    };
    let Some(p) = base.checked_add(off) else {
        drop(pos);
        return Err(error::overflow_error(th, "new position too large"));
    };
    *pos = p.max(0) as usize;
    drop(pos);
    typhon_runtime::types::int::from_i64(th, p.max(0))
}

fn bytesio_tell(th: &mut Thread, a: Args<'_>) -> R {
    let (s, _) = open(th, a.at(0))?;
    let p = *s.pos.lock();
    typhon_runtime::types::int::from_usize(th, p)
}

fn bytesio_truncate(th: &mut Thread, a: Args<'_>) -> R {
    let (s, d) = open(th, a.at(0))?;
    let n = match a.opt_not_none(1) {
        None => *s.pos.lock() as i64,
        Some(n) => util::index_i64(th, n)?,
    };
    let Ok(n) = usize::try_from(n) else {
        return Err(error::value_error(th, format!("negative size value {n}")));
    };
    array(&d).resize(th, |v| {
        v.truncate(n);
        Ok(())
    })?;
    Ok(int(n as i64))
}

fn bytesio_getvalue(th: &mut Thread, a: Args<'_>) -> R {
    let (_, d) = open(th, a.at(0))?;
    let v = array(&d).to_vec();
    buf::new_bytes(th, &v)
}

fn bytesio_getbuffer(th: &mut Thread, a: Args<'_>) -> R {
    let (_, d) = open(th, a.at(0))?;
    call::call(th, types::MEMORYVIEW.r(), &[d.r()])
}

fn bytesio_close(th: &mut Thread, a: Args<'_>) -> R {
    let s = this(th, a.at(0))?;
    if let Some(d) = s.data.get() {
        // A view on the content forbids closing.
        array(&d).resize(th, |_| Ok(()))?;
    }
    drop(s.data.take());
    Ok(Obj::none())
}

fn bytesio_yes(th: &mut Thread, a: Args<'_>) -> R {
    open(th, a.at(0))?;
    Ok(Obj::bool(true))
}
fn bytesio_isatty(th: &mut Thread, a: Args<'_>) -> R {
    open(th, a.at(0))?;
    Ok(Obj::bool(false))
}
fn bytesio_flush(th: &mut Thread, a: Args<'_>) -> R {
    open(th, a.at(0))?;
    Ok(Obj::none())
}
fn get_closed(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(this(th, o)?.data.is_empty()))
}

fn bytesio_getstate(th: &mut Thread, a: Args<'_>) -> R {
    let value = bytesio_getvalue(th, a)?;
    let (s, _) = open(th, a.at(0))?;
    let pos = *s.pos.lock() as i64;
    let attrs = match util::attr_opt(th, a.at(0), "__dict__")? {
        Some(d) => ops::getattr(th, d.r(), pystr::intern_str("copy"))
            .and_then(|f| call::call(th, f.r(), &[]))?,
        None => Obj::none(),
    };
    tuple::new(th, vec![value, int(pos), attrs])
}

fn bytesio_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let items: Vec<Ref<'_>> = tuple::items(a.at(1)).collect();
    let [value, pos, attrs] = items.as_slice() else {
        let m = format!(
            "{}.__setstate__ argument should be 3-tuple, got {}",
            a.at(0).class().name(),
            a.at(1).class().name()
        );
        return Err(error::type_error(th, m));
    };
    let data = buf::bytes_like(th, *value)?.into_owned();
    let Some(p) = pos.as_small().and_then(|p| usize::try_from(p).ok()) else {
        return Err(error::value_error(th, "position value cannot be negative"));
    };
    let data = bytearray::new(th, data)?;
    let s = this(th, a.at(0))?;
    s.data.set(data);
    *s.pos.lock() = p;
    if !attrs.is_none() {
        let d = util::attr(th, a.at(0), "__dict__")?;
        util::method(th, d.r(), "update", &[*attrs])?;
    }
    Ok(Obj::none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "read",
        Kind::Pos(0, 1),
        bytesio_read,
        "Read at most size bytes, returned as a bytes object.",
    ),
    MethodDef::new(
        "read1",
        Kind::Pos(0, 1),
        bytesio_read,
        "Read at most size bytes, returned as a bytes object.",
    ),
    MethodDef::new(
        "readline",
        Kind::Pos(0, 1),
        bytesio_readline,
        "Next line from the file, as a bytes object.",
    ),
    MethodDef::new(
        "readlines",
        Kind::Pos(0, 1),
        bytesio_readlines,
        "List of bytes objects, each a line from the file.",
    ),
    MethodDef::new(
        "readinto",
        Kind::One,
        bytesio_readinto,
        "Read bytes into buffer.",
    ),
    MethodDef::new("write", Kind::One, bytesio_write, "Write bytes to file."),
    MethodDef::new(
        "writelines",
        Kind::One,
        bytesio_writelines,
        "Write lines to the file.",
    ),
    MethodDef::new(
        "seek",
        Kind::Pos(1, 2),
        bytesio_seek,
        "Change stream position.",
    ),
    MethodDef::new(
        "tell",
        Kind::NoArgs,
        bytesio_tell,
        "Current file position, an integer.",
    ),
    MethodDef::new(
        "truncate",
        Kind::Pos(0, 1),
        bytesio_truncate,
        "Truncate the file to at most size bytes.",
    ),
    MethodDef::new(
        "getvalue",
        Kind::NoArgs,
        bytesio_getvalue,
        "Retrieve the entire contents of the BytesIO object.",
    ),
    MethodDef::new(
        "getbuffer",
        Kind::NoArgs,
        bytesio_getbuffer,
        "Get a read-write view over the contents of the BytesIO object.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        bytesio_close,
        "Disable all I/O operations.",
    ),
    MethodDef::new(
        "readable",
        Kind::NoArgs,
        bytesio_yes,
        "Returns True if the IO object can be read.",
    ),
    MethodDef::new(
        "writable",
        Kind::NoArgs,
        bytesio_yes,
        "Returns True if the IO object can be written.",
    ),
    MethodDef::new(
        "seekable",
        Kind::NoArgs,
        bytesio_yes,
        "Returns True if the IO object can be seeked.",
    ),
    MethodDef::new(
        "isatty",
        Kind::NoArgs,
        bytesio_isatty,
        "Always returns False.",
    ),
    MethodDef::new("flush", Kind::NoArgs, bytesio_flush, "Does nothing."),
    MethodDef::new("__getstate__", Kind::NoArgs, bytesio_getstate, ""),
    MethodDef::new("__setstate__", Kind::One, bytesio_setstate, ""),
];
static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "closed",
    get: get_closed,
    set: None,
    doc: "True if the file is closed.",
}];

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    BYTES_IO.setup::<BytesIo>(Some(&BUFFERED_IO_BASE), STREAM_FLAGS);
    // Memory needs no closing.
    BYTES_IO.set_flag(typhon_runtime::types::typeobj::flags::HAS_FINALIZER, false);
    BYTES_IO.slots().set_next(bytesio_next);
    let spec = base::Spec {
        class: &BYTES_IO,
        new: bytesio_new,
        init: bytesio_init,
        methods: METHODS,
        getset: GETSET,
    };
    base::finish(th, &spec)
}
