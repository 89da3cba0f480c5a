//! The bound `method`.

use super::{equality, mix, reduce_getattr, wrong_self};
use typhon_runtime::call::{self, Args, BoundMethod, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

fn method_parts(th: &mut Thread, o: Ref<'_>) -> R<(Obj, Obj)> {
    match o
        .get::<BoundMethod>()
        .and_then(|m| m.func.get().zip(m.slf.get()))
    {
        Some(p) => Ok(p),
        None => Err(wrong_self(th)),
    }
}
fn method_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "method")?;
    a.check(th, "method", 2, 2)?;
    if !a
        .at(0)
        .class()
        .slots()
        .has(typhon_runtime::types::slots::SlotId::Call)
    {
        return Err(type_error(th, "first argument must be callable"));
    }
    if a.at(1).is_none() {
        return Err(type_error(th, "instance must not be None"));
    }
    call::bind(th, a.at(0), a.at(1))
}
fn method_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let (f, s) = method_parts(th, o)?;
    let mut name = ops::getattr_opt(th, f.r(), names::__qualname__())?;
    if name.is_none() {
        name = ops::getattr_opt(th, f.r(), names::__name__())?;
    }
    let name = match &name {
        Some(n) if pystr::is_str(n.r()) => pystr::text(n.r()),
        _ => "?".to_string(),
    };
    let r = ops::repr_text(th, s.r())?;
    pystr::new(th, &format!("<bound method {name} of {r}>"))
}
fn method_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || b.get::<BoundMethod>().is_none() {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let (x, y) = (method_parts(th, a)?, method_parts(th, b)?);
    let same = x.1.r().is(y.1.r()) && ops::equal(th, x.0.r(), y.0.r())?;
    equality(same, op)
}
fn method_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let (f, s) = method_parts(th, o)?;
    let h = ops::hash(th, f.r())?;
    Ok(mix(ops::hash_identity(s.r()), h))
}
/// A method has the attributes of its function, besides its own.
fn method_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    if let Some(d) = types::METHOD.lookup(th, name).map(typhon_runtime::Val::own) {
        return match d.r().class().slots().descr_get() {
            Some(get) => get(th, d.r(), Some(o), types::METHOD.r()),
            None => Ok(d),
        };
    }
    let (f, _) = method_parts(th, o)?;
    ops::getattr(th, f.r(), name)
}
fn method_get(_th: &mut Thread, d: Ref<'_>, _o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    Ok(d.own())
}
fn method_func(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(method_parts(th, o)?.0)
}
fn method_self(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(method_parts(th, o)?.1)
}
fn method_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let (f, _) = method_parts(th, o)?;
    ops::getattr(th, f.r(), names::__doc__())
}
fn method_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let (f, s) = method_parts(th, a.at(0))?;
    let n = ops::getattr(th, f.r(), names::__name__())?;
    reduce_getattr(th, s, &pystr::text(n.r()))
}
static METHOD_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__func__",
        get: method_func,
        set: None,
        doc: "The function that implements the method.",
    },
    GetSetDef {
        name: "__self__",
        get: method_self,
        set: None,
        doc: "The instance that the method is bound to.",
    },
    GetSetDef {
        name: "__doc__",
        get: method_doc,
        set: None,
        doc: "",
    },
];
static METHOD_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    method_reduce,
    "",
)];

/// Fills the types of this file.
pub(super) fn init(th: &mut Thread) -> R<()> {
    let t = &types::METHOD;
    let s = t.slots();
    s.set_new(method_new);
    s.set_repr(method_repr);
    s.set_richcmp(method_richcmp);
    s.set_hash(method_hash);
    s.set_getattr(method_getattr);
    s.set_descr_get(method_get);
    call::add_getset(th, t, METHOD_GETSET)?;
    call::add_methods(th, t, METHOD_METHODS)?;
    slotdefs::finish(th, t)
}
