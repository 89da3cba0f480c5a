//! The Typhon interpreter: source text -> AST -> bytecode -> frames.

pub mod builtins;
pub mod code;
pub mod command;
pub mod compile;
pub mod disasm;
pub mod ending;
pub mod importer;
pub mod monitoring;
pub mod objects;
pub mod opcode;
pub mod options;
pub mod ostext;
pub mod outcome;
pub mod parse;
pub mod repl;
pub mod scope;
pub mod source;
pub mod startup;
pub mod switches;
pub mod tree;
pub mod unraisable;
pub mod vm;
