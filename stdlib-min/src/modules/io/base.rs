//! `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`: what every stream can do in terms of a few methods
//! that its class defines.
//!
//! A stream that has only this state keeps "closed" in its own attributes under `CLOSED`.

use super::buf;
use super::util::{self, attr_true, closed, int, method, unsupported};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::obj::Empty;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, names, ops};

/// `_io._IOBase`.
pub static IO_BASE: TypeObj = TypeObj::declare("_io._IOBase");
/// `_io._RawIOBase`.
pub static RAW_IO_BASE: TypeObj = TypeObj::declare("_io._RawIOBase");
/// `_io._BufferedIOBase`.
pub static BUFFERED_IO_BASE: TypeObj = TypeObj::declare("_io._BufferedIOBase");
/// `_io._TextIOBase`.
pub static TEXT_IO_BASE: TypeObj = TypeObj::declare("_io._TextIOBase");

const CLOSED: &str = "__IOBase_closed";

fn is_closed(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    attr_true(th, o, "closed")
}

/// ValueError if the stream says that it is closed.
pub fn check_closed(th: &mut Thread, o: Ref<'_>) -> R<()> {
    if is_closed(th, o)? {
        Err(closed(th))
    } else {
        Ok(())
    }
}

fn check(th: &mut Thread, o: Ref<'_>, question: &str, msg: &str) -> R<()> {
    let v = method(th, o, question, &[])?;
    if v.r().is(Ref::TRUE) {
        Ok(())
    } else {
        Err(unsupported(th, msg))
    }
}

/// UnsupportedOperation unless `o.seekable()`.
pub fn check_seekable(th: &mut Thread, o: Ref<'_>) -> R<()> {
    check(th, o, "seekable", "File or stream is not seekable.")
}
/// UnsupportedOperation unless `o.readable()`.
pub fn check_readable(th: &mut Thread, o: Ref<'_>) -> R<()> {
    check(th, o, "readable", "File or stream is not readable.")
}
/// UnsupportedOperation unless `o.writable()`.
pub fn check_writable(th: &mut Thread, o: Ref<'_>) -> R<()> {
    check(th, o, "writable", "File or stream is not writable.")
}

fn iobase_seek(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "seek"))
}
fn iobase_tell(th: &mut Thread, a: Args<'_>) -> R {
    method(th, a.at(0), "seek", &[Ref::small_int(0), Ref::small_int(1)])
}
fn iobase_truncate(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "truncate"))
}
fn iobase_fileno(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "fileno"))
}
fn iobase_flush(th: &mut Thread, a: Args<'_>) -> R {
    check_closed(th, a.at(0))?;
    Ok(Obj::none())
}
fn iobase_close(th: &mut Thread, a: Args<'_>) -> R {
    close_base(th, a.at(0)).map(|()| Obj::none())
}
/// `_IOBase.close`: flushes once and remembers.
pub fn close_base(th: &mut Thread, o: Ref<'_>) -> R<()> {
    if own_closed(th, o)? {
        return Ok(());
    }
    let r = method(th, o, "flush", &[]).map(drop);
    util::both(th, r, |th| {
        ops::setattr(th, o, pystr::intern_str(CLOSED), Some(Ref::TRUE))
    })
}
fn own_closed(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    Ok(util::attr_opt(th, o, CLOSED)?.is_some())
}
fn iobase_closed(th: &mut Thread, o: Ref<'_>) -> R {
    own_closed(th, o).map(Obj::bool)
}
fn iobase_false(th: &mut Thread, a: Args<'_>) -> R {
    check_closed(th, a.at(0))?;
    Ok(Obj::bool(false))
}
fn iobase_no(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(false))
}
fn iobase_check_closed(th: &mut Thread, a: Args<'_>) -> R {
    check_closed(th, a.at(0)).map(|()| Obj::none())
}
fn iobase_check_seekable(th: &mut Thread, a: Args<'_>) -> R {
    check_seekable(th, a.at(0)).map(|()| Obj::bool(true))
}
fn iobase_check_readable(th: &mut Thread, a: Args<'_>) -> R {
    check_readable(th, a.at(0)).map(|()| Obj::bool(true))
}
fn iobase_check_writable(th: &mut Thread, a: Args<'_>) -> R {
    check_writable(th, a.at(0)).map(|()| Obj::bool(true))
}
fn iobase_enter(th: &mut Thread, a: Args<'_>) -> R {
    check_closed(th, a.at(0))?;
    Ok(a.at(0).own())
}
fn iobase_exit(th: &mut Thread, a: Args<'_>) -> R {
    method(th, a.at(0), "close", &[])
}
fn iobase_iter(th: &mut Thread, o: Ref<'_>) -> R {
    check_closed(th, o)?;
    Ok(o.own())
}
fn iobase_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let line = method(th, o, "readline", &[])?;
    if ops::len(th, line.r())? == 0 {
        return Ok(None);
    }
    Ok(Some(line))
}

