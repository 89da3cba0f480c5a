//! `itertools`.
//!
//! ITERTOOLS RULE. An iterator that threads share never crashes, and its own state (positions, pools, counters)
//! changes under a lock that is not held while Python code runs. `count` and `repeat` hand out each item once.

mod combine;
mod endless;
mod group;
mod pick;
mod window;
mod zip;

use super::common::TypeSpec;
use typhon_runtime::types::module;
use typhon_runtime::{R, Thread};

/// Brings the types of one file to life.
type Init = fn(&mut Thread) -> R<Vec<&'static TypeSpec>>;

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "itertools")?;
    let tables: [Init; 6] = [
        endless::init,
        pick::init,
        window::init,
        zip::init,
        combine::init,
        group::init,
    ];
    for init in tables {
        for spec in init(th)? {
            module::add(th, m.r(), spec.t.static_short_name(), spec.t.r().own())?;
        }
    }
    module::add_functions(th, m.r(), group::FUNCTIONS)?;
    Ok(m)
}
