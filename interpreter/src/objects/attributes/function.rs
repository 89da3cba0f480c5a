//! What scripts see of functions.

use super::{or_none, unreachable_type};
use crate::code::flags;
use crate::objects::{Code, Function, function};
use typhon_runtime::call::{self, Args, GetSetDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::{self, dict, str as pystr, tuple};
use typhon_runtime::{Thread, shape};

fn fun(o: Ref<'_>) -> &Function {
    // Getters are called with instances of their class only (the descriptor checks).
    match o.get::<Function>() {
        Some(f) => f,
        None => unreachable_type(),
    }
}

/// Refuses to set what CPython keeps in a read-only member.
fn readonly(th: &mut Thread, _o: Ref<'_>, _v: Option<Ref<'_>>) -> R<()> {
    Err(error::raise(
        th,
        &error::ATTRIBUTE_ERROR,
        "readonly attribute",
    ))
}

pub(super) fn repr(th: &mut Thread, o: Ref<'_>) -> R {
    let q = pystr::text(or_none(&fun(o).qualname).r());
    pystr::new(th, &format!("<function {q} at {:#x}>", o.address()))
}

pub(super) fn get(th: &mut Thread, f: Ref<'_>, obj: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    match obj {
        Some(o) => call::bind(th, f, o),
        None => Ok(f.own()),
    }
}

pub(super) fn new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    let sig = call::Sig::parse("code, globals, name=, argdefs=, closure=, kwdefaults=");
    let mut w = typhon_runtime::signature::NOTHING;
    sig.bind(th, "function", a, 0, &mut w)?;
    let arg = |i: usize| -> Option<Ref<'_>> {
        let w: u64 = w[i];
        if w == typhon_runtime::value::UNBOUND {
            None
        } else {
            // SAFETY: words of the arguments, which the caller keeps alive.
            Some(unsafe { Ref::from_word(w) })
        }
    };
    let (Some(code), Some(globals)) = (arg(0), arg(1)) else {
        return Err(type_error(th, "function() needs code and globals"));
    };
    if !code.is_exact(&types::CODE) {
        return Err(type_error(
            th,
            format!(
                "function() argument 'code' must be code, not {}",
                code.class().name()
            ),
        ));
    }
    if !dict::is_dict(globals) {
        return Err(type_error(
            th,
            format!(
                "function() argument 'globals' must be dict, not {}",
                globals.class().name()
            ),
        ));
    }
    let b = crate::builtins::builtins_of(th, globals)?;
    let f = function::new(th, code, globals, b.r())?;
    let free = code.get::<Code>().map_or(0, |c| c.proto.freevars.len());
    let closure = arg(4).filter(|c| !c.is_none());
    match closure {
        Some(c) if !tuple::is_tuple(c) => {
            return Err(type_error(th, "arg 5 (closure) must be tuple"));
        }
        Some(c) if free > 0 && tuple::items(c).any(|x| !x.is_exact(&types::CELL)) => {
            let wrong = tuple::items(c)
                .find(|x| !x.is_exact(&types::CELL))
                .map_or_else(String::new, |x| x.class().tp_name());
            let m = format!("arg 5 (closure) expected cell, found {wrong}");
            return Err(type_error(th, m));
        }
        Some(c) if tuple::items(c).len() != free => {
            let m = format!(
                "{} requires closure of length {free}, not {}",
                code.get::<Code>().map_or("", |c| &c.proto.name),
                tuple::items(c).len()
            );
            return Err(value_error(th, m));
        }
        None if free > 0 => return Err(type_error(th, "arg 5 (closure) must be tuple")),
        _ => {}
    }
    let x = fun(f.r());
    if let Some(n) = arg(2).filter(|n| !n.is_none()) {
        if !pystr::is_str(n) {
            return Err(type_error(th, "arg 3 (name) must be None or string"));
        }
        x.name.set(n.own());
        x.qualname.set(n.own());
    }
    for (i, s) in [(3, &x.defaults), (4, &x.closure), (5, &x.kwdefaults)] {
        if let Some(v) = arg(i).filter(|n| !n.is_none()) {
            s.set(v.own());
        }
    }
    Ok(f)
}

pub(in crate::objects) fn set_str(
    th: &mut Thread,
    s: &Slot,
    v: Option<Ref<'_>>,
    attr: &str,
) -> R<()> {
    match v {
        Some(v) if pystr::is_str(v) => {
            s.set(v.own());
            Ok(())
        }
        _ => Err(type_error(
            th,
            format!("{attr} must be set to a string object"),
        )),
    }
}

fn set_opt(
    th: &mut Thread,
    s: &Slot,
    v: Option<Ref<'_>>,
    ok: fn(Ref<'_>) -> bool,
    msg: &str,
) -> R<()> {
    match v {
        Some(v) if !v.is_none() => {
            if !ok(v) {
                return Err(type_error(th, msg));
            }
            s.set(v.own());
        }
        _ => drop(s.take()),
    }
    Ok(())
}

fn set_code(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        Some(c) if c.is_exact(&types::CODE) => {
            let f = fun(o);
            let free = c.get::<Code>().map_or(0, |c| c.proto.freevars.len());
            let have = f.closure.get().map_or(0, |t| tuple::items(t.r()).len());
            if free != have {
                let n = pystr::text(or_none(&f.name).r());
                return Err(value_error(
                    th,
                    format!("{n}() requires a code object with {have} free vars, not {free}"),
                ));
            }
            let kind = |c: Ref<'_>| c.get::<Code>().map_or(0, |c| c.flags & flags::SUSPENDED);
            if f.code.get().is_some_and(|old| kind(old.r()) != kind(c)) {
                let m = "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a \
                         plain function)";
                typhon_stdlib::warn::deprecation(th, m)?;
            }
            f.replace_code(c.own());
            Ok(())
        }
        _ => Err(type_error(th, "__code__ must be set to a code object")),
    }
}

