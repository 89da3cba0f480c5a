//! The visible methods of the buffered streams, and `BufferedRWPair`.

use super::base::{self, BUFFERED_IO_BASE, STREAM_FLAGS};
use super::buf;
use super::buffered::{self as b, this};
use super::util::{self, int, method, pass_on};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload, types};

fn bytes_or_none(th: &mut Thread, v: Option<Vec<u8>>) -> R {
    match v {
        None => Ok(Obj::none()),
        Some(v) => buf::new_bytes(th, &v),
    }
}

fn buffered_read(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    if n < -1 {
        return Err(error::value_error(
            th,
            "read length must be non-negative or -1",
        ));
    }
    let op = b::enter_open(th, a.at(0), "read")?;
    let v = match usize::try_from(n) {
        Err(_) => op.read_all(th)?,
        Ok(n) => op.read(th, n)?,
    };
    drop(op);
    bytes_or_none(th, v)
}
fn buffered_read1(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(1) {
        None => -1,
        Some(n) => util::index_i64(th, n)?,
    };
    let op = b::enter_open(th, a.at(0), "read")?;
    let v = op.read1(th, usize::try_from(n).ok())?;
    drop(op);
    buf::new_bytes(th, &v)
}
fn buffered_peek(th: &mut Thread, a: Args<'_>) -> R {
    if let Some(n) = a.opt(1) {
        util::index_i64(th, n)?;
    }
    let op = b::enter_open(th, a.at(0), "peek")?;
    let v = op.peek(th)?;
    drop(op);
    buf::new_bytes(th, &v)
}
fn buffered_readline(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    let op = b::enter_open(th, a.at(0), "readline")?;
    let v = op.readline(th, usize::try_from(n).unwrap_or(usize::MAX))?;
    drop(op);
    buf::new_bytes(th, &v)
}
/// Iteration by lines; a subclass that overrides `readline` is asked.
pub fn buffered_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    if !o.class().flag(types::typeobj::flags::HEAP) {
        let op = b::enter_open(th, o, "readline")?;
        let v = op.readline(th, usize::MAX)?;
        drop(op);
        return if v.is_empty() {
            Ok(None)
        } else {
            buf::new_bytes(th, &v).map(Some)
        };
    }
    let line = method(th, o, "readline", &[])?;
    if !line.r().is_instance(&types::BYTES) {
        let m = format!(
            "readline() should have returned a bytes object, not '{}'",
            line.r().class().name()
        );
        return Err(error::raise(th, &error::OS_ERROR, m));
    }
    if ops::len(th, line.r())? == 0 {
        Ok(None)
    } else {
        Ok(Some(line))
    }
}
fn readinto_with(th: &mut Thread, a: Args<'_>, once: bool) -> R {
    let op = b::enter_open(th, a.at(0), "readinto")?;
    match op.readinto(th, a.at(1), once)? {
        None => Ok(Obj::none()),
        Some(n) => Ok(int(n as i64)),
    }
}
fn buffered_readinto(th: &mut Thread, a: Args<'_>) -> R {
    readinto_with(th, a, false)
}
fn buffered_readinto1(th: &mut Thread, a: Args<'_>) -> R {
    readinto_with(th, a, true)
}
fn buffered_write(th: &mut Thread, a: Args<'_>) -> R {
    if types::str::is_str(a.at(1)) {
        return Err(error::type_error(
            th,
            "a bytes-like object is required, not 'str'",
        ));
    }
    let data = buf::bytes_like(th, a.at(1))?;
    let op = b::enter_open(th, a.at(0), "write")?;
    op.write(th, &data)?;
    Ok(int(data.len() as i64))
}
fn buffered_flush(th: &mut Thread, a: Args<'_>) -> R {
    let op = b::enter_open(th, a.at(0), "flush")?;
    op.flush(th)?;
    drop(op);
    let raw = b::raw_of(th, a.at(0))?;
    if super::fileio::exact(raw.r()).is_some() {
        return Ok(Obj::none());
    }
    method(th, raw.r(), "flush", &[])
}
fn buffered_seek(th: &mut Thread, a: Args<'_>) -> R {
    let whence = match a.opt(2) {
        None => 0,
        Some(w) => util::index_i64(th, w)?,
    };
    if !(0..=4).contains(&whence) {
        return Err(error::value_error(
            th,
            format!("whence value {whence} unsupported"),
        ));
    }
    let raw = b::raw_of(th, a.at(0))?;
    if b::is_closed(th, a.at(0))? {
        return Err(error::value_error(th, "seek of closed file"));
    }
    base::check_seekable(th, raw.r())?;
    let offset = util::index_i64(th, a.at(1))?;
    let op = b::enter(th, a.at(0))?;
    let p = op.seek(th, offset, whence as i32)?;
    types::int::from_i64(th, p)
}
fn buffered_tell(th: &mut Thread, a: Args<'_>) -> R {
    let op = b::enter(th, a.at(0))?;
    let p = op.tell(th)?;
    types::int::from_i64(th, p)
}
fn buffered_truncate(th: &mut Thread, a: Args<'_>) -> R {
    let op = b::enter_open(th, a.at(0), "truncate")?;
    if !this(th, a.at(0))?.is_writer() {
        return Err(util::unsupported(th, "truncate"));
    }
    op.flush(th)?;
    let pos = match a.opt_not_none(1) {
        Some(p) => p.own(),
        None => {
            let p = op.tell(th)?;
            types::int::from_i64(th, p)?
        }
    };
    method(th, op.raw(), "truncate", &[pos.r()])
}
fn buffered_close(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let raw = b::raw_of(th, o)?;
    if b::is_closed(th, o)? {
        return Ok(Obj::none());
    }
    if base::is_finalizing(th, o) {
        dealloc_warn(th, raw.r(), o)?;
    }
    let flushed = method(th, o, "flush", &[]).map(drop);
    util::both(th, flushed, |th| {
        method(th, raw.r(), "close", &[]).map(drop)
    })?;
    Ok(Obj::none())
}

