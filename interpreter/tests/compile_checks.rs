//! The checks of finished code find what they are meant to find: each case breaks one instruction of sound code.

use std::sync::Arc;
use typhon::code::{CodeProto, Const};
use typhon::compile::{CompileOptions, check, compile};
use typhon::opcode::{Instr, Op};
use typhon::parse::{Mode, SourceFile, parse};

/// The code of the only function of a source.
fn function(source: &str) -> CodeProto {
    let src = SourceFile::new("<t>", source);
    let tree = parse(&src, Mode::Exec).expect("valid source");
    let (module, _) =
        compile(&src, &tree, Mode::Exec, &CompileOptions::default()).expect("compiles");
    let inner: Vec<Arc<CodeProto>> = module
        .consts
        .iter()
        .filter_map(|k| {
            if let Const::Code(c) = k {
                Some(Arc::clone(c))
            } else {
                None
            }
        })
        .collect();
    drop(module);
    let [code] = <[Arc<CodeProto>; 1]>::try_from(inner).expect("one function");
    Arc::try_unwrap(code).expect("no other owner")
}

/// Replaces the first instruction of a kind and gives what the checks say.
fn broken(source: &str, op: Op, replace: impl Fn(Instr) -> Instr) -> String {
    let mut code = function(source);
    assert_eq!(check::check(&code), Ok(()));
    let at = code
        .code
        .iter()
        .position(|i| i.op() == op)
        .unwrap_or_else(|| panic!("no {op:?}"));
    code.code[at] = replace(code.code[at]);
    check::check(&code).expect_err("a finding")
}

fn nop(_: Instr) -> Instr {
    Instr::new(Op::Nop, 0, 0, 0, 0)
}

fn with_op(op: Op) -> impl Fn(Instr) -> Instr {
    move |i| Instr::new(op, i.x(), i.a() as u16, i.b() as u16, i.c() as u16)
}

#[test]
fn unbound_local() {
    let found = broken(
        "def f(a):\n for i in a: pass\n return i\n",
        Op::CheckBound,
        nop,
    );
    assert!(found.contains("reads i"), "{found}");
}

#[test]
fn lost_temporary() {
    let found = broken("def f(a):\n while a: a()\n", Op::Clear, nop);
    assert!(found.contains("overwrites"), "{found}");
}

#[test]
fn unwritten_temporary() {
    let found = broken("def f(a):\n return a[a.b]\n", Op::LoadAttr, nop);
    assert!(found.contains("reads t0"), "{found}");
}

#[test]
fn assigned_alias() {
    let found = broken(
        "def f(x):\n f(x, (x := 1))\n",
        Op::Move,
        with_op(Op::MoveArg),
    );
    assert!(found.contains("aliases"), "{found}");
}

#[test]
fn wild_jump_register_and_constant() {
    let far = |i: Instr| Instr::new(i.op(), i.x(), i.a() as u16, i.b() as u16, 999);
    let found = broken("def f(x):\n if x < 1: return 2\n", Op::CompareJumpK, far);
    assert!(found.contains("jump out of range"), "{found}");
    let wild = |i: Instr| Instr::new(i.op(), i.x(), 999, i.b() as u16, i.c() as u16);
    let found = broken("def f(x):\n return x + x\n", Op::Binary, wild);
    assert!(found.contains("register"), "{found}");
    let missing = |i: Instr| Instr::new(i.op(), i.x(), i.a() as u16, i.b() as u16, 999);
    let found = broken("def f(x):\n return x + 1\n", Op::BinaryK, missing);
    assert!(found.contains("constant"), "{found}");
}
