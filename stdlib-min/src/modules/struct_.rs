//! `_struct`: Python values as packed C structures.

use crate::builtins::support::class_of;
use crate::codecs::Order;
use crate::pack::{self, Kind as ItemKind, Refused};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, buffer, bytearray, bytes, int, module, slotdefs, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread};

static ERROR: TypeObj = TypeObj::declare("struct.error");
static STRUCT: TypeObj = TypeObj::declare("_struct.Struct");
static UNPACK_ITER: TypeObj = TypeObj::declare("_struct.unpack_iterator");

/// `struct.error`.
#[cold]
fn fail(th: &mut Thread, m: impl AsRef<str>) -> Raised {
    error::raise(th, &ERROR, m)
}

/// One code of a format.
#[derive(Clone, Debug)]
enum Code {
    /// So many items.
    Items {
        c: u8,
        kind: ItemKind,
        size: usize,
        count: usize,
    },
    /// Bytes, padded with zeros (`s`) or with a length in front (`p`).
    Bytes { pascal: bool, len: usize },
}

/// A compiled format: codes and where they stand.
struct Layout {
    codes: Vec<(usize, Code)>,
    size: usize,
    order: Order,
    values: usize,
}

/// What `__init__` made of a format.
struct Made {
    format: String,
    layout: Layout,
    /// What a later call of `__init__` made: it replaces this one, which others may be using.
    next: OnceLock<Box<Made>>,
}

/// Payload of Struct objects; empty before `__init__`.
struct Struct {
    first: OnceLock<Box<Made>>,
}
typhon_runtime::payload!(Struct);

impl Struct {
    fn made(&self) -> Option<&Made> {
        let mut last = self.first.get()?;
        while let Some(next) = last.next.get() {
            last = next;
        }
        Some(last)
    }
    fn make(&self, mut new: Box<Made>) {
        let mut place = &self.first;
        while let Err(back) = place.set(new) {
            new = back;
            match place.get() {
                Some(m) => place = &m.next,
                None => return,
            }
        }
    }
}

/// Parses a format.
fn compile(th: &mut Thread, text: &str) -> R<Layout> {
    let b = text.as_bytes();
    if b.contains(&0) {
        return Err(fail(th, "embedded null character"));
    }
    let (native, order, rest) = match b.first() {
        Some(b'<') => (false, Order::Little, b.get(1..)),
        Some(b'>' | b'!') => (false, Order::Big, b.get(1..)),
        Some(b'=') => (false, Order::NATIVE, b.get(1..)),
        Some(b'@') => (true, Order::NATIVE, b.get(1..)),
        _ => (true, Order::NATIVE, b.get(..)),
    };
    let mut out = Layout {
        codes: Vec::new(),
        size: 0,
        order,
        values: 0,
    };
    let mut it = rest.unwrap_or_default().iter().copied().peekable();
    while let Some(c) = it.next() {
        if c.is_ascii_whitespace() {
            continue;
        }
        let (count, c) = if c.is_ascii_digit() {
            let mut n = usize::from(c - b'0');
            while let Some(d) = it.next_if(u8::is_ascii_digit) {
                n = match n
                    .checked_mul(10)
                    .and_then(|n| n.checked_add(usize::from(d - b'0')))
                {
                    Some(n) if n <= isize::MAX as usize => n,
                    _ => return Err(fail(th, "total struct size too long")),
                };
            }
            match it.next() {
                Some(c) => (n, c),
                None => {
                    return Err(fail(th, "repeat count given without format specifier"));
                }
            }
        } else {
            (1, c)
        };
        add_code(th, &mut out, c, count, native)?;
    }
    Ok(out)
}