/// Passes `_dealloc_warn` on to the stream below.
pub fn dealloc_warn(th: &mut Thread, below: Ref<'_>, source: Ref<'_>) -> R<()> {
    match util::attr_opt(th, below, "_dealloc_warn")? {
        Some(f) => call::call(th, f.r(), &[source]).map(drop),
        None => Ok(()),
    }
}
fn buffered_dealloc_warn(th: &mut Thread, a: Args<'_>) -> R {
    let raw = b::raw_of(th, a.at(0))?;
    dealloc_warn(th, raw.r(), a.at(1))?;
    Ok(Obj::none())
}
fn buffered_detach(th: &mut Thread, a: Args<'_>) -> R {
    b::detach(th, a.at(0))
}
pass_on!(b::raw_of;
    buffered_seekable = "seekable",
    buffered_readable = "readable",
    buffered_writable = "writable",
    buffered_fileno = "fileno",
    buffered_isatty = "isatty",
);
/// `<_io.BufferedReader name='x'>`.
pub fn buffered_repr(th: &mut Thread, o: Ref<'_>) -> R {
    base::named_repr(th, o, "")
}
fn get_raw(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(this(th, o)?.raw.get().unwrap_or_else(Obj::none))
}
fn get_closed(th: &mut Thread, o: Ref<'_>) -> R {
    b::is_closed(th, o).map(Obj::bool)
}
fn raw_attr(th: &mut Thread, o: Ref<'_>, name: &str) -> R {
    let raw = b::raw_of(th, o)?;
    util::attr(th, raw.r(), name)
}
fn get_name(th: &mut Thread, o: Ref<'_>) -> R {
    raw_attr(th, o, "name")
}
fn get_mode(th: &mut Thread, o: Ref<'_>) -> R {
    raw_attr(th, o, "mode")
}

/// Methods of readers.
pub static READ_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "readable",
        Kind::NoArgs,
        buffered_readable,
        "Return whether object was opened for reading.",
    ),
    MethodDef::new(
        "read",
        Kind::Pos(0, 1),
        buffered_read,
        "Read and return up to n bytes.",
    ),
    MethodDef::new(
        "read1",
        Kind::Pos(0, 1),
        buffered_read1,
        "Read and return up to n bytes, with at most one raw read.",
    ),
    MethodDef::new(
        "peek",
        Kind::Pos(0, 1),
        buffered_peek,
        "Look at bytes without taking them.",
    ),
    MethodDef::new(
        "readline",
        Kind::Pos(0, 1),
        buffered_readline,
        "Read and return a line from the stream.",
    ),
    MethodDef::new(
        "readinto",
        Kind::One,
        buffered_readinto,
        "Read bytes into a buffer.",
    ),
    MethodDef::new(
        "readinto1",
        Kind::One,
        buffered_readinto1,
        "Read bytes into a buffer with at most one raw read.",
    ),
];
/// Methods of writers.
pub static WRITE_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "write",
        Kind::One,
        buffered_write,
        "Write buffer b to the IO stream.",
    ),
    MethodDef::new(
        "writable",
        Kind::NoArgs,
        buffered_writable,
        "Return whether object was opened for writing.",
    ),
];
/// Methods of both.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "flush",
        Kind::NoArgs,
        buffered_flush,
        "Write what waits in the buffer.",
    ),
    MethodDef::new(
        "seek",
        Kind::Pos(1, 2),
        buffered_seek,
        "Change the stream position.",
    ),
    MethodDef::new(
        "tell",
        Kind::NoArgs,
        buffered_tell,
        "Return current stream position.",
    ),
    MethodDef::new(
        "truncate",
        Kind::Pos(0, 1),
        buffered_truncate,
        "Truncate file to size bytes.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        buffered_close,
        "Flush and close the stream.",
    ),
    MethodDef::new(
        "detach",
        Kind::NoArgs,
        buffered_detach,
        "Separate the raw stream from the buffer and return it.",
    ),
    MethodDef::new(
        "seekable",
        Kind::NoArgs,
        buffered_seekable,
        "Return whether object supports random access.",
    ),
    MethodDef::new(
        "fileno",
        Kind::NoArgs,
        buffered_fileno,
        "Return underlying file descriptor if one exists.",
    ),
    MethodDef::new(
        "isatty",
        Kind::NoArgs,
        buffered_isatty,
        "Return whether this is an 'interactive' stream.",
    ),
    MethodDef::new("_dealloc_warn", Kind::One, buffered_dealloc_warn, ""),
];
/// Attributes.
pub static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "raw",
        get: get_raw,
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
        name: "name",
        get: get_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "mode",
        get: get_mode,
        set: None,
        doc: "",
    },
];

