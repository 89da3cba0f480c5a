//! The machine's frames and register helpers.
//!
//! MACHINE RULE 1. A frame's registers stand on the thread's register stack; a callee's registers begin inside its
//!   caller's call window, so arguments are in place.
//! MACHINE RULE 2. Registers above the live ones hold immediates only. A frame that ends leaves UNBOUND in all that held objects.
//! MACHINE RULE 3. Frames stand in one array per thread that never moves.
//! MACHINE RULE 4. Above the frame on top `locals`, `object`, `generator` and `outer_handled` are EMPTY, `ret` and `end` say
//!   Register and `handling` 0: all zero, as fresh memory is. A frame that ends sees to that.

use crate::objects::Code;
use crate::opcode::Instr;
use std::sync::atomic::AtomicU64;
use typhon_runtime::Thread;
use typhon_runtime::obj::{Obj, Ref};
use typhon_runtime::thread::{self, Window};
use typhon_runtime::value::{self, UNBOUND, Word};

/// What happens with a frame's result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Ret {
    /// Into register `ret_reg` of the frame below.
    Register,
    /// Back to Rust.
    Entry,
    /// `__init__` called by a class: the result must be None and is dropped (the instance stands in the register already).
    Init,
    /// As `Register`; the register behind it holds the tuple of the arguments and is emptied.
    Args,
    /// Generator driven by `ForIter`: yields go to `ret_reg`, the end jumps.
    ForIter,
    /// As `Register`; the register below the frame's first holds the function and is emptied.
    Above,
    /// As `Above`; the result is that of the operator that the caller stands at (see `operators`).
    Operator,
    /// Generator driven by `Send`: yields and the result go to `ret_reg`, the end jumps.
    Send,
}

/// How a frame ends if there is neither a frame object nor a generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum End {
    /// `Ret::Register`.
    Register,
    /// There may be one, or `ret` asks for more.
    Slow,
    /// `Ret::Above`.
    Above,
    /// `Ret::Operator`.
    Operator,
}

/// One frame.
#[repr(C)]
pub struct Frame {
    /// Register 0 (`Thread::window` names the running frame by this and the next field).
    pub regs: *mut Word,
    /// One past the last register.
    pub top: *mut Word,
    /// Next instruction (valid while another frame runs above, or in slow paths).
    pub ip: *const AtomicU64,
    /// Running code.
    pub code: *const Code,
    /// Function object word: kept alive by the call window, the generator or the Rust caller. Every frame has one.
    pub func: Word,
    /// Locals mapping word of class and module frames (kept alive by the Rust caller), or 0.
    pub locals: Word,
    /// Frame object (owned) or 0.
    pub object: Word,
    /// Generator object word if this is a generator's frame (kept alive by the caller), or 0.
    pub generator: Word,
    /// Generators, while `handling` is not 0: the handled exception of the caller (owned) or 0.
    pub outer_handled: Word,
    /// What to do with the result.
    pub ret: Ret,
    /// See End.
    pub end: End,
    /// Generators: how many exceptions their own handlers are at. At 0 they see the caller's handled exception.
    pub handling: u16,
    /// Register of the caller for the result.
    pub ret_reg: u16,
}

impl Frame {
    /// A frame about to run its first instruction.
    #[inline(always)]
    pub fn new(
        regs: *mut Word,
        top: *mut Word,
        code: &Code,
        func: Word,
        ret: Ret,
        ret_reg: u16,
    ) -> Frame {
        Frame {
            regs,
            top,
            ip: code.instrs.as_ptr(),
            code,
            func,
            locals: value::EMPTY,
            object: value::EMPTY,
            generator: value::EMPTY,
            outer_handled: value::EMPTY,
            ret,
            end: match ret {
                Ret::Register => End::Register,
                Ret::Above => End::Above,
                Ret::Operator => End::Operator,
                _ => End::Slow,
            },
            ret_reg,
            handling: 0,
        }
    }
    /// `new` in place for `Ret::Register`, without `ip`: the machine goes on with it at once.
    ///
    /// # Safety
    /// `p` is an element of the frame array.
    #[inline(always)]
    pub unsafe fn begin(
        p: *mut Frame,
        regs: *mut Word,
        top: *mut Word,
        code: &Code,
        func: Word,
        ret_reg: u16,
    ) {
        // SAFETY: by contract.
        unsafe {
            (*p).regs = regs;
            (*p).top = top;
            (*p).code = code;
            (*p).func = func;
            // MACHINE RULE 4.
            debug_assert!(
                (*p).locals | (*p).object | (*p).generator | (*p).outer_handled == value::EMPTY
                    && (*p).ret == Ret::Register
                    && (*p).end == End::Register
                    && (*p).handling == 0
            );
            (*p).ret_reg = ret_reg;
        }
    }
    /// The code object.
    #[inline(always)]
    pub fn code(&self) -> &Code {
        // SAFETY: the function or the Rust caller keeps the code alive while the frame runs.
        unsafe { &*self.code }
    }
    /// Number of the instruction in progress (the one before `ip`), the first one's in a frame that has not begun: a
    /// finaliser that runs as a function is entered can see such a frame.
    pub fn pc(&self) -> usize {
        let base = self.code().instrs.as_ptr();
        ((self.ip as usize - base as usize) / 8).saturating_sub(1)
    }
    /// The instruction in progress.
    pub fn instr(&self) -> Instr {
        // SAFETY: `ip` stands behind the instruction in progress.
        Instr(unsafe { (*self.ip.sub(1)).load(std::sync::atomic::Ordering::Relaxed) })
    }
    /// A view of register `i`.
    ///
    /// # Safety
    /// `i` is below the code's register count and the frame is live.
    pub unsafe fn reg(&self, i: usize) -> Ref<'_> {
        // SAFETY: MACHINE RULE 1.
        unsafe { Ref::from_word(*self.regs.add(i)) }
    }
}

