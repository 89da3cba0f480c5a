//! The import system: `sys.modules`, native modules, the embedded library, files on `sys.path`.
//!
//! IMPORT RULE. A module that is being executed is registered in `BUSY` with its thread. Another thread that imports
//!   it waits until it is done, unless that would close a circle of waiting threads: then it gets the module as it is.

use crate::compile::CompileOptions;
use crate::parse::Mode;
use parking_lot::{Condvar, Mutex};
use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering::*};
use std::time::{Duration, Instant};
use typhon_runtime::asleep::{asleep, must_leave, place_of};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{self, list, module, str as pystr, tuple};
use typhon_runtime::{Thread, names, ops, thread};
use typhon_stdlib::modules::loaders::{self, Which};
use typhon_stdlib::modules::spec;

mod hooks;
mod quick;

pub use quick::{imported, is_builtin_import};

struct State {
    modules: Obj,
    sys: Obj,
    builtins: Obj,
    /// The builtin `__import__`.
    import: Option<Obj>,
}
static STATE: OnceLock<State> = OnceLock::new();
/// Optimisation level for imported modules.
static OPTIMIZE: OnceLock<u8> = OnceLock::new();

#[derive(Default)]
struct Busy {
    /// Module name to the thread that executes it.
    owner: HashMap<String, u32>,
    /// Thread to the module it waits for.
    waits: HashMap<u32, String>,
}
static BUSY: Mutex<Option<Busy>> = Mutex::new(None);
static DONE: Condvar = Condvar::new();
/// How many modules stand in `BUSY`.
static LOADING: AtomicUsize = AtomicUsize::new(0);

/// Sets the module table up.
pub fn init(modules: Obj, sys: Obj, builtins: Obj, optimize: u8) {
    let import = module::get(builtins.r(), "__import__");
    let _ = STATE.set(State {
        modules,
        sys,
        builtins,
        import,
    });
    let _ = OPTIMIZE.set(optimize);
}

/// The optimisation level of the command line.
pub fn optimize() -> u8 {
    OPTIMIZE.get().copied().unwrap_or(0)
}

/// The `builtins` dict.
pub fn builtins_dict() -> Obj {
    STATE
        .get()
        .and_then(|s| module::dict_of(s.builtins.r()))
        .unwrap_or_else(Obj::none)
}

/// The `sys` module.
pub fn sys() -> Obj {
    STATE.get().map_or_else(Obj::none, |s| s.sys.clone())
}

/// `sys.NAME`, if it is set.
pub fn sys_attr(name: &str) -> Option<Obj> {
    module::dict_of(sys().r())?
        .get::<Dict>()?
        .get_str(pystr::intern_str(name))
}

fn modules() -> Obj {
    STATE
        .get()
        .and_then(|s| module::dict_ref(s.sys.r()))
        .and_then(|d| d.get::<Dict>())
        .and_then(|d| d.get_str(names::modules()))
        .filter(|m| m.get::<Dict>().is_some())
        .or_else(|| STATE.get().map(|s| s.modules.clone()))
        .unwrap_or_else(Obj::none)
}

/// The module in `sys.modules`, if it is there and not None.
pub fn loaded(th: &mut Thread, name: &str) -> R<Option<Obj>> {
    let m = modules();
    let key = pystr::new(th, name)?;
    match m.get::<Dict>() {
        Some(d) => d.get(th, key.r()),
        None => Ok(None),
    }
}

fn set_loaded(th: &mut Thread, name: &str, m: Option<Ref<'_>>) -> R<()> {
    let ms = modules();
    let key = pystr::intern_str(name);
    if let Some(d) = ms.get::<Dict>() {
        match m {
            Some(m) => drop(d.insert_str(key, m.own())),
            None => drop(d.remove(th, key)?),
        }
    }
    Ok(())
}

/// Whether a module of this name is still being executed.
fn is_busy(name: &str) -> bool {
    BUSY.lock()
        .as_ref()
        .is_some_and(|b| b.owner.contains_key(name))
}

/// Whether a module is still being executed.
pub fn is_initializing(th: &mut Thread, m: Ref<'_>) -> bool {
    let name = match ops::getattr_opt(th, m, names::__name__()) {
        Ok(Some(n)) => pystr::text(n.r()),
        Ok(None) => return false,
        Err(Raised) => {
            drop(error::fetch(th));
            return false;
        }
    };
    is_busy(&name)
}

