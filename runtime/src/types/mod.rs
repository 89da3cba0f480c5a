//! The static types and their storage modules. Visible methods live in the standard library crate.

pub mod array;
pub mod ascii;
pub mod bigint;
pub mod buffer;
pub mod bytearray;
pub mod bytes;
pub mod classes;
pub mod complex;
pub mod descr;
pub mod dict;
pub mod float;
pub mod float_text;
pub mod int;
pub mod list;
pub mod local;
pub mod mmap;
pub mod module;
pub mod range;
mod search;
pub mod set;
pub mod slice;
pub mod slotdefs;
pub mod slots;
pub mod str;
pub mod structseq;
pub mod tuple;
pub mod typeobj;

use crate::obj::{Empty, Obj, Ref};
use crate::sync::{AtomicU64, Ordering::*};
use crate::value::{self, Word};
use typeobj::{TypeData, TypeObj, flags as tf};

macro_rules! statics {
    ($($(#[doc = $d:literal])* $id:ident = $name:literal;)*) => {
        $($(#[doc = $d])* pub static $id: TypeObj = TypeObj::declare($name);)*
    };
}

statics! {
    /// `object`.
    OBJECT = "object";
    /// `type`.
    TYPE = "type";
    /// `int`.
    INT = "int";
    /// `bool`.
    BOOL = "bool";
    /// `float`.
    FLOAT = "float";
    /// `complex`.
    COMPLEX = "complex";
    /// `str`.
    STR = "str";
    /// `bytes`.
    BYTES = "bytes";
    /// `bytearray`.
    BYTEARRAY = "bytearray";
    /// `memoryview`.
    MEMORYVIEW = "memoryview";
    /// `list`.
    LIST = "list";
    /// `tuple`.
    TUPLE = "tuple";
    /// `dict`.
    DICT = "dict";
    /// `set`.
    SET = "set";
    /// `frozenset`.
    FROZENSET = "frozenset";
    /// `slice`.
    SLICE = "slice";
    /// `range`.
    RANGE = "range";
    /// `NoneType`.
    NONE_TYPE = "NoneType";
    /// `NotImplementedType`.
    NOT_IMPLEMENTED_TYPE = "NotImplementedType";
    /// `ellipsis`.
    ELLIPSIS_TYPE = "ellipsis";
    /// Native function or bound native method.
    BUILTIN_FUNCTION = "builtin_function_or_method";
    /// Unbound native method.
    METHOD_DESCRIPTOR = "method_descriptor";
    /// Unbound native class method.
    CLASSMETHOD_DESCRIPTOR = "classmethod_descriptor";
    /// Dunder made from a slot.
    WRAPPER_DESCRIPTOR = "wrapper_descriptor";
    /// Bound `wrapper_descriptor`.
    METHOD_WRAPPER = "method-wrapper";
    /// Native attribute.
    GETSET_DESCRIPTOR = "getset_descriptor";
    /// `__slots__` member.
    MEMBER_DESCRIPTOR = "member_descriptor";
    /// Bound method.
    METHOD = "method";
    /// Python function.
    FUNCTION = "function";
    /// Code object.
    CODE = "code";
    /// Closure cell.
    CELL = "cell";
    /// Module.
    MODULE = "module";
    /// Generator.
    GENERATOR = "generator";
    /// Coroutine.
    COROUTINE = "coroutine";
    /// Asynchronous generator.
    ASYNC_GENERATOR = "async_generator";
    /// Frame.
    FRAME = "frame";
    /// Traceback.
    TRACEBACK = "traceback";
    /// `property`.
    PROPERTY = "property";
    /// `classmethod`.
    CLASSMETHOD = "classmethod";
    /// `staticmethod`.
    STATICMETHOD = "staticmethod";
    /// `types.SimpleNamespace`.
    NAMESPACE = "types.SimpleNamespace";
    /// `types.GenericAlias`.
    GENERIC_ALIAS = "types.GenericAlias";
    /// `typing.Union`.
    UNION = "typing.Union";
    /// `super`.
    SUPER = "super";
    /// Read-only view of a class dict.
    MAPPINGPROXY = "mappingproxy";
    /// `weakref.ref`.
    WEAKREF = "weakref.ReferenceType";
    /// Iterator over the `__getitem__` protocol.
    SEQ_ITER = "iterator";
    /// Iterator of a list.
    LIST_ITER = "list_iterator";
    /// Iterator of a tuple.
    TUPLE_ITER = "tuple_iterator";
    /// Iterator of a range.
    RANGE_ITER = "range_iterator";
    /// Iterator of strings beyond ASCII.
    STR_ITER = "str_iterator";
    /// Iterator of ASCII strings.
    STR_ASCII_ITER = "str_ascii_iterator";
}

/// The class of an immediate word.
#[inline(always)]
pub fn immediate_class(w: Word) -> &'static TypeObj {
    if value::is_int(w) {
        &INT
    } else if value::is_float(w) {
        &FLOAT
    } else {
        match w {
            value::NONE => &NONE_TYPE,
            value::TRUE | value::FALSE => &BOOL,
            value::NOT_IMPLEMENTED => &NOT_IMPLEMENTED_TYPE,
            value::ELLIPSIS => &ELLIPSIS_TYPE,
            _ => &OBJECT,
        }
    }
}

static EMPTY_TUPLE: AtomicU64 = AtomicU64::new(0);

/// `()`.
pub fn empty_tuple() -> Ref<'static> {
    // Acquire: pairs with `init`.
    // SAFETY: set by `init`, immortal.
    unsafe { Ref::from_word(EMPTY_TUPLE.load(Acquire)) }
}

/// Brings the core types to life. Called once, by the first thread, before anything else.
pub fn init() {
    use tf::*;
    // These four know each other: layouts first, so that dicts, tuples and classes can be allocated.
    TYPE.prepare::<TypeData>();
    DICT.prepare::<dict::Dict>();
    TUPLE.prepare::<tuple::Tuple>();
    STR.prepare::<str::Str>();
    OBJECT.prepare::<Empty>();
    let empty = tuple::from_vec_raw(Vec::new());
    if let Some(h) = empty.r().header() {
        h.mark_immortal();
    }
    EMPTY_TUPLE.store(empty.into_word(), Release);
    OBJECT.setup::<Empty>(None, BASE | PLAIN_NEW);
    TYPE.setup::<TypeData>(
        Some(&OBJECT),
        BASE | TYPE_SUB | BORN_SHARED | WEAKREFS | NATIVE_DICT,
    );
    STR.setup::<str::Str>(Some(&OBJECT), BASE | STR_SUB | MATCH_SELF);
    DICT.setup::<dict::Dict>(Some(&OBJECT), BASE | DICT_SUB | MATCH_SELF | MATCH_MAPPING);
    TUPLE.setup::<tuple::Tuple>(
        Some(&OBJECT),
        BASE | TUPLE_SUB | MATCH_SELF | MATCH_SEQUENCE,
    );
    LIST.setup::<list::List>(Some(&OBJECT), BASE | LIST_SUB | MATCH_SELF | MATCH_SEQUENCE);
    INT.setup::<int::Int>(Some(&OBJECT), BASE | INT_SUB | MATCH_SELF);
    BOOL.setup::<int::Int>(Some(&INT), MATCH_SELF);
    FLOAT.setup::<float::Float>(Some(&OBJECT), BASE | FLOAT_SUB | MATCH_SELF);
    COMPLEX.setup::<complex::Complex>(Some(&OBJECT), BASE);
    buffer::init();
    for t in [&NONE_TYPE, &NOT_IMPLEMENTED_TYPE, &ELLIPSIS_TYPE] {
        t.setup::<Empty>(Some(&OBJECT), 0);
    }
    crate::error::init();
    crate::call::init();
    slotdefs::wrapper::init();
    module::init();
    descr::init();
}

/// Whether the value is `None`, for optional arguments.
pub fn none_or<'a>(o: Option<Ref<'a>>) -> Option<Ref<'a>> {
    o.filter(|r| !r.is_none())
}

/// The `Obj` of a class.
pub fn class_obj(t: &'static TypeObj) -> Obj {
    t.r().own()
}
