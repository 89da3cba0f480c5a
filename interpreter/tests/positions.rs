//! Positions of instructions that can raise: each must be one that CPython 3.14 gives to the same kind of operation in
//! the same code object, so that tracebacks point at the same text.
//!
//! Set `TYPHON_PYTHON` to the executable and run with `--ignored`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use typhon::code::{CodeProto, Const};
use typhon::compile::{CompileOptions, compile};
use typhon::opcode::Op;
use typhon::parse::{Mode, SourceFile, decode_source, parse};

mod reference;

/// Prints the positions of each kind of operation of every code object.
const DUMP: &str = r#"
import sys, types, warnings, dis
warnings.simplefilter("ignore")
KINDS = {
    "STORE_SUBSCR": "item", "DELETE_SUBSCR": "item", "BINARY_SLICE": "item", "STORE_SLICE": "item",
    "LOAD_ATTR": "attr", "STORE_ATTR": "attr", "DELETE_ATTR": "attr", "LOAD_SUPER_ATTR": "attr",
    "CALL": "call", "CALL_KW": "call", "CALL_FUNCTION_EX": "call", "CALL_INTRINSIC_1": "call",
    "LOAD_GLOBAL": "name", "LOAD_NAME": "name", "LOAD_FROM_DICT_OR_GLOBALS": "name", "LOAD_FROM_DICT_OR_DEREF": "name",
    "LOAD_DEREF": "name", "LOAD_FAST_CHECK": "name", "LOAD_FAST": "name", "LOAD_FAST_BORROW": "name",
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW": "name", "LOAD_FAST_LOAD_FAST": "name", "LOAD_FAST_AND_CLEAR": "name",
    "COMPARE_OP": "compare", "CONTAINS_OP": "compare", "IS_OP": "compare", "GET_ITER": "iter", "FOR_ITER": "iter",
    "UNPACK_SEQUENCE": "unpack", "UNPACK_EX": "unpack", "RAISE_VARARGS": "raise", "IMPORT_NAME": "import",
    "IMPORT_FROM": "import", "UNARY_NEGATIVE": "unary", "UNARY_INVERT": "unary", "UNARY_NOT": "unary",
    "BEFORE_WITH": "with", "LOAD_SPECIAL": "with", "FORMAT_SIMPLE": "format", "FORMAT_WITH_SPEC": "format",
    "DELETE_FAST": "del", "DELETE_NAME": "del", "DELETE_GLOBAL": "del", "DELETE_DEREF": "del",
    "LIST_EXTEND": "extend", "DICT_UPDATE": "extend", "DICT_MERGE": "extend", "SET_UPDATE": "extend",
    "YIELD_VALUE": "yield", "SEND": "yield", "GET_YIELD_FROM_ITER": "yield",
}
def facts(code):
    seen = set()
    for i in dis.get_instructions(code):
        kind = KINDS.get(i.opname)
        if i.opname == "BINARY_OP":
            kind = "item" if i.argrepr == "[]" else "binary"
        if kind:
            p = i.positions
            seen.add((kind, p.lineno, p.end_lineno, p.col_offset, p.end_col_offset))
    print("CODE", code.co_qualname, code.co_firstlineno)
    for s in seen:
        print(*s)
    for k in code.co_consts:
        if isinstance(k, types.CodeType):
            facts(k)
for path in sys.stdin.read().splitlines():
    print("FILE", path)
    with open(path, "rb") as f:
        source = f.read()
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        print("ERROR")
    else:
        facts(code)
"#;

fn kind(op: Op) -> Option<&'static str> {
    Some(match op {
        Op::GetItem | Op::GetItemK | Op::SetItem | Op::DelItem => "item",
        Op::LoadAttr
        | Op::StoreAttr
        | Op::DelAttr
        | Op::LoadMethod
        | Op::LoadSuperAttr
        | Op::LoadSuperMethod => "attr",
        Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx => "call",
        Op::LoadGlobal | Op::LoadName | Op::LoadFree | Op::LoadCell | Op::CheckBound => "name",
        Op::Compare | Op::CompareK | Op::CompareJump | Op::CompareJumpK | Op::Contains => "compare",
        Op::GetIter | Op::ForIter => "iter",
        Op::UnpackSeq | Op::UnpackEx => "unpack",
        Op::Raise => "raise",
        Op::ImportName | Op::ImportFrom => "import",
        Op::Neg | Op::Invert | Op::Not => "unary",
        Op::LoadSpecial => "with",
        Op::Format => "format",
        Op::DelFast | Op::DelName | Op::DelGlobal | Op::DelCell => "del",
        Op::ListExtend | Op::DictUpdate | Op::DictMerge | Op::SetUpdate => "extend",
        Op::Binary | Op::BinaryK | Op::BinaryKR => "binary",
        Op::Yield | Op::Send | Op::GetYieldFromIter => "yield",
        _ => return None,
    })
}

type Facts = BTreeMap<String, BTreeSet<String>>;

fn ours(code: &CodeProto, facts: &mut Facts) {
    let set = facts
        .entry(format!("{} {}", code.qualname, code.first_line))
        .or_default();
    for (i, p) in code.code.iter().zip(&code.positions) {
        if let Some(kind) = kind(i.op()) {
            set.insert(format!(
                "{kind} {} {} {} {}",
                p.line, p.end_line, p.col, p.end_col
            ));
        }
    }
    for k in &code.consts {
        if let Const::Code(inner) = k {
            ours(inner, facts);
        }
    }
}

fn theirs(section: &str) -> Facts {
    let mut facts = Facts::new();
    for part in section.split("CODE ").skip(1) {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        facts
            .entry(name.to_owned())
            .or_default()
            .extend(rest.lines().map(str::to_owned));
    }
    facts
}

fn compile_file(path: &Path) -> Option<Facts> {
    let text = decode_source(&std::fs::read(path).ok()?).ok()?;
    let src = SourceFile::new(path.to_string_lossy(), text);
    let tree = parse(&src, Mode::Exec).ok()?;
    let (code, _) = compile(&src, &tree, Mode::Exec, &CompileOptions::default()).ok()?;
    let mut facts = Facts::new();
    ours(&code, &mut facts);
    Some(facts)
}

#[test]
#[ignore = "needs TYPHON_PYTHON"]
fn positions_are_cpythons() {
    let python = reference::python();
    let files = reference::library(&python);
    let answer = reference::ask(&python, DUMP, &files);
    let mut sections = answer.split("FILE ").skip(1);
    let (mut positions, mut different) = (0, 0);
    let mut report = String::new();
    for file in &files {
        let expected = theirs(sections.next().expect("a section for every file"));
        let Some(found) = compile_file(file) else {
            continue;
        };
        for (code, set) in &found {
            positions += set.len();
            let Some(want) = expected.get(code) else {
                continue;
            };
            for p in set.difference(want) {
                different += 1;
                let _ = writeln!(report, "{} {code} {p}", file.display());
            }
        }
    }
    println!("{positions} positions, {different} unlike CPython's");
    if let Some(path) = std::env::var_os("TYPHON_REPORT") {
        std::fs::write(path, &report).expect("writable report");
    }
    assert!(positions > 100_000, "the library was compiled");
    // CPython folds some operations that are left to run time here, which then have no position there.
    let rare = different * 1000 < positions;
    assert!(
        rare,
        "{different}: {}",
        report.lines().take(40).collect::<Vec<_>>().join("\n")
    );
}
