//! Dunder methods and slots.
