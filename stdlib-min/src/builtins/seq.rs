//! What the container types share: integer arguments, text under construction, item collection, generic aliases.

use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::{self, int, slice, str as pystr, str::Str, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// NotImplemented.
pub fn not_implemented() -> R {
    Ok(Ref::NOT_IMPLEMENTED.own())
}

/// `__class_getitem__` of containers: `types.GenericAlias(cls, params)`.
pub fn class_getitem(th: &mut Thread, a: Args<'_>) -> R {
    call::call(th, types::GENERIC_ALIAS.r(), &[a.at(0), a.at(1)])
}

/// A `Py_ssize_t` argument: TypeError for what is no integer, OverflowError if it does not fit.
#[inline]
pub fn ssize(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    int::ssize(th, o)
}

/// A `Py_ssize_t` for a subscript: IndexError if it does not fit.
#[inline]
pub fn subscript(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    if let Some(i) = ops::small_int_value(o) {
        return Ok(i as isize);
    }
    let v = ops::index(th, o)?;
    match int::to_i64(v.r()) {
        Some(i) => Ok(i as isize),
        None => {
            let m = format!(
                "cannot fit '{}' into an index-sized integer",
                o.class().tp_name()
            );
            Err(error::index_error(th, m))
        }
    }
}

/// A count for repetition: OverflowError if it does not fit.
pub fn repeat_count(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    int::index(th, o).map(|i| i.max(0) as usize)
}

/// An int of a length.
pub fn length(th: &mut Thread, n: usize) -> R {
    int::from_usize(th, n)
}

/// A start or stop argument of `index()`: clamped, negative ones relative to `len`.
pub fn bound(th: &mut Thread, o: Option<Ref<'_>>, default: isize, len: usize) -> R<usize> {
    let i = match o {
        None => default,
        Some(o) => search_index(th, o)?,
    };
    let i = if i < 0 {
        i.saturating_add_unsigned(len)
    } else {
        i
    };
    Ok(i.max(0) as usize)
}

/// An index argument of `index()`; None is refused.
pub fn search_index(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    if let Some(i) = ops::small_int_value(o) {
        return Ok(i as isize);
    }
    if !o.class().slots().has(SlotId::Index) {
        return Err(type_error(
            th,
            "slice indices must be integers or have an __index__ method",
        ));
    }
    slice::clamped(th, o)
}

/// "X indices must be integers or slices, not Y".
#[cold]
pub fn bad_subscript(th: &mut Thread, what: &str, key: Ref<'_>) -> Raised {
    let m = format!(
        "{what} indices must be integers or slices, not {}",
        key.class().tp_name()
    );
    type_error(th, m)
}

/// Appends `repr(o)`.
pub fn push_repr(th: &mut Thread, out: &mut Vec<u8>, o: Ref<'_>) -> R<()> {
    if let Some(i) = o.as_small() {
        push_int(out, i);
        return Ok(());
    }
    let r = ops::repr(th, o)?;
    out.extend_from_slice(r.get::<Str>().map_or(&[], Str::bytes));
    Ok(())
}

/// Appends decimal digits.
pub fn push_int(out: &mut Vec<u8>, i: i64) {
    out.extend_from_slice(int::write_i64(&mut [0; 20], i));
}

/// `repr` of a container with cycle detection: `f` writes the text, `cycle` stands for the object inside itself.
pub fn guarded_repr(
    th: &mut Thread,
    o: Ref<'_>,
    cycle: &str,
    f: impl FnOnce(&mut Thread, &mut Vec<u8>) -> R<()>,
) -> R {
    if !ops::repr_enter(th, o) {
        return pystr::new(th, cycle);
    }
    let mut out = Vec::new();
    let r = f(th, &mut out);
    ops::repr_leave(th, o);
    r?;
    pystr::from_wtf8(th, &out)
}

/// Every item of an iterable; TypeError with this text if it is none.
pub fn collect_or(th: &mut Thread, o: Ref<'_>, message: &str) -> R<Vec<Obj>> {
    if types::list::is_list(o) || tuple::is_tuple(o) {
        return sequence_items(th, o);
    }
    let it = match ops::iter(th, o) {
        Ok(it) => it,
        Err(Raised) => {
            error::suppress(th, &error::TYPE_ERROR)?;
            return Err(type_error(th, message));
        }
    };
    drain(th, it.r())
}

/// Items of a list or tuple (subclasses too, without their `__iter__`).
fn sequence_items(th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
    match o.get::<types::list::List>() {
        Some(l) => {
            error::room(th, l.len() * size_of::<Obj>())?;
            Ok(l.items())
        }
        None if tuple::is_tuple(o) => Ok(tuple::items(o).map(Ref::own).collect()),
        None => ops::collect(th, o),
    }
}

/// What is left of an iterator.
pub fn drain(th: &mut Thread, it: Ref<'_>) -> R<Vec<Obj>> {
    let mut v = Vec::with_capacity(ops::length_hint(th, it)?.min(1 << 20));
    while let Some(x) = ops::next(th, it)? {
        v.push(x);
        if v.len() & 0xfff == 0 {
            typhon_runtime::hooks::safepoint(th)?;
        }
    }
    Ok(v)
}

/// Lexicographic comparison of two sequences of items that `get` gives (None behind the end).
pub fn compare_items<'a>(
    th: &mut Thread,
    op: CmpOp,
    lens: impl Fn() -> (usize, usize),
    a: impl Fn(usize) -> Option<Obj> + 'a,
    b: impl Fn(usize) -> Option<Obj> + 'a,
) -> R {
    let mut i = 0;
    loop {
        let (Some(x), Some(y)) = (a(i), b(i)) else {
            break;
        };
        if !x.r().is(y.r()) && !ops::equal(th, x.r(), y.r())? {
            // The comparison may have shortened one of them: then lengths decide, as in CPython.
            let (n, m) = lens();
            if i >= n || i >= m {
                break;
            }
            return match op {
                CmpOp::Eq => Ok(Obj::bool(false)),
                CmpOp::Ne => Ok(Obj::bool(true)),
                _ => ops::compare(th, x.r(), y.r(), op),
            };
        }
        i += 1;
    }
    let (n, m) = lens();
    Ok(Obj::bool(op.test(n.cmp(&m))))
}

