//! `wrapper_descriptor` and `method-wrapper`: native slots as methods.

use super::{doc_obj, does_not_apply, equality, mix, qualified, reduce_getattr, wrong_self};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::types::slotdefs::wrapper::{self, BoundWrapper, SlotWrapper};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

fn wrapper_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a SlotWrapper> {
    o.get::<SlotWrapper>().ok_or_else(|| wrong_self(th))
}

fn wrapper_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let w = wrapper_of(th, o)?;
    let t = format!(
        "<slot wrapper '{}' of '{}' objects>",
        w.def.name,
        w.owner.tp_name()
    );
    pystr::new(th, &t)
}
fn wrapper_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let Some(o) = o else { return Ok(d.own()) };
    let w = wrapper_of(th, d)?;
    if !o.is_instance(w.owner) {
        return Err(does_not_apply(th, w.def.name, w.owner, o));
    }
    wrapper::bind(th, d, o)
}
fn wrapper_name(th: &mut Thread, o: Ref<'_>) -> R {
    let w = wrapper_of(th, o)?;
    pystr::new(th, w.def.name)
}
fn wrapper_qualname(th: &mut Thread, o: Ref<'_>) -> R {
    let w = wrapper_of(th, o)?;
    qualified(th, w.owner, w.def.name)
}
fn wrapper_objclass(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(wrapper_of(th, o)?.owner.r().own())
}
fn wrapper_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let w = wrapper_of(th, o)?;
    doc_obj(th, w.def.doc)
}
fn wrapper_signature(th: &mut Thread, o: Ref<'_>) -> R {
    use slotdefs::Wrap::*;
    let w = wrapper_of(th, o)?;
    let s = match w.def.wrap {
        Unary | Hash | Len | Bool | Next | Del => "($self, /)",
        Binary if w.def.name == "__getattribute__" => "($self, name, /)",
        Binary if w.def.name == "__getitem__" => "($self, key, /)",
        Binary | Reflected | Compare(_) | Repeat => "($self, value, /)",
        Ternary | TernaryReflected => "($self, value, mod=None, /)",
        Contains | DelItem => "($self, key, /)",
        SetItem => "($self, key, value, /)",
        SetAttr => "($self, name, value, /)",
        DelAttr => "($self, name, /)",
        Get => "($self, instance, owner=None, /)",
        Set => "($self, instance, value, /)",
        Delete => "($self, instance, /)",
        Call | Init => "($self, /, *args, **kwargs)",
        None => "($self, /)",
    };
    pystr::new(th, s)
}
fn wrapper_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let w = wrapper_of(th, a.at(0))?;
    reduce_getattr(th, w.owner.r().own(), w.def.name)
}

static WRAPPER_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__name__",
        get: wrapper_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: wrapper_qualname,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__objclass__",
        get: wrapper_objclass,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: wrapper_doc,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__text_signature__",
        get: wrapper_signature,
        set: None,
        doc: "",
    },
];
static WRAPPER_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    wrapper_reduce,
    "",
)];

fn bound_parts(th: &mut Thread, o: Ref<'_>) -> R<(Obj, Obj)> {
    match o
        .get::<BoundWrapper>()
        .and_then(|b| b.descr.get().zip(b.slf.get()))
    {
        Some(p) => Ok(p),
        None => Err(wrong_self(th)),
    }
}
fn bound_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let (d, s) = bound_parts(th, o)?;
    let name = wrapper_of(th, d.r())?.def.name;
    let t = format!(
        "<method-wrapper '{name}' of {} object at {:#x}>",
        s.r().class().tp_name(),
        s.r().address()
    );
    pystr::new(th, &t)
}
fn bound_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if b.get::<BoundWrapper>().is_none() {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let (x, y) = (bound_parts(th, a)?, bound_parts(th, b)?);
    equality(x.0.r().is(y.0.r()) && x.1.r().is(y.1.r()), op)
}
fn bound_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let (d, s) = bound_parts(th, o)?;
    Ok(mix(ops::hash_identity(s.r()), ops::hash_identity(d.r())))
}
fn bound_self(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(bound_parts(th, o)?.1)
}
fn bound_name(th: &mut Thread, o: Ref<'_>) -> R {
    let d = bound_parts(th, o)?.0;
    wrapper_name(th, d.r())
}
fn bound_qualname(th: &mut Thread, o: Ref<'_>) -> R {
    let d = bound_parts(th, o)?.0;
    wrapper_qualname(th, d.r())
}
fn bound_objclass(th: &mut Thread, o: Ref<'_>) -> R {
    let d = bound_parts(th, o)?.0;
    wrapper_objclass(th, d.r())
}
fn bound_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let d = bound_parts(th, o)?.0;
    wrapper_doc(th, d.r())
}
fn bound_signature(th: &mut Thread, o: Ref<'_>) -> R {
    let d = bound_parts(th, o)?.0;
    wrapper_signature(th, d.r())
}
fn bound_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let (d, s) = bound_parts(th, a.at(0))?;
    let name = wrapper_of(th, d.r())?.def.name;
    reduce_getattr(th, s, name)
}

static BOUND_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__self__",
        get: bound_self,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__name__",
        get: bound_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: bound_qualname,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__objclass__",
        get: bound_objclass,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: bound_doc,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__text_signature__",
        get: bound_signature,
        set: None,
        doc: "",
    },
];
static BOUND_METHODS: &[MethodDef] =
    &[MethodDef::new("__reduce__", Kind::NoArgs, bound_reduce, "")];

/// Fills the types of this file.
pub(super) fn init(th: &mut Thread) -> R<()> {
    let t = &types::WRAPPER_DESCRIPTOR;
    t.slots().set_repr(wrapper_repr);
    t.slots().set_descr_get(wrapper_get);
    call::add_getset(th, t, WRAPPER_GETSET)?;
    call::add_methods(th, t, WRAPPER_METHODS)?;
    slotdefs::finish(th, t)?;

    let t = &types::METHOD_WRAPPER;
    let s = t.slots();
    s.set_repr(bound_repr);
    s.set_richcmp(bound_richcmp);
    s.set_hash(bound_hash);
    call::add_getset(th, t, BOUND_GETSET)?;
    call::add_methods(th, t, BOUND_METHODS)?;
    slotdefs::finish(th, t)?;
    Ok(())
}
