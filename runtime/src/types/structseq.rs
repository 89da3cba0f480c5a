//! Struct sequences: tuple classes whose items have names, some of them reachable by name only
//! (`time.struct_time`, `os.stat_result`, `sys.version_info`).
//!
//! The visible items are the tuple; the others stand in fixed slots behind it, in field order.

use crate::call::{self, Args, Kind, MethodDef};
use crate::error::{self, type_error};
use crate::names;
use crate::obj::{Obj, R, Ref};
use crate::ops;
use crate::thread::Thread;
use crate::types::dict::{self, Dict};
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, slotdefs, str as pystr, tuple};
use parking_lot::Mutex;

/// What a struct sequence class is made of.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Field names in order; an empty name: an item without one.
    pub names: &'static [&'static str],
    /// How many of them are items.
    pub visible: usize,
    /// Whether scripts can make instances.
    pub constructible: bool,
}

static TABLE: Mutex<Vec<(&'static TypeObj, Fields)>> = Mutex::new(Vec::new());

fn fields_of(t: &TypeObj) -> Option<Fields> {
    let table = TABLE.lock();
    t.mro()
        .find_map(|c| table.iter().find(|e| std::ptr::eq(e.0, c)).map(|e| e.1))
}

/// Descriptor of a named field.
struct Field {
    index: usize,
    visible: usize,
    name: &'static str,
}
crate::payload!(Field);

static FIELD: TypeObj = TypeObj::declare("member_descriptor");

fn value_at(o: Ref<'_>, index: usize, visible: usize) -> Obj {
    let v = if index < visible {
        o.get::<tuple::Tuple>()
            .and_then(|t| t.get(index).map(Ref::own))
    } else if index - visible < o.class().fixed_slots() {
        o.fixed_slot(index - visible).get()
    } else {
        None
    };
    v.unwrap_or_else(Obj::none)
}

fn field_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let (Some(f), Some(o)) = (d.get::<Field>(), o) else {
        return Ok(d.own());
    };
    if o.get::<tuple::Tuple>().is_none() {
        return Err(type_error(th, "descriptor does not apply to this object"));
    }
    Ok(value_at(o, f.index, f.visible))
}

fn field_set(th: &mut Thread, d: Ref<'_>, o: Ref<'_>, _v: Option<Ref<'_>>) -> R<()> {
    let name = d.get::<Field>().map_or("", |f| f.name);
    Err(error::attribute_error(
        th,
        "readonly attribute",
        o,
        pystr::intern_str(name),
    ))
}

fn set_up_field_type(th: &mut Thread) -> R<()> {
    if FIELD.is_ready() {
        return Ok(());
    }
    FIELD.setup::<Field>(Some(&types::OBJECT), tf::BORN_SHARED);
    FIELD.slots().set_descr_get(field_get);
    FIELD.slots().set_descr_set(field_set);
    slotdefs::finish(th, &FIELD)
}

/// Brings a struct sequence class to life. Once per class, at start-up or module creation.
pub fn setup(th: &mut Thread, t: &'static TypeObj, f: Fields) -> R<()> {
    if t.is_ready() {
        return Ok(());
    }
    set_up_field_type(th)?;
    t.setup::<tuple::Tuple>(
        Some(&types::TUPLE),
        if f.constructible { 0 } else { tf::NO_NEW },
    );
    t.add_fixed_slots(f.names.len() - f.visible);
    TABLE.lock().push((t, f));
    t.slots().set_repr(structseq_repr);
    if f.constructible {
        t.slots().set_new(structseq_new);
    }
    call::add_methods(th, t, METHODS)?;
    for (index, name) in f.names.iter().enumerate() {
        if !name.is_empty() {
            let d = Obj::new(
                th,
                FIELD.r(),
                Field {
                    index,
                    visible: f.visible,
                    name,
                },
            )?;
            t.set_attr(pystr::intern_str(name), Some(d));
        }
    }
    let unnamed = f.names.iter().filter(|n| n.is_empty()).count();
    for (name, n) in [
        ("n_sequence_fields", f.visible),
        ("n_fields", f.names.len()),
        ("n_unnamed_fields", unnamed),
    ] {
        t.set_attr(
            pystr::intern_str(name),
            Some(Ref::small_int(n as i64).own()),
        );
    }
    let shown = f.names.iter().take(f.visible).filter(|n| !n.is_empty());
    let shown = shown.map(|n| pystr::intern_str(n).own()).collect();
    let shown = tuple::new(th, shown)?;
    t.set_attr(names::__match_args__(), Some(shown));
    slotdefs::finish(th, t)
}

/// An instance; `values` has one value per field, hidden ones last.
pub fn new(th: &mut Thread, t: &'static TypeObj, mut values: Vec<Obj>) -> R {
    let visible = fields_of(t).map_or(values.len(), |f| f.visible);
    let hidden = values.split_off(visible.min(values.len()));
    let o = tuple::new_of(th, t, values)?;
    for (i, v) in hidden.into_iter().enumerate() {
        if i < t.fixed_slots() {
            o.r().fixed_slot(i).set(v);
        }
    }
    Ok(o)
}

