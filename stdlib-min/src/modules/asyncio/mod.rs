//! `_asyncio`: what `asyncio` does at every step, natively. Futures and tasks, handles of scheduled calls, the queue of an
//! event loop, and which loop and task a thread runs. Everything else is `lib/asyncio`.
//!
//! LOOP RULE. An object of a loop is used by the loop's thread; asyncio says so, and programs break it. Whatever
//!   several threads do to one future, nothing is freed twice or lost: values stand in slots, a future ends once
//!   (`Fut::settle`), and lists are behind locks that are held for moves only.

mod future;
mod future_iter;
mod future_methods;
mod handle;
mod registry;
mod running;
mod task;
mod task_methods;

use super::common::of;
use future::Fut;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::{module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, call, error, hooks, ops};

/// Something of a module in Python, looked up once.
struct Imported {
    module: &'static str,
    name: &'static str,
    /// The name as an interned text.
    text: Slot,
    found: Slot,
}

impl Imported {
    const fn new(module: &'static str, name: &'static str) -> Imported {
        Imported {
            module,
            name,
            text: Slot::empty(),
            found: Slot::empty(),
        }
    }
    fn text(&self) -> Obj {
        self.text.get().unwrap_or_else(|| {
            let t = pystr::intern_str(self.name).own();
            self.text.set(t.clone());
            t
        })
    }
    fn get(&self, th: &mut Thread) -> R {
        if let Some(f) = self.found.get() {
            return Ok(f);
        }
        let m = hooks::import(th, self.module)?;
        let f = ops::getattr_str(th, m.r(), self.name)?;
        self.found.set(f.clone());
        Ok(f)
    }
    /// The attribute of this name as it is now: tests replace it.
    fn get_now(&self, th: &mut Thread) -> R {
        // What is kept is the module; the name is an interned text.
        let m = match self.found.get() {
            Some(m) => m,
            None => {
                let m = hooks::import(th, self.module)?;
                self.found.set(m.clone());
                m
            }
        };
        ops::getattr(th, m.r(), self.text().r())
    }
    /// Calls it.
    fn call(&self, th: &mut Thread, args: &[Ref<'_>]) -> R {
        let f = self.get(th)?;
        call::call(th, f.r(), args)
    }
}

static CANCELLED_ERROR: Imported = Imported::new("asyncio.exceptions", "CancelledError");
static INVALID_STATE: Imported = Imported::new("asyncio.exceptions", "InvalidStateError");
static EXTRACT_STACK: Imported = Imported::new("asyncio.format_helpers", "extract_stack");

/// Raises InvalidStateError.
#[cold]
fn invalid_state(th: &mut Thread, text: &str) -> Raised {
    let made = pystr::new(th, text).and_then(|t| INVALID_STATE.call(th, &[t.r()]));
    match made {
        Ok(e) => error::raise_obj(th, e),
        Err(e) => e,
    }
}

/// The future that the object is.
fn fut<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Fut> {
    of::<Fut>(th, o)
}

/// What a slot holds, or None.
fn or_none(s: &Slot) -> R {
    Ok(s.get().unwrap_or_else(Obj::none))
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    // Contexts are entered and copied natively.
    hooks::import(th, "_contextvars")?;
    let m = module::new(th, "_asyncio")?;
    if !future::FUTURE.is_ready() {
        future_methods::setup(th)?;
        future_iter::setup(th)?;
        task_methods::setup(th)?;
        handle::setup(th)?;
    }
    for table in [running::FUNCTIONS, registry::FUNCTIONS, future::FUNCTIONS] {
        module::add_functions(th, m.r(), table)?;
    }
    for (name, t) in [
        ("Future", &future::FUTURE),
        ("Task", &task::TASK),
        ("_Handle", &handle::HANDLE),
        ("_LoopBase", &handle::LOOP),
    ] {
        module::add(th, m.r(), name, t.r().own())?;
    }
    Ok(m)
}
