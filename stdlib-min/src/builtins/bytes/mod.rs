//! `bytes`: slots and constructor. The methods that it shares with `bytearray` are in `methods.rs` and `split.rs`;
//! `array.rs` is bytearray, `view.rs` memoryview. Storage is in `typhon_runtime::types`.

pub mod array;
pub mod array_methods;
pub mod hex;
pub mod iter;
pub mod methods;
pub mod search;
pub mod split;
pub mod view;
pub mod view_methods;

use super::support::{class_of, not_implemented, tuple, wrong_self};
use std::borrow::Cow;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, index_error, overflow_error, type_error, value_error};
use typhon_runtime::types::array::Array;
use typhon_runtime::types::slice::{self, Slice};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, buffer, bytearray, bytes, int, slotdefs};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

/// The bytes of a bytes or bytearray self.
pub fn me<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    match buffer::view(o) {
        Some(b) => Ok(b),
        None => wrong_self(th, "bytes", o),
    }
}

/// A new value of the kind of `like`: bytearray for bytearrays, else bytes.
pub fn make(th: &mut Thread, like: Ref<'_>, b: &[u8]) -> R {
    if like.get::<bytearray::ByteArray>().is_some() {
        bytearray::new(th, b.to_vec())
    } else {
        bytes::new(th, b)
    }
}

/// As `make`, but exact bytes that stay as they are are given back themselves.
pub fn make_or_same(th: &mut Thread, like: Ref<'_>, b: &[u8]) -> R {
    if like.is_exact(&types::BYTES) && bytes::value(like).is_some_and(|x| x.len() == b.len()) {
        return Ok(like.own());
    }
    make(th, like, b)
}

/// As `make`, but exact bytes whose content stays the same are given back themselves.
pub fn make_or_same_if_equal(th: &mut Thread, like: Ref<'_>, old: &[u8], b: &[u8]) -> R {
    if old == b && like.is_exact(&types::BYTES) {
        return Ok(like.own());
    }
    make(th, like, b)
}

/// An integer as a byte: "WHAT must be in range(0, 256)".
pub fn byte_value(th: &mut Thread, o: Ref<'_>, what: &str) -> R<u8> {
    let i = ops::index(th, o)?;
    match int::to_i64(i.r()).map(u8::try_from) {
        Some(Ok(b)) => Ok(b),
        _ => Err(value_error(th, format!("{what} must be in range(0, 256)"))),
    }
}

/// The bytes that an iterable of integers gives.
pub fn from_iterable(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    collect_bytes(th, o, "bytes")
}

/// As `from_iterable` with the word of the message.
pub fn collect_bytes(th: &mut Thread, o: Ref<'_>, what: &str) -> R<Vec<u8>> {
    let hint = ops::length_hint(th, o)?.min(1 << 20);
    let it = ops::iter(th, o)?;
    let mut out = Vec::with_capacity(hint);
    while let Some(x) = ops::next(th, it.r())? {
        out.push(byte_value(th, x.r(), what)?);
    }
    Ok(out)
}

// ------------------------------------------------------------------ slots

fn bytes_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    match o.get::<bytes::Bytes>() {
        Some(b) => Ok(b.hash()),
        None => wrong_self(th, "bytes", o),
    }
}

/// `len`.
pub fn bytes_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    if let Some(b) = o.get::<bytearray::ByteArray>() {
        return Ok(b.len());
    }
    me(th, o).map(|b| b.len())
}

/// Escapes of `repr`, without the quotes.
pub fn repr_text(b: &[u8]) -> String {
    let quote = if b.contains(&b'\'') && !b.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::with_capacity(b.len() + 3);
    out.push('b');
    out.push(quote);
    for &c in b {
        match c {
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            _ if c as char == quote => {
                out.push('\\');
                out.push(quote);
            }
            32..=126 => out.push(c as char),
            _ => out.push_str(&format!("\\x{c:02x}")),
        }
    }
    out.push(quote);
    out
}

fn bytes_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let b = me(th, o)?;
    pystr::new(th, &repr_text(&b))
}

