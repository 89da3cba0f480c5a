//! `BaseExceptionGroup` and `ExceptionGroup` (PEP 654).
//!
//! `ExceptionGroup` has two bases, so it is made as a class at start-up; `error::exception_group` names it.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, BASE_EXCEPTION_GROUP, EXCEPTION, Exc, type_error};
use typhon_runtime::types::classes;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, list, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

fn is_exception(o: Ref<'_>) -> bool {
    o.get::<Exc>().is_some()
}

fn is_group(o: Ref<'_>) -> bool {
    o.is_instance(&BASE_EXCEPTION_GROUP)
}

fn members_of(o: Ref<'_>) -> Vec<Obj> {
    match error::field(o, "exceptions") {
        Some(t) => tuple::items(t.r()).map(Ref::own).collect(),
        None => Vec::new(),
    }
}

fn group_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if a.len() != 2 {
        let m = format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            a.len()
        );
        return Err(type_error(th, m));
    }
    let (message, seq) = (a.at(0), a.at(1));
    if !pystr::is_str(message) {
        let m = format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            message.class().name()
        );
        return Err(type_error(th, m));
    }
    if !seq.class().slots().has(SlotId::GetItem) || dict::is_dict(seq) {
        return Err(type_error(
            th,
            "second argument (exceptions) must be a sequence",
        ));
    }
    let items = ops::collect(th, seq)?;
    if items.is_empty() {
        return Err(error::value_error(
            th,
            "second argument (exceptions) must be a non-empty sequence",
        ));
    }
    let mut only_exceptions = true;
    for (i, e) in items.iter().enumerate() {
        if !is_exception(e.r()) {
            let m = format!("Item {i} of second argument (exceptions) is not an exception");
            return Err(error::value_error(th, m));
        }
        only_exceptions &= e.r().is_instance(&EXCEPTION);
    }
    let class = choose_class(th, class, only_exceptions)?;
    let new = super::base_new(th, class, a)?;
    let exceptions = tuple::new(th, items)?;
    error::set_field(new.r(), "message", message.own());
    error::set_field(new.r(), "exceptions", exceptions);
    Ok(new)
}

/// Which class to make: plain groups become ExceptionGroup where they can, and no Exception may hold others.
fn choose_class<'a>(th: &mut Thread, class: Ref<'a>, only_exceptions: bool) -> R<Ref<'a>> {
    let Some(t) = class.as_type() else {
        return Err(type_error(th, "class expected"));
    };
    let eg = error::exception_group();
    if std::ptr::eq(t, &BASE_EXCEPTION_GROUP) {
        return Ok(match eg {
            Some(g) if only_exceptions => g.r(),
            _ => class,
        });
    }
    if only_exceptions {
        return Ok(class);
    }
    if eg.is_some_and(|g| std::ptr::eq(g, t)) {
        return Err(type_error(
            th,
            "Cannot nest BaseExceptions in an ExceptionGroup",
        ));
    }
    if t.is_subtype(&EXCEPTION) {
        return Err(type_error(
            th,
            format!("Cannot nest BaseExceptions in '{}'", t.name()),
        ));
    }
    Ok(class)
}

fn group_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    super::base_init(th, o, a)
}

fn group_str(th: &mut Thread, o: Ref<'_>) -> R {
    let m = match error::field(o, "message") {
        Some(m) => ops::str_text(th, m.r())?,
        None => String::new(),
    };
    let n = members_of(o).len();
    let s = if n == 1 { "" } else { "s" };
    pystr::new(th, &format!("{m} ({n} sub-exception{s})"))
}

fn group_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = o.class().name();
    let m = error::field(o, "message").unwrap_or_else(Obj::none);
    let m = ops::repr_text(th, m.r())?;
    // Shown as the kind of sequence that it was made from.
    let given = super::args_vec(o).get(1).cloned();
    let shown = match given {
        Some(g) if !list::is_list(g.r()) => error::field(o, "exceptions").unwrap_or_else(Obj::none),
        _ => list::new(th, members_of(o))?,
    };
    let e = ops::repr_text(th, shown.r())?;
    pystr::new(th, &format!("{name}({m}, {e})"))
}

// ------------------------------------------------------------------ split and subgroup

fn group_derive(th: &mut Thread, a: Args<'_>) -> R {
    let m = error::field(a.at(0), "message").unwrap_or_else(Obj::none);
    group_new(th, BASE_EXCEPTION_GROUP.r(), Args::of(&[m.r(), a.at(1)]))
}

/// A group like `orig` with these exceptions, and its traceback, cause, context and notes. Empty: None.
pub fn subset(th: &mut Thread, orig: Ref<'_>, items: Vec<Obj>) -> R<Option<Obj>> {
    if items.is_empty() {
        return Ok(None);
    }
    let l = list::new(th, items)?;
    let new = call::call_method(th, orig, pystr::intern_str("derive"), &[l.r()])?;
    if !is_group(new.r()) {
        return Err(type_error(
            th,
            "derive must return an instance of BaseExceptionGroup",
        ));
    }
    if let (Some(from), Some(to)) = (orig.get::<Exc>(), new.get::<Exc>()) {
        drop(to.traceback.swap(from.traceback.get()));
        drop(to.context.swap(from.context.get()));
        if let Some(c) = from.cause.get() {
            drop(to.cause.swap(Some(c)));
        }
        error::set_suppress_context(to, error::suppresses_context(from));
    }
    if let Some(notes) = ops::getattr_opt(th, orig, names::__notes__())?
        && (list::is_list(notes.r()) || tuple::is_tuple(notes.r()))
    {
        let copy = ops::collect(th, notes.r())?;
        let copy = list::new(th, copy)?;
        ops::setattr(th, new.r(), names::__notes__(), Some(copy.r()))?;
    }
    Ok(Some(new))
}

