//! `types.GenericAlias`: `list[int]`, and the parameter substitution that it shares with unions.

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::descr::{Alias, new_alias, new_alias_of};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, list, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

/// `__class_getitem__` of builtin generic classes.
pub fn class_getitem(th: &mut Thread, a: Args<'_>) -> R {
    new_alias(th, a.at(0), a.at(1))
}

struct Parts {
    origin: Obj,
    args: Obj,
    starred: bool,
}

fn parts(th: &mut Thread, o: Ref<'_>) -> R<Parts> {
    match o.get::<Alias>() {
        Some(a) => match a.origin.get().zip(a.args.get()) {
            Some((origin, args)) => Ok(Parts {
                origin,
                args,
                starred: a.starred,
            }),
            None => Err(error::runtime_error(th, "generic alias was cleared")),
        },
        None => Err(type_error(th, "types.GenericAlias expected")),
    }
}

// ------------------------------------------------------------------ text

/// A type as annotations are written.
pub fn type_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    if o.is(Ref::ELLIPSIS) {
        return Ok("...".to_string());
    }
    let is_alias = ops::getattr_opt(th, o, pystr::intern_str("__origin__"))?.is_some()
        && ops::getattr_opt(th, o, pystr::intern_str("__args__"))?.is_some();
    if is_alias {
        return ops::repr_text(th, o);
    }
    if let Some(q) = ops::getattr_opt(th, o, names::__qualname__())?
        && let Some(m) = ops::getattr_opt(th, o, names::__module__())?
        && !m.r().is_none()
    {
        let (q, m) = (ops::str_text(th, q.r())?, ops::str_text(th, m.r())?);
        return Ok(if m == "builtins" {
            q
        } else {
            format!("{m}.{q}")
        });
    }
    ops::repr_text(th, o)
}

fn alias_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let mut t = if p.starred {
        "*".to_string()
    } else {
        String::new()
    };
    t.push_str(&type_text(th, p.origin.r())?);
    let mut items = Vec::new();
    for a in tuple::items(p.args.r()) {
        if list::is_list(a) {
            let mut inner = Vec::new();
            for x in ops::collect(th, a)? {
                inner.push(type_text(th, x.r())?);
            }
            items.push(format!("[{}]", inner.join(", ")));
        } else {
            items.push(type_text(th, a)?);
        }
    }
    if items.is_empty() {
        items.push("()".to_string());
    }
    t.push_str(&format!("[{}]", items.join(", ")));
    pystr::new(th, &t)
}

// ------------------------------------------------------------------ parameters

fn add_unique(list: &mut Vec<Obj>, o: Ref<'_>) {
    if !list.iter().any(|x| x.r().is(o)) {
        list.push(o.own());
    }
}

/// The type parameters in `args`, in order of appearance.
pub fn collect_parameters(th: &mut Thread, args: Ref<'_>, out: &mut Vec<Obj>) -> R<()> {
    ops::guard(th, "")?;
    let items: Vec<Obj> = if tuple::is_tuple(args) {
        tuple::items(args).map(Ref::own).collect()
    } else {
        ops::collect(th, args)?
    };
    for a in items {
        if a.r().as_type().is_some() {
            continue;
        }
        if tuple::is_tuple(a.r()) || list::is_list(a.r()) {
            collect_parameters(th, a.r(), out)?;
            continue;
        }
        if ops::getattr_opt(th, a.r(), pystr::intern_str("__typing_subst__"))?.is_some() {
            add_unique(out, a.r());
            continue;
        }
        if let Some(p) = ops::getattr_opt(th, a.r(), pystr::intern_str("__parameters__"))?
            && tuple::is_tuple(p.r())
        {
            for x in tuple::items(p.r()) {
                add_unique(out, x);
            }
        }
    }
    Ok(())
}

/// Starred tuples among subscripts stand for their items.
fn unpack(th: &mut Thread, item: Ref<'_>) -> R<Vec<Obj>> {
    let items: Vec<Obj> = if tuple::is_tuple(item) {
        tuple::items(item).map(Ref::own).collect()
    } else {
        vec![item.own()]
    };
    let mut out = Vec::new();
    for x in items {
        if x.r().as_type().is_none()
            && let Some(sub) = ops::getattr_opt(
                th,
                x.r(),
                pystr::intern_str("__typing_unpacked_tuple_args__"),
            )?
            && tuple::is_tuple(sub.r())
        {
            let inner: Vec<Ref<'_>> = tuple::items(sub.r()).collect();
            if !inner.last().is_some_and(|l| l.is(Ref::ELLIPSIS)) {
                out.extend(inner.into_iter().map(Ref::own));
                continue;
            }
        }
        out.push(x);
    }
    Ok(out)
}

