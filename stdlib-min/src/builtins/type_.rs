//! `type`: making classes, their attributes and methods.

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::classes::{self, assign, mro};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, descr, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

fn class_of(th: &mut Thread, o: Ref<'_>) -> R<&'static TypeObj> {
    match o.as_type() {
        Some(t) => Ok(t),
        None => Err(type_error(th, "class expected")),
    }
}

fn own_dict(t: &'static TypeObj) -> Obj {
    t.dict()
}

fn own_attr(t: &'static TypeObj, name: Ref<'_>) -> Option<Obj> {
    own_dict(t).get::<Dict>().and_then(|d| d.get_str(name))
}

/// `module.qualname` as reprs print it; without the module for builtins.
pub fn qualified_name(th: &mut Thread, t: &'static TypeObj) -> R<String> {
    let q = t.qualname();
    match module(th, t)? {
        Some(m) if pystr::is_str(m.r()) && pystr::text(m.r()) != "builtins" => {
            Ok(format!("{}.{q}", pystr::text(m.r())))
        }
        _ => Ok(q),
    }
}

fn module(th: &mut Thread, t: &'static TypeObj) -> R<Option<Obj>> {
    if t.flag(tf::HEAP) {
        return Ok(own_attr(t, names::__module__()));
    }
    pystr::new(th, t.static_module()).map(Some)
}

// ------------------------------------------------------------------ slots

fn type_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let n = qualified_name(th, t)?;
    pystr::new(th, &format!("<class '{n}'>"))
}

fn type_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    if o.is(types::TYPE.r()) {
        if a.len() == 1 && a.kw_len() == 0 {
            return Ok(a.at(0).type_ref().own());
        }
        if a.len() != 3 {
            return Err(type_error(th, "type() takes 1 or 3 arguments"));
        }
    }
    if o.is(types::STR.r()) && a.len() == 1 && a.kw_len() == 0 {
        let x = a.at(0);
        if x.as_small().is_some() || x.is_exact(&types::STR) {
            return ops::str(th, x);
        }
    }
    classes::instantiate(th, o, a)
}

fn type_new(th: &mut Thread, meta: Ref<'_>, a: Args<'_>) -> R {
    if a.len() != 3 {
        let m = format!(
            "type.__new__() takes exactly 3 arguments ({} given)",
            a.len()
        );
        return Err(type_error(th, m));
    }
    let (name, bases, ns) = (a.at(0), a.at(1), a.at(2));
    let wrong = if !pystr::is_str(name) {
        Some((1, "str", name))
    } else if !tuple::is_tuple(bases) {
        Some((2, "tuple", bases))
    } else if !dict::is_dict(ns) {
        Some((3, "dict", ns))
    } else {
        None
    };
    if let Some((i, want, got)) = wrong {
        let m = format!(
            "type.__new__() argument {i} must be {want}, not {}",
            got.class().name()
        );
        return Err(type_error(th, m));
    }
    for b in tuple::items(bases) {
        if b.as_type().is_none() && ops::getattr_opt(th, b, names::__mro_entries__())?.is_some() {
            return Err(type_error(
                th,
                "type() doesn't support MRO entry resolution; use types.new_class()",
            ));
        }
    }
    let asked = class_of(th, meta)?;
    let winner = mro::metaclass(th, asked, bases)?;
    if !std::ptr::eq(winner, asked)
        && !winner.slots().same(
            typhon_runtime::types::slots::SlotId::New,
            types::TYPE.slots(),
        )
        && let Some(new) = winner.slots().new_()
    {
        return new(th, winner.r(), a);
    }
    let made = classes::build(th, winner, name, bases, ns, a)?;
    if let Some(d) = ns.get::<dict::Dict>()
        && has_other_keys(d)
    {
        let m = format!(
            "non-string key in the __dict__ of class {}",
            pystr::text(name)
        );
        crate::warn::warn(th, &error::RUNTIME_WARNING, &m)?;
    }
    Ok(made)
}

