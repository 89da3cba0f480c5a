//! The abstract object protocol: attributes, comparison, hashing, conversion to text, numbers, containers,
//! iteration. Each function is what the operator or builtin of that name does, with CPython's messages.

use crate::call::{self, call_method_value};
use crate::error::{self, type_error};
use crate::names;
use crate::obj::{Obj, R, Raised, Ref, Val};
use crate::thread::Thread;
use crate::types::slots::{BinaryFn, CmpOp, SetFn, SlotId};
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, str as pystr};
use crate::value;

// ------------------------------------------------------------------ attributes

/// `getattr(o, name)`.
#[inline]
pub fn getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    match o.class().slots().getattr() {
        Some(f) => f(th, o, name),
        None => generic_getattr(th, o, name),
    }
}

/// `getattr(o, "name")`.
pub fn getattr_str(th: &mut Thread, o: Ref<'_>, name: &str) -> R {
    getattr(th, o, pystr::intern_str(name))
}

/// `getattr(o, name, None)` as an option: AttributeError gives None, other errors propagate.
pub fn getattr_opt(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
    let found = match o.class().slots().getattr() {
        // These two say "there is none" without an exception.
        Some(f) if std::ptr::fn_addr_eq(f, generic_getattr as BinaryFn) => {
            generic_getattr_opt(th, o, name)
        }
        Some(f) if std::ptr::fn_addr_eq(f, types::classes::type_getattr as BinaryFn) => {
            types::classes::type_getattr_opt(th, o, name)
        }
        _ => getattr(th, o, name).map(Some),
    };
    match found {
        Ok(v) => Ok(v),
        Err(Raised) => {
            error::suppress(th, &error::ATTRIBUTE_ERROR)?;
            Ok(None)
        }
    }
}

/// `object.__getattribute__`.
pub fn generic_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    match generic_getattr_opt(th, o, name)? {
        Some(v) => Ok(v),
        None => Err(no_attribute(th, o, name)),
    }
}

/// "'C' object has no attribute 'x'".
#[cold]
pub fn no_attribute(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> Raised {
    let m = format!(
        "'{}' object has no attribute '{}'",
        o.class().tp_name(),
        pystr::text(name)
    );
    error::attribute_error(th, m, o, name)
}

/// As `generic_getattr`; None if there is no such attribute. A descriptor's own AttributeError propagates.
pub fn generic_getattr_opt(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
    if !pystr::is_str(name) {
        return Err(type_error(
            th,
            format!(
                "attribute name must be string, not '{}'",
                name.class().tp_name()
            ),
        ));
    }
    let class = o.class();
    let meta = class.lookup(th, name).map(Val::own);
    if let Some(m) = &meta
        && let Some(get) = m.r().class().slots().descr_get()
        && m.r().class().slots().has(SlotId::DescrSet)
    {
        return get(th, m.r(), Some(o), class.r()).map(Some);
    }
    if let Some(v) = crate::shape::get(o, name) {
        return Ok(Some(v));
    }
    match meta {
        Some(m) => match m.r().class().slots().descr_get() {
            Some(get) => get(th, m.r(), Some(o), class.r()).map(Some),
            None => Ok(Some(m)),
        },
        None => Ok(None),
    }
}

/// `setattr(o, name, v)`; None deletes.
#[inline]
pub fn setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match o.class().slots().setattr() {
        Some(f) => f(th, o, name, v),
        None => generic_setattr(th, o, name, v),
    }
}

/// `object.__setattr__` and `__delattr__`.
pub fn generic_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    if !pystr::is_str(name) {
        return Err(type_error(
            th,
            format!(
                "attribute name must be string, not '{}'",
                name.class().tp_name()
            ),
        ));
    }
    let class = o.class();
    let meta = class.lookup(th, name).map(Val::own);
    if let Some(m) = &meta
        && let Some(set) = m.r().class().slots().descr_set()
    {
        return set(th, m.r(), o, v);
    }
    let done = match v {
        Some(v) => {
            // A new name stays for ever.
            crate::error::room(th, 0)?;
            crate::shape::set(th, o, name, v.own())?
        }
        None => crate::shape::delete(th, o, name)?,
    };
    if done {
        return Ok(());
    }
    let n = pystr::text(name);
    let c = class.tp_name();
    if class.flag(tf::HAS_ATTRS) {
        return Err(no_attribute(th, o, name));
    }
    let own_setattr = class
        .slots()
        .setattr()
        .is_some_and(|f| !std::ptr::fn_addr_eq(f, generic_setattr as SetFn));
    let m = if meta.is_some() {
        format!("'{c}' object attribute '{n}' is read-only")
    } else if own_setattr {
        format!("'{c}' object has no attribute '{n}'")
    } else {
        format!("'{c}' object has no attribute '{n}' and no __dict__ for setting new attributes")
    };
    Err(error::attribute_error(th, m, o, name))
}

