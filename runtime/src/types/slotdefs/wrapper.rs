//! `wrapper_descriptor` and `method-wrapper`: native slots as methods, with CPython's argument checks; and the
//! `__new__` of native constructors.

use super::{SlotDef, Wrap};
use crate::call::{Args, Bind, Kind, MethodDef, NativeFunction};
use crate::error::{self, type_error};
use crate::obj::{Obj, R, Raised, Ref};
use crate::ops;
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types;
use crate::types::slots::{InitFn, SetFn, SlotTable};
use crate::types::typeobj::{TypeObj, flags as tf};

/// Payload of `wrapper_descriptor`.
pub struct SlotWrapper {
    /// The row.
    pub def: &'static SlotDef,
    /// The static type whose slot it calls.
    pub owner: &'static TypeObj,
}
crate::payload!(SlotWrapper);

/// Payload of `method-wrapper`.
pub struct BoundWrapper {
    /// The `wrapper_descriptor`.
    pub descr: Slot,
    /// The instance.
    pub slf: Slot,
}
crate::payload!(
    BoundWrapper,
    traverse | s,
    v | {
        s.descr.visit(v);
        s.slf.visit(v)
    },
    clear | s | {
        drop(s.descr.take());
        drop(s.slf.take())
    }
);

/// Layouts of the two types, before any static type is finished.
pub(crate) fn init() {
    let o = Some(&types::OBJECT);
    types::WRAPPER_DESCRIPTOR.setup::<SlotWrapper>(o, tf::BORN_SHARED);
    types::WRAPPER_DESCRIPTOR.set_flag(tf::METHOD_DESCRIPTOR, true);
    types::METHOD_WRAPPER.setup::<BoundWrapper>(o, 0);
    types::WRAPPER_DESCRIPTOR.slots().set_call(wrapper_call);
    types::METHOD_WRAPPER.slots().set_call(bound_call);
}

/// An immortal wrapper for one row of a static type.
pub fn new(th: &mut Thread, def: &'static SlotDef, owner: &'static TypeObj) -> R {
    let o = Obj::new(
        th,
        types::WRAPPER_DESCRIPTOR.r(),
        SlotWrapper { def, owner },
    )?;
    if let Some(h) = o.r().header() {
        h.mark_immortal();
    }
    Ok(o)
}

/// Binds a wrapper to an instance.
pub fn bind(th: &mut Thread, descr: Ref<'_>, slf: Ref<'_>) -> R {
    let b = BoundWrapper {
        descr: Slot::new(descr.own()),
        slf: Slot::new(slf.own()),
    };
    Obj::new(th, types::METHOD_WRAPPER.r(), b)
}

