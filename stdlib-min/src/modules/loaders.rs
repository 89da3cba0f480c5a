//! The loaders that modules show as `__loader__`. The classes stand here, so that an import only has to make an object;
//! what their methods do is written in Python (`lib/_loaders.py`), which is imported when the first of them is called.

use super::common::{TypeSpec, not_implemented};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

static SOURCE_FILE: TypeObj = TypeObj::declare("_frozen_importlib_external.SourceFileLoader");
static NAMESPACE: TypeObj = TypeObj::declare("_frozen_importlib_external.NamespaceLoader");
static BUILTIN: TypeObj = TypeObj::declare("_frozen_importlib.BuiltinImporter");
static FROZEN: TypeObj = TypeObj::declare("_frozen_importlib.FrozenImporter");

/// Payload of all: what a loader knows stands in its attributes.
struct Loader;
payload!(Loader);

/// Which loader a module has.
#[derive(Clone, Copy)]
pub enum Which<'a> {
    /// A file of source text.
    File(Ref<'a>),
    /// Folders without a file.
    Namespace(Ref<'a>),
    /// Native code.
    Builtin,
    /// The embedded library.
    Frozen,
}

/// The loader of a module.
pub fn new(th: &mut Thread, name: Ref<'_>, which: Which<'_>) -> R {
    setup(th)?;
    match which {
        Which::Builtin => Ok(BUILTIN.r().own()),
        Which::Frozen => Ok(FROZEN.r().own()),
        Which::File(path) => {
            let o = Obj::new(th, SOURCE_FILE.r(), Loader)?;
            set(th, o.r(), "name", name)?;
            set(th, o.r(), "path", path)?;
            Ok(o)
        }
        Which::Namespace(path) => {
            let o = Obj::new(th, NAMESPACE.r(), Loader)?;
            set(th, o.r(), "_path", path)?;
            Ok(o)
        }
    }
}

/// Whether an object is the loader of packages without a file.
pub fn is_namespace(loader: Ref<'_>) -> bool {
    NAMESPACE.is_ready() && loader.is_instance(&NAMESPACE)
}

fn set(th: &mut Thread, o: Ref<'_>, name: &str, v: Ref<'_>) -> R<()> {
    ops::setattr(th, o, pystr::intern_str(name), Some(v))
}

fn loader_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Loader)
}
fn source_file_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    static SIG: call::Sig = call::Sig::parse("fullname, path");
    call::with_sig(th, "FileLoader.__init__", &SIG, a, |th, a| {
        set(th, o, "name", a.at(0))?;
        set(th, o, "path", a.at(1))
    })
}
fn namespace_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    static SIG: call::Sig = call::Sig::parse("name, path, path_finder");
    call::with_sig(th, "NamespaceLoader.__init__", &SIG, a, |th, a| {
        set(th, o, "_path", a.at(1))
    })
}

fn get(th: &mut Thread, o: Ref<'_>, name: &str) -> R {
    ops::getattr(th, o, pystr::intern_str(name))
}
fn source_file_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let (name, path) = (get(th, o, "name")?, get(th, o, "path")?);
    Ok(ops::hash(th, name.r())? ^ ops::hash(th, path.r())?)
}
fn source_file_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return not_implemented();
    }
    let mut same = a.type_ref().is(b.type_ref());
    if same {
        let key = pystr::intern_str("__dict__");
        let (x, y) = (ops::getattr(th, a, key)?, ops::getattr(th, b, key)?);
        same = ops::equal(th, x.r(), y.r())?;
    }
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}

/// Calls the function of the class's twin in `_loaders` with the same arguments.
fn forward(th: &mut Thread, class: &str, method: &str, a: Args<'_>) -> R {
    let m = hooks::import(th, "_loaders")?;
    let twin = get(th, m.r(), class)?;
    let f = get(th, twin.r(), method)?;
    call::call_args(th, f.r(), a)
}

/// The methods of a class: each calls its twin.
macro_rules! forwards {
    ($table:ident, $class:literal, $make:ident, $($name:literal $doc:literal)*) => {
        static $table: &[MethodDef] = &[$(MethodDef::$make(
            $name,
            Kind::Any,
            |th, a| forward(th, $class, $name, a),
            $doc,
        )),*];
    };
}

