//! The runtime of Typhon: values, objects, memory, threads, builtin storage types. Knows no bytecode.
//!
//! Reading order: `value` (bits), `header`, `refcount` (COUNT RULES), `slot` (SLOT RULES), `heap`, `thread`, `obj`,
//! then `types/`. docs/ARCHITECTURE.md is the map.

#[cfg(not(loom))]
pub mod addresses;
#[cfg(not(loom))]
pub mod asleep;
pub mod borrow;
#[cfg(not(loom))]
pub mod call;
#[cfg(not(loom))]
pub mod error;
#[cfg(not(loom))]
pub mod fork;
#[cfg(not(loom))]
pub mod gate;
#[cfg(not(loom))]
pub mod gc;
#[cfg(not(loom))]
pub mod guarded;
pub mod header;
#[cfg(not(loom))]
pub mod heap;
#[cfg(not(loom))]
pub mod hooks;
#[cfg(not(loom))]
pub mod iter;
#[cfg(not(loom))]
pub mod libm;
#[cfg(not(loom))]
pub mod lock;
pub mod moves;
#[cfg(not(loom))]
pub mod names;
#[cfg(not(loom))]
pub mod obj;
#[cfg(not(loom))]
pub mod observe;
#[cfg(not(loom))]
pub mod ops;
#[cfg(not(loom))]
pub mod os;
pub mod parking;
#[cfg(not(loom))]
pub mod profile;
#[cfg(not(loom))]
pub mod pylock;
#[cfg(not(loom))]
pub mod quick;
pub mod refcount;
#[cfg(not(loom))]
pub mod running;
#[cfg(not(loom))]
pub mod shape;
#[cfg(not(loom))]
pub mod signature;
#[cfg(not(loom))]
pub mod slot;
#[cfg(not(loom))]
pub mod sort;
pub mod station;
#[cfg(not(loom))]
pub mod suggest;
pub mod sync;
#[cfg(not(loom))]
pub mod thread;
#[cfg(not(loom))]
pub mod types;
#[cfg(not(loom))]
pub mod unicode;
pub mod value;
#[cfg(not(loom))]
pub mod weak;
#[cfg(not(loom))]
pub mod worker;

#[cfg(not(loom))]
pub use obj::{Obj, Payload, R, Raised, Ref, Val};
#[cfg(not(loom))]
pub use thread::Thread;
