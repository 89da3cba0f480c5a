//! `__slots__`: which names get fixed slots, and the descriptors that read and write them; `__dict__` and
//! `__weakref__` descriptors.

use crate::call::{GetSetDef, Member};
use crate::error::{self, type_error};
use crate::names;
use crate::obj::{Obj, R, Ref};
use crate::ops;
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types::dict::Dict;
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, str as pystr};

/// What `__slots__` (or its absence) asks for.
pub struct Plan {
    /// Names with a fixed slot, sorted and mangled.
    pub names: Vec<Obj>,
    /// Instances get attribute storage that the base has not.
    pub add_dict: bool,
    /// Instances become weakly referable, which those of the base are not.
    pub add_weakref: bool,
}

/// Whether instances of `base` have a variable number of items, so that nothing can stand behind them in CPython.
fn is_var_sized(base: &TypeObj) -> bool {
    base.flag(tf::INT_SUB | tf::TUPLE_SUB | tf::BYTES_SUB | tf::TYPE_SUB)
}

fn has_dict(t: &TypeObj) -> bool {
    t.flag(tf::HAS_ATTRS | tf::NATIVE_DICT)
}

/// Private name mangling.
pub fn mangle(class: &str, name: &str) -> String {
    let stripped = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || stripped.is_empty()
    {
        return name.to_string();
    }
    format!("_{stripped}{name}")
}

/// Reads `__slots__` of a class namespace.
pub fn plan(
    th: &mut Thread,
    class_name: &str,
    base: &'static TypeObj,
    bases: &[&'static TypeObj],
    ns: &Dict,
) -> R<Plan> {
    let may_dict = !has_dict(base);
    let may_weak = !base.flag(tf::WEAKREFS) && !is_var_sized(base);
    let Some(slots) = ns.get_str(names::__slots__()) else {
        return Ok(Plan {
            names: vec![],
            add_dict: may_dict,
            add_weakref: may_weak,
        });
    };
    let items = if pystr::is_str(slots.r()) {
        vec![slots.clone()]
    } else {
        ops::collect(th, slots.r())?
    };
    if !items.is_empty() && is_var_sized(base) {
        let m = format!(
            "nonempty __slots__ not supported for subtype of '{}'",
            base.name()
        );
        return Err(type_error(th, m));
    }
    let mut p = Plan {
        names: vec![],
        add_dict: false,
        add_weakref: false,
    };
    for item in items {
        if !pystr::is_str(item.r()) {
            let m = format!(
                "__slots__ items must be strings, not '{}'",
                item.r().class().tp_name()
            );
            return Err(type_error(th, m));
        }
        if !pystr::is_identifier(item.r()) {
            return Err(type_error(th, "__slots__ must be identifiers"));
        }
        let name = pystr::try_intern(th, item.r())?;
        if name.is(names::__dict__()) {
            if !may_dict || p.add_dict {
                return Err(type_error(
                    th,
                    "__dict__ slot disallowed: we already got one",
                ));
            }
            p.add_dict = true;
        } else if name.is(names::__weakref__()) {
            if !may_weak || p.add_weakref {
                return Err(type_error(
                    th,
                    "__weakref__ slot disallowed: we already got one",
                ));
            }
            p.add_weakref = true;
        } else {
            let text = mangle(class_name, &pystr::text(name));
            let name = pystr::intern_str(&text);
            check_conflict(th, ns, name)?;
            p.names.push(name.own());
        }
    }
    p.names.sort_by_key(|a| pystr::text(a.r()));
    p.names.dedup_by(|a, b| a.r().is(b.r()));
    // Secondary bases may bring a dict or weak references along.
    for b in bases {
        p.add_dict |= may_dict && has_dict(b);
        p.add_weakref |= may_weak && b.flag(tf::WEAKREFS);
    }
    Ok(p)
}

fn check_conflict(th: &mut Thread, ns: &Dict, name: Ref<'_>) -> R<()> {
    if ns.get_str(name).is_none() {
        return Ok(());
    }
    // CPython drops these from the namespace or lets them be.
    if ["__qualname__", "__classcell__", "__classdictcell__"].contains(&pystr::text(name).as_str())
    {
        return Ok(());
    }
    let m = format!(
        "'{}' in __slots__ conflicts with class variable",
        pystr::text(name)
    );
    Err(error::value_error(th, m))
}

/// A member descriptor for fixed slot `index`.
pub fn new_member(
    th: &mut Thread,
    owner: &'static TypeObj,
    name: Ref<'_>,
    index: usize,
    readonly: bool,
    none_default: bool,
) -> R {
    let m = Member {
        name: Slot::new(name.own()),
        index,
        owner: Slot::new(owner.r().own()),
        readonly,
        none_default,
    };
    Obj::new(th, types::MEMBER_DESCRIPTOR.r(), m)
}

/// Puts the descriptors of a plan into the namespace of a new class.
pub fn install(
    th: &mut Thread,
    class: &'static TypeObj,
    first: usize,
    p: &Plan,
    ns: &Dict,
) -> R<()> {
    // CLASS RULE 2.
    let put = |name: Ref<'_>, v: Obj| {
        if let Some(h) = v.r().header() {
            h.mark_shared();
        }
        drop(ns.insert_str(name, v));
    };
    for (i, n) in p.names.iter().enumerate() {
        let m = new_member(th, class, n.r(), first + i, false, false)?;
        put(n.r(), m);
    }
    if p.add_dict && ns.get_str(names::__dict__()).is_none() {
        put(
            names::__dict__(),
            crate::call::new_getset(th, class, &DICT)?,
        );
    }
    if p.add_weakref && ns.get_str(names::__weakref__()).is_none() {
        put(
            names::__weakref__(),
            crate::call::new_getset(th, class, &WEAKREF)?,
        );
    }
    Ok(())
}