/// Special method `name` bound to `o`, looked up on the class.
pub fn lookup_special(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
    let class = o.class();
    let Some(f) = class.lookup(th, name).map(Val::own) else {
        return Ok(None);
    };
    match f.r().class().slots().descr_get() {
        Some(get) => get(th, f.r(), Some(o), class.r()).map(Some),
        None => Ok(Some(f)),
    }
}

// ------------------------------------------------------------------ identity, comparison, hash

/// `a == b` with the identity shortcut of containers.
#[inline]
pub fn equal(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R<bool> {
    if a.is(b) {
        return Ok(true);
    }
    if a.as_small().is_some() && b.as_small().is_some() {
        return Ok(false);
    }
    if a.is_exact(&types::STR) && b.is_exact(&types::STR) {
        return Ok(pystr::equal(a, b));
    }
    if let Some(same) = crate::quick::equal_tuples(a, b) {
        return Ok(same);
    }
    let r = compare(th, a, b, CmpOp::Eq)?;
    is_true(th, r.r())
}

/// Truth of `a <op> b`.
pub fn compare_bool(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R<bool> {
    let r = compare(th, a, b, op)?;
    is_true(th, r.r())
}

/// `a <op> b`.
pub fn compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(Obj::bool(op.test(x.cmp(&y))));
    }
    if th.stack_is_low() {
        return Err(error::recursion_error(
            th,
            "maximum recursion depth exceeded in comparison",
        ));
    }
    let (ca, cb) = (a.class(), b.class());
    let mut tried = false;
    if !std::ptr::eq(ca, cb)
        && cb.is_subtype(ca)
        && let Some(f) = cb.slots().richcmp()
    {
        tried = true;
        let r = f(th, b, a, op.swapped())?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if let Some(f) = ca.slots().richcmp() {
        let r = f(th, a, b, op)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    compare_right(th, a, b, op, tried)
}

/// The end of `compare`: after the left operand gave NotImplemented; `tried`: the right one has, too.
pub fn compare_right(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp, tried: bool) -> R {
    let (ca, cb) = (a.class(), b.class());
    if !tried && let Some(f) = cb.slots().richcmp() {
        let r = f(th, b, a, op.swapped())?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    match op {
        CmpOp::Eq => Ok(Obj::bool(a.is(b))),
        CmpOp::Ne => Ok(Obj::bool(!a.is(b))),
        _ => {
            let m = format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                ca.tp_name(),
                cb.tp_name()
            );
            Err(type_error(th, m))
        }
    }
}

/// Modulus of numeric hashes, 2^61 - 1.
pub const HASH_MODULUS: u64 = (1 << 61) - 1;

/// `hash(i)` of a machine integer.
#[inline(always)]
pub fn hash_i64(i: i64) -> i64 {
    if (i as u64) < HASH_MODULUS {
        return i;
    }
    let m = (i.unsigned_abs() % HASH_MODULUS) as i64;
    let h = if i < 0 { -m } else { m };
    if h == -1 { -2 } else { h }
}

/// `hash(o)`.
#[inline]
pub fn hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    if let Some(i) = o.as_small() {
        return Ok(hash_i64(i));
    }
    if o.is_exact(&types::STR)
        && let Some(s) = o.get::<pystr::Str>()
    {
        return Ok(s.hash());
    }
    match o.class().slots().hash() {
        Some(f) => f(th, o),
        None => Err(type_error(
            th,
            format!("unhashable type: '{}'", o.class().tp_name()),
        )),
    }
}

/// Identity hash, as `object.__hash__`.
pub fn hash_identity(o: Ref<'_>) -> i64 {
    let a = o.address();
    a.rotate_right(4) as i64
}

/// `bool(o)`.
#[inline]
pub fn is_true(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    let w = o.word();
    if w == value::TRUE {
        return Ok(true);
    }
    if w == value::FALSE || w == value::NONE {
        return Ok(false);
    }
    if value::is_int(w) {
        return Ok(value::int_of(w) != 0);
    }
    if value::is_float(w) {
        return Ok(value::float_of(w) != 0.0);
    }
    let s = o.class().slots();
    if let Some(f) = s.bool_() {
        return f(th, o);
    }
    if let Some(f) = s.len() {
        return f(th, o).map(|n| n != 0);
    }
    Ok(true)
}

/// `isinstance(o, class)` including `__instancecheck__`; `class` may be a tuple or union.
pub fn isinstance(th: &mut Thread, o: Ref<'_>, class: Ref<'_>) -> R<bool> {
    if o.type_ref().is(class) {
        return Ok(true);
    }
    if let Some(t) = class.as_type()
        && class.is_exact(&types::TYPE)
    {
        return Ok(plain_isinstance(th, o, t));
    }
    if types::tuple::is_tuple(class) {
        return any_class(th, class, 0, " in __instancecheck__", &|th, c| {
            isinstance(th, o, c)
        });
    }
    if let Some(r) = call::call_special(th, class, names::__instancecheck__(), &[o])? {
        return is_true(th, r.r());
    }
    if let Some(t) = class.as_type() {
        return Ok(plain_isinstance(th, o, t));
    }
    // What only looks like a class.
    if abstract_bases(th, class)?.is_none() {
        return Err(type_error(
            th,
            "isinstance() arg 2 must be a type, a tuple of types, or a union",
        ));
    }
    match getattr_opt(th, o, names::__class__())? {
        Some(c) => abstract_issubclass(th, c.r(), class),
        None => Ok(false),
    }
}

/// Tuples inside each other that `isinstance` and `issubclass` look through.
const MAX_TUPLE_DEPTH: usize = 50_000;

/// Whether a test holds for one of the classes in a tuple, which may hold tuples.
fn any_class(
    th: &mut Thread,
    classes: Ref<'_>,
    depth: usize,
    what: &str,
    test: &dyn Fn(&mut Thread, Ref<'_>) -> R<bool>,
) -> R<bool> {
    guard(th, what)?;
    if depth > MAX_TUPLE_DEPTH {
        let m = format!("maximum recursion depth exceeded{what}");
        return Err(error::recursion_error(th, &m));
    }
    for c in types::tuple::items(classes) {
        let found = if types::tuple::is_tuple(c) {
            any_class(th, c, depth + 1, what, test)?
        } else {
            test(th, c)?
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `type.__instancecheck__`: the class, or what `o.__class__` claims.
pub fn plain_isinstance(th: &mut Thread, o: Ref<'_>, t: &'static TypeObj) -> bool {
    if o.is_instance(t) {
        return true;
    }
    // Only classes that override the attribute, or attribute access (weak proxies), can disagree.
    let Some(v) = o.class().lookup(th, names::__class__()).map(Val::own) else {
        return false;
    };
    let plain = o
        .class()
        .slots()
        .getattr()
        .is_none_or(|f| std::ptr::fn_addr_eq(f, generic_getattr as BinaryFn));
    if plain && v.r().is_exact(&types::GETSET_DESCRIPTOR) {
        return false;
    }
    match getattr(th, o, names::__class__()) {
        Ok(c) => c.r().as_type().is_some_and(|c| c.is_subtype(t)),
        Err(Raised) => {
            drop(error::fetch(th));
            false
        }
    }
}

/// `issubclass(c, class)`.
pub fn issubclass(th: &mut Thread, c: Ref<'_>, class: Ref<'_>) -> R<bool> {
    if class.is_exact(&types::TYPE)
        && let (Some(a), Some(b)) = (c.as_type(), class.as_type())
    {
        return Ok(a.is_subtype(b));
    }
    if types::tuple::is_tuple(class) {
        return any_class(th, class, 0, " in __subclasscheck__", &|th, x| {
            issubclass(th, c, x)
        });
    }
    if let Some(r) = call::call_special(th, class, names::__subclasscheck__(), &[c])? {
        return is_true(th, r.r());
    }
    plain_issubclass(th, c, class)
}

/// `type.__subclasscheck__`: by MRO, or along `__bases__` of what only looks like a class.
pub fn plain_issubclass(th: &mut Thread, c: Ref<'_>, class: Ref<'_>) -> R<bool> {
    if let (Some(a), Some(b)) = (c.as_type(), class.as_type()) {
        return Ok(a.is_subtype(b));
    }
    for (o, msg) in [
        (c, "issubclass() arg 1 must be a class"),
        (
            class,
            "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        ),
    ] {
        if abstract_bases(th, o)?.is_none() {
            return Err(type_error(th, msg));
        }
    }
    abstract_issubclass(th, c, class)
}

fn abstract_bases(th: &mut Thread, c: Ref<'_>) -> R<Option<Obj>> {
    Ok(getattr_opt(th, c, names::__bases__())?.filter(|b| types::tuple::is_tuple(b.r())))
}

fn abstract_issubclass(th: &mut Thread, c: Ref<'_>, class: Ref<'_>) -> R<bool> {
    guard(th, " in __issubclass__")?;
    if c.is(class) {
        return Ok(true);
    }
    let Some(bases) = abstract_bases(th, c)? else {
        return Ok(false);
    };
    for b in types::tuple::items(bases.r()) {
        if abstract_issubclass(th, b, class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// RecursionError if the Rust stack is low: "maximum recursion depth exceeded" + what.
pub fn guard(th: &mut Thread, what: &str) -> R<()> {
    if th.stack_is_low() {
        return Err(error::recursion_error(
            th,
            &format!("maximum recursion depth exceeded{what}"),
        ));
    }
    Ok(())
}

// ------------------------------------------------------------------ text

/// Containers inside each other whose reprs may be in progress.
const MAX_REPR_DEPTH: usize = 10_000;

/// `repr(o)`: a str value.
pub fn repr(th: &mut Thread, o: Ref<'_>) -> R {
    if let Some(i) = o.as_small() {
        return types::int::repr_small(th, i);
    }
    guard(th, " while getting the repr of an object")?;
    // Containers nested without end: their text would grow with the square of the depth.
    if th.repr_stack.len() > MAX_REPR_DEPTH {
        return Err(error::recursion_error(
            th,
            "maximum recursion depth exceeded while getting the repr of an object",
        ));
    }
    match o.class().slots().repr() {
        Some(f) => {
            let r = f(th, o)?;
            if pystr::is_str(r.r()) {
                Ok(r)
            } else {
                Err(type_error(
                    th,
                    format!(
                        "__repr__ returned non-string (type {})",
                        r.r().class().tp_name()
                    ),
                ))
            }
        }
        None => {
            let t = default_repr(o);
            pystr::new(th, &t)
        }
    }
}

/// `<C object at 0x...>`.
pub fn default_repr(o: Ref<'_>) -> String {
    format!("<{} object at {:#x}>", o.class().tp_name(), o.address())
}

/// `repr(o)` as Rust text.
pub fn repr_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    repr(th, o).map(|s| pystr::text(s.r()))
}

/// `str(o)`: a str value.
pub fn str(th: &mut Thread, o: Ref<'_>) -> R {
    if o.is_exact(&types::STR) {
        return Ok(o.own());
    }
    if let Some(i) = o.as_small() {
        return types::int::repr_small(th, i);
    }
    guard(th, " while getting the str of an object")?;
    match o.class().slots().str() {
        Some(f) => {
            let r = f(th, o)?;
            if pystr::is_str(r.r()) {
                Ok(r)
            } else {
                Err(type_error(
                    th,
                    format!(
                        "__str__ returned non-string (type {})",
                        r.r().class().tp_name()
                    ),
                ))
            }
        }
        None => repr(th, o),
    }
}

/// `str(o)` as Rust text (lone surrogates replaced).
pub fn str_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    str(th, o).map(|s| pystr::text(s.r()))
}

/// Marks `o`'s repr as in progress; false if it already is (a cycle). Pair with `repr_leave`.
pub fn repr_enter(th: &mut Thread, o: Ref<'_>) -> bool {
    let a = o.word() as usize;
    if th.repr_stack.contains(&a) {
        return false;
    }
    th.repr_stack.push(a);
    true
}
/// End of `repr_enter`.
pub fn repr_leave(th: &mut Thread, o: Ref<'_>) {
    let a = o.word() as usize;
    if let Some(i) = th.repr_stack.iter().rposition(|&x| x == a) {
        th.repr_stack.remove(i);
    }
}

// ------------------------------------------------------------------ containers

/// `len(o)`.
pub fn len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    match o.class().slots().len() {
        Some(f) => f(th, o),
        None => Err(type_error(
            th,
            format!("object of type '{}' has no len()", o.class().tp_name()),
        )),
    }
}

/// `o[key]`.
#[inline]
pub fn getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    match o.class().slots().getitem() {
        Some(f) => f(th, o, key),
        None => getitem_class(th, o, key),
    }
}

#[cold]
fn getitem_class(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    if o.as_type().is_some() {
        if let Some(f) = getattr_opt(th, o, names::__class_getitem__())? {
            return call::call(th, f.r(), &[key]);
        }
        let n = o.as_type().map(TypeObj::name).unwrap_or_default();
        if o.is(types::TYPE.r()) {
            return types::descr::new_alias(th, o, key);
        }
        return Err(type_error(th, format!("type '{n}' is not subscriptable")));
    }
    Err(type_error(
        th,
        format!("'{}' object is not subscriptable", o.class().tp_name()),
    ))
}

/// `o[key] = v`; None deletes.
#[inline]
pub fn setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match o.class().slots().setitem() {
        Some(f) => f(th, o, key, v),
        None => Err(no_setitem(th, o, key, v.is_some())),
    }
}

/// Whether CPython's class would have a table for the sequence protocol, be it empty.
fn has_sequence_table(class: &TypeObj) -> bool {
    class.flag(tf::HEAP) || class.slots().has(SlotId::Len) || class.slots().has(SlotId::Concat)
}

/// The error for an object without item assignment. CPython takes the way of its sequence protocol, on which the
/// index is looked at first.
#[cold]
fn no_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, assign: bool) -> Raised {
    let class = o.class();
    let sequence = key.class().slots().has(SlotId::Index) && has_sequence_table(class);
    if sequence {
        match index(th, key) {
            Ok(i) if small_int_value(i.r()).is_none() => {
                let kind = key.class().tp_name();
                let m = format!("cannot fit '{kind}' into an index-sized integer");
                return error::raise(th, &error::INDEX_ERROR, m);
            }
            Ok(_) => {}
            Err(e) => return e,
        }
    }
    let what = match (assign, sequence) {
        (true, _) => "does not support item assignment",
        (false, true) => "doesn't support item deletion",
        (false, false) => "does not support item deletion",
    };
    type_error(th, format!("'{}' object {what}", class.tp_name()))
}

/// `x in o`.
pub fn contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    if let Some(f) = o.class().slots().contains() {
        return f(th, o, x);
    }
    let s = o.class().slots();
    if !s.has(SlotId::Iter) && !s.has(SlotId::GetItem) {
        return Err(type_error(
            th,
            format!(
                "argument of type '{}' is not a container or iterable",
                o.class().tp_name()
            ),
        ));
    }
    iter_contains(th, o, x)
}

/// `x in o` by iteration.
pub fn iter_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let it = match iter(th, o) {
        Ok(it) => it,
        Err(Raised) => {
            error::suppress(th, &error::TYPE_ERROR)?;
            let m = format!(
                "argument of type '{}' is not a container or iterable",
                o.class().tp_name()
            );
            return Err(type_error(th, m));
        }
    };
    while let Some(v) = next(th, it.r())? {
        if equal(th, v.r(), x)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `iter(o)`.
pub fn iter(th: &mut Thread, o: Ref<'_>) -> R {
    if let Some(f) = o.class().slots().iter() {
        let it = f(th, o)?;
        if !it.r().class().slots().has(SlotId::Next) {
            return Err(type_error(
                th,
                format!(
                    "iter() returned non-iterator of type '{}'",
                    it.r().class().tp_name()
                ),
            ));
        }
        return Ok(it);
    }
    if o.class().slots().has(SlotId::GetItem) && !types::dict::is_dict(o) {
        return crate::iter::seq_iter(th, o);
    }
    Err(type_error(
        th,
        format!("'{}' object is not iterable", o.class().tp_name()),
    ))
}

/// The next item; None when exhausted (StopIteration is taken in).
#[inline]
pub fn next(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    match it.class().slots().next() {
        Some(f) => match f(th, it) {
            Err(Raised) => error::suppress(th, &error::STOP_ITERATION).map(|()| None),
            item => item,
        },
        None => Err(type_error(
            th,
            format!("'{}' object is not an iterator", it.class().tp_name()),
        )),
    }
}

/// Every item of an iterable.
pub fn collect(th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
    if o.is_exact(&types::LIST)
        && let Some(l) = o.get::<types::list::List>()
    {
        error::room(th, l.len() * size_of::<Obj>())?;
        return Ok(l.items());
    }
    if o.is_exact(&types::TUPLE) {
        error::room(th, types::tuple::items(o).len() * size_of::<Obj>())?;
        return Ok(types::tuple::items(o).map(Ref::own).collect());
    }
    if let Some(v) = snapshot(th, o)? {
        return Ok(v);
    }
    let it = iter(th, o)?;
    collect_rest(th, it.r(), o)
}

/// What an iterator still gives. `sized`: the object that is asked how many that may be.
pub fn collect_rest(th: &mut Thread, it: Ref<'_>, sized: Ref<'_>) -> R<Vec<Obj>> {
    let mut v = Vec::new();
    let expected = length_hint(th, sized)?;
    if v.try_reserve(expected).is_err() {
        return Err(error::no_memory(th));
    }
    while let Some(x) = next(th, it)? {
        // An endless iterable must end in MemoryError, not in an abort.
        if v.len() == v.capacity() && v.try_reserve(1).is_err() {
            return Err(error::no_memory(th));
        }
        v.push(x);
    }
    Ok(v)
}

/// The items of one moment, if the value is a builtin container that gives them; classes written in Python may have an
/// `__iter__` of their own.
pub fn snapshot(th: &mut Thread, o: Ref<'_>) -> R<Option<Vec<Obj>>> {
    let c = o.class();
    match c.slots().snapshot() {
        Some(f) if !c.flag(types::typeobj::flags::HEAP) => f(th, o).map(Some),
        _ => Ok(None),
    }
}

/// `operator.length_hint(o, 0)`.
pub fn length_hint(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    if let Some(f) = o.class().slots().len() {
        return match f(th, o) {
            Ok(n) => Ok(n),
            Err(Raised) => error::suppress(th, &error::TYPE_ERROR).map(|()| 0),
        };
    }
    match call::call_special(th, o, names::__length_hint__(), &[]) {
        Ok(Some(v)) => checked_hint(th, v.r()),
        Ok(None) => Ok(0),
        Err(Raised) => error::suppress(th, &error::TYPE_ERROR).map(|()| 0),
    }
}

/// What `__length_hint__` returned, as a number.
fn checked_hint(th: &mut Thread, v: Ref<'_>) -> R<usize> {
    if v.is_not_implemented() {
        return Ok(0);
    }
    if !v.class().flag(tf::INT_SUB) {
        let m = format!(
            "__length_hint__ must be an integer, not {}",
            v.class().name()
        );
        return Err(type_error(th, m));
    }
    match types::int::to_i64(v) {
        Some(n) => match usize::try_from(n) {
            Ok(n) => Ok(n),
            Err(_) => Err(error::value_error(
                th,
                "__length_hint__() should return >= 0",
            )),
        },
        None => Err(error::overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

// ------------------------------------------------------------------ numbers

/// Binary operators, in the order of the instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    TrueDiv,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `@`
    MatMul,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `divmod()`
    Divmod,
}

impl BinOp {
    /// All, in order.
    pub const ALL: [BinOp; 14] = [
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::TrueDiv,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::Pow,
        BinOp::MatMul,
        BinOp::And,
        BinOp::Or,
        BinOp::Xor,
        BinOp::LShift,
        BinOp::RShift,
        BinOp::Divmod,
    ];
    /// As in messages.
    pub fn symbol(self) -> &'static str {
        [
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "** or pow()",
            "@",
            "&",
            "|",
            "^",
            "<<",
            ">>",
            "divmod()",
        ][self as usize]
    }
    /// Names of the methods of the left and of the right operand.
    pub fn methods(self) -> (Ref<'static>, Ref<'static>) {
        use names::*;
        match self {
            BinOp::Add => (__add__(), __radd__()),
            BinOp::Sub => (__sub__(), __rsub__()),
            BinOp::Mul => (__mul__(), __rmul__()),
            BinOp::TrueDiv => (__truediv__(), __rtruediv__()),
            BinOp::FloorDiv => (__floordiv__(), __rfloordiv__()),
            BinOp::Mod => (__mod__(), __rmod__()),
            BinOp::Pow => (__pow__(), __rpow__()),
            BinOp::MatMul => (__matmul__(), __rmatmul__()),
            BinOp::And => (__and__(), __rand__()),
            BinOp::Or => (__or__(), __ror__()),
            BinOp::Xor => (__xor__(), __rxor__()),
            BinOp::LShift => (__lshift__(), __rlshift__()),
            BinOp::RShift => (__rshift__(), __rrshift__()),
            BinOp::Divmod => (__divmod__(), __rdivmod__()),
        }
    }
    /// Whether instances of a class have an in-place form of their own.
    pub fn in_place(self, class: &TypeObj) -> bool {
        class.slots().has(self.islot())
    }
    fn slot(self) -> SlotId {
        use SlotId::*;
        [
            Add, Sub, Mul, TrueDiv, FloorDiv, Mod, Pow, MatMul, And, Or, Xor, LShift, RShift,
            Divmod,
        ][self as usize]
    }
    fn islot(self) -> SlotId {
        use SlotId::*;
        [
            IAdd, ISub, IMul, ITrueDiv, IFloorDiv, IMod, IPow, IMatMul, IAnd, IOr, IXor, ILShift,
            IRShift, Divmod,
        ][self as usize]
    }
}

fn not_implemented() -> Obj {
    Ref::NOT_IMPLEMENTED.own()
}

/// The slot dance of binary operators; NotImplemented if nobody knows how.
fn binary_slots(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let (ca, cb) = (a.class(), b.class());
    if op == BinOp::Pow {
        return pow_slots(th, a, b, Ref::NONE);
    }
    let id = op.slot();
    let fa = ca.slots().binary(id);
    let mut fb = if std::ptr::eq(ca, cb) {
        None
    } else {
        cb.slots().binary(id)
    };
    if fa.is_some() && fb.map(|f| f as usize) == fa.map(|f| f as usize) {
        fb = None;
    }
    if let Some(f) = fa {
        if let Some(g) = fb
            && cb.is_subtype(ca)
        {
            let r = g(th, a, b)?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
            fb = None;
        }
        let r = f(th, a, b)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    match fb {
        Some(g) => g(th, a, b),
        None => Ok(not_implemented()),
    }
}

fn pow_slots(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, c: Ref<'_>) -> R {
    let (ca, cb) = (a.class(), b.class());
    let fa = ca.slots().pow();
    let mut fb = if std::ptr::eq(ca, cb) {
        None
    } else {
        cb.slots().pow()
    };
    if fa.is_some() && fb.map(|f| f as usize) == fa.map(|f| f as usize) {
        fb = None;
    }
    if let Some(f) = fa {
        if let Some(g) = fb
            && cb.is_subtype(ca)
        {
            let r = g(th, a, b, c)?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
            fb = None;
        }
        let r = f(th, a, b, c)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if let Some(g) = fb {
        let r = g(th, a, b, c)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if !c.is_none()
        && let Some(h) = c.class().slots().pow()
        && fa.map(|f| f as usize) != Some(h as usize)
    {
        return h(th, a, b, c);
    }
    Ok(not_implemented())
}

/// `pow(a, b, c)`.
pub fn pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, c: Ref<'_>) -> R {
    let r = pow_slots(th, a, b, c)?;
    if !r.r().is_not_implemented() {
        return Ok(r);
    }
    let (x, y) = (a.class().tp_name(), b.class().tp_name());
    let m = if c.is_none() {
        format!("unsupported operand type(s) for ** or pow(): '{x}' and '{y}'")
    } else {
        format!(
            "unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{}'",
            c.class().tp_name()
        )
    };
    Err(type_error(th, m))
}

/// `a <op> b`.
pub fn binary(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    guard(th, "")?;
    let r = binary_slots(th, op, a, b)?;
    if !r.r().is_not_implemented() {
        return Ok(r);
    }
    binary_sequences(th, op, a, b)
}

/// `a <op> b` (`in_place`: `a <op>= b`) after the method of the left operand, a Python function, gave NotImplemented.
pub fn binary_right(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>, in_place: bool) -> R {
    let (ca, cb) = (a.class(), b.class());
    let id = op.slot();
    if !std::ptr::eq(ca, cb)
        && let Some(g) = cb.slots().binary(id)
    {
        let same = ca
            .slots()
            .binary(id)
            .is_some_and(|f| std::ptr::fn_addr_eq(f, g));
        let r = if same {
            call::call_special(th, b, op.methods().1, &[a])?.unwrap_or_else(not_implemented)
        } else {
            g(th, a, b)?
        };
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if in_place {
        inplace_sequences(th, op, a, b)
    } else {
        binary_sequences(th, op, a, b)
    }
}

/// The end of `binary`: what sequences do, or the error.
fn binary_sequences(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    match op {
        BinOp::Add => {
            if let Some(f) = a.class().slots().concat() {
                return f(th, a, b);
            }
        }
        BinOp::Mul => {
            if let Some(f) = a.class().slots().repeat() {
                return repeat(th, f, a, b);
            }
            if let Some(f) = b.class().slots().repeat() {
                return repeat(th, f, b, a);
            }
        }
        _ => {}
    }
    Err(unsupported(th, op.symbol(), a, b))
}

fn repeat(th: &mut Thread, f: BinaryFn, seq: Ref<'_>, n: Ref<'_>) -> R {
    if !n.class().slots().has(SlotId::Index) {
        return Err(type_error(
            th,
            format!(
                "can't multiply sequence by non-int of type '{}'",
                n.class().tp_name()
            ),
        ));
    }
    f(th, seq, n)
}

#[cold]
fn unsupported(th: &mut Thread, symbol: &str, a: Ref<'_>, b: Ref<'_>) -> Raised {
    let m = format!(
        "unsupported operand type(s) for {symbol}: '{}' and '{}'",
        a.class().tp_name(),
        b.class().tp_name()
    );
    type_error(th, m)
}

/// `a <op>= b`: the new value.
pub fn inplace(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = a.class().slots();
    if op == BinOp::Pow {
        if let Some(f) = s.ipow() {
            let r = f(th, a, b, Ref::NONE)?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
        }
    } else if let Some(f) = s.binary(op.islot())
        && op != BinOp::Divmod
    {
        let r = f(th, a, b)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    let r = binary_slots(th, op, a, b)?;
    if !r.r().is_not_implemented() {
        return Ok(r);
    }
    inplace_sequences(th, op, a, b)
}

/// The end of `inplace`: what sequences do, or the error.
fn inplace_sequences(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = a.class().slots();
    match op {
        BinOp::Add => {
            if let Some(f) = s.iconcat().or(s.concat()) {
                return f(th, a, b);
            }
        }
        BinOp::Mul => {
            if let Some(f) = s.irepeat().or(s.repeat()) {
                return repeat(th, f, a, b);
            }
            if let Some(f) = b.class().slots().repeat()
                && !has_sequence_table(a.class())
            {
                return repeat(th, f, b, a);
            }
        }
        _ => {}
    }
    let sym = match op {
        BinOp::Pow => "** or pow()".to_string(),
        o => format!("{}=", o.symbol()),
    };
    let sym = if op == BinOp::Pow {
        "**=".to_string()
    } else {
        sym
    };
    Err(unsupported(th, &sym, a, b))
}

fn unary(th: &mut Thread, id: SlotId, what: &str, a: Ref<'_>) -> R {
    match a.class().slots().unary(id) {
        Some(f) => f(th, a),
        None => Err(type_error(
            th,
            format!("bad operand type for {what}: '{}'", a.class().tp_name()),
        )),
    }
}
/// `-a`.
pub fn neg(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Neg, "unary -", a)
}
/// `+a`.
pub fn pos(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Pos, "unary +", a)
}
/// `~a`.
pub fn invert(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Invert, "unary ~", a)
}
/// `abs(a)`.
pub fn abs(th: &mut Thread, a: Ref<'_>) -> R {
    unary(th, SlotId::Abs, "abs()", a)
}

/// `operator.index(o)`: an int value.
pub fn index(th: &mut Thread, o: Ref<'_>) -> R {
    if o.as_small().is_some() || o.class().flag(tf::INT_SUB) {
        return Ok(o.own());
    }
    match o.class().slots().index() {
        Some(f) => {
            let r = f(th, o)?;
            if r.r().class().flag(tf::INT_SUB) {
                Ok(r)
            } else {
                Err(type_error(
                    th,
                    format!(
                        "__index__ returned non-int (type {})",
                        r.r().class().tp_name()
                    ),
                ))
            }
        }
        None => Err(type_error(
            th,
            format!(
                "'{}' object cannot be interpreted as an integer",
                o.class().tp_name()
            ),
        )),
    }
}

/// Truth, bool and small int values as i64; None for larger ones and other types.
pub fn small_int_value(o: Ref<'_>) -> Option<i64> {
    match o.word() {
        value::TRUE => Some(1),
        value::FALSE => Some(0),
        _ => o.as_small(),
    }
}

/// Calls `__name__` special method of a class if present, for hooks like `__set_name__`.
pub fn call_if_special(
    th: &mut Thread,
    o: Ref<'_>,
    name: Ref<'_>,
    args: &[Ref<'_>],
) -> R<Option<Obj>> {
    match o.class().lookup(th, name).map(Val::own) {
        Some(f) => call_method_value(th, f.r(), o, args).map(Some),
        None => Ok(None),
    }
}
