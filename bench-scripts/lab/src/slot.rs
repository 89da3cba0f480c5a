//! What the measurement and the comparison of answers know of one workload with one number of threads on one interpreter.

use crate::protocol::Kind;
use crate::session::Cell;

/// One cell while it is measured.
pub(crate) struct Slot {
    pub(crate) cell: Cell,
    /// Position of the workload and of the interpreter.
    pub(crate) workload: usize,
    pub(crate) interpreter: usize,
    /// Seconds of the whole process of each run, the warm-ups included.
    pub(crate) walls: Vec<f64>,
    /// Answers of all runs.
    pub(crate) digests: Vec<String>,
    /// What the script said about its work; None: it does not know the protocol.
    pub(crate) kind: Option<Kind>,
    /// It failed, declined, or is done.
    pub(crate) out: bool,
}

impl Slot {
    /// A slot that ran, for the tests of `verify.rs`.
    #[cfg(test)]
    pub(crate) fn with(cell: Cell, kind: Option<Kind>, digests: &[&str]) -> Slot {
        Slot {
            cell,
            workload: 0,
            interpreter: 0,
            walls: vec![1.0],
            digests: digests.iter().map(|d| (*d).to_string()).collect(),
            kind,
            out: false,
        }
    }
}
