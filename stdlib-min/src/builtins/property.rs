//! `property`.

use std::sync::atomic::Ordering::Relaxed;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::descr::Property;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

static INIT: Sig = Sig::parse("fget=, fset=, fdel=, doc=");

fn prop_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Property> {
    o.get::<Property>()
        .ok_or_else(|| type_error(th, "property expected"))
}

fn property_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Property::default())
}

fn property_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    call::with_sig(th, "property", &INIT, a, |th, a| {
        let p = prop_of(th, o)?;
        for (slot, i) in [(&p.fget, 0), (&p.fset, 1), (&p.fdel, 2)] {
            store(slot, a.opt_not_none(i));
        }
        store(&p.name, None);
        // Relaxed: read by the thread that copies the property.
        p.getter_doc.store(false, Relaxed);
        let mut doc = a.opt_not_none(3).map(Ref::own);
        if doc.is_none()
            && let Some(f) = a.opt_not_none(0)
        {
            doc = ops::getattr_opt(th, f, names::__doc__())?.filter(|d| !d.r().is_none());
            p.getter_doc.store(doc.is_some(), Relaxed);
        }
        if o.is_exact(&types::PROPERTY) {
            store(&p.doc, doc.as_ref().map(|d| d.r()));
            return Ok(());
        }
        // A subclass keeps the docstring in its instance, where the class's own does not hide it.
        let none = Obj::none();
        let value = doc.as_ref().unwrap_or(&none);
        match ops::setattr(th, o, names::__doc__(), Some(value.r())) {
            Ok(()) => Ok(()),
            Err(Raised) if p.getter_doc.load(Relaxed) || doc.is_none() => {
                error::suppress(th, &error::ATTRIBUTE_ERROR)
            }
            Err(e) => Err(e),
        }
    })
}

fn store(s: &Slot, v: Option<Ref<'_>>) {
    drop(s.swap(v.map(Ref::own)));
}

/// The name for messages: the one set, else the getter's.
fn name_of(th: &mut Thread, p: &Property) -> R<Option<Obj>> {
    if let Some(n) = p.name.get() {
        return Ok(Some(n));
    }
    match p.fget.get() {
        Some(f) => ops::getattr_opt(th, f.r(), names::__name__()),
        None => Ok(None),
    }
}

#[cold]
fn no_accessor(th: &mut Thread, d: Ref<'_>, o: Ref<'_>, what: &str) -> Raised {
    let p = match prop_of(th, d) {
        Ok(p) => p,
        Err(e) => return e,
    };
    let name = match name_of(th, p) {
        Ok(n) => n,
        Err(e) => return e,
    };
    let class = match ops::getattr(th, o.type_ref(), names::__qualname__()) {
        Ok(q) => pystr::text(q.r()),
        Err(e) => return e,
    };
    let m = match name {
        Some(n) => {
            let r = match ops::repr_text(th, n.r()) {
                Ok(r) => r,
                Err(e) => return e,
            };
            format!("property {r} of '{class}' object has no {what}")
        }
        None => format!("property of '{class}' object has no {what}"),
    };
    error::raise(th, &error::ATTRIBUTE_ERROR, m)
}

fn property_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let Some(o) = o else { return Ok(d.own()) };
    match prop_of(th, d)?.fget.get() {
        Some(f) => call::call(th, f.r(), &[o]),
        None => Err(no_accessor(th, d, o, "getter")),
    }
}

fn property_set(th: &mut Thread, d: Ref<'_>, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let p = prop_of(th, d)?;
    let r = match v {
        Some(v) => match p.fset.get() {
            Some(f) => call::call(th, f.r(), &[o, v]),
            None => Err(no_accessor(th, d, o, "setter")),
        },
        None => match p.fdel.get() {
            Some(f) => call::call(th, f.r(), &[o]),
            None => Err(no_accessor(th, d, o, "deleter")),
        },
    };
    r.map(drop)
}