/// Imports a module by absolute dotted name and gives the leaf.
pub fn import(th: &mut Thread, name: &str) -> R {
    if let Some(m) = loaded(th, name)? {
        if !m.r().is_none() {
            wait_until_done(th, name);
            tell_cached(name);
            return Ok(m);
        }
        return Err(not_found(
            th,
            &format!("import of {name} halted; None in sys.modules"),
            name,
        ));
    }
    let mut parent = None;
    if let Some((head, _)) = name.rsplit_once('.') {
        parent = Some(import(th, head)?);
        // The parent's import may have imported the child.
        if let Some(m) = loaded(th, name)? {
            return Ok(m);
        }
    }
    let m = load(th, name, parent.as_ref().map(Obj::r))?;
    if let (Some(p), Some((_, leaf))) = (&parent, name.rsplit_once('.')) {
        ops::setattr(th, p.r(), pystr::intern_str(leaf), Some(m.r()))?;
    }
    Ok(m)
}

fn not_found(th: &mut Thread, msg: &str, name: &str) -> Raised {
    import_error(th, &error::MODULE_NOT_FOUND_ERROR, msg, name)
}

fn import_error(
    th: &mut Thread,
    class: &'static types::typeobj::TypeObj,
    msg: &str,
    name: &str,
) -> Raised {
    let r = error::raise(th, class, msg);
    if let Some(e) = th.raised.clone() {
        if let Some(a) = tuple::items(error::args_of(e.r()).r()).next() {
            error::set_field(e.r(), "msg", a.own());
        }
        error::set_field(e.r(), "name", pystr::intern_str(name).own());
    }
    r
}

fn wait_until_done(th: &mut Thread, name: &str) {
    let me = thread::current().tid();
    let mut b = BUSY.lock();
    let Some(busy) = b.as_mut() else { return };
    match busy.owner.get(name) {
        None => return,
        Some(&o) if o == me => return,
        Some(_) => {}
    }
    // Would waiting close a circle?
    let mut at = name.to_string();
    while let Some(&o) = busy.owner.get(&at) {
        if o == me {
            return;
        }
        match busy.waits.get(&o) {
            Some(n) => at = n.clone(),
            None => break,
        }
    }
    busy.waits.insert(me, name.to_string());
    drop(b);
    let look = || {
        let mut b = BUSY.lock();
        while b.as_ref().is_some_and(|x| x.owner.contains_key(name)) {
            if must_leave() {
                return false;
            }
            DONE.wait(&mut b);
        }
        if let Some(x) = b.as_mut() {
            x.waits.remove(&me);
        }
        true
    };
    let places = [std::ptr::from_ref(&DONE) as usize, place_of(&BUSY)];
    th.blocking(|| while !asleep(places, look) {});
}

