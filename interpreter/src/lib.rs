//! The Typhon interpreter: source text -> AST -> bytecode -> frames.

pub mod code;
pub mod compile;
pub mod disasm;
pub mod opcode;
pub mod scope;
pub mod parse;
