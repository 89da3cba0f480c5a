//! Methods and attributes of `array.array`.

use super::{
    Array, append, append_bytes, extend, extend_by_array, get, item, new_array, pickle, raw,
    remove_range, resize, tuple_of, values, whole_items,
};
use crate::builtins::seq;
use crate::modules::common::{class_getitem, of};
use std::ops::Range;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, index_error, runtime_error, type_error, value_error};
use typhon_runtime::types::list::List;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{buffer, bytes, int, list};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops};

fn array_append(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    append(th, me, a.at(1))?;
    Ok(Obj::none())
}

fn array_extend(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    match a.at(1).get::<Array>() {
        Some(other) => extend_by_array(th, me, other)?,
        None => extend(th, me, a.at(1))?,
    }
    Ok(Obj::none())
}

fn array_insert(th: &mut Thread, a: Args<'_>) -> R {
    let i = int::ssize(th, a.at(1))?;
    let me = of::<Array>(th, a.at(0))?;
    let x = item::encode(th, me.code, a.at(2))?;
    let size = me.itemsize;
    resize(th, me, |v| {
        v.try_reserve(size)?;
        let n = v.len() / size;
        let i = if i < 0 {
            i.saturating_add_unsigned(n).max(0)
        } else {
            i
        };
        let at = (i as usize).min(n) * size;
        v.splice(at..at, x.into_iter().take(size));
        Ok(())
    })?;
    Ok(Obj::none())
}

fn array_pop(th: &mut Thread, a: Args<'_>) -> R {
    let i = match a.opt(1) {
        Some(i) => int::ssize(th, i)?,
        None => -1,
    };
    let me = of::<Array>(th, a.at(0))?;
    let n = me.len();
    if n == 0 {
        return Err(index_error(th, "pop from empty array"));
    }
    let at = if i < 0 {
        i.saturating_add_unsigned(n)
    } else {
        i
    };
    let found = match usize::try_from(at) {
        Ok(at) => raw(me, at).map(|x| (at, x)),
        Err(_) => None,
    };
    let Some((at, x)) = found else {
        return Err(index_error(th, "pop index out of range"));
    };
    let v = item::decode(th, me.code, &x)?;
    remove_range(th, me, at, 1)?;
    Ok(v)
}

/// The first index in the range whose item equals `x`.
pub fn find(th: &mut Thread, a: &Array, range: Range<usize>, x: Ref<'_>) -> R<Option<usize>> {
    for i in range {
        let Some(v) = get(th, a, i)? else { break };
        if ops::compare_bool(th, v.r(), x, CmpOp::Eq)? {
            return Ok(Some(i));
        }
        hooks::safepoint(th)?;
    }
    Ok(None)
}

fn array_index(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let start = seq::bound(th, a.opt(2), 0, me.len())?;
    let stop = seq::bound(th, a.opt(3), isize::MAX, me.len())?;
    match find(th, me, start..stop, a.at(1))? {
        Some(i) => int::from_usize(th, i),
        None => Err(value_error(th, "array.index(x): x not in array")),
    }
}

fn array_remove(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    match find(th, me, 0..usize::MAX, a.at(1))? {
        Some(i) => {
            remove_range(th, me, i, 1)?;
            Ok(Obj::none())
        }
        None => Err(value_error(th, "array.remove(x): x not in array")),
    }
}

fn array_count(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let (mut n, mut at) = (0, 0);
    while let Some(i) = find(th, me, at..usize::MAX, a.at(1))? {
        n += 1;
        at = i + 1;
    }
    int::from_usize(th, n)
}

fn array_clear(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    resize(th, me, |v| {
        *v = Vec::new();
        Ok(())
    })?;
    Ok(Obj::none())
}

fn array_reverse(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    // All bytes the other way round, then those of each item back again.
    me.data.write(|b| {
        b.reverse();
        b.chunks_exact_mut(me.itemsize).for_each(<[u8]>::reverse);
    });
    Ok(Obj::none())
}

fn array_byteswap(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    me.data
        .write(|b| b.chunks_exact_mut(me.itemsize).for_each(<[u8]>::reverse));
    Ok(Obj::none())
}

fn array_copy(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    error::room(th, me.data.len())?;
    new_array(th, super::ARRAY.r(), me.code, me.data.to_vec())
}