/// `readline` in terms of `peek` and `read`.
fn iobase_readline(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let limit = util::size_arg(th, a.opt(1))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let peek = util::attr_opt(th, o, "peek")?;
    let mut line: Vec<u8> = Vec::new();
    while line.len() < limit {
        let mut want = 1;
        if let Some(p) = &peek {
            let ahead = call::call(th, p.r(), &[Ref::small_int(1)])?;
            let found = buf::with_bytes(th, ahead.r(), |b| {
                let b = b.get(..b.len().min(limit - line.len())).unwrap_or(b);
                match b.iter().position(|&c| c == b'\n') {
                    Some(i) => i + 1,
                    None => b.len(),
                }
            })?;
            want = found.max(1);
        }
        let piece = method(th, o, "read", &[Ref::small_int(want as i64)])?;
        if !piece.r().is_instance(&types::BYTES) {
            let m = format!(
                "read() should have returned a bytes object, not '{}'",
                piece.r().class().name()
            );
            return Err(error::raise(th, &error::OS_ERROR, m));
        }
        let n = buf::with_bytes(th, piece.r(), |b| {
            line.extend_from_slice(b);
            b.len()
        })?;
        if n == 0 || line.last() == Some(&b'\n') {
            break;
        }
    }
    buf::new_bytes(th, &line)
}

fn iobase_readlines(th: &mut Thread, a: Args<'_>) -> R {
    let hint = util::size_arg(th, a.opt(1))?;
    let o = a.at(0);
    let list = types::list::new(th, Vec::new())?;
    let it = ops::iter(th, o)?;
    let mut total = 0usize;
    while let Some(line) = ops::next(th, it.r())? {
        if hint > 0 {
            total = total.saturating_add(ops::len(th, line.r())?);
        }
        if let Some(l) = list.get::<types::list::List>() {
            l.push(th, line)?;
        }
        if hint > 0 && total as u64 >= hint as u64 {
            break;
        }
    }
    Ok(list)
}

fn iobase_writelines(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    check_closed(th, o)?;
    let it = ops::iter(th, a.at(1))?;
    while let Some(line) = ops::next(th, it.r())? {
        method(th, o, "write", &[line.r()])?;
    }
    Ok(Obj::none())
}

/// A stream that was dropped unclosed is closed; errors of that are nobody's business but the hook's.
fn iobase_finalize(th: &mut Thread, o: Ref<'_>) -> R<()> {
    // What cannot say whether it is closed is not in a state to be closed.
    match is_closed(th, o) {
        Ok(false) => {}
        Ok(true) => return Ok(()),
        Err(Raised) => {
            drop(error::fetch(th));
            return Ok(());
        }
    }
    if let Err(Raised) = ops::setattr(th, o, pystr::intern_str("_finalizing"), Some(Ref::TRUE)) {
        drop(error::fetch(th));
    }
    if let Err(Raised) = method(th, o, "close", &[]) {
        let what = "Exception ignored while finalizing file";
        error::write_unraisable(th, what, Some(o));
    }
    Ok(())
}