/// `__dict__` of instances with attribute storage.
pub static DICT: GetSetDef = GetSetDef {
    name: "__dict__",
    get: dict_get,
    set: Some(dict_set),
    doc: "dictionary for instance variables",
};

/// `__weakref__`.
pub static WEAKREF: GetSetDef = GetSetDef {
    name: "__weakref__",
    get: weakref_get,
    set: None,
    doc: "list of weak references to the object",
};

/// The instance's `__dict__`.
pub fn dict_get(th: &mut Thread, o: Ref<'_>) -> R {
    if !o.class().flag(tf::HAS_ATTRS) {
        return match native_dict(o) {
            Some(def) => (def.get)(th, o),
            None => Err(ops::no_attribute(th, o, names::__dict__())),
        };
    }
    crate::shape::to_dict(th, o)
}

/// The `__dict__` of a native base of the object's class, as metaclasses have that derive from a Python class as well.
#[cold]
fn native_dict(o: Ref<'_>) -> Option<&'static GetSetDef> {
    o.class().mro().find_map(|c| {
        let own = c.dict();
        let d = own.get::<Dict>()?.get_str(names::__dict__())?;
        let def = d.get::<crate::call::GetSet>()?.def;
        (!std::ptr::eq(def, &DICT)).then_some(def)
    })
}

/// Replaces (or empties) the instance's `__dict__`.
pub fn dict_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    if !o.class().flag(tf::HAS_ATTRS) {
        return match native_dict(o).and_then(|def| def.set) {
            Some(set) => set(th, o, v),
            None => Err(ops::no_attribute(th, o, names::__dict__())),
        };
    }
    let d = match v {
        None => types::dict::new(th)?,
        Some(d) if types::dict::is_dict(d) => d.own(),
        Some(d) => {
            let m = format!(
                "__dict__ must be set to a dictionary, not a '{}'",
                d.class().tp_name()
            );
            return Err(type_error(th, m));
        }
    };
    crate::shape::replace_dict(th, o, d)
}

fn weakref_get(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(crate::weak::refs_of(o)
        .into_iter()
        .next()
        .unwrap_or_else(Obj::none))
}
