//! `object`: the slots and methods that every class inherits.

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, call_special};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::classes::{self, assign};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names, ops};

fn object_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let class = super::type_::qualified_name(th, o.class())?;
    pystr::new(th, &format!("<{class} object at {:#x}>", o.address()))
}

/// The class's repr as it is: whether it is a str is asked of the result as a `__str__`.
fn object_str(th: &mut Thread, o: Ref<'_>) -> R {
    match o.class().slots().repr() {
        Some(f) => f(th, o),
        None => ops::repr(th, o),
    }
}

fn object_hash(_th: &mut Thread, o: Ref<'_>) -> R<i64> {
    Ok(ops::hash_identity(o))
}

/// Comparison of plain objects: identity; `!=` is the opposite of the class's own `==`.
pub fn object_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    match op {
        CmpOp::Eq if a.is(b) => Ok(Obj::bool(true)),
        CmpOp::Ne => {
            let Some(f) = a.class().slots().richcmp() else {
                return Ok(Ref::NOT_IMPLEMENTED.own());
            };
            let r = f(th, a, b, CmpOp::Eq)?;
            if r.r().is_not_implemented() {
                return Ok(r);
            }
            ops::is_true(th, r.r()).map(|t| Obj::bool(!t))
        }
        _ => Ok(Ref::NOT_IMPLEMENTED.own()),
    }
}

fn object_class_get(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.type_ref().own())
}

fn object_class_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    assign::set_class(th, o, v)
}

fn object_init_subclass(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::none())
}

fn object_subclasshook(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::NOT_IMPLEMENTED.own())
}

fn object_format(th: &mut Thread, a: Args<'_>) -> R {
    let (o, spec) = (a.at(0), a.at(1));
    if !pystr::is_str(spec) {
        let m = format!(
            "__format__() argument must be str, not {}",
            spec.class().name()
        );
        return Err(type_error(th, m));
    }
    if !pystr::text(spec).is_empty() {
        let m = format!(
            "unsupported format string passed to {}.__format__",
            o.class().name()
        );
        return Err(type_error(th, m));
    }
    ops::str(th, o)
}

fn object_sizeof(_th: &mut Thread, a: Args<'_>) -> R {
    let n = typhon_runtime::obj::size_of(a.at(0));
    Ok(Ref::small_int(n as i64).own())
}

/// Adds the keys of a class's dict and of its bases' to `out`.
pub fn merge_class_dict(th: &mut Thread, out: &Dict, class: Ref<'_>) -> R<()> {
    ops::guard(th, "")?;
    if let Some(d) = ops::getattr_opt(th, class, names::__dict__())? {
        let keys = ops::collect(th, d.r())?;
        for k in keys {
            drop(out.insert(th, k.r(), Obj::none())?);
        }
    }
    if let Some(bases) = ops::getattr_opt(th, class, names::__bases__())?
        && tuple::is_tuple(bases.r())
    {
        for b in tuple::items(bases.r()) {
            merge_class_dict(th, out, b)?;
        }
    }
    Ok(())
}

fn object_dir(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let d = match ops::getattr_opt(th, o, names::__dict__())? {
        Some(d) => match d.get::<Dict>() {
            Some(d) => dict::copy(th, d)?,
            None => dict::new(th)?,
        },
        None => dict::new(th)?,
    };
    if let Some(d) = d.get::<Dict>()
        && let Some(c) = ops::getattr_opt(th, o, names::__class__())?
    {
        merge_class_dict(th, d, c.r())?;
    }
    keys_list(th, d.r())
}

/// The keys of a dict as a list.
pub fn keys_list(th: &mut Thread, d: Ref<'_>) -> R {
    let keys = d.get::<Dict>().map(Dict::items).unwrap_or_default();
    types::list::new(th, keys.into_iter().map(|p| p.0).collect())
}

// ------------------------------------------------------------------ copying and pickling (PEP 307)

