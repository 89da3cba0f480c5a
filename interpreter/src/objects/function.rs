//! Python functions and closure cells.

use super::Code;
use parking_lot::Mutex;
use typhon_runtime::header::Header;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types;
use typhon_runtime::value::EMPTY;
use typhon_runtime::{Thread, payload};

/// Payload of functions.
pub struct Function {
    /// Code object.
    pub code: Slot,
    /// Globals dict.
    pub globals: Slot,
    /// Builtins dict.
    pub builtins: Slot,
    /// `__name__`.
    pub name: Slot,
    /// `__qualname__`.
    pub qualname: Slot,
    /// Defaults tuple or empty.
    pub defaults: Slot,
    /// Keyword-only defaults dict or empty.
    pub kwdefaults: Slot,
    /// Closure tuple of cells or empty.
    pub closure: Slot,
    /// `__annotate__` function or empty.
    pub annotate: Slot,
    /// `__annotations__` once computed.
    pub annotations: Slot,
    /// `__doc__`; empty: from the code.
    pub doc: Slot,
    /// `__module__`.
    pub module: Slot,
    /// `__type_params__` tuple or empty.
    pub type_params: Slot,
    /// Code that `__code__` replaced, each once: frames that run it keep the function only.
    former: Mutex<Vec<Obj>>,
}

impl Function {
    fn slots(&self) -> [&Slot; 13] {
        [
            &self.code,
            &self.globals,
            &self.builtins,
            &self.name,
            &self.qualname,
            &self.defaults,
            &self.kwdefaults,
            &self.closure,
            &self.annotate,
            &self.annotations,
            &self.doc,
            &self.module,
            &self.type_params,
        ]
    }
    /// Sets `__code__`. The old code lives as long as the function.
    pub fn replace_code(&self, new: Obj) {
        let old = self.code.swap(Some(new));
        let mut former = self.former.lock();
        if let Some(old) = old
            && former.iter().all(|c| !c.r().is(old.r()))
        {
            former.push(old);
        }
    }
    /// The code, which lives as long as the function.
    #[inline(always)]
    pub fn code_ptr(&self) -> *const Code {
        // The slot always holds a code object, as a plain word; payloads stand behind the header (OBJECT RULE 1).
        (self.code.peek() as *const u8).wrapping_add(size_of::<Header>()) as *const Code
    }
}
payload!(
    Function,
    traverse | s,
    v | {
        for x in s.slots() {
            x.visit(v)
        }
        for c in s.former.lock().iter() {
            v(c.r());
        }
    },
    clear
        | s
        | for x in [
            &s.defaults,
            &s.kwdefaults,
            &s.closure,
            &s.annotate,
            &s.annotations,
            &s.doc,
            &s.type_params
        ] {
            drop(x.take())
        }
);

/// Payload of cells.
pub struct Cell {
    /// The variable's value, or empty.
    pub value: Slot,
}
payload!(
    Cell,
    traverse | s,
    v | s.value.visit(v),
    clear | s | drop(s.value.take())
);

/// A new function of a code object. Functions at the top level of a module or class are SHARED from birth, so that
/// registers do not count them; a nested one is private to its thread and dies when its last reference goes.
pub fn new(th: &mut Thread, code: Ref<'_>, globals: Ref<'_>, builtins: Ref<'_>) -> R {
    let Some(c) = code.get::<Code>() else {
        return Err(typhon_runtime::error::type_error(
            th,
            "code object expected",
        ));
    };
    // The machine looks at these without a load, and other threads may run the function (COUNT RULE 9).
    for d in [globals, builtins] {
        if let Some(h) = d.header() {
            h.mark_shared();
        }
    }
    let module = globals
        .get::<types::dict::Dict>()
        .map_or(EMPTY, |d| crate::vm::variables::default_word(&c.module, d));
    let f = Function {
        code: Slot::new(code.own()),
        globals: Slot::new(globals.own()),
        builtins: Slot::new(builtins.own()),
        name: Slot::new(c.name.own()),
        qualname: Slot::new(c.qualname.own()),
        defaults: Slot::empty(),
        kwdefaults: Slot::empty(),
        closure: Slot::empty(),
        annotate: Slot::empty(),
        annotations: Slot::empty(),
        doc: Slot::empty(),
        module: if module == EMPTY {
            Slot::empty()
        } else {
            // SAFETY: a register word, counted or moved.
            Slot::new(unsafe { Obj::from_word(crate::vm::frame::to_owned(module)) })
        },
        type_params: Slot::empty(),
        former: Mutex::new(Vec::new()),
    };
    let o = Obj::new(th, types::FUNCTION.r(), f)?;
    // Bodies of modules and classes, which are not OPTIMIZED, run once.
    use crate::code::flags::{NESTED, OPTIMIZED};
    if c.flags & (NESTED | OPTIMIZED) == OPTIMIZED
        && let Some(h) = o.r().header()
    {
        h.mark_shared();
        h.mark_lasting();
    }
    Ok(o)
}
