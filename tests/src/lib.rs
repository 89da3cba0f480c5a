//! Parts of the script runner (`tests/scripts.rs`): finding scripts, running one, comparing; and of the tests of the
//! command (`tests/cli.rs`).
//!
//! Invariant: whatever `record.py` does to a stream before it writes a record, `normalise`
//! does to the stream before the comparison; both sides check `normalise_cases.txt`.
#![forbid(unsafe_code)]

pub mod binary;
pub mod compare;
pub mod directives;
pub mod normalise;
pub mod process;
pub mod suite;
