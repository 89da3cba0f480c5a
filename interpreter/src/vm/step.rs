//! The state of the machine between two instructions, and the way from one to the next.
//!
//! Each instruction has a handler. A handler ends in a call of the next one, which optimising builds turn into a jump, so
//! that the state stays in processor registers. For that a handler has no variable whose address leaves it, and hands
//! everything that is not its common case to a function of its own. Builds with debug assertions go back to a loop
//! (`drive`) after each instruction instead.
//!
//! STATE RULE. Handlers run with the state of the frame on top of the stack: registers, constants and instruction
//!   pointer come from verified code (MACHINE RULES 1-3). `ip` is stored to the frame (`sync`) before anything that may
//!   run other code or raise.

use super::cache::{self, Entry};
use super::frame::{self, release};
use super::regs::Fp;
use super::{call, unwind};
use crate::opcode::Instr;
use std::sync::atomic::{AtomicPtr, AtomicU64};
use typhon_runtime::Thread;
use typhon_runtime::obj::{R, Raised};
use typhon_runtime::value::{self, Word};

/// Executes one instruction and all that follow it, until the frame that Rust called ends.
pub type Handler = fn(&mut Thread, Ip, Fp, *mut Word, *const Word) -> R;

/// Address of the instruction behind the one in progress.
pub type Ip = *const AtomicU64;

/// See STATE RULE.
pub struct State<'t> {
    /// The thread.
    pub th: &'t mut Thread,
    /// The next instruction.
    pub ip: Ip,
    /// The running frame.
    pub f: Fp,
    /// Its register 0.
    pub regs: *mut Word,
    /// Its constants and what its sites found (CODE RULE 4).
    pub consts: *const Word,
}