/// A copy with one accessor replaced.
fn copy_with(th: &mut Thread, o: Ref<'_>, which: usize, f: Ref<'_>) -> R {
    let p = prop_of(th, o)?;
    let part = |s: &Slot| s.get().unwrap_or_else(Obj::none);
    let mut parts = [part(&p.fget), part(&p.fset), part(&p.fdel)];
    if !f.is_none()
        && let Some(x) = parts.get_mut(which)
    {
        *x = f.own();
    }
    // A docstring that came from the getter is taken from the new getter.
    let from_getter = p.getter_doc.load(Relaxed);
    let doc = if from_getter && !parts[0].r().is_none() {
        Obj::none()
    } else {
        ops::getattr_opt(th, o, names::__doc__())?.unwrap_or_else(Obj::none)
    };
    let args = [parts[0].r(), parts[1].r(), parts[2].r(), doc.r()];
    let new = call::call(th, o.type_ref(), &args)?;
    if let Some(q) = new.get::<Property>() {
        store(&q.name, p.name.get().as_ref().map(|n| n.r()));
    }
    Ok(new)
}

fn property_getter(th: &mut Thread, a: Args<'_>) -> R {
    copy_with(th, a.at(0), 0, a.at(1))
}
fn property_setter(th: &mut Thread, a: Args<'_>) -> R {
    copy_with(th, a.at(0), 1, a.at(1))
}
fn property_deleter(th: &mut Thread, a: Args<'_>) -> R {
    copy_with(th, a.at(0), 2, a.at(1))
}

fn property_set_name(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() != 3 {
        let n = a.len().saturating_sub(1);
        let m = format!("__set_name__() takes 2 positional arguments but {n} were given");
        return Err(type_error(th, m));
    }
    let p = prop_of(th, a.at(0))?;
    store(&p.name, Some(a.at(2)));
    Ok(Obj::none())
}

macro_rules! accessor {
    ($f:ident $field:ident) => {
        fn $f(th: &mut Thread, o: Ref<'_>) -> R {
            Ok(prop_of(th, o)?.$field.get().unwrap_or_else(Obj::none))
        }
    };
}
accessor!(fget_get fget);
accessor!(fset_get fset);
accessor!(fdel_get fdel);
accessor!(doc_get doc);

fn doc_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let p = prop_of(th, o)?;
    store(&p.doc, v);
    Ok(())
}

fn name_get(th: &mut Thread, o: Ref<'_>) -> R {
    let p = prop_of(th, o)?;
    match name_of(th, p)? {
        Some(n) => Ok(n),
        None => Err(ops::no_attribute(th, o, names::__name__())),
    }
}
fn name_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let p = prop_of(th, o)?;
    store(&p.name, v);
    Ok(())
}

fn abstract_get(th: &mut Thread, o: Ref<'_>) -> R {
    let p = prop_of(th, o)?;
    for s in [&p.fget, &p.fset, &p.fdel] {
        if let Some(f) = s.get()
            && super::wrapped::is_abstract(th, f.r())?
        {
            return Ok(Obj::bool(true));
        }
    }
    Ok(Obj::bool(false))
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "fget",
        get: fget_get,
        set: Some(super::seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "fset",
        get: fset_get,
        set: Some(super::seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "fdel",
        get: fdel_get,
        set: Some(super::seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: doc_get,
        set: Some(doc_set),
        doc: "",
    },
    GetSetDef {
        name: "__name__",
        get: name_get,
        set: Some(name_set),
        doc: "",
    },
    GetSetDef {
        name: "__isabstractmethod__",
        get: abstract_get,
        set: None,
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "getter",
        Kind::One,
        property_getter,
        "The property with another getter.",
    ),
    MethodDef::new(
        "setter",
        Kind::One,
        property_setter,
        "The property with another setter.",
    ),
    MethodDef::new(
        "deleter",
        Kind::One,
        property_deleter,
        "The property with another deleter.",
    ),
    MethodDef::new(
        "__set_name__",
        Kind::Any,
        property_set_name,
        "Tells the property its name.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::PROPERTY;
    let s = t.slots();
    s.set_new(property_new);
    s.set_init(property_init);
    s.set_descr_get(property_get);
    s.set_descr_set(property_set);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