/// Most frames a thread can have; `sys.setrecursionlimit` stays below.
const MAX_FRAMES: usize = 1 << 20;
/// Bytes that a thread's frame array takes if address space is not scarce.
pub const FRAME_BYTES: usize = MAX_FRAMES * std::mem::size_of::<Frame>();

/// The machine state of a thread, behind `Thread::ext`.
pub struct Machine {
    /// The frame array. The first element is the running frame while there is none: it is nothing but a window.
    pub frames: *mut Frame,
    /// `sys.set_asyncgen_hooks(firstiter=...)` of this thread.
    pub asyncgen_firstiter: Option<Obj>,
    /// `sys.set_asyncgen_hooks(finalizer=...)` of this thread.
    pub asyncgen_finalizer: Option<Obj>,
    /// `sys.set_coroutine_origin_tracking_depth` of this thread.
    pub origin_depth: u32,
    /// The traceback entry of the frame that an exception has left last, if it had no object, and where that frame stood.
    /// For comparison only.
    pub left: (Word, *const Frame),
    /// What `sys.settrace` and `sys.setprofile` have set.
    pub tracer: Option<Box<super::trace::Tracer>>,
    /// A function of these runs, for this frame (for comparison only): nothing is reported.
    pub told: Option<(super::trace::Event, *const Frame)>,
    /// Whether the generator frame that came off last was suspended (else it has ended).
    pub yielded: bool,
    /// Frame of the last instruction while a profile is made, else null.
    pub located: *const Frame,
}

impl Machine {
    /// A machine whose frame array stands in the space that the thread has set aside for it (`FRAME_BYTES` or less).
    pub fn new(th: &Thread) -> Machine {
        let (base, bytes) = th.state_space();
        super::call::note_frames(bytes / std::mem::size_of::<Frame>());
        let frames = base as *mut Frame;
        let regs = th.top();
        // SAFETY: the array's first element.
        unsafe {
            (*frames).regs = regs;
            (*frames).top = regs;
        }
        Machine {
            located: std::ptr::null(),
            frames,
            asyncgen_firstiter: None,
            asyncgen_finalizer: None,
            origin_depth: 0,
            tracer: None,
            told: None,
            left: (value::EMPTY, std::ptr::null()),
            yielded: false,
        }
    }
}

/// The machine of a thread.
#[inline(always)]
pub fn machine(th: &Thread) -> &'static mut Machine {
    debug_assert!(!th.ext.is_null());
    // SAFETY: `ext` is set when the thread starts and freed when it ends; callers use one field at a time.
    unsafe { &mut *(th.ext as *mut Machine) }
}

/// The running frame, or the element in front of all frames.
#[inline(always)]
pub fn top(th: &Thread) -> *mut Frame {
    th.window as *mut Frame
}

/// `f` is the running frame from now on.
#[inline(always)]
pub fn set_top(th: &mut Thread, f: *mut Frame) {
    th.window = f as *mut Window;
}

/// How many frames there are.
pub fn depth(th: &Thread) -> usize {
    // SAFETY: both stand in the frame array.
    unsafe { top(th).offset_from_unsigned(machine(th).frames) }
}

// ------------------------------------------------------------------ words

/// Drops an owned word that was taken out of a register.
#[inline(always)]
pub fn release(w: Word) {
    if value::is_owned(w) {
        // SAFETY: an owned word carries a count, which is given up here.
        drop(unsafe { Obj::from_word(w) });
    }
}

/// Counts what a borrowed word names and gives the owned word; other words as they are.
#[inline(always)]
pub fn to_owned(w: Word) -> Word {
    if value::is_borrowed(w) {
        // SAFETY: a borrowed register word names a live object.
        unsafe { Ref::from_word(w) }.own().into_word()
    } else {
        w
    }
}

/// Moves the value out of a register: counted, or an immediate, which may stay there.
///
/// # Safety
/// `p` is a register with a value.
#[inline(always)]
pub unsafe fn move_word(p: *mut Word) -> Word {
    // SAFETY: by contract.
    unsafe {
        let w = *p;
        if !value::is_ptr(w) {
            return w;
        }
        *p = UNBOUND;
        to_owned(w)
    }
}

/// A copy of a register word for another register (DESIGN §5, refinement 6): SHARED objects are borrowed, private ones counted.
#[inline(always)]
pub fn copy_word(w: Word) -> Word {
    if !value::is_ptr(w) {
        return w;
    }
    // SAFETY: a register word names a live object.
    let r = unsafe { Ref::from_word(w) };
    match r.header() {
        Some(h)
            if h.flags()
                & (typhon_runtime::refcount::SHARED | typhon_runtime::refcount::IMMORTAL)
                != 0 =>
        {
            w | value::BORROWED
        }
        _ => r.own().into_word(),
    }
}

/// An alias of a register word: no count (OPERAND RULE 5).
#[inline(always)]
pub fn alias(w: Word) -> Word {
    if value::is_ptr(w) {
        w | value::BORROWED
    } else {
        w
    }
}

/// Empties `n` registers from `p` on, the last one first (the order in which a frame's variables die).
///
/// # Safety
/// They are registers of the current thread and nobody reads them any more.
#[inline(always)]
pub unsafe fn clear_regs(p: *mut Word, n: usize) {
    for i in (0..n).rev() {
        // SAFETY: by contract.
        unsafe {
            let w = *p.add(i);
            *p.add(i) = UNBOUND;
            release(w);
        }
    }
}

/// The id of the current thread as the frame objects keep it.
pub fn tid() -> u32 {
    thread::current().tid()
}
