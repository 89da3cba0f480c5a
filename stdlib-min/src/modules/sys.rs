//! `sys`: the part that needs no machine. The interpreter adds frames, limits, arguments and streams.

use super::breakpoint::sys_breakpointhook;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{dict, float, int, list, module, set, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, obj, ops, thread};

static VERSION_INFO: TypeObj = TypeObj::declare("sys.version_info");
static FLAGS: TypeObj = TypeObj::declare("sys.flags");
static FLOAT_INFO: TypeObj = TypeObj::declare("sys.float_info");
static INT_INFO: TypeObj = TypeObj::declare("sys.int_info");
static HASH_INFO: TypeObj = TypeObj::declare("sys.hash_info");
static THREAD_INFO: TypeObj = TypeObj::declare("sys.thread_info");

const VERSION: [&str; 5] = ["major", "minor", "micro", "releaselevel", "serial"];
const FLAG_NAMES: &[&str] = &[
    "debug",
    "inspect",
    "interactive",
    "optimize",
    "dont_write_bytecode",
    "no_user_site",
    "no_site",
    "ignore_environment",
    "verbose",
    "bytes_warning",
    "quiet",
    "hash_randomization",
    "isolated",
    "dev_mode",
    "utf8_mode",
    "warn_default_encoding",
    "safe_path",
    "int_max_str_digits",
    "gil",
    "thread_inherit_context",
    "context_aware_warnings",
];

fn sys_exit(th: &mut Thread, a: Args<'_>) -> R {
    let args: Vec<Obj> = a.opt(0).map(Ref::own).into_iter().collect();
    let code = args.first().map_or_else(Obj::none, Obj::clone);
    let e = error::new(th, &error::SYSTEM_EXIT, args)?;
    error::set_field(e.r(), "code", code);
    Err(error::raise_obj(th, e))
}

fn sys_exception(th: &mut Thread, _a: Args<'_>) -> R {
    Ok(th.handled.as_ref().map_or_else(Obj::none, Obj::clone))
}

fn sys_exc_info(th: &mut Thread, _a: Args<'_>) -> R {
    let v = match th.handled.clone() {
        Some(e) => {
            let tb = e
                .get::<error::Exc>()
                .and_then(|x| x.traceback.get())
                .unwrap_or_else(Obj::none);
            vec![e.r().class().r().own(), e, tb]
        }
        None => vec![Obj::none(), Obj::none(), Obj::none()],
    };
    tuple::new(th, v)
}

fn sys_intern(th: &mut Thread, a: Args<'_>) -> R {
    if !a.at(0).is_exact(&typhon_runtime::types::STR) {
        return Err(type_error(
            th,
            format!(
                "intern() argument must be str, not {}",
                a.at(0).class().name()
            ),
        ));
    }
    pystr::try_intern(th, a.at(0)).map(Ref::own)
}

fn sys_getsizeof(th: &mut Thread, a: Args<'_>) -> R {
    match call::call_special(th, a.at(0), pystr::intern_str("__sizeof__"), &[])? {
        Some(n) => Ok(n),
        None => int::from_usize(th, obj::size_of(a.at(0))),
    }
}

fn sys_getrefcount(th: &mut Thread, a: Args<'_>) -> R {
    let me = typhon_runtime::thread::me();
    let n = a
        .at(0)
        .header()
        .map_or(i64::from(u32::MAX), |h| h.approximate_count(me));
    int::from_i64(th, n)
}

fn sys_displayhook(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).is_none() {
        return Ok(Obj::none());
    }
    let m = hooks::import(th, "builtins")?;
    let t = ops::repr(th, a.at(0))?;
    let print = ops::getattr_str(th, m.r(), "print")?;
    call::call(th, print.r(), &[t.r()])?;
    module::add(th, m.r(), "_", a.at(0).own())?;
    Ok(Obj::none())
}

fn sys_excepthook(th: &mut Thread, a: Args<'_>) -> R {
    let m = hooks::import(th, "traceback")?;
    let f = ops::getattr_str(th, m.r(), "print_exception")?;
    call::call(th, f.r(), &[a.at(0), a.at(1), a.at(2)])
}

fn sys_setswitchinterval(th: &mut Thread, a: Args<'_>) -> R {
    match float::as_double(th, a.at(0))? {
        x if x <= 0.0 => Err(error::value_error(
            th,
            "switch interval must be strictly positive",
        )),
        _ => Ok(Obj::none()),
    }
}

fn constant_str(th: &mut Thread, s: &str) -> R {
    pystr::new(th, s)
}