forwards! {
    SOURCE_FILE_METHODS, "SourceFileLoader", new,
    "create_module" "None: a module as usual."
    "exec_module" "Run the source in the module's namespace."
    "load_module" "Import the module; for old code."
    "is_package" "Whether the file is a package's `__init__`."
    "get_filename" "The path of the file."
    "get_data" "The bytes of a file."
    "get_source" "The source as text."
    "get_code" "The module's code object."
    "source_to_code" "A code object of source text or its bytes."
    "path_stats" "Time of the last change and size of a file."
    "path_mtime" "Time of the last change of a file."
    "set_data" "Write a file."
}
forwards! {
    NAMESPACE_METHODS, "NamespaceLoader", new,
    "create_module" "None: a module as usual."
    "exec_module" "There is nothing to run."
    "load_module" "Import the module; for old code."
    "is_package" "It is one."
    "get_source" "An empty text."
    "get_code" "Code that does nothing."
}
forwards! {
    BUILTIN_METHODS, "BuiltinImporter", class,
    "find_spec" "The specification of a builtin module, or None."
    "create_module" "The module as the interpreter makes it."
    "exec_module" "It is complete already."
    "load_module" "Import the module; for old code."
    "get_code" "None: it has no code of Python."
    "get_source" "None: it has no source of Python."
    "is_package" "Builtin modules are no packages."
}
forwards! {
    FROZEN_METHODS, "FrozenImporter", class,
    "find_spec" "The specification of a module of the embedded library, or None."
    "create_module" "None: a module as usual."
    "exec_module" "Run the code in the module's namespace."
    "load_module" "Import the module; for old code."
    "get_code" "The module's code object."
    "get_source" "None: the source is not shown."
    "is_package" "Whether it is a package."
}

static DICT: &[GetSetDef] = &[GetSetDef {
    name: "__dict__",
    get: types::classes::members::dict_get,
    set: None,
    doc: "",
}];
const ATTRS: u32 = tf::HAS_ATTRS | tf::WEAKREFS;

static SPECS: &[TypeSpec] = &[
    TypeSpec::new(
        &SOURCE_FILE,
        loader_new,
        "Loads a module from a file of source text.",
    )
    .methods(SOURCE_FILE_METHODS)
    .getset(DICT)
    .flags(ATTRS),
    TypeSpec::new(
        &NAMESPACE,
        loader_new,
        "Stands for a package without a file.",
    )
    .methods(NAMESPACE_METHODS)
    .getset(DICT)
    .flags(ATTRS),
    TypeSpec::new(
        &BUILTIN,
        loader_new,
        "Finds and loads modules of native code.",
    )
    .methods(BUILTIN_METHODS)
    .getset(DICT)
    .flags(ATTRS),
    TypeSpec::new(
        &FROZEN,
        loader_new,
        "Finds and loads modules of the embedded library.",
    )
    .methods(FROZEN_METHODS)
    .getset(DICT)
    .flags(ATTRS),
];

fn setup(th: &mut Thread) -> R<()> {
    if FROZEN.is_ready() {
        return Ok(());
    }
    for s in SPECS {
        s.begin::<Loader>(&types::OBJECT);
        if std::ptr::eq(s.t, &raw const SOURCE_FILE) {
            s.t.slots().set_init(source_file_init);
            s.t.slots().set_hash(source_file_hash);
            s.t.slots().set_richcmp(source_file_compare);
        } else if std::ptr::eq(s.t, &raw const NAMESPACE) {
            s.t.slots().set_init(namespace_init);
        }
        s.end(th)?;
    }
    Ok(())
}

/// `embedded_source(name)`: text and whether it is a package, or None.
fn embedded_source(th: &mut Thread, a: Args<'_>) -> R {
    if !pystr::is_str(a.at(0)) {
        return Ok(Obj::none());
    }
    match crate::embedded::find(&pystr::text(a.at(0))) {
        Some((text, package)) => {
            let text = pystr::new(th, text)?;
            tuple::new(th, vec![text, Obj::bool(package)])
        }
        None => Ok(Obj::none()),
    }
}
static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "embedded_source",
    Kind::One,
    embedded_source,
    "Text of a module of the embedded library, and whether it is a package; None: there is none.",
)];

/// Adds to `_frozen_importlib`.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    setup(th)?;
    module::add(th, m, "BuiltinImporter", BUILTIN.r().own())?;
    module::add(th, m, "FrozenImporter", FROZEN.r().own())?;
    module::add_functions(th, m, FUNCTIONS)
}

/// Makes `_frozen_importlib_external`.
pub fn make(th: &mut Thread) -> R {
    setup(th)?;
    let m = module::new(th, "_frozen_importlib_external")?;
    module::add(th, m.r(), "SourceFileLoader", SOURCE_FILE.r().own())?;
    module::add(th, m.r(), "NamespaceLoader", NAMESPACE.r().own())?;
    Ok(m)
}
