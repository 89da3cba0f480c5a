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
use crate::types::typeobj::{TypeData, TypeObj, flags as tf};
use crate::types::{self, descr, slotdefs, str as pystr, tuple};
use crate::value::Word;
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
    let object;
    let bases = if tuple::items(bases).len() == 0 {
        object = tuple::of(th, [types::OBJECT.r().own()])?;
        object.r()
    } else {
        bases
    };
    let list = mro::classes_of(th, bases)?;
    let base = mro::best_base(th, &list)?;
    let mut n = Namespace::copy(th, ns)?;
    let dict = n.dict.clone();
    let Some(d) = dict.get::<Dict>() else {
        return Err(type_error(th, "the namespace must be a dict"));
    };
    let plan = members::plan(th, &text, base, &list, d)?;
    let cells = n.take_cells(th)?;
    let qualname = n.take_qualname(th, name)?;
    n.fill(th, d)?;

    let class = Obj::new(th, meta.r(), TypeData::new(""))?;
    let Some(t) = class.r().as_type() else {
        return Err(type_error(th, "the metaclass does not make classes"));
    };
    t.init_heap(
        base.layout(),
        class_flags(base, &list, &plan),
        base.fixed_slots() + plan.names.len(),
    );
    t.set_name(pystr::try_intern(th, name)?.own());
    t.data().qualname.set(qualname);
    members::install(th, t, base.fixed_slots(), &plan, d)?;
    n.dunders
        .extend(plan.names.iter().map(|n| pystr::intern(n.r())));
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
    n.set_capacity(t, base, &list);
    n.fill_slots(
        th,
        t,
        base,
        list.len() == 1 && mro.len() == base.mro().count() + 1,
    );
    if n.own(names::__abc_tpflags__()) {
        adopt_pattern_flags(t);
    }
    t.finish();
    set_names(th, t, &n.to_name)?;
    init_subclass(th, t, a)?;
    Ok(class)
}

/// A class's namespace, copied, and what one walk over it tells.
struct Namespace {
    dict: Obj,
    /// Its names with a meaning: `__x__`.
    dunders: Vec<Ref<'static>>,
    /// `__classcell__`, `__classdictcell__`, `__qualname__`: not in the copy.
    special: [Option<Obj>; 3],
    /// Names of attributes that instances will have: those of which the class holds a default, numbers and None.
    defaults: Vec<Ref<'static>>,
    /// Name and value of what may have a `__set_name__`.
    to_name: Vec<(Obj, Obj)>,
}

impl Namespace {
    fn copy(th: &mut Thread, ns: Ref<'_>) -> R<Namespace> {
        let mut n = Namespace {
            dict: dict::new(th)?,
            dunders: Vec::new(),
            special: [None, None, None],
            defaults: Vec::new(),
            to_name: Vec::new(),
        };
        let dict = n.dict.clone();
        let (Some(from), Some(to)) = (ns.get::<Dict>(), dict.get::<Dict>()) else {
            return Ok(n);
        };
        to.reserve(from.len() + 4);
        let mut at = 0;
        while let Some((i, k, v)) = from.next_at(at) {
            at = i + 1;
            // CLASS RULE 2.
            if let Some(h) = v.r().header() {
                h.mark_shared();
            }
            if k.r().is_exact(&types::STR) {
                n.take(to, pystr::intern(k.r()), v);
            } else {
                n.note(k.r(), &v);
                drop(to.insert(th, k.r(), v)?);
            }
        }
        Ok(n)
    }

    /// Takes one item over. Attribute names are found by identity first, so they are interned.
    fn take(&mut self, to: &Dict, name: Ref<'static>, v: Obj) {
        let dunder = pystr::starts_with(name, b"__");
        if dunder {
            let special = [
                names::__classcell__(),
                names::__classdictcell__(),
                names::__qualname__(),
            ];
            if let Some(i) = special.iter().position(|s| s.is(name)) {
                self.special[i] = Some(v);
                return;
            }
            self.dunders.push(name);
        } else if !v.r().is_ptr() {
            self.defaults.push(name);
        }
        self.note(name, &v);
        // Anything else than a second name of the same text in the namespace (of another class than str) is new.
        drop(to.insert_str(name, v));
    }

    fn note(&mut self, name: Ref<'_>, v: &Obj) {
        // What most namespaces are full of has no `__set_name__`.
        let class = v.r().class();
        let common = [
            &types::FUNCTION,
            &types::STR,
            &types::TUPLE,
            &types::STATICMETHOD,
            &types::CLASSMETHOD,
        ];
        if v.r().is_ptr() && !common.iter().any(|t| std::ptr::eq(*t, class)) {
            self.to_name.push((name.own(), v.clone()));
        }
    }

