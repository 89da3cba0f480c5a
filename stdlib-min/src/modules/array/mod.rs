//! `array`: sequences of machine values. `methods.rs` has the methods, `item.rs` the conversions, `iter.rs` the iterator,
//! `pickle.rs` what pickling needs.

mod item;
mod iter;
mod methods;
mod pickle;

use crate::builtins::seq;
use crate::modules::common::{TypeSpec, no_keywords_named, not_implemented, of};
use item::Item;
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{self, index_error, type_error, value_error};
use typhon_runtime::types::array::Array;
use typhon_runtime::types::bytearray::{ByteArray, Refused};
use typhon_runtime::types::slice::{Indices, Slice, adjust};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, buffer, bytes, int, list, module, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops};

/// `array.array`.
pub static ARRAY: TypeObj = TypeObj::declare("array.array");

const BAD_CODE: &str = "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)";

// ------------------------------------------------------------------ storage

/// Changes the number of items: BufferError while a view looks at them.
fn resize<T>(
    th: &mut Thread,
    a: &Array,
    f: impl FnOnce(&mut Vec<u8>) -> Result<T, std::collections::TryReserveError>,
) -> R<T> {
    a.data.edit(f).map_err(|e| match e {
        Refused::Memory => error::no_memory(th),
        Refused::Exported => error::raise(
            th,
            &error::BUFFER_ERROR,
            "cannot resize an array that is exporting buffers",
        ),
    })
}

fn append_bytes(th: &mut Thread, a: &Array, more: &[u8]) -> R<()> {
    if more.is_empty() {
        return Ok(());
    }
    resize(th, a, |v| {
        v.try_reserve(more.len())?;
        v.extend_from_slice(more);
        Ok(())
    })
}

fn append(th: &mut Thread, a: &Array, v: Ref<'_>) -> R<()> {
    let x = item::encode(th, a.code, v)?;
    append_bytes(th, a, x.get(..a.itemsize).unwrap_or_default())
}

/// The bytes of item `i`.
fn raw(a: &Array, i: usize) -> Option<Item> {
    let at = i.checked_mul(a.itemsize)?;
    a.data.read(|b| {
        let from = b.get(at..at + a.itemsize)?;
        let mut out = [0; 8];
        out.get_mut(..a.itemsize)?.copy_from_slice(from);
        Some(out)
    })
}

/// Item `i`.
fn get(th: &mut Thread, a: &Array, i: usize) -> R<Option<Obj>> {
    match raw(a, i) {
        Some(b) => item::decode(th, a.code, &b).map(Some),
        None => Ok(None),
    }
}

/// All items.
fn values(th: &mut Thread, a: &Array) -> R<Vec<Obj>> {
    let mut out = Vec::new();
    error::reserve(th, &mut out, a.len())?;
    let mut i = 0;
    while let Some(v) = get(th, a, i)? {
        out.push(v);
        i += 1;
    }
    Ok(out)
}

fn new_array(th: &mut Thread, class: Ref<'_>, code: u8, data: Vec<u8>) -> R {
    let Some(itemsize) = item::size(code) else {
        return Err(value_error(th, BAD_CODE));
    };
    let a = Array {
        code,
        itemsize,
        data: ByteArray::new(data),
    };
    Obj::new(th, class, a)
}

/// Appends what an iterable gives.
fn extend(th: &mut Thread, a: &Array, from: Ref<'_>) -> R<()> {
    let it = ops::iter(th, from)?;
    while let Some(v) = ops::next(th, it.r())? {
        append(th, a, v.r())?;
        hooks::safepoint(th)?;
    }
    Ok(())
}

/// TypeError of operands of another type code.
#[cold]
fn other_kind(th: &mut Thread) -> Raised {
    type_error(th, "bad argument type for built-in operation")
}

/// Bytes that are to become items.
fn whole_items(th: &mut Thread, a: &Array, n: usize) -> R<()> {
    if n.is_multiple_of(a.itemsize) {
        Ok(())
    } else {
        Err(value_error(th, "bytes length not a multiple of item size"))
    }
}

// ------------------------------------------------------------------ constructor

/// A type code argument.
fn code_argument(th: &mut Thread, function: &str, n: usize, o: Ref<'_>) -> R<u32> {
    let bad = match o.get::<Str>() {
        Some(s) => match (s.chars_len(), s.code_points().next()) {
            (1, Some(c)) => return Ok(c),
            // As CPython has it: only `array` itself puts no colon here.
            (len, _) if function == "array" => {
                format!(" argument {n} must be a unicode character, not a string of length {len}")
            }
            (len, _) => {
                format!(": argument {n} must be a unicode character, not a string of length {len}")
            }
        },
        None => format!(
            " argument {n} must be a unicode character, not {}",
            o.class().tp_name()
        ),
    };
    let m = format!("{function}(){bad}");
    Err(type_error(th, m))
}

