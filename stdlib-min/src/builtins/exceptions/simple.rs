//! Exceptions with a few attributes: StopIteration, SystemExit, ImportError, AttributeError, NameError, KeyError.

use super::{args_vec, base_str, own_attributes, set_args};
use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{R, Ref, Thread, ops};

fn stop_iteration_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    super::base_init(th, o, a)?;
    error::STOP_VALUE.set(o, a.at(0).own());
    Ok(())
}

fn system_exit_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    super::base_init(th, o, a)?;
    match a.len() {
        0 => {}
        1 => error::set_field(o, "code", a.at(0).own()),
        _ => error::set_field(o, "code", error::args_of(o)),
    }
    Ok(())
}

/// Positional arguments become `args`; the named ones become fields.
fn init_with_keywords(
    th: &mut Thread,
    o: Ref<'_>,
    a: Args<'_>,
    fname: &str,
    sig: &Sig,
    fields: &[&str],
) -> R<()> {
    set_args(th, o, a)?;
    // Only the keywords take part in the binding.
    let keywords = a.skip(a.len());
    call::with_sig(th, fname, sig, keywords, |_th, k| {
        for (i, f) in fields.iter().enumerate() {
            // What is not given is reset, for an `__init__` called again.
            match k.opt(i) {
                Some(v) => error::set_field(o, f, v.own()),
                None => error::clear_field(o, f),
            }
        }
        Ok(())
    })
}

static IMPORT: Sig = Sig::parse("*, name=, path=, name_from=");
static ATTRIBUTE: Sig = Sig::parse("*, name=, obj=");
static NAME: Sig = Sig::parse("*, name=");

fn import_error_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_with_keywords(
        th,
        o,
        a,
        "ImportError",
        &IMPORT,
        &["name", "path", "name_from"],
    )?;
    if a.len() == 1 {
        error::set_field(o, "msg", a.at(0).own());
    } else {
        error::clear_field(o, "msg");
    }
    Ok(())
}

fn import_error_str(th: &mut Thread, o: Ref<'_>) -> R {
    match error::field(o, "msg") {
        Some(m) if m.r().is_exact(&types::STR) => Ok(m),
        _ => base_str(th, o),
    }
}

/// `(class, args, state)` where the state has the filled fields besides the instance's attributes.
fn reduce_with(th: &mut Thread, o: Ref<'_>, fields: &[&str]) -> R {
    let mut v = vec![o.type_ref().own(), error::args_of(o)];
    let state = state_with(th, o, fields)?;
    if state.get::<Dict>().is_some_and(|d| !d.is_empty()) {
        v.push(state);
    }
    tuple::new(th, v)
}

fn state_with(th: &mut Thread, o: Ref<'_>, fields: &[&str]) -> R {
    let state = match own_attributes(th, o)? {
        Some(d) => match d.get::<Dict>() {
            Some(d) => dict::copy(th, d)?,
            None => dict::new(th)?,
        },
        None => dict::new(th)?,
    };
    if let Some(d) = state.get::<Dict>() {
        for f in fields {
            if let Some(v) = error::field(o, f) {
                drop(d.insert_str(pystr::intern_str(f), v));
            }
        }
    }
    Ok(state)
}

fn import_error_reduce(th: &mut Thread, a: Args<'_>) -> R {
    reduce_with(th, a.at(0), &["name", "path", "name_from"])
}

fn attribute_error_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_with_keywords(th, o, a, "AttributeError", &ATTRIBUTE, &["name", "obj"])
}

/// The object is left out: it need not be picklable.
fn attribute_error_state(th: &mut Thread, o: Ref<'_>) -> R {
    let state = state_with(th, o, &["name"])?;
    if let Some(d) = state.get::<Dict>() {
        let filled = error::field(o, "name").is_some();
        if filled || !args_vec(o).is_empty() {
            drop(d.insert_str(pystr::intern_str("args"), error::args_of(o)));
        }
    }
    Ok(state)
}

fn attribute_error_getstate(th: &mut Thread, a: Args<'_>) -> R {
    attribute_error_state(th, a.at(0))
}

fn attribute_error_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let state = attribute_error_state(th, o)?;
    tuple::new(th, vec![o.type_ref().own(), error::args_of(o), state])
}

fn name_error_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_with_keywords(th, o, a, "NameError", &NAME, &["name"])
}

/// A key is shown by its repr, so that `''` does not vanish.
fn key_error_str(th: &mut Thread, o: Ref<'_>) -> R {
    match args_vec(o).as_slice() {
        [only] => ops::repr(th, only.r()),
        _ => base_str(th, o),
    }
}

static IMPORT_METHODS: &[MethodDef] = &[MethodDef::new(
    "__reduce__",
    Kind::NoArgs,
    import_error_reduce,
    "",
)];
static ATTRIBUTE_METHODS: &[MethodDef] = &[
    MethodDef::new("__getstate__", Kind::NoArgs, attribute_error_getstate, ""),
    MethodDef::new("__reduce__", Kind::NoArgs, attribute_error_reduce, ""),
];

/// Fills the slots of these classes.
pub(super) fn fill(th: &mut Thread) -> R<()> {
    error::STOP_ITERATION.slots().set_init(stop_iteration_init);
    error::SYSTEM_EXIT.slots().set_init(system_exit_init);
    error::IMPORT_ERROR.slots().set_init(import_error_init);
    error::IMPORT_ERROR.slots().set_str(import_error_str);
    error::ATTRIBUTE_ERROR
        .slots()
        .set_init(attribute_error_init);
    error::NAME_ERROR.slots().set_init(name_error_init);
    error::KEY_ERROR.slots().set_str(key_error_str);
    call::add_methods(th, &error::IMPORT_ERROR, IMPORT_METHODS)?;
    call::add_methods(th, &error::ATTRIBUTE_ERROR, ATTRIBUTE_METHODS)
}
