//! Making classes: what `type.__new__` does, from a name, a tuple of bases and a namespace to a finished class.
//!
//! CLASS RULE 1. A class is linked to its bases and gets its MRO before any Python code can see it, and its slots
//!   before `__set_name__` and `__init_subclass__` run.
//! CLASS RULE 2. Every value of the namespace is made SHARED before it stands in the class (TYPE RULE 2).

pub mod assign;
pub mod members;
pub mod mro;

use crate::call::{self, Args, call_special};
use crate::error::{self, type_error};
use crate::hooks;
use crate::names;
use crate::obj::{Empty, Obj, Payload, R, Raised, Ref, Val};
use crate::ops;
use crate::thread::Thread;
use crate::types::dict::{self, Dict};
use crate::types::slots::ALL_SLOTS;
use crate::types::typeobj::{TypeData, TypeObj, flags as tf};
use crate::types::{self, descr, slotdefs, str as pystr, tuple};
use members::Plan;

/// `type.__new__(meta, name, bases, namespace, **kwargs)` after the types of the arguments are checked and the
/// metaclass is settled; `a` brings the keyword arguments for `__init_subclass__`.
pub fn build(
    th: &mut Thread,
    meta: &'static TypeObj,
    name: Ref<'_>,
    bases: Ref<'_>,
    ns: Ref<'_>,
    a: Args<'_>,
) -> R {
    let text = pystr::text(name);
    if text.contains('\0') {
        return Err(error::value_error(
            th,
            "type name must not contain null characters",
        ));
    }
    let object = tuple::new(th, vec![types::OBJECT.r().own()])?;
    let bases = if tuple::items(bases).len() == 0 {
        object.r()
    } else {
        bases
    };
    let list = mro::classes_of(th, bases)?;
    let base = mro::best_base(th, &list)?;
    let dict = copy_namespace(th, ns)?;
    let Some(d) = dict.get::<Dict>() else {
        return Err(type_error(th, "the namespace must be a dict"));
    };
    let plan = members::plan(th, &text, base, &list, d)?;
    let own_slot_names = d.items().iter().any(|(k, _)| slotdefs::is_slot_name(k.r()));
    let cells = take_cells(th, d)?;
    let qualname = take_qualname(th, d, name)?;
    fill_namespace(th, d)?;

    let class = Obj::new(th, meta.r(), TypeData::new(""))?;
    let Some(t) = class.r().as_type() else {
        return Err(type_error(th, "the metaclass does not make classes"));
    };
    t.init_heap(
        base.layout(),
        class_flags(base, &list, &plan),
        base.fixed_slots() + plan.names.len(),
    );
    t.set_name(pystr::intern(name).own());
    t.data().qualname.set(qualname);
    members::install(th, t, base.fixed_slots(), &plan, d)?;
    if d.get_str(names::__doc__()).is_none() {
        drop(d.insert_str(names::__doc__(), Obj::none()));
    }
    for (_, v) in d.items() {
        if let Some(h) = v.r().header() {
            h.mark_shared();
        }
    }
    if let Some(h) = dict.r().header() {
        h.mark_shared();
    }
    t.dict_slot().set(dict.clone());
    t.set_bases(Some(base), bases.own());
    // Before a `mro()` of Python, which may call methods that use `__class__`.
    for (cell, value) in cells.into_iter().zip([class.clone(), dict.clone()]) {
        if let Some(s) = cell.as_ref().and_then(|c| hooks::cell(c.r())) {
            s.set(value);
        }
    }
    let mro = mro::compute(th, t)?;
    t.set_mro(&mro);
    set_capacity(t, base);
    unhashable_if_only_equal(d);
    {
        let _g = slotdefs::lock_updates();
        // A class that adds no dunder to a single base has the base's slots.
        if list.len() == 1 && mro.len() == base.mro().count() + 1 && !own_slot_names {
            for id in ALL_SLOTS {
                t.slots().copy_from(id, base.slots());
            }
            t.set_flag(tf::HAS_FINALIZER, base.flag(tf::HAS_FINALIZER));
        } else {
            slotdefs::update_all(th, t);
        }
    }
    adopt_pattern_flags(t);
    t.finish();
    set_names(th, t, d)?;
    init_subclass(th, t, a)?;
    Ok(class)
}