fn sys_get_int_max_str_digits(th: &mut Thread, _a: Args<'_>) -> R {
    int::from_usize(th, int::max_str_digits())
}

fn sys_set_int_max_str_digits(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int(th, a.at(0))?;
    if int::set_max_str_digits(i64::from(n)) {
        return Ok(Obj::none());
    }
    let m = format!(
        "maxdigits must be >= {} or 0 for unlimited",
        int::MIN_MAX_STR_DIGITS
    );
    Err(error::value_error(th, m))
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "_stats",
        Kind::NoArgs,
        super::sys_stats::stats,
        "What -X profile=contention has recorded so far; without the switch, what is counted anyway.",
    ),
    MethodDef::new(
        "_get_cpu_count_config",
        Kind::NoArgs,
        |_, _| {
            let n = typhon_runtime::os::thread::wanted_processors();
            Ok(Ref::small_int(n.map_or(-1, i64::from)).own())
        },
        "Return the number of processors that the command line gave, or -1.",
    ),
    MethodDef::new(
        "get_int_max_str_digits",
        Kind::NoArgs,
        sys_get_int_max_str_digits,
        "The most digits that are converted between int and str.",
    ),
    MethodDef::new(
        "set_int_max_str_digits",
        Kind::Sig("maxdigits"),
        sys_set_int_max_str_digits,
        "Set the most digits that are converted between int and str.",
    ),
    MethodDef::new(
        "exit",
        Kind::Pos(0, 1),
        sys_exit,
        "exit(status=None, /)\n--\n\nExit by raising SystemExit(status).",
    ),
    MethodDef::new(
        "exception",
        Kind::NoArgs,
        sys_exception,
        "The exception being handled.",
    ),
    MethodDef::new(
        "exc_info",
        Kind::NoArgs,
        sys_exc_info,
        "Type, value and traceback of the exception being handled.",
    ),
    MethodDef::new(
        "intern",
        Kind::One,
        sys_intern,
        "The interned twin of a string.",
    ),
    MethodDef::new(
        "getsizeof",
        Kind::Sig("object, default="),
        sys_getsizeof,
        "Size of an object in bytes.",
    ),
    MethodDef::new(
        "getrefcount",
        Kind::One,
        sys_getrefcount,
        "Reference count of an object.",
    ),
    MethodDef::new(
        "displayhook",
        Kind::One,
        sys_displayhook,
        "Print an object and store it in builtins._",
    ),
    MethodDef::new(
        "__displayhook__",
        Kind::One,
        sys_displayhook,
        "Print an object and store it in builtins._",
    ),
    MethodDef::new(
        "excepthook",
        Kind::Pos(3, 3),
        sys_excepthook,
        "Print an exception with its traceback.",
    ),
    MethodDef::new(
        "__excepthook__",
        Kind::Pos(3, 3),
        sys_excepthook,
        "Print an exception with its traceback.",
    ),
    MethodDef::new(
        "breakpointhook",
        Kind::Any,
        sys_breakpointhook,
        "breakpointhook($module, /, *args, **kwargs)\n--\n\nEnter the debugger, or call what PYTHONBREAKPOINT names.",
    ),
    MethodDef::new(
        "__breakpointhook__",
        Kind::Any,
        sys_breakpointhook,
        "breakpointhook($module, /, *args, **kwargs)\n--\n\nEnter the debugger, or call what PYTHONBREAKPOINT names.",
    ),
    MethodDef::new(
        "getdefaultencoding",
        Kind::NoArgs,
        |th, _| constant_str(th, "utf-8"),
        "The default encoding.",
    ),
    MethodDef::new(
        "getfilesystemencoding",
        Kind::NoArgs,
        |th, _| constant_str(th, "utf-8"),
        "The encoding of file names.",
    ),
    MethodDef::new(
        "getfilesystemencodeerrors",
        Kind::NoArgs,
        |th, _| constant_str(th, "surrogateescape"),
        "The error mode of file names.",
    ),
    MethodDef::new(
        "_is_gil_enabled",
        Kind::NoArgs,
        |_, _| Ok(Obj::bool(thread::gil::is_enabled())),
        "Whether one big lock is on (-X gil=1).",
    ),
    MethodDef::new(
        "is_finalizing",
        Kind::NoArgs,
        |_, _| Ok(Obj::bool(thread::finish::is_begun())),
        "Whether the interpreter is shutting down.",
    ),
    MethodDef::new(
        "getswitchinterval",
        Kind::NoArgs,
        |th, _| float::new(th, 0.005),
        "The switch interval of -X gil=1.",
    ),
    MethodDef::new(
        "setswitchinterval",
        Kind::One,
        sys_setswitchinterval,
        "Has no effect without one big lock.",
    ),
    MethodDef::new(
        "audit",
        Kind::Any,
        |_, _| Ok(Obj::none()),
        "Audit events are not recorded.",
    ),
];

