//! Exceptions: the builtin classes, raising, chaining, fetching.
//!
//! ERROR RULE 1. `Err(Raised)` and `Thread::raised` being set go together; a native that handles an error takes it
//!   with `fetch` and either drops it or restores it.
//! ERROR RULE 2. `__context__` is set when an exception starts to propagate, from `Thread::handled`.

use crate::names;
use crate::obj::{Layout, Obj, Payload, R, Raised, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicBool, Ordering::*};
use crate::thread::Thread;
use crate::types::typeobj::{TypeObj, flags as tf};

/// Payload of BaseException and its subclasses. Attributes of special classes stand in fixed slots.
pub struct Exc {
    /// `args` (tuple).
    pub args: Slot,
    /// `__traceback__`.
    pub traceback: Slot,
    /// `__context__`.
    pub context: Slot,
    /// `__cause__`.
    pub cause: Slot,
    /// `__suppress_context__`.
    pub suppress: AtomicBool,
}

impl Payload for Exc {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Exc>("BaseException", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        for s in [&self.args, &self.traceback, &self.context, &self.cause] {
            s.visit(visit);
        }
    }
    fn clear(&self) {
        for s in [&self.traceback, &self.context, &self.cause] {
            drop(s.take());
        }
    }
}

impl Exc {
    /// With these arguments.
    pub fn new(args: Obj) -> Exc {
        Exc {
            args: Slot::new(args),
            traceback: Slot::empty(),
            context: Slot::empty(),
            cause: Slot::empty(),
            suppress: AtomicBool::new(false),
        }
    }
}