/// Defines a handler: `op!(name(state) { ...; state.next() })`.
macro_rules! op {
    ($(#[$m:meta])* $name:ident($s:ident) $body:block) => {
        $(#[$m])*
        pub fn $name(
            th: &mut typhon_runtime::Thread,
            ip: $crate::vm::step::Ip,
            f: $crate::vm::regs::Fp,
            regs: *mut typhon_runtime::value::Word,
            consts: *const typhon_runtime::value::Word,
        ) -> typhon_runtime::obj::R {
            let mut $s = $crate::vm::step::State { th, ip, f, regs, consts };
            let _ = &mut $s;
            $body
        }
    };
}

/// The value of a result; raises if it is an exception.
macro_rules! slow {
    ($s:ident, $e:expr) => {{
        $s.sync();
        match $e {
            Ok(v) => v,
            Err(typhon_runtime::obj::Raised) => return $crate::vm::step::raise($s.th, true),
        }
    }};
}

pub(super) use {op, slow};

// Operands are read byte by byte where they stand.
const _: () = assert!(cfg!(target_endian = "little"));

impl<'t> State<'t> {
    /// The state of the frame on top, as it was stored.
    #[inline(always)]
    pub fn on_top(th: &'t mut Thread) -> State<'t> {
        // SAFETY: a frame is on top while the machine runs.
        let f = unsafe { Fp::new(frame::top(th)) };
        let fr = f.frame();
        let consts = fr.code().table();
        State {
            th,
            ip: fr.ip,
            f,
            regs: fr.regs,
            consts,
        }
    }
}

impl State<'_> {
    /// `T` at byte `at` of the instruction in progress.
    #[inline(always)]
    fn field<T: Copy>(&self, at: usize) -> T {
        // SAFETY: STATE RULE: `ip` is behind an instruction word, which nobody writes (CODE RULE 2).
        unsafe { *((self.ip as *const u8).sub(8).add(at) as *const T) }
    }
    /// The instruction in progress.
    #[inline(always)]
    pub fn i(&self) -> Instr {
        Instr(self.field(0))
    }
    /// Field x.
    #[inline(always)]
    pub fn x(&self) -> u8 {
        self.field(1)
    }
    /// Field a.
    #[inline(always)]
    pub fn a(&self) -> usize {
        self.field::<u16>(2) as usize
    }
    /// Field b.
    #[inline(always)]
    pub fn b(&self) -> usize {
        self.field::<u16>(4) as usize
    }
    /// Field c.
    #[inline(always)]
    pub fn c(&self) -> usize {
        self.field::<u16>(6) as usize
    }
    /// Fields a, b, c, read anew: what a handler needs only at its end is not worth a register until then.
    #[inline(always)]
    pub fn operands_again(&self) -> (usize, usize, usize) {
        // SAFETY: as field.
        let i = Instr(unsafe { (self.ip.sub(1) as *const u64).read_volatile() });
        (i.a(), i.b(), i.c())
    }
    /// Field c as a signed jump.
    #[inline(always)]
    pub fn jump16(&self) -> isize {
        self.field::<i16>(6) as isize
    }
    /// Fields b:c as a signed jump.
    #[inline(always)]
    pub fn jump32(&self) -> isize {
        self.field::<i32>(4) as isize
    }
    /// Fields b:c as an index.
    #[inline(always)]
    pub fn wide(&self) -> usize {
        self.field::<u32>(4) as usize
    }
    /// What the site whose number is field c (quick forms) found.
    #[inline(always)]
    pub fn entry_c(&self) -> Option<&'static Entry> {
        // SAFETY: CODE RULE 4; verified code, which the frame keeps alive.
        let cache = unsafe { &*(self.consts.add(self.c()) as *const AtomicPtr<Entry>) };
        cache::load(cache)
    }
    /// The word of register `i`.
    #[inline(always)]
    pub fn w(&self, i: usize) -> Word {
        // SAFETY: STATE RULE.
        unsafe { *self.regs.add(i) }
    }
    /// The word of constant `i`.
    #[inline(always)]
    pub fn k(&self, i: usize) -> Word {
        // SAFETY: STATE RULE; constants live as long as the code (`Obj` is a word).
        unsafe { *self.consts.add(i) }
    }
    /// Writes register `i` and gives what stood there.
    #[inline(always)]
    pub fn replace(&self, i: usize, v: Word) -> Word {
        // SAFETY: STATE RULE.
        unsafe { std::ptr::replace(self.regs.add(i), v) }
    }
    /// Writes register `i`, releasing what was there.
    #[inline(always)]
    pub fn set(&self, i: usize, v: Word) {
        release(self.replace(i, v));
    }
    /// Moves the instruction pointer.
    #[inline(always)]
    pub fn jump(&mut self, n: isize) {
        // SAFETY: jump targets are inside the code.
        self.ip = unsafe { self.ip.offset(n) };
    }
    /// See STATE RULE.
    #[inline(always)]
    pub fn sync(&self) {
        self.f.frame().ip = self.ip;
    }
    /// The state of the frame on top, which has changed.
    #[inline(always)]
    pub fn reload(&mut self) {
        let s = State::on_top(self.th);
        (self.f, self.ip, self.regs, self.consts) = (s.f, s.ip, s.regs, s.consts);
    }
    /// Goes on with another handler for the same instruction.
    #[inline(always)]
    pub fn to(self, h: Handler) -> R {
        h(self.th, self.ip, self.f, self.regs, self.consts)
    }
    /// The next instruction.
    #[cfg(not(debug_assertions))]
    #[inline(always)]
    pub fn next(self) -> R {
        // SAFETY: STATE RULE, CODE RULE 2.
        let (op, ip) = unsafe { (*(self.ip as *const u8), self.ip.add(1)) };
        let h = self.th.handlers[op as usize];
        // SAFETY: the table of this thread, set before a frame runs.
        let h = unsafe { std::mem::transmute::<*const (), Handler>(h) };
        h(self.th, ip, self.f, self.regs, self.consts)
    }
    /// Back to `drive`.
    #[cfg(debug_assertions)]
    pub fn next(self) -> R {
        self.sync();
        Ok(more())
    }
    /// A jump, then the next instruction.
    #[inline(always)]
    pub fn goto(mut self, n: isize) -> R {
        self.jump(n);
        self.next()
    }
    /// Writes register `i`, then the next instruction.
    #[inline(always)]
    pub fn put(self, i: usize, v: Word) -> R {
        let old = self.replace(i, v);
        self.drop_then(old)
    }
    /// Writes register `i`, which holds nothing to drop, then the next instruction.
    #[inline(always)]
    pub fn put_plain(self, i: usize, v: Word) -> R {
        let old = self.replace(i, v);
        debug_assert!(!value::is_owned(old), "register {i} held {old:#x}");
        self.next()
    }
    /// Drops a word that was in a register, then the next instruction.
    #[inline(always)]
    pub fn drop_then(self, old: Word) -> R {
        if value::is_owned(old) {
            return release_word(self.th, self.ip, self.f, self.regs, self.consts, old);
        }
        self.next()
    }
    /// Writes register `a` and consumes register `b`, a temporary; `a` is not `b`.
    #[inline(always)]
    pub fn put_consume(self, a: usize, v: Word, b: usize) -> R {
        let before = self.replace(a, v);
        if value::is_owned(before) {
            return release_word_consume(self.th, self.ip, self.f, self.regs, self.consts, before);
        }
        let old = self.replace(b, value::UNBOUND);
        self.drop_then(old)
    }
    /// As `drop_then`; if there was something to drop, finalisers run at once.
    #[inline(always)]
    pub fn drop_then_serve(self, old: Word) -> R {
        if value::is_owned(old) {
            return release_word_serve(self.th, self.ip, self.f, self.regs, self.consts, old);
        }
        self.next()
    }
    /// As `drop_then_serve`, then empties register a of the instruction as well.
    #[inline(always)]
    pub fn drop_clear_serve(self, old: Word) -> R {
        release_word_clear(self.th, self.ip, self.f, self.regs, self.consts, old)
    }
    /// Serves a safepoint if there is need, then the next instruction.
    #[inline(always)]
    pub fn done(self) -> R {
        if self.th.interrupted() {
            return self.to(serve);
        }
        self.next()
    }
}

/// Handlers that begin by dropping a word that was in a register.
macro_rules! dropping {
    ($($(#[$m:meta])* $name:ident($s:ident) $body:block)*) => { $(
        $(#[$m])*
        #[inline(never)]
        fn $name(
            th: &mut Thread,
            ip: Ip,
            f: Fp,
            regs: *mut Word,
            consts: *const Word,
            old: Word,
        ) -> R {
            release(old);
            let $s = State {
                th,
                ip,
                f,
                regs,
                consts,
            };
            $body
        }
    )* };
}
dropping! {
    release_word(s) { s.next() }
    release_word_serve(s) { s.done() }
    /// Goes on with the temporary in register b of the instruction, then the next instruction.
    release_word_consume(s) {
        release(s.replace(s.b(), value::UNBOUND));
        s.next()
    }
    /// Goes on with the one in register a of the instruction, serves a safepoint, then the next instruction.
    release_word_clear(s) {
        release(s.replace(s.a(), value::UNBOUND));
        s.done()
    }
}
op!(
    #[cold]
    #[inline(never)]
    serve(s) {
        slow!(s, call::serve(s.th));
        s.next()
    }
);

/// Goes on after an exception was raised at the present instruction of the frame on top; `trace`: it gets an entry.
#[cold]
#[inline(never)]
pub fn raise(th: &mut Thread, trace: bool) -> R {
    match unwind::unwind(th, trace) {
        unwind::Target::Handler => resume(th),
        unwind::Target::Out => Err(Raised),
    }
}

/// Goes on with the frame on top where it stands.
#[inline(always)]
fn resume(th: &mut Thread) -> R {
    State::on_top(th).next()
}

/// Runs the frame on top of the stack until it ends.
#[cfg(not(debug_assertions))]
#[inline]
pub fn drive(th: &mut Thread) -> R {
    resume(th)
}

/// What a handler gives in builds with debug assertions when the frame has not ended.
#[cfg(debug_assertions)]
fn more() -> typhon_runtime::obj::Obj {
    // SAFETY: an immediate, and never the result of a frame.
    unsafe { typhon_runtime::obj::Obj::from_word(value::UNBOUND) }
}

/// Runs the frame on top of the stack until it ends.
#[cfg(debug_assertions)]
pub fn drive(th: &mut Thread) -> R {
    let mut r = resume(th);
    while r.as_ref().is_ok_and(|o| o.r().word() == value::UNBOUND) {
        // SAFETY: a frame is on top while the machine runs.
        let f = unsafe { Fp::new(frame::top(th)) };
        let fr = f.frame();
        // SAFETY: STATE RULE, CODE RULE 2.
        let (op, ip) = unsafe { (*(fr.ip as *const u8), fr.ip.add(1)) };
        let consts = fr.code().table();
        // SAFETY: the table of this thread, set before a frame runs.
        let h = unsafe { std::mem::transmute::<*const (), Handler>(th.handlers[op as usize]) };
        r = h(th, ip, f, fr.regs, consts);
    }
    r
}

/// As `drive`, but begins by raising the exception in flight at the frame's present instruction.
pub fn drive_raising(th: &mut Thread) -> R {
    match unwind::unwind(th, true) {
        unwind::Target::Handler => drive(th),
        unwind::Target::Out => Err(Raised),
    }
}