fn array_buffer_info(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let address = me.data.read(|b| b.as_ptr().addr());
    let address = int::from_u64(th, address as u64)?;
    let n = int::from_usize(th, me.len())?;
    tuple_of(th, vec![address, n])
}

fn array_tobytes(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    error::room(th, me.data.len())?;
    bytes::new(th, &me.data.to_vec())
}

fn array_frombytes(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let b = buffer::bytes_like(th, a.at(1))?;
    whole_items(th, me, b.len())?;
    append_bytes(th, me, &b)?;
    Ok(Obj::none())
}

fn array_tolist(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let items = values(th, me)?;
    list::new(th, items)
}

fn array_fromlist(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let Some(l) = a.at(1).get::<List>() else {
        return Err(type_error(th, "arg must be list"));
    };
    let n = l.len();
    let mut more = Vec::new();
    error::reserve(th, &mut more, n.saturating_mul(me.itemsize))?;
    for i in 0..n {
        let Some(v) = l.get(i) else { break };
        let x = item::encode(th, me.code, v.r())?;
        more.extend_from_slice(x.get(..me.itemsize).unwrap_or_default());
        if l.len() != n {
            return Err(runtime_error(th, "list changed size during iteration"));
        }
    }
    append_bytes(th, me, &more)?;
    Ok(Obj::none())
}

fn array_fromunicode(th: &mut Thread, a: Args<'_>) -> R {
    let Some(s) = a.at(1).get::<Str>() else {
        let m = format!(
            "fromunicode() argument must be str, not {}",
            a.at(1).class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let me = of::<Array>(th, a.at(0))?;
    if !item::is_text(me.code) {
        return Err(value_error(
            th,
            "fromunicode() may only be called on unicode type arrays ('u' or 'w')",
        ));
    }
    error::room(th, 4 * s.len())?;
    append_bytes(th, me, &item::characters(s))?;
    Ok(Obj::none())
}

fn array_tounicode(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    if !item::is_text(me.code) {
        return Err(value_error(
            th,
            "tounicode() may only be called on unicode type arrays ('u' or 'w')",
        ));
    }
    item::text(th, me.code, &me.data.to_vec())
}

/// Bytes that one `write` of `tofile` gets at most.
const BLOCK: usize = 64 * 1024;

fn array_tofile(th: &mut Thread, a: Args<'_>) -> R {
    let me = of::<Array>(th, a.at(0))?;
    let mut at = 0;
    loop {
        let part = me.data.read(|b| {
            b.get(at..)
                .unwrap_or_default()
                .iter()
                .take(BLOCK)
                .copied()
                .collect::<Vec<u8>>()
        });
        if part.is_empty() {
            return Ok(Obj::none());
        }
        at += part.len();
        let part = bytes::new(th, &part)?;
        call::call_method(th, a.at(1), pystr::intern_str("write"), &[part.r()])?;
    }
}

fn array_fromfile(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::ssize(th, a.at(2))?;
    let me = of::<Array>(th, a.at(0))?;
    let Ok(n) = usize::try_from(n) else {
        return Err(value_error(th, "negative count"));
    };
    let Some(wanted) = n
        .checked_mul(me.itemsize)
        .filter(|&n| n <= isize::MAX as usize)
    else {
        return Err(error::no_memory(th));
    };
    let wanted_obj = int::from_usize(th, wanted)?;
    let got = call::call_method(th, a.at(1), pystr::intern_str("read"), &[wanted_obj.r()])?;
    let Some(b) = bytes::value(got.r()) else {
        return Err(type_error(th, "read() didn't return bytes"));
    };
    whole_items(th, me, b.len())?;
    append_bytes(th, me, b)?;
    if b.len() != wanted {
        return Err(error::raise(
            th,
            &error::EOF_ERROR,
            "read() didn't return enough bytes",
        ));
    }
    Ok(Obj::none())
}

fn array_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<Array>(th, a.at(0))?.data.len();
    int::from_usize(th, typhon_runtime::obj::size_of(a.at(0)) + n)
}

fn array_typecode(th: &mut Thread, o: Ref<'_>) -> R {
    let c = of::<Array>(th, o)?.code;
    Ok(pystr::char_obj(c))
}
fn array_itemsize(th: &mut Thread, o: Ref<'_>) -> R {
    let me = of::<Array>(th, o)?;
    int::from_usize(th, me.itemsize)
}

/// Attributes.
pub static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "typecode",
        get: array_typecode,
        set: None,
        doc: "the typecode character used to create the array",
    },
    GetSetDef {
        name: "itemsize",
        get: array_itemsize,
        set: None,
        doc: "the size, in bytes, of one array item",
    },
];