fn array_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_keywords_named(th, class, &ARRAY, a, "array.array")?;
    if a.is_empty() || a.len() > 2 {
        let n = a.len();
        let (most, limit, s) = if n == 0 {
            ("at least", 1, "")
        } else {
            ("at most", 2, "s")
        };
        let m = format!("array() takes {most} {limit} argument{s} ({n} given)");
        return Err(type_error(th, m));
    }
    let code = code_argument(th, "array", 1, a.at(0))?;
    let code = u8::try_from(code).unwrap_or(0);
    if code == b'u' {
        crate::warn::deprecation(
            th,
            "The 'u' type code is deprecated and will be removed in Python 3.16",
        )?;
    }
    let Some(initial) = a.opt(1) else {
        return new_array(th, class, code, Vec::new());
    };
    let text = initial.get::<Str>();
    let other = initial.get::<Array>();
    if !item::is_text(code) {
        let what = if text.is_some() {
            "str"
        } else if other.is_some_and(|o| item::is_text(o.code)) {
            "unicode array"
        } else {
            ""
        };
        if !what.is_empty() {
            let m = format!(
                "cannot use a {what} to initialize an array with typecode '{}'",
                a.at(0)
                    .get::<Str>()
                    .map_or_else(String::new, Str::to_string_lossy)
            );
            return Err(type_error(th, m));
        }
    }
    if let Some(s) = text {
        error::room(th, 4 * s.len())?;
        return new_array(th, class, code, item::characters(s));
    }
    if let Some(o) = other
        && o.code == code
    {
        error::room(th, o.data.len())?;
        return new_array(th, class, code, o.data.to_vec());
    }
    if initial.get::<bytes::Bytes>().is_some() || initial.get::<ByteArray>().is_some() {
        let new = new_array(th, class, code, Vec::new())?;
        let b = buffer::bytes_like(th, initial)?;
        let array = of::<Array>(th, new.r())?;
        whole_items(th, array, b.len())?;
        append_bytes(th, array, &b)?;
        return Ok(new);
    }
    let it = ops::iter(th, initial)?;
    let new = new_array(th, class, code, Vec::new())?;
    let array = of::<Array>(th, new.r())?;
    extend(th, array, it.r())?;
    Ok(new)
}

// ------------------------------------------------------------------ sequence

fn array_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    of::<Array>(th, o).map(Array::len)
}

/// The index that a subscript means; None: it lies outside.
fn position(th: &mut Thread, key: Ref<'_>, len: usize) -> R<Option<usize>> {
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        return Err(type_error(th, "array indices must be integers"));
    }
    let i = seq::subscript(th, key)?;
    let i = if i < 0 {
        i.saturating_add_unsigned(len)
    } else {
        i
    };
    Ok(usize::try_from(i).ok().filter(|&i| i < len))
}

fn array_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let a = of::<Array>(th, o)?;
    if let Some(s) = key.get::<Slice>() {
        let (start, stop, step) = s.unpack(th)?;
        let size = a.itemsize;
        let part = a.data.read(|b| {
            let ix = adjust(b.len() / size, start, stop, step);
            let mut out = Vec::new();
            out.try_reserve_exact(ix.n * size).ok()?;
            if step == 1 {
                let at = ix.start as usize * size;
                out.extend_from_slice(b.get(at..at + ix.n * size).unwrap_or_default());
            } else {
                for i in ix.iter() {
                    let at = i * size;
                    out.extend_from_slice(b.get(at..at + size).unwrap_or_default());
                }
            }
            Some(out)
        });
        return match part {
            Some(part) => new_array(th, ARRAY.r(), a.code, part),
            None => Err(error::no_memory(th)),
        };
    }
    let at = position(th, key, a.len())?;
    let found = match at {
        Some(i) => get(th, a, i)?,
        None => None,
    };
    match found {
        Some(v) => Ok(v),
        None => Err(index_error(th, "array index out of range")),
    }
}