fn copy_namespace(th: &mut Thread, ns: Ref<'_>) -> R {
    let new = dict::new(th)?;
    if let (Some(from), Some(to)) = (ns.get::<Dict>(), new.get::<Dict>()) {
        to.reserve(from.len() + 4);
        for (k, v) in from.items() {
            // Attribute names are found by identity first.
            if k.r().is_exact(&types::STR) {
                drop(to.insert_str(pystr::intern(k.r()), v));
            } else {
                drop(to.insert(th, k.r(), v)?);
            }
        }
    }
    Ok(new)
}

/// `__classcell__` and `__classdictcell__`, removed from the namespace.
fn take_cells(th: &mut Thread, d: &Dict) -> R<[Option<Obj>; 2]> {
    let mut out = [None, None];
    for (slot, name) in out.iter_mut().zip(["__classcell__", "__classdictcell__"]) {
        let Some(c) = d.remove_str(pystr::intern_str(name)) else {
            continue;
        };
        if hooks::cell(c.r()).is_none() {
            let r = ops::repr_text(th, c.r().type_ref())?;
            return Err(type_error(
                th,
                format!("{name} must be a nonlocal cell, not {r}"),
            ));
        }
        *slot = Some(c);
    }
    Ok(out)
}

fn take_qualname(th: &mut Thread, d: &Dict, name: Ref<'_>) -> R {
    match d.remove_str(names::__qualname__()) {
        None => Ok(name.own()),
        Some(q) if pystr::is_str(q.r()) => Ok(q),
        Some(q) => {
            let m = format!(
                "type __qualname__ must be a str, not {}",
                q.r().class().tp_name()
            );
            Err(type_error(th, m))
        }
    }
}

/// `__module__`, and the functions that become static or class methods by their name.
fn fill_namespace(th: &mut Thread, d: &Dict) -> R<()> {
    if d.get_str(names::__module__()).is_none()
        && let Some(g) = hooks::caller_globals(th)
        && let Some(m) = g.get::<Dict>().and_then(|g| g.get_str(names::__name__()))
    {
        drop(d.insert_str(names::__module__(), m));
    }
    if let Some(f) = d.get_str(names::__new__())
        && f.r().is_exact(&types::FUNCTION)
    {
        let s = descr::new_static(th, f)?;
        drop(d.insert_str(names::__new__(), s));
    }
    for n in [names::__init_subclass__(), names::__class_getitem__()] {
        if let Some(f) = d.get_str(n)
            && f.r().is_exact(&types::FUNCTION)
        {
            let c = descr::new_class(th, f)?;
            drop(d.insert_str(n, c));
        }
    }
    Ok(())
}

const COLLECTION: u32 = tf::MATCH_SEQUENCE | tf::MATCH_MAPPING;

fn class_flags(base: &'static TypeObj, bases: &[&'static TypeObj], p: &Plan) -> u32 {
    let mut fl =
        tf::HEAP | tf::BASE | (base.flags() & tf::INHERITED) | (base.flags() & tf::HAS_ATTRS);
    if p.add_dict {
        fl |= tf::HAS_ATTRS;
    }
    if p.add_weakref {
        fl |= tf::WEAKREFS;
    }
    // The first base that is a collection says which kind, whatever the layout comes from.
    fl &= !COLLECTION;
    for b in bases {
        if fl & COLLECTION == 0 {
            fl |= b.flags() & COLLECTION;
        }
    }
    fl
}

/// Room for the attributes that the methods of the class and its bases set on self, and for those of which the class
/// holds a default: numbers and None.
fn set_capacity(t: &'static TypeObj, base: &'static TypeObj) {
    let mut seen: Vec<crate::value::Word> = Vec::new();
    let mut add = |n: Ref<'_>| {
        let w = pystr::intern(n).word();
        if !seen.contains(&w) {
            seen.push(w);
        }
    };
    for c in t.mro() {
        let d = c.dict();
        let Some(d) = d.get::<Dict>().filter(|_| c.flag(tf::HEAP)) else {
            continue;
        };
        if let Some(names) = d.get_str(names::__static_attributes__()) {
            tuple::items(names.r()).for_each(&mut add);
        }
        for (k, v) in d.items() {
            if !v.r().is_ptr()
                && k.r().is_exact(&types::STR)
                && !pystr::text(k.r()).starts_with("__")
            {
                add(k.r());
            }
        }
    }
    t.set_capacity(if seen.is_empty() {
        base.capacity()
    } else {
        seen.len()
    });
}

/// A class that defines `__eq__` but not `__hash__` is unhashable.
fn unhashable_if_only_equal(d: &Dict) {
    if d.get_str(names::__eq__()).is_some() && d.get_str(names::__hash__()).is_none() {
        drop(d.insert_str(names::__hash__(), Obj::none()));
    }
}

