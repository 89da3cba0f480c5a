//! Payloads of the objects that belong to the machine: code, functions, cells, frames, tracebacks, generators.
//! Their visible attributes are in `attributes.rs` and `generator_type.rs`.

pub mod asyncgen_hooks;
pub mod attributes;
pub mod awaitables;
pub mod code;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod generator;
pub mod generator_type;
pub mod origin;

pub use code::{Code, Site};
pub use frame::{FrameObj, Traceback};
pub use function::{Cell, Function};
pub use generator::Generator;

use typhon_runtime::types::{self, typeobj::flags as tf};

/// Sets the machine's types up; methods and attributes follow in `attributes::init`.
pub fn init() {
    let o = Some(&types::OBJECT);
    types::CODE.setup::<Code>(o, tf::BORN_SHARED | tf::WEAKREFS);
    types::FUNCTION.setup::<Function>(o, tf::WEAKREFS | tf::HAS_ATTRS | tf::METHOD_DESCRIPTOR);
    types::CELL.setup::<Cell>(o, 0);
    types::FRAME.setup::<FrameObj>(o, 0);
    types::TRACEBACK.setup::<Traceback>(o, 0);
    for t in [
        &types::GENERATOR,
        &types::COROUTINE,
        &types::ASYNC_GENERATOR,
    ] {
        t.setup::<Generator>(o, tf::WEAKREFS);
    }
    awaitables::setup();
    frame_locals::setup();
}