/// What a search found.
enum Found {
    Native(fn(&mut Thread) -> R),
    Embedded(&'static str, bool),
    File(PathBuf, bool),
    Namespace(Vec<PathBuf>),
    /// A finder of a script, or of archives, gave the spec.
    Spec(Obj),
}

/// `-X importtime`: 0, 1, or 2 if imports of what is there already are told as well.
static MEASURED: AtomicU8 = AtomicU8::new(0);

/// Every import from now on tells how long it takes.
pub fn measure(level: u8) {
    // Relaxed: set at start-up.
    MEASURED.store(level, Relaxed);
}

/// Tells the import of a module that was there.
fn tell_cached(name: &str) {
    // Relaxed: constant after start-up.
    if MEASURED.load(Relaxed) == 2 {
        let margin = 2 * NESTED.get().0;
        eprintln!("import time: cached    | cached     | {:margin$}{name}", "");
    }
}

thread_local! {
    /// Imports in progress, and the time that those have taken which the innermost of them caused.
    static NESTED: Cell<(usize, Duration)> = const { Cell::new((0, Duration::ZERO)) };
}

/// Finds and executes a module.
fn load(th: &mut Thread, name: &str, parent: Option<Ref<'_>>) -> R {
    // Relaxed: constant after start-up.
    if MEASURED.load(Relaxed) == 0 {
        return find_and_execute(th, name, parent);
    }
    static HEADER: std::sync::Once = std::sync::Once::new();
    HEADER.call_once(|| eprintln!("import time: self [us] | cumulative | imported package"));
    let (level, before) = NESTED.get();
    NESTED.set((level + 1, Duration::ZERO));
    let start = Instant::now();
    let r = find_and_execute(th, name, parent);
    let whole = start.elapsed();
    let own = whole.saturating_sub(NESTED.get().1);
    NESTED.set((level, before + whole));
    let (own, whole, margin) = (own.as_micros(), whole.as_micros(), 2 * level);
    eprintln!("import time: {own:9} | {whole:10} | {:margin$}{name}", "");
    r
}

fn find_and_execute(th: &mut Thread, name: &str, parent: Option<Ref<'_>>) -> R {
    ops::guard(th, " while importing a module")?;
    let Some(found) = search(th, name, parent)? else {
        let msg = match name.rsplit_once('.') {
            Some((head, _)) if !has_path(th, parent)? => {
                format!("No module named '{name}'; '{head}' is not a package")
            }
            _ => format!("No module named '{name}'"),
        };
        return Err(not_found(th, &msg, name));
    };
    if let Found::Native(make) = found {
        let m = make(th)?;
        if module::get(m.r(), "__spec__").is_none_or(|s| s.r().is_none()) {
            describe_native(th, m.r(), name)?;
        }
        // Another thread may have been faster: one step decides.
        if let Some(d) = STATE.get().and_then(|s| s.modules.get::<Dict>()) {
            return d.get_or_insert(th, pystr::intern_str(name), m.r());
        }
        set_loaded(th, name, Some(m.r()))?;
        return Ok(m);
    }
    let me = thread::current().tid();
    {
        let mut b = BUSY.lock();
        let busy = b.get_or_insert_with(Busy::default);
        if busy.owner.contains_key(name) {
            drop(b);
            wait_until_done(th, name);
            if let Some(m) = loaded(th, name)? {
                return Ok(m);
            }
            return load(th, name, parent);
        }
        busy.owner.insert(name.to_string(), me);
        // Relaxed: under the lock; the store of the module in `sys.modules` publishes it.
        LOADING.fetch_add(1, Relaxed);
    }
    // Another thread may have begun and finished while this one searched.
    let r = match loaded(th, name) {
        Ok(Some(m)) => Ok(m),
        Ok(None) => execute(th, name, found),
        Err(e) => Err(e),
    };
    {
        let mut b = BUSY.lock();
        if let Some(x) = b.as_mut() {
            x.owner.remove(name);
        }
        // Release: what the module did comes before; pairs with `quick::imported`.
        LOADING.fetch_sub(1, Release);
        DONE.notify_all();
    }
    r
}

fn has_path(th: &mut Thread, parent: Option<Ref<'_>>) -> R<bool> {
    match parent {
        Some(p) => Ok(ops::getattr_opt(th, p, names::__path__())?.is_some()),
        None => Ok(true),
    }
}

fn search(th: &mut Thread, name: &str, parent: Option<Ref<'_>>) -> R<Option<Found>> {
    let path = match parent {
        Some(p) => ops::getattr_opt(th, p, names::__path__())?,
        None => None,
    };
    // Scripts come first. What is no package has nothing that they could find.
    if (parent.is_none() || path.is_some())
        && let Some(spec) = hooks::from_meta_path(th, name, path.as_ref().map(Obj::r))?
    {
        return Ok(Some(Found::Spec(spec)));
    }
    if let Some(f) = typhon_stdlib::registry::find(name) {
        return Ok(Some(Found::Native(f)));
    }
    let leaf = name.rsplit('.').next().unwrap_or(name);
    let dirs = match parent {
        Some(_) => match path {
            Some(path) => ops::collect(th, path.r())?,
            None => return Ok(None),
        },
        None => match sys_attr("path") {
            Some(p) if p.r().is_none() => {
                let m = "sys.meta_path is None, Python is likely shutting down";
                return Err(not_found(th, m, name));
            }
            Some(p) => ops::collect(th, p.r())?,
            None => Vec::new(),
        },
    };
    let embedded = typhon_stdlib::embedded::find(name);
    // What the interpreter itself leans on is never taken from a script's folder.
    if let Some((text, package)) = embedded
        && (CORE.contains(&name) || parent.is_some_and(|_| dirs.is_empty()))
    {
        return Ok(Some(Found::Embedded(text, package)));
    }
    let hooked = hooks::on_entries(th)?;
    let mut spaces = Vec::new();
    for d in dirs {
        let Some(s) = d.get::<pystr::Str>() else {
            continue;
        };
        let dir = os_path(s);
        let dir = match std::env::current_dir() {
            Ok(here) if dir.is_relative() => here.join(dir),
            _ => dir,
        };
        // A finder of the entry, which may be an archive, comes before directories.
        let found = if hooked || !dir.is_dir() && hooks::is_archive(&dir) {
            hooks::from_entry(th, name, d.r())?
        } else {
            None
        };
        if let Some(spec) = found {
            match spec.get::<pystr::Str>() {
                Some(space) => spaces.push(os_path(space)),
                None => return Ok(Some(Found::Spec(spec))),
            }
        }
        let base = dir.join(leaf);
        let package = base.join("__init__.py");
        if package.is_file() {
            return Ok(Some(Found::File(package, true)));
        }
        let mut file = base.clone().into_os_string();
        file.push(".py");
        if Path::new(&file).is_file() {
            return Ok(Some(Found::File(file.into(), false)));
        }
        if base.is_dir() {
            spaces.push(base);
        }
    }
    if let Some((text, package)) = embedded {
        return Ok(Some(Found::Embedded(text, package)));
    }
    Ok(if spaces.is_empty() {
        None
    } else {
        Some(Found::Namespace(spaces))
    })
}

/// Modules that a file of the same name beside the script does not replace.
const CORE: &[&str] = &[
    "abc",
    "_collections_abc",
    "codecs",
    "io",
    "os",
    "posixpath",
    "genericpath",
    "stat",
    "types",
    "warnings",
    "traceback",
    "linecache",
    "threading",
];

fn os_path(s: &pystr::Str) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(s.bytes()))
}

