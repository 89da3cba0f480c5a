//! The end of the process: threads are joined, exit functions run, modules die, streams are flushed; what is still
//! alive then is what `-X leakcheck` reports.

use crate::importer;
use crate::outcome::flush;
use parking_lot::Mutex;
use std::collections::HashSet;
use typhon_runtime::call;
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, Raised, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::list::List;
use typhon_runtime::types::{self, module, str as pystr};
use typhon_runtime::{Thread, gc, profile, weak};

/// The modules that were there before the script, for `-X leakcheck`.
static FIRST_MODULES: Mutex<Option<HashSet<String>>> = Mutex::new(None);

/// Remembers which modules are loaded now. The types of all native modules are brought to life: they stay when their
/// module goes, and are nobody's leak.
pub fn note_modules(th: &mut Thread) {
    for (_, make) in typhon_stdlib::registry::MODULES {
        if make(th).is_err() {
            drop(error::fetch(th));
        }
    }
    // It registers a function with os.register_at_fork, which nothing takes back.
    if typhon_runtime::hooks::import(th, "threading").is_err() {
        drop(error::fetch(th));
    }
    let names = loaded_modules().into_iter().map(|m| m.0).collect();
    *FIRST_MODULES.lock() = Some(names);
}

fn loaded_modules() -> Vec<(String, Obj)> {
    let table = importer::sys_attr("modules");
    let items = match table.as_ref().and_then(|t| t.get::<Dict>()) {
        Some(d) => d.items(),
        None => return Vec::new(),
    };
    items
        .into_iter()
        .map(|(k, v)| (pystr::text(k.r()), v))
        .collect()
}

/// Ends everything; false if the output could not be written.
pub fn finish(th: &mut Thread, leakcheck: bool) -> bool {
    if let Ok(Some(t)) = importer::loaded(th, "threading")
        && let Err(Raised) = call::call_method(th, t.r(), pystr::intern_str("_shutdown"), &[])
    {
        error::write_unraisable(th, "Exception ignored on threading shutdown", Some(t.r()));
    }
    if let Ok(Some(a)) = importer::loaded(th, "atexit")
        && let Err(Raised) = call::call_method(th, a.r(), pystr::intern_str("_run_exitfuncs"), &[])
    {
        error::write_unraisable(th, "Exception ignored in atexit callback", None);
    }
    // Daemons run until here; what is left of the program is this thread's alone.
    let alone = crate::vm::trace::park_others(th);
    let flushed = flush(th);
    if leakcheck {
        finish_main(th);
        report_leaks(th);
    } else if alone {
        finish_modules(th);
    } else {
        finish_main(th);
    }
    // What could not be written before cannot be written now.
    let flushed = flushed && flush(th);
    if let Err(message) = profile::report::finish() {
        eprintln!("typhon: {message}");
    }
    flushed
}

/// What `sys` gives up before any module goes, in CPython's order.
const FORGOTTEN: &[&str] = &[
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_importer_cache",
    "__interactivehook__",
];

/// Lets what `sys` holds for the script go, and puts the first streams back.
fn forget_in_sys(th: &mut Thread) {
    let sys = importer::sys();
    for name in FORGOTTEN {
        if importer::sys_attr(name).is_some() {
            // Without memory the value stays alive a little longer.
            let _ = module::add(th, sys.r(), name, Obj::none());
        }
    }
    for name in ["stdin", "stdout", "stderr"] {
        if let Some(first) = importer::sys_attr(&format!("__{name}__")) {
            let _ = module::add(th, sys.r(), name, first);
        }
    }
}

