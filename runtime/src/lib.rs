//! The runtime of Typhon: values, objects, memory, threads, builtin storage types. Knows no bytecode.
//!
//! Reading order: `value` (bits), `header`, `refcount` (COUNT RULES), `slot` (SLOT RULES), `heap`, `thread`, `obj`,
//! then `types/`. docs/ARCHITECTURE.md is the map.

pub mod call;
pub mod error;
pub mod gate;
pub mod gc;
pub mod guarded;
pub mod header;
pub mod heap;
pub mod hooks;
pub mod iter;
pub mod lock;
pub mod names;
pub mod obj;
pub mod ops;
pub mod os;
pub mod refcount;
pub mod shape;
pub mod signature;
pub mod slot;
pub mod suggest;
pub mod sort;
pub mod sync;
pub mod thread;
pub mod types;
pub mod unicode;
pub mod value;
pub mod weak;

pub use obj::{Obj, Payload, R, Raised, Ref, Val};
pub use thread::Thread;