/// Whether a namespace has keys that are no texts.
fn has_other_keys(d: &dict::Dict) -> bool {
    let mut i = 0;
    while let Some((at, k)) = d.next_key(i) {
        if !pystr::is_str(k.r()) {
            return true;
        }
        i = at + 1;
    }
    false
}

fn type_init(th: &mut Thread, _o: Ref<'_>, a: Args<'_>) -> R<()> {
    if a.kw_len() > 0 && a.len() == 1 {
        return Err(type_error(th, "type.__init__() takes no keyword arguments"));
    }
    if a.len() != 1 && a.len() != 3 {
        return Err(type_error(th, "type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

fn type_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    super::union_::union_or(th, a, b)
}

// ------------------------------------------------------------------ attributes

/// CPython's check before a special attribute of a class is set (its wording for deletion included).
fn settable(
    th: &mut Thread,
    o: Ref<'_>,
    v: Option<Ref<'_>>,
    what: &str,
) -> R<(&'static TypeObj, Obj)> {
    let t = class_of(th, o)?;
    let name = t.tp_name();
    if !t.flag(tf::HEAP) || t.flag(tf::IMMUTABLE) {
        let m = format!("cannot set '{what}' attribute of immutable type '{name}'");
        return Err(type_error(th, m));
    }
    match v {
        Some(v) => Ok((t, v.own())),
        None => {
            let m = format!("cannot delete '{what}' attribute of immutable type '{name}'");
            Err(type_error(th, m))
        }
    }
}

fn name_get(th: &mut Thread, o: Ref<'_>) -> R {
    class_of(th, o)?.name_obj(th)
}

fn name_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (t, v) = settable(th, o, v, "__name__")?;
    string_only(th, t, v.r(), "__name__")?;
    if pystr::text(v.r()).contains('\0') {
        return Err(error::value_error(
            th,
            "type name must not contain null characters",
        ));
    }
    t.set_name(v);
    Ok(())
}

fn string_only(th: &mut Thread, t: &'static TypeObj, v: Ref<'_>, what: &str) -> R<()> {
    if pystr::is_str(v) {
        return Ok(());
    }
    let m = format!(
        "can only assign string to {}.{what}, not '{}'",
        t.name(),
        v.class().name()
    );
    Err(type_error(th, m))
}

fn qualname_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    match t.data().qualname.get() {
        Some(q) => Ok(q),
        None => t.name_obj(th),
    }
}

fn qualname_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (t, v) = settable(th, o, v, "__qualname__")?;
    string_only(th, t, v.r(), "__qualname__")?;
    t.data().qualname.set(v);
    Ok(())
}

fn module_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    match module(th, t)? {
        Some(m) => Ok(m),
        None => Err(error::raise(th, &error::ATTRIBUTE_ERROR, "__module__")),
    }
}

fn module_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (t, v) = settable(th, o, v, "__module__")?;
    t.set_attr(pystr::intern_str("__firstlineno__"), None);
    t.set_attr(names::__module__(), Some(v));
    Ok(())
}

fn bases_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    Ok(t.bases().unwrap_or_else(|| types::empty_tuple().own()))
}

fn bases_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (t, v) = settable(th, o, v, "__bases__")?;
    assign::set_bases(th, t, Some(v.r()))
}

fn base_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(class_of(th, o)?
        .base()
        .map_or_else(Obj::none, types::class_obj))
}

fn mro_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let v: Vec<Obj> = t.mro().map(types::class_obj).collect();
    tuple::new(th, v)
}

fn dict_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    descr::new_proxy(th, own_dict(t))
}

fn doc_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    if o.is(types::TYPE.r()) {
        return pystr::new(th, TYPE_DOC);
    }
    match own_attr(t, names::__doc__()) {
        None => Ok(Obj::none()),
        Some(d) => match d.r().class().slots().descr_get() {
            Some(get) => get(th, d.r(), None, o),
            None => Ok(d),
        },
    }
}

