//! `getset_descriptor` and `member_descriptor`.

use super::{doc_obj, does_not_apply, qualified, reduce_getattr, wrong_self};
use typhon_runtime::call::{self, Args, GetSet, GetSetDef, Kind, Member, MethodDef};
use typhon_runtime::error::{self};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread};

fn getset_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a GetSet> {
    o.get::<GetSet>().ok_or_else(|| wrong_self(th))
}
fn getset_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let g = getset_of(th, o)?;
    let t = format!(
        "<attribute '{}' of '{}' objects>",
        g.def.name,
        g.owner.tp_name()
    );
    pystr::new(th, &t)
}
fn getset_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let Some(o) = o else { return Ok(d.own()) };
    let g = getset_of(th, d)?;
    if !o.is_instance(g.owner) {
        return Err(does_not_apply(th, g.def.name, g.owner, o));
    }
    (g.def.get)(th, o)
}
fn getset_set(th: &mut Thread, d: Ref<'_>, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let g = getset_of(th, d)?;
    if !o.is_instance(g.owner) {
        return Err(does_not_apply(th, g.def.name, g.owner, o));
    }
    match g.def.set {
        Some(f) => f(th, o, v),
        None => {
            let m = format!(
                "attribute '{}' of '{}' objects is not writable",
                g.def.name,
                g.owner.tp_name()
            );
            Err(error::raise(th, &error::ATTRIBUTE_ERROR, m))
        }
    }
}
fn getset_name(th: &mut Thread, o: Ref<'_>) -> R {
    let g = getset_of(th, o)?;
    pystr::new(th, g.def.name)
}
fn getset_qualname(th: &mut Thread, o: Ref<'_>) -> R {
    let g = getset_of(th, o)?;
    qualified(th, g.owner, g.def.name)
}
fn getset_objclass(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(getset_of(th, o)?.owner.r().own())
}
fn getset_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let g = getset_of(th, o)?;
    doc_obj(th, g.def.doc)
}
static GETSET_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__name__",
        get: getset_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: getset_qualname,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__objclass__",
        get: getset_objclass,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: getset_doc,
        set: None,
        doc: "",
    },
];

/// Member, its name as text, and its class.
fn member_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<(&'a Member, Obj, &'static TypeObj)> {
    let Some(m) = o.get::<Member>() else {
        return Err(wrong_self(th));
    };
    match (m.name.get(), m.owner.get().and_then(|t| t.r().as_type())) {
        (Some(n), Some(t)) => Ok((m, n, t)),
        _ => Err(error::runtime_error(th, "member descriptor was cleared")),
    }
}
fn member_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let (_, n, t) = member_of(th, o)?;
    let t = format!(
        "<member '{}' of '{}' objects>",
        pystr::text(n.r()),
        t.name()
    );
    pystr::new(th, &t)
}
fn member_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let Some(o) = o else { return Ok(d.own()) };
    let (m, n, t) = member_of(th, d)?;
    if !o.is_instance(t) {
        return Err(does_not_apply(th, &pystr::text(n.r()), t, o));
    }
    match o.fixed_slot(m.index).get() {
        Some(v) => Ok(v),
        None if m.none_default => Ok(Obj::none()),
        None => {
            let m = format!(
                "'{}' object has no attribute '{}'",
                o.class().full_name(),
                pystr::text(n.r())
            );
            Err(error::attribute_error(th, m, o, n.r()))
        }
    }
}
fn member_set(th: &mut Thread, d: Ref<'_>, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (m, n, t) = member_of(th, d)?;
    if !o.is_instance(t) {
        return Err(does_not_apply(th, &pystr::text(n.r()), t, o));
    }
    if m.readonly {
        return Err(error::raise(
            th,
            &error::ATTRIBUTE_ERROR,
            "readonly attribute",
        ));
    }
    match v {
        Some(v) => {
            o.fixed_slot(m.index).set(v.own());
            Ok(())
        }
        None => match o.fixed_slot(m.index).take() {
            None if !m.none_default => Err(error::raise_args(th, &error::ATTRIBUTE_ERROR, vec![n])),
            old => {
                drop(old);
                Ok(())
            }
        },
    }
}
fn member_name(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(member_of(th, o)?.1)
}
fn member_qualname(th: &mut Thread, o: Ref<'_>) -> R {
    let (_, n, t) = member_of(th, o)?;
    qualified(th, t, &pystr::text(n.r()))
}
fn member_objclass(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(member_of(th, o)?.2.r().own())
}
fn member_doc(_th: &mut Thread, _o: Ref<'_>) -> R {
    Ok(Obj::none())
}
fn member_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let (_, n, t) = member_of(th, a.at(0))?;
    reduce_getattr(th, t.r().own(), &pystr::text(n.r()))
}
static MEMBER_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__name__",
        get: member_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: member_qualname,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__objclass__",
        get: member_objclass,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: member_doc,
        set: None,
        doc: "",
    },
];
static MEMBER_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    member_reduce,
    "",
)];

/// Fills the types of this file.
pub(super) fn init(th: &mut Thread) -> R<()> {
    let t = &types::GETSET_DESCRIPTOR;
    t.slots().set_repr(getset_repr);
    t.slots().set_descr_get(getset_get);
    t.slots().set_descr_set(getset_set);
    call::add_getset(th, t, GETSET_GETSET)?;
    slotdefs::finish(th, t)?;

    let t = &types::MEMBER_DESCRIPTOR;
    t.slots().set_repr(member_repr);
    t.slots().set_descr_get(member_get);
    t.slots().set_descr_set(member_set);
    call::add_getset(th, t, MEMBER_GETSET)?;
    call::add_methods(th, t, MEMBER_METHODS)?;
    slotdefs::finish(th, t)
}
