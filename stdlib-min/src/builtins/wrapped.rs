//! `classmethod` and `staticmethod`.

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::classes::members;
use typhon_runtime::types::descr::Wrapped;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops, shape};

/// Whether `o.__isabstractmethod__` is true.
pub fn is_abstract(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    match ops::getattr_opt(th, o, names::__isabstractmethod__())? {
        Some(v) => ops::is_true(th, v.r()),
        None => Ok(false),
    }
}

fn callable(th: &mut Thread, o: Ref<'_>) -> R {
    match o.get::<Wrapped>().and_then(|w| w.callable.get()) {
        Some(f) => Ok(f),
        None => Err(error::runtime_error(th, "uninitialized method object")),
    }
}

fn wrapped_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Wrapped::default())
}

fn init_as(th: &mut Thread, o: Ref<'_>, a: Args<'_>, name: &str) -> R<()> {
    a.no_kw(th, name)?;
    a.check(th, name, 1, 1)?;
    let f = a.at(0);
    if let Some(w) = o.get::<Wrapped>() {
        w.callable.set(f.own());
    }
    // As functools.update_wrapper does.
    for n in [
        names::__module__(),
        names::__name__(),
        names::__qualname__(),
        names::__doc__(),
    ] {
        if let Some(v) = ops::getattr_opt(th, f, n)? {
            shape::set(th, o, n, v)?;
        }
    }
    Ok(())
}

fn classmethod_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_as(th, o, a, "classmethod")
}
fn staticmethod_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_as(th, o, a, "staticmethod")
}

fn classmethod_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, class: Ref<'_>) -> R {
    let f = callable(th, d)?;
    let class = match (class.is_none(), o) {
        (true, Some(o)) => o.type_ref(),
        _ => class,
    };
    call::bind(th, f.r(), class)
}

fn staticmethod_get(th: &mut Thread, d: Ref<'_>, _o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    callable(th, d)
}

fn staticmethod_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let f = callable(th, o)?;
    call::call_args(th, f.r(), a)
}

fn repr_as(th: &mut Thread, o: Ref<'_>, name: &str) -> R {
    let f = func_get(th, o)?;
    let r = ops::repr_text(th, f.r())?;
    pystr::new(th, &format!("<{name}({r})>"))
}
fn classmethod_repr(th: &mut Thread, o: Ref<'_>) -> R {
    repr_as(th, o, "classmethod")
}
fn staticmethod_repr(th: &mut Thread, o: Ref<'_>) -> R {
    repr_as(th, o, "staticmethod")
}

fn func_get(th: &mut Thread, o: Ref<'_>) -> R {
    match o.get::<Wrapped>() {
        Some(w) => Ok(w.callable.get().unwrap_or_else(Obj::none)),
        None => Err(type_error(th, "classmethod or staticmethod expected")),
    }
}
fn abstract_get(th: &mut Thread, o: Ref<'_>) -> R {
    let f = func_get(th, o)?;
    is_abstract(th, f.r()).map(Obj::bool)
}

/// An annotation attribute: the one set on the wrapper, else the callable's, remembered.
fn forward(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    if let Some(v) = shape::get(o, name) {
        return Ok(v);
    }
    let f = callable(th, o)?;
    let v = ops::getattr(th, f.r(), name)?;
    shape::set(th, o, name, v.clone())?;
    Ok(v)
}
fn forward_set(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let done = match v {
        Some(v) => shape::set(th, o, name, v.own())?,
        None => shape::delete(th, o, name)?,
    };
    if done {
        Ok(())
    } else {
        Err(ops::no_attribute(th, o, name))
    }
}
fn annotations_get(th: &mut Thread, o: Ref<'_>) -> R {
    forward(th, o, names::__annotations__())
}
fn annotations_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    forward_set(th, o, names::__annotations__(), v)
}
fn annotate_get(th: &mut Thread, o: Ref<'_>) -> R {
    forward(th, o, names::__annotate__())
}
fn annotate_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    forward_set(th, o, names::__annotate__(), v)
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__func__",
        get: func_get,
        set: Some(super::seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "__wrapped__",
        get: func_get,
        set: Some(super::seq::readonly),
        doc: "",
    },
    GetSetDef {
        name: "__isabstractmethod__",
        get: abstract_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__dict__",
        get: members::dict_get,
        set: Some(members::dict_set),
        doc: "",
    },
    GetSetDef {
        name: "__annotations__",
        get: annotations_get,
        set: Some(annotations_set),
        doc: "",
    },
    GetSetDef {
        name: "__annotate__",
        get: annotate_get,
        set: Some(annotate_set),
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[MethodDef::class(
    "__class_getitem__",
    Kind::One,
    super::alias::class_getitem,
    "See PEP 585.",
)];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::CLASSMETHOD;
    t.slots().set_new(wrapped_new);
    t.slots().set_init(classmethod_init);
    t.slots().set_descr_get(classmethod_get);
    t.slots().set_repr(classmethod_repr);
    let t = &types::STATICMETHOD;
    t.slots().set_new(wrapped_new);
    t.slots().set_init(staticmethod_init);
    t.slots().set_descr_get(staticmethod_get);
    t.slots().set_call(staticmethod_call);
    t.slots().set_repr(staticmethod_repr);
    for t in [&types::CLASSMETHOD, &types::STATICMETHOD] {
        call::add_methods(th, t, METHODS)?;
        call::add_getset(th, t, GETSET)?;
        slotdefs::finish(th, t)?;
    }
    Ok(())
}
