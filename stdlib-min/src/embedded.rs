//! The modules written in Python, embedded as source text and compiled when first imported.

include!(concat!(env!("OUT_DIR"), "/lib_table.rs"));

/// Source and is-package of an embedded module.
pub fn find(name: &str) -> Option<(&'static str, bool)> {
    LIB.binary_search_by(|e| e.0.cmp(name))
        .ok()
        .map(|i| (LIB[i].2, LIB[i].1))
}
