//! `partial` and `Placeholder`.

use crate::modules::common::{TypeSpec, class_getitem, of};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::classes::members;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops, payload, shape};

// ------------------------------------------------------------------ Placeholder

static PLACEHOLDER_TYPE: TypeObj = TypeObj::declare("functools._PlaceholderType");
/// The one instance.
static PLACEHOLDER: Slot = Slot::empty();

struct Placeholder;
payload!(Placeholder);

fn placeholder(th: &mut Thread) -> R {
    if let Some(p) = PLACEHOLDER.get() {
        return Ok(p);
    }
    let p = Obj::new(th, PLACEHOLDER_TYPE.r(), Placeholder)?;
    PLACEHOLDER.set(p.clone());
    Ok(p)
}

fn placeholder_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    if !a.is_empty() || a.kw_len() > 0 {
        return Err(type_error(th, "_PlaceholderType takes no arguments"));
    }
    placeholder(th)
}

fn placeholder_repr(th: &mut Thread, _o: Ref<'_>) -> R {
    pystr::new(th, "Placeholder")
}

fn placeholder_reduce(th: &mut Thread, _a: Args<'_>) -> R {
    pystr::new(th, "Placeholder")
}

static PLACEHOLDER_SPEC: TypeSpec = TypeSpec {
    flags: 0,
    ..TypeSpec::new(
        &PLACEHOLDER_TYPE,
        placeholder_new,
        "The type of the Placeholder singleton, which marks arguments to be filled in by the caller.",
    )
}
.methods(&[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    placeholder_reduce,
    "",
)]);

// ------------------------------------------------------------------ partial

static PARTIAL: TypeObj = TypeObj::declare("functools.partial");

struct Partial {
    func: Slot,
    /// A tuple, placeholders included.
    args: Slot,
    /// A dict.
    keywords: Slot,
}
payload!(
    Partial,
    traverse | s,
    v | {
        for x in [&s.func, &s.args, &s.keywords] {
            x.visit(v);
        }
    },
    clear | s | {
        for x in [&s.func, &s.args, &s.keywords] {
            drop(x.take());
        }
    }
);

/// The parts of a partial object.
struct Parts {
    func: Obj,
    args: Obj,
    keywords: Obj,
}

fn parts(th: &mut Thread, o: Ref<'_>) -> R<Parts> {
    let p = of::<Partial>(th, o)?;
    match (p.func.get(), p.args.get(), p.keywords.get()) {
        (Some(func), Some(args), Some(keywords)) => Ok(Parts {
            func,
            args,
            keywords,
        }),
        _ => Err(type_error(th, "invalid partial object")),
    }
}

fn is_placeholder(o: Ref<'_>) -> bool {
    o.is_exact(&PLACEHOLDER_TYPE)
}

fn count_placeholders(args: Ref<'_>) -> usize {
    tuple::items(args).filter(|o| is_placeholder(*o)).count()
}

/// Stored arguments with their placeholders filled from the given ones; the rest of those follows.
/// Placeholders for which nothing was given stay.
fn merge<'a>(stored: Ref<'a>, given: impl Iterator<Item = Ref<'a>>) -> Vec<Ref<'a>> {
    let mut given = given;
    let mut all = Vec::with_capacity(tuple::items(stored).len() + 4);
    for s in tuple::items(stored) {
        all.push(if is_placeholder(s) {
            given.next().unwrap_or(s)
        } else {
            s
        });
    }
    all.extend(given);
    all
}

