//! `string.templatelib.Template` and `Interpolation`: what `t"..."` makes (PEP 750).

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, descr, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names, ops, payload};

static TEMPLATE: TypeObj = TypeObj::declare("string.templatelib.Template");
static INTERPOLATION: TypeObj = TypeObj::declare("string.templatelib.Interpolation");
static ITER: TypeObj = TypeObj::declare("string.templatelib.TemplateIter");

/// Strings and interpolations, by turns: one more string than interpolations.
struct Template {
    strings: Slot,
    interpolations: Slot,
}
payload!(
    Template,
    traverse | s,
    v | {
        s.strings.visit(v);
        s.interpolations.visit(v)
    },
    clear | s | drop(s.interpolations.take())
);

/// Value, text, conversion (or None) and format of one replacement field.
struct Interpolation {
    fields: [Slot; 4],
}
payload!(
    Interpolation,
    traverse | s,
    v | {
        for f in &s.fields {
            f.visit(v)
        }
    },
    clear | s | {
        for f in &s.fields {
            drop(f.take())
        }
    }
);

fn none_or(s: &Slot) -> Obj {
    s.get().unwrap_or_else(Obj::none)
}

// ------------------------------------------------------------------ making

/// A template of strings and interpolations in any order: neighbouring strings are joined, missing ones are empty.
pub fn new_template(th: &mut Thread, parts: Vec<Obj>) -> R {
    let mut strings: Vec<Obj> = Vec::new();
    let mut interpolations = Vec::new();
    let mut open: Option<Obj> = None;
    for part in parts {
        if pystr::is_str(part.r()) {
            open = Some(match open {
                Some(before) => ops::binary(th, ops::BinOp::Add, before.r(), part.r())?,
                None => part,
            });
        } else {
            strings.push(open.take().unwrap_or_else(|| names::empty().own()));
            interpolations.push(part);
        }
    }
    strings.push(open.unwrap_or_else(|| names::empty().own()));
    let t = Template {
        strings: Slot::new(tuple::new(th, strings)?),
        interpolations: Slot::new(tuple::new(th, interpolations)?),
    };
    Obj::new(th, TEMPLATE.r(), t)
}

/// An interpolation of value, text, conversion and format.
pub fn new_interpolation(th: &mut Thread, fields: [Obj; 4]) -> R {
    let i = Interpolation {
        fields: fields.map(Slot::new),
    };
    Obj::new(th, INTERPOLATION.r(), i)
}

fn template_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    if a.kw_len() > 0 {
        return Err(type_error(
            th,
            "Template.__new__ only accepts *args arguments",
        ));
    }
    for part in a.iter() {
        if !pystr::is_str(part) && !part.is_exact(&INTERPOLATION) {
            let m = format!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {}",
                part.class().tp_name()
            );
            return Err(type_error(th, m));
        }
    }
    new_template(th, a.iter().map(Ref::own).collect())
}

fn interpolation_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("value, expression=, conversion=, format_spec=");
    call::with_sig(th, "Interpolation", &SIG, a, |th, a| {
        let text = |th: &mut Thread, i: usize, name: &str| match a.opt(i) {
            None => Ok(names::empty().own()),
            Some(s) if pystr::is_str(s) => Ok(s.own()),
            Some(s) => {
                let m = format!(
                    "Interpolation() argument '{name}' must be str, not {}",
                    s.class().name()
                );
                Err(type_error(th, m))
            }
        };
        let expression = text(th, 1, "expression")?;
        let conversion = match a.opt_not_none(2) {
            None => Obj::none(),
            Some(_) => {
                let c = text(th, 2, "conversion")?;
                if !matches!(pystr::text(c.r()).as_str(), "s" | "r" | "a") {
                    let m = "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'";
                    return Err(value_error(th, m));
                }
                c
            }
        };
        let spec = text(th, 3, "format_spec")?;
        new_interpolation(th, [a.at(0).own(), expression, conversion, spec])
    })
}

// ------------------------------------------------------------------ Template

fn template<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Template> {
    match o.get::<Template>() {
        Some(t) => Ok(t),
        None => Err(type_error(th, "Template expected")),
    }
}

/// Strings and interpolations in their order, without empty strings.
fn parts(t: &Template) -> Vec<Obj> {
    let (strings, fields) = (none_or(&t.strings), none_or(&t.interpolations));
    let mut out = Vec::new();
    let mut fields = tuple::items(fields.r());
    for s in tuple::items(strings.r()) {
        if !s.is(names::empty()) && !pystr::text(s).is_empty() {
            out.push(s.own());
        }
        out.extend(fields.next().map(Ref::own));
    }
    out
}

fn template_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = template(th, o)?;
    let (strings, fields) = (none_or(&t.strings), none_or(&t.interpolations));
    let text = format!(
        "Template(strings={}, interpolations={})",
        ops::repr_text(th, strings.r())?,
        ops::repr_text(th, fields.r())?
    );
    pystr::new(th, &text)
}

fn template_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let items = parts(template(th, o)?);
    let all = tuple::new(th, items)?;
    let it = Parts {
        inner: Slot::new(ops::iter(th, all.r())?),
    };
    Obj::new(th, ITER.r(), it)
}

/// Payload of the iterator.
struct Parts {
    inner: Slot,
}
payload!(
    Parts,
    traverse | s,
    v | s.inner.visit(v),
    clear | s | drop(s.inner.take())
);

