//! `__build_class__`: what a class statement calls.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::classes::mro;
use typhon_runtime::types::dict;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names, ops};

/// PEP 560: what is no class is replaced by what its `__mro_entries__` gives. None: nothing changed.
fn resolve_bases(th: &mut Thread, bases: Ref<'_>) -> R<Option<Obj>> {
    let mut out = Vec::new();
    let mut changed = false;
    for b in tuple::items(bases) {
        if b.as_type().is_none()
            && let Some(f) = ops::getattr_opt(th, b, names::__mro_entries__())?
        {
            let r = call::call(th, f.r(), &[bases])?;
            if !tuple::is_tuple(r.r()) {
                return Err(type_error(th, "__mro_entries__ must return a tuple"));
            }
            out.extend(tuple::items(r.r()).map(Ref::own));
            changed = true;
            continue;
        }
        out.push(b.own());
    }
    if changed {
        tuple::new(th, out).map(Some)
    } else {
        Ok(None)
    }
}

struct Header {
    meta: Obj,
    bases: Obj,
    /// Keyword arguments without `metaclass`.
    keys: Vec<Obj>,
    values: Vec<Obj>,
}

fn header(th: &mut Thread, bases: Obj, a: Args<'_>) -> R<Header> {
    let mut h = Header {
        meta: Obj::none(),
        bases,
        keys: vec![],
        values: vec![],
    };
    let mut asked = None;
    for (k, v) in a.kwargs() {
        if pystr::text(k) == "metaclass" {
            asked = Some(v.own());
        } else {
            h.keys.push(k.own());
            h.values.push(v.own());
        }
    }
    let meta = match asked {
        Some(m) => m,
        None => match tuple::items(h.bases.r()).next() {
            Some(b) => b.type_ref().own(),
            None => types::TYPE.r().own(),
        },
    };
    h.meta = match meta.r().as_type() {
        Some(t) => mro::metaclass(th, t, h.bases.r())?.r().own(),
        None => meta,
    };
    Ok(h)
}

impl Header {
    fn call(&self, th: &mut Thread, f: Ref<'_>, first: &[Ref<'_>]) -> R {
        let mut all: Vec<Ref<'_>> = first.to_vec();
        if self.keys.is_empty() {
            return call::call(th, f, &all);
        }
        all.extend(self.values.iter().map(Obj::r));
        let names = tuple::new(th, self.keys.clone())?;
        all.push(names.r());
        call::call_args(th, f, Args::with_names(&all))
    }

    fn namespace(&self, th: &mut Thread, name: Ref<'_>) -> R {
        if self.meta.r().is(types::TYPE.r()) {
            // What `type.__prepare__` gives; `type` cannot be changed.
            return dict::new(th);
        }
        let Some(p) = ops::getattr_opt(th, self.meta.r(), names::__prepare__())? else {
            return dict::new(th);
        };
        let ns = self.call(th, p.r(), &[name, self.bases.r()])?;
        if ns.r().class().slots().has(SlotId::GetItem) {
            return Ok(ns);
        }
        let who = match self.meta.r().as_type() {
            Some(t) => t.name(),
            None => "<metaclass>".to_string(),
        };
        let m = format!(
            "{who}.__prepare__() must return a mapping, not {}",
            ns.r().class().name()
        );
        Err(type_error(th, m))
    }
}

fn build_class(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() < 2 {
        return Err(type_error(th, "__build_class__: not enough arguments"));
    }
    let (func, name) = (a.at(0), a.at(1));
    if !func.is_exact(&types::FUNCTION) {
        return Err(type_error(th, "__build_class__: func must be a function"));
    }
    if !pystr::is_str(name) {
        return Err(type_error(th, "__build_class__: name is not a string"));
    }
    let original: Vec<Obj> = a.iter().skip(2).map(Ref::own).collect();
    let original = tuple::new(th, original)?;
    let resolved = resolve_bases(th, original.r())?;
    let changed = resolved.is_some();
    let bases = resolved.unwrap_or_else(|| original.clone());
    let h = header(th, bases, a)?;
    let ns = h.namespace(th, name)?;
    let cell = hooks::class_body(th, func, ns.r())?;
    if changed {
        ops::setitem(th, ns.r(), names::__orig_bases__(), Some(original.r()))?;
    }
    let class = h.call(th, h.meta.r(), &[name, h.bases.r(), ns.r()])?;
    if class.r().as_type().is_some()
        && let Some(s) = hooks::cell(cell.r())
    {
        check_cell(th, s.get(), name, class.r())?;
    }
    Ok(class)
}

/// The `__class__` cell must have been handed on to `type.__new__`.
fn check_cell(th: &mut Thread, content: Option<Obj>, name: Ref<'_>, class: Ref<'_>) -> R<()> {
    match content {
        Some(c) if c.r().is(class) => Ok(()),
        Some(c) => {
            let (c, n, k) = (
                ops::repr_text(th, c.r())?,
                ops::repr_text(th, name)?,
                ops::repr_text(th, class)?,
            );
            Err(type_error(
                th,
                format!("__class__ set to {c} defining {n} as {k}"),
            ))
        }
        None => {
            let (n, k) = (ops::repr_text(th, name)?, ops::repr_text(th, class)?);
            let m = format!(
                "__class__ not set defining {n} as {k}. Was __classcell__ propagated to type.__new__?"
            );
            Err(error::runtime_error(th, m))
        }
    }
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "__build_class__",
    Kind::Any,
    build_class,
    "Internal function of the class statement.",
)];