fn doc_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (t, v) = settable(th, o, v, "__doc__")?;
    t.set_attr(names::__doc__(), Some(v));
    Ok(())
}

fn text_signature_get(th: &mut Thread, o: Ref<'_>) -> R {
    super::descriptors::signatures::class(th, o)
}

fn type_params_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let found = if t.flag(tf::HEAP) {
        own_attr(t, names::__type_params__())
    } else {
        None
    };
    Ok(found.unwrap_or_else(|| types::empty_tuple().own()))
}

fn type_params_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let (t, v) = settable(th, o, v, "__type_params__")?;
    t.set_attr(names::__type_params__(), Some(v));
    Ok(())
}

fn abstract_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let found = if o.is(types::TYPE.r()) {
        None
    } else {
        own_attr(t, names::__abstractmethods__())
    };
    match found {
        Some(v) => Ok(v),
        None => {
            let n = names::__abstractmethods__().own();
            Err(error::raise_args(th, &error::ATTRIBUTE_ERROR, vec![n]))
        }
    }
}

fn abstract_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let t = class_of(th, o)?;
    let on = match v {
        Some(v) => ops::is_true(th, v)?,
        None => false,
    };
    if !t.set_attr(names::__abstractmethods__(), v.map(Ref::own)) {
        let n = names::__abstractmethods__().own();
        return Err(error::raise_args(th, &error::ATTRIBUTE_ERROR, vec![n]));
    }
    t.set_flag(tf::ABSTRACT, on);
    Ok(())
}

fn flags_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let pairs = [
        (tf::MATCH_SEQUENCE, 5),
        (tf::MATCH_MAPPING, 6),
        (tf::HEAP, 9),
        (tf::BASE, 10),
        (tf::READY, 12),
        (tf::METHOD_DESCRIPTOR, 17),
        (tf::ABSTRACT, 20),
        (tf::MATCH_SELF, 22),
        (tf::INT_SUB, 24),
        (tf::LIST_SUB, 25),
        (tf::TUPLE_SUB, 26),
        (tf::BYTES_SUB, 27),
        (tf::STR_SUB, 28),
        (tf::DICT_SUB, 29),
        (tf::EXC_SUB, 30),
        (tf::TYPE_SUB, 31),
    ];
    let mut bits: i64 = 1 << 14;
    for (flag, bit) in pairs {
        if t.flag(flag) {
            bits |= 1 << bit;
        }
    }
    if !t.flag(tf::HEAP) || t.flag(tf::IMMUTABLE) {
        bits |= 1 << 8;
    }
    Ok(Ref::small_int(bits).own())
}

fn basicsize_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let n = 24 + t.layout().size + 8 * t.fixed_slots() + if t.flag(tf::HAS_ATTRS) { 8 } else { 0 };
    Ok(Ref::small_int(n as i64).own())
}

fn itemsize_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let n = if t.flag(tf::TUPLE_SUB) {
        8
    } else if t.flag(tf::INT_SUB) {
        4
    } else if t.flag(tf::BYTES_SUB) {
        1
    } else if t.flag(tf::TYPE_SUB) {
        40
    } else {
        0
    };
    Ok(Ref::small_int(n).own())
}

fn dictoffset_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    let n = match () {
        () if t.flag(tf::HAS_ATTRS) && t.flag(tf::HEAP) => -1,
        () if t.flag(tf::HAS_ATTRS | tf::NATIVE_DICT) => 24,
        () => 0,
    };
    Ok(Ref::small_int(n).own())
}

fn weakrefoffset_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    Ok(Ref::small_int(if t.flag(tf::WEAKREFS) { 24 } else { 0 }).own())
}

// ------------------------------------------------------------------ annotations (PEP 649, 749)

fn cache_name() -> Ref<'static> {
    names::__annotations_cache__()
}

