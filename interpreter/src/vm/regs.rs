//! A frame as the instruction handlers see it.

use super::cache::{self, Entry};
use super::frame::{Frame, alias, clear_regs, copy_word, release, to_owned};
use crate::objects::{Cell, Code, Function, Site};
use crate::opcode::Instr;
use std::sync::atomic::AtomicPtr;
use typhon_runtime::header::Header;
use typhon_runtime::obj::{Obj, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::value::{self, UNBOUND, Word};

/// The payload of the heap object that a plain word names.
///
/// # Safety
/// It is one with payload `T`, and lives.
#[inline(always)]
unsafe fn payload_at<T>(w: Word) -> &'static T {
    // SAFETY: by contract; payloads stand behind the header (OBJECT RULE 1).
    unsafe { &*((w as *const u8).add(std::mem::size_of::<Header>()) as *const T) }
}

/// Pointer to the running frame. Made by the dispatch loop only; every method works on that frame's own registers,
/// which stay mapped (MACHINE RULE 1, 3). Register numbers come from verified code.
#[derive(Clone, Copy)]
pub struct Fp(*mut Frame);

impl Fp {
    /// # Safety
    /// `f` is the running frame of this thread.
    #[inline(always)]
    pub unsafe fn new(f: *mut Frame) -> Fp {
        Fp(f)
    }
    /// The frame.
    #[inline(always)]
    pub fn frame(self) -> &'static mut Frame {
        // SAFETY: by construction; handlers run one at a time on this thread.
        unsafe { &mut *self.0 }
    }
    /// The raw pointer.
    #[inline(always)]
    pub fn ptr(self) -> *mut Frame {
        self.0
    }
    /// Address of register `i`.
    #[inline(always)]
    pub fn at(self, i: usize) -> *mut Word {
        // SAFETY: register numbers are below nregs.
        unsafe { self.frame().regs.add(i) }
    }
    /// The raw word.
    #[inline(always)]
    pub fn word(self, i: usize) -> Word {
        // SAFETY: see at.
        unsafe { *self.at(i) }
    }
    /// A view of register `i`; good until the register is written.
    #[inline(always)]
    pub fn reg(self, i: usize) -> Ref<'static> {
        // SAFETY: a register word names a live object as long as it stands there.
        unsafe { Ref::from_word(self.word(i)) }
    }
    /// Whether the register holds no value.
    #[inline(always)]
    pub fn is_unbound(self, i: usize) -> bool {
        self.word(i) == UNBOUND
    }
    /// Writes register `i`, releasing what was there.
    #[inline(always)]
    pub fn set_word(self, i: usize, w: Word) {
        // SAFETY: see at.
        unsafe {
            let old = *self.at(i);
            *self.at(i) = w;
            release(old);
        }
    }
    /// Writes register `i`.
    #[inline(always)]
    pub fn set(self, i: usize, o: Obj) {
        self.set_word(i, o.into_word());
    }
    /// Empties register `i`.
    #[inline(always)]
    pub fn clear(self, i: usize) {
        self.set_word(i, UNBOUND);
    }
    /// Whether register `i` is a temporary.
    #[inline(always)]
    pub fn is_temp(self, i: usize) -> bool {
        i >= self.code().nlocals
    }
    /// OPERAND RULE 1: ends a temporary operand.
    #[inline(always)]
    pub fn consume(self, i: usize) {
        if self.is_temp(i) {
            self.clear(i);
        }
    }
    /// Moves a temporary's value out, or copies a local's; counted.
    #[inline(always)]
    pub fn take(self, i: usize) -> Obj {
        let w = self.word(i);
        if self.is_temp(i) {
            // SAFETY: see at.
            unsafe { *self.at(i) = UNBOUND };
            // SAFETY: the word's count (made if it was borrowed) moves to the Obj.
            unsafe { Obj::from_word(to_owned(w)) }
        } else {
            self.reg(i).own()
        }
    }
    /// Moves the value out of register `i` whatever it is; None if unbound.
    pub fn take_any(self, i: usize) -> Option<Obj> {
        let w = self.word(i);
        if w == UNBOUND {
            return None;
        }
        // SAFETY: as in take.
        unsafe {
            *self.at(i) = UNBOUND;
            Some(Obj::from_word(to_owned(w)))
        }
    }
    /// Moves the value out of temporary `i`.
    #[inline(always)]
    pub fn take_moved(self, i: usize) -> Obj {
        let w = self.word(i);
        if w == UNBOUND {
            return Obj::none();
        }
        // SAFETY: as in take.
        unsafe {
            *self.at(i) = UNBOUND;
            Obj::from_word(to_owned(w))
        }
    }
    /// As `take_moved`, the word: counted or an immediate. An immediate may stay in the register.
    #[inline(always)]
    pub fn take_word(self, i: usize) -> Word {
        let w = self.word(i);
        debug_assert!(w != UNBOUND);
        if !value::is_ptr(w) {
            return w;
        }
        // SAFETY: as in take.
        unsafe { *self.at(i) = UNBOUND };
        to_owned(w)
    }
    /// Moves `n` temporaries from `base` on out.
    pub fn take_many(self, base: usize, n: usize) -> Vec<Obj> {
        (base..base + n)
            .map(|i| self.take_any(i).unwrap_or_else(Obj::none))
            .collect()
    }
    /// The word of operand `i` for another register: moved from a temporary, copied from a local.
    #[inline(always)]
    pub fn move_word(self, i: usize) -> Word {
        let w = self.word(i);
        if self.is_temp(i) {
            // SAFETY: see at.
            unsafe { *self.at(i) = UNBOUND };
            w
        } else {
            copy_word(w)
        }
    }
    /// As `move_word` for a call window (RULE 5).
    #[inline(always)]
    pub fn arg_word(self, i: usize) -> Word {
        let w = self.word(i);
        if self.is_temp(i) {
            // SAFETY: see at.
            unsafe { *self.at(i) = UNBOUND };
            w
        } else {
            alias(w)
        }
    }
    /// Undoes a `take`.
    pub fn set_back(self, i: usize, o: Obj) {
        if self.is_temp(i) {
            self.set(i, o);
        }
    }
    /// Empties the register below the frame's first (`Ret::Above`).
    #[inline(always)]
    pub fn clear_below(self) {
        // SAFETY: it holds the function that runs.
        unsafe { clear_regs(self.at(0).sub(1), 1) }
    }
    /// Empties registers `base..base + n`.
    #[inline(always)]
    pub fn clear_range(self, base: usize, n: usize) {
        // SAFETY: registers of this frame (or of its call window).
        unsafe { clear_regs(self.at(base), n) }
    }
    /// Empties the variables of a frame that ends. True: an object was released.
    #[inline(always)]
    pub fn clear_locals(self) -> bool {
        let mut released = false;
        // The last one first, as in `clear_regs`.
        for i in (0..self.code().nlocals).rev() {
            let w = self.word(i);
            // Immediates may stay (MACHINE RULE 2).
            if value::is_ptr(w) {
                // SAFETY: see at.
                unsafe { *self.at(i) = UNBOUND };
                if value::is_owned(w) {
                    release(w);
                    released = true;
                }
            }
        }
        released
    }
    /// MACHINE RULE 2, in debug builds: no register from `first` on holds an object when the frame ends.
    #[inline(always)]
    pub fn check_left(self, first: usize) {
        if cfg!(debug_assertions) {
            for i in first..self.code().nregs {
                let w = self.word(i);
                assert!(
                    !value::is_ptr(w),
                    "{} leaves {w:#x} in register {i}",
                    self.code().proto.qualname
                );
            }
        }
    }
    /// The code.
    #[inline(always)]
    pub fn code(self) -> &'static Code {
        // SAFETY: kept alive by the frame.
        unsafe { &*self.frame().code }
    }
    /// Constant `k`.
    #[inline(always)]
    pub fn konst(self, k: usize) -> Ref<'static> {
        // SAFETY: constants live as long as the code, which the frame keeps alive; indexes come from verified code.
        unsafe { self.code().consts.get_unchecked(k).r().extend() }
    }
    /// The site of an instruction.
    #[inline(always)]
    pub fn site(self, i: Instr) -> &'static Site {
        // SAFETY: as konst.
        unsafe { self.code().site(i.site()) }
    }
    /// What the site of an instruction found.
    #[inline(always)]
    pub fn entry(self, i: Instr) -> Option<&'static Entry> {
        // SAFETY: CODE RULE 4; numbers come from verified code.
        let cache = unsafe { &*(self.code().table().add(i.site()) as *const AtomicPtr<Entry>) };
        cache::load(cache)
    }
    /// The function's payload.
    #[inline(always)]
    pub fn func(self) -> &'static Function {
        // SAFETY: every frame has a function, kept alive while the frame runs.
        unsafe { Ref::from_word(self.frame().func).payload_unchecked() }
    }
    /// Globals dict.
    #[inline(always)]
    pub fn globals(self) -> Ref<'static> {
        // SAFETY: a function's globals never change.
        unsafe { Ref::from_word(self.func().globals.peek()) }
    }
    /// Builtins dict.
    #[inline(always)]
    pub fn builtins(self) -> Ref<'static> {
        // SAFETY: as globals.
        unsafe { Ref::from_word(self.func().builtins.peek()) }
    }
    /// Payload of the globals, where they are known to be a dict.
    ///
    /// # Safety
    /// They are an exact dict.
    #[inline(always)]
    pub unsafe fn globals_dict(self) -> &'static Dict {
        // SAFETY: a function's globals never change; slots hold plain words.
        unsafe { payload_at(self.function_payload().globals.peek()) }
    }
    /// Payload of the builtins, where they are known to be a dict.
    ///
    /// # Safety
    /// They are an exact dict.
    #[inline(always)]
    pub unsafe fn builtins_dict(self) -> &'static Dict {
        // SAFETY: as globals_dict.
        unsafe { payload_at(self.function_payload().builtins.peek()) }
    }
    #[inline(always)]
    fn function_payload(self) -> &'static Function {
        // SAFETY: every frame has a function, a heap object.
        unsafe { payload_at(self.frame().func & !value::BORROWED) }
    }
    /// The cell of free variable `n`.
    ///
    /// # Safety
    /// The function has a closure with that many cells.
    #[inline(always)]
    pub unsafe fn free_cell(self, n: usize) -> &'static Cell {
        // SAFETY: a function's closure, a tuple of cells, is set once, before it can run; slots hold plain words.
        unsafe {
            let t: &Tuple = payload_at(self.function_payload().closure.peek());
            payload_at(t.slots().get_unchecked(n).peek())
        }
    }
    /// Locals mapping, if the frame has one.
    pub fn locals(self) -> Option<Ref<'static>> {
        let w = self.frame().locals;
        if w == value::EMPTY {
            None
        } else {
            // SAFETY: kept alive by the Rust caller.
            Some(unsafe { Ref::from_word(w) })
        }
    }
    /// The function, if the frame has one.
    pub fn function(self) -> Option<Ref<'static>> {
        let w = self.frame().func;
        if w == value::EMPTY {
            None
        } else {
            // SAFETY: kept alive by the call window or the generator.
            Some(unsafe { Ref::from_word(w) })
        }
    }
}
