//! `attrgetter`, `itemgetter`, `methodcaller`.

use crate::modules::common::{TypeSpec, of};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops, payload};

static ITEMGETTER: TypeObj = TypeObj::declare("operator.itemgetter");
static ATTRGETTER: TypeObj = TypeObj::declare("operator.attrgetter");
static METHODCALLER: TypeObj = TypeObj::declare("operator.methodcaller");

/// Names or keys to look up.
struct Getter {
    /// What the caller gave, a tuple.
    given: Slot,
    /// attrgetter: for each one a tuple of the names between the dots. Empty for itemgetter.
    paths: Slot,
}
payload!(
    Getter,
    traverse | s,
    v | {
        s.given.visit(v);
        s.paths.visit(v)
    },
    clear | s | {
        drop(s.given.take());
        drop(s.paths.take())
    }
);

fn given(th: &mut Thread, o: Ref<'_>) -> R {
    let g = of::<Getter>(th, o)?;
    Ok(g.given.get().unwrap_or_else(|| types::empty_tuple().own()))
}

fn no_kw(th: &mut Thread, class: Ref<'_>, t: &'static TypeObj, a: Args<'_>) -> R<()> {
    crate::modules::common::no_keywords(th, class, t, a)?;
    if a.is_empty() {
        let m = format!("{} expected 1 argument, got 0", t.static_short_name());
        return Err(type_error(th, m));
    }
    Ok(())
}

fn itemgetter_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_kw(th, class, &ITEMGETTER, a)?;
    let keys = tuple::new(th, a.iter().map(Ref::own).collect())?;
    let g = Getter {
        given: Slot::new(keys),
        paths: Slot::empty(),
    };
    Obj::new(th, class, g)
}

/// The one argument of a getter's call.
fn target<'a>(th: &mut Thread, t: &'static TypeObj, a: Args<'a>) -> R<Ref<'a>> {
    let name = t.static_short_name();
    a.no_kw(th, name)?;
    a.check(th, name, 1, 1)?;
    Ok(a.at(0))
}

fn itemgetter_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let x = target(th, &ITEMGETTER, a)?;
    let keys = given(th, o)?;
    let mut items = tuple::items(keys.r());
    if items.len() == 1
        && let Some(k) = items.next()
    {
        return ops::getitem(th, x, k);
    }
    let mut out = Vec::with_capacity(items.len());
    for k in items {
        out.push(ops::getitem(th, x, k)?);
    }
    tuple::new(th, out)
}

fn attrgetter_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    no_kw(th, class, &ATTRGETTER, a)?;
    let mut paths = Vec::with_capacity(a.len());
    for name in a.iter() {
        if !pystr::is_str(name) {
            return Err(type_error(th, "attribute name must be a string"));
        }
        let bytes = name.get::<pystr::Str>().map_or(&[][..], pystr::Str::bytes);
        let parts = bytes
            .split(|b| *b == b'.')
            .map(|p| pystr::intern_bytes(p).own())
            .collect();
        paths.push(tuple::new(th, parts)?);
    }
    let names = tuple::new(th, a.iter().map(Ref::own).collect())?;
    let g = Getter {
        given: Slot::new(names),
        paths: Slot::new(tuple::new(th, paths)?),
    };
    Obj::new(th, class, g)
}

fn follow(th: &mut Thread, x: Ref<'_>, path: Ref<'_>) -> R {
    let mut now = x.own();
    for name in tuple::items(path) {
        now = ops::getattr(th, now.r(), name)?;
    }
    Ok(now)
}

fn attrgetter_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let x = target(th, &ATTRGETTER, a)?;
    let Some(paths) = of::<Getter>(th, o)?.paths.get() else {
        return Ok(Obj::none());
    };
    let mut items = tuple::items(paths.r());
    if items.len() == 1
        && let Some(p) = items.next()
    {
        return follow(th, x, p);
    }
    let mut out = Vec::with_capacity(items.len());
    for p in items {
        out.push(follow(th, x, p)?);
    }
    tuple::new(th, out)
}

fn getter_repr(th: &mut Thread, o: Ref<'_>) -> R {
    guarded(th, o, |th| {
        let keys = given(th, o)?;
        list_text(th, keys.r())
    })
}

/// "module.name(...)" with the text that `f` gives; "module.name(...)" itself inside itself.
fn guarded(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&mut Thread) -> R<String>) -> R {
    let name = o.class().tp_name();
    let name = if name.contains('.') {
        name
    } else {
        let module = ops::getattr(th, o.type_ref(), names::__module__())?;
        format!("{}.{name}", pystr::text(module.r()))
    };
    if !ops::repr_enter(th, o) {
        return pystr::new(th, &format!("{name}(...)"));
    }
    let r = f(th);
    ops::repr_leave(th, o);
    let text = format!("{name}({})", r?);
    pystr::new(th, &text)
}

fn list_text(th: &mut Thread, t: Ref<'_>) -> R<String> {
    let mut text = String::new();
    for (i, x) in tuple::items(t).enumerate() {
        if i > 0 {
            text += ", ";
        }
        text += &ops::repr_text(th, x)?;
    }
    Ok(text)
}

fn getter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let args = given(th, a.at(0))?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

// ------------------------------------------------------------------ methodcaller

