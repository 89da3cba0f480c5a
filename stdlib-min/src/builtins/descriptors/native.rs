//! `builtin_function_or_method`.

use super::{doc_obj, equality, mix, qualified, reduce_getattr, signatures, wrong_self};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, NativeFunction};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

fn native_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a NativeFunction> {
    o.get::<NativeFunction>().ok_or_else(|| wrong_self(th))
}

/// What CPython calls `m_self`: the bound instance, or the class of a static method.
fn native_self(f: &NativeFunction) -> Option<Obj> {
    f.slf.get().or_else(|| f.owner.map(types::class_obj))
}

fn native_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    let t = match native_self(f) {
        Some(s) => format!(
            "<built-in method {} of {} object at {:#x}>",
            f.def.name,
            s.r().class().tp_name(),
            s.r().address()
        ),
        None => format!("<built-in function {}>", f.def.name),
    };
    pystr::new(th, &t)
}

fn same_native(a: Ref<'_>, b: Ref<'_>) -> bool {
    let (Some(x), Some(y)) = (a.get::<NativeFunction>(), b.get::<NativeFunction>()) else {
        return false;
    };
    std::ptr::eq(x.def, y.def) && x.slf.peek() == y.slf.peek()
}

fn native_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !b.is_exact(&types::BUILTIN_FUNCTION) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    equality(same_native(a, b), op)
}

fn native_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let f = native_of(th, o)?;
    let s = f.slf.get().map_or(0, |s| ops::hash_identity(s.r()));
    Ok(mix(s, std::ptr::from_ref(f.def) as usize as i64 >> 4))
}

fn native_name(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    pystr::new(th, f.def.name)
}
fn native_qualname(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    let Some(s) = native_self(f) else {
        return pystr::new(th, f.def.name);
    };
    let class = s.r().as_type().unwrap_or_else(|| s.r().class());
    qualified(th, class, f.def.name)
}
fn native_self_get(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    if let Some(s) = native_self(f) {
        return Ok(s);
    }
    // A module function's self is its module.
    match f.module.get() {
        Some(m) if pystr::is_str(m.r()) => {
            let sys = typhon_runtime::hooks::import(th, "sys")?;
            let modules = ops::getattr(th, sys.r(), names::modules())?;
            let found = match modules.get::<types::dict::Dict>() {
                Some(d) => d.get_str(m.r()),
                None => None,
            };
            Ok(found.unwrap_or_else(Obj::none))
        }
        _ => Ok(Obj::none()),
    }
}
fn native_module(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    Ok(f.module.get().unwrap_or_else(Obj::none))
}
fn native_module_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let f = native_of(th, o)?;
    f.module.set(v.map_or_else(Obj::none, Ref::own));
    Ok(())
}
fn native_doc(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    doc_obj(th, f.def.doc)
}
fn native_signature(th: &mut Thread, o: Ref<'_>) -> R {
    let f = native_of(th, o)?;
    signatures::function(th, f)
}
fn native_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let f = native_of(th, a.at(0))?;
    match native_self(f) {
        Some(s) => reduce_getattr(th, s, f.def.name),
        None => pystr::new(th, f.def.name),
    }
}

static NATIVE_GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__name__",
        get: native_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: native_qualname,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__self__",
        get: native_self_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__module__",
        get: native_module,
        set: Some(native_module_set),
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: native_doc,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__text_signature__",
        get: native_signature,
        set: None,
        doc: "",
    },
];
static NATIVE_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    native_reduce,
    "",
)];

/// Fills the types of this file.
pub(super) fn init(th: &mut Thread) -> R<()> {
    let t = &types::BUILTIN_FUNCTION;
    let s = t.slots();
    s.set_repr(native_repr);
    s.set_richcmp(native_richcmp);
    s.set_hash(native_hash);
    call::add_getset(th, t, NATIVE_GETSET)?;
    call::add_methods(th, t, NATIVE_METHODS)?;
    slotdefs::finish(th, t)?;
    Ok(())
}
