//! `isinstance` and `issubclass`.

use super::{generic_getattr, getattr_opt, guard, is_true};
use crate::call;
use crate::error::type_error;
use crate::names;
use crate::obj::{Obj, R, Ref, Val};
use crate::thread::Thread;
use crate::types;
use crate::types::slots::BinaryFn;
use crate::types::typeobj::TypeObj;

/// `isinstance(o, class)` including `__instancecheck__`; `class` may be a tuple or union.
pub fn isinstance(th: &mut Thread, o: Ref<'_>, class: Ref<'_>) -> R<bool> {
    if o.type_ref().is(class) {
        return Ok(true);
    }
    if let Some(t) = class.as_type()
        && class.is_exact(&types::TYPE)
    {
        return plain_isinstance(th, o, t);
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
        return plain_isinstance(th, o, t);
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
        return Err(crate::error::recursion_error(th, &m));
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
pub fn plain_isinstance(th: &mut Thread, o: Ref<'_>, t: &'static TypeObj) -> R<bool> {
    if o.is_instance(t) {
        return Ok(true);
    }
    // Only classes that override the attribute, or attribute access (weak proxies), can disagree.
    let Some(v) = o.class().lookup(th, names::__class__()).map(Val::own) else {
        return Ok(false);
    };
    let plain = o
        .class()
        .slots()
        .getattr()
        .is_none_or(|f| std::ptr::fn_addr_eq(f, generic_getattr as BinaryFn));
    if plain && v.r().is_exact(&types::GETSET_DESCRIPTOR) {
        return Ok(false);
    }
    let c = getattr_opt(th, o, names::__class__())?;
    Ok(c.is_some_and(|c| c.r().as_type().is_some_and(|c| c.is_subtype(t))))
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
