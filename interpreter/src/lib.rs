//! The Typhon interpreter: source text -> AST -> bytecode -> frames.

pub mod code;
pub mod opcode;
pub mod parse;