fn path_obj(th: &mut Thread, p: &Path) -> R {
    crate::ostext::to_str(th, p.as_os_str())
}

fn execute(th: &mut Thread, name: &str, found: Found) -> R {
    let m = module::new(th, name)?;
    let package = match &found {
        Found::Embedded(_, p) | Found::File(_, p) => *p,
        Found::Namespace(_) => true,
        Found::Native(_) | Found::Spec(_) => false,
    };
    let pkg_name = if package {
        name
    } else {
        name.rsplit_once('.').map_or("", |p| p.0)
    };
    let pkg = pystr::new(th, pkg_name)?;
    module::add(th, m.r(), "__package__", pkg)?;
    let (code, file) = match found {
        Found::Embedded(text, _) => {
            let file = format!(
                "<typhon>/{}{}.py",
                name.replace('.', "/"),
                if package { "/__init__" } else { "" }
            );
            let opts = CompileOptions {
                optimize: optimize(),
                filename: file.clone(),
                ..CompileOptions::default()
            };
            if package {
                let path = list::new(th, vec![])?;
                module::add(th, m.r(), "__path__", path)?;
            }
            (
                crate::source::compile_text(th, text, Mode::Exec, &opts)?,
                None,
            )
        }
        Found::File(path, _) => {
            let bytes = match th.blocking(|| std::fs::read(&path)) {
                Ok(b) => b,
                Err(e) => {
                    let f = path_obj(th, &path)?;
                    return Err(error::os_error(
                        th,
                        e.raw_os_error().unwrap_or(libc::EIO),
                        Some(f),
                    ));
                }
            };
            let opts = CompileOptions {
                optimize: optimize(),
                filename: path.to_string_lossy().into_owned(),
                ..CompileOptions::default()
            };
            if package {
                let dir = path_obj(th, path.parent().unwrap_or(Path::new("")))?;
                let l = list::new(th, vec![dir])?;
                module::add(th, m.r(), "__path__", l)?;
            }
            let file = path_obj(th, &path)?;
            (
                crate::source::compile_bytes(th, &bytes, Mode::Exec, &opts)?,
                Some(file),
            )
        }
        Found::Namespace(dirs) => {
            let mut v = Vec::new();
            for d in dirs {
                v.push(path_obj(th, &d)?);
            }
            let l = list::new(th, v)?;
            module::add(th, m.r(), "__path__", l)?;
            set_spec(th, m.r(), name, None)?;
            set_loaded(th, name, Some(m.r()))?;
            return Ok(m);
        }
        Found::Native(make) => return make(th),
        Found::Spec(spec) => return hooks::load(th, spec.r()),
    };
    set_spec(th, m.r(), name, file.as_ref().map(Obj::r))?;
    if let Some(f) = file {
        module::add(th, m.r(), "__file__", f)?;
    }
    set_loaded(th, name, Some(m.r()))?;
    if let Err(Raised) = exec_in_module(th, m.r(), code.r()) {
        let e = error::fetch(th);
        set_loaded(th, name, None)?;
        return Err(error::restore(th, e));
    }
    // A module may have replaced itself.
    Ok(loaded(th, name)?.unwrap_or(m))
}

