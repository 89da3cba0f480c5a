//! `memoryview`: views of bytes, bytearray and array. Methods are in `view_methods.rs`. As in CPython, views of several
//! dimensions have items, but no slices and no views within them.

use super::super::support::wrong_self;
use super::iter;
use crate::codecs::Order;
use crate::pack::{self, Refused};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, index_error, type_error, value_error};
use typhon_runtime::types::array::Array;
use typhon_runtime::types::buffer::{self, MemoryView};
use typhon_runtime::types::slice::Slice;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, bytes, int, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread};

/// A view that is not released.
pub fn live<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a MemoryView> {
    match o.get::<MemoryView>() {
        Some(m) if !m.is_released() => Ok(m),
        Some(_) => Err(buffer::released(th)),
        None => wrong_self(th, "memoryview", o),
    }
}

/// NotImplementedError.
#[cold]
pub fn not_implemented(th: &mut Thread, what: &str) -> Raised {
    error::raise(th, &error::NOT_IMPLEMENTED_ERROR, what)
}

/// The format character without its optional `@`.
pub fn format_char(m: &MemoryView) -> u8 {
    m.format.bytes().last().unwrap_or(b'B')
}

/// Item `i` as a value.
pub fn item(th: &mut Thread, m: &MemoryView, i: usize) -> R<Option<Obj>> {
    if m.is_released() {
        return Err(buffer::released(th));
    }
    let Some(b) = m.item(i) else { return Ok(None) };
    match pack::item(format_char(m), true) {
        Some((kind, _)) => pack::unpack(th, kind, Order::NATIVE, &b).map(Some),
        None => Err(not_implemented(
            th,
            &format!("memoryview: format {} not supported", m.format),
        )),
    }
}

/// A view of one dimension of the same items.
fn same_view(th: &mut Thread, m: &MemoryView) -> R<MemoryView> {
    match m.base.get() {
        Some(base) => Ok(MemoryView::new(
            base, m.start, m.len, m.stride, m.itemsize, &m.format, m.readonly,
        )),
        None => Err(buffer::released(th)),
    }
}

/// `memoryview(o)`.
pub fn view_of(th: &mut Thread, o: Ref<'_>) -> R {
    if let Some(m) = o.get::<MemoryView>() {
        live(th, o)?;
        let v = same_view(th, m)?.with_shape(m.shape.clone());
        return Obj::new(th, types::MEMORYVIEW.r(), v);
    }
    let (n, readonly) = if let Some(b) = bytes::value(o) {
        (b.len(), true)
    } else if let Some(b) = buffer::storage(o) {
        (b.len(), b.is_readonly())
    } else if let Some(m) = buffer::exported(th, o)? {
        return Ok(m);
    } else {
        return Err(type_error(
            th,
            format!(
                "memoryview: a bytes-like object is required, not '{}'",
                o.class().name()
            ),
        ));
    };
    let (size, format) = match o.get::<Array>() {
        Some(a) => (a.itemsize, a.format()),
        None => (1, "B"),
    };
    let v = MemoryView::new(o.own(), 0, n / size, size as isize, size, format, readonly);
    Obj::new(th, types::MEMORYVIEW.r(), v)
}

fn view_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    let n = a.len() + a.kw_len();
    if n > 1 {
        return Err(type_error(
            th,
            format!("memoryview() takes at most 1 argument ({n} given)"),
        ));
    }
    match a.opt(0).or_else(|| a.kw("object")) {
        Some(o) => view_of(th, o),
        None => Err(type_error(
            th,
            "memoryview() missing required argument 'object' (pos 1)",
        )),
    }
}

fn view_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let released = o.get::<MemoryView>().is_some_and(MemoryView::is_released);
    let what = if released {
        "released memory"
    } else {
        "memory"
    };
    pystr::new(th, &format!("<{what} at {:#x}>", o.address()))
}

fn view_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let m = live(th, o)?;
    if !m.readonly {
        return Err(value_error(th, "cannot hash writable memoryview object"));
    }
    if !matches!(format_char(m), b'B' | b'b' | b'c') {
        return Err(value_error(
            th,
            "memoryview: hashing is restricted to formats 'B', 'b' or 'c'",
        ));
    }
    Ok(pystr::hash_bytes(&m.to_vec().unwrap_or_default()))
}

fn view_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    match live(th, o)?.dimensions().first() {
        Some(&n) => Ok(n),
        None => Err(type_error(th, "0-dim memory has no length")),
    }
}

fn view_iter(th: &mut Thread, o: Ref<'_>) -> R {
    match live(th, o)?.dimensions().len() {
        0 => Err(type_error(th, "invalid indexing of 0-dim memory")),
        1 => iter::memory_iter(th, o),
        _ => Err(not_implemented(
            th,
            "multi-dimensional sub-views are not implemented",
        )),
    }
}

