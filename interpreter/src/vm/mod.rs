//! The machine: fetch, dispatch, calls and unwinding. Semantics stand in the `ops` modules.

pub mod arith;
pub mod attr;
pub mod awaiting;
mod bind;
pub mod cache;
pub mod call;
pub mod container;
pub mod control;
pub mod flow;
pub mod frame;
pub mod generator;
pub mod import;
mod items;
pub mod line_jump;
mod moves;
mod natives;
mod numbers;
mod operators;
pub mod place;
pub mod regs;
pub mod stacks;
mod step;
pub mod suspend;
mod table;
pub mod trace;
pub mod unwind;
pub mod variables;

use regs::Fp;
use typhon_runtime::Thread;
use typhon_runtime::obj::{R, Raised};
use typhon_runtime::thread::finish;
use typhon_runtime::value::EMPTY;

/// What executes each instruction, for `Thread::handlers`.
pub fn handlers() -> [*const (); typhon_runtime::thread::HANDLERS] {
    if let Some(park) = finish::handler() {
        return [park; typhon_runtime::thread::HANDLERS];
    }
    if typhon_runtime::profile::is_on() {
        return [table::synced as step::Handler as *const (); typhon_runtime::thread::HANDLERS];
    }
    table::HANDLERS.map(|h| h as *const ())
}

/// Runs the frame on top of the stack until it ends.
#[inline]
pub fn run(th: &mut Thread) -> R {
    if th.stack_is_low() {
        return Err(abandon(th));
    }
    step::drive(th)
}

/// As `run`, but begins by raising the exception in flight at the frame's present instruction.
pub fn run_raising(th: &mut Thread) -> R {
    step::drive_raising(th)
}

/// The Rust stack is low: takes the frame off again.
#[cold]
fn abandon(th: &mut Thread) -> Raised {
    // SAFETY: the frame just pushed.
    let f = unsafe { Fp::new(frame::top(th)) };
    let n = f.code().nregs;
    if f.frame().generator != EMPTY {
        suspend::finish(th, f);
    }
    unwind::pop(th, f, n);
    typhon_runtime::error::recursion_error(th, "maximum recursion depth exceeded")
}

impl Fp {
    /// OPERAND RULE 1 for an operand that may be the destination.
    #[inline(always)]
    pub fn consume_unless(self, i: usize, dst: usize) {
        if i != dst {
            self.consume(i);
        }
    }
}