/// `__spec__` and `__loader__` of a native module.
pub fn describe_native(th: &mut Thread, m: Ref<'_>, name: &str) -> R<()> {
    let name = pystr::new(th, name)?;
    let loader = loaders::new(th, name.r(), Which::Builtin)?;
    let origin = pystr::intern_str("built-in");
    let spec = spec::new(th, name.r(), loader.r(), Some(origin), false, None)?;
    module::add(th, m, "__loader__", loader)?;
    module::add(th, m, "__spec__", spec)
}

/// `__spec__` and `__loader__`, from the module's file and `__path__`; for `-m` and folders of `__main__` as well.
pub fn set_spec(th: &mut Thread, m: Ref<'_>, name: &str, file: Option<Ref<'_>>) -> R<()> {
    let name = pystr::new(th, name)?;
    let path = module::get(m, "__path__");
    let frozen = pystr::intern_str("frozen");
    let (origin, which) = match (file, &path) {
        (Some(f), _) => (Some(f), Which::File(f)),
        // A package of directories has no origin.
        (None, Some(p)) if ops::len(th, p.r())? > 0 => (None, Which::Namespace(p.r())),
        _ => (Some(frozen), Which::Frozen),
    };
    let loader = loaders::new(th, name.r(), which)?;
    module::add(th, m, "__loader__", loader.clone())?;
    let spec = spec::new(
        th,
        name.r(),
        loader.r(),
        origin,
        file.is_some(),
        path.as_ref().map(Obj::r),
    )?;
    module::add(th, m, "__spec__", spec)
}

/// Runs code as the body of a module.
pub fn exec_in_module(th: &mut Thread, m: Ref<'_>, code: Ref<'_>) -> R<()> {
    let Some(d) = module::dict_of(m) else {
        return Err(type_error(th, "module expected"));
    };
    let b = builtins_dict();
    if let Some(d) = d.get::<Dict>()
        && d.get_str(names::__builtins__()).is_none()
    {
        drop(d.insert_str(names::__builtins__(), b.clone()));
    }
    crate::vm::call::exec_code(th, code, d.r(), b.r(), d.r(), None).map(drop)
}

/// `__import__(name, globals, locals, fromlist, level)`.
pub fn builtin_import(th: &mut Thread, a: typhon_runtime::call::Args<'_>) -> R {
    let name = a.at(0);
    if !pystr::is_str(name) {
        return Err(type_error(th, "module name must be a string"));
    }
    let level = a.opt(4).and_then(ops::small_int_value).unwrap_or(0);
    let text = pystr::text(name);
    if level < 0 {
        return Err(error::value_error(th, "level must be >= 0"));
    }
    let absolute = if level > 0 {
        resolve(th, &text, a.opt_not_none(1), level as usize)?
    } else {
        if text.is_empty() {
            return Err(error::value_error(th, "Empty module name"));
        }
        text.clone()
    };
    let leaf = import(th, &absolute)?;
    let fromlist = a.opt_not_none(3);
    let wanted = match fromlist {
        Some(f) => ops::is_true(th, f)?,
        None => false,
    };
    if !wanted {
        if level == 0 {
            return match text.split_once('.') {
                Some((head, _)) => import(th, head),
                None => Ok(leaf),
            };
        }
        let cut = text.split_once('.').map_or(0, |(_, rest)| rest.len() + 1);
        let head = absolute[..absolute.len() - cut].to_string();
        return import(th, &head);
    }
    if let Some(f) = fromlist
        && ops::getattr_opt(th, leaf.r(), names::__path__())?.is_some()
    {
        import_submodules(th, leaf.r(), &absolute, f)?;
    }
    Ok(leaf)
}

