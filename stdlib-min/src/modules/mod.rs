//! Native modules, one file or folder each. `registry.rs` lists them.

pub mod bisect;
pub mod builtins;
pub mod codecs;
pub mod collections;
pub mod common;
pub mod errno;
pub mod functools;
pub mod gc;
pub mod heapq;
pub mod io;
pub mod itertools;
pub mod json;
pub mod math;
pub mod operator;
pub mod posix;
pub mod queue;
pub mod random;
pub mod signal;
pub mod string;
pub mod struct_;
pub mod sys;
mod sys_names;
pub mod thread;
pub mod time;
pub mod unicodedata;
pub mod weakref;