/// Comparison with any bytes-like object (memoryview: equality only, which is its own affair).
pub fn bytes_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let mutable = |o: Ref<'_>| o.get::<bytearray::ByteArray>().is_some();
    let known = |o: Ref<'_>| o.get::<bytes::Bytes>().is_some() || mutable(o);
    // A bytearray compares itself with the bytes of an array, too.
    let array = |o: Ref<'_>, other: Ref<'_>| o.get::<Array>().is_some() && mutable(other);
    if !(known(a) && known(b) || array(a, b) || array(b, a)) {
        return not_implemented();
    }
    match (buffer::view(a), buffer::view(b)) {
        (Some(x), Some(y)) => Ok(Obj::bool(op.test(x.as_ref().cmp(y.as_ref())))),
        _ => not_implemented(),
    }
}

/// The bytes to append to `a`: TypeError if `b` has none.
fn appended<'a>(th: &mut Thread, a: Ref<'_>, b: Ref<'a>) -> R<Cow<'a, [u8]>> {
    if buffer::is_bytes_like(b) {
        return buffer::bytes_like(th, b);
    }
    if let Some(m) = buffer::exported(th, b)? {
        return Ok(Cow::Owned(buffer::bytes_like(th, m.r())?.into_owned()));
    }
    let m = format!(
        "can't concat {} to {}",
        b.class().tp_name(),
        a.class().tp_name()
    );
    Err(type_error(th, m))
}

/// `a + b`.
pub fn bytes_concat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let x = me(th, a)?;
    let y = appended(th, a, b)?;
    if a.get::<bytearray::ByteArray>().is_some() {
        let mut out = str_room(th, x.len().checked_add(y.len()))?;
        out.extend_from_slice(&x);
        out.extend_from_slice(&y);
        return bytearray::new(th, out);
    }
    if y.is_empty() && a.is_exact(&types::BYTES) {
        return Ok(a.own());
    }
    if x.is_empty() && b.is_exact(&types::BYTES) {
        return Ok(b.own());
    }
    bytes::fill(th, &types::BYTES, x.len() + y.len(), |out| {
        let (l, r) = out.split_at_mut(x.len());
        l.copy_from_slice(&x);
        r.copy_from_slice(&y);
    })
}

fn str_room(th: &mut Thread, n: Option<usize>) -> R<Vec<u8>> {
    super::str::search::room(th, n)
}

/// `b * n` as a vector; MemoryError or OverflowError for sizes that cannot be had.
pub fn repeated(th: &mut Thread, b: &[u8], n: isize, message: Option<&str>) -> R<Vec<u8>> {
    let n = n.max(0) as usize;
    let total = b.len().checked_mul(n).filter(|&n| n <= isize::MAX as usize);
    if total.is_none() {
        return Err(match message {
            Some(m) => overflow_error(th, m),
            None => error::no_memory(th),
        });
    }
    let mut out = str_room(th, total)?;
    match b {
        [one] => out.resize(n, *one),
        _ => {
            for _ in 0..n {
                out.extend_from_slice(b);
            }
        }
    }
    Ok(out)
}

fn bytes_repeat(th: &mut Thread, a: Ref<'_>, n: Ref<'_>) -> R {
    let b = me(th, a)?;
    let n = int::index(th, n)?;
    if n == 1 && a.is_exact(&types::BYTES) {
        return Ok(a.own());
    }
    if b.len() == 1 && n > 1 {
        // One byte: filled in place.
        let c = b.first().copied().unwrap_or(0);
        return bytes::fill(th, &types::BYTES, n as usize, |out| out.fill(c));
    }
    let out = repeated(th, &b, n, Some("repeated bytes are too long"))?;
    bytes::new(th, &out)
}

/// `x in b`: an integer or a bytes-like object.
pub fn bytes_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    if int::is_int(x) || x.class().slots().index().is_some() {
        match buffer::holding(o, x, || ops::index(th, x)) {
            Ok(i) => {
                let c = byte_value(th, i.r(), "byte")?;
                return Ok(memchr::memchr(c, &me(th, o)?).is_some());
            }
            // Then it may still have bytes.
            Err(Raised) => drop(error::fetch(th)),
        }
    }
    let needle = buffer::holding(o, x, || buffer::bytes_like(th, x))?;
    let b = me(th, o)?;
    Ok(super::str::search::find_bytes(&b, &needle).is_some())
}

