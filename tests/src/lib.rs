//! Script runner: see `scripts.rs`.