/// What selects exceptions: classes or a predicate.
enum Matcher<'a> {
    Classes(Ref<'a>),
    Predicate(Ref<'a>),
}

fn matcher<'a>(th: &mut Thread, m: Ref<'a>) -> R<Matcher<'a>> {
    let is_class = |o: Ref<'_>| o.as_type().is_some_and(|t: &TypeObj| t.flag(tf::EXC_SUB));
    if is_class(m) || tuple::is_tuple(m) && tuple::items(m).all(is_class) {
        return Ok(Matcher::Classes(m));
    }
    if m.as_type().is_none() && m.class().slots().has(SlotId::Call) {
        return Ok(Matcher::Predicate(m));
    }
    Err(type_error(
        th,
        "expected an exception type, a tuple of exception types, or a callable (other than a class)",
    ))
}

impl Matcher<'_> {
    fn matches(&self, th: &mut Thread, e: Ref<'_>) -> R<bool> {
        match self {
            Matcher::Classes(c) if tuple::is_tuple(*c) => Ok(tuple::items(*c)
                .filter_map(Ref::as_type)
                .any(|t| e.is_instance(t))),
            Matcher::Classes(c) => Ok(c.as_type().is_some_and(|t| e.is_instance(t))),
            Matcher::Predicate(f) => {
                let r = call::call(th, *f, &[e])?;
                ops::is_true(th, r.r())
            }
        }
    }
}

type Halves = (Option<Obj>, Option<Obj>);

fn split_at(th: &mut Thread, e: Ref<'_>, m: &Matcher<'_>, rest_wanted: bool) -> R<Halves> {
    ops::guard(th, " in exceptiongroup_split_recursive")?;
    if m.matches(th, e)? {
        return Ok((Some(e.own()), None));
    }
    if !is_group(e) {
        return Ok((None, if rest_wanted { Some(e.own()) } else { None }));
    }
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for x in members_of(e) {
        let (y, n) = split_at(th, x.r(), m, rest_wanted)?;
        yes.extend(y);
        no.extend(n);
    }
    let y = subset(th, e, yes)?;
    let n = if rest_wanted {
        subset(th, e, no)?
    } else {
        None
    };
    Ok((y, n))
}

/// `group.split(condition)`: the matching part and the rest.
pub fn split(th: &mut Thread, e: Ref<'_>, condition: Ref<'_>) -> R<Halves> {
    let m = matcher(th, condition)?;
    split_at(th, e, &m, true)
}

fn group_split(th: &mut Thread, a: Args<'_>) -> R {
    let (y, n) = split(th, a.at(0), a.at(1))?;
    tuple::new(
        th,
        vec![y.unwrap_or_else(Obj::none), n.unwrap_or_else(Obj::none)],
    )
}

fn group_subgroup(th: &mut Thread, a: Args<'_>) -> R {
    let m = matcher(th, a.at(1))?;
    let (y, _) = split_at(th, a.at(0), &m, false)?;
    Ok(y.unwrap_or_else(Obj::none))
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "derive",
        Kind::One,
        group_derive,
        "A group of the same message with other exceptions.",
    ),
    MethodDef::new(
        "split",
        Kind::One,
        group_split,
        "The part that matches and the rest, as groups or None.",
    ),
    MethodDef::new(
        "subgroup",
        Kind::One,
        group_subgroup,
        "The part that matches, as a group or None.",
    ),
    MethodDef::class(
        "__class_getitem__",
        Kind::One,
        crate::builtins::alias::class_getitem,
        "See PEP 585.",
    ),
];

/// Fills the slots of these classes.
pub(super) fn fill(th: &mut Thread) -> R<()> {
    let s = BASE_EXCEPTION_GROUP.slots();
    s.set_new(group_new);
    s.set_init(group_init);
    s.set_str(group_str);
    s.set_repr(group_repr);
    call::add_methods(th, &BASE_EXCEPTION_GROUP, METHODS)
}

/// Makes `ExceptionGroup`, after its bases are finished.
pub(super) fn make_exception_group(th: &mut Thread) -> R<()> {
    let ns = dict::new(th)?;
    let module = pystr::new(th, "builtins")?;
    if let Some(d) = ns.get::<Dict>() {
        drop(d.insert_str(names::__module__(), module));
    }
    let bases = tuple::new(
        th,
        vec![BASE_EXCEPTION_GROUP.r().own(), EXCEPTION.r().own()],
    )?;
    let name = pystr::intern_str("ExceptionGroup");
    let class = classes::build(th, &types::TYPE, name, bases.r(), ns.r(), Args::NONE)?;
    error::set_exception_group(class);
    Ok(())
}