/// Lets the modules die as CPython does: first what no module but its own table holds, with finalisers that still see
/// their globals; then the modules that are left are emptied, the one that was imported last first, `sys` and `builtins`
/// never. `warnings` goes last: what is unclosed when the others die is told of.
fn finish_modules(th: &mut Thread) {
    if let Some(options) = importer::sys_attr("warnoptions")
        && options.get::<List>().is_some_and(|l| !l.is_empty())
        && let Err(Raised) = typhon_runtime::hooks::import(th, "warnings")
    {
        drop(error::fetch(th));
    }
    typhon_stdlib::warn::end();
    forget_in_sys(th);
    if gc::is_enabled() {
        gc::collect(th, 2);
    }
    let mut left = Vec::new();
    for (_, m) in loaded_modules() {
        if m.get::<module::Module>().is_some()
            && let Ok(Some(w)) = weak::new(th, &types::WEAKREF, m.r(), None)
        {
            left.push(w);
        }
    }
    let warnings = importer::loaded(th, "warnings").ok().flatten();
    let is_last = |m: Ref<'_>| warnings.as_ref().is_some_and(|w| w.r().is(m));
    let table = importer::sys_attr("modules");
    if let Some(d) = table.as_ref().and_then(|t| t.get::<Dict>()) {
        for (k, m) in d.items() {
            if !is_last(m.r()) {
                drop(d.insert_str(k.r(), Obj::none()));
                drop(m);
                settle(th);
            }
        }
        for (k, m) in d.items() {
            if !is_last(m.r()) {
                drop(d.remove_str(k.r()));
            }
        }
    }
    gc::collect(th, 2);
    let builtins = importer::builtins_dict();
    let stays = |m: Ref<'_>| {
        m.is(importer::sys().r()) || module::dict_ref(m).is_some_and(|d| d.is(builtins.r()))
    };
    for w in left.iter().rev() {
        let Some(m) = w.get::<weak::WeakRef>().and_then(weak::upgrade) else {
            continue;
        };
        if !stays(m.r()) && !is_last(m.r()) {
            clear(th, m.r());
        }
    }
    settle(th);
    if let Some(m) = warnings {
        if let Some(d) = table.as_ref().and_then(|t| t.get::<Dict>()) {
            drop(d.remove_str(pystr::intern_str("warnings")));
        }
        clear(th, m.r());
    }
    settle(th);
}

/// Makes the values of a module None: names with one underscore first, then all others.
fn clear(th: &mut Thread, m: Ref<'_>) {
    let Some(d) = module::dict_of(m) else { return };
    let Some(d) = d.get::<Dict>() else { return };
    for first in [true, false] {
        for (k, v) in d.items() {
            let name = pystr::text(k.r());
            let private = name.starts_with('_') && !name.starts_with("__");
            if private == first && name != "__builtins__" && !v.r().is_none() {
                drop(v);
                drop(d.insert_str(k.r(), Obj::none()));
                settle(th);
            }
        }
    }
}

/// Lets what `__main__` holds die while everything still works: finalisers run, files are flushed. For a program with a
/// thread that native code still keeps busy: it needs the modules.
fn finish_main(th: &mut Thread) {
    forget_in_sys(th);
    if let Ok(Some(m)) = importer::loaded(th, "__main__") {
        empty(m.r());
    }
    settle(th);
}

/// Takes everything out of a module but what its functions may still need to run.
fn empty(m: Ref<'_>) {
    if let Some(d) = module::dict_of(m)
        && let Some(d) = d.get::<Dict>()
    {
        for (k, _) in d.items() {
            if pystr::text(k.r()) != "__builtins__" {
                drop(d.remove_str(k.r()));
            }
        }
    }
}

fn settle(th: &mut Thread) {
    th.run_pending();
    for _ in 0..2 {
        th.repin();
        th.run_pending();
    }
}

/// `-X leakcheck`: the script's modules go, then whatever remains is told by type.
fn report_leaks(th: &mut Thread) {
    let first = FIRST_MODULES.lock().take().unwrap_or_default();
    if let Some(d) = module::dict_of(importer::sys().r())
        && let Some(d) = d.get::<Dict>()
    {
        // The text of `-c`.
        drop(d.remove_str(pystr::intern_str("_interactive_sources")));
    }
    let table = importer::sys_attr("modules");
    let mut gone = Vec::new();
    for (name, m) in loaded_modules().into_iter().rev() {
        if first.contains(&name) {
            continue;
        }
        if let Some(d) = table.as_ref().and_then(|t| t.get::<Dict>()) {
            drop(d.remove_str(pystr::intern_str(&name)));
        }
        gone.push(m);
    }
    // Those that nobody needs die here, with their functions still working; the others are emptied.
    gc::collect(th, 2);
    for m in gone {
        empty(m.r());
        drop(m);
        settle(th);
    }
    let more: Vec<(String, isize)> = gc::leak::report(th)
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .collect();
    if more.is_empty() {
        return;
    }
    let total: isize = more.iter().map(|(_, n)| n).sum();
    let plural = if total == 1 { "" } else { "s" };
    eprintln!("leakcheck: {total} object{plural} alive that did not exist after start-up");
    for (name, n) in more {
        eprintln!("{n:8}  {name}");
    }
}