fn doc(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fun(o);
    if let Some(d) = f.doc.get() {
        return Ok(d);
    }
    let _ = th;
    let Some(c) = f.code.get() else {
        return Ok(Obj::none());
    };
    Ok(match c.get::<Code>() {
        Some(c) if c.flags & flags::HAS_DOCSTRING != 0 => {
            c.consts.first().map_or_else(Obj::none, Obj::clone)
        }
        _ => Obj::none(),
    })
}

fn annotations(th: &mut Thread, o: Ref<'_>) -> R {
    let f = fun(o);
    if let Some(a) = f.annotations.get() {
        return Ok(a);
    }
    let a = match f.annotate.get() {
        Some(an) if !an.r().is_none() => {
            let d = call::call(th, an.r(), &[Ref::small_int(1)])?;
            if !dict::is_dict(d.r()) {
                return Err(type_error(
                    th,
                    format!(
                        "__annotate__() must return a dict, not {}",
                        d.r().class().name()
                    ),
                ));
            }
            d
        }
        _ => dict::new(th)?,
    };
    f.annotations.set(a.clone());
    Ok(a)
}

fn set_annotate(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let f = fun(o);
    match v {
        None => Err(type_error(th, "__annotate__ cannot be deleted")),
        Some(v) if v.is_none() => {
            drop(f.annotate.take());
            Ok(())
        }
        Some(v) if v.class().slots().call().is_some() => {
            f.annotate.set(v.own());
            drop(f.annotations.take());
            Ok(())
        }
        Some(_) => Err(type_error(th, "__annotate__ must be callable or None")),
    }
}

fn type_params(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(fun(o)
        .type_params
        .get()
        .unwrap_or_else(|| types::empty_tuple().own()))
}

pub(super) static ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "__code__",
        get: |_, o| Ok(or_none(&fun(o).code)),
        set: Some(set_code),
        doc: "",
    },
    GetSetDef {
        name: "__globals__",
        get: |_, o| Ok(or_none(&fun(o).globals)),
        set: Some(readonly),
        doc: "",
    },
    GetSetDef {
        name: "__builtins__",
        get: |_, o| Ok(or_none(&fun(o).builtins)),
        set: Some(readonly),
        doc: "",
    },
    GetSetDef {
        name: "__name__",
        get: |_, o| Ok(or_none(&fun(o).name)),
        set: Some(|th, o, v| set_str(th, &fun(o).name, v, "__name__")),
        doc: "",
    },
    GetSetDef {
        name: "__qualname__",
        get: |_, o| Ok(or_none(&fun(o).qualname)),
        set: Some(|th, o, v| set_str(th, &fun(o).qualname, v, "__qualname__")),
        doc: "",
    },
    GetSetDef {
        name: "__defaults__",
        get: |_, o| Ok(or_none(&fun(o).defaults)),
        set: Some(|th, o, v| {
            set_opt(
                th,
                &fun(o).defaults,
                v,
                tuple::is_tuple,
                "__defaults__ must be set to a tuple object",
            )
        }),
        doc: "",
    },
    GetSetDef {
        name: "__kwdefaults__",
        get: |_, o| Ok(or_none(&fun(o).kwdefaults)),
        set: Some(|th, o, v| {
            set_opt(
                th,
                &fun(o).kwdefaults,
                v,
                dict::is_dict,
                "__kwdefaults__ must be set to a dict object",
            )
        }),
        doc: "",
    },
    GetSetDef {
        name: "__closure__",
        get: |_, o| Ok(or_none(&fun(o).closure)),
        set: Some(readonly),
        doc: "",
    },
    GetSetDef {
        name: "__doc__",
        get: doc,
        set: Some(|_, o, v| {
            fun(o).doc.set(v.map_or_else(Obj::none, Ref::own));
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "__module__",
        get: |_, o| Ok(or_none(&fun(o).module)),
        set: Some(|_, o, v| {
            fun(o).module.set(v.map_or_else(Obj::none, Ref::own));
            Ok(())
        }),
        doc: "",
    },
    GetSetDef {
        name: "__annotations__",
        get: annotations,
        set: Some(|th, o, v| {
            drop(fun(o).annotate.take());
            set_opt(
                th,
                &fun(o).annotations,
                v,
                dict::is_dict,
                "__annotations__ must be set to a dict object",
            )
        }),
        doc: "",
    },
    GetSetDef {
        name: "__annotate__",
        get: |_, o| Ok(or_none(&fun(o).annotate)),
        set: Some(set_annotate),
        doc: "",
    },
    GetSetDef {
        name: "__type_params__",
        get: type_params,
        set: Some(|th, o, v| match v {
            Some(v) if tuple::is_tuple(v) => {
                fun(o).type_params.set(v.own());
                Ok(())
            }
            _ => Err(type_error(th, "__type_params__ must be set to a tuple")),
        }),
        doc: "",
    },
    GetSetDef {
        name: "__dict__",
        get: |th, o| shape::to_dict(th, o),
        set: Some(|th, o, v| match v {
            Some(v) if dict::is_dict(v) => shape::replace_dict(th, o, v.own()),
            Some(v) => Err(type_error(
                th,
                format!(
                    "__dict__ must be set to a dictionary, not a '{}'",
                    v.class().name()
                ),
            )),
            None => Err(type_error(th, "cannot delete __dict__")),
        }),
        doc: "",
    },
];
