//! The stacks of all threads, for `sys._current_frames`.
//!
//! STACKS RULE. The list names each thread's machine from `enter` to `leave`, which that thread calls itself. Who looks at
//!   frames of another thread has stopped the world: their registers are counted and their instruction pointers stored.

use super::frame::{Frame, machine};
use crate::objects::FrameObj;
use parking_lot::Mutex;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::os::signal;
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::{ThreadRec, stop};
use typhon_runtime::types::{self, dict, int};
use typhon_runtime::value::EMPTY;
use typhon_runtime::{Thread, ops};

/// A thread with a machine.
#[derive(Clone, Copy)]
struct Entry {
    ident: u64,
    rec: &'static ThreadRec,
    frames: usize,
}

static MACHINES: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

/// The calling thread begins to use a machine.
pub fn enter(th: &Thread) {
    let mut all = MACHINES.lock();
    all.push(Entry {
        ident: signal::this_thread(),
        rec: th.rec(),
        frames: machine(th).frames as usize,
    });
    set_limit(&all[all.len() - 1..], super::call::recursion_limit());
}

/// Gives all machines their limit of frames.
pub fn set_limits(n: u32) {
    set_limit(&MACHINES.lock(), n);
}

fn set_limit(machines: &[Entry], n: u32) {
    for e in machines {
        e.rec
            .set_frame_limit(e.frames + n as usize * std::mem::size_of::<Frame>());
    }
}

/// The calling thread gives its machine up.
pub fn leave(th: &Thread) {
    MACHINES.lock().retain(|e| !std::ptr::eq(e.rec, th.rec()));
}

/// A dict from thread numbers to the frame that each runs. Those of other threads show one moment.
pub fn current_frames(th: &mut Thread) -> R {
    let mine = crate::builtins::frame_object(th, 0)?;
    let me = th.rec();
    let others = stop::the_world(th, |th| {
        let all = MACHINES.lock().clone();
        let others = all.into_iter().filter(|e| !std::ptr::eq(e.rec, me));
        others
            .map(|e| (e.ident, snapshot(th, e)))
            .collect::<Vec<_>>()
    });
    let frames = dict::new(th)?;
    let put = |th: &mut Thread, ident: u64, frame: Option<Obj>| -> R<()> {
        if let Some(f) = frame {
            let key = int::from_u64(th, ident)?;
            ops::setitem(th, frames.r(), key.r(), Some(f.r()))?;
        }
        Ok(())
    };
    put(th, signal::this_thread(), mine)?;
    for (ident, frame) in others {
        put(th, ident, frame?)?;
    }
    Ok(frames)
}

/// Frame objects of a stopped thread's stack, linked by `f_back`; gives the innermost.
fn snapshot(th: &mut Thread, e: Entry) -> R<Option<Obj>> {
    let mut inner: Option<Obj> = None;
    let mut at = e.frames as *const Frame;
    // A thread that never counted its registers has run nothing.
    let top = e.rec.stopped_at() as *const Frame;
    while at < top {
        // SAFETY: frames stand in one array from `frames` (never used) to the running one (STACKS RULE).
        let f = unsafe {
            at = at.add(1);
            &*at
        };
        let made = match view(f.object) {
            Some(o) => o,
            None => frame_object(th, f, inner.take())?,
        };
        inner = Some(made);
    }
    Ok(inner)
}

fn view(w: u64) -> Option<Obj> {
    // SAFETY: a word in a live frame names a live object or is EMPTY.
    (w != EMPTY).then(|| unsafe { Ref::from_word(w) }.own())
}

fn frame_object(th: &mut Thread, f: &Frame, back: Option<Obj>) -> R {
    let slot = |o: Option<Obj>| o.map_or_else(Slot::empty, Slot::new);
    let pc = (f.ip as usize).wrapping_sub(f.code().instrs.as_ptr() as usize) / 8;
    // SAFETY: every frame has a function, which lives while it runs (STACKS RULE).
    let mut o = FrameObj::new(unsafe { Ref::from_word(f.func) }, f.code);
    o.locals = slot(view(f.locals));
    o.back = slot(back);
    *o.lasti.get_mut() = pc.saturating_sub(1) as u64;
    Obj::new(th, types::FRAME.r(), o)
}