/// `alias[item]`: the arguments with `parameters` replaced by `item`.
pub fn substitute(
    th: &mut Thread,
    alias: Ref<'_>,
    args: Ref<'_>,
    parameters: Ref<'_>,
    item: Ref<'_>,
) -> R {
    let params: Vec<Ref<'_>> = tuple::items(parameters).collect();
    if params.is_empty() {
        let r = ops::repr_text(th, alias)?;
        return Err(type_error(th, format!("{r} is not a generic class")));
    }
    let unpacked = unpack(th, item)?;
    let mut items = tuple::new(th, unpacked)?;
    for p in &params {
        if let Some(f) = ops::getattr_opt(th, *p, pystr::intern_str("__typing_prepare_subst__"))?
            && !f.r().is_none()
        {
            items = call::call(th, f.r(), &[alias, items.r()])?;
        }
    }
    let given: Vec<Ref<'_>> = tuple::items(items.r()).collect();
    if given.len() != params.len() {
        let r = ops::repr_text(th, alias)?;
        let m = format!(
            "Too {} arguments for {r}; actual {}, expected {}",
            if given.len() > params.len() {
                "many"
            } else {
                "few"
            },
            given.len(),
            params.len()
        );
        return Err(type_error(th, m));
    }
    substitute_in(th, args, &params, &given)
}

fn substitute_in(th: &mut Thread, args: Ref<'_>, params: &[Ref<'_>], given: &[Ref<'_>]) -> R {
    ops::guard(th, "")?;
    let mut out = Vec::new();
    for a in ops::collect(th, args)? {
        let a = a.r();
        if a.as_type().is_some() {
            out.push(a.own());
            continue;
        }
        if tuple::is_tuple(a) || list::is_list(a) {
            let t = substitute_in(th, a, params, given)?;
            if list::is_list(a) {
                let v = tuple::items(t.r()).map(Ref::own).collect();
                out.push(list::new(th, v)?);
            } else {
                out.push(t);
            }
            continue;
        }
        let flag = ops::getattr_opt(
            th,
            a,
            pystr::intern_str("__typing_is_unpacked_typevartuple__"),
        )?;
        let spread = match flag {
            Some(f) => ops::is_true(th, f.r())?,
            None => false,
        };
        let new = match ops::getattr_opt(th, a, pystr::intern_str("__typing_subst__"))? {
            Some(f) => {
                let i = params
                    .iter()
                    .position(|p| p.is(a))
                    .and_then(|i| given.get(i));
                call::call(th, f.r(), &[i.copied().unwrap_or(Ref::NONE)])?
            }
            None => substitute_nested(th, a, params, given)?,
        };
        if spread && tuple::is_tuple(new.r()) {
            out.extend(tuple::items(new.r()).map(Ref::own));
        } else {
            out.push(new);
        }
    }
    tuple::new(th, out)
}

/// An argument that is itself generic in some of the parameters.
fn substitute_nested(th: &mut Thread, a: Ref<'_>, params: &[Ref<'_>], given: &[Ref<'_>]) -> R {
    let Some(sub) = ops::getattr_opt(th, a, pystr::intern_str("__parameters__"))? else {
        return Ok(a.own());
    };
    if !tuple::is_tuple(sub.r()) || tuple::items(sub.r()).len() == 0 {
        return Ok(a.own());
    }
    let mut v = Vec::new();
    for p in tuple::items(sub.r()) {
        let i = params
            .iter()
            .position(|q| q.is(p))
            .and_then(|i| given.get(i));
        match i {
            Some(x) if tuple::is_tuple(*x) && is_variadic(th, p)? => {
                v.extend(tuple::items(*x).map(Ref::own));
            }
            Some(x) => v.push(x.own()),
            None => v.push(p.own()),
        }
    }
    let key = tuple::new(th, v)?;
    ops::getitem(th, a, key.r())
}

fn is_variadic(th: &mut Thread, p: Ref<'_>) -> R<bool> {
    let r = ops::iter(th, p);
    match r {
        Ok(_) => Ok(true),
        Err(Raised) => error::suppress(th, &error::TYPE_ERROR).map(|()| false),
    }
}

fn parameters(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let Some(a) = o.get::<Alias>() else {
        return Err(type_error(th, "types.GenericAlias expected"));
    };
    if let Some(v) = a.parameters.get() {
        return Ok(v);
    }
    let mut v = Vec::new();
    collect_parameters(th, p.args.r(), &mut v)?;
    let t = tuple::new(th, v)?;
    a.parameters.set(t.clone());
    Ok(t)
}

// ------------------------------------------------------------------ slots

fn alias_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "GenericAlias")?;
    a.check(th, "GenericAlias", 2, 2)?;
    new_alias_of(th, class, a.at(0), a.at(1), false)
}

