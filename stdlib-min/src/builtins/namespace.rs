//! `types.SimpleNamespace`.

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::obj::Empty;
use typhon_runtime::types::classes::members;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, shape};

fn namespace_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Empty)
}

fn namespace_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let name = o.class().name();
    if a.len() > 1 {
        let m = format!("{name} expected at most 1 argument, got {}", a.len());
        return Err(type_error(th, m));
    }
    if let Some(m) = a.opt(0) {
        // A mapping or an iterable of pairs, as for dict().
        let d = if m.is_exact(&types::DICT) {
            m.own()
        } else {
            call::call(th, types::DICT.r(), &[m])?
        };
        for (k, v) in d.get::<Dict>().map(Dict::items).unwrap_or_default() {
            if !pystr::is_str(k.r()) {
                return Err(type_error(th, "keywords must be strings"));
            }
            shape::set(th, o, k.r(), v)?;
        }
    }
    for (k, v) in a.kwargs() {
        shape::set(th, o, k, v.own())?;
    }
    Ok(())
}

fn namespace_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = if o.is_exact(&types::NAMESPACE) {
        "namespace".to_string()
    } else {
        o.class().name()
    };
    if !ops::repr_enter(th, o) {
        return pystr::new(th, &format!("{name}(...)"));
    }
    let r = repr_items(th, o);
    ops::repr_leave(th, o);
    let items = r?;
    pystr::new(th, &format!("{name}({})", items.join(", ")))
}

fn repr_items(th: &mut Thread, o: Ref<'_>) -> R<Vec<String>> {
    let d = shape::to_dict(th, o)?;
    let mut out = Vec::new();
    for (k, v) in d.get::<Dict>().map(Dict::items).unwrap_or_default() {
        if pystr::is_str(k.r()) && !pystr::text(k.r()).is_empty() {
            out.push(format!(
                "{}={}",
                pystr::text(k.r()),
                ops::repr_text(th, v.r())?
            ));
        }
    }
    Ok(out)
}

fn namespace_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !a.is_instance(&types::NAMESPACE) || !b.is_instance(&types::NAMESPACE) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let (x, y) = (shape::to_dict(th, a)?, shape::to_dict(th, b)?);
    ops::compare(th, x.r(), y.r(), op)
}

fn namespace_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let d = shape::to_dict(th, o)?;
    tuple::new(th, vec![o.type_ref().own(), types::empty_tuple().own(), d])
}

fn namespace_replace(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    if a.len() > 1 {
        return Err(type_error(
            th,
            "__replace__() takes no positional arguments",
        ));
    }
    let new = call::call(th, o.type_ref(), &[])?;
    let d = shape::to_dict(th, o)?;
    for (k, v) in d.get::<Dict>().map(Dict::items).unwrap_or_default() {
        shape::set(th, new.r(), k.r(), v)?;
    }
    for (k, v) in a.kwargs() {
        shape::set(th, new.r(), k, v.own())?;
    }
    Ok(new)
}

fn dict_get(th: &mut Thread, o: Ref<'_>) -> R {
    members::dict_get(th, o)
}

static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "__dict__",
    get: dict_get,
    set: None,
    doc: "",
}];
static METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__", Kind::NoArgs, namespace_reduce, ""),
    MethodDef::new("__replace__", Kind::Any, namespace_replace, ""),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::NAMESPACE;
    let s = t.slots();
    s.set_new(namespace_new);
    s.set_init(namespace_init);
    s.set_repr(namespace_repr);
    s.set_richcmp(namespace_richcmp);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