fn array_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let a = of::<Array>(th, o)?;
    if let Some(s) = key.get::<Slice>() {
        let new = match v {
            None => None,
            Some(v) => {
                let Some(other) = v.get::<Array>() else {
                    let m = format!(
                        "can only assign array (not \"{}\") to array slice",
                        v.class().tp_name()
                    );
                    return Err(type_error(th, m));
                };
                if other.code != a.code {
                    return Err(other_kind(th));
                }
                error::room(th, other.data.len())?;
                Some(other.data.to_vec())
            }
        };
        let (start, stop, step) = s.unpack(th)?;
        let ix = adjust(a.len(), start, stop, step);
        return assign_slice(th, a, ix, new.unwrap_or_default());
    }
    let at = position(th, key, a.len())?;
    let done = match (at, v) {
        (None, _) => false,
        (Some(i), Some(v)) => {
            let x = item::encode(th, a.code, v)?;
            store(a, i, &x)
        }
        (Some(i), None) => remove_range(th, a, i, 1)?,
    };
    if done {
        Ok(())
    } else {
        Err(index_error(th, "array assignment index out of range"))
    }
}

/// Overwrites item `i`; false if there is none.
fn store(a: &Array, i: usize, x: &Item) -> bool {
    let at = i * a.itemsize;
    a.data.write(
        |b| match (b.get_mut(at..at + a.itemsize), x.get(..a.itemsize)) {
            (Some(to), Some(x)) => {
                to.copy_from_slice(x);
                true
            }
            _ => false,
        },
    )
}

/// Takes `n` items out; false if they are not there.
fn remove_range(th: &mut Thread, a: &Array, i: usize, n: usize) -> R<bool> {
    let (from, to) = (i * a.itemsize, (i + n) * a.itemsize);
    resize(th, a, |v| {
        let there = to <= v.len();
        if there {
            v.drain(from..to);
        }
        Ok(there)
    })
}

/// Puts the items `new` in the place of those that `ix` selects; none at all delete them.
fn assign_slice(th: &mut Thread, a: &Array, ix: Indices, new: Vec<u8>) -> R<()> {
    let size = a.itemsize;
    let n = new.len() / size;
    if n == ix.n {
        // The length stays: allowed while exported.
        a.data.write(|b| {
            for (i, x) in ix.iter().zip(new.chunks_exact(size)) {
                if let Some(to) = b.get_mut(i * size..(i + 1) * size) {
                    to.copy_from_slice(x);
                }
            }
        });
        return Ok(());
    }
    if ix.step == 1 {
        return resize(th, a, |v| {
            let from = (ix.start as usize * size).min(v.len());
            let to = (from + ix.n * size).min(v.len());
            v.try_reserve(new.len())?;
            v.splice(from..to, new);
            Ok(())
        });
    }
    if n != 0 {
        let m = format!(
            "attempt to assign array of size {n} to extended slice of size {}",
            ix.n
        );
        return Err(value_error(th, m));
    }
    resize(th, a, |v| {
        let mut gone = ix.ascending().iter().peekable();
        let mut at = 0;
        let mut keep = true;
        v.retain(|_| {
            if at % size == 0 {
                keep = gone.next_if_eq(&(at / size)).is_none();
            }
            at += 1;
            keep
        });
        Ok(())
    })
}

fn array_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let a = of::<Array>(th, o)?;
    Ok(methods::find(th, a, 0..usize::MAX, x)?.is_some())
}

