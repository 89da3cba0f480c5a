//! `OSError`: the subclass for an errno (PEP 3151), file names, text.
//!
//! As in CPython the arguments are read in `__new__`, or in `__init__` if a subclass overrides `__init__` only.

use super::args_vec;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, BLOCKING_IO_ERROR, Exc, OS_ERROR, type_error};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// Whether `__init__` reads the arguments: a subclass overrides it and leaves `__new__` alone.
fn reads_in_init(t: &TypeObj) -> bool {
    let base = OS_ERROR.slots();
    !t.slots().same(SlotId::Init, base) && t.slots().same(SlotId::New, base)
}

fn no_keywords(th: &mut Thread, t: &TypeObj, a: Args<'_>) -> R<()> {
    if a.kw_len() == 0 {
        return Ok(());
    }
    Err(type_error(
        th,
        format!("{}() takes no keyword arguments", t.name()),
    ))
}

fn os_error_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let Some(t) = class.as_type() else {
        return Err(type_error(th, "class expected"));
    };
    if reads_in_init(t) {
        let empty = types::empty_tuple().own();
        return Obj::new(th, class, Exc::new(empty));
    }
    no_keywords(th, t, a)?;
    let mut chosen = t;
    if std::ptr::eq(t, &OS_ERROR)
        && (2..=5).contains(&a.len())
        && a.at(0).class().flag(tf::INT_SUB)
        && let Some(n) = ops::small_int_value(a.at(0)).and_then(|n| i32::try_from(n).ok())
    {
        chosen = error::os_error_class(n);
    }
    let empty = types::empty_tuple().own();
    let e = Obj::new(th, chosen.r(), Exc::new(empty))?;
    read_arguments(th, e.r(), a)?;
    Ok(e)
}

fn os_error_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if !reads_in_init(o.class()) {
        return Ok(());
    }
    no_keywords(th, o.class(), a)?;
    read_arguments(th, o, a)
}

fn read_arguments(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let mut args: Vec<Obj> = a.iter().map(Ref::own).collect();
    if (2..=5).contains(&args.len()) {
        error::set_field(o, "errno", a.at(0).own());
        error::set_field(o, "strerror", a.at(1).own());
        if let Some(f) = a.opt_not_none(2) {
            let is_number =
                f.class().slots().has(SlotId::Index) || f.class().slots().has(SlotId::Float);
            if std::ptr::eq(o.class(), &BLOCKING_IO_ERROR) && is_number {
                let n = ops::index(th, f)?;
                error::set_field(o, "characters_written", n);
            } else {
                error::set_field(o, "filename", f.own());
                if let Some(g) = a.opt_not_none(4) {
                    error::set_field(o, "filename2", g.own());
                }
                // Only the first two stay in `args`, as in old versions.
                args.truncate(2);
            }
        }
    }
    let t = tuple::new(th, args)?;
    if let Some(e) = o.get::<Exc>() {
        e.args.set(t);
    }
    Ok(())
}

fn os_error_str(th: &mut Thread, o: Ref<'_>) -> R {
    let field = |n: &str| error::field(o, n);
    let (errno, text) = (field("errno"), field("strerror"));
    let none = Obj::none();
    let shown =
        |th: &mut Thread, v: &Option<Obj>| ops::str_text(th, v.as_ref().unwrap_or(&none).r());
    let filename = field("filename").filter(|f| !f.r().is_none());
    let t = match (filename, field("filename2").filter(|f| !f.r().is_none())) {
        (Some(f), second) => {
            let mut t = format!(
                "[Errno {}] {}: {}",
                shown(th, &errno)?,
                shown(th, &text)?,
                ops::repr_text(th, f.r())?
            );
            if let Some(g) = second {
                t.push_str(" -> ");
                t.push_str(&ops::repr_text(th, g.r())?);
            }
            t
        }
        _ if errno.is_some() && text.is_some() => {
            format!("[Errno {}] {}", shown(th, &errno)?, shown(th, &text)?)
        }
        _ => return super::base_str(th, o),
    };
    pystr::new(th, &t)
}

fn os_error_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let mut args = args_vec(o);
    let filename = error::field(o, "filename").filter(|f| !f.r().is_none());
    if args.len() == 2
        && let Some(f) = filename
    {
        args.push(f);
        if let Some(g) = error::field(o, "filename2").filter(|f| !f.r().is_none()) {
            args.push(Obj::none());
            args.push(g);
        }
    }
    let args = tuple::new(th, args)?;
    let mut v = vec![o.type_ref().own(), args];
    v.extend(super::own_attributes(th, o)?);
    tuple::new(th, v)
}

fn written_get(th: &mut Thread, o: Ref<'_>) -> R {
    match error::field(o, "characters_written") {
        Some(n) => Ok(n),
        None => {
            let n = pystr::intern_str("characters_written").own();
            Err(error::raise_args(th, &error::ATTRIBUTE_ERROR, vec![n]))
        }
    }
}
fn written_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let slot = error::field_index(o.class(), "characters_written").map(|i| o.fixed_slot(i));
    let Some(slot) = slot else {
        return Ok(());
    };
    match v {
        Some(v) => {
            let n = ops::index(th, v)?;
            slot.set(n);
            Ok(())
        }
        None => match slot.take() {
            Some(old) => {
                drop(old);
                Ok(())
            }
            None => written_get(th, o).map(drop),
        },
    }
}

static METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    os_error_reduce,
    "",
)];
static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "characters_written",
    get: written_get,
    set: Some(written_set),
    doc: "",
}];

/// Fills the slots of these classes.
pub(super) fn fill(th: &mut Thread) -> R<()> {
    let s = OS_ERROR.slots();
    s.set_new(os_error_new);
    s.set_init(os_error_init);
    s.set_str(os_error_str);
    call::add_methods(th, &OS_ERROR, METHODS)?;
    call::add_getset(th, &OS_ERROR, GETSET)
}
