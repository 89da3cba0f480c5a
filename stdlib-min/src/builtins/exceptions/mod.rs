//! `BaseException` and the builtin exception classes: constructors, attributes, text.
//!
//! Special attributes (`errno`, `value`, ...) are fixed slots named in `typhon_runtime::error::ALL`; each gets a member
//! descriptor here. Classes with behaviour of their own stand in the sibling files.

pub mod group;
mod os_error;
mod simple;
mod syntax;
mod unicode;

use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, BASE_EXCEPTION, Exc, type_error};
use typhon_runtime::types::classes::members;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

fn exc_of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Exc> {
    match o.get::<Exc>() {
        Some(e) => Ok(e),
        None => Err(type_error(th, "exception expected")),
    }
}

fn args_tuple(th: &mut Thread, a: Args<'_>) -> R {
    match a.len() {
        0 => Ok(types::empty_tuple().own()),
        n => tuple::from_fn(th, n, |i| a.at(i).own()),
    }
}

/// `BaseException.__new__`: keeps the positional arguments, ignores keywords.
pub fn base_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let args = args_tuple(th, a)?;
    Obj::new(th, class, Exc::new(args))
}

/// `BaseException.__init__`.
pub fn base_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if a.kw_len() > 0 {
        let m = format!("{}() takes no keyword arguments", o.class().name());
        return Err(type_error(th, m));
    }
    set_args(th, o, a)
}

fn set_args(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let e = exc_of(th, o)?;
    if !keeps(th, e, a) {
        let args = args_tuple(th, a)?;
        e.args.set(args);
    }
    Ok(())
}

/// Whether `__new__` has kept the same arguments already.
fn keeps(th: &Thread, e: &Exc, a: Args<'_>) -> bool {
    let Some(kept) = e.args.load(th) else {
        return false;
    };
    match kept.r().get::<tuple::Tuple>() {
        Some(t) => {
            let same = |i| t.get(i).is_some_and(|x| x.is(a.at(i)));
            t.len() == a.len() && (0..a.len()).all(same)
        }
        None => false,
    }
}

/// The arguments as a vector.
fn args_vec(o: Ref<'_>) -> Vec<Obj> {
    let t = error::args_of(o);
    tuple::items(t.r()).map(Ref::own).collect()
}

/// `BaseException.__str__`.
pub fn base_str(th: &mut Thread, o: Ref<'_>) -> R {
    let t = error::args_of(o);
    let mut items = tuple::items(t.r());
    match (items.next(), items.next()) {
        (None, _) => pystr::new(th, ""),
        (Some(only), None) => ops::str(th, only),
        _ => ops::str(th, t.r()),
    }
}

fn base_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = o.class().name();
    let args = args_vec(o);
    let text = match args.as_slice() {
        [only] => format!("{name}({})", ops::repr_text(th, only.r())?),
        _ => {
            let t = error::args_of(o);
            format!("{name}{}", ops::repr_text(th, t.r())?)
        }
    };
    pystr::new(th, &text)
}

/// The instance's `__dict__` if it has attributes.
fn own_attributes(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    if !o.class().flag(types::typeobj::flags::HAS_ATTRS) {
        return Ok(None);
    }
    let d = typhon_runtime::shape::to_dict(th, o)?;
    Ok(if d.get::<Dict>().is_some_and(|d| !d.is_empty()) {
        Some(d)
    } else {
        None
    })
}

fn base_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let mut v = vec![o.type_ref().own(), error::args_of(o)];
    v.extend(own_attributes(th, o)?);
    tuple::new(th, v)
}

fn base_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let state = a.at(1);
    if state.is_none() {
        return Ok(Obj::none());
    }
    if !types::dict::is_dict(state) {
        return Err(type_error(th, "state is not a dictionary"));
    }
    for (k, v) in state.get::<Dict>().map(Dict::items).unwrap_or_default() {
        ops::setattr(th, a.at(0), k.r(), Some(v.r()))?;
    }
    Ok(Obj::none())
}

fn base_with_traceback(th: &mut Thread, a: Args<'_>) -> R {
    traceback_set(th, a.at(0), Some(a.at(1)))?;
    Ok(a.at(0).own())
}

fn base_add_note(th: &mut Thread, a: Args<'_>) -> R {
    let note = a.at(1);
    if !pystr::is_str(note) {
        let m = format!(
            "add_note() argument must be str, not {}",
            note.class().name()
        );
        return Err(type_error(th, m));
    }
    error::add_note_obj(th, a.at(0), note.own())?;
    Ok(Obj::none())
}

// ------------------------------------------------------------------ attributes

#[cold]
fn undeletable(th: &mut Thread, name: &str) -> Raised {
    type_error(th, format!("{name} may not be deleted"))
}