static IO_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "seek",
        Kind::Any,
        iobase_seek,
        "Change the stream position.",
    ),
    MethodDef::new(
        "tell",
        Kind::NoArgs,
        iobase_tell,
        "Return current stream position.",
    ),
    MethodDef::new(
        "truncate",
        Kind::Any,
        iobase_truncate,
        "Truncate file to size bytes.",
    ),
    MethodDef::new(
        "flush",
        Kind::NoArgs,
        iobase_flush,
        "Flush write buffers, if applicable.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        iobase_close,
        "Flush and close the IO object.",
    ),
    MethodDef::new(
        "seekable",
        Kind::NoArgs,
        iobase_false,
        "Return whether object supports random access.",
    ),
    MethodDef::new(
        "readable",
        Kind::NoArgs,
        iobase_no,
        "Return whether object was opened for reading.",
    ),
    MethodDef::new(
        "writable",
        Kind::NoArgs,
        iobase_no,
        "Return whether object was opened for writing.",
    ),
    MethodDef::new("_checkClosed", Kind::Any, iobase_check_closed, ""),
    MethodDef::new("_checkSeekable", Kind::Any, iobase_check_seekable, ""),
    MethodDef::new("_checkReadable", Kind::Any, iobase_check_readable, ""),
    MethodDef::new("_checkWritable", Kind::Any, iobase_check_writable, ""),
    MethodDef::new(
        "fileno",
        Kind::NoArgs,
        iobase_fileno,
        "Return underlying file descriptor if one exists.",
    ),
    MethodDef::new(
        "isatty",
        Kind::NoArgs,
        iobase_false,
        "Return whether this is an 'interactive' stream.",
    ),
    MethodDef::new("__enter__", Kind::NoArgs, iobase_enter, ""),
    MethodDef::new("__exit__", Kind::Any, iobase_exit, ""),
    MethodDef::new(
        "readline",
        Kind::Pos(0, 1),
        iobase_readline,
        "Read and return a line from the stream.",
    ),
    MethodDef::new(
        "readlines",
        Kind::Pos(0, 1),
        iobase_readlines,
        "Return a list of lines from the stream.",
    ),
    MethodDef::new(
        "writelines",
        Kind::One,
        iobase_writelines,
        "Write a list of lines to stream.",
    ),
];

static IO_GETSET: &[GetSetDef] = &[GetSetDef {
    name: "closed",
    get: iobase_closed,
    set: None,
    doc: "",
}];

// ------------------------------------------------------------------ raw

/// `read(n)` in terms of `readinto` and `readall`.
fn raw_missing(th: &mut Thread, _a: Args<'_>) -> R {
    Err(error::raise_args(th, &error::NOT_IMPLEMENTED_ERROR, vec![]))
}

fn raw_read(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let n = util::size_arg(th, a.opt(1))?;
    if n < 0 {
        return method(th, o, "readall", &[]);
    }
    let b = call::call(th, types::BYTEARRAY.r(), &[Ref::small_int(n)])?;
    let got = method(th, o, "readinto", &[b.r()])?;
    if got.r().is_none() {
        return Ok(got);
    }
    let got = util::index_i64(th, got.r())?;
    let cut = buf::with_bytes(th, b.r(), |b| {
        usize::try_from(got)
            .ok()
            .and_then(|n| b.get(..n))
            .map(<[u8]>::to_vec)
    })?;
    match cut {
        Some(v) => buf::new_bytes(th, &v),
        None => Err(error::value_error(
            th,
            format!("readinto returned {got} outside buffer size {n}"),
        )),
    }
}

fn raw_readall(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let mut all: Vec<u8> = Vec::new();
    loop {
        let piece = method(th, o, "read", &[Ref::small_int(super::DEFAULT_BUFFER_SIZE)])?;
        if piece.r().is_none() {
            if all.is_empty() {
                return Ok(piece);
            }
            break;
        }
        if !piece.r().is_instance(&types::BYTES) {
            return Err(error::type_error(th, "read() should return bytes"));
        }
        let n = buf::with_bytes(th, piece.r(), |b| {
            all.extend_from_slice(b);
            b.len()
        })?;
        if n == 0 {
            break;
        }
    }
    buf::new_bytes(th, &all)
}