fn set_names(th: &mut Thread, class: &'static TypeObj, d: &Dict) -> R<()> {
    for (k, v) in d.items() {
        if !v.r().is_ptr() {
            continue;
        }
        let r = call_special(th, v.r(), names::__set_name__(), &[class.r(), k.r()]);
        if let Err(Raised) = r {
            let e = error::fetch(th);
            let key = ops::repr_text(th, k.r())?;
            let note = format!(
                "Error calling __set_name__ on '{}' instance {key} in '{}'",
                v.r().class().tp_name(),
                class.name()
            );
            error::add_note(th, e.r(), &note)?;
            return Err(error::restore(th, e));
        }
    }
    Ok(())
}

/// A class's own `__abc_tpflags__` says whether `match` takes its instances for sequences or mappings; the bits are
/// CPython's.
fn adopt_pattern_flags(t: &'static TypeObj) {
    let own = t.dict();
    let Some(v) = own
        .get::<Dict>()
        .and_then(|d| d.get_str(pystr::intern_str("__abc_tpflags__")))
    else {
        return;
    };
    let bits = v.r().as_small().unwrap_or(0);
    for (bit, flag) in [(1 << 5, tf::MATCH_SEQUENCE), (1 << 6, tf::MATCH_MAPPING)] {
        if bits & bit != 0 {
            set_collection(t, flag);
        }
    }
}

/// Makes a class and those derived from it a collection of one kind.
fn set_collection(t: &'static TypeObj, flag: u32) {
    if t.flags() & COLLECTION == flag {
        return;
    }
    t.set_flag(COLLECTION, false);
    t.set_flag(flag, true);
    for sub in t.subclasses() {
        if let Some(s) = sub.r().as_type() {
            set_collection(s, flag);
        }
    }
}

/// `super(class, class).__init_subclass__(**kwargs)`.
fn init_subclass(th: &mut Thread, class: &'static TypeObj, a: Args<'_>) -> R<()> {
    let mut found = None;
    for t in class.mro().skip(1) {
        found = t
            .dict()
            .get::<Dict>()
            .and_then(|d| d.get_str(names::__init_subclass__()));
        if found.is_some() {
            break;
        }
    }
    let Some(f) = found else { return Ok(()) };
    let bound = match f.r().class().slots().descr_get() {
        Some(get) => get(th, f.r(), None, class.r())?,
        None => f,
    };
    let values: Vec<Ref<'_>> = a.kwargs().map(|p| p.1).collect();
    match a.kw_names() {
        Some(n) => call::call_args(th, bound.r(), Args::with_kw(&values, n))?,
        None => call::call_args(th, bound.r(), Args::NONE)?,
    };
    Ok(())
}

// ------------------------------------------------------------------ calling classes

/// `class(*args, **kwargs)` for classes whose metaclass is `type`: `__new__`, then `__init__` of the result's class.
pub fn instantiate(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let Some(t) = class.as_type() else {
        return Err(type_error(th, "class expected"));
    };
    let Some(new) = t.slots().new_() else {
        return Err(type_error(
            th,
            format!("cannot create '{}' instances", t.tp_name()),
        ));
    };
    let o = new(th, class, a)?;
    initialize(th, t, o, a)
}

/// The second half of `instantiate`: `__init__` of what `__new__` gave, if that is an instance of `t`.
pub fn initialize(th: &mut Thread, t: &'static TypeObj, o: Obj, a: Args<'_>) -> R {
    if !o.r().is_instance(t) {
        return Ok(o);
    }
    if let Some(init) = o.r().class().slots().init() {
        init(th, o.r(), a)?;
    }
    Ok(o)
}