fn add_code(th: &mut Thread, out: &mut Layout, c: u8, count: usize, native: bool) -> R<()> {
    let (size, align) = match c {
        b'x' | b's' | b'p' => (1, 1),
        _ => match pack::item(c, native) {
            Some((ItemKind::Complex, n)) => (n, n / 2),
            Some((_, n)) => (n, n),
            None => return Err(fail(th, "bad char in struct format")),
        },
    };
    let start = if native {
        out.size.checked_next_multiple_of(align)
    } else {
        Some(out.size)
    };
    let end = start.and_then(|s| s.checked_add(size.checked_mul(count)?));
    let (Some(start), Some(end)) = (start, end.filter(|&e| e <= isize::MAX as usize)) else {
        return Err(fail(th, "total struct size too long"));
    };
    out.size = end;
    let code = match c {
        b'x' => return Ok(()),
        b's' | b'p' => Code::Bytes {
            pascal: c == b'p',
            len: count,
        },
        _ => {
            if count == 0 {
                return Ok(());
            }
            let Some((kind, size)) = pack::item(c, native) else {
                return Ok(());
            };
            Code::Items {
                c,
                kind,
                size,
                count,
            }
        }
    };
    out.values += match code {
        Code::Items { count, .. } => count,
        Code::Bytes { .. } => 1,
    };
    out.codes.push((start, code));
    Ok(())
}

impl Layout {
    /// The packed bytes of `values`, which are as many as the format wants.
    fn pack(&self, th: &mut Thread, values: Args<'_>) -> R<Vec<u8>> {
        let mut out = Vec::new();
        if out.try_reserve_exact(self.size).is_err() {
            return Err(error::no_memory(th));
        }
        out.resize(self.size, 0);
        let mut it = values.iter();
        for (at, code) in &self.codes {
            match *code {
                Code::Items {
                    c,
                    kind,
                    size,
                    count,
                } => {
                    for i in 0..count {
                        let v = it.next().unwrap_or(Ref::NONE);
                        let from = at + i * size;
                        let to = out.get_mut(from..from + size).unwrap_or_default();
                        if let Err(e) = pack::pack(th, c, kind, self.order, v, to) {
                            return Err(refused(th, c, e));
                        }
                    }
                }
                Code::Bytes { pascal, len } => {
                    let v = it.next().unwrap_or(Ref::NONE);
                    let b = byte_string(th, v, pascal)?;
                    if !pascal {
                        put(&mut out, *at, b.get(..len.min(b.len())).unwrap_or_default());
                    } else if len > 0 {
                        let n = b.len().min(len - 1);
                        put(&mut out, *at, &[n.min(255) as u8]);
                        put(&mut out, at + 1, b.get(..n).unwrap_or_default());
                    }
                }
            }
        }
        Ok(out)
    }

    /// The values that stand in `data`, which is as long as the format wants.
    fn unpack(&self, th: &mut Thread, data: &[u8]) -> R {
        let mut out = Vec::with_capacity(self.values.min(data.len()));
        for (at, code) in &self.codes {
            match *code {
                Code::Items {
                    kind, size, count, ..
                } => {
                    for i in 0..count {
                        let from = at + i * size;
                        let b = data.get(from..from + size).unwrap_or_default();
                        out.push(pack::unpack(th, kind, self.order, b)?);
                    }
                }
                Code::Bytes { pascal, len } => {
                    let b = data.get(*at..at + len).unwrap_or_default();
                    let b = match b.split_first() {
                        Some((&n, tail)) if pascal => tail
                            .get(..usize::from(n).min(tail.len()))
                            .unwrap_or_default(),
                        _ => b,
                    };
                    out.push(bytes::new(th, b)?);
                }
            }
        }
        tuple::new(th, out)
    }
}

fn put(out: &mut [u8], at: usize, b: &[u8]) {
    if let Some(to) = out.get_mut(at..at + b.len()) {
        to.copy_from_slice(b);
    }
}

#[cold]
fn refused(th: &mut Thread, c: u8, e: Refused) -> Raised {
    match e {
        Refused::Type(m) => fail(th, m),
        Refused::Range(r) => fail(th, format!("'{}' format requires {r}", c as char)),
        Refused::Raised(r) => r,
    }
}