fn no_static(th: &mut Thread, o: Ref<'_>, t: &'static TypeObj, name: Ref<'_>) -> Raised {
    let m = format!(
        "type object '{}' has no attribute '{}'",
        t.name(),
        pystr::text(name)
    );
    error::attribute_error(th, m, o, name)
}

fn bound(th: &mut Thread, v: Obj, o: Ref<'_>) -> R {
    match v.r().class().slots().descr_get() {
        Some(get) => get(th, v.r(), None, o),
        None => Ok(v),
    }
}

fn annotate_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    if !t.flag(tf::HEAP) {
        return Err(no_static(th, o, t, names::__annotate__()));
    }
    for n in [names::__annotate__(), names::__annotate_func__()] {
        if let Some(f) = own_attr(t, n) {
            return bound(th, f, o);
        }
    }
    t.set_attr(names::__annotate_func__(), Some(Obj::none()));
    Ok(Obj::none())
}

fn annotate_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(type_error(th, "cannot delete __annotate__ attribute"));
    };
    let (t, v) = settable(th, o, Some(v), "__annotate__")?;
    if !v.r().is_none()
        && !v
            .r()
            .class()
            .slots()
            .has(typhon_runtime::types::slots::SlotId::Call)
    {
        return Err(type_error(th, "__annotate__ must be callable or None"));
    }
    let none = v.r().is_none();
    t.set_attr(names::__annotate_func__(), Some(v));
    if !none {
        t.set_attr(names::__annotations__(), None);
        t.set_attr(cache_name(), None);
    }
    Ok(())
}

fn annotations_get(th: &mut Thread, o: Ref<'_>) -> R {
    let t = class_of(th, o)?;
    if !t.flag(tf::HEAP) {
        return Err(no_static(th, o, t, names::__annotations__()));
    }
    for n in [names::__annotations__(), cache_name()] {
        if let Some(d) = own_attr(t, n) {
            return bound(th, d, o);
        }
    }
    let f = annotate_get(th, o)?;
    let d = if f.r().is_none() {
        dict::new(th)?
    } else {
        let d = call::call(th, f.r(), &[Ref::small_int(1)])?;
        if !dict::is_dict(d.r()) {
            let m = format!(
                "__annotate__ returned non-dict of type '{}'",
                d.r().class().name()
            );
            return Err(type_error(th, m));
        }
        d
    };
    t.set_attr(cache_name(), Some(d.clone()));
    Ok(d)
}

fn annotations_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let t = class_of(th, o)?;
    if !t.flag(tf::HEAP) {
        let m = format!(
            "cannot set '__annotations__' attribute of immutable type '{}'",
            t.tp_name()
        );
        return Err(type_error(th, m));
    }
    match v {
        Some(v) => {
            let plain = own_attr(t, names::__annotations__()).is_some();
            let n = if plain {
                names::__annotations__()
            } else {
                cache_name()
            };
            t.set_attr(n, Some(v.own()));
        }
        None => {
            let a = t.set_attr(names::__annotations__(), None);
            let b = t.set_attr(cache_name(), None);
            if !a && !b {
                let n = names::__annotations__().own();
                return Err(error::raise_args(th, &error::ATTRIBUTE_ERROR, vec![n]));
            }
        }
    }
    t.set_attr(names::__annotate_func__(), None);
    t.set_attr(names::__annotate__(), None);
    Ok(())
}

// ------------------------------------------------------------------ methods

fn type_mro(th: &mut Thread, a: Args<'_>) -> R {
    let t = class_of(th, a.at(0))?;
    let bases = t.bases().unwrap_or_else(|| types::empty_tuple().own());
    let list = mro_bases(bases.r());
    let v = mro::c3(th, t, &list)?;
    types::list::new(th, v.into_iter().map(types::class_obj).collect())
}

