//! Small helpers that every stream type uses: errors, attribute access by name, system calls with interruption.

use std::sync::OnceLock;
use typhon_runtime::os::Sys;
use typhon_runtime::types::{self, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, call, error, hooks, ops};

static UNSUPPORTED: OnceLock<Obj> = OnceLock::new();

/// `io.UnsupportedOperation`; made on first use, because it has two bases.
pub fn unsupported_class(th: &mut Thread) -> R<Ref<'static>> {
    if let Some(c) = UNSUPPORTED.get() {
        return Ok(c.r());
    }
    let bases = tuple::new(
        th,
        vec![error::OS_ERROR.r().own(), error::VALUE_ERROR.r().own()],
    )?;
    let ns = types::dict::new(th)?;
    if let Some(d) = ns.get::<types::dict::Dict>() {
        drop(d.insert_str(
            pystr::intern_str("__module__"),
            pystr::intern_str("io").own(),
        ));
        drop(d.insert_str(
            pystr::intern_str("__qualname__"),
            pystr::intern_str("UnsupportedOperation").own(),
        ));
    }
    let name = pystr::intern_str("UnsupportedOperation");
    let none = call::Args::NONE;
    let c = types::classes::build(th, &types::TYPE, name, bases.r(), ns.r(), none)?;
    Ok(UNSUPPORTED.get_or_init(|| c).r())
}

/// `io.UnsupportedOperation(msg)`.
#[cold]
pub fn unsupported(th: &mut Thread, msg: &str) -> Raised {
    match unsupported_class(th) {
        Ok(c) => match c.as_type() {
            Some(t) => error::raise(th, t, msg),
            None => error::raise(th, &error::OS_ERROR, msg),
        },
        Err(e) => e,
    }
}

/// ValueError for a closed stream.
#[cold]
pub fn closed(th: &mut Thread) -> Raised {
    error::value_error(th, "I/O operation on closed file.")
}

/// The same in the words of the streams that have no buffer beneath.
#[cold]
pub fn closed_raw(th: &mut Thread) -> Raised {
    error::value_error(th, "I/O operation on closed file")
}

/// ValueError for an object whose `__init__` has not run.
#[cold]
pub fn uninitialized(th: &mut Thread) -> Raised {
    error::value_error(th, "I/O operation on uninitialized object")
}

/// ValueError for a stream whose buffer or raw stream was detached.
#[cold]
pub fn detached(th: &mut Thread, what: &str) -> Raised {
    error::value_error(th, format!("{what} has been detached"))
}

/// `o.name` as an attribute.
pub fn attr(th: &mut Thread, o: Ref<'_>, name: &str) -> R {
    ops::getattr(th, o, pystr::intern_str(name))
}

/// `o.name`, None if there is no such attribute.
pub fn attr_opt(th: &mut Thread, o: Ref<'_>, name: &str) -> R<Option<Obj>> {
    ops::getattr_opt(th, o, pystr::intern_str(name))
}

/// Truth of `o.name`.
pub fn attr_true(th: &mut Thread, o: Ref<'_>, name: &str) -> R<bool> {
    let v = attr(th, o, name)?;
    ops::is_true(th, v.r())
}

/// `o.name(*args)`.
pub fn method(th: &mut Thread, o: Ref<'_>, name: &str, args: &[Ref<'_>]) -> R {
    call::call_method(th, o, pystr::intern_str(name), args)
}

/// Truth of `o.name()`.
pub fn method_true(th: &mut Thread, o: Ref<'_>, name: &str) -> R<bool> {
    let v = method(th, o, name, &[])?;
    ops::is_true(th, v.r())
}

/// Runs a system call that may block: detached, again after EINTR once the signal handlers have run (PEP 475).
pub fn retry<T>(th: &mut Thread, mut f: impl FnMut() -> Sys<T>) -> R<Sys<T>> {
    loop {
        match th.blocking(&mut f) {
            Err(libc_eintr) if libc_eintr == typhon_runtime::os::EINTR => hooks::safepoint(th)?,
            r => return Ok(r),
        }
    }
}

/// The integer behind an index argument, as i64.
pub fn index_i64(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let i = ops::index(th, o)?;
    match int::to_i64(i.r()) {
        Some(i) => Ok(i),
        None => Err(error::overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

/// A size argument: missing or None is -1.
pub fn size_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<i64> {
    match o {
        None => Ok(-1),
        Some(r) if r.is_none() => Ok(-1),
        Some(r) => match r.as_small() {
            Some(i) => Ok(i),
            None if r.class().slots().index().is_some() => index_i64(th, r),
            None => Err(error::type_error(
                th,
                format!(
                    "argument should be integer or None, not '{}'",
                    r.class().name()
                ),
            )),
        },
    }
}

/// A small integer value.
pub fn int(i: i64) -> Obj {
    Ref::small_int(i).own()
}

/// First the pending exception, then the one that `second` gives: as CPython chains errors of close after flush.
pub fn both(th: &mut Thread, first: R<()>, second: impl FnOnce(&mut Thread) -> R<()>) -> R<()> {
    let Err(Raised) = first else {
        return second(th);
    };
    let e = error::fetch(th);
    if let Err(Raised) = second(th) {
        let late = error::fetch(th);
        error::set_context(late.r(), e);
        return Err(error::restore(th, late));
    }
    Err(error::restore(th, e))
}

/// Warns about a stream that nobody closed.
pub fn warn_unclosed(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let text = ops::repr_text(th, o)?;
    let msg = pystr::new(th, &format!("unclosed file {text}"))?;
    let r = warn(th, &error::RESOURCE_WARNING, msg.r(), Some(o));
    crate::warn::issued(th, r)
}

/// `warnings.warn(msg, category)`.
pub fn warn(
    th: &mut Thread,
    category: &'static types::typeobj::TypeObj,
    msg: Ref<'_>,
    source: Option<Ref<'_>>,
) -> R<()> {
    let m = hooks::import(th, "warnings")?;
    let f = attr(th, m.r(), "warn")?;
    let args = [
        msg,
        category.r(),
        Ref::small_int(1),
        source.unwrap_or(Ref::NONE),
    ];
    call::call(th, f.r(), &args).map(drop)
}

/// Native methods without arguments that ask the stream below for the same: `$below` finds it.
macro_rules! pass_on {
    ($below:path; $($function:ident = $name:literal),+ $(,)?) => {
        $(fn $function(th: &mut Thread, a: Args<'_>) -> R {
            let below = $below(th, a.at(0))?;
            super::util::method(th, below.r(), $name, &[])
        })+
    };
}
pub(super) use pass_on;