fn structseq_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    const SIG: call::Sig = call::Sig::parse("sequence, dict=");
    let Some(t) = class.as_type() else {
        return Err(type_error(th, "a class is needed"));
    };
    let Some(f) = fields_of(t) else {
        return Err(type_error(th, "not a struct sequence class"));
    };
    call::with_sig(th, t.static_short_name(), &SIG, a, |th, v| {
        let extra = v.opt_not_none(1);
        if extra.is_some_and(|d| d.get::<Dict>().is_none()) {
            let m = format!("{}() takes a dict as second arg, if any", t.static_name());
            return Err(type_error(th, m));
        }
        if ops::iter(th, v.at(0)).is_err() {
            error::suppress(th, &error::TYPE_ERROR)?;
            return Err(type_error(th, "constructor requires a sequence"));
        }
        let mut items = ops::collect(th, v.at(0))?;
        check_length(th, t, f, items.len())?;
        for name in f.names.iter().skip(items.len()) {
            let given = match extra.and_then(|d| d.get::<Dict>()) {
                Some(d) => d.get(th, pystr::intern_str(name))?,
                None => None,
            };
            items.push(given.unwrap_or_else(Obj::none));
        }
        new(th, t, items)
    })
}

fn check_length(th: &mut Thread, t: &TypeObj, f: Fields, n: usize) -> R<()> {
    let (min, max) = (f.visible, f.names.len());
    if (min..=max).contains(&n) {
        return Ok(());
    }
    let name = t.static_name();
    let m = if min == max {
        format!("{name}() takes a {min}-sequence ({n}-sequence given)")
    } else if n < min {
        format!("{name}() takes an at least {min}-sequence ({n}-sequence given)")
    } else {
        format!("{name}() takes an at most {max}-sequence ({n}-sequence given)")
    };
    Err(type_error(th, m))
}

fn structseq_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(f) = fields_of(o.class()) else {
        return pystr::new(th, &ops::default_repr(o));
    };
    let mut s = format!("{}(", o.class().static_name());
    for (i, name) in f.names.iter().take(f.visible).enumerate() {
        let v = value_at(o, i, f.visible);
        if i > 0 {
            s.push_str(", ");
        }
        if !name.is_empty() {
            s.push_str(name);
            s.push('=');
        }
        let r = ops::repr(th, v.r())?;
        s.push_str(&pystr::text(r.r()));
    }
    s.push(')');
    pystr::new(th, &s)
}

/// Hidden fields by name, for `__reduce__`.
fn hidden(th: &mut Thread, o: Ref<'_>, f: Fields) -> R {
    let d = dict::new(th)?;
    if let Some(x) = d.get::<Dict>() {
        for (i, name) in f.names.iter().enumerate().skip(f.visible) {
            drop(x.insert_str(pystr::intern_str(name), value_at(o, i, f.visible)));
        }
    }
    Ok(d)
}

fn structseq_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let Some(f) = fields_of(o.class()) else {
        return Err(type_error(th, "not a struct sequence"));
    };
    let items = tuple::new(th, tuple::items(o).map(Ref::own).collect())?;
    let rest = hidden(th, o, f)?;
    let args = tuple::new(th, vec![items, rest])?;
    tuple::new(th, vec![o.type_ref().own(), args])
}

fn structseq_replace(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let Some(f) = fields_of(o.class()) else {
        return Err(type_error(th, "not a struct sequence"));
    };
    if f.names.contains(&"") {
        let m = format!(
            "__replace__() is not supported for {} because it has unnamed field(s)",
            o.class().name()
        );
        return Err(type_error(th, m));
    }
    let mut values: Vec<Obj> = (0..f.names.len())
        .map(|i| value_at(o, i, f.visible))
        .collect();
    let mut unknown = Vec::new();
    for (k, v) in a.kwargs() {
        let name = pystr::text(k);
        match f.names.iter().position(|n| *n == name) {
            Some(i) => {
                if let Some(slot) = values.get_mut(i) {
                    *slot = v.own();
                }
            }
            None => unknown.push(k.own()),
        }
    }
    if !unknown.is_empty() {
        let l = types::list::new(th, unknown)?;
        let r = ops::repr_text(th, l.r())?;
        return Err(type_error(th, format!("Got unexpected field name(s): {r}")));
    }
    new(th, o.class(), values)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__", Kind::NoArgs, structseq_reduce, ""),
    MethodDef::new(
        "__replace__",
        Kind::Any,
        structseq_replace,
        "Return a copy of the structure with new values for the specified fields.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    static POINT: TypeObj = TypeObj::declare("test.point");

    #[test]
    fn named_items_and_hidden_fields() {
        let mut th = Thread::start(4 << 20, true);
        types::init();
        let f = Fields {
            names: &["x", "", "z"],
            visible: 2,
            constructible: true,
        };
        setup(&mut th, &POINT, f).unwrap();
        let vals = (1..=3).map(|i| Ref::small_int(i).own()).collect();
        let p = new(&mut th, &POINT, vals).unwrap();
        assert_eq!(tuple::items(p.r()).len(), 2);
        let z = ops::getattr_str(&mut th, p.r(), "z").unwrap();
        assert_eq!(z.r().as_small(), Some(3));
        let x = ops::getattr_str(&mut th, p.r(), "x").unwrap();
        assert_eq!(x.r().as_small(), Some(1));
        assert!(ops::setattr(&mut th, p.r(), pystr::intern_str("x"), Some(Ref::NONE)).is_err());
        assert!(error::pending_is(&th, &error::ATTRIBUTE_ERROR));
        drop(error::fetch(&mut th));
        assert!(check_length(&mut th, &POINT, f, 0).is_err());
        let e = error::fetch(&mut th);
        // `str` of an exception and the call of a class are the library's; here only the argument can be asked.
        let args = e.r().get::<error::Exc>().unwrap().args.get().unwrap();
        let text = pystr::text(tuple::items(args.r()).next().unwrap());
        assert!(
            text.contains("at least 2-sequence (0-sequence given)"),
            "{text}"
        );
    }
}