macro_rules! exceptions {
    ($($id:ident $name:literal $base:ident [$($field:literal),*];)*) => {
        /// `BaseException`.
        pub static BASE_EXCEPTION: TypeObj = TypeObj::declare("BaseException");
        $(#[doc = concat!("`", $name, "`.")] pub static $id: TypeObj = TypeObj::declare($name);)*
        /// Every builtin exception class below BaseException: (class, base, names of its fixed slots).
        pub static ALL: &[(&TypeObj, &TypeObj, &[&str])] = &[$((&$id, &$base, &[$($field),*]),)*];
    };
}

exceptions! {
    EXCEPTION "Exception" BASE_EXCEPTION [];
    BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION ["message", "exceptions"];
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION [];
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION [];
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION ["code"];
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION [];
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR [];
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR [];
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR [];
    ASSERTION_ERROR "AssertionError" EXCEPTION [];
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION ["name", "obj"];
    BUFFER_ERROR "BufferError" EXCEPTION [];
    EOF_ERROR "EOFError" EXCEPTION [];
    IMPORT_ERROR "ImportError" EXCEPTION ["msg", "name", "path", "name_from"];
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR [];
    LOOKUP_ERROR "LookupError" EXCEPTION [];
    INDEX_ERROR "IndexError" LOOKUP_ERROR [];
    KEY_ERROR "KeyError" LOOKUP_ERROR [];
    MEMORY_ERROR "MemoryError" EXCEPTION [];
    NAME_ERROR "NameError" EXCEPTION ["name"];
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR [];
    OS_ERROR "OSError" EXCEPTION ["errno", "strerror", "filename", "filename2", "characters_written"];
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR [];
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR [];
    CONNECTION_ERROR "ConnectionError" OS_ERROR [];
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR [];
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR [];
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR [];
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR [];
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR [];
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR [];
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR [];
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR [];
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR [];
    PERMISSION_ERROR "PermissionError" OS_ERROR [];
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR [];
    TIMEOUT_ERROR "TimeoutError" OS_ERROR [];
    REFERENCE_ERROR "ReferenceError" EXCEPTION [];
    RUNTIME_ERROR "RuntimeError" EXCEPTION [];
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR [];
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR [];
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR [];
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION [];
    STOP_ITERATION "StopIteration" EXCEPTION ["value"];
    SYNTAX_ERROR "SyntaxError" EXCEPTION ["msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line", "_metadata"];
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR [];
    TAB_ERROR "TabError" INDENTATION_ERROR [];
    INCOMPLETE_INPUT_ERROR "_IncompleteInputError" SYNTAX_ERROR [];
    SYSTEM_ERROR "SystemError" EXCEPTION [];
    TYPE_ERROR "TypeError" EXCEPTION [];
    VALUE_ERROR "ValueError" EXCEPTION [];
    UNICODE_ERROR "UnicodeError" VALUE_ERROR [];
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR ["encoding", "object", "start", "end", "reason"];
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR ["encoding", "object", "start", "end", "reason"];
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR ["object", "start", "end", "reason"];
    WARNING "Warning" EXCEPTION [];
    BYTES_WARNING "BytesWarning" WARNING [];
    DEPRECATION_WARNING "DeprecationWarning" WARNING [];
    ENCODING_WARNING "EncodingWarning" WARNING [];
    FUTURE_WARNING "FutureWarning" WARNING [];
    IMPORT_WARNING "ImportWarning" WARNING [];
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING [];
    RESOURCE_WARNING "ResourceWarning" WARNING [];
    RUNTIME_WARNING "RuntimeWarning" WARNING [];
    SYNTAX_WARNING "SyntaxWarning" WARNING [];
    UNICODE_WARNING "UnicodeWarning" WARNING [];
    USER_WARNING "UserWarning" WARNING [];
}

/// Sets the exception classes up (fields and methods come from the standard library crate).
pub(crate) fn init() {
    use tf::*;
    BASE_EXCEPTION.setup::<Exc>(
        Some(&crate::types::OBJECT),
        BASE | EXC_SUB | HAS_ATTRS | WEAKREFS,
    );
    for (t, base, fields) in ALL {
        t.setup_like(base, BASE | HAS_ATTRS);
        t.add_fixed_slots(fields.len());
        // Few exceptions get further attributes: room for the dict that then holds them.
        t.set_capacity(1);
    }
}

/// Index of a named fixed slot of an exception class. A class's own ones stand behind those of its base.
pub fn field_index(class: &TypeObj, field: &str) -> Option<usize> {
    ALL.iter().find_map(|(t, base, fields)| {
        let i = fields.iter().position(|f| *f == field)?;
        class.is_subtype(t).then(|| base.fixed_slots() + i)
    })
}

/// A special field of exceptions that are raised often: the fixed slot without a search.
pub struct Field {
    class: &'static TypeObj,
    base: &'static TypeObj,
    at: usize,
}

/// `StopIteration.value`.
pub static STOP_VALUE: Field = Field {
    class: &STOP_ITERATION,
    base: &EXCEPTION,
    at: 0,
};
/// `AttributeError.name`.
pub static ATTRIBUTE_NAME: Field = Field {
    class: &ATTRIBUTE_ERROR,
    base: &EXCEPTION,
    at: 0,
};
/// `AttributeError.obj`.
pub static ATTRIBUTE_OBJ: Field = Field {
    class: &ATTRIBUTE_ERROR,
    base: &EXCEPTION,
    at: 1,
};

impl Field {
    /// The field of an exception object; None if its class has no such field.
    pub fn of<'a>(&self, e: Ref<'a>) -> Option<&'a Slot> {
        let there = e.get::<Exc>().is_some() && e.is_instance(self.class);
        there.then(|| e.fixed_slot(self.base.fixed_slots() + self.at))
    }
    /// Its value.
    pub fn get(&self, e: Ref<'_>) -> Option<Obj> {
        self.of(e)?.get()
    }
    /// Sets it, if it is there.
    pub fn set(&self, e: Ref<'_>, v: Obj) {
        if let Some(s) = self.of(e) {
            s.set(v);
        }
    }
}

/// A special field (`errno`, `value`, ...) of an exception object.
pub fn field(e: Ref<'_>, name: &str) -> Option<Obj> {
    e.get::<Exc>()?;
    field_index(e.class(), name).and_then(|i| e.fixed_slot(i).get())
}

/// Sets a special field.
pub fn set_field(e: Ref<'_>, name: &str, v: Obj) {
    if e.get::<Exc>().is_some()
        && let Some(i) = field_index(e.class(), name)
    {
        e.fixed_slot(i).set(v);
    }
}

/// Empties a named field.
pub fn clear_field(e: Ref<'_>, name: &str) {
    if e.get::<Exc>().is_some()
        && let Some(i) = field_index(e.class(), name)
    {
        drop(e.fixed_slot(i).take());
    }
}

/// A new exception object of a builtin class with these arguments (no `__init__` is run).
pub fn new(th: &mut Thread, class: &'static TypeObj, args: Vec<Obj>) -> R {
    let args = crate::types::tuple::new(th, args)?;
    with_arguments(th, class, args)
}

/// As `new` with one argument.
pub fn with_one(th: &mut Thread, class: &'static TypeObj, arg: Obj) -> R {
    let args = crate::types::tuple::of(th, [arg])?;
    with_arguments(th, class, args)
}

