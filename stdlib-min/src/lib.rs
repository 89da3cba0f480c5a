//! Builtins and modules of Typhon: native ones in safe Rust here, the rest in Python under `lib/`.
//!
//! `builtins/` gives the builtin types their visible methods and slots, `modules/` makes native modules,
//! `registry.rs` lists the modules. The storage of each builtin type is `typhon_runtime::types`.

#![forbid(unsafe_code)]

pub mod builtins;
pub mod embedded;
pub mod modules;
pub mod registry;

use typhon_runtime::{R, Thread};

/// Brings every builtin type to life. Called once by the first thread, after `typhon_runtime::types::init`.
pub fn init(th: &mut Thread) -> R<()> {
    builtins::init(th)
}

#[cfg(test)]
mod tests {
    use typhon_runtime::{Thread, types};

    #[test]
    fn init_gives_object_its_wrappers() {
        let mut th = Thread::start(8 << 20, true);
        types::init();
        super::init(&mut th).unwrap();
        let own = types::slotdefs::wrapper::own_wrappers(&types::OBJECT);
        for n in [
            "__repr__",
            "__str__",
            "__hash__",
            "__eq__",
            "__lt__",
            "__getattribute__",
            "__delattr__",
        ] {
            assert!(own.contains(&n), "{n} missing in {own:?}");
        }
        assert!(!own.contains(&"__add__"));
        let m = super::registry::find("builtins").unwrap()(&mut th).unwrap();
        assert!(types::module::get(m.r(), "object").is_some());
    }
}
