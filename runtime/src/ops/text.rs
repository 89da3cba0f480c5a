//! `repr` and `str`.

use super::guard;
use crate::error::{self, type_error};
use crate::obj::{R, Ref};
use crate::thread::Thread;
use crate::types::{self, str as pystr};

/// Containers inside each other whose reprs may be in progress.
const MAX_REPR_DEPTH: usize = 10_000;

/// `repr(o)`: a str value.
pub fn repr(th: &mut Thread, o: Ref<'_>) -> R {
    if let Some(i) = o.as_small() {
        return types::int::repr_small(th, i);
    }
    guard(th, " while getting the repr of an object")?;
    // Containers nested without end: their text would grow with the square of the depth.
    if th.repr_stack.len() > MAX_REPR_DEPTH {
        return Err(error::recursion_error(
            th,
            "maximum recursion depth exceeded while getting the repr of an object",
        ));
    }
    match o.class().slots().repr() {
        Some(f) => {
            let r = f(th, o)?;
            if pystr::is_str(r.r()) {
                Ok(r)
            } else {
                Err(type_error(
                    th,
                    format!(
                        "__repr__ returned non-string (type {})",
                        r.r().class().tp_name()
                    ),
                ))
            }
        }
        None => {
            let t = default_repr(o);
            pystr::new(th, &t)
        }
    }
}

/// `<C object at 0x...>`.
pub fn default_repr(o: Ref<'_>) -> String {
    format!("<{} object at {:#x}>", o.class().tp_name(), o.address())
}

/// `repr(o)` as Rust text.
pub fn repr_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    repr(th, o).map(|s| pystr::text(s.r()))
}

/// `str(o)`: a str value.
pub fn str(th: &mut Thread, o: Ref<'_>) -> R {
    if o.is_exact(&types::STR) {
        return Ok(o.own());
    }
    if let Some(i) = o.as_small() {
        return types::int::repr_small(th, i);
    }
    guard(th, " while getting the str of an object")?;
    match o.class().slots().str() {
        Some(f) => {
            let r = f(th, o)?;
            if pystr::is_str(r.r()) {
                Ok(r)
            } else {
                Err(type_error(
                    th,
                    format!(
                        "__str__ returned non-string (type {})",
                        r.r().class().tp_name()
                    ),
                ))
            }
        }
        None => repr(th, o),
    }
}

/// `str(o)` as Rust text (lone surrogates replaced).
pub fn str_text(th: &mut Thread, o: Ref<'_>) -> R<String> {
    str(th, o).map(|s| pystr::text(s.r()))
}

/// Marks `o`'s repr as in progress; false if it already is (a cycle). Pair with `repr_leave`.
pub fn repr_enter(th: &mut Thread, o: Ref<'_>) -> bool {
    let a = o.word() as usize;
    if th.repr_stack.contains(&a) {
        return false;
    }
    th.repr_stack.push(a);
    true
}
/// End of `repr_enter`.
pub fn repr_leave(th: &mut Thread, o: Ref<'_>) {
    let a = o.word() as usize;
    if let Some(i) = th.repr_stack.iter().rposition(|&x| x == a) {
        th.repr_stack.remove(i);
    }
}