fn partial_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let Some(func) = a.opt(0) else {
        return Err(type_error(th, "type 'partial' takes at least one argument"));
    };
    if func.class().slots().call().is_none() {
        return Err(type_error(th, "the first argument must be callable"));
    }
    let rest = a.skip(1);
    if !rest.is_empty() && is_placeholder(rest.at(rest.len() - 1)) {
        return Err(type_error(th, "trailing Placeholders are not allowed"));
    }
    for (_, v) in a.kwargs() {
        if is_placeholder(v) {
            let m = "Placeholder cannot be passed as a keyword argument";
            return Err(type_error(th, m));
        }
    }
    let inner = flattens(th, func)?;
    let (func, args, keywords) = match inner {
        Some(p) => {
            let args: Vec<Obj> = merge(p.args.r(), rest.iter())
                .into_iter()
                .map(Ref::own)
                .collect();
            let kw = match p.keywords.get::<Dict>() {
                Some(d) => dict::copy(th, d)?,
                None => dict::new(th)?,
            };
            (p.func, args, kw)
        }
        None => (
            func.own(),
            rest.iter().map(Ref::own).collect(),
            dict::new(th)?,
        ),
    };
    if let Some(d) = keywords.get::<Dict>() {
        for (k, v) in a.kwargs() {
            drop(d.insert(th, k, v.own())?);
        }
    }
    let p = Partial {
        func: Slot::new(func),
        args: Slot::new(tuple::new(th, args)?),
        keywords: Slot::new(keywords),
    };
    Obj::new(th, class, p)
}

/// The parts of a partial object without attributes of its own: a partial of it takes its place.
fn flattens(th: &mut Thread, func: Ref<'_>) -> R<Option<Parts>> {
    if !func.is_instance(&PARTIAL) {
        return Ok(None);
    }
    let d = shape::to_dict(th, func)?;
    if d.get::<Dict>().is_some_and(|d| !d.is_empty()) {
        return Ok(None);
    }
    parts(th, func).map(Some)
}

fn partial_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let p = parts(th, o)?;
    let holes = count_placeholders(p.args.r());
    if a.len() < holes {
        let m = format!(
            "missing positional arguments in 'partial' call; expected at least {holes}, got {}",
            a.len()
        );
        return Err(type_error(th, m));
    }
    let all = merge(p.args.r(), a.iter());
    let stored = p.keywords.get::<Dict>();
    if a.kw_len() == 0 && stored.is_none_or(Dict::is_empty) {
        return call::call(th, p.func.r(), &all);
    }
    let args = tuple::new(th, all.into_iter().map(Ref::own).collect())?;
    let kw = match stored {
        Some(d) => dict::copy(th, d)?,
        None => dict::new(th)?,
    };
    if let Some(d) = kw.get::<Dict>() {
        for (k, v) in a.kwargs() {
            drop(d.insert(th, k, v.own())?);
        }
    }
    call::call_ex(th, p.func.r(), args.r(), Some(kw.r()))
}

fn partial_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    match o {
        Some(o) if !o.is_none() => call::bind(th, d, o),
        _ => Ok(d.own()),
    }
}

fn partial_repr(th: &mut Thread, o: Ref<'_>) -> R {
    if !ops::repr_enter(th, o) {
        return pystr::new(th, "...");
    }
    let r = repr_text(th, o);
    ops::repr_leave(th, o);
    pystr::new(th, &r?)
}

fn repr_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    let p = parts(th, o)?;
    let module = ops::getattr(th, o.type_ref(), names::__module__())?;
    let name = ops::getattr(th, o.type_ref(), names::__qualname__())?;
    let mut text = format!("{}.{}(", pystr::text(module.r()), pystr::text(name.r()));
    text += &ops::repr_text(th, p.func.r())?;
    for x in tuple::items(p.args.r()) {
        text += ", ";
        text += &ops::repr_text(th, x)?;
    }
    for (k, v) in p
        .keywords
        .get::<Dict>()
        .map(Dict::items)
        .unwrap_or_default()
    {
        text += ", ";
        text += &ops::str_text(th, k.r())?;
        text.push('=');
        text += &ops::repr_text(th, v.r())?;
    }
    text.push(')');
    Ok(text)
}

fn partial_func(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(parts(th, o)?.func)
}
fn partial_args(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(parts(th, o)?.args)
}
fn partial_keywords(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(parts(th, o)?.keywords)
}
/// `__dict__` of instances of native types with attributes.
pub fn instance_dict(th: &mut Thread, o: Ref<'_>) -> R {
    members::dict_get(th, o)
}