/// Whether attribute `name` of the class of `o` is not object's own.
fn overrides(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> bool {
    let mine = o.class().lookup(th, name).map(typhon_runtime::Val::own);
    let base = types::OBJECT.lookup(th, name).map(typhon_runtime::Val::own);
    match (mine, base) {
        (Some(a), Some(b)) => !a.r().is(b.r()),
        _ => true,
    }
}

fn copyreg(th: &mut Thread, name: &str) -> R {
    let m = hooks::import(th, "copyreg")?;
    ops::getattr_str(th, m.r(), name)
}

fn object_reduce(th: &mut Thread, a: Args<'_>) -> R {
    reduce(th, a.at(0), 0)
}

fn object_reduce_ex(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let p = ops::index(th, a.at(1))?;
    let Some(protocol) = ops::small_int_value(p.r()) else {
        return Err(error::overflow_error(
            th,
            "Python int too large to convert to C int",
        ));
    };
    if overrides(th, o, names::__reduce__()) {
        let f = ops::getattr(th, o, names::__reduce__())?;
        return call::call(th, f.r(), &[]);
    }
    reduce(th, o, protocol)
}

fn reduce(th: &mut Thread, o: Ref<'_>, protocol: i64) -> R {
    if protocol < 2 {
        let f = copyreg(th, "_reduce_ex")?;
        return call::call(th, f.r(), &[o, Ref::small_int(protocol)]);
    }
    let class = o.class();
    if !class.slots().has(typhon_runtime::types::slots::SlotId::New) {
        return Err(cannot_pickle(th, o));
    }
    let (args, kwargs) = new_arguments(th, o)?;
    let has_args = args.is_some();
    let is_container = class.flag(tf::LIST_SUB | tf::DICT_SUB);
    let maker_args = match kwargs {
        Some(k) => {
            let args = args.unwrap_or_else(|| types::empty_tuple().own());
            let t = tuple::new(th, vec![class.r().own(), args, k])?;
            (copyreg(th, "__newobj_ex__")?, t)
        }
        None => {
            let mut v = vec![class.r().own()];
            if let Some(a) = &args {
                v.extend(tuple::items(a.r()).map(Ref::own));
            }
            (copyreg(th, "__newobj__")?, tuple::new(th, v)?)
        }
    };
    let state = state_of(th, o, !(has_args || is_container))?;
    let items = if class.flag(tf::LIST_SUB) {
        ops::iter(th, o)?
    } else {
        Obj::none()
    };
    let pairs = if class.flag(tf::DICT_SUB) {
        let i = call::call_method(th, o, names::items(), &[])?;
        ops::iter(th, i.r())?
    } else {
        Obj::none()
    };
    tuple::new(th, vec![maker_args.0, maker_args.1, state, items, pairs])
}

fn cannot_pickle(th: &mut Thread, o: Ref<'_>) -> typhon_runtime::Raised {
    type_error(th, format!("cannot pickle '{}' object", o.class().name()))
}

/// `__getnewargs_ex__` or `__getnewargs__`: positional tuple and non-empty keyword dict.
fn new_arguments(th: &mut Thread, o: Ref<'_>) -> R<(Option<Obj>, Option<Obj>)> {
    if let Some(r) = call_special(th, o, pystr::intern_str("__getnewargs_ex__"), &[])? {
        if !tuple::is_tuple(r.r()) {
            let m = format!(
                "__getnewargs_ex__ should return a tuple, not '{}'",
                r.r().class().name()
            );
            return Err(type_error(th, m));
        }
        let v: Vec<Obj> = tuple::items(r.r()).map(Ref::own).collect();
        let [args, kwargs] = v.as_slice() else {
            let m = format!(
                "__getnewargs_ex__ should return a tuple of length 2, not {}",
                v.len()
            );
            return Err(error::value_error(th, m));
        };
        if !tuple::is_tuple(args.r()) {
            let m = format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{}'",
                args.r().class().name()
            );
            return Err(type_error(th, m));
        }
        if !dict::is_dict(kwargs.r()) {
            let m = format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{}'",
                kwargs.r().class().name()
            );
            return Err(type_error(th, m));
        }
        let empty = kwargs.get::<Dict>().is_none_or(Dict::is_empty);
        return Ok((
            Some(args.clone()),
            if empty { None } else { Some(kwargs.clone()) },
        ));
    }
    match call_special(th, o, names::__getnewargs__(), &[])? {
        Some(r) if tuple::is_tuple(r.r()) => Ok((Some(r), None)),
        Some(r) => {
            let m = format!(
                "__getnewargs__ should return a tuple, not '{}'",
                r.r().class().name()
            );
            Err(type_error(th, m))
        }
        None => Ok((None, None)),
    }
}