/// A new exception object of a class whose instances are made as BaseException's are, with this tuple of arguments.
pub fn with_arguments(th: &mut Thread, class: &'static TypeObj, args: Obj) -> R {
    match crate::obj::alloc_payload(class, Exc::new(args), 0) {
        Ok(o) => Ok(o),
        Err(e) => {
            drop(e);
            Err(no_memory(th))
        }
    }
}

/// Raises `class(message)`.
#[cold]
pub fn raise(th: &mut Thread, class: &'static TypeObj, msg: impl AsRef<str>) -> Raised {
    match crate::types::str::new(th, msg.as_ref()).and_then(|m| with_one(th, class, m)) {
        Ok(e) => raise_obj(th, e),
        Err(r) => r,
    }
}

/// Raises `class(*args)`.
#[cold]
pub fn raise_args(th: &mut Thread, class: &'static TypeObj, args: Vec<Obj>) -> Raised {
    match new(th, class, args) {
        Ok(e) => raise_obj(th, e),
        Err(r) => r,
    }
}

/// Raises an exception object (ERROR RULE 2).
pub fn raise_obj(th: &mut Thread, e: Obj) -> Raised {
    if let Some(h) = th.handled.as_ref().map(|h| h.r().own()) {
        set_context(e.r(), h);
    }
    th.raised = Some(e);
    Raised
}

/// Makes `context` the `__context__` of `e`, breaking a cycle that this would close.
#[inline(never)]
pub fn set_context(e: Ref<'_>, context: Obj) {
    if context.r().is(e) {
        return;
    }
    let mut at = context.r().own();
    let mut slow = at.r().own();
    let mut step = false;
    loop {
        let Some(next) = at.get::<Exc>().and_then(|x| x.context.get()) else {
            break;
        };
        if next.r().is(e) {
            if let Some(x) = at.get::<Exc>() {
                drop(x.context.take());
            }
            break;
        }
        at = next;
        if step {
            // Floyd: the chain may have a cycle of its own.
            match slow.get::<Exc>().and_then(|x| x.context.get()) {
                Some(s) => slow = s,
                None => break,
            }
            if slow.r().is(at.r()) {
                break;
            }
        }
        step = !step;
    }
    if let Some(x) = e.get::<Exc>() {
        x.context.set(context);
    }
}

/// Puts a fetched exception back.
pub fn restore(th: &mut Thread, e: Obj) -> Raised {
    th.raised = Some(e);
    Raised
}

/// Takes the exception in flight.
pub fn fetch(th: &mut Thread) -> Obj {
    match th.raised.take() {
        Some(e) => e,
        None => {
            let r = raise(th, &SYSTEM_ERROR, "error return without exception set");
            let Raised = r;
            th.raised.take().unwrap_or_else(Obj::none)
        }
    }
}

/// Whether the exception in flight is an instance of `class`.
pub fn pending_is(th: &Thread, class: &TypeObj) -> bool {
    th.raised.as_ref().is_some_and(|e| e.r().is_instance(class))
}

/// Drops the exception in flight if it is an instance of `class`; else it stays and the result is Err.
pub fn suppress(th: &mut Thread, class: &TypeObj) -> R<()> {
    if pending_is(th, class) {
        drop(th.raised.take());
        Ok(())
    } else {
        Err(Raised)
    }
}

