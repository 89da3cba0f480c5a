//! What the reference puts into `builtins` for the prompt: `exit`, `quit`, `copyright`, `credits`, `license`, `help`.

use typhon_runtime::call::{self, Args, Sig};
use typhon_runtime::error;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops};

/// Payload of all three classes: the name it goes by and the text it shows.
pub struct Notice {
    name: &'static str,
    text: &'static str,
}
typhon_runtime::payload!(Notice);

static QUITTER: TypeObj = TypeObj::declare("_sitebuiltins.Quitter");
static PRINTER: TypeObj = TypeObj::declare("_sitebuiltins._Printer");
static HELPER: TypeObj = TypeObj::declare("_sitebuiltins._Helper");

static EXIT: Sig = Sig::parse("code=");

/// Class, name, text.
static NOTICES: &[(&TypeObj, &str, &str)] = &[
    (&QUITTER, "exit", "Use exit() or Ctrl-D (i.e. EOF) to exit"),
    (&QUITTER, "quit", "Use quit() or Ctrl-D (i.e. EOF) to exit"),
    (
        &PRINTER,
        "copyright",
        "Copyright (c) 2026 The Typhon authors",
    ),
    (
        &PRINTER,
        "credits",
        "Typhon stands on the design of CPython and on the Rust crates that it uses.",
    ),
    (
        &PRINTER,
        "license",
        "See the file LICENSE of the Typhon distribution.",
    ),
    (
        &HELPER,
        "help",
        "help() is not part of this version of Typhon",
    ),
];

fn notice(o: Ref<'_>) -> (&'static str, &'static str) {
    o.get::<Notice>().map_or(("", ""), |n| (n.name, n.text))
}

fn notice_repr(th: &mut Thread, o: Ref<'_>) -> R {
    pystr::new(th, notice(o).1)
}

fn quitter_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    call::with_sig(th, notice(o).0, &EXIT, a, |th, a| {
        // A prompt that reads standard input ends with it.
        let sys = hooks::import(th, "sys")?;
        if let Some(f) = ops::getattr_opt(th, sys.r(), pystr::intern_str("stdin"))?
            && call::call_method(th, f.r(), pystr::intern_str("close"), &[]).is_err()
        {
            drop(error::fetch(th));
        }
        let code = a.opt(0).unwrap_or(Ref::NONE);
        let e = call::call(th, error::SYSTEM_EXIT.r(), &[code])?;
        Err(error::raise_obj(th, e))
    })
}

fn printer_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    a.check(th, notice(o).0, 0, 0)?;
    let m = hooks::import(th, "builtins")?;
    let print = ops::getattr_str(th, m.r(), "print")?;
    call::call(th, print.r(), &[o])
}

fn helper_call(th: &mut Thread, _o: Ref<'_>, _a: Args<'_>) -> R {
    Err(error::raise(
        th,
        &error::NOT_IMPLEMENTED_ERROR,
        "help() needs pydoc, which is not part of this version of Typhon",
    ))
}

/// Adds the objects to `builtins`.
pub fn add(th: &mut Thread, builtins: Ref<'_>) -> R<()> {
    for &(class, name, text) in NOTICES {
        let o = Obj::new(th, class.r(), Notice { name, text })?;
        module::add(th, builtins, name, o)?;
    }
    Ok(())
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    for (t, f) in [
        (
            &QUITTER,
            quitter_call as typhon_runtime::types::slots::CallFn,
        ),
        (&PRINTER, printer_call),
        (&HELPER, helper_call),
    ] {
        t.setup::<Notice>(Some(&types::OBJECT), tf::NO_NEW);
        t.slots().set_repr(notice_repr);
        t.slots().set_call(f);
        slotdefs::finish(th, t)?;
    }
    Ok(())
}