fn args_get(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(error::args_of(o))
}
fn args_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(undeletable(th, "args"));
    };
    let items = ops::collect(th, v)?;
    let t = tuple::new(th, items)?;
    exc_of(th, o)?.args.set(t);
    Ok(())
}

fn traceback_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(exc_of(th, o)?.traceback.get().unwrap_or_else(Obj::none))
}
fn traceback_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(undeletable(th, "__traceback__"));
    };
    if !v.is_none() && !v.is_exact(&types::TRACEBACK) {
        return Err(type_error(th, "__traceback__ must be a traceback or None"));
    }
    let e = exc_of(th, o)?;
    drop(
        e.traceback
            .swap(if v.is_none() { None } else { Some(v.own()) }),
    );
    Ok(())
}

/// The value for `__cause__` or `__context__`: None empties the slot.
fn linked(th: &mut Thread, v: Option<Ref<'_>>, what: &str) -> R<Option<Obj>> {
    let Some(v) = v else {
        return Err(undeletable(th, &format!("__{what}__")));
    };
    if v.is_none() {
        return Ok(None);
    }
    if v.get::<Exc>().is_none() {
        let m = format!("exception {what} must be None or derive from BaseException");
        return Err(type_error(th, m));
    }
    Ok(Some(v.own()))
}
fn cause_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(exc_of(th, o)?.cause.get().unwrap_or_else(Obj::none))
}
fn cause_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let v = linked(th, v, "cause")?;
    error::set_cause(o, v);
    Ok(())
}
fn context_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(exc_of(th, o)?.context.get().unwrap_or_else(Obj::none))
}
fn context_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let v = linked(th, v, "context")?;
    drop(exc_of(th, o)?.context.swap(v));
    Ok(())
}
fn suppress_get(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(error::suppresses_context(exc_of(th, o)?)))
}
fn suppress_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let on = match v {
        None => return Err(type_error(th, "can't delete numeric/char attribute")),
        Some(v) if v.is(Ref::TRUE) => true,
        Some(v) if v.is(Ref::FALSE) => false,
        Some(_) => return Err(type_error(th, "attribute value type must be bool")),
    };
    error::set_suppress_context(exc_of(th, o)?, on);
    Ok(())
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "args",
        get: args_get,
        set: Some(args_set),
        doc: "",
    },
    GetSetDef {
        name: "__traceback__",
        get: traceback_get,
        set: Some(traceback_set),
        doc: "",
    },
    GetSetDef {
        name: "__cause__",
        get: cause_get,
        set: Some(cause_set),
        doc: "",
    },
    GetSetDef {
        name: "__context__",
        get: context_get,
        set: Some(context_set),
        doc: "",
    },
    GetSetDef {
        name: "__suppress_context__",
        get: suppress_get,
        set: Some(suppress_set),
        doc: "",
    },
    GetSetDef {
        name: "__dict__",
        get: members::dict_get,
        set: Some(members::dict_set),
        doc: "",
    },
];

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__", Kind::NoArgs, base_reduce, ""),
    MethodDef::new("__setstate__", Kind::One, base_setstate, ""),
    MethodDef::new(
        "with_traceback",
        Kind::One,
        base_with_traceback,
        "with_traceback($self, object, /)\n--\n\nSet the traceback and return the exception.",
    ),
    MethodDef::new(
        "add_note",
        Kind::One,
        base_add_note,
        "add_note($self, object, /)\n--\n\nAdd a note that is shown under the message.",
    ),
];

/// Adds a member descriptor for each special field of a class.
fn add_fields(
    th: &mut Thread,
    t: &'static TypeObj,
    base: &'static TypeObj,
    fields: &[&str],
) -> R<()> {
    let first = base.fixed_slots();
    for (i, f) in fields.iter().enumerate() {
        // `characters_written` has a getter of its own.
        if *f == "characters_written" {
            continue;
        }
        let readonly = matches!(*f, "message" | "exceptions");
        let name = pystr::intern_str(f);
        let m = members::new_member(th, t, name, first + i, readonly, true)?;
        t.set_attr(name, Some(m));
    }
    Ok(())
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &BASE_EXCEPTION;
    let s = t.slots();
    s.set_new(base_new);
    s.set_init(base_init);
    s.set_str(base_str);
    s.set_repr(base_repr);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::set_doc(th, t, "Common base class for all exceptions")?;
    slotdefs::finish(th, t)?;
    simple::fill(th)?;
    os_error::fill(th)?;
    syntax::fill(th)?;
    unicode::fill(th)?;
    group::fill(th)?;
    for (t, base, fields) in error::ALL {
        add_fields(th, t, base, fields)?;
        slotdefs::finish(th, t)?;
    }
    group::make_exception_group(th)
}