/// TypeError.
#[cold]
pub fn type_error(th: &mut Thread, msg: impl AsRef<str>) -> Raised {
    raise(th, &TYPE_ERROR, msg)
}
/// ValueError.
#[cold]
pub fn value_error(th: &mut Thread, msg: impl AsRef<str>) -> Raised {
    raise(th, &VALUE_ERROR, msg)
}
/// IndexError.
#[cold]
pub fn index_error(th: &mut Thread, msg: impl AsRef<str>) -> Raised {
    raise(th, &INDEX_ERROR, msg)
}
/// OverflowError.
#[cold]
pub fn overflow_error(th: &mut Thread, msg: impl AsRef<str>) -> Raised {
    raise(th, &OVERFLOW_ERROR, msg)
}
/// RuntimeError.
#[cold]
pub fn runtime_error(th: &mut Thread, msg: impl AsRef<str>) -> Raised {
    raise(th, &RUNTIME_ERROR, msg)
}
/// ZeroDivisionError.
#[cold]
pub fn zero_division(th: &mut Thread, msg: impl AsRef<str>) -> Raised {
    raise(th, &ZERO_DIVISION_ERROR, msg)
}
/// KeyError(key).
#[cold]
pub fn key_error(th: &mut Thread, key: Ref<'_>) -> Raised {
    match with_one(th, &KEY_ERROR, key.own()) {
        Ok(e) => raise_obj(th, e),
        Err(r) => r,
    }
}
/// RecursionError.
#[cold]
pub fn recursion_error(th: &mut Thread, msg: &str) -> Raised {
    raise(th, &RECURSION_ERROR, msg)
}
/// AttributeError with name and object.
#[cold]
pub fn attribute_error(
    th: &mut Thread,
    msg: impl AsRef<str>,
    obj: Ref<'_>,
    name: Ref<'_>,
) -> Raised {
    let r = raise(th, &ATTRIBUTE_ERROR, msg);
    if let Some(e) = th.raised.as_ref() {
        ATTRIBUTE_NAME.set(e.r(), name.own());
        ATTRIBUTE_OBJ.set(e.r(), obj.own());
    }
    r
}
/// `StopIteration(value)`.
#[cold]
pub fn stop_iteration(th: &mut Thread, value: Obj) -> Raised {
    let v = value.clone();
    let args = if value.r().is_none() {
        vec![]
    } else {
        vec![value]
    };
    let r = raise_args(th, &STOP_ITERATION, args);
    if let Some(e) = th.raised.as_ref() {
        STOP_VALUE.set(e.r(), v);
    }
    r
}
/// OSError (or the subclass for this errno) with strerror and an optional filename.
#[cold]
pub fn os_error(th: &mut Thread, errno: i32, filename: Option<Obj>) -> Raised {
    let class = os_error_class(errno);
    let text = errno_text(errno);
    let Ok(msg) = crate::types::str::new(th, &text) else {
        return Raised;
    };
    let mut args = vec![Ref::small_int(i64::from(errno)).own(), msg.clone()];
    let keep = filename.clone();
    args.extend(filename);
    args.truncate(2);
    match new(th, class, args) {
        Ok(e) => {
            set_field(e.r(), "errno", Ref::small_int(i64::from(errno)).own());
            set_field(e.r(), "strerror", msg);
            if let Some(f) = keep {
                set_field(e.r(), "filename", f);
            }
            raise_obj(th, e)
        }
        Err(r) => r,
    }
}
/// Text of an errno as the C library says it.
pub fn errno_text(errno: i32) -> String {
    let s = std::io::Error::from_raw_os_error(errno).to_string();
    match s.rfind(" (os error") {
        Some(i) => s[..i].to_string(),
        None => s,
    }
}
/// PEP 3151: the class for an errno.
pub fn os_error_class(errno: i32) -> &'static TypeObj {
    match errno {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &BLOCKING_IO_ERROR,
        libc::EPIPE | libc::ESHUTDOWN => &BROKEN_PIPE_ERROR,
        libc::ECHILD => &CHILD_PROCESS_ERROR,
        libc::ECONNABORTED => &CONNECTION_ABORTED_ERROR,
        libc::ECONNREFUSED => &CONNECTION_REFUSED_ERROR,
        libc::ECONNRESET => &CONNECTION_RESET_ERROR,
        libc::EEXIST => &FILE_EXISTS_ERROR,
        libc::ENOENT => &FILE_NOT_FOUND_ERROR,
        libc::EINTR => &INTERRUPTED_ERROR,
        libc::EISDIR => &IS_A_DIRECTORY_ERROR,
        libc::ENOTDIR => &NOT_A_DIRECTORY_ERROR,
        libc::EACCES | libc::EPERM => &PERMISSION_ERROR,
        libc::ESRCH => &PROCESS_LOOKUP_ERROR,
        libc::ETIMEDOUT => &TIMEOUT_ERROR,
        _ => &OS_ERROR,
    }
}

/// The MemoryError of last resort: what is raised when there is no memory for another one.
static LAST_MEMORY_ERROR: crate::slot::Slot = crate::slot::Slot::empty();

fn memory_error() -> Result<Obj, Exc> {
    let args = crate::types::empty_tuple().own();
    crate::obj::alloc_payload(&MEMORY_ERROR, Exc::new(args), 0)
}

/// Makes the MemoryError of last resort; at start-up.
pub fn reserve_memory_error() {
    if let Ok(e) = memory_error() {
        drop(LAST_MEMORY_ERROR.swap(Some(e)));
    }
}