fn iter_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    match o.get::<Parts>().and_then(|p| p.inner.get()) {
        Some(it) => ops::next(th, it.r()),
        None => Ok(None),
    }
}

fn template_concat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (Some(x), Some(y)) = (a.get::<Template>(), b.get::<Template>()) else {
        let m = format!(
            "can only concatenate string.templatelib.Template (not \"{}\") to string.templatelib.Template",
            b.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let mut all = parts(x);
    all.extend(parts(y));
    new_template(th, all)
}

fn template_values(th: &mut Thread, o: Ref<'_>) -> R {
    let fields = none_or(&template(th, o)?.interpolations);
    let values = tuple::items(fields.r())
        .filter_map(|i| i.get::<Interpolation>().map(|i| none_or(&i.fields[0])))
        .collect();
    tuple::new(th, values)
}

fn template_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let m = hooks::import(th, "string.templatelib")?;
    let f = ops::getattr(th, m.r(), pystr::intern_str("_template_unpickle"))?;
    let t = template(th, a.at(0))?;
    let args = tuple::new(th, vec![none_or(&t.strings), none_or(&t.interpolations)])?;
    tuple::new(th, vec![f, args])
}

fn class_getitem(th: &mut Thread, a: Args<'_>) -> R {
    descr::new_alias(th, a.at(0), a.at(1))
}

static TEMPLATE_METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__", Kind::NoArgs, template_reduce, "For pickling."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

fn readonly(th: &mut Thread, _o: Ref<'_>, _v: Option<Ref<'_>>) -> R<()> {
    Err(error::raise(
        th,
        &error::ATTRIBUTE_ERROR,
        "readonly attribute",
    ))
}

static TEMPLATE_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "strings",
        get: |th, o| Ok(none_or(&template(th, o)?.strings)),
        set: Some(readonly),
        doc: "Strings",
    },
    GetSetDef {
        name: "interpolations",
        get: |th, o| Ok(none_or(&template(th, o)?.interpolations)),
        set: Some(readonly),
        doc: "Interpolations",
    },
    GetSetDef {
        name: "values",
        get: template_values,
        set: None,
        doc: "Values of interpolations",
    },
];

// ------------------------------------------------------------------ Interpolation

fn field(th: &mut Thread, o: Ref<'_>, i: usize) -> R {
    match o.get::<Interpolation>().and_then(|x| x.fields.get(i)) {
        Some(f) => Ok(none_or(f)),
        None => Err(type_error(th, "Interpolation expected")),
    }
}

fn all_fields(th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
    (0..4).map(|i| field(th, o, i)).collect()
}

fn interpolation_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let mut texts = Vec::new();
    for f in all_fields(th, o)? {
        texts.push(ops::repr_text(th, f.r())?);
    }
    pystr::new(th, &format!("Interpolation({})", texts.join(", ")))
}

fn interpolation_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let fields = all_fields(th, a.at(0))?;
    let fields = tuple::new(th, fields)?;
    tuple::new(th, vec![INTERPOLATION.r().own(), fields])
}

static INTERPOLATION_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        interpolation_reduce,
        "For pickling.",
    ),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static INTERPOLATION_ATTRS: &[GetSetDef] = &[
    GetSetDef {
        name: "value",
        get: |th, o| field(th, o, 0),
        set: Some(readonly),
        doc: "Value",
    },
    GetSetDef {
        name: "expression",
        get: |th, o| field(th, o, 1),
        set: Some(readonly),
        doc: "Expression",
    },
    GetSetDef {
        name: "conversion",
        get: |th, o| field(th, o, 2),
        set: Some(readonly),
        doc: "Conversion",
    },
    GetSetDef {
        name: "format_spec",
        get: |th, o| field(th, o, 3),
        set: Some(readonly),
        doc: "Format specifier",
    },
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let o = Some(&types::OBJECT);
    TEMPLATE.setup::<Template>(o, 0);
    let s = TEMPLATE.slots();
    s.set_new(template_new);
    s.set_repr(template_repr);
    s.set_iter(template_iter);
    s.set_concat(template_concat);
    call::add_methods(th, &TEMPLATE, TEMPLATE_METHODS)?;
    call::add_getset(th, &TEMPLATE, TEMPLATE_ATTRS)?;
    super::support::set_doc(th, &TEMPLATE, "Template object")?;
    slotdefs::finish(th, &TEMPLATE)?;
    INTERPOLATION.setup::<Interpolation>(o, 0);
    let s = INTERPOLATION.slots();
    s.set_new(interpolation_new);
    s.set_repr(interpolation_repr);
    call::add_methods(th, &INTERPOLATION, INTERPOLATION_METHODS)?;
    call::add_getset(th, &INTERPOLATION, INTERPOLATION_ATTRS)?;
    super::support::set_doc(th, &INTERPOLATION, "Interpolation object")?;
    slotdefs::finish(th, &INTERPOLATION)?;
    let mut fields = Vec::new();
    for a in INTERPOLATION_ATTRS {
        fields.push(pystr::intern_str(a.name).own());
    }
    let fields = tuple::new(th, fields)?;
    INTERPOLATION.set_attr(names::__match_args__(), Some(fields));
    ITER.setup::<Parts>(o, tf::NO_NEW);
    ITER.slots().set_iter(|_, o| Ok(o.own()));
    ITER.slots().set_next(iter_next);
    slotdefs::finish(th, &ITER)
}
