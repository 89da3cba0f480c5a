//! Methods that only bytearray has.

use super::super::support::tuple;
use super::array::array;
use super::{byte_value, collect_bytes, me};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{index_error, type_error, value_error};
use typhon_runtime::types::{buffer, bytearray, int, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread};

fn bytearray_append(th: &mut Thread, a: Args<'_>) -> R {
    let c = byte_value(th, a.at(1), "byte")?;
    array(th, a.at(0))?.resize(th, |v| {
        v.try_reserve(1)?;
        v.push(c);
        Ok(())
    })?;
    Ok(Obj::none())
}
fn bytearray_extend(th: &mut Thread, a: Args<'_>) -> R {
    let x = a.at(1);
    let mut end = array(th, a.at(0))?.len();
    let more = if let Some(b) = buffer::view(x) {
        b.into_owned()
    } else if let Some(m) = buffer::exported(th, x)? {
        buffer::bytes_like(th, m.r())?.into_owned()
    } else {
        let s = x.class().slots();
        if s.iter().is_none() && s.getitem().is_none() {
            return Err(type_error(
                th,
                format!("can't extend bytearray with {}", x.class().name()),
            ));
        }
        if pystr::is_str(x) {
            return Err(type_error(th, "expected iterable of integers; got: 'str'"));
        }
        let more = collect_bytes(th, x, "byte")?;
        end = usize::MAX;
        more
    };
    // A `__buffer__` that changed the array meanwhile: its bytes go where the end was.
    array(th, a.at(0))?.resize(th, |v| {
        v.try_reserve(more.len())?;
        let at = end.min(v.len());
        if at == v.len() {
            v.extend_from_slice(&more);
        } else {
            v.splice(at..at, more);
        }
        Ok(())
    })?;
    Ok(Obj::none())
}
fn bytearray_insert(th: &mut Thread, a: Args<'_>) -> R {
    let i = int::ssize(th, a.at(1))?;
    let c = byte_value(th, a.at(2), "byte")?;
    array(th, a.at(0))?.resize(th, |v| {
        v.try_reserve(1)?;
        let n = v.len() as isize;
        let at = if i < 0 { (i + n).max(0) } else { i.min(n) };
        v.insert(at as usize, c);
        Ok(())
    })?;
    Ok(Obj::none())
}
fn bytearray_pop(th: &mut Thread, a: Args<'_>) -> R {
    let i = match a.opt(1) {
        Some(i) => int::ssize(th, i)?,
        None => -1,
    };
    let b = array(th, a.at(0))?;
    if b.is_empty() {
        return Err(index_error(th, "pop from empty bytearray"));
    }
    let c = b.resize(th, |v| {
        let at = if i < 0 { i + v.len() as isize } else { i };
        Ok(match usize::try_from(at) {
            Ok(at) if at < v.len() => Some(v.remove(at)),
            _ => None,
        })
    })?;
    match c {
        Some(c) => Ok(Ref::small_int(i64::from(c)).own()),
        None => Err(index_error(th, "pop index out of range")),
    }
}
fn bytearray_remove(th: &mut Thread, a: Args<'_>) -> R {
    let c = byte_value(th, a.at(1), "byte")?;
    let done = array(th, a.at(0))?.resize(th, |v| {
        let at = memchr::memchr(c, v);
        if let Some(at) = at {
            v.remove(at);
        }
        Ok(at.is_some())
    })?;
    if done {
        Ok(Obj::none())
    } else {
        Err(value_error(th, "value not found in bytearray"))
    }
}
fn bytearray_clear(th: &mut Thread, a: Args<'_>) -> R {
    array(th, a.at(0))?.resize(th, |v| {
        *v = Vec::new();
        Ok(())
    })?;
    Ok(Obj::none())
}
fn bytearray_copy(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?.into_owned();
    bytearray::new(th, b)
}
fn bytearray_reverse(th: &mut Thread, a: Args<'_>) -> R {
    array(th, a.at(0))?.write(<[u8]>::reverse);
    Ok(Obj::none())
}
fn bytearray_resize(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::ssize(th, a.at(1))?;
    let Ok(n) = usize::try_from(n) else {
        return Err(value_error(
            th,
            format!("Can only resize to positive sizes, got {n}"),
        ));
    };
    if array(th, a.at(0))?.len() == n {
        return Ok(Obj::none());
    }
    array(th, a.at(0))?.resize(th, |v| {
        v.try_reserve(n.saturating_sub(v.len()))?;
        v.resize(n, 0);
        Ok(())
    })?;
    Ok(Obj::none())
}
fn bytearray_alloc(th: &mut Thread, a: Args<'_>) -> R {
    let n = array(th, a.at(0))?.capacity();
    int::from_usize(th, n)
}
fn bytearray_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let n = array(th, a.at(0))?.capacity();
    int::from_usize(th, 56 + n)
}

/// Class, arguments and attributes for copying: the content as latin-1 text for old protocols, else as bytes.
fn reduce(th: &mut Thread, o: Ref<'_>, protocol: i64) -> R {
    let b = me(th, o)?;
    let args = if protocol < 3 {
        let text: String = b.iter().map(|&c| c as char).collect();
        let text = pystr::new(th, &text)?;
        let name = pystr::new(th, "latin-1")?;
        tuple(th, vec![text, name])?
    } else {
        let data = typhon_runtime::types::bytes::new(th, &b)?;
        tuple(th, vec![data])?
    };
    // Attributes, values of slots too.
    let state = call::call_method(th, o, typhon_runtime::names::__getstate__(), &[])?;
    tuple(th, vec![o.type_ref().own(), args, state])
}
fn bytearray_reduce(th: &mut Thread, a: Args<'_>) -> R {
    reduce(th, a.at(0), 2)
}
fn bytearray_reduce_ex(th: &mut Thread, a: Args<'_>) -> R {
    let p = match a.opt(1) {
        Some(p) => int::index(th, p)? as i64,
        None => 0,
    };
    reduce(th, a.at(0), p)
}

/// The table.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("append", Kind::One, bytearray_append, "Appends a byte."),
    MethodDef::new(
        "extend",
        Kind::One,
        bytearray_extend,
        "Appends the bytes of an iterable or a buffer.",
    ),
    MethodDef::new(
        "insert",
        Kind::Pos(2, 2),
        bytearray_insert,
        "Inserts a byte before an index.",
    ),
    MethodDef::new(
        "pop",
        Kind::Pos(0, 1),
        bytearray_pop,
        "Removes the byte at an index, the last by default, and returns it.",
    ),
    MethodDef::new(
        "remove",
        Kind::One,
        bytearray_remove,
        "Removes the first occurrence of a byte.",
    ),
    MethodDef::new("clear", Kind::NoArgs, bytearray_clear, "Removes all bytes."),
    MethodDef::new("copy", Kind::NoArgs, bytearray_copy, "A copy."),
    MethodDef::new(
        "reverse",
        Kind::NoArgs,
        bytearray_reverse,
        "Reverses in place.",
    ),
    MethodDef::new(
        "resize",
        Kind::One,
        bytearray_resize,
        "Changes the length; new bytes are zero.",
    ),
    MethodDef::new(
        "__alloc__",
        Kind::NoArgs,
        bytearray_alloc,
        "Bytes allocated.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        bytearray_sizeof,
        "Size in memory in bytes.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        bytearray_reduce,
        "State for copying.",
    ),
    MethodDef::new(
        "__reduce_ex__",
        Kind::Pos(0, 1),
        bytearray_reduce_ex,
        "State for copying.",
    ),
];