/// Equality by values; other comparisons are not known.
fn view_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let answer = |equal: bool| Ok(Obj::bool(equal == (op == CmpOp::Eq)));
    if a.is(b) {
        return answer(true);
    }
    let released = |o: Ref<'_>| o.get::<MemoryView>().is_some_and(MemoryView::is_released);
    if released(a) || released(b) {
        return answer(false);
    }
    let format = |o: Ref<'_>| match o.get::<Array>() {
        Some(a) => a.format().bytes().last().unwrap_or(b'B'),
        None => o.get::<MemoryView>().map_or(b'B', format_char),
    };
    let (Some(x), Some(y)) = (buffer::view(a), buffer::view(b)) else {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    };
    let shape = |o: Ref<'_>| o.get::<MemoryView>().and_then(|m| m.shape.clone());
    if shape(a) != shape(b) {
        return answer(false);
    }
    let (f, g) = (format(a), format(b));
    let plain = |c: u8| matches!(c, b'B' | b'c');
    if f == g && !matches!(f, b'e' | b'f' | b'd') || plain(f) && plain(g) {
        return answer(x == y);
    }
    let (v, w) = (values(th, a)?, values(th, b)?);
    if v.len() != w.len() {
        return answer(false);
    }
    for (p, q) in v.iter().zip(&w) {
        if !typhon_runtime::ops::compare_bool(th, p.r(), q.r(), CmpOp::Eq)? {
            return answer(false);
        }
    }
    answer(true)
}

/// The items of a bytes-like object.
fn values(th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
    if let Some(m) = o.get::<MemoryView>() {
        let mut out = Vec::new();
        for i in 0..m.len {
            out.extend(item(th, m, i)?);
        }
        return Ok(out);
    }
    let it = typhon_runtime::ops::iter(th, o)?;
    let mut out = Vec::new();
    while let Some(v) = typhon_runtime::ops::next(th, it.r())? {
        out.push(v);
    }
    Ok(out)
}

/// An integer subscript within the view.
fn position(th: &mut Thread, dimension: usize, len: usize, key: Ref<'_>) -> R<usize> {
    let i = int::index(th, key)?;
    let at = if i < 0 { i + len as isize } else { i };
    match usize::try_from(at) {
        Ok(at) if at < len => Ok(at),
        _ => {
            let m = format!("index out of bounds on dimension {}", dimension + 1);
            Err(index_error(th, m))
        }
    }
}

/// The item that a tuple of one index per dimension names.
fn position_of_tuple(th: &mut Thread, m: &MemoryView, key: Ref<'_>) -> R<usize> {
    let shape = m.dimensions();
    let n = tuple::items(key).len();
    if n < shape.len() {
        return Err(not_implemented(th, "sub-views are not implemented"));
    }
    if n > shape.len() {
        let m = format!(
            "cannot index {}-dimension view with {n}-element tuple",
            shape.len()
        );
        return Err(type_error(th, m));
    }
    let mut at = 0;
    for (d, (k, &len)) in tuple::items(key).zip(shape).enumerate() {
        at = at * len + position(th, d, len, k)?;
    }
    Ok(at)
}

/// Whether a subscript is an index.
fn is_index(key: Ref<'_>) -> bool {
    key.as_small().is_some() || key.class().slots().index().is_some()
}

/// What a subscript means.
enum Subscript {
    Item(usize),
    Part(MemoryView),
}

fn subscript(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R<Subscript> {
    let m = live(th, o)?;
    if tuple::is_tuple(key) && tuple::items(key).all(is_index) {
        return position_of_tuple(th, m, key).map(Subscript::Item);
    }
    if m.dimensions().is_empty() {
        return Err(type_error(th, "invalid indexing of 0-dim memory"));
    }
    if m.shape.is_some() {
        return part_of_many(th, m, key);
    }
    if let Some(sl) = key.get::<Slice>() {
        // First the view, then what may run Python code, which may release `m`.
        let mut part = same_view(th, m)?;
        let ix = sl.indices(th, m.len)?;
        part.start += ix.start * m.stride;
        part.len = ix.n;
        part.stride *= ix.step;
        return Ok(Subscript::Part(part));
    }
    if !is_index(key) {
        return Err(type_error(th, "memoryview: invalid slice key"));
    }
    position(th, 0, m.len, key).map(Subscript::Item)
}

/// A subscript of a view of several dimensions that is no item.
fn part_of_many(th: &mut Thread, m: &MemoryView, key: Ref<'_>) -> R<Subscript> {
    if is_index(key) {
        let what = "multi-dimensional sub-views are not implemented";
        return Err(not_implemented(th, what));
    }
    let slices = "multi-dimensional slicing is not implemented";
    if tuple::is_tuple(key) && tuple::items(key).all(|k| k.get::<Slice>().is_some()) {
        return Err(not_implemented(th, slices));
    }
    let (Some(sl), Some((&first, inner))) = (key.get::<Slice>(), m.dimensions().split_first())
    else {
        return Err(type_error(th, "memoryview: invalid slice key"));
    };
    let mut part = same_view(th, m)?;
    let ix = sl.indices(th, first)?;
    if ix.step != 1 && ix.n > 1 {
        // Such a view has gaps.
        return Err(not_implemented(th, slices));
    }
    let row: usize = inner.iter().product();
    let mut shape = vec![ix.n];
    shape.extend_from_slice(inner);
    part.start += ix.start * (row * m.itemsize) as isize;
    part.len = ix.n * row;
    Ok(Subscript::Part(part.with_shape(Some(shape.into()))))
}

fn view_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    if key.is(Ref::ELLIPSIS) && live(th, o)?.dimensions().is_empty() {
        return Ok(o.own());
    }
    match subscript(th, o, key)? {
        Subscript::Part(m) => Obj::new(th, types::MEMORYVIEW.r(), m),
        Subscript::Item(i) => {
            let m = live(th, o)?;
            match item(th, m, i)? {
                Some(v) => Ok(v),
                None => Err(index_error(th, "index out of bounds on dimension 1")),
            }
        }
    }
}