/// Methods.
#[rustfmt::skip]
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("append", Kind::One, array_append, "append($self, v, /)\n--\n\nAppend new value v to the end of the array."),
    MethodDef::new("buffer_info", Kind::NoArgs, array_buffer_info, "buffer_info($self, /)\n--\n\nAddress of the memory and number of items, as a tuple."),
    MethodDef::new("byteswap", Kind::NoArgs, array_byteswap, "byteswap($self, /)\n--\n\nReverse the order of the bytes of each item."),
    MethodDef::new("clear", Kind::NoArgs, array_clear, "clear($self, /)\n--\n\nRemove all items."),
    MethodDef::new("__copy__", Kind::NoArgs, array_copy, "__copy__($self, /)\n--\n\nA copy of the array."),
    MethodDef::new("count", Kind::One, array_count, "count($self, v, /)\n--\n\nNumber of items equal to v."),
    MethodDef::new("__deepcopy__", Kind::One, array_copy, "__deepcopy__($self, unused, /)\n--\n\nA copy of the array."),
    MethodDef::new("extend", Kind::One, array_extend, "extend($self, bb, /)\n--\n\nAppend the items of an array of the same type, or of an iterable."),
    MethodDef::new("fromfile", Kind::Pos(2, 2), array_fromfile, "fromfile($self, f, n, /)\n--\n\nRead n items from the file object f and append them."),
    MethodDef::new("fromlist", Kind::One, array_fromlist, "fromlist($self, list, /)\n--\n\nAppend the items of a list; all of them or none."),
    MethodDef::new("frombytes", Kind::One, array_frombytes, "frombytes($self, buffer, /)\n--\n\nAppend items, given as their bytes in the machine's order."),
    MethodDef::new("fromunicode", Kind::One, array_fromunicode, "fromunicode($self, ustr, /)\n--\n\nAppend the characters of a string to an array of characters."),
    MethodDef::new("index", Kind::Pos(1, 3), array_index, "index($self, v, start=0, stop=sys.maxsize, /)\n--\n\nFirst index of v; ValueError if it is not there."),
    MethodDef::new("insert", Kind::Pos(2, 2), array_insert, "insert($self, i, v, /)\n--\n\nInsert v before position i."),
    MethodDef::new("pop", Kind::Pos(0, 1), array_pop, "pop($self, i=-1, /)\n--\n\nRemove and return the item at position i, the last one by default."),
    MethodDef::new("__reduce_ex__", Kind::One, pickle::reduce_ex, "__reduce_ex__($self, value, /)\n--\n\nReturn state information for pickling."),
    MethodDef::new("remove", Kind::One, array_remove, "remove($self, v, /)\n--\n\nRemove the first item equal to v."),
    MethodDef::new("reverse", Kind::NoArgs, array_reverse, "reverse($self, /)\n--\n\nReverse the order of the items."),
    MethodDef::new("tofile", Kind::Pos(1, 1), array_tofile, "tofile($self, f, /)\n--\n\nWrite all items, as their bytes, to the file object f."),
    MethodDef::new("tolist", Kind::NoArgs, array_tolist, "tolist($self, /)\n--\n\nA list of the items."),
    MethodDef::new("tobytes", Kind::NoArgs, array_tobytes, "tobytes($self, /)\n--\n\nThe bytes of all items, in the machine's order."),
    MethodDef::new("tounicode", Kind::NoArgs, array_tounicode, "tounicode($self, /)\n--\n\nThe characters of an array of characters, as a string."),
    MethodDef::new("__sizeof__", Kind::NoArgs, array_sizeof, "__sizeof__($self, /)\n--\n\nSize in memory, in bytes."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

/// Docstring of the class.
pub const DOC: &str = "array(typecode [, initializer]) -> array\n\n\
A sequence of machine values of one type, which a character names:\n\n\
'b', 'B'  signed and unsigned bytes\n\
'h', 'H'  2 bytes\n\
'i', 'I'  4 bytes\n\
'l', 'L'  a C long\n\
'q', 'Q'  8 bytes\n\
'f', 'd'  floats of 4 and 8 bytes\n\
'w'       characters ('u', the older form, is deprecated)\n\n\
The initializer is an iterable of items, an array, or the items' bytes;\n\
for characters also a string.";
