//! Native functions and methods as objects: `builtin_function_or_method`, `method_descriptor`,
//! `classmethod_descriptor`, `wrapper_descriptor`, `method-wrapper`, `getset_descriptor`, `member_descriptor`,
//! and the bound `method`.

use typhon_runtime::call::{
    self, Args, BoundMethod, GetSet, GetSetDef, Kind, Member, MethodDef, MethodDescr,
    NativeFunction,
};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::slotdefs::wrapper::{self, BoundWrapper, SlotWrapper};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

/// Splits `name(sig)\n--\n\ndoc` into signature and text.
fn split_doc(doc: &'static str) -> (Option<&'static str>, &'static str) {
    match doc.split_once("\n--\n\n") {
        Some((head, text)) => (head.find('(').map(|i| &head[i..]), text),
        None => (None, doc),
    }
}

fn doc_obj(th: &mut Thread, doc: &'static str) -> R {
    match split_doc(doc).1 {
        "" => Ok(Obj::none()),
        t => pystr::new(th, t),
    }
}

fn signature_obj(th: &mut Thread, doc: &'static str) -> R {
    match split_doc(doc).0 {
        Some(s) => pystr::new(th, s),
        None => Ok(Obj::none()),
    }
}

fn qualified(th: &mut Thread, owner: &'static TypeObj, name: &str) -> R {
    let q = ops::getattr(th, owner.r(), names::__qualname__())?;
    pystr::new(th, &format!("{}.{name}", pystr::text(q.r())))
}

/// "descriptor 'x' for 'T' objects doesn't apply to a 'U' object"
#[cold]
fn does_not_apply(th: &mut Thread, name: &str, owner: &'static TypeObj, o: Ref<'_>) -> Raised {
    let m = format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        owner.tp_name(),
        o.class().tp_name()
    );
    type_error(th, m)
}

fn wrong_self(th: &mut Thread) -> Raised {
    type_error(th, "descriptor of another type expected")
}

/// `(getattr, (owner, name))`.
fn reduce_getattr(th: &mut Thread, owner: Obj, name: &str) -> R {
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    let f = ops::getattr_str(th, b.r(), "getattr")?;
    let n = pystr::new(th, name)?;
    let args = tuple::new(th, vec![owner, n])?;
    tuple::new(th, vec![f, args])
}

// ------------------------------------------------------------------ unbound native methods

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
    signature_obj(th, d.def.doc)
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

// ------------------------------------------------------------------ native functions

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

fn equality(same: bool, op: CmpOp) -> R {
    match op {
        CmpOp::Eq => Ok(Obj::bool(same)),
        CmpOp::Ne => Ok(Obj::bool(!same)),
        _ => Ok(Ref::NOT_IMPLEMENTED.own()),
    }
}

fn native_richcmp(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !b.is_exact(&types::BUILTIN_FUNCTION) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    equality(same_native(a, b), op)
}

fn mix(a: i64, b: i64) -> i64 {
    match a ^ b.rotate_left(17) {
        -1 => -2,
        h => h,
    }
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
    signature_obj(th, f.def.doc)
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

// ------------------------------------------------------------------ slot wrappers

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

// ------------------------------------------------------------------ getset and member descriptors

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
        None => Err(ops::no_attribute(th, o, n.r())),
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

// ------------------------------------------------------------------ bound methods

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

// ------------------------------------------------------------------ init

fn init_unbound(th: &mut Thread) -> R<()> {
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

    let t = &types::WRAPPER_DESCRIPTOR;
    t.slots().set_repr(wrapper_repr);
    t.slots().set_descr_get(wrapper_get);
    call::add_getset(th, t, WRAPPER_GETSET)?;
    call::add_methods(th, t, WRAPPER_METHODS)?;
    slotdefs::finish(th, t)?;

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

fn init_bound(th: &mut Thread) -> R<()> {
    let t = &types::BUILTIN_FUNCTION;
    let s = t.slots();
    s.set_repr(native_repr);
    s.set_richcmp(native_richcmp);
    s.set_hash(native_hash);
    call::add_getset(th, t, NATIVE_GETSET)?;
    call::add_methods(th, t, NATIVE_METHODS)?;
    slotdefs::finish(th, t)?;

    let t = &types::METHOD_WRAPPER;
    let s = t.slots();
    s.set_repr(bound_repr);
    s.set_richcmp(bound_richcmp);
    s.set_hash(bound_hash);
    call::add_getset(th, t, BOUND_GETSET)?;
    call::add_methods(th, t, BOUND_METHODS)?;
    slotdefs::finish(th, t)?;

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

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    init_unbound(th)?;
    init_bound(th)
}