fn byte_string<'a>(th: &mut Thread, v: Ref<'a>, pascal: bool) -> R<Cow<'a, [u8]>> {
    if (v.get::<bytes::Bytes>().is_some() || v.get::<bytearray::ByteArray>().is_some())
        && let Some(b) = buffer::view(v)
    {
        return Ok(b);
    }
    let c = if pascal { 'p' } else { 's' };
    Err(fail(
        th,
        format!("argument for '{c}' must be a bytes object"),
    ))
}

// ------------------------------------------------------------------ Struct

fn format_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    if let Some(s) = o.get::<Str>() {
        if s.is_ascii() {
            return Ok(s.to_string_lossy());
        }
        // Raises UnicodeEncodeError.
        crate::codecs::encode_builtin(th, o, crate::codecs::Encoding::Ascii, "strict")?;
    }
    match bytes::value(o) {
        Some(b) => Ok(b.iter().map(|&c| c as char).collect()),
        None => Err(type_error(
            th,
            format!(
                "Struct() argument 1 must be a str or bytes object, not {}",
                o.class().name()
            ),
        )),
    }
}

/// Places of a thread's cache of formats.
const PLACES: usize = 64;

/// What a thread made of formats: the functions of the module need no Struct, and no thread waits for another.
type Cache = [Option<Rc<Made>>; PLACES];

thread_local! {
    static CACHE: RefCell<Cache> = const { RefCell::new([const { None }; PLACES]) };
}

/// What a format stands for, by the cache if it is an ASCII text.
fn cached(th: &mut Thread, format: Ref<'_>) -> R<Rc<Made>> {
    let Some(text) = format.get::<Str>().filter(|s| s.is_ascii()) else {
        return Ok(Rc::from(made(th, format)?));
    };
    let place = text.hash() as usize % PLACES;
    let same = |m: &&Rc<Made>| m.format.as_bytes() == text.bytes();
    // An ended thread, whose cache is gone, may still drop objects that pack.
    let found = CACHE.try_with(|c| c.borrow()[place].as_ref().filter(same).cloned());
    if let Ok(Some(m)) = found {
        return Ok(m);
    }
    let new: Rc<Made> = Rc::from(made(th, format)?);
    let keep = new.clone();
    let old = CACHE.try_with(|c| c.borrow_mut()[place].replace(keep));
    drop(old);
    Ok(new)
}

fn made(th: &mut Thread, format: Ref<'_>) -> R<Box<Made>> {
    let format = format_text(th, format)?;
    let layout = compile(th, &format)?;
    Ok(Box::new(Made {
        format,
        layout,
        next: OnceLock::new(),
    }))
}

fn new_struct(th: &mut Thread, format: Ref<'_>) -> R {
    let first = OnceLock::from(made(th, format)?);
    Obj::new(th, STRUCT.r(), Struct { first })
}

/// A Struct without format: subclasses may give it one in their `__init__`.
fn struct_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let first = OnceLock::new();
    Obj::new(th, class_of(class).r(), Struct { first })
}

fn struct_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let n = a.len() + a.kw_len();
    if n > 1 {
        let m = format!("Struct() takes at most 1 argument ({n} given)");
        return Err(type_error(th, m));
    }
    let Some(format) = a.opt(0).or_else(|| a.kw("format")) else {
        let m = "Struct() missing required argument 'format' (pos 1)";
        return Err(type_error(th, m));
    };
    let new = made(th, format)?;
    if let Some(s) = o.get::<Struct>() {
        s.make(new);
    }
    Ok(())
}

fn slf<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Made> {
    match o.get::<Struct>() {
        Some(s) => match s.made() {
            Some(m) => Ok(m),
            None => Err(error::runtime_error(th, "Struct object is not initialized")),
        },
        None => Err(type_error(th, "Struct object expected")),
    }
}

fn checked_values<'a>(
    th: &mut Thread,
    s: &Made,
    a: Args<'a>,
    skip: usize,
    name: &str,
) -> R<Args<'a>> {
    let v = a.skip(skip);
    if v.len() != s.layout.values {
        return Err(fail(
            th,
            format!(
                "{name} expected {} items for packing (got {})",
                s.layout.values,
                v.len()
            ),
        ));
    }
    Ok(v)
}