struct MethodCaller {
    name: Slot,
    args: Slot,
    kwargs: Slot,
}
payload!(
    MethodCaller,
    traverse | s,
    v | {
        for x in [&s.name, &s.args, &s.kwargs] {
            x.visit(v);
        }
    },
    clear | s | {
        for x in [&s.name, &s.args, &s.kwargs] {
            drop(x.take());
        }
    }
);

fn methodcaller_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let Some(name) = a.opt(0) else {
        let m = "methodcaller needs at least one argument, the method name";
        return Err(type_error(th, m));
    };
    if !pystr::is_str(name) {
        return Err(type_error(th, "method name must be a string"));
    }
    let rest = a.skip(1);
    let args = tuple::new(th, rest.iter().map(Ref::own).collect())?;
    let kwargs = dict::new(th)?;
    if let Some(d) = kwargs.get::<Dict>() {
        for (k, v) in a.kwargs() {
            drop(d.insert(th, k, v.own())?);
        }
    }
    let m = MethodCaller {
        name: Slot::new(pystr::try_intern(th, name)?.own()),
        args: Slot::new(args),
        kwargs: Slot::new(kwargs),
    };
    Obj::new(th, class, m)
}

fn caller_parts(th: &mut Thread, o: Ref<'_>) -> R<(Obj, Obj, Obj)> {
    let m = of::<MethodCaller>(th, o)?;
    match (m.name.get(), m.args.get(), m.kwargs.get()) {
        (Some(n), Some(a), Some(k)) => Ok((n, a, k)),
        _ => Err(type_error(th, "invalid methodcaller object")),
    }
}

fn methodcaller_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let x = target(th, &METHODCALLER, a)?;
    let (name, args, kwargs) = caller_parts(th, o)?;
    if kwargs.get::<Dict>().is_none_or(Dict::is_empty) {
        let given: Vec<Ref<'_>> = tuple::items(args.r()).collect();
        return call::call_method(th, x, name.r(), &given);
    }
    let f = ops::getattr(th, x, name.r())?;
    call::call_ex(th, f.r(), args.r(), Some(kwargs.r()))
}

fn methodcaller_repr(th: &mut Thread, o: Ref<'_>) -> R {
    guarded(th, o, |th| {
        let (name, args, kwargs) = caller_parts(th, o)?;
        let mut text = ops::repr_text(th, name.r())?;
        for x in tuple::items(args.r()) {
            text += ", ";
            text += &ops::repr_text(th, x)?;
        }
        for (k, v) in kwargs.get::<Dict>().map(Dict::items).unwrap_or_default() {
            text += ", ";
            text += &ops::str_text(th, k.r())?;
            text.push('=');
            text += &ops::repr_text(th, v.r())?;
        }
        Ok(text)
    })
}

fn methodcaller_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let (name, args, kwargs) = caller_parts(th, a.at(0))?;
    if kwargs.get::<Dict>().is_none_or(Dict::is_empty) {
        let mut all = vec![name];
        all.extend(tuple::items(args.r()).map(Ref::own));
        let all = tuple::new(th, all)?;
        return tuple::new(th, vec![a.at(0).type_ref().own(), all]);
    }
    let functools = typhon_runtime::hooks::import(th, "functools")?;
    let partial = ops::getattr_str(th, functools.r(), "partial")?;
    let first = tuple::new(th, vec![a.at(0).type_ref().own(), name])?;
    let maker = call::call_ex(th, partial.r(), first.r(), Some(kwargs.r()))?;
    tuple::new(th, vec![maker, args])
}

static GETTER_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    getter_reduce,
    "Return state information for pickling",
)];
static SPECS: [TypeSpec; 3] = [
    TypeSpec::new(
        &ITEMGETTER,
        itemgetter_new,
        "itemgetter(item, /, *items)\n--\n\nA callable that looks the items up in its argument.",
    )
    .methods(GETTER_METHODS),
    TypeSpec::new(
        &ATTRGETTER,
        attrgetter_new,
        "attrgetter(attr, /, *attrs)\n--\n\nA callable that reads the attributes of its argument.",
    )
    .methods(GETTER_METHODS),
    TypeSpec::new(
        &METHODCALLER,
        methodcaller_new,
        "methodcaller(name, /, *args, **kwargs)\n--\n\nA callable that calls the method of its argument.",
    )
    .methods(&[MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        methodcaller_reduce,
        "Return state information for pickling",
    )]),
];

/// Adds the types to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    let [item, attr, method] = &SPECS;
    item.begin::<Getter>(&types::OBJECT);
    ITEMGETTER.slots().set_call(itemgetter_call);
    ITEMGETTER.slots().set_repr(getter_repr);
    attr.begin::<Getter>(&types::OBJECT);
    ATTRGETTER.slots().set_call(attrgetter_call);
    ATTRGETTER.slots().set_repr(getter_repr);
    method.begin::<MethodCaller>(&types::OBJECT);
    METHODCALLER.slots().set_call(methodcaller_call);
    METHODCALLER.slots().set_repr(methodcaller_repr);
    for s in &SPECS {
        s.end(th)?;
        module::add(th, m, s.t.static_short_name(), s.t.r().own())?;
    }
    Ok(())
}