/// `object.__new__`.
pub fn object_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let Some(t) = class.as_type() else {
        return Err(type_error(th, "class expected"));
    };
    if !a.is_empty() || a.kw_len() > 0 {
        let s = t.slots();
        if !s.same(crate::types::slots::SlotId::New, types::OBJECT.slots()) {
            return Err(type_error(
                th,
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if s.same(crate::types::slots::SlotId::Init, types::OBJECT.slots()) {
            return Err(type_error(th, format!("{}() takes no arguments", t.name())));
        }
    }
    if t.flag(tf::ABSTRACT) {
        return Err(abstract_error(th, t));
    }
    if !std::ptr::eq(t.layout(), Empty::layout()) {
        return Err(type_error(
            th,
            format!("cannot create '{}' instances", t.tp_name()),
        ));
    }
    Obj::new(th, class, Empty)
}

#[cold]
fn abstract_error(th: &mut Thread, t: &'static TypeObj) -> Raised {
    let found = t
        .dict()
        .get::<Dict>()
        .and_then(|d| d.get_str(pystr::intern_str("__abstractmethods__")));
    let Some(found) = found else {
        return error::raise(th, &error::ATTRIBUTE_ERROR, "__abstractmethods__");
    };
    let mut list: Vec<String> = match ops::collect(th, found.r()) {
        Ok(v) => v.iter().map(|o| pystr::text(o.r())).collect(),
        Err(e) => return e,
    };
    list.sort();
    let s = if list.len() == 1 { "" } else { "s" };
    let m = format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{s} '{}'",
        t.name(),
        list.join("', '")
    );
    type_error(th, m)
}

/// `object.__init__`.
pub fn object_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if a.is_empty() && a.kw_len() == 0 {
        return Ok(());
    }
    let t = o.class();
    let s = t.slots();
    if !s.same(crate::types::slots::SlotId::Init, types::OBJECT.slots()) {
        return Err(type_error(
            th,
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    if s.same(crate::types::slots::SlotId::New, types::OBJECT.slots()) {
        let m = format!(
            "{}.__init__() takes exactly one argument (the instance to initialize)",
            t.name()
        );
        return Err(type_error(th, m));
    }
    Ok(())
}

// ------------------------------------------------------------------ attributes of classes

/// `type.__getattribute__`.
pub fn type_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    match type_getattr_opt(th, o, name)? {
        Some(v) => Ok(v),
        None => Err(no_attribute(th, o, name)),
    }
}

#[cold]
fn no_attribute(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> Raised {
    let c = o.as_type().map(TypeObj::name).unwrap_or_default();
    let m = format!("type object '{c}' has no attribute '{}'", pystr::text(name));
    error::attribute_error(th, m, o, name)
}

/// As `type_getattr`; None if there is no such attribute.
pub fn type_getattr_opt(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
    let Some(t) = o.as_type() else {
        return Err(type_error(th, "class expected"));
    };
    if !pystr::is_str(name) {
        let m = format!(
            "attribute name must be string, not '{}'",
            name.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let meta = o.class();
    let in_meta = meta.lookup(th, name).map(Val::own);
    if let Some(m) = &in_meta
        && let Some(get) = m.r().class().slots().descr_get()
        && m.r()
            .class()
            .slots()
            .has(crate::types::slots::SlotId::DescrSet)
    {
        return get(th, m.r(), Some(o), meta.r()).map(Some);
    }
    if let Some(v) = t.lookup(th, name).map(Val::own) {
        return match v.r().class().slots().descr_get() {
            Some(get) => get(th, v.r(), None, o).map(Some),
            None => Ok(Some(v)),
        };
    }
    match in_meta {
        Some(m) => match m.r().class().slots().descr_get() {
            Some(get) => get(th, m.r(), Some(o), meta.r()).map(Some),
            None => Ok(Some(m)),
        },
        None => Ok(None),
    }
}

/// `type.__setattr__` and `__delattr__`.
pub fn type_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(t) = o.as_type() else {
        return Err(type_error(th, "class expected"));
    };
    if !t.flag(tf::HEAP) || t.flag(tf::IMMUTABLE) {
        let m = format!(
            "cannot set {} attribute of immutable type '{}'",
            ops::repr_text(th, name)?,
            t.tp_name()
        );
        return Err(type_error(th, m));
    }
    if !pystr::is_str(name) {
        let m = format!(
            "attribute name must be string, not '{}'",
            name.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let meta = o.class();
    if let Some(m) = meta.lookup(th, name).map(Val::own)
        && let Some(set) = m.r().class().slots().descr_set()
    {
        return set(th, m.r(), o, v);
    }
    if let Some(d) = t.dict().get::<Dict>() {
        // A new name stays for ever.
        d.room_for_one(th)?;
    }
    let name = pystr::intern(name);
    let done = if slotdefs::is_slot_name(name) {
        let _g = slotdefs::lock_updates();
        let done = t.set_attr(name, v.map(Ref::own));
        if done {
            slotdefs::update_slots(th, t, name);
        }
        done
    } else {
        t.set_attr(name, v.map(Ref::own))
    };
    if !done {
        return Err(no_attribute(th, o, name));
    }
    if name.is(pystr::intern_str("__abc_tpflags__")) {
        adopt_pattern_flags(t);
    }
    Ok(())
}