fn state_of(th: &mut Thread, o: Ref<'_>, required: bool) -> R {
    if overrides(th, o, names::__getstate__()) {
        let f = ops::getattr(th, o, names::__getstate__())?;
        return call::call(th, f.r(), &[]);
    }
    default_state(th, o, required)
}

fn object_getstate(th: &mut Thread, a: Args<'_>) -> R {
    default_state(th, a.at(0), false)
}

/// The `__dict__` (a copy), and with `__slots__` a pair of it and the filled slots.
fn default_state(th: &mut Thread, o: Ref<'_>, required: bool) -> R {
    let class = o.class();
    let plain = types::OBJECT.layout();
    if required && !std::ptr::eq(class.layout(), plain) {
        return Err(cannot_pickle(th, o));
    }
    let state = match ops::getattr_opt(th, o, names::__dict__())? {
        Some(d) if d.get::<Dict>().is_some_and(|d| !d.is_empty()) => match d.get::<Dict>() {
            Some(d) => dict::copy(th, d)?,
            None => Obj::none(),
        },
        _ => Obj::none(),
    };
    if class.fixed_slots() == 0 {
        return Ok(state);
    }
    let f = copyreg(th, "_slotnames")?;
    let slot_names = call::call(th, f.r(), &[class.r()])?;
    let filled = dict::new(th)?;
    for n in ops::collect(th, slot_names.r())? {
        if let Some(v) = ops::getattr_opt(th, o, n.r())?
            && let Some(d) = filled.get::<Dict>()
        {
            drop(d.insert(th, n.r(), v)?);
        }
    }
    if filled.get::<Dict>().is_some_and(Dict::is_empty) {
        return Ok(state);
    }
    tuple::new(th, vec![state, filled])
}

static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "__class__",
    get: object_class_get,
    set: Some(object_class_set),
    doc: "The class of the object.",
}];

static METHODS: &[MethodDef] = &[
    MethodDef::class(
        "__init_subclass__",
        Kind::NoArgs,
        object_init_subclass,
        "Called when a class is subclassed; does nothing by default.",
    ),
    MethodDef::class(
        "__subclasshook__",
        Kind::Any,
        object_subclasshook,
        "Lets an abstract class decide what is its subclass; does not decide by default.",
    ),
    MethodDef::new(
        "__format__",
        Kind::One,
        object_format,
        "__format__($self, format_spec, /)\n--\n\nThe str of the object; the format must be empty.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        object_sizeof,
        "__sizeof__($self, /)\n--\n\nSize of the object in memory, in bytes.",
    ),
    MethodDef::new(
        "__dir__",
        Kind::NoArgs,
        object_dir,
        "__dir__($self, /)\n--\n\nNames of the attributes.",
    ),
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        object_reduce,
        "__reduce__($self, /)\n--\n\nHelper for pickle.",
    ),
    MethodDef::new(
        "__reduce_ex__",
        Kind::One,
        object_reduce_ex,
        "__reduce_ex__($self, protocol, /)\n--\n\nHelper for pickle.",
    ),
    MethodDef::new(
        "__getstate__",
        Kind::NoArgs,
        object_getstate,
        "__getstate__($self, /)\n--\n\nHelper for pickle.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::OBJECT;
    let s = t.slots();
    s.set_repr(object_repr);
    s.set_str(object_str);
    s.set_hash(object_hash);
    s.set_richcmp(object_richcmp);
    s.set_getattr(ops::generic_getattr);
    s.set_setattr(ops::generic_setattr);
    s.set_new(classes::object_new);
    s.set_init(classes::object_init);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::set_doc(
        th,
        t,
        "The root of all classes; instances have no attributes of their own.",
    )?;
    slotdefs::finish(th, t)
}