fn wrapper_call(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    let Some(w) = f.get::<SlotWrapper>() else {
        return Err(type_error(th, "wrapper descriptor expected"));
    };
    let Some(slf) = a.opt(0) else {
        let m = format!(
            "descriptor '{}' of '{}' object needs an argument",
            w.def.name,
            w.owner.tp_name()
        );
        return Err(type_error(th, m));
    };
    if !slf.is_instance(w.owner) {
        let m = format!(
            "descriptor '{}' requires a '{}' object but received a '{}'",
            w.def.name,
            w.owner.tp_name(),
            slf.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    invoke(th, w, slf, a.skip(1))
}

fn bound_call(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    let Some((d, slf)) = f
        .get::<BoundWrapper>()
        .and_then(|b| b.descr.get().zip(b.slf.get()))
    else {
        return Err(error::runtime_error(th, "method-wrapper was cleared"));
    };
    match d.get::<SlotWrapper>() {
        Some(w) => invoke(th, w, slf.r(), a),
        None => Err(type_error(th, "wrapper descriptor expected")),
    }
}

/// The slot that calling `f` for `slf` is a call of, if it is an `__init__` of a class of `slf`.
pub fn init_for(f: Ref<'_>, slf: Ref<'_>) -> Option<InitFn> {
    let w = f.get::<SlotWrapper>()?;
    (matches!(w.def.wrap, Wrap::Init) && slf.is_instance(w.owner))
        .then(|| w.owner.slots().init())
        .flatten()
}

fn count(th: &mut Thread, a: Args<'_>, want: usize) -> R<()> {
    if a.len() == want {
        return Ok(());
    }
    let s = if want == 1 { "" } else { "s" };
    Err(type_error(
        th,
        format!("expected {want} argument{s}, got {}", a.len()),
    ))
}

fn missing(th: &mut Thread) -> Raised {
    error::runtime_error(th, "the slot of this wrapper is empty")
}

/// Calls the slot that a wrapper stands for; `a` comes without self.
pub fn invoke(th: &mut Thread, w: &SlotWrapper, slf: Ref<'_>, a: Args<'_>) -> R {
    let (s, def) = (w.owner.slots(), w.def);
    match def.wrap {
        Wrap::Call => {
            let Some(f) = s.call() else {
                return Err(missing(th));
            };
            return f(th, slf, a);
        }
        Wrap::Init => {
            let Some(f) = s.init() else {
                return Err(missing(th));
            };
            f(th, slf, a)?;
            return Ok(Obj::none());
        }
        _ => {}
    }
    if a.kw_len() > 0 {
        return Err(type_error(
            th,
            format!("wrapper {}() takes no keyword arguments", def.name),
        ));
    }
    match def.wrap {
        Wrap::Unary => {
            count(th, a, 0)?;
            match s.unary(def.id) {
                Some(f) => f(th, slf),
                None => Err(missing(th)),
            }
        }
        Wrap::Binary | Wrap::Reflected => {
            count(th, a, 1)?;
            call_binary(th, def, s, slf, a.at(0))
        }
        Wrap::Ternary | Wrap::TernaryReflected => {
            if a.is_empty() || a.len() > 2 {
                let m = format!("expected 1 or 2 arguments, got {}", a.len());
                return Err(type_error(th, m));
            }
            let Some(f) = s.pow() else {
                return Err(missing(th));
            };
            if def.wrap == Wrap::Ternary {
                f(th, slf, a.at(0), a.at(1))
            } else {
                f(th, a.at(0), slf, a.at(1))
            }
        }
        Wrap::Compare(op) => {
            count(th, a, 1)?;
            match s.richcmp() {
                Some(f) => f(th, slf, a.at(0), op),
                None => Err(missing(th)),
            }
        }
        _ => invoke_other(th, w, slf, a),
    }
}

fn call_binary(th: &mut Thread, def: &SlotDef, s: &SlotTable, slf: Ref<'_>, o: Ref<'_>) -> R {
    if def.id == crate::types::slots::SlotId::IPow {
        return match s.ipow() {
            Some(f) => f(th, slf, o, Ref::NONE),
            None => Err(missing(th)),
        };
    }
    match s.binary(def.id) {
        Some(f) if def.wrap == Wrap::Reflected => f(th, o, slf),
        Some(f) => f(th, slf, o),
        None => Err(missing(th)),
    }
}

fn invoke_other(th: &mut Thread, w: &SlotWrapper, slf: Ref<'_>, a: Args<'_>) -> R {
    let s = w.owner.slots();
    match w.def.wrap {
        Wrap::Hash => {
            count(th, a, 0)?;
            let Some(f) = s.hash() else {
                return Err(missing(th));
            };
            let h = f(th, slf)?;
            crate::types::slotdefs::generic::int_value(th, h)
        }
        Wrap::Len => {
            count(th, a, 0)?;
            let Some(f) = s.len() else {
                return Err(missing(th));
            };
            let n = f(th, slf)?;
            crate::types::slotdefs::generic::int_value(th, n as i64)
        }
        Wrap::Bool => {
            count(th, a, 0)?;
            let Some(f) = s.bool_() else {
                return Err(missing(th));
            };
            f(th, slf).map(Obj::bool)
        }
        Wrap::Contains => {
            count(th, a, 1)?;
            let Some(f) = s.contains() else {
                return Err(missing(th));
            };
            f(th, slf, a.at(0)).map(Obj::bool)
        }
        Wrap::Repeat => {
            count(th, a, 1)?;
            // The index check comes first, as for the operator.
            let n = ops::index(th, a.at(0))?;
            match s.binary(w.def.id) {
                Some(f) => f(th, slf, n.r()),
                None => Err(missing(th)),
            }
        }
        Wrap::Next => {
            count(th, a, 0)?;
            let Some(f) = s.next() else {
                return Err(missing(th));
            };
            match f(th, slf)? {
                Some(v) => Ok(v),
                None => Err(error::stop_iteration(th, Obj::none())),
            }
        }
        Wrap::Del => {
            count(th, a, 0)?;
            let Some(f) = s.finalize() else {
                return Err(missing(th));
            };
            f(th, slf).map(|()| Obj::none())
        }
        Wrap::Get => invoke_get(th, s, slf, a),
        _ => invoke_store(th, w, slf, a),
    }
}

fn invoke_get(th: &mut Thread, s: &SlotTable, slf: Ref<'_>, a: Args<'_>) -> R {
    a.check(th, "__get__", 1, 2)?;
    let obj = a.opt_not_none(0);
    let class = a.opt_not_none(1);
    if obj.is_none() && class.is_none() {
        return Err(type_error(th, "__get__(None, None) is invalid"));
    }
    let Some(f) = s.descr_get() else {
        return Err(missing(th));
    };
    f(th, slf, obj, class.unwrap_or(Ref::NONE))
}

fn invoke_store(th: &mut Thread, w: &SlotWrapper, slf: Ref<'_>, a: Args<'_>) -> R {
    let s = w.owner.slots();
    let (f, two): (Option<SetFn>, bool) = match w.def.wrap {
        Wrap::SetItem => (s.setitem(), true),
        Wrap::DelItem => (s.setitem(), false),
        Wrap::SetAttr => (s.setattr(), true),
        Wrap::DelAttr => (s.setattr(), false),
        Wrap::Set => (s.descr_set(), true),
        _ => (s.descr_set(), false),
    };
    if two {
        a.check(th, w.def.name, 2, 2)?;
    } else {
        count(th, a, 1)?;
    }
    let Some(f) = f else { return Err(missing(th)) };
    if matches!(w.def.wrap, Wrap::SetAttr | Wrap::DelAttr) {
        check_layers(th, w, slf, f)?;
    }
    f(th, slf, a.at(0), if two { Some(a.at(1)) } else { None })?;
    Ok(Obj::none())
}

/// `object.__setattr__(cls, ...)` must not get around the setattr of a more derived native type.
fn check_layers(th: &mut Thread, w: &SlotWrapper, slf: Ref<'_>, f: SetFn) -> R<()> {
    let mut native = None;
    for t in slf.class().mro() {
        if !t.flag(tf::HEAP) {
            native = t.slots().setattr();
            break;
        }
    }
    match native {
        Some(n) if !std::ptr::fn_addr_eq(n, f) => {
            let m = format!(
                "can't apply this {} to {} object",
                w.def.name,
                slf.class().tp_name()
            );
            Err(type_error(th, m))
        }
        _ => Ok(()),
    }
}

// ------------------------------------------------------------------ __new__

/// The definition shared by the `__new__` of all native types; self is the type.
pub static NEW_DEF: MethodDef = MethodDef::new(
    "__new__",
    Kind::Any,
    constructor_call,
    "Create and return a new object.  See help(type) for accurate signature.",
);

/// `T.__new__` of a static type.
pub fn new_constructor(th: &mut Thread, t: &'static TypeObj) -> R {
    debug_assert!(NEW_DEF.bind == Bind::Instance);
    let f = NativeFunction {
        def: &NEW_DEF,
        slf: Slot::new(t.r().own()),
        bound: true,
        module: Slot::empty(),
        owner: Some(t),
    };
    let o = Obj::new(th, types::BUILTIN_FUNCTION.r(), f)?;
    if let Some(h) = o.r().header() {
        h.mark_immortal();
    }
    Ok(o)
}

/// The static type whose constructor this function is.
pub fn constructor_of(f: Ref<'_>) -> Option<&'static TypeObj> {
    let nf = f.get::<NativeFunction>()?;
    if !std::ptr::eq(nf.def, &NEW_DEF) {
        return None;
    }
    nf.slf.get().and_then(|t| t.r().as_type())
}

/// `T.__new__(class, ...)`: checks that `class` is a subtype whose layout is the one of T's constructor.
fn constructor_call(th: &mut Thread, a: Args<'_>) -> R {
    let Some(t) = a.at(0).as_type() else {
        return Err(type_error(th, "__new__() called with non-type 'self'"));
    };
    let name = t.name();
    let Some(arg) = a.opt(1) else {
        return Err(type_error(
            th,
            format!("{name}.__new__(): not enough arguments"),
        ));
    };
    let Some(class) = arg.as_type() else {
        let m = format!(
            "{name}.__new__(X): X is not a type object ({})",
            arg.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let cname = class.name();
    if !class.is_subtype(t) {
        let m = format!("{name}.__new__({cname}): {cname} is not a subtype of {name}");
        return Err(type_error(th, m));
    }
    if class.slots().new_().is_none() {
        let m = format!("cannot create '{}' instances", class.tp_name());
        return Err(type_error(th, m));
    }
    // The nearest native ancestor must be built by the same constructor.
    let mut native = Some(class);
    while let Some(c) = native.filter(|c| c.flag(tf::HEAP)) {
        native = c.base();
    }
    if let Some(n) = native
        && !n.slots().same(crate::types::slots::SlotId::New, t.slots())
    {
        let b = n.name();
        let m = format!("{name}.__new__({cname}) is not safe, use {b}.__new__()");
        return Err(type_error(th, m));
    }
    match t.slots().new_() {
        Some(f) => f(th, arg, a.skip(2)),
        None => Err(type_error(th, format!("cannot create '{name}' instances"))),
    }
}

/// Names of the rows of `t`'s own wrappers, for tests.
pub fn own_wrappers(t: &'static TypeObj) -> Vec<&'static str> {
    super::ROWS
        .iter()
        .filter(|r| {
            t.dict()
                .get::<types::dict::Dict>()
                .and_then(|d| d.get_str(types::str::intern_str(r.name)))
                .is_some_and(|w| w.r().get::<SlotWrapper>().is_some())
        })
        .map(|r| r.name)
        .collect()
}
