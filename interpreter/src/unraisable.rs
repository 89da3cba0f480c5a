//! Exceptions that nobody can catch: those of finalisers, callbacks and threads. `sys.unraisablehook`.

use crate::vm::unwind;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{module, str as pystr};
use typhon_runtime::{Thread, hooks, names, ops};

static HOOK_ARGS: TypeObj = TypeObj::declare("UnraisableHookArgs");
const FIELDS: &[&str] = &[
    "exc_type",
    "exc_value",
    "exc_traceback",
    "err_msg",
    "object",
];

/// Adds the hook to `sys`.
pub fn init(th: &mut Thread, sys: Ref<'_>) -> R<()> {
    let fields = Fields {
        names: FIELDS,
        visible: FIELDS.len(),
        constructible: false,
    };
    structseq::setup(th, &HOOK_ARGS, fields)?;
    module::add(th, sys, "UnraisableHookArgs", HOOK_ARGS.r().own())?;
    module::add_functions(th, sys, FUNCTIONS)
}

/// Hook `unraisable`: tells `sys.unraisablehook` about an exception. Never raises.
pub fn report(th: &mut Thread, e: Obj, msg: &str, object: Option<Ref<'_>>) {
    let pending = th.raised.take();
    let e = unwind::note_running(th, e);
    let msg = match object {
        Some(o) => match ops::repr_text(th, o) {
            Ok(r) => format!("{msg} {r}"),
            Err(Raised) => {
                drop(error::fetch(th));
                format!("{msg} <object repr() failed>")
            }
        },
        None => msg.to_string(),
    };
    if let Err(Raised) = tell(th, e.r(), &msg) {
        let inner = error::fetch(th);
        let shown = show(th, inner.r(), "Exception ignored in sys.unraisablehook");
        if shown.is_err() {
            drop(error::fetch(th));
        }
    }
    th.raised = pending;
}

fn tell(th: &mut Thread, e: Ref<'_>, msg: &str) -> R<()> {
    let hook = crate::importer::sys_attr("unraisablehook").filter(|h| !h.r().is_none());
    let Some(hook) = hook else {
        return show(th, e, msg);
    };
    let text = pystr::new(th, msg)?;
    let values = vec![
        e.type_ref().own(),
        e.own(),
        traceback_of(e),
        text,
        Obj::none(),
    ];
    let args = structseq::new(th, &HOOK_ARGS, values)?;
    call::call(th, hook.r(), &[args.r()]).map(drop)
}

fn traceback_of(e: Ref<'_>) -> Obj {
    e.get::<Exc>()
        .and_then(|x| x.traceback.get())
        .unwrap_or_else(Obj::none)
}

/// `sys.unraisablehook` itself.
fn default_hook(th: &mut Thread, a: Args<'_>) -> R {
    if !a.at(0).is_exact(&HOOK_ARGS) {
        return Err(error::type_error(
            th,
            "sys.unraisablehook argument type must be UnraisableHookArgs",
        ));
    }
    let value = ops::getattr_str(th, a.at(0), "exc_value")?;
    let msg = ops::getattr_str(th, a.at(0), "err_msg")?;
    let object = ops::getattr_str(th, a.at(0), "object")?;
    let mut text = if msg.r().is_none() {
        "Exception ignored in".to_string()
    } else {
        ops::str_text(th, msg.r())?
    };
    if !object.r().is_none() {
        text.push_str(": ");
        text.push_str(&ops::repr_text(th, object.r())?);
    }
    show(th, value.r(), &text).map(|()| Obj::none())
}

/// Writes message, traceback and exception to `sys.stderr`; nothing if there is no such stream.
fn show(th: &mut Thread, e: Ref<'_>, msg: &str) -> R<()> {
    let Some(stream) = crate::importer::sys_attr("stderr").filter(|f| !f.r().is_none()) else {
        return Ok(());
    };
    let mut text = format!("{msg}:\n");
    let tb = traceback_of(e);
    if !tb.r().is_none() {
        match traceback_text(th, tb.r()) {
            Ok(t) => text.push_str(&t),
            // No source, no memory, no modules any more: the message must come out all the same.
            Err(Raised) => drop(error::fetch(th)),
        }
    }
    let class = qualified(th, e);
    let said = match ops::str_text(th, e) {
        Ok(t) if t.is_empty() => class,
        Ok(t) => format!("{class}: {t}"),
        Err(Raised) => {
            drop(error::fetch(th));
            format!("{class}: <exception str() failed>")
        }
    };
    text.push_str(&said);
    text.push('\n');
    let text = pystr::new(th, &text)?;
    call::call_method(th, stream.r(), pystr::intern_str("write"), &[text.r()])?;
    call::call_method(th, stream.r(), names::flush(), &[]).map(drop)
}

/// The entries without carets: there may be little left that works.
fn traceback_text(th: &mut Thread, tb: Ref<'_>) -> R<String> {
    let m = hooks::import(th, "traceback")?;
    let text = call::call_method(th, m.r(), pystr::intern_str("_plain_tb"), &[tb])?;
    Ok(pystr::text(text.r()))
}

fn qualified(th: &mut Thread, e: Ref<'_>) -> String {
    let class = e.class();
    let module = match ops::getattr_opt(th, e.type_ref(), names::__module__()) {
        Ok(m) => m.filter(|m| pystr::is_str(m.r())),
        Err(Raised) => {
            drop(error::fetch(th));
            None
        }
    };
    match module.map(|m| pystr::text(m.r())).as_deref() {
        None | Some("builtins" | "__main__") => class.qualname(),
        Some(m) => format!("{m}.{}", class.qualname()),
    }
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "unraisablehook",
        Kind::One,
        default_hook,
        "Report an exception that cannot be raised.",
    ),
    MethodDef::new(
        "__unraisablehook__",
        Kind::One,
        default_hook,
        "The original unraisablehook.",
    ),
];