/// Item or slice; `what` is "byte" or "bytearray" for messages.
pub fn subscript(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, what: &str, range: &str) -> R {
    if let Some(sl) = key.get::<Slice>() {
        let (start, stop, step) = sl.unpack(th)?;
        let b = me(th, o)?;
        let ix = slice::adjust(b.len(), start, stop, step);
        if ix.step == 1 && ix.n > 0 {
            let from = ix.start as usize;
            return make_or_same(th, o, b.get(from..from + ix.n).unwrap_or_default());
        }
        let out: Vec<u8> = ix.iter().filter_map(|i| b.get(i).copied()).collect();
        return make(th, o, &out);
    }
    let i = index_of(th, key, what)?;
    let b = me(th, o)?;
    let at = if i < 0 { i + b.len() as isize } else { i };
    match usize::try_from(at).ok().and_then(|i| b.get(i)) {
        Some(&c) => Ok(Ref::small_int(i64::from(c)).own()),
        None => Err(index_error(th, range)),
    }
}

/// An integer subscript.
pub fn index_of(th: &mut Thread, key: Ref<'_>, what: &str) -> R<isize> {
    if key.as_small().is_none() && key.class().slots().index().is_none() {
        return Err(type_error(
            th,
            format!(
                "{what} indices must be integers or slices, not {}",
                key.class().name()
            ),
        ));
    }
    super::str::subscript_index(th, key)
}

fn bytes_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    subscript(th, o, key, "byte", "index out of range")
}

/// `fmt % args`.
pub fn bytes_mod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if a.get::<bytes::Bytes>().is_none() && a.get::<bytearray::ByteArray>().is_none() {
        return not_implemented();
    }
    let f = me(th, a)?;
    let out = crate::format::percent::percent(th, &f, false, b)?;
    make(th, a, &out)
}

// ------------------------------------------------------------------ constructor

/// Arguments of `bytes()` and `bytearray()`: source, encoding, errors.
pub fn constructor_arguments<'a>(
    th: &mut Thread,
    a: Args<'a>,
    name: &str,
) -> R<[Option<Ref<'a>>; 3]> {
    let n = a.len() + a.kw_len();
    if n > 3 {
        return Err(type_error(
            th,
            format!("{name}() takes at most 3 arguments ({n} given)"),
        ));
    }
    let mut out = [a.opt(0), a.opt(1), a.opt(2)];
    for (k, v) in a.kwargs() {
        let k = pystr::text(k);
        let Some(i) = ["source", "encoding", "errors"]
            .iter()
            .position(|n| *n == k)
        else {
            return Err(typhon_runtime::signature::unexpected_keyword(
                th,
                name,
                &k,
                ["source", "encoding", "errors"].into_iter(),
            ));
        };
        if i < a.len() {
            return Err(type_error(
                th,
                format!(
                    "argument for {name}() given by name ('{k}') and position ({})",
                    i + 1
                ),
            ));
        }
        if let Some(slot) = out.get_mut(i) {
            *slot = Some(v);
        }
    }
    Ok(out)
}