fn import_submodules(th: &mut Thread, m: Ref<'_>, name: &str, fromlist: Ref<'_>) -> R<()> {
    for x in ops::collect(th, fromlist)? {
        if !pystr::is_str(x.r()) {
            return Err(type_error(
                th,
                format!(
                    "Item in ``from list'' must be str, not {}",
                    x.r().class().name()
                ),
            ));
        }
        let n = pystr::text(x.r());
        if n == "*" {
            if let Some(all) = ops::getattr_opt(th, m, names::__all__())? {
                let all: Vec<Obj> = ops::collect(th, all.r())?
                    .into_iter()
                    .filter(|x| pystr::is_str(x.r()) && pystr::text(x.r()) != "*")
                    .collect();
                let t = tuple::new(th, all)?;
                import_submodules(th, m, name, t.r())?;
            }
            continue;
        }
        if ops::getattr_opt(th, m, x.r())?.is_none() {
            let full = format!("{name}.{n}");
            if let Err(Raised) = import(th, &full) {
                let mine = th.raised.as_ref().is_some_and(|e| {
                    e.r().is_instance(&error::MODULE_NOT_FOUND_ERROR)
                        && error::field(e.r(), "name").is_some_and(|x| pystr::text(x.r()) == full)
                });
                if !mine {
                    return Err(Raised);
                }
                drop(error::fetch(th));
            }
        }
    }
    Ok(())
}

fn resolve(th: &mut Thread, name: &str, globals: Option<Ref<'_>>, level: usize) -> R<String> {
    let text = |key: Ref<'_>| {
        globals
            .and_then(|g| g.get::<Dict>())
            .and_then(|d| d.get_str(key))
            .filter(|v| pystr::is_str(v.r()))
            .map(|v| pystr::text(v.r()))
    };
    let package = match text(names::__package__()) {
        Some(p) => p,
        None => {
            let n = text(names::__name__()).unwrap_or_default();
            let is_package = globals
                .and_then(|g| g.get::<Dict>())
                .is_some_and(|d| d.get_str(names::__path__()).is_some());
            if is_package {
                n
            } else {
                n.rsplit_once('.')
                    .map_or(String::new(), |p| p.0.to_string())
            }
        }
    };
    if package.is_empty() {
        return Err(error::raise(
            th,
            &error::IMPORT_ERROR,
            "attempted relative import with no known parent package",
        ));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((head, _)) => base = head,
            None => {
                return Err(error::raise(
                    th,
                    &error::IMPORT_ERROR,
                    "attempted relative import beyond top-level package",
                ));
            }
        }
    }
    Ok(if name.is_empty() {
        base.to_string()
    } else {
        format!("{base}.{name}")
    })
}

/// Source of a module that is to run as `__main__`.
pub struct Source {
    /// Is a package.
    pub package: bool,
    /// File name for tracebacks.
    pub filename: String,
    /// Its bytes.
    pub text: Vec<u8>,
}

/// Whether a module of this name is made of native code.
pub fn is_native(name: &str) -> bool {
    typhon_stdlib::registry::find(name).is_some()
}

/// Finds the source of a module for `-m`; imports its parents.
pub fn source_of(th: &mut Thread, name: &str) -> R<Option<Source>> {
    let parent = match name.rsplit_once('.') {
        Some((head, _)) => Some(import(th, head)?),
        None => None,
    };
    Ok(match search(th, name, parent.as_ref().map(Obj::r))? {
        Some(Found::Embedded(text, package)) => Some(Source {
            package,
            filename: format!("<typhon>/{}.py", name.replace('.', "/")),
            text: text.as_bytes().to_vec(),
        }),
        Some(Found::File(path, package)) => match th.blocking(|| std::fs::read(&path)) {
            Ok(text) => Some(Source {
                package,
                filename: path.to_string_lossy().into_owned(),
                text,
            }),
            Err(e) => {
                return Err(error::os_error(
                    th,
                    e.raw_os_error().unwrap_or(libc::EIO),
                    None,
                ));
            }
        },
        Some(Found::Namespace(_)) => Some(Source {
            package: true,
            filename: String::new(),
            text: Vec::new(),
        }),
        Some(Found::Spec(spec)) => hooks::source(th, spec.r(), name)?,
        Some(Found::Native(_)) | None => None,
    })
}