fn struct_pack(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "Struct.pack")?;
    let s = slf(th, a.at(0))?;
    pack_as(th, s, a.skip(1))
}

fn pack_as(th: &mut Thread, s: &Made, values: Args<'_>) -> R {
    let v = checked_values(th, s, values, 0, "pack")?;
    let b = s.layout.pack(th, v)?;
    bytes::new(th, &b)
}

/// Resolves a possibly negative offset; the messages name what is done.
fn place(th: &mut Thread, offset: isize, size: usize, len: usize, packing: bool) -> R<usize> {
    let at = if offset < 0 {
        if (offset.unsigned_abs() as u64) < size as u64 {
            return Err(fail(
                th,
                if packing {
                    format!("no space to pack {size} bytes at offset {offset}")
                } else {
                    format!("not enough data to unpack {size} bytes at offset {offset}")
                },
            ));
        }
        match len.checked_sub(offset.unsigned_abs()) {
            Some(at) => at,
            None => {
                return Err(fail(
                    th,
                    format!("offset {offset} out of range for {len}-byte buffer"),
                ));
            }
        }
    } else {
        offset as usize
    };
    if len.saturating_sub(at) < size || at > len {
        let (name, doing) = if packing {
            ("pack_into", "packing")
        } else {
            ("unpack_from", "unpacking")
        };
        return Err(fail(
            th,
            format!(
                "{name} requires a buffer of at least {} bytes for {doing} {size} bytes at offset {at} \
                 (actual buffer size is {len})",
                at.saturating_add(size)
            ),
        ));
    }
    Ok(at)
}

fn struct_pack_into(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "Struct.pack_into")?;
    let s = slf(th, a.at(0))?;
    let (Some(target), Some(offset)) = (a.opt(1), a.opt(2)) else {
        let m = if a.len() < 2 {
            "pack_into expected buffer argument"
        } else {
            "pack_into expected offset argument"
        };
        return Err(fail(th, m));
    };
    let v = checked_values(th, s, a, 3, "pack_into")?;
    let len = buffer::writable_len(th, target, "argument")?;
    let offset = int::ssize(th, offset)?;
    let at = place(th, offset, s.layout.size, len, true)?;
    let b = s.layout.pack(th, v)?;
    if !buffer::write_at(target, at, &b) {
        return Err(fail(
            th,
            "the buffer changed its size while values were packed",
        ));
    }
    Ok(Obj::none())
}

fn struct_unpack(th: &mut Thread, a: Args<'_>) -> R {
    let s = slf(th, a.at(0))?;
    unpack_as(th, s, a.skip(1))
}

fn unpack_as(th: &mut Thread, s: &Made, a: Args<'_>) -> R {
    let b = buffer::bytes_like(th, a.at(0))?;
    if b.len() != s.layout.size {
        return Err(fail(
            th,
            format!("unpack requires a buffer of {} bytes", s.layout.size),
        ));
    }
    s.layout.unpack(th, &b)
}

fn struct_unpack_from(th: &mut Thread, a: Args<'_>) -> R {
    let s = slf(th, a.at(0))?;
    let b = buffer::bytes_like(th, a.at(1))?;
    let offset = match a.opt(2) {
        Some(o) => int::ssize(th, o)?,
        None => 0,
    };
    let at = place(th, offset, s.layout.size, b.len(), false)?;
    s.layout
        .unpack(th, b.get(at..at + s.layout.size).unwrap_or_default())
}

struct UnpackIter {
    s: Slot,
    data: Slot,
    at: AtomicUsize,
}
typhon_runtime::payload!(
    UnpackIter,
    traverse | i,
    v | {
        i.s.visit(v);
        i.data.visit(v)
    },
    clear | i | {
        drop(i.s.take());
        drop(i.data.take())
    }
);