/// The content for a constructor call.
pub fn constructor_content(
    th: &mut Thread,
    name: &str,
    [source, encoding, errors]: [Option<Ref<'_>>; 3],
) -> R<Vec<u8>> {
    use super::str::codec::text_arg;
    let string = source.filter(|s| s.get::<Str>().is_some());
    if encoding.is_some() || errors.is_some() {
        let e = text_arg(th, name, "encoding", encoding, "utf-8")?;
        let r = text_arg(th, name, "errors", errors, "strict")?;
        let Some(s) = string else {
            let what = if encoding.is_some() {
                "encoding"
            } else {
                "errors"
            };
            return Err(type_error(th, format!("{what} without a string argument")));
        };
        if encoding.is_none() {
            return Err(type_error(th, "string argument without an encoding"));
        }
        let b = crate::codecs::encode(th, s, &e, &r)?;
        return Ok(buffer::view(b.r()).map(Cow::into_owned).unwrap_or_default());
    }
    let Some(source) = source else {
        return Ok(Vec::new());
    };
    if string.is_some() {
        // A subclass of str may say what its bytes are.
        if name == "bytes"
            && let Some(r) = special_bytes(th, source)?
            && let Some(b) = bytes::value(r.r())
        {
            return Ok(b.to_vec());
        }
        return Err(type_error(th, "string argument without an encoding"));
    }
    content_of(th, name, source)
}

fn content_of(th: &mut Thread, name: &str, source: Ref<'_>) -> R<Vec<u8>> {
    if name == "bytes"
        && let Some(r) = special_bytes(th, source)?
        && let Some(b) = bytes::value(r.r())
    {
        return Ok(b.to_vec());
    }
    if source.class().slots().index().is_some() {
        match int::index(th, source) {
            Ok(n) => {
                let Ok(n) = usize::try_from(n) else {
                    return Err(value_error(th, "negative count"));
                };
                if name == "bytes" && n > isize::MAX as usize - 33 {
                    return Err(overflow_error(th, "byte string is too large"));
                }
                let mut out = str_room(th, Some(n))?;
                out.resize(n, 0);
                return Ok(out);
            }
            Err(_) => error::suppress(th, &error::TYPE_ERROR)?,
        }
    }
    if let Some(b) = buffer::view(source) {
        return Ok(b.into_owned());
    }
    if let Some(m) = buffer::exported(th, source)? {
        return Ok(buffer::bytes_like(th, m.r())?.into_owned());
    }
    if buffer::is_bytes_like(source) {
        return Err(buffer::released(th));
    }
    let s = source.class().slots();
    if s.iter().is_none() && s.getitem().is_none() {
        return Err(type_error(
            th,
            format!(
                "cannot convert '{}' object to {name}",
                source.class().name()
            ),
        ));
    }
    collect_bytes(th, source, if name == "bytes" { "bytes" } else { "byte" })
}

/// The result of `__bytes__` of classes other than bytes itself, which may be of a subclass.
fn special_bytes(th: &mut Thread, source: Ref<'_>) -> R<Option<Obj>> {
    if source.is_exact(&types::BYTES) {
        return Ok(None);
    }
    let Some(r) = call::call_special(th, source, names::__bytes__(), &[])? else {
        return Ok(None);
    };
    if bytes::value(r.r()).is_some() {
        return Ok(Some(r));
    }
    Err(type_error(
        th,
        format!(
            "__bytes__ returned non-bytes (type {})",
            r.r().class().name()
        ),
    ))
}

fn bytes_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let args = constructor_arguments(th, a, "bytes")?;
    let class = class_of(class);
    if let [Some(s), None, None] = args
        && std::ptr::eq(class, &types::BYTES)
    {
        if s.is_exact(&types::BYTES) {
            return Ok(s.own());
        }
        if let Some(r) = special_bytes(th, s)? {
            return Ok(r);
        }
    }
    let b = constructor_content(th, "bytes", args)?;
    bytes::new_of(th, class, &b)
}

fn bytes_dunder_bytes(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    make_or_same(th, a.at(0), &b)
}
fn bytes_getnewargs(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    let b = bytes::new(th, &b)?;
    tuple(th, vec![b])
}
fn bytes_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    int::from_usize(th, 33 + b.len())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__bytes__",
        Kind::NoArgs,
        bytes_dunder_bytes,
        "The value as exact bytes.",
    ),
    MethodDef::new(
        "__getnewargs__",
        Kind::NoArgs,
        bytes_getnewargs,
        "Arguments for copying.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        bytes_sizeof,
        "Size in memory in bytes.",
    ),
];

/// Method tables of bytes and bytearray.
pub static SHARED: &[&[MethodDef]] = &[
    search::METHODS,
    split::METHODS,
    methods::METHODS,
    hex::METHODS,
    view::BUFFER_METHODS,
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::BYTES.slots();
    s.set_new(bytes_new);
    s.set_repr(bytes_repr);
    s.set_str(bytes_repr);
    s.set_hash(bytes_hash);
    s.set_richcmp(bytes_richcmp);
    s.set_len(bytes_len);
    s.set_getitem(bytes_getitem);
    s.set_contains(bytes_contains);
    s.set_concat(bytes_concat);
    s.set_repeat(bytes_repeat);
    s.set_mod(bytes_mod);
    s.set_iter(iter::bytes_iter);
    iter::init(th)?;
    call::add_methods(th, &types::BYTES, METHODS)?;
    for t in SHARED {
        call::add_methods(th, &types::BYTES, t)?;
    }
    super::support::set_doc(
        th,
        &types::BYTES,
        "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy\nbytes(int) -> so many zero bytes\nbytes() -> empty bytes",
    )?;
    slotdefs::finish(th, &types::BYTES)
}
