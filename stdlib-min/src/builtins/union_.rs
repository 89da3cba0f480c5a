//! `typing.Union`: `int | str`.

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::descr::{Alias, Union};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops};

use super::alias;

fn args_of(o: Ref<'_>) -> Vec<Obj> {
    match o.get::<Union>().and_then(|u| u.args.get()) {
        Some(t) => tuple::items(t.r()).map(Ref::own).collect(),
        None => Vec::new(),
    }
}

fn is_unionable(o: Ref<'_>) -> bool {
    o.is_none() || o.as_type().is_some() || o.get::<Alias>().is_some() || o.get::<Union>().is_some()
}

/// `a | b` of types.
pub fn union_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if !is_unionable(a) || !is_unionable(b) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    make(th, &[a, b])
}

/// `a | b` where one of them is a union: the other may be anything that `Union[...]` takes.
fn of_union_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (a, b) = (checked(th, a)?, checked(th, b)?);
    make(th, &[a.r(), b.r()])
}

/// The union of several types; a single one stays what it is.
pub fn make(th: &mut Thread, items: &[Ref<'_>]) -> R {
    let mut unique: Vec<Obj> = Vec::new();
    for &i in items {
        if i.get::<Union>().is_some() {
            for x in args_of(i) {
                add(th, &mut unique, x.r())?;
            }
        } else if i.is_none() {
            add(th, &mut unique, types::NONE_TYPE.r())?;
        } else {
            add(th, &mut unique, i)?;
        }
    }
    if let [only] = unique.as_slice() {
        return Ok(only.clone());
    }
    let args = tuple::new(th, unique)?;
    Obj::new(
        th,
        types::UNION.r(),
        Union {
            args: Slot::new(args),
            parameters: Slot::empty(),
        },
    )
}

fn add(th: &mut Thread, unique: &mut Vec<Obj>, o: Ref<'_>) -> R<()> {
    for x in unique.iter() {
        // Aliases of one origin differ by their arguments, `list[int]` and `list[bool]` too.
        if x.r().is(o) || (std::ptr::eq(x.r().class(), o.class()) && ops::equal(th, x.r(), o)?) {
            return Ok(());
        }
    }
    unique.push(o.own());
    Ok(())
}

fn union_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let mut parts = Vec::new();
    for a in args_of(o) {
        parts.push(if a.r().is(types::NONE_TYPE.r()) {
            "None".to_string()
        } else {
            alias::type_text(th, a.r())?
        });
    }
    pystr::new(th, &parts.join(" | "))
}

