//! Builtins and modules.