fn set_dict(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    if v.is_none() {
        return Err(type_error(th, "cannot delete __dict__"));
    }
    members::dict_set(th, o, v)
}

fn partial_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let p = parts(th, o)?;
    let d = shape::to_dict(th, o)?;
    let attributes = match d.get::<Dict>() {
        Some(x) if !x.is_empty() => d,
        _ => Obj::none(),
    };
    let state = tuple::new(th, vec![p.func.clone(), p.args, p.keywords, attributes])?;
    let args = tuple::new(th, vec![p.func])?;
    tuple::new(th, vec![o.type_ref().own(), args, state])
}

fn partial_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let (o, state) = (a.at(0), a.at(1));
    let items: Vec<Ref<'_>> = tuple::items(state).collect();
    let &[func, args, kw, attributes] = &items[..] else {
        return Err(type_error(th, "invalid partial state"));
    };
    if func.class().slots().call().is_none()
        || !tuple::is_tuple(args)
        || !(kw.is_none() || dict::is_dict(kw))
        || !(attributes.is_none() || dict::is_dict(attributes))
    {
        return Err(type_error(th, "invalid partial state"));
    }
    let last = tuple::items(args).next_back();
    if last.is_some_and(is_placeholder) {
        return Err(type_error(th, "trailing Placeholders are not allowed"));
    }
    let args = if args.is_exact(&types::TUPLE) {
        args.own()
    } else {
        tuple::new(th, tuple::items(args).map(Ref::own).collect())?
    };
    let kw = match kw.get::<Dict>() {
        Some(_) if kw.is_exact(&types::DICT) => kw.own(),
        Some(d) => dict::copy(th, d)?,
        None => dict::new(th)?,
    };
    let p = of::<Partial>(th, o)?;
    p.func.set(func.own());
    p.args.set(args);
    p.keywords.set(kw);
    // The state's attributes take the place of those there are.
    let own = ops::getattr(th, o, names::__dict__())?;
    if let Some(d) = own.get::<Dict>() {
        let old = d.items();
        for (k, _) in old {
            drop(d.remove(th, k.r())?);
        }
    }
    if let Some(d) = attributes.get::<Dict>() {
        for (k, v) in d.items() {
            shape::set(th, o, k.r(), v)?;
        }
    }
    Ok(Obj::none())
}

const fn attribute(name: &'static str, get: fn(&mut Thread, Ref<'_>) -> R) -> GetSetDef {
    GetSetDef {
        name,
        get,
        set: None,
        doc: "",
    }
}

static PARTIAL_SPEC: TypeSpec = TypeSpec::new(
    &PARTIAL,
    partial_new,
    "Create a new function with partial application of the given arguments and keywords.",
)
.flags(tf::HAS_ATTRS | tf::WEAKREFS)
.getset(&[
    attribute("func", partial_func),
    attribute("args", partial_args),
    attribute("keywords", partial_keywords),
    GetSetDef {
        name: "__dict__",
        get: instance_dict,
        set: Some(set_dict),
        doc: "",
    },
])
.methods(&[
    MethodDef::new("__reduce__", Kind::NoArgs, partial_reduce, ""),
    MethodDef::new("__setstate__", Kind::One, partial_setstate, ""),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
]);

/// Adds the names to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    PLACEHOLDER_SPEC.begin::<Placeholder>(&types::OBJECT);
    PLACEHOLDER_TYPE.slots().set_repr(placeholder_repr);
    PLACEHOLDER_SPEC.end(th)?;
    PARTIAL_SPEC.begin::<Partial>(&types::OBJECT);
    let s = PARTIAL.slots();
    s.set_call(partial_call);
    s.set_descr_get(partial_get);
    s.set_repr(partial_repr);
    PARTIAL_SPEC.end(th)?;
    let p = placeholder(th)?;
    module::add(th, m, "Placeholder", p)?;
    module::add(th, m, "_PlaceholderType", PLACEHOLDER_TYPE.r().own())?;
    module::add(th, m, "partial", PARTIAL.r().own())
}
