//! Large and deeply nested sources: compiled, or refused with an error, on a stack of one mebibyte.

use typhon::compile::{CompileOptions, check, compile};
use typhon::parse::{ErrKind, Mode, SourceFile, parse};

/// Compiles on a thread with a small stack; the kind of the error, if there is one.
fn outcome(source: String) -> Result<usize, (ErrKind, String)> {
    let work = move || {
        let src = SourceFile::new("<t>", source);
        let tree = parse(&src, Mode::Exec).map_err(|e| (e.kind, e.msg))?;
        let (code, _) = compile(&src, &tree, Mode::Exec, &CompileOptions::default())
            .map_err(|e| (e.kind, e.msg))?;
        check::check(&code).expect("sound code");
        Ok(code.code.len())
    };
    let thread = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(work)
        .expect("thread");
    thread.join().expect("no panic")
}

fn compiles(source: String) {
    let start: String = source.chars().take(40).collect();
    assert!(outcome(source).is_ok(), "{start}");
}

/// A statement nested in itself `n` times.
fn nested(head: &str, n: usize) -> String {
    let mut text = String::new();
    for i in 0..n {
        text.push_str(&format!("{}{head}:\n", " ".repeat(i)));
    }
    text + &" ".repeat(n) + "pass\n"
}

#[test]
fn deep_expressions() {
    compiles(format!("x = {}1", "-".repeat(2900)));
    compiles(format!("x = {}y", "not ".repeat(1900)));
    compiles(format!("x = {}", vec!["a"; 2900].join(" + ")));
    compiles(format!("x = a{}", ".b".repeat(2900)));
    compiles(format!("x = a{}", ".b(c)".repeat(1000)));
    compiles(format!("x = {}", vec!["a"; 5000].join(" < ")));
    compiles(format!("x = {}c", "a if b else ".repeat(1400)));
    compiles(format!("if {}: pass", vec!["a"; 5000].join(" and ")));
    compiles(format!("x = {}{}", "[".repeat(190), "]".repeat(190)));
    compiles(format!("x = {}a{}", "f(".repeat(190), ")".repeat(190)));
    compiles(format!(
        "x = {}a{}",
        "[b for b in ".repeat(90),
        "]".repeat(90)
    ));
    compiles(format!("def f():\n  x = {}1", "lambda: ".repeat(300)));
    let lambdas = outcome(format!("x = {}1", "lambda: ".repeat(1400)));
    assert_eq!(lambdas.map_err(|e| e.0), Err(ErrKind::RecursionError));
    let sum = outcome(format!("x = {}", vec!["a"; 100_000].join("+")));
    assert_eq!(sum.map_err(|e| e.0), Err(ErrKind::RecursionError));
}

#[test]
fn deep_statements() {
    compiles(nested("if x", 90));
    compiles(nested("def f()", 90));
    compiles(nested("class A", 90));
    compiles(nested("for x in y", 21));
    compiles(nested("with x", 21));
    for head in ["for x in y", "with x", "while x"] {
        let refused = outcome(nested(head, 22)).map_err(|e| e.1);
        assert_eq!(
            refused,
            Err("too many statically nested blocks".to_owned()),
            "{head}"
        );
    }
}

#[test]
fn wide_code() {
    let names = |n: usize| (0..n).map(|i| format!("a{i}")).collect::<Vec<_>>();
    compiles(format!("f({})", names(3000).join(", ")));
    compiles(format!(
        "f({})",
        names(300)
            .iter()
            .map(|n| format!("{n}=1"))
            .collect::<Vec<_>>()
            .join(", ")
    ));
    compiles(format!("def f({}): pass", names(3000).join(", ")));
    compiles(format!("x = [{}]", names(50_000).join(", ")));
    compiles(format!(
        "x = {{{}}}",
        names(20_000)
            .iter()
            .map(|n| format!("{n}: 1"))
            .collect::<Vec<_>>()
            .join(", ")
    ));
    compiles(format!("x = ({})", names(20_000).join(", ")));
    compiles(format!(
        "x = f'{}'",
        names(3000)
            .iter()
            .map(|n| format!("{{{n}}} "))
            .collect::<String>()
    ));
    let constants: String = (0..10_000)
        .map(|i| format!("x = y + {i}\nz = k[{i}]\nif x < {i}: f(a{i}=1)\n"))
        .collect();
    let constants = constants + "def last(): return 'a'\n";
    compiles(format!(
        "def g(y, k):\n{}",
        constants
            .lines()
            .map(|l| format!(" {l}\n"))
            .collect::<String>()
    ));
}

#[test]
fn far_jumps() {
    let body = "  x = f(y)[0]\n".repeat(20_000);
    for head in [
        "if x < y",
        "if x",
        "while x in y",
        "for x in y",
        "if not (a < b < c)",
    ] {
        compiles(format!("def g(a, b, c, x, y):\n {head}:\n{body}"));
    }
    compiles(format!(
        "def g(x, y):\n try:\n{body} except A as e:\n{body} except B:\n{body} finally:\n{body}"
    ));
    compiles(format!(
        "match x:\n case [1, 2] | 3:\n{body} case {{'a': 1}}:\n{body} case _:\n{body}"
    ));
}

#[test]
fn too_many_registers() {
    let locals: String = (0..70_000).map(|i| format!(" a{i} = 1\n")).collect();
    let refused = outcome(format!("def f():\n{locals}"));
    assert_eq!(refused.map_err(|e| e.0), Err(ErrKind::MemoryError));
}