/// MemoryError before a computation that could not say that it lacks memory, if there is no room for `bytes`.
#[inline]
pub fn room(th: &mut Thread, bytes: usize) -> R<()> {
    if crate::os::reserve::is_room(bytes) {
        Ok(())
    } else {
        Err(no_memory(th))
    }
}

/// Room for `n` more items in `v`, or MemoryError.
#[inline]
pub fn reserve<T>(th: &mut Thread, v: &mut Vec<T>, n: usize) -> R<()> {
    if v.capacity() - v.len() < n && crate::os::reserve::refusable(|| v.try_reserve(n)).is_err() {
        return Err(no_memory(th));
    }
    Ok(())
}

/// MemoryError.
#[cold]
pub fn no_memory(th: &mut Thread) -> Raised {
    crate::os::reserve::grant_grace();
    let made = memory_error().or_else(|_| crate::thread::in_need(memory_error));
    match made.ok().or_else(|| LAST_MEMORY_ERROR.get()) {
        Some(e) => raise_obj(th, e),
        None => std::alloc::handle_alloc_error(std::alloc::Layout::new::<Exc>()),
    }
}

/// Reports an exception that cannot propagate through `sys.unraisablehook`; consumes it.
pub fn write_unraisable(th: &mut Thread, msg: &str, object: Option<Ref<'_>>) {
    let e = fetch(th);
    crate::hooks::unraisable(th, e, msg, object);
}

/// The text `str(e)` for messages of the host; never raises.
pub fn describe(th: &mut Thread, e: Ref<'_>) -> String {
    let class = e.class().name();
    match crate::ops::str(th, e) {
        Ok(s) => {
            let t = crate::types::str::text(s.r());
            if t.is_empty() {
                class
            } else {
                format!("{class}: {t}")
            }
        }
        Err(Raised) => {
            drop(fetch(th));
            format!("{class}: <exception str() failed>")
        }
    }
}

/// Copies a `__cause__` (None clears the context's display).
pub fn set_cause(e: Ref<'_>, cause: Option<Obj>) {
    if let Some(x) = e.get::<Exc>() {
        drop(x.cause.swap(cause));
        // Release: with the cause.
        x.suppress.store(true, Release);
    }
}

/// `args` of an exception object.
pub fn args_of(e: Ref<'_>) -> Obj {
    e.get::<Exc>()
        .and_then(|x| x.args.get())
        .unwrap_or_else(|| crate::types::empty_tuple().own())
}

/// Name of the notes attribute, for tracebacks.
pub fn notes_name() -> Ref<'static> {
    names::__notes__()
}

/// `e.add_note(note)`.
pub fn add_note(th: &mut Thread, e: Ref<'_>, note: &str) -> R<()> {
    let note = crate::types::str::new(th, note)?;
    add_note_obj(th, e, note)
}

/// As `add_note` for a str value.
pub fn add_note_obj(th: &mut Thread, e: Ref<'_>, note: Obj) -> R<()> {
    let name = names::__notes__();
    let list = match crate::ops::getattr_opt(th, e, name)? {
        Some(l) => l,
        None => {
            let l = crate::types::list::new(th, Vec::new())?;
            crate::ops::setattr(th, e, name, Some(l.r()))?;
            l
        }
    };
    match list.get::<crate::types::list::List>() {
        Some(l) => l.push(th, note),
        None => Err(type_error(th, "Cannot add note: __notes__ is not a list")),
    }
}

/// `__suppress_context__`.
pub fn suppresses_context(e: &Exc) -> bool {
    // Acquire: pairs with the Release of set_cause and below.
    e.suppress.load(Acquire)
}
/// Sets `__suppress_context__`.
pub fn set_suppress_context(e: &Exc, on: bool) {
    // Release: see suppresses_context.
    e.suppress.store(on, Release);
}

/// `ExceptionGroup`, which has two bases and is therefore made at start-up as a class statement would.
static EXCEPTION_GROUP: Slot = Slot::empty();

/// Tells which class is `ExceptionGroup`; it lives for ever.
pub fn set_exception_group(class: Obj) {
    if let Some(h) = class.r().header() {
        h.mark_immortal();
    }
    EXCEPTION_GROUP.set(class);
}

/// The class `ExceptionGroup`; None before start-up is complete.
pub fn exception_group() -> Option<&'static TypeObj> {
    EXCEPTION_GROUP.get().and_then(|c| c.r().as_type())
}