fn alias_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let p = parts(th, o)?;
    let v = call::call_args(th, p.origin.r(), a)?;
    if let Err(Raised) = ops::setattr(th, v.r(), names::__orig_class__(), Some(o)) {
        if error::pending_is(th, &error::TYPE_ERROR) {
            error::suppress(th, &error::TYPE_ERROR)?;
        } else {
            error::suppress(th, &error::ATTRIBUTE_ERROR)?;
        }
    }
    Ok(v)
}

/// Attributes that are the alias's own; others are the origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__bases__",
    "__copy__",
    "__deepcopy__",
];

fn alias_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    let text = pystr::text(name);
    if !pystr::is_str(name) || OWN.contains(&text.as_str()) {
        return ops::generic_getattr(th, o, name);
    }
    let p = parts(th, o)?;
    ops::getattr(th, p.origin.r(), name)
}

fn alias_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let p = parts(th, o)?;
    let a = ops::hash(th, p.origin.r())?;
    let b = ops::hash(th, p.args.r())?;
    Ok(match a ^ b {
        -1 => -2,
        h => h,
    })
}

fn alias_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || b.get::<Alias>().is_none() {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let (x, y) = (parts(th, a)?, parts(th, b)?);
    let same = x.starred == y.starred
        && ops::equal(th, x.origin.r(), y.origin.r())?
        && ops::equal(th, x.args.r(), y.args.r())?;
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}

fn alias_getitem(th: &mut Thread, o: Ref<'_>, item: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let params = parameters(th, o)?;
    let new = substitute(th, o, p.args.r(), params.r(), item)?;
    new_alias_of(th, o.type_ref(), p.origin.r(), new.r(), p.starred)
}

fn alias_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    let s = new_alias_of(th, o.type_ref(), p.origin.r(), p.args.r(), true)?;
    let t = tuple::new(th, vec![s])?;
    ops::iter(th, t.r())
}

fn alias_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    super::union_::union_or(th, a, b)
}

// ------------------------------------------------------------------ attributes

fn origin_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(parts(th, o)?.origin)
}
fn args_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(parts(th, o)?.args)
}
fn unpacked_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(parts(th, o)?.starred))
}
fn unpacked_args_get(th: &mut Thread, o: Ref<'_>) -> R {
    let p = parts(th, o)?;
    Ok(if p.starred && p.origin.r().is(types::TUPLE.r()) {
        p.args
    } else {
        Obj::none()
    })
}

fn alias_mro_entries(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    tuple::new(th, vec![p.origin])
}
fn alias_instancecheck(th: &mut Thread, _a: Args<'_>) -> R {
    Err(type_error(
        th,
        "isinstance() argument 2 cannot be a parameterized generic",
    ))
}
fn alias_subclasscheck(th: &mut Thread, _a: Args<'_>) -> R {
    Err(type_error(
        th,
        "issubclass() argument 2 cannot be a parameterized generic",
    ))
}
fn alias_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    let args = tuple::new(th, vec![p.origin, p.args])?;
    let class = types::GENERIC_ALIAS.r().own();
    if !p.starred {
        return tuple::new(th, vec![class, args]);
    }
    let plain = call::call_ex(th, class.r(), args.r(), None)?;
    let it = ops::iter(th, plain.r())?;
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    let next = ops::getattr_str(th, b.r(), "next")?;
    let args = tuple::new(th, vec![it])?;
    tuple::new(th, vec![next, args])
}
fn alias_dir(th: &mut Thread, a: Args<'_>) -> R {
    let p = parts(th, a.at(0))?;
    let d = call::call_special(th, p.origin.r(), names::__dir__(), &[])?;
    let mut names = match d {
        Some(d) => ops::collect(th, d.r())?,
        None => Vec::new(),
    };
    for n in OWN {
        let n = pystr::intern_str(n);
        if !names.iter().any(|x| pystr::equal(x.r(), n)) {
            names.push(n.own());
        }
    }
    list::new(th, names)
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__origin__",
        get: origin_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__args__",
        get: args_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__unpacked__",
        get: unpacked_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__parameters__",
        get: parameters,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__typing_unpacked_tuple_args__",
        get: unpacked_args_get,
        set: None,
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::new("__mro_entries__", Kind::One, alias_mro_entries, ""),
    MethodDef::new("__instancecheck__", Kind::One, alias_instancecheck, ""),
    MethodDef::new("__subclasscheck__", Kind::One, alias_subclasscheck, ""),
    MethodDef::new("__reduce__", Kind::NoArgs, alias_reduce, ""),
    MethodDef::new("__dir__", Kind::NoArgs, alias_dir, ""),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::GENERIC_ALIAS;
    let s = t.slots();
    s.set_new(alias_new);
    s.set_repr(alias_repr);
    s.set_call(alias_call);
    s.set_getattr(alias_getattr);
    s.set_hash(alias_hash);
    s.set_richcmp(alias_richcmp);
    s.set_getitem(alias_getitem);
    s.set_iter(alias_iter);
    s.set_or(alias_or);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