fn view_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let m = live(th, o)?;
    if m.readonly {
        return Err(type_error(th, "cannot modify read-only memory"));
    }
    let Some(v) = v else {
        return Err(type_error(th, "cannot delete memory"));
    };
    match subscript(th, o, key)? {
        Subscript::Part(part) if part.shape.is_some() => Err(not_implemented(
            th,
            "memoryview slice assignments are currently restricted to ndim = 1",
        )),
        Subscript::Part(part) => {
            let new = buffer::bytes_like(th, v)?;
            let same_format = match v.get::<MemoryView>() {
                Some(w) => w.itemsize == part.itemsize && format_char(w) == format_char(&part),
                None => matches!(format_char(&part), b'B') && part.itemsize == 1,
            };
            if !same_format || new.len() != part.len * part.itemsize {
                return Err(value_error(
                    th,
                    "memoryview assignment: lvalue and rvalue have different structures",
                ));
            }
            live(th, o)?;
            part.write(0, &new);
            Ok(())
        }
        Subscript::Item(i) => {
            let c = format_char(m);
            let Some((kind, size)) = pack::item(c, true) else {
                return Err(not_implemented(
                    th,
                    &format!("memoryview: format {} not supported", m.format),
                ));
            };
            let f = c as char;
            let mut b = [0; 16];
            let b = &mut b[..size];
            match pack::pack(th, c, kind, Order::NATIVE, v, b) {
                Ok(()) => {
                    live(th, o)?.write(i, b);
                    Ok(())
                }
                Err(Refused::Type(_)) => Err(type_error(
                    th,
                    format!("memoryview: invalid type for format '{f}'"),
                )),
                Err(Refused::Range(_)) => Err(value_error(
                    th,
                    format!("memoryview: invalid value for format '{f}'"),
                )),
                Err(Refused::Raised(r)) => Err(r),
            }
        }
    }
}

fn dunder_buffer(th: &mut Thread, a: Args<'_>) -> R {
    int::index(th, a.at(1))?;
    view_of(th, a.at(0))
}
fn dunder_release_buffer(th: &mut Thread, a: Args<'_>) -> R {
    match a.at(1).get::<MemoryView>() {
        Some(m) => {
            m.release();
            Ok(Obj::none())
        }
        None => Err(type_error(th, "expected a memoryview object")),
    }
}

/// `__buffer__` and `__release_buffer__` of the native exporters.
pub static BUFFER_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__buffer__",
        Kind::One,
        dunder_buffer,
        "A view of the object's memory.",
    ),
    MethodDef::new(
        "__release_buffer__",
        Kind::One,
        dunder_release_buffer,
        "Ends a view of the object's memory.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::MEMORYVIEW.slots();
    s.set_new(view_new);
    s.set_repr(view_repr);
    s.set_hash(view_hash);
    s.set_richcmp(view_richcmp);
    s.set_len(view_len);
    s.set_getitem(view_getitem);
    s.set_setitem(view_setitem);
    s.set_iter(view_iter);
    call::add_methods(th, &types::MEMORYVIEW, BUFFER_METHODS)?;
    call::add_methods(th, &types::MEMORYVIEW, super::view_methods::METHODS)?;
    call::add_getset(th, &types::MEMORYVIEW, super::view_methods::GETSET)?;
    super::super::support::set_doc(
        th,
        &types::MEMORYVIEW,
        "A view of the memory of another object.",
    )?;
    slotdefs::finish(th, &types::MEMORYVIEW)
}
