//! `defaultdict`: a dict with one fixed slot, the factory.

use crate::modules::common::{TypeSpec, not_implemented};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{key_error, type_error};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

static DEFAULTDICT: TypeObj = TypeObj::declare("collections.defaultdict");

fn factory(o: Ref<'_>) -> Obj {
    let f = if o.is_instance(&DEFAULTDICT) {
        o.fixed_slot(0).get()
    } else {
        None
    };
    f.unwrap_or_else(Obj::none)
}

fn set_factory(o: Ref<'_>, f: Ref<'_>) {
    if o.is_instance(&DEFAULTDICT) {
        o.fixed_slot(0).set(f.own());
    }
}

fn defaultdict_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Dict::new())
}

fn defaultdict_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let f = a.at(0);
    if !f.is_none() && f.class().slots().call().is_none() {
        let m = "first argument must be callable or None";
        return Err(type_error(th, m));
    }
    set_factory(o, f);
    match types::DICT.slots().init() {
        Some(init) => init(th, o, a.skip(1.min(a.len()))),
        None => Ok(()),
    }
}

fn defaultdict_missing(th: &mut Thread, a: Args<'_>) -> R {
    let (o, key) = (a.at(0), a.at(1));
    let f = factory(o);
    if f.r().is_none() {
        return Err(key_error(th, key));
    }
    let v = call::call(th, f.r(), &[])?;
    let own_store = o
        .class()
        .slots()
        .same(types::slots::SlotId::SetItem, types::DICT.slots());
    if own_store && let Some(d) = o.get::<Dict>() {
        // Threads that miss the same key at once all get the value that was stored first.
        return d.get_or_insert(th, key, v.r());
    }
    ops::setitem(th, o, key, Some(v.r()))?;
    Ok(v)
}

fn defaultdict_copy(th: &mut Thread, a: Args<'_>) -> R {
    copy_of(th, a.at(0), a.at(0))
}

/// `type(o)(o.default_factory, items)`.
fn copy_of(th: &mut Thread, o: Ref<'_>, items: Ref<'_>) -> R {
    let f = factory(o);
    call::call(th, o.type_ref(), &[f.r(), items])
}

fn defaultdict_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if a.get::<Dict>().is_none() || b.get::<Dict>().is_none() {
        return not_implemented();
    }
    let like = if a.is_instance(&DEFAULTDICT) { a } else { b };
    let new = copy_of(th, like, a)?;
    drop(call::call_method(th, new.r(), names::update(), &[b])?);
    Ok(new)
}

fn defaultdict_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let base = match types::DICT.slots().repr() {
        Some(f) => f(th, o)?,
        None => Obj::none(),
    };
    let f = factory(o);
    let ftext = if f.r().is_none() {
        "None".to_string()
    } else if ops::repr_enter(th, o) {
        let r = ops::repr_text(th, f.r());
        ops::repr_leave(th, o);
        r?
    } else {
        "...".to_string()
    };
    let text = format!("{}({ftext}, {})", o.class().name(), pystr::text(base.r()));
    pystr::new(th, &text)
}

fn defaultdict_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let f = factory(o);
    let args = if f.r().is_none() { vec![] } else { vec![f] };
    let args = tuple::new(th, args)?;
    let items = call::call_method(th, o, names::items(), &[])?;
    let it = ops::iter(th, items.r())?;
    let none = Obj::none;
    tuple::new(th, vec![o.type_ref().own(), args, none(), none(), it])
}

fn default_factory_get(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(factory(o))
}
fn default_factory_set(_th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    set_factory(o, v.unwrap_or(Ref::NONE));
    Ok(())
}

static SPEC: TypeSpec = TypeSpec::new(
    &DEFAULTDICT,
    defaultdict_new,
    "defaultdict(default_factory=None, /, [...])\n--\n\nA dict that makes the value of a missing key with the factory.",
)
.getset(&[GetSetDef {
    name: "default_factory",
    get: default_factory_get,
    set: Some(default_factory_set),
    doc: "Factory for default value called by __missing__().",
}])
.methods(&[
    MethodDef::new("__missing__", Kind::One, defaultdict_missing, "Makes, stores and returns the value of a missing key."),
    MethodDef::new("copy", Kind::NoArgs, defaultdict_copy, "A shallow copy."),
    MethodDef::new("__copy__", Kind::NoArgs, defaultdict_copy, "A shallow copy."),
    MethodDef::new("__reduce__", Kind::NoArgs, defaultdict_reduce, "Return state information for pickling."),
]);

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    if !DEFAULTDICT.is_ready() {
        DEFAULTDICT.setup_like(&types::DICT, SPEC.flags);
        DEFAULTDICT.add_fixed_slots(1);
        let s = DEFAULTDICT.slots();
        s.set_new(defaultdict_new);
        s.set_init(defaultdict_init);
        s.set_repr(defaultdict_repr);
        s.set_or(defaultdict_or);
        SPEC.end(th)?;
    }
    module::add(th, m, "defaultdict", DEFAULTDICT.r().own())
}
