//! What can be seen of an object's memory state from outside: tests use it to show that an experiment switch is in
//! force. Nothing depends on it.

use crate::obj::Ref;

/// The state of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// A thread owns it, so that thread counts without atomic operations (off with `-X refcount=atomic`).
    pub owned: bool,
    /// Other threads may reach it.
    pub shared: bool,
    /// Locking it really takes its lock (with one thread only with `-X locks=always`).
    pub lockable: bool,
}

/// Looks at a heap object; None for a value that is no object.
pub fn state(o: Ref<'_>) -> Option<State> {
    let h = o.header()?;
    Some(State {
        owned: h.has_owner(),
        shared: h.is_shared(),
        lockable: h.lock.lock().is_taken(),
    })
}
