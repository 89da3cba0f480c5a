//! Methods and attributes of memoryview.

use super::view::{format_char, item, live, not_implemented};
use crate::pack;
use std::borrow::Cow;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::buffer::{self, MemoryView};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{self, bytes, int, list, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// As CPython's PyBUF_MAX_NDIM.
const MAX_DIMENSIONS: usize = 64;

fn view_release(_th: &mut Thread, a: Args<'_>) -> R {
    if let Some(m) = a.at(0).get::<MemoryView>() {
        m.release();
    }
    Ok(Obj::none())
}
fn view_enter(th: &mut Thread, a: Args<'_>) -> R {
    live(th, a.at(0))?;
    Ok(a.at(0).own())
}

fn content(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    match live(th, o)?.to_vec() {
        Some(b) => Ok(b),
        None => Err(buffer::released(th)),
    }
}

fn view_tobytes(th: &mut Thread, a: Args<'_>) -> R {
    if let Some(o) = a.opt_not_none(1) {
        let Some(s) = o.get::<Str>() else {
            let c = super::super::support::type_name(o);
            return Err(type_error(
                th,
                format!("tobytes() argument 'order' must be str or None, not {c}"),
            ));
        };
        if !matches!(s.bytes(), b"C" | b"F" | b"A") {
            return Err(value_error(th, "order must be 'C', 'F' or 'A'"));
        }
    }
    let b = content(th, a.at(0))?;
    bytes::new(th, &b)
}
fn view_tolist(th: &mut Thread, a: Args<'_>) -> R {
    let m = live(th, a.at(0))?;
    let mut next = 0;
    nested(th, m, m.dimensions(), &mut next)
}

/// The items from number `next` on as nested lists of a shape.
fn nested(th: &mut Thread, m: &MemoryView, shape: &[usize], next: &mut usize) -> R {
    let Some((&n, inner)) = shape.split_first() else {
        let v = item(th, m, *next)?;
        *next += 1;
        return v.map_or_else(|| Err(buffer::released(th)), Ok);
    };
    let mut items = Vec::with_capacity(n);
    for _ in 0..n {
        items.push(nested(th, m, inner, next)?);
    }
    list::new(th, items)
}
fn view_hex(th: &mut Thread, a: Args<'_>) -> R {
    live(th, a.at(0))?;
    super::hex::hex_of(th, a, |th, o| content(th, o).map(Cow::Owned))
}

fn view_cast(th: &mut Thread, a: Args<'_>) -> R {
    let m = live(th, a.at(0))?;
    let Some(f) = a.at(1).get::<Str>() else {
        let c = super::super::support::type_name(a.at(1));
        return Err(type_error(
            th,
            format!("cast() argument 'format' must be str, not {c}"),
        ));
    };
    let text = f.to_string_lossy();
    let size = match text.strip_prefix('@').unwrap_or(&text).as_bytes() {
        [c] => pack::item(*c, true).map(|p| p.1),
        _ => None,
    };
    let Some(size) = size else {
        return Err(value_error(
            th,
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    if !m.is_contiguous() {
        return Err(type_error(
            th,
            "memoryview: casts are restricted to C-contiguous views",
        ));
    }
    let byte_format = |c: u8| matches!(c, b'B' | b'b' | b'c');
    let to = text.bytes().last().unwrap_or(b'B');
    if !byte_format(format_char(m)) && !byte_format(to) {
        return Err(type_error(
            th,
            "memoryview: cannot cast between two non-byte formats",
        ));
    }
    let total = m.len * m.itemsize;
    if !total.is_multiple_of(size) {
        return Err(type_error(
            th,
            "memoryview: length is not a multiple of itemsize",
        ));
    }
    let shape = match a.opt(2) {
        Some(shape) => Some(check_shape(th, shape, total, size)?),
        None => None,
    };
    if m.dimensions().len() != 1 && shape.as_ref().is_some_and(|s| s.len() != 1) {
        let m = "memoryview: cast must be 1D -> ND or ND -> 1D";
        return Err(type_error(th, m));
    }
    let Some(base) = m.base.get() else {
        return Err(buffer::released(th));
    };
    let v = MemoryView::new(
        base,
        m.start,
        total / size,
        size as isize,
        size,
        &text,
        m.readonly,
    )
    .with_shape(shape);
    Obj::new(th, types::MEMORYVIEW.r(), v)
}

/// The shape that `cast` was given, which must fit the number of bytes.
fn check_shape(th: &mut Thread, shape: Ref<'_>, total: usize, size: usize) -> R<Box<[usize]>> {
    if !list::is_list(shape) && !tuple::is_tuple(shape) {
        return Err(type_error(th, "shape must be a list or a tuple"));
    }
    let dims = ops::collect(th, shape)?;
    if dims.len() > MAX_DIMENSIONS {
        let m = format!("memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}");
        return Err(value_error(th, m));
    }
    let mut product = Some(size);
    let mut out = Vec::with_capacity(dims.len());
    for d in &dims {
        if !int::is_int(d.r()) {
            return Err(type_error(
                th,
                "memoryview.cast(): elements of shape must be integers",
            ));
        }
        let n = int::ssize(th, d.r())?;
        out.push(n.max(0) as usize);
        if n <= 0 {
            return Err(value_error(
                th,
                "memoryview.cast(): elements of shape must be integers > 0",
            ));
        }
        product = product.and_then(|p| p.checked_mul(n as usize));
    }
    if product != Some(total) {
        return Err(type_error(
            th,
            "memoryview: product(shape) * itemsize != buffer size",
        ));
    }
    Ok(out.into())
}

fn view_toreadonly(th: &mut Thread, a: Args<'_>) -> R {
    let m = live(th, a.at(0))?;
    let Some(base) = m.base.get() else {
        return Err(buffer::released(th));
    };
    let v = MemoryView::new(base, m.start, m.len, m.stride, m.itemsize, &m.format, true)
        .with_shape(m.shape.clone());
    Obj::new(th, types::MEMORYVIEW.r(), v)
}
/// `count` and `index` look through views of one dimension.
fn one_dimension<'a>(th: &mut Thread, o: Ref<'a>, what: &str) -> R<&'a MemoryView> {
    let m = live(th, o)?;
    match m.dimensions().len() {
        0 => Err(type_error(th, "invalid lookup on 0-dim memory")),
        1 => Ok(m),
        _ => Err(not_implemented(th, what)),
    }
}

fn view_count(th: &mut Thread, a: Args<'_>) -> R {
    let m = one_dimension(
        th,
        a.at(0),
        "multi-dimensional sub-views are not implemented",
    )?;
    let mut n = 0;
    for i in 0..m.len {
        if let Some(v) = item(th, m, i)?
            && ops::equal(th, v.r(), a.at(1))?
        {
            n += 1;
        }
    }
    int::from_i64(th, n)
}
fn view_index(th: &mut Thread, a: Args<'_>) -> R {
    let m = one_dimension(th, a.at(0), "multi-dimensional lookup is not implemented")?;
    let bound = |th: &mut Thread, o: Option<Ref<'_>>, default: usize| match o {
        Some(o) => {
            let i = int::index_to_isize(th, o)?;
            let i = if i < 0 {
                (i + m.len as isize).max(0)
            } else {
                i
            };
            Ok((i as usize).min(m.len))
        }
        None => Ok(default),
    };
    let start = bound(th, a.opt(2), 0)?;
    let stop = bound(th, a.opt(3), m.len)?;
    for i in start..stop {
        if let Some(v) = item(th, m, i)?
            && ops::equal(th, v.r(), a.at(1))?
        {
            return int::from_usize(th, i);
        }
    }
    Err(value_error(th, "memoryview.index(x): x not found"))
}
fn view_class_getitem(th: &mut Thread, a: Args<'_>) -> R {
    let m = typhon_runtime::hooks::import(th, "types")?;
    let g = ops::getattr_str(th, m.r(), "GenericAlias")?;
    typhon_runtime::call::call(th, g.r(), &[a.at(0), a.at(1)])
}

// ------------------------------------------------------------------ attributes

fn get_obj(th: &mut Thread, o: Ref<'_>) -> R {
    match live(th, o)?.base.get() {
        Some(b) => Ok(b),
        None => Err(buffer::released(th)),
    }
}
fn get_nbytes(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    int::from_usize(th, m.len * m.itemsize)
}
fn get_readonly(th: &mut Thread, o: Ref<'_>) -> R {
    live(th, o).map(|m| Obj::bool(m.readonly))
}
fn get_itemsize(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    int::from_usize(th, m.itemsize)
}
fn get_format(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    pystr::new(th, &m.format)
}
fn get_ndim(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    int::from_usize(th, m.dimensions().len())
}
fn get_shape(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    let mut out = Vec::new();
    for &n in m.dimensions() {
        out.push(int::from_usize(th, n)?);
    }
    tuple::new(th, out)
}
fn get_strides(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    let mut strides = vec![m.stride as i64];
    if let Some(shape) = &m.shape {
        strides.clear();
        let mut step = m.itemsize;
        for &n in shape.iter().rev() {
            strides.insert(0, step as i64);
            step *= n;
        }
    }
    let mut out = Vec::new();
    for s in strides {
        out.push(int::from_i64(th, s)?);
    }
    tuple::new(th, out)
}
fn get_suboffsets(th: &mut Thread, o: Ref<'_>) -> R {
    live(th, o)?;
    Ok(types::empty_tuple().own())
}
fn get_f_contiguous(th: &mut Thread, o: Ref<'_>) -> R {
    let m = live(th, o)?;
    let wide = m.dimensions().iter().filter(|&&n| n > 1).count();
    Ok(Obj::bool(m.is_contiguous() && wide <= 1))
}
fn get_contiguous(th: &mut Thread, o: Ref<'_>) -> R {
    live(th, o).map(|m| Obj::bool(m.is_contiguous()))
}

macro_rules! attributes {
    ($($name:literal $get:ident $doc:literal;)*) => {
        /// Attributes.
        pub static GETSET: &[GetSetDef] = &[$(GetSetDef { name: $name, get: $get, set: None, doc: $doc },)*];
    };
}
attributes! {
    "obj" get_obj "The object that owns the memory.";
    "nbytes" get_nbytes "Bytes of all items.";
    "readonly" get_readonly "Whether writes are refused.";
    "itemsize" get_itemsize "Bytes of an item.";
    "format" get_format "Format of the items, as in struct.";
    "ndim" get_ndim "Number of dimensions.";
    "shape" get_shape "Number of items in each dimension.";
    "strides" get_strides "Bytes from one item to the next in each dimension.";
    "suboffsets" get_suboffsets "Always empty.";
    "c_contiguous" get_contiguous "Whether the items stand one behind the other.";
    "f_contiguous" get_f_contiguous "Whether the items stand one behind the other, the first index running fastest.";
    "contiguous" get_contiguous "Whether the items stand one behind the other.";
}

/// Methods.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("release", Kind::NoArgs, view_release, "Lets the memory go."),
    MethodDef::new("__enter__", Kind::NoArgs, view_enter, "The view itself."),
    MethodDef::new(
        "__exit__",
        Kind::Pos(0, 3),
        view_release,
        "Lets the memory go.",
    ),
    MethodDef::new(
        "tobytes",
        Kind::Sig("order="),
        view_tobytes,
        "The items as bytes.",
    ),
    MethodDef::new("tolist", Kind::NoArgs, view_tolist, "The items as a list."),
    MethodDef::new(
        "hex",
        Kind::Sig("sep=, bytes_per_sep="),
        view_hex,
        "Hexadecimal digits of the bytes.",
    ),
    MethodDef::new(
        "cast",
        Kind::Sig("format, shape="),
        view_cast,
        "A view with another format.",
    ),
    MethodDef::new(
        "toreadonly",
        Kind::NoArgs,
        view_toreadonly,
        "A view that refuses writes.",
    ),
    MethodDef::new(
        "count",
        Kind::One,
        view_count,
        "Number of items equal to a value.",
    ),
    MethodDef::new(
        "index",
        Kind::Pos(1, 3),
        view_index,
        "Position of the first item equal to a value.",
    ),
    MethodDef::class(
        "__class_getitem__",
        Kind::One,
        view_class_getitem,
        "Generic alias.",
    ),
];