fn contains(th: &mut Thread, list: &[Obj], o: Ref<'_>) -> R<bool> {
    for x in list {
        if ops::equal(th, x.r(), o)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn union_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || b.get::<Union>().is_none() {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let (x, y) = (args_of(a), args_of(b));
    let mut same = x.len() == y.len();
    for o in &x {
        same = same && contains(th, &y, o.r())?;
    }
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}

fn union_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    // Order does not matter.
    let mut h: i64 = 1_927_868_237;
    for a in args_of(o) {
        let x = ops::hash(th, a.r())?;
        h = h.wrapping_add((x ^ 89_869_747 ^ (x << 16)).wrapping_mul(3_644_798_167));
    }
    Ok(if h == -1 { -2 } else { h })
}

fn union_getitem(th: &mut Thread, o: Ref<'_>, item: Ref<'_>) -> R {
    let args = args_get(th, o)?;
    let params = parameters_get(th, o)?;
    let new = alias::substitute(th, o, args.r(), params.r(), item)?;
    let items: Vec<Obj> = tuple::items(new.r()).map(Ref::own).collect();
    let mut r: Option<Obj> = None;
    for i in items {
        r = Some(match r {
            Some(left) => ops::binary(th, ops::BinOp::Or, left.r(), i.r())?,
            None => i,
        });
    }
    Ok(r.unwrap_or_else(Obj::none))
}

fn args_get(th: &mut Thread, o: Ref<'_>) -> R {
    tuple::new(th, args_of(o))
}
fn parameters_get(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(u) = o.get::<Union>() else {
        return Err(type_error(th, "union expected"));
    };
    if let Some(p) = u.parameters.get() {
        return Ok(p);
    }
    let args = args_get(th, o)?;
    let mut v = Vec::new();
    alias::collect_parameters(th, args.r(), &mut v)?;
    let t = tuple::new(th, v)?;
    u.parameters.set(t.clone());
    Ok(t)
}
fn origin_get(_th: &mut Thread, _o: Ref<'_>) -> R {
    Ok(types::UNION.r().own())
}
fn name_get(th: &mut Thread, _o: Ref<'_>) -> R {
    pystr::new(th, "Union")
}

fn union_instancecheck(th: &mut Thread, a: Args<'_>) -> R {
    for c in args_of(a.at(0)) {
        if ops::isinstance(th, a.at(1), c.r())? {
            return Ok(Obj::bool(true));
        }
    }
    Ok(Obj::bool(false))
}
fn union_subclasscheck(th: &mut Thread, a: Args<'_>) -> R {
    for c in args_of(a.at(0)) {
        if ops::issubclass(th, a.at(1), c.r())? {
            return Ok(Obj::bool(true));
        }
    }
    Ok(Obj::bool(false))
}
fn union_mro_entries(th: &mut Thread, a: Args<'_>) -> R {
    let r = ops::repr_text(th, a.at(0))?;
    Err::<Obj, Raised>(type_error(th, format!("Cannot subclass {r}")))
}

/// `Union[int, str]`.
fn union_class_getitem(th: &mut Thread, a: Args<'_>) -> R {
    let key = a.at(1);
    let items: Vec<Obj> = if tuple::is_tuple(key) {
        tuple::items(key).map(Ref::own).collect()
    } else {
        vec![key.own()]
    };
    if items.is_empty() {
        return Err(type_error(th, "Cannot take a Union of no types."));
    }
    let mut types = Vec::new();
    for i in items {
        types.push(checked(th, i.r())?);
    }
    let refs: Vec<Ref<'_>> = types.iter().map(Obj::r).collect();
    make(th, &refs)
}

/// An argument of a union: what is no type of the runtime goes through `typing`, which makes texts forward references.
fn checked(th: &mut Thread, o: Ref<'_>) -> R {
    if is_unionable(o) {
        return Ok(o.own());
    }
    let typing = hooks::import(th, "typing")?;
    let f = ops::getattr_str(th, typing.r(), "_type_check")?;
    let msg = pystr::new(th, "Union[arg, ...]: each arg must be a type.")?;
    call::call(th, f.r(), &[o, msg.r()])
}

fn union_reduce(th: &mut Thread, a: Args<'_>) -> R {
    // Made again by subscription, as the class cannot be called.
    let op = hooks::import(th, "operator")?;
    let f = ops::getattr_str(th, op.r(), "getitem")?;
    let args = args_get(th, a.at(0))?;
    let args = tuple::new(th, vec![types::UNION.r().own(), args])?;
    tuple::new(th, vec![f, args])
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__args__",
        get: args_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__parameters__",
        get: parameters_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__origin__",
        get: origin_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__name__",
        get: name_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: name_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__module__",
        get: |th, _| pystr::new(th, "typing"),
        set: None,
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::new("__instancecheck__", Kind::One, union_instancecheck, ""),
    MethodDef::new("__subclasscheck__", Kind::One, union_subclasscheck, ""),
    MethodDef::new("__mro_entries__", Kind::One, union_mro_entries, ""),
    MethodDef::new("__reduce__", Kind::NoArgs, union_reduce, ""),
    MethodDef::class("__class_getitem__", Kind::One, union_class_getitem, ""),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::UNION;
    let s = t.slots();
    s.set_repr(union_repr);
    s.set_hash(union_hash);
    s.set_richcmp(union_richcmp);
    s.set_getitem(union_getitem);
    s.set_or(of_union_or);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
