//! Attributes: what `getattr`, `setattr` and the lookup of special methods do.

use crate::call::call_method_value;
use crate::error::{self, type_error};
use crate::obj::{Obj, R, Raised, Ref, Val};
use crate::thread::Thread;
use crate::types::slots::{BinaryFn, SetFn, SlotId};
use crate::types::typeobj::flags as tf;
use crate::types::{self, str as pystr};

/// `getattr(o, name)`.
#[inline]
pub fn getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    let found = match o.class().slots().getattr() {
        Some(f) => f(th, o, name),
        None => generic_getattr(th, o, name),
    };
    if found.is_err() {
        tell_attribute(th, o, name);
    }
    found
}

/// An AttributeError in flight that does not say what was looked up where says it from now on.
#[cold]
fn tell_attribute(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) {
    let Some(e) = th.raised.as_ref() else { return };
    let known = || {
        error::ATTRIBUTE_NAME
            .get(e.r())
            .is_some_and(|n| !n.r().is_none())
            || error::ATTRIBUTE_OBJ
                .get(e.r())
                .is_some_and(|o| !o.r().is_none())
    };
    if e.r().is_instance(&error::ATTRIBUTE_ERROR) && !known() {
        error::ATTRIBUTE_NAME.set(e.r(), name.own());
        error::ATTRIBUTE_OBJ.set(e.r(), o.own());
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

fn check_name(th: &mut Thread, name: Ref<'_>) -> R<()> {
    if pystr::is_str(name) {
        return Ok(());
    }
    let c = name.class().tp_name();
    let m = format!("attribute name must be string, not '{c}'");
    Err(type_error(th, m))
}

/// As `generic_getattr`; None if there is no such attribute. A descriptor's own AttributeError propagates.
pub fn generic_getattr_opt(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
    check_name(th, name)?;
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
    check_name(th, name)?;
    let class = o.class();
    let meta = class.lookup(th, name).map(Val::own);
    if let Some(m) = &meta
        && let Some(set) = m.r().class().slots().descr_set()
    {
        return set(th, m.r(), o, v);
    }
    let done = match v {
        Some(v) => crate::shape::set(th, o, name, v.own())?,
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