static RAW_METHODS: &[MethodDef] = &[
    MethodDef::new("read", Kind::Pos(0, 1), raw_read, ""),
    MethodDef::new(
        "readall",
        Kind::NoArgs,
        raw_readall,
        "Read until EOF, using multiple read() call.",
    ),
    MethodDef::new("readinto", Kind::One, raw_missing, ""),
    MethodDef::new("write", Kind::One, raw_missing, ""),
];

// ------------------------------------------------------------------ buffered, text

fn readinto_by(th: &mut Thread, a: Args<'_>, how: &str) -> R {
    let n = buf::writable_len(th, a.at(1), "readinto() argument")?;
    let data = method(th, a.at(0), how, &[Ref::small_int(n as i64)])?;
    if !data.r().is_instance(&types::BYTES) {
        return Err(error::type_error(
            th,
            format!("{how}() should return bytes"),
        ));
    }
    let v = buf::with_bytes(th, data.r(), <[u8]>::to_vec)?;
    if v.len() > n {
        let m = format!(
            "{how}() returned too much data: {n} bytes requested, {} returned",
            v.len()
        );
        return Err(error::value_error(th, m));
    }
    buf::fill(th, a.at(1), &v)?;
    Ok(int(v.len() as i64))
}
fn bufferedbase_readinto(th: &mut Thread, a: Args<'_>) -> R {
    readinto_by(th, a, "read")
}
fn bufferedbase_readinto1(th: &mut Thread, a: Args<'_>) -> R {
    readinto_by(th, a, "read1")
}
fn no_detach(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "detach"))
}
fn no_read(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "read"))
}
fn no_read1(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "read1"))
}
fn no_write(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "write"))
}
fn no_readline(th: &mut Thread, _a: Args<'_>) -> R {
    Err(unsupported(th, "readline"))
}
fn none_attr(_th: &mut Thread, _o: Ref<'_>) -> R {
    Ok(Obj::none())
}

static BUFFERED_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "detach",
        Kind::NoArgs,
        no_detach,
        "Disconnect this buffer from its underlying raw stream and return it.",
    ),
    MethodDef::new("read", Kind::Any, no_read, "Read and return up to n bytes."),
    MethodDef::new(
        "read1",
        Kind::Any,
        no_read1,
        "Read and return up to n bytes, with at most one raw read.",
    ),
    MethodDef::new("readinto", Kind::One, bufferedbase_readinto, ""),
    MethodDef::new("readinto1", Kind::One, bufferedbase_readinto1, ""),
    MethodDef::new(
        "write",
        Kind::Any,
        no_write,
        "Write buffer b to the IO stream.",
    ),
];
static TEXT_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "detach",
        Kind::NoArgs,
        no_detach,
        "Separate the underlying buffer from the TextIOBase and return it.",
    ),
    MethodDef::new(
        "read",
        Kind::Any,
        no_read,
        "Read at most size characters from stream.",
    ),
    MethodDef::new(
        "readline",
        Kind::Any,
        no_readline,
        "Read until newline or EOF.",
    ),
    MethodDef::new("write", Kind::Any, no_write, "Write string s to stream."),
];
static TEXT_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "encoding",
        get: none_attr,
        set: None,
        doc: "Encoding of the text stream.",
    },
    GetSetDef {
        name: "newlines",
        get: none_attr,
        set: None,
        doc: "Line endings translated so far.",
    },
    GetSetDef {
        name: "errors",
        get: none_attr,
        set: None,
        doc: "The error setting of the decoder or encoder.",
    },
];

fn base_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Empty)
}

