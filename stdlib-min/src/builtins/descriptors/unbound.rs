//! `method_descriptor` and `classmethod_descriptor`: native methods found in a class.

use super::{doc_obj, does_not_apply, qualified, reduce_getattr, signatures, wrong_self};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, MethodDescr};
use typhon_runtime::error::type_error;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{R, Ref, Thread};

fn descr_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a MethodDescr> {
    o.get::<MethodDescr>().ok_or_else(|| wrong_self(th))
}

fn method_descr_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let d = descr_of(th, o)?;
    let t = format!(
        "<method '{}' of '{}' objects>",
        d.def.name,
        d.owner.tp_name()
    );
    pystr::new(th, &t)
}

fn method_descr_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let Some(o) = o else { return Ok(d.own()) };
    let m = descr_of(th, d)?;
    if !o.is_instance(m.owner) {
        return Err(does_not_apply(th, m.def.name, m.owner, o));
    }
    call::bind_native(th, m.def, m.owner, o)
}

fn class_descr_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, class: Ref<'_>) -> R {
    let m = descr_of(th, d)?;
    let (name, owner) = (m.def.name, m.owner);
    let class = match (class.is_none(), o) {
        (true, Some(o)) => o.type_ref(),
        (true, None) => {
            let m = format!(
                "descriptor '{name}' for type '{}' needs either an object or a type",
                owner.tp_name()
            );
            return Err(type_error(th, m));
        }
        _ => class,
    };
    let Some(t) = class.as_type() else {
        let m = format!(
            "descriptor '{name}' for type '{}' needs a type, not a '{}' as arg 2",
            owner.tp_name(),
            class.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    if !t.is_subtype(owner) {
        let m = format!(
            "descriptor '{name}' requires a subtype of '{}' but received '{}'",
            owner.tp_name(),
            t.name()
        );
        return Err(type_error(th, m));
    }
    call::bind_native(th, m.def, owner, class)
}

fn class_descr_call(th: &mut Thread, d: Ref<'_>, a: Args<'_>) -> R {
    let Some(class) = a.opt(0) else {
        let m = descr_of(th, d)?;
        let m = format!(
            "descriptor '{}' of '{}' object needs an argument",
            m.def.name,
            m.owner.tp_name()
        );
        return Err(type_error(th, m));
    };
    let f = class_descr_get(th, d, None, class)?;
    call::call_args(th, f.r(), a.skip(1))
}

fn descr_name(th: &mut Thread, o: Ref<'_>) -> R {
    let d = descr_of(th, o)?;
    pystr::new(th, d.def.name)
}
fn descr_qualname(th: &mut Thread, o: Ref<'_>) -> R {
    let d = descr_of(th, o)?;
    qualified(th, d.owner, d.def.name)
}
fn descr_objclass(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(descr_of(th, o)?.owner.r().own())
}
fn descr_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let d = descr_of(th, o)?;
    doc_obj(th, d.def.doc)
}
fn descr_signature(th: &mut Thread, o: Ref<'_>) -> R {
    let d = descr_of(th, o)?;
    signatures::method(th, d.owner, d.def)
}
fn descr_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let d = descr_of(th, a.at(0))?;
    reduce_getattr(th, d.owner.r().own(), d.def.name)
}

static DESCR_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__name__",
        get: descr_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: descr_qualname,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__objclass__",
        get: descr_objclass,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: descr_doc,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__text_signature__",
        get: descr_signature,
        set: None,
        doc: "",
    },
];
static DESCR_METHODS: &[MethodDef] =
    &[MethodDef::new("__reduce__", Kind::NoArgs, descr_reduce, "")];

/// Fills the types of this file.
pub(super) fn init(th: &mut Thread) -> R<()> {
    for t in [&types::METHOD_DESCRIPTOR, &types::CLASSMETHOD_DESCRIPTOR] {
        t.slots().set_repr(method_descr_repr);
        call::add_getset(th, t, DESCR_GETSET)?;
    }
    types::METHOD_DESCRIPTOR
        .slots()
        .set_descr_get(method_descr_get);
    call::add_methods(th, &types::METHOD_DESCRIPTOR, DESCR_METHODS)?;
    types::CLASSMETHOD_DESCRIPTOR
        .slots()
        .set_descr_get(class_descr_get);
    types::CLASSMETHOD_DESCRIPTOR
        .slots()
        .set_call(class_descr_call);
    slotdefs::finish(th, &types::METHOD_DESCRIPTOR)?;
    slotdefs::finish(th, &types::CLASSMETHOD_DESCRIPTOR)?;
    Ok(())
}
