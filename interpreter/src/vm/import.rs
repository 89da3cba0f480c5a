//! The import instructions; the import system itself is `crate::importer`.

use super::cache;
use super::regs::Fp;
use crate::importer;
use crate::opcode::Instr;
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::value::EMPTY;
use typhon_runtime::{Thread, call, names, ops};

/// `ImportName`.
pub fn import_name(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let name = f.site(i).name();
    let (fromlist, level) = (f.reg(i.b()), f.reg(i.b() + 1));
    let func = match super::variables::mapping_get(th, f.builtins(), names::__import__())? {
        Some(v) => v,
        None => {
            return Err(error::raise(
                th,
                &error::IMPORT_ERROR,
                "__import__ not found",
            ));
        }
    };
    let quick = if level.is(Ref::small_int(0)) && importer::is_builtin_import(func.r()) {
        importer::imported(name, fromlist)
    } else {
        None
    };
    let m = match quick {
        Some(m) => m,
        None => {
            let locals = f.locals().unwrap_or(Ref::NONE);
            call::call(th, func.r(), &[name, f.globals(), locals, fromlist, level])?
        }
    };
    f.clear_range(i.b(), 2);
    f.set(i.a(), m);
    Ok(())
}

/// `ImportFrom`.
pub fn import_from(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let w = super::attr::any_attr_word(th, f, i);
    if w != EMPTY {
        f.set_word(i.a(), w);
        return Ok(());
    }
    let name = f.site(i).name();
    let m = f.reg(i.b());
    if m.is_exact(&types::MODULE) {
        cache::learn_load(th, f.site(i), m);
    }
    if let Some(v) = ops::getattr_opt(th, m, name)? {
        f.set(i.a(), v);
        return Ok(());
    }
    // A submodule that is being imported stands in sys.modules already.
    let modname = ops::getattr_opt(th, m, names::__name__())?;
    if let Some(n) = &modname
        && pystr::is_str(n.r())
    {
        let full = format!("{}.{}", pystr::text(n.r()), pystr::text(name));
        if let Some(v) = importer::loaded(th, &full)? {
            f.set(i.a(), v);
            return Ok(());
        }
    }
    Err(cannot_import(th, m, name, modname))
}

#[cold]
fn cannot_import(th: &mut Thread, m: Ref<'_>, name: Ref<'_>, modname: Option<Obj>) -> Raised {
    let n = pystr::text(name);
    let shown = modname
        .as_ref()
        .filter(|x| pystr::is_str(x.r()))
        .map_or("<unknown module name>".to_string(), |x| pystr::text(x.r()));
    let path = match ops::getattr_opt(th, m, names::__file__()) {
        Ok(p) => p.filter(|p| pystr::is_str(p.r())),
        Err(Raised) => {
            drop(error::fetch(th));
            None
        }
    };
    let initializing = importer::is_initializing(th, m);
    let place = path
        .as_ref()
        .map_or("unknown location".to_string(), |p| pystr::text(p.r()));
    let shadow = typhon_stdlib::builtins::shadow::place(th, m, &shown);
    let file = shadow.file.as_deref().unwrap_or_default();
    let text = if shadow.hides_library {
        format!(
            "cannot import name '{n}' from '{shown}' (consider renaming '{file}' since it has the same name as the standard library module named '{shown}' and prevents importing that standard library module)"
        )
    } else if initializing && shadow.beside_script {
        format!(
            "cannot import name '{n}' from '{shown}' (consider renaming '{file}' if it has the same name as a library you intended to import)"
        )
    } else if initializing {
        format!(
            "cannot import name '{n}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})"
        )
    } else {
        format!("cannot import name '{n}' from '{shown}' ({place})")
    };
    let r = error::raise(th, &error::IMPORT_ERROR, &text);
    if let Some(e) = th.raised.clone()
        && e.get::<Exc>().is_some()
    {
        if let Some(a) = types::tuple::items(error::args_of(e.r()).r()).next() {
            error::set_field(e.r(), "msg", a.own());
        }
        error::set_field(e.r(), "name", modname.unwrap_or_else(Obj::none));
        error::set_field(e.r(), "path", path.unwrap_or_else(Obj::none));
        error::set_field(e.r(), "name_from", name.own());
    }
    r
}

/// `ImportStar`.
pub fn import_star(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let m = f.reg(i.a());
    let to = f.locals().unwrap_or(f.globals());
    let all = ops::getattr_opt(th, m, names::__all__())?;
    let list = match &all {
        Some(a) => ops::collect(th, a.r())?,
        None => {
            let d = ops::getattr_opt(th, m, names::__dict__())?;
            let Some(d) = d else {
                return Err(error::raise(
                    th,
                    &error::IMPORT_ERROR,
                    "from-import-* object has no __dict__ and no __all__",
                ));
            };
            ops::collect(th, d.r())?
        }
    };
    for name in list {
        if !pystr::is_str(name.r()) {
            let modname = ops::getattr_opt(th, m, names::__name__())?
                .map(|n| pystr::text(n.r()))
                .unwrap_or_default();
            let what = if all.is_some() { "Item in" } else { "Key in" };
            let place = if all.is_some() { "__all__" } else { "__dict__" };
            let text = format!(
                "{what} {modname}.{place} must be str, not {}",
                name.r().class().name()
            );
            return Err(error::type_error(th, text));
        }
        if all.is_none()
            && name
                .get::<pystr::Str>()
                .is_some_and(|s| s.bytes().first() == Some(&b'_'))
        {
            continue;
        }
        let v = ops::getattr(th, m, name.r())?;
        ops::setitem(th, to, name.r(), Some(v.r()))?;
    }
    f.consume(i.a());
    Ok(())
}
