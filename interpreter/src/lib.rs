//! Interpreter library.