/// Sets the four classes up.
pub fn init(th: &mut Thread) -> R<()> {
    let fl = tf::BASE | tf::HAS_ATTRS | tf::WEAKREFS | tf::HAS_FINALIZER;
    IO_BASE.setup::<Empty>(Some(&types::OBJECT), fl);
    let s = IO_BASE.slots();
    s.set_new(base_new);
    s.set_iter(iobase_iter);
    s.set_next(iobase_next);
    s.set_finalize(iobase_finalize);
    call::add_methods(th, &IO_BASE, IO_METHODS)?;
    call::add_getset(th, &IO_BASE, IO_GETSET)?;
    call::add_getset(th, &IO_BASE, DICT)?;
    slotdefs::finish(th, &IO_BASE)?;
    for (t, methods) in [
        (&RAW_IO_BASE, RAW_METHODS),
        (&BUFFERED_IO_BASE, BUFFERED_METHODS),
        (&TEXT_IO_BASE, TEXT_METHODS),
    ] {
        t.setup::<Empty>(Some(&IO_BASE), fl);
        t.slots().set_new(base_new);
        call::add_methods(th, t, methods)?;
        if std::ptr::eq(t, &TEXT_IO_BASE) {
            call::add_getset(th, t, TEXT_GETSET)?;
        }
        slotdefs::finish(th, t)?;
    }
    Ok(())
}

/// What a stream type has in common: flags of the bases, constructor, methods, attributes, `finish`.
pub struct Spec {
    /// The type.
    pub class: &'static TypeObj,
    /// Makes an empty instance.
    pub new: typhon_runtime::types::slots::CallFn,
    /// `__init__`.
    pub init: typhon_runtime::types::slots::InitFn,
    /// Methods.
    pub methods: &'static [MethodDef],
    /// Attributes.
    pub getset: &'static [GetSetDef],
}

/// Whether the object was marked by the finaliser.
pub fn is_finalizing(th: &mut Thread, o: Ref<'_>) -> bool {
    match util::attr_opt(th, o, "_finalizing") {
        Ok(v) => v.is_some_and(|v| v.r().is(Ref::TRUE)),
        Err(Raised) => {
            drop(error::fetch(th));
            false
        }
    }
}

/// Finishes a type that was set up with its payload.
pub fn finish(th: &mut Thread, s: &Spec) -> R<()> {
    s.class.slots().set_new(s.new);
    s.class.slots().set_init(s.init);
    call::add_methods(th, s.class, s.methods)?;
    call::add_getset(th, s.class, s.getset)?;
    slotdefs::finish(th, s.class)
}

/// `__dict__` of every stream type.
static DICT: &[GetSetDef] = &[GetSetDef {
    name: "__dict__",
    get: typhon_runtime::types::classes::members::dict_get,
    set: None,
    doc: "",
}];

/// The flags of every stream type.
pub const STREAM_FLAGS: u32 = tf::BASE | tf::HAS_ATTRS | tf::WEAKREFS | tf::HAS_FINALIZER;

/// `<_io.X name='...'>`, as the streams with a `name` attribute print themselves.
pub fn named_repr(th: &mut Thread, o: Ref<'_>, extra: &str) -> R {
    let class = full_name(o);
    if !ops::repr_enter(th, o) {
        let m = format!("reentrant call inside {}.__repr__", o.class().name());
        return Err(error::runtime_error(th, m));
    }
    let name = util::attr_opt(th, o, "name");
    let text = match name {
        Ok(Some(n)) => ops::repr_text(th, n.r()).map(|t| format!(" name={t}")),
        Ok(None) => Ok(String::new()),
        Err(Raised) => error::suppress(th, &error::VALUE_ERROR).map(|()| String::new()),
    };
    ops::repr_leave(th, o);
    let text = text?;
    pystr::new(th, &format!("<{class}{text}{extra}>"))
}

/// Dotted name of an object's class for reprs.
pub fn full_name(o: Ref<'_>) -> String {
    let c = o.class();
    if c.flag(tf::HEAP) {
        let module = c
            .lookup_where(names::__module__())
            .map(|(_, m)| pystr::text(m.r()))
            .unwrap_or_default();
        format!("{module}.{}", c.name())
    } else {
        c.static_name().to_string()
    }
}
