//! Where a thread is in the source, for `-X profile` (PROFILE RULES).

use super::frame::{Frame, Machine};
use crate::objects::Code;
use typhon_runtime::profile::{Place, Spot};

/// What the file names of the library's own modules begin with.
const LIBRARY: &str = "<typhon>/";

/// Frames of the library that are looked through for who called it.
const DEEPEST: usize = 64;

/// Hook `locate`: the innermost frame of the calling thread that runs no code of the library; without one the innermost.
/// It begins at the frame of the instruction in progress, which may have come off just now: what it named still stands there.
pub fn locate(machine: *mut ()) -> Option<Spot> {
    let m = machine as *const Machine;
    // SAFETY: the profile gives the calling thread's own machine, which lives until it says otherwise.
    let (bottom, mut at) = unsafe { ((*m).frames.cast_const(), (*m).located) };
    let mut library: Option<Spot> = None;
    for _ in 0..DEEPEST {
        if at <= bottom {
            break;
        }
        // SAFETY: an element of the frame array between its first (never used) and the top.
        let Some((code, pc)) = place_of(unsafe { &*at }) else {
            break;
        };
        let address = std::ptr::from_ref(code) as usize;
        let inner = library.as_ref().map_or(address, |s| s.inner);
        let outer = library.as_ref().map_or(0, |s| s.outer);
        if !code.proto.filename.starts_with(LIBRARY) {
            return Some(Spot {
                code: address,
                pc,
                outer,
                inner: if outer == 0 { 0 } else { inner },
            });
        }
        let first = library.unwrap_or(Spot {
            code: address,
            pc,
            outer: 0,
            inner,
        });
        library = Some(Spot {
            outer: address,
            ..first
        });
        // SAFETY: above the first element.
        at = unsafe { at.sub(1) };
    }
    library.map(|s| Spot { outer: 0, ..s })
}

/// Code and instruction of a frame; None: there is nothing in it.
fn place_of(f: &Frame) -> Option<(&'static Code, usize)> {
    // SAFETY: PROFILE RULE 4: what was code once stays.
    let code = unsafe { f.code.as_ref() }?;
    let behind = (f.ip as usize).wrapping_sub(code.instrs.as_ptr() as usize) / 8;
    // A frame that is just being made has the instruction pointer of the one that stood there before.
    let pc = if behind <= code.instrs.len() {
        behind.saturating_sub(1)
    } else {
        0
    };
    Some((code, pc))
}

fn code_at(address: usize) -> Option<&'static Code> {
    // SAFETY: addresses in spots are those of code, which stays (PROFILE RULE 4).
    unsafe { (address as *const Code).as_ref() }
}

/// Hook `describe`.
pub fn describe(s: Spot) -> Place {
    let Some(code) = code_at(s.code) else {
        return Place::default();
    };
    let line = match code.position(s.pc).line {
        0 => code.proto.first_line,
        n => n,
    };
    let called = code_at(s.outer);
    let module = called.map_or("", module);
    let name = |c: Option<&Code>| c.map_or(String::new(), |c| c.proto.qualname.clone());
    Place {
        file: code.proto.filename.to_string(),
        line,
        function: code.proto.qualname.clone(),
        via: called.map_or(String::new(), |c| format!("{module}.{}", c.proto.qualname)),
        module: module.to_string(),
        inner: name(code_at(s.inner)),
    }
}

/// The module of code of the library.
fn module(c: &Code) -> &str {
    let path = c.proto.filename.strip_prefix(LIBRARY).unwrap_or_default();
    path.strip_suffix(".py").unwrap_or(path)
}