fn array_concat(th: &mut Thread, o: Ref<'_>, other: Ref<'_>) -> R {
    let a = of::<Array>(th, o)?;
    let Some(b) = other.get::<Array>() else {
        let m = format!(
            "can only append array (not \"{}\") to array",
            other.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    if a.code != b.code {
        return Err(other_kind(th));
    }
    error::room(th, a.data.len().saturating_add(b.data.len()))?;
    let mut out = a.data.to_vec();
    out.extend(b.data.to_vec());
    new_array(th, ARRAY.r(), a.code, out)
}

/// Appends the items of another array of the same kind.
fn extend_by_array(th: &mut Thread, a: &Array, b: &Array) -> R<()> {
    if a.code != b.code {
        return Err(type_error(th, "can only extend with array of same kind"));
    }
    error::room(th, b.data.len())?;
    append_bytes(th, a, &b.data.to_vec())
}

fn array_iconcat(th: &mut Thread, o: Ref<'_>, other: Ref<'_>) -> R {
    let a = of::<Array>(th, o)?;
    let Some(b) = other.get::<Array>() else {
        let m = format!(
            "can only extend array with array (not \"{}\")",
            other.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    extend_by_array(th, a, b)?;
    Ok(o.own())
}

/// The items `n` times over.
fn repeated(th: &mut Thread, a: &Array, n: Ref<'_>) -> R<Vec<u8>> {
    let n = int::index(th, n)?.max(0) as usize;
    let one = a.data.to_vec();
    let mut out = Vec::new();
    match one.len().checked_mul(n) {
        Some(total) if out.try_reserve_exact(total).is_ok() => {}
        _ => return Err(error::no_memory(th)),
    }
    if !one.is_empty() {
        for _ in 0..n {
            out.extend_from_slice(&one);
        }
    }
    Ok(out)
}

fn array_repeat(th: &mut Thread, o: Ref<'_>, n: Ref<'_>) -> R {
    let a = of::<Array>(th, o)?;
    let out = repeated(th, a, n)?;
    new_array(th, ARRAY.r(), a.code, out)
}

fn array_irepeat(th: &mut Thread, o: Ref<'_>, n: Ref<'_>) -> R {
    let a = of::<Array>(th, o)?;
    let out = repeated(th, a, n)?;
    if out.len() != a.data.len() {
        resize(th, a, |v| {
            *v = out;
            Ok(())
        })?;
    }
    Ok(o.own())
}

fn array_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Array>(), b.get::<Array>()) else {
        return not_implemented();
    };
    let equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
    if equality && x.len() != y.len() {
        return Ok(Obj::bool(op == CmpOp::Ne));
    }
    // The same bytes are the same integers; floats have zeros of two signs and what equals nothing.
    if equality && x.code == y.code && !matches!(x.code, b'f' | b'd') {
        let same = x.data.to_vec() == y.data.to_vec();
        return Ok(Obj::bool(same == (op == CmpOp::Eq)));
    }
    let mut i = 0;
    while let (Some(p), Some(q)) = (get(th, x, i)?, get(th, y, i)?) {
        if !ops::compare_bool(th, p.r(), q.r(), CmpOp::Eq)? {
            return match op {
                CmpOp::Eq => Ok(Obj::bool(false)),
                CmpOp::Ne => Ok(Obj::bool(true)),
                _ => ops::compare(th, p.r(), q.r(), op),
            };
        }
        i += 1;
        hooks::safepoint(th)?;
    }
    Ok(Obj::bool(op.test(x.len().cmp(&y.len()))))
}

fn array_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let a = of::<Array>(th, o)?;
    let name = o.class().name();
    let code = a.code as char;
    if a.is_empty() {
        return pystr::new(th, &format!("{name}('{code}')"));
    }
    let content = if item::is_text(a.code) {
        item::text(th, a.code, &a.data.to_vec())?
    } else {
        let items = values(th, a)?;
        list::new(th, items)?
    };
    let text = ops::repr(th, content.r())?;
    let mut out = format!("{name}('{code}', ").into_bytes();
    out.extend_from_slice(text.get::<Str>().map_or(&[], Str::bytes));
    out.push(b')');
    pystr::from_wtf8(th, &out)
}

static SPEC: TypeSpec = TypeSpec::new(&ARRAY, array_new, methods::DOC)
    .flags(tf::WEAKREFS | tf::MATCH_SEQUENCE)
    .methods(methods::METHODS)
    .getset(methods::GETSET);

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !ARRAY.is_ready() {
        SPEC.begin::<Array>(&types::OBJECT);
        let s = ARRAY.slots();
        s.set_repr(array_repr);
        s.set_richcmp(array_richcmp);
        s.clear(SlotId::Hash);
        s.set_iter(iter::new);
        s.set_len(array_len);
        s.set_contains(array_contains);
        s.set_getitem(array_getitem);
        s.set_setitem(array_setitem);
        s.set_concat(array_concat);
        s.set_iconcat(array_iconcat);
        s.set_repeat(array_repeat);
        s.set_irepeat(array_irepeat);
        call::add_methods(th, &ARRAY, crate::builtins::bytes::view::BUFFER_METHODS)?;
        SPEC.end(th)?;
        iter::init(th)?;
    }
    let m = module::new(th, "array")?;
    module::add(th, m.r(), "array", ARRAY.r().own())?;
    module::add(th, m.r(), "ArrayType", ARRAY.r().own())?;
    let codes: String = item::CODES.iter().map(|c| c.0 as char).collect();
    let codes = pystr::new(th, &codes)?;
    module::add(th, m.r(), "typecodes", codes)?;
    module::add_functions(th, m.r(), pickle::FUNCTIONS)?;
    let abc = hooks::import(th, "_collections_abc")?;
    let base = ops::getattr_str(th, abc.r(), "MutableSequence")?;
    call::call_method(th, base.r(), pystr::intern_str("register"), &[ARRAY.r()])?;
    Ok(m)
}

/// A tuple of these.
fn tuple_of(th: &mut Thread, items: Vec<Obj>) -> R {
    tuple::new(th, items)
}
