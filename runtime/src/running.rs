//! Which event loop a thread runs, and which of its tasks: what `asyncio` asks and sets several times per step of a task.
//!
//! The slots are written by the thread itself alone. Others may read them: `current_task(loop)` from another thread.

use crate::slot::Slot;

/// Of one thread, for as long as it lives.
pub struct Running {
    /// The running event loop; empty: none.
    pub event_loop: Slot,
    /// The task that runs in it; empty: none.
    pub task: Slot,
}

impl Running {
    /// Of a thread that runs no loop.
    pub fn none() -> Running {
        Running {
            event_loop: Slot::empty(),
            task: Slot::empty(),
        }
    }
    /// The thread ends.
    pub(crate) fn end(&self) {
        self.event_loop.discard();
        self.task.discard();
    }
}