fn mro_bases(bases: Ref<'_>) -> Vec<&'static TypeObj> {
    tuple::items(bases).filter_map(Ref::as_type).collect()
}

fn type_subclasses(th: &mut Thread, a: Args<'_>) -> R {
    let t = class_of(th, a.at(0))?;
    types::list::new(th, t.subclasses())
}

fn type_prepare(th: &mut Thread, _a: Args<'_>) -> R {
    dict::new(th)
}

fn type_instancecheck(th: &mut Thread, a: Args<'_>) -> R {
    let t = class_of(th, a.at(0))?;
    ops::plain_isinstance(th, a.at(1), t).map(Obj::bool)
}

fn type_subclasscheck(th: &mut Thread, a: Args<'_>) -> R {
    let t = class_of(th, a.at(0))?;
    ops::plain_issubclass(th, a.at(1), t.r()).map(Obj::bool)
}

fn type_dir(th: &mut Thread, a: Args<'_>) -> R {
    let d = dict::new(th)?;
    if let Some(x) = d.get::<Dict>() {
        super::object::merge_class_dict(th, x, a.at(0))?;
    }
    super::object::keys_list(th, d.r())
}

fn type_sizeof(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Ref::small_int(typhon_runtime::obj::size_of(a.at(0)) as i64).own())
}

const TYPE_DOC: &str = "type(object) gives the class of an object;\ntype(name, bases, dict, **kwds) makes a new class.";

macro_rules! getset {
    ($($name:literal $get:ident $set:expr, $doc:literal;)*) => {
        &[$(GetSetDef { name: $name, get: $get, set: $set, doc: $doc },)*]
    };
}

static GETSET: &[GetSetDef] = getset! {
    "__name__" name_get Some(name_set), "";
    "__qualname__" qualname_get Some(qualname_set), "";
    "__module__" module_get Some(module_set), "";
    "__bases__" bases_get Some(bases_set), "";
    "__base__" base_get None, "";
    "__mro__" mro_get None, "";
    "__dict__" dict_get None, "";
    "__doc__" doc_get Some(doc_set), "";
    "__text_signature__" text_signature_get None, "";
    "__annotations__" annotations_get Some(annotations_set), "";
    "__annotate__" annotate_get Some(annotate_set), "";
    "__type_params__" type_params_get Some(type_params_set), "";
    "__abstractmethods__" abstract_get Some(abstract_set), "";
    "__flags__" flags_get None, "";
    "__basicsize__" basicsize_get None, "";
    "__itemsize__" itemsize_get None, "";
    "__dictoffset__" dictoffset_get None, "";
    "__weakrefoffset__" weakrefoffset_get None, "";
};

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "mro",
        Kind::NoArgs,
        type_mro,
        "mro($self, /)\n--\n\nThe method resolution order that the bases give.",
    ),
    MethodDef::new(
        "__subclasses__",
        Kind::NoArgs,
        type_subclasses,
        "__subclasses__($self, /)\n--\n\nThe direct subclasses that are alive.",
    ),
    MethodDef::class(
        "__prepare__",
        Kind::Any,
        type_prepare,
        "__prepare__($cls, name, bases, /, **kwds)\n--\n\nThe namespace for a class body.",
    ),
    MethodDef::new(
        "__instancecheck__",
        Kind::One,
        type_instancecheck,
        "__instancecheck__($self, instance, /)\n--\n\nWhether an object is an instance.",
    ),
    MethodDef::new(
        "__subclasscheck__",
        Kind::One,
        type_subclasscheck,
        "__subclasscheck__($self, subclass, /)\n--\n\nWhether a class is a subclass.",
    ),
    MethodDef::new(
        "__dir__",
        Kind::NoArgs,
        type_dir,
        "__dir__($self, /)\n--\n\nNames of the attributes of the class.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        type_sizeof,
        "__sizeof__($self, /)\n--\n\nSize of the class object in memory, in bytes.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::TYPE;
    let s = t.slots();
    s.set_repr(type_repr);
    s.set_call(type_call);
    s.set_new(type_new);
    s.set_init(type_init);
    s.set_getattr(classes::type_getattr);
    s.set_setattr(classes::type_setattr);
    s.set_or(type_or);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