// ------------------------------------------------------------------ pair

/// `_io.BufferedRWPair`.
pub static PAIR: TypeObj = TypeObj::declare("_io.BufferedRWPair");

/// Payload of BufferedRWPair.
#[derive(Default)]
pub struct Pair {
    reader: Slot,
    writer: Slot,
}
payload!(
    Pair,
    traverse | s,
    v | {
        s.reader.visit(v);
        s.writer.visit(v)
    },
    clear | s | {
        drop(s.reader.take());
        drop(s.writer.take())
    }
);

fn pair_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Pair::default())
}
fn pair_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig = Sig::parse("reader, writer, buffer_size=, /");
    call::with_sig(th, "BufferedRWPair", &SIG, a, |th, v| {
        pair_init_with(th, o, v)
    })
}
fn pair_init_with(th: &mut Thread, o: Ref<'_>, v: Args<'_>) -> R<()> {
    base::check_readable(th, v.at(0))?;
    base::check_writable(th, v.at(1))?;
    let size = match v.opt(2) {
        None => super::DEFAULT_BUFFER_SIZE,
        Some(s) => util::index_i64(th, s)?,
    };
    let r = b::wrap(th, &b::READER, v.at(0), size)?;
    let w = b::wrap(th, &b::WRITER, v.at(1), size)?;
    if let Some(p) = o.get::<Pair>() {
        p.reader.set(r);
        p.writer.set(w);
    }
    Ok(())
}
fn half(th: &mut Thread, o: Ref<'_>, writer: bool) -> R {
    let s = o.get::<Pair>().and_then(|p| {
        if writer {
            p.writer.get()
        } else {
            p.reader.get()
        }
    });
    s.ok_or_else(|| util::uninitialized(th))
}
fn forward(th: &mut Thread, a: Args<'_>, writer: bool, name: &str) -> R {
    let s = half(th, a.at(0), writer)?;
    let args: Vec<Ref<'_>> = a.iter().skip(1).collect();
    method(th, s.r(), name, &args)
}
macro_rules! forwards {
    ($($f:ident $name:literal $writer:literal;)*) => {
        $(fn $f(th: &mut Thread, a: Args<'_>) -> R { forward(th, a, $writer, $name) })*
    };
}
forwards! {
    pair_read "read" false;
    pair_peek "peek" false;
    pair_read1 "read1" false;
    pair_readinto "readinto" false;
    pair_readinto1 "readinto1" false;
    pair_readable "readable" false;
    pair_write "write" true;
    pair_flush "flush" true;
    pair_writable "writable" true;
}
fn pair_close(th: &mut Thread, a: Args<'_>) -> R {
    let w = forward(th, a, true, "close").map(drop);
    util::both(th, w, |th| forward(th, a, false, "close").map(drop))?;
    Ok(Obj::none())
}
fn pair_isatty(th: &mut Thread, a: Args<'_>) -> R {
    let w = forward(th, a, true, "isatty")?;
    if ops::is_true(th, w.r())? {
        Ok(w)
    } else {
        forward(th, a, false, "isatty")
    }
}
fn pair_closed(th: &mut Thread, o: Ref<'_>) -> R {
    let w = half(th, o, true)?;
    util::attr(th, w.r(), "closed")
}

static PAIR_METHODS: &[MethodDef] = &[
    MethodDef::new("read", Kind::Any, pair_read, ""),
    MethodDef::new("peek", Kind::Any, pair_peek, ""),
    MethodDef::new("read1", Kind::Any, pair_read1, ""),
    MethodDef::new("readinto", Kind::One, pair_readinto, ""),
    MethodDef::new("readinto1", Kind::One, pair_readinto1, ""),
    MethodDef::new("readable", Kind::NoArgs, pair_readable, ""),
    MethodDef::new("write", Kind::One, pair_write, ""),
    MethodDef::new("flush", Kind::NoArgs, pair_flush, ""),
    MethodDef::new("writable", Kind::NoArgs, pair_writable, ""),
    MethodDef::new("close", Kind::NoArgs, pair_close, ""),
    MethodDef::new("isatty", Kind::NoArgs, pair_isatty, ""),
];
static PAIR_GETSET: &[GetSetDef] = &[GetSetDef {
    name: "closed",
    get: pair_closed,
    set: None,
    doc: "",
}];

/// Sets BufferedRWPair up.
pub fn init_pair(th: &mut Thread) -> R<()> {
    PAIR.setup::<Pair>(Some(&BUFFERED_IO_BASE), STREAM_FLAGS);
    let spec = base::Spec {
        class: &PAIR,
        new: pair_new,
        init: pair_init,
        methods: PAIR_METHODS,
        getset: PAIR_GETSET,
    };
    base::finish(th, &spec)
}
