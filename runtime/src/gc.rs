//! The cycle collector.

use crate::thread::Thread;

/// Collects if the thresholds say so.
pub fn collect_if_due(_th: &mut Thread) {}