fn struct_iter_unpack(th: &mut Thread, a: Args<'_>) -> R {
    let s = slf(th, a.at(0))?;
    let size = s.layout.size;
    if size == 0 {
        return Err(fail(
            th,
            "cannot iteratively unpack with a struct of length 0",
        ));
    }
    let b = buffer::bytes_like(th, a.at(1))?;
    if !b.len().is_multiple_of(size) {
        return Err(fail(
            th,
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes"),
        ));
    }
    let it = UnpackIter {
        s: Slot::new(a.at(0).own()),
        data: Slot::new(a.at(1).own()),
        at: AtomicUsize::new(0),
    };
    Obj::new(th, UNPACK_ITER.r(), it)
}

fn iter_self(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.own())
}
fn unpack_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let Some(it) = o.get::<UnpackIter>() else {
        return Ok(None);
    };
    let (Some(owner), Some(data)) = (it.s.get(), it.data.get()) else {
        return Ok(None);
    };
    let s = slf(th, owner.r())?;
    let b = buffer::bytes_like(th, data.r())?;
    // Relaxed: a position.
    let at = it.at.fetch_add(s.layout.size, Relaxed);
    match b.get(at..at.saturating_add(s.layout.size)) {
        Some(part) => s.layout.unpack(th, part).map(Some),
        None => {
            drop(it.data.take());
            Ok(None)
        }
    }
}
fn unpack_length_hint(th: &mut Thread, a: Args<'_>) -> R {
    let n = a.at(0).get::<UnpackIter>().and_then(|it| {
        let s = it.s.get()?;
        let size = s.get::<Struct>()?.made()?.layout.size;
        let len = buffer::view(it.data.get()?.r())?.len();
        Some(len.saturating_sub(it.at.load(Relaxed)) / size.max(1))
    });
    int::from_usize(th, n.unwrap_or(0))
}

fn struct_format(th: &mut Thread, o: Ref<'_>) -> R {
    let s = slf(th, o)?;
    pystr::new(th, &s.format)
}
fn struct_size(th: &mut Thread, o: Ref<'_>) -> R {
    match o.get::<Struct>().and_then(Struct::made) {
        Some(s) => int::from_usize(th, s.layout.size),
        None => Ok(Ref::small_int(-1).own()),
    }
}
fn struct_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let s = slf(th, o)?;
    let f = pystr::new(th, &s.format)?;
    let f = typhon_runtime::ops::repr_text(th, f.r())?;
    let name = o.class().name();
    pystr::new(th, &format!("{name}({f})"))
}
fn struct_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let s = slf(th, a.at(0))?;
    int::from_usize(th, 64 + 32 * s.layout.codes.len())
}

// ------------------------------------------------------------------ functions