    /// Whether the namespace has the interned dunder `name`.
    fn own(&self, name: Ref<'_>) -> bool {
        self.dunders.iter().any(|d| d.is(name))
    }

    /// Adds an item that the class gets by itself.
    fn add(&mut self, d: &Dict, name: Ref<'static>, v: Obj) {
        if let Some(h) = v.r().header() {
            h.mark_shared();
        }
        drop(d.insert_str(name, v));
        if !self.own(name) {
            self.dunders.push(name);
        }
    }

    /// `__classcell__` and `__classdictcell__`.
    fn take_cells(&mut self, th: &mut Thread) -> R<[Option<Obj>; 2]> {
        let [class, dict, _] = &mut self.special;
        let out = [class.take(), dict.take()];
        for (c, name) in out.iter().zip(["__classcell__", "__classdictcell__"]) {
            let Some(c) = c else { continue };
            if hooks::cell(c.r()).is_none() {
                let r = ops::repr_text(th, c.r().type_ref())?;
                return Err(type_error(
                    th,
                    format!("{name} must be a nonlocal cell, not {r}"),
                ));
            }
        }
        Ok(out)
    }

    fn take_qualname(&mut self, th: &mut Thread, name: Ref<'_>) -> R {
        match self.special[2].take() {
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

    /// `__module__`, `__doc__`, the functions that become static or class methods by their name, and `__hash__` of a class
    /// that defines `__eq__` alone.
    fn fill(&mut self, th: &mut Thread, d: &Dict) -> R<()> {
        if !self.own(names::__module__())
            && let Some(g) = hooks::caller_globals(th)
            && let Some(m) = g.get::<Dict>().and_then(|g| g.get_str(names::__name__()))
        {
            self.add(d, names::__module__(), m);
        }
        if self.own(names::__new__())
            && let Some(f) = d.get_str(names::__new__())
            && f.r().is_exact(&types::FUNCTION)
        {
            let s = descr::new_static(th, f)?;
            self.add(d, names::__new__(), s);
        }
        for n in [names::__init_subclass__(), names::__class_getitem__()] {
            if self.own(n)
                && let Some(f) = d.get_str(n)
                && f.r().is_exact(&types::FUNCTION)
            {
                let c = descr::new_class(th, f)?;
                self.add(d, n, c);
            }
        }
        if !self.own(names::__doc__()) {
            self.add(d, names::__doc__(), Obj::none());
        }
        if self.own(names::__eq__()) && !self.own(names::__hash__()) {
            self.add(d, names::__hash__(), Obj::none());
        }
        Ok(())
    }

    /// Room for the attributes that the methods of the class and its bases set on self, and for those of which they hold a
    /// default.
    fn set_capacity(&self, t: &'static TypeObj, base: &TypeObj, bases: &[&'static TypeObj]) {
        let mut seen: Vec<Word> = Vec::new();
        let mut add = |w: Word| {
            if !seen.contains(&w) {
                seen.push(w);
            }
        };
        for b in bases {
            b.data().wanted().iter().copied().for_each(&mut add);
        }
        let own = self
            .dict
            .get::<Dict>()
            .filter(|_| self.own(names::__static_attributes__()));
        if let Some(listed) = own.and_then(|d| d.get_str(names::__static_attributes__())) {
            tuple::items(listed.r()).for_each(|n| add(pystr::intern(n).word()));
        }
        self.defaults.iter().for_each(|n| add(n.word()));
        // Objects with many attributes often get one more from outside. Where it finds no room the object keeps a dict, whose
        // attributes take longer to find; so some have spare room, who need less than a quarter more for it.
        t.set_capacity(match seen.len() {
            0 => base.capacity(),
            n @ ..6 => n,
            n => n + n / 4,
        });
        t.data().set_wanted(seen);
    }

    /// The slots that follow from the attributes. `single`: of one base, and the MRO is the class and that of the base.
    fn fill_slots(
        &self,
        th: &mut Thread,
        t: &'static TypeObj,
        base: &'static TypeObj,
        single: bool,
    ) {
        let _g = slotdefs::lock_updates();
        if single {
            t.slots().copy_all(base.slots());
            slotdefs::update_named(th, t, &self.dunders);
        } else {
            slotdefs::update_all(th, t);
        }
    }
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

fn set_names(th: &mut Thread, class: &'static TypeObj, items: &[(Obj, Obj)]) -> R<()> {
    for (k, v) in items {
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
        .and_then(|d| d.get_str(names::__abc_tpflags__()))
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
    call::call_args(th, bound.r(), a.skip(a.len()))?;
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
        d.room_for_one(th)?;
    }
    let name = pystr::try_intern(th, name)?;
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
    if name.is(names::__abc_tpflags__()) {
        adopt_pattern_flags(t);
    }
    Ok(())
}
