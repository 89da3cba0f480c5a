//! Runtime of Typhon.