/// Compiles the format in argument 0 and calls a method of the Struct with the rest.
fn with_format(th: &mut Thread, a: Args<'_>, f: fn(&mut Thread, Args<'_>) -> R) -> R {
    let Some(format) = a.opt(0) else {
        return Err(type_error(th, "missing format argument"));
    };
    let s = if format.get::<Struct>().is_some() {
        format.own()
    } else {
        new_struct(th, format)?
    };
    call::with_self(s.r(), a.skip(1), |all| f(th, all))
}
fn pack_function(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "_struct.pack")?;
    let Some(format) = a.opt(0).filter(|f| f.get::<Struct>().is_none()) else {
        return with_format(th, a, struct_pack);
    };
    let s = cached(th, format)?;
    pack_as(th, &s, a.skip(1))
}
fn pack_into_function(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "_struct.pack_into")?;
    with_format(th, a, struct_pack_into)
}
fn unpack_function(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).get::<Struct>().is_some() {
        return with_format(th, a, struct_unpack);
    }
    let s = cached(th, a.at(0))?;
    unpack_as(th, &s, a.skip(1))
}
fn unpack_from_function(th: &mut Thread, a: Args<'_>) -> R {
    with_format(th, a, struct_unpack_from)
}
fn iter_unpack_function(th: &mut Thread, a: Args<'_>) -> R {
    with_format(th, a, struct_iter_unpack)
}
fn calcsize_function(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).get::<Struct>().is_some() {
        return struct_size(th, a.at(0));
    }
    let s = cached(th, a.at(0))?;
    int::from_usize(th, s.layout.size)
}
fn clearcache_function(_th: &mut Thread, _a: Args<'_>) -> R {
    // That of this thread; those of others hold nothing but formats, and never more of them.
    let old = CACHE.try_with(|c| c.replace([const { None }; PLACES]));
    drop(old);
    Ok(Obj::none())
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "format",
        get: struct_format,
        set: None,
        doc: "The format string.",
    },
    GetSetDef {
        name: "size",
        get: struct_size,
        set: None,
        doc: "Bytes of the structure.",
    },
];
static METHODS: &[MethodDef] = &[
    MethodDef::new("pack", Kind::Any, struct_pack, "The values as bytes."),
    MethodDef::new(
        "pack_into",
        Kind::Any,
        struct_pack_into,
        "Writes the values into a buffer.",
    ),
    MethodDef::new(
        "unpack",
        Kind::One,
        struct_unpack,
        "The values in a buffer.",
    ),
    MethodDef::new(
        "unpack_from",
        Kind::Sig("buffer, offset="),
        struct_unpack_from,
        "The values at an offset of a buffer.",
    ),
    MethodDef::new(
        "iter_unpack",
        Kind::One,
        struct_iter_unpack,
        "Iterates over the structures in a buffer.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        struct_sizeof,
        "Size in memory in bytes.",
    ),
];
static ITER_METHODS: &[MethodDef] = &[MethodDef::new(
    "__length_hint__",
    Kind::NoArgs,
    unpack_length_hint,
    "Items left.",
)];
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("pack", Kind::Any, pack_function, "The values as bytes."),
    MethodDef::new(
        "pack_into",
        Kind::Any,
        pack_into_function,
        "Writes the values into a buffer.",
    ),
    MethodDef::new(
        "unpack",
        Kind::Pos(2, 2),
        unpack_function,
        "The values in a buffer.",
    ),
    MethodDef::new(
        "unpack_from",
        Kind::Sig("format, /, buffer, offset="),
        unpack_from_function,
        "The values at an offset of a buffer.",
    ),
    MethodDef::new(
        "iter_unpack",
        Kind::Pos(2, 2),
        iter_unpack_function,
        "Iterates over the structures in a buffer.",
    ),
    MethodDef::new(
        "calcsize",
        Kind::One,
        calcsize_function,
        "Bytes of the structure.",
    ),
    MethodDef::new(
        "_clearcache",
        Kind::NoArgs,
        clearcache_function,
        "Empties the cache of formats.",
    ),
];

fn set_up(th: &mut Thread) -> R<()> {
    if ERROR.is_ready() {
        return Ok(());
    }
    ERROR.setup_like(&error::EXCEPTION, tf::BASE | tf::HAS_ATTRS);
    slotdefs::finish(th, &ERROR)?;
    STRUCT.setup::<Struct>(Some(&types::OBJECT), tf::BASE | tf::WEAKREFS);
    STRUCT.slots().set_new(struct_new);
    STRUCT.slots().set_init(struct_init);
    STRUCT.slots().set_repr(struct_repr);
    call::add_methods(th, &STRUCT, METHODS)?;
    call::add_getset(th, &STRUCT, GETSET)?;
    slotdefs::finish(th, &STRUCT)?;
    UNPACK_ITER.setup::<UnpackIter>(Some(&types::OBJECT), 0);
    UNPACK_ITER.slots().set_iter(iter_self);
    UNPACK_ITER.slots().set_next(unpack_next);
    call::add_methods(th, &UNPACK_ITER, ITER_METHODS)?;
    slotdefs::finish(th, &UNPACK_ITER)
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    set_up(th)?;
    let m = module::new(th, "_struct")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add(th, m.r(), "Struct", types::class_obj(&STRUCT))?;
    module::add(th, m.r(), "error", types::class_obj(&ERROR))?;
    Ok(m)
}