/// What `sys.flags` shows of the command line.
#[derive(Debug, Default, Clone, Copy)]
pub struct Flags {
    /// `-d`
    pub debug: i64,
    /// `-i`
    pub inspect: i64,
    /// `-i`
    pub interactive: i64,
    /// `-O`
    pub optimize: i64,
    /// `-s`
    pub no_user_site: i64,
    /// `-S`
    pub no_site: i64,
    /// `-E`
    pub ignore_environment: i64,
    /// `-v`
    pub verbose: i64,
    /// `-b`
    pub bytes_warning: i64,
    /// `-q`
    pub quiet: i64,
    /// PYTHONHASHSEED is not 0.
    pub hash_randomization: i64,
    /// `-I`
    pub isolated: i64,
    /// `-X dev`
    pub dev_mode: bool,
    /// `-P`
    pub safe_path: bool,
    /// `-X int_max_str_digits`
    pub int_max_str_digits: usize,
    /// `-X gil`
    pub gil: i64,
}

/// Makes `sys.flags`.
pub fn set_flags(th: &mut Thread, m: Ref<'_>, f: &Flags) -> R<()> {
    let values = vec![
        int_obj(f.debug),
        int_obj(f.inspect),
        int_obj(f.interactive),
        int_obj(f.optimize),
        int_obj(1),
        int_obj(f.no_user_site),
        int_obj(f.no_site),
        int_obj(f.ignore_environment),
        int_obj(f.verbose),
        int_obj(f.bytes_warning),
        int_obj(f.quiet),
        int_obj(f.hash_randomization),
        int_obj(f.isolated),
        Obj::bool(f.dev_mode),
        int_obj(1),
        int_obj(0),
        Obj::bool(f.safe_path),
        int_obj(f.int_max_str_digits as i64),
        int_obj(f.gil),
        int_obj(0),
        int_obj(0),
    ];
    let flags = structseq::new(th, &FLAGS, values)?;
    module::add(th, m, "flags", flags)
}

fn int_obj(i: i64) -> Obj {
    Ref::small_int(i).own()
}

fn sequences(th: &mut Thread, m: Ref<'_>) -> R<()> {
    let fields = |names: &'static [&'static str]| Fields {
        names,
        visible: names.len(),
        constructible: false,
    };
    structseq::setup(th, &VERSION_INFO, fields(&VERSION))?;
    structseq::setup(th, &FLAGS, fields(FLAG_NAMES))?;
    structseq::setup(
        th,
        &FLOAT_INFO,
        fields(&[
            "max",
            "max_exp",
            "max_10_exp",
            "min",
            "min_exp",
            "min_10_exp",
            "dig",
            "mant_dig",
            "epsilon",
            "radix",
            "rounds",
        ]),
    )?;
    structseq::setup(
        th,
        &INT_INFO,
        fields(&[
            "bits_per_digit",
            "sizeof_digit",
            "default_max_str_digits",
            "str_digits_check_threshold",
        ]),
    )?;
    structseq::setup(
        th,
        &HASH_INFO,
        fields(&[
            "width",
            "modulus",
            "inf",
            "nan",
            "imag",
            "algorithm",
            "hash_bits",
            "seed_bits",
            "cutoff",
        ]),
    )?;
    structseq::setup(th, &THREAD_INFO, fields(&["name", "lock", "version"]))?;
    let v = vec![
        int_obj(3),
        int_obj(14),
        int_obj(0),
        constant_str(th, "final")?,
        int_obj(0),
    ];
    let v = structseq::new(th, &VERSION_INFO, v)?;
    module::add(th, m, "version_info", v.clone())?;
    set_flags(th, m, &Flags::default())?;
    let f = |th: &mut Thread, x: f64| float::new(th, x);
    let fi = vec![
        f(th, f64::MAX)?,
        int_obj(1024),
        int_obj(308),
        f(th, f64::MIN_POSITIVE)?,
        int_obj(-1021),
        int_obj(-307),
        int_obj(15),
        int_obj(53),
        f(th, f64::EPSILON)?,
        int_obj(2),
        int_obj(1),
    ];
    let fi = structseq::new(th, &FLOAT_INFO, fi)?;
    module::add(th, m, "float_info", fi)?;
    let ii = structseq::new(
        th,
        &INT_INFO,
        vec![int_obj(30), int_obj(4), int_obj(4300), int_obj(640)],
    )?;
    module::add(th, m, "int_info", ii)?;
    let hi = vec![
        int_obj(64),
        int_obj((1 << 61) - 1),
        int_obj(314_159),
        int_obj(0),
        int_obj(1_000_003),
        constant_str(th, "siphash13")?,
        int_obj(64),
        int_obj(128),
        int_obj(0),
    ];
    let hi = structseq::new(th, &HASH_INFO, hi)?;
    module::add(th, m, "hash_info", hi)?;
    let ti = vec![
        constant_str(th, "pthread")?,
        constant_str(th, "futex")?,
        Obj::none(),
    ];
    let ti = structseq::new(th, &THREAD_INFO, ti)?;
    module::add(th, m, "thread_info", ti)?;
    implementation(th, m, v)
}

