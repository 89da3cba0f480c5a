//! The stacks of all threads, for `sys._current_frames`.
//!
//! STACKS RULE. The list names each thread's machine from `enter` to `leave`, which that thread calls itself. Who looks at
//!   frames of another thread has stopped the world: their registers are counted and their instruction pointers stored.

use super::frame::{End, Frame, Machine, machine};
use crate::objects::FrameObj;
use parking_lot::Mutex;
use std::sync::atomic::Ordering::Acquire;
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
    machine: usize,
    frames: usize,
}

static MACHINES: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

/// The calling thread begins to use a machine.
pub fn enter(th: &Thread) {
    let mut all = MACHINES.lock();
    all.push(Entry {
        ident: signal::this_thread(),
        rec: th.rec(),
        machine: th.ext as usize,
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

/// Calls `f` with the machine and the record of each thread.
pub fn each(mut f: impl FnMut(*mut Machine, &'static ThreadRec)) {
    for e in MACHINES.lock().iter() {
        f(e.machine as *mut Machine, e.rec);
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

/// The object of the innermost frame of a stopped thread.
fn snapshot(th: &mut Thread, e: Entry) -> R<Option<Obj>> {
    // A thread that never counted its registers has run nothing.
    let top = e.rec.stopped_at() as *mut Frame;
    if top as usize <= e.frames {
        return Ok(None);
    }
    // SAFETY: a frame of a stopped thread (STACKS RULE).
    unsafe { object_of(th, top, e.rec.tid()) }.map(Some)
}

/// The object of a stopped thread's frame; made if there is none.
///
/// # Safety
/// The world is stopped, and `at` is a frame of the thread `tid`.
unsafe fn object_of(th: &mut Thread, at: *mut Frame, tid: u32) -> R {
    // SAFETY: by contract nobody else touches the frame.
    let f = unsafe { &mut *at };
    if let Some(o) = view(f.object) {
        return Ok(o);
    }
    let slot = |o: Option<Obj>| o.map_or_else(Slot::empty, Slot::new);
    let Some(func) = view(f.func) else {
        return Ok(Obj::none());
    };
    let mut o = FrameObj::new(func.r(), f.code);
    o.locals = slot(view(f.locals));
    *o.live.get_mut() = at;
    *o.thread.get_mut() = tid;
    let o = Obj::new(th, types::FRAME.r(), o)?;
    if let Some(h) = o.r().header() {
        // COUNT RULE 9: the frame's own thread will take it out of the frame.
        h.mark_shared();
    }
    f.object = o.r().own().into_word();
    f.end = End::Slow;
    Ok(o)
}

/// What a word of a stopped thread's frame names, counted.
fn view(w: u64) -> Option<Obj> {
    if w == EMPTY {
        return None;
    }
    // SAFETY: a word in a live frame names a live object or is EMPTY.
    let r = unsafe { Ref::from_word(w) };
    if let Some(h) = r.header() {
        // COUNT RULE 9.
        h.mark_shared();
    }
    Some(r.own())
}

/// Runs `f` with the live frame of an object that another thread runs, while that one is stopped; None if none runs it.
pub fn stopped<T>(
    th: &mut Thread,
    fo: &FrameObj,
    f: impl FnOnce(&mut Thread, *mut Frame) -> T,
) -> Option<T> {
    if !fo.is_foreign() {
        return None;
    }
    stop::the_world(th, |th| {
        // Acquire: as `FrameObj::live_here`. Nobody runs meanwhile.
        let at = fo.live.load(Acquire);
        fo.is_foreign().then(|| f(th, at))
    })
}

/// The caller of a frame that another thread runs.
pub fn back_of(th: &mut Thread, fo: &FrameObj) -> R {
    let found = stopped(th, fo, |th, at| {
        // Acquire: as `FrameObj::live_here`.
        let tid = fo.thread.load(Acquire);
        let entry = MACHINES.lock().iter().find(|e| e.rec.tid() == tid).copied();
        // SAFETY: the frame array has an element below every frame.
        let below = unsafe { at.sub(1) };
        match entry {
            // SAFETY: STACKS RULE; the first element is none.
            Some(e) if below as usize > e.frames => unsafe { object_of(th, below, tid) },
            _ => Ok(Obj::none()),
        }
    });
    found.unwrap_or_else(|| Ok(Obj::none()))
}