/// Sets up a type whose instances are made by natives only.
pub const INTERNAL: u32 = types::typeobj::flags::NO_NEW;

/// "NAME() takes no keyword arguments" unless the class is a subclass with its own `__init__`.
pub fn no_keywords(
    th: &mut Thread,
    class: Ref<'_>,
    base: &types::typeobj::TypeObj,
    name: &str,
    a: Args<'_>,
) -> R<()> {
    let own_init = |c: &types::typeobj::TypeObj| {
        !std::ptr::eq(c, base) && !c.slots().same(types::slots::SlotId::Init, base.slots())
    };
    if a.kw_len() == 0 || class.as_type().is_none_or(own_init) {
        return Ok(());
    }
    a.no_kw(th, name)
}

/// `__iter__` of iterators.
pub fn same(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.own())
}

/// `(iter, args[, state])`, what iterators give to `pickle` and `copy`.
pub fn reduce_iter(th: &mut Thread, args: Vec<Obj>, state: Option<Obj>) -> R {
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    let f = ops::getattr_str(th, b.r(), "iter")?;
    let args = tuple::new(th, args)?;
    let mut v = vec![f, args];
    v.extend(state);
    tuple::new(th, v)
}

/// Setter of attributes that stand in the object for reading only.
pub fn readonly(th: &mut Thread, _o: Ref<'_>, _v: Option<Ref<'_>>) -> R<()> {
    Err(error::raise(
        th,
        &error::ATTRIBUTE_ERROR,
        "readonly attribute",
    ))
}