fn implementation(th: &mut Thread, m: Ref<'_>, version: Obj) -> R<()> {
    let d = dict::new(th)?;
    let items = [
        ("name", constant_str(th, "typhon")?),
        ("cache_tag", Obj::none()),
        ("version", version),
        ("hexversion", int_obj(0x030e_00f0)),
        ("_multiarch", constant_str(th, "x86_64-linux-gnu")?),
    ];
    if let Some(d) = d.get::<dict::Dict>() {
        for (k, v) in items {
            drop(d.insert_str(pystr::intern_str(k), v));
        }
    }
    let ns = &typhon_runtime::types::NAMESPACE;
    let empty = tuple::new(th, vec![])?;
    let o = call::call_ex(th, ns.r(), empty.r(), Some(d.r()))?;
    module::add(th, m, "implementation", o)
}

fn sys_jit(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(false))
}

static JIT_FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "is_available",
        Kind::NoArgs,
        sys_jit,
        "is_available($module, /)\n--\n\nWhether there is a just-in-time compiler: no.",
    ),
    MethodDef::new(
        "is_enabled",
        Kind::NoArgs,
        sys_jit,
        "is_enabled($module, /)\n--\n\nWhether it may be used: no.",
    ),
    MethodDef::new(
        "is_active",
        Kind::NoArgs,
        sys_jit,
        "is_active($module, /)\n--\n\nWhether it compiled the caller: no.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "sys")?;
    let jit = module::new(th, "sys._jit")?;
    module::add_functions(th, jit.r(), JIT_FUNCTIONS)?;
    module::add(th, m.r(), "_jit", jit)?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    sequences(th, m.r())?;
    let version = format!("3.14.0 (typhon {}) [Rust]", env!("CARGO_PKG_VERSION"));
    for (n, t) in [
        ("version", version.as_str()),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("copyright", "Copyright (c) 2026 The Typhon authors."),
        ("prefix", "/usr"),
        ("exec_prefix", "/usr"),
        ("base_prefix", "/usr"),
        ("base_exec_prefix", "/usr"),
        ("float_repr_style", "short"),
        ("platlibdir", "lib"),
        ("abiflags", ""),
        ("_framework", ""),
    ] {
        let v = constant_str(th, t)?;
        module::add(th, m.r(), n, v)?;
    }
    let max = int::from_i64(th, i64::MAX)?;
    module::add(th, m.r(), "maxsize", max)?;
    for (n, i) in [
        ("maxunicode", 0x10_ffff),
        ("hexversion", 0x030e_00f0),
        ("api_version", 1013),
    ] {
        module::add(th, m.r(), n, int_obj(i))?;
    }
    module::add(th, m.r(), "dont_write_bytecode", Obj::bool(true))?;
    for n in ["meta_path", "path_hooks"] {
        let l = list::new(th, vec![])?;
        module::add(th, m.r(), n, l)?;
    }
    let cache = dict::new(th)?;
    module::add(th, m.r(), "path_importer_cache", cache)?;
    let mut names = Vec::new();
    for (n, _) in crate::registry::MODULES {
        names.push(constant_str(th, n)?);
    }
    let t = tuple::new(th, names)?;
    module::add(th, m.r(), "builtin_module_names", t)?;
    let mut names = Vec::new();
    for n in super::sys_names::STDLIB {
        names.push(pystr::intern_str(n).own());
    }
    let names = set::frozenset_of(th, names)?;
    module::add(th, m.r(), "stdlib_module_names", names)?;
    Ok(m)
}
