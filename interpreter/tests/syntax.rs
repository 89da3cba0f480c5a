//! The parser against what CPython 3.14 says: errors with their places, literals, warnings, prompts, depth.
//!
//! The cases of `syntax_errors.txt` are recorded by `record_syntax.py`; the other expectations were read off CPython
//! by hand.

use typhon::parse::{
    ErrKind, IntLiteral, Mode, SourceFile, SyntaxError, decode_script, decode_source, int_literal,
    is_incomplete, parse, parse_with_warnings, string_literal,
};

/// Cases of `syntax_errors.txt` that differ on purpose, with the reason.
const KNOWN: [(&str, &str); 1] = [(
    r#"f"{a:\\x}""#,
    "CPython lets a UnicodeDecodeError escape here; ours is the SyntaxError it gives elsewhere",
)];

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

fn mode(name: &str) -> Mode {
    match name {
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => Mode::Exec,
    }
}

fn columns(error: &SyntaxError) -> Vec<String> {
    let msg = error
        .msg
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    let mut columns = vec![format!("{:?}", error.kind), msg];
    if error.has_position() || error.text.is_some() {
        let place = [
            i64::from(error.line),
            error.col.into(),
            error.end_line.into(),
            error.end_col.into(),
        ];
        columns.extend(place.iter().map(ToString::to_string));
    } else {
        columns.extend(std::iter::repeat_n("-".to_owned(), 4));
    }
    columns
}

#[test]
fn errors_are_those_of_cpython() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in include_str!("syntax_errors.txt")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [mode_name, source, expected @ ..] = fields.as_slice() else {
            panic!("bad line {line:?}")
        };
        seen += 1;
        let src = SourceFile::new("<string>", unescape(source));
        let got = match parse(&src, mode(mode_name)) {
            Ok(_) => vec!["ok".to_owned()],
            Err(error) => columns(&error),
        };
        let known = KNOWN.iter().any(|(s, _)| s == source);
        if (got == *expected) == known {
            wrong.push(format!(
                "{mode_name} {source}\n  want {expected:?}\n  got  {got:?}"
            ));
        }
    }
    assert!(seen > 1000, "the file of cases is short: {seen}");
    assert!(
        wrong.is_empty(),
        "{} of {seen} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn deep_sources_neither_overflow_nor_hang() {
    let cases: Vec<(String, Option<ErrKind>)> = vec![
        ("-".repeat(5_000) + "1", None),
        ("-".repeat(100_000) + "1", Some(ErrKind::MemoryError)),
        ("-".repeat(100_000), Some(ErrKind::MemoryError)),
        ("not ".repeat(100_000) + "1", Some(ErrKind::MemoryError)),
        (
            "x if y else ".repeat(100_000) + "z",
            Some(ErrKind::MemoryError),
        ),
        ("lambda: ".repeat(100_000) + "1", Some(ErrKind::MemoryError)),
        ("a".to_owned() + &".b".repeat(9_000), None),
        (
            "a".to_owned() + &".b".repeat(100_000),
            Some(ErrKind::RecursionError),
        ),
        ("a".to_owned() + &"+b".repeat(9_000), None),
        (
            "a".to_owned() + &"+b".repeat(100_000),
            Some(ErrKind::RecursionError),
        ),
        (
            "a".to_owned() + &"()".repeat(100_000),
            Some(ErrKind::RecursionError),
        ),
        ("a".to_owned() + &" and a".repeat(100_000), None),
        ("a".to_owned() + &" < a".repeat(100_000), None),
        ("(".repeat(200) + &")".repeat(200), None),
        (
            "(".repeat(100_000) + &")".repeat(100_000),
            Some(ErrKind::SyntaxError),
        ),
        ("[".repeat(100_000), Some(ErrKind::SyntaxError)),
        ("if a: b\n".to_owned() + &"elif a: b\n".repeat(20_000), None),
    ];
    let small_stack = std::thread::Builder::new().stack_size(1 << 20);
    let worker = small_stack.spawn(move || {
        for (text, expected) in cases {
            let head: String = text.chars().take(20).collect();
            let got = parse(&SourceFile::new("<string>", text), Mode::Exec)
                .err()
                .map(|e| e.kind);
            assert_eq!(got, expected, "{head}…");
        }
    });
    worker
        .expect("a thread starts")
        .join()
        .expect("no case fails");
}

/// The value of a text that is one string literal.
fn string_value(text: &str) -> Vec<u8> {
    let src = SourceFile::new("<string>", text);
    let tree = parse(&src, Mode::Eval).expect(text);
    let ruff_python_ast::Mod::Expression(tree) = tree else {
        panic!("not an expression")
    };
    let Some(lit) = tree.body.as_string_literal_expr() else {
        panic!("not a string")
    };
    lit.value
        .iter()
        .flat_map(|part| string_literal(&src, part))
        .collect()
}

#[test]
fn string_literals_keep_surrogates() {
    assert_eq!(string_value(r"'\ud800'"), b"\xed\xa0\x80");
    assert_eq!(string_value(r"'\ud83d\ude00'"), b"\xed\xa0\xbd\xed\xb8\x80");
    assert_eq!(string_value(r"'\U0001f600' 'a'"), "😀a".as_bytes());
    assert_eq!(string_value(r"'\N{DIGIT ONE}\x41\101\n\q'"), b"1AA\n\\q");
    assert_eq!(string_value("'''a\r\nb'''"), b"a\nb");
    assert_eq!(string_value("'a\\\nb'"), b"ab");
    assert_eq!(string_value(r"r'\ud800'"), br"\ud800");
    assert_eq!(string_value(r"'\400'"), "\u{100}".as_bytes());
}

#[test]
fn integer_literals() {
    let value = |text: &str| {
        let tree = parse(&SourceFile::new("<string>", text), Mode::Eval).expect(text);
        let ruff_python_ast::Mod::Expression(tree) = tree else {
            panic!("not an expression")
        };
        let Some(number) = tree.body.as_number_literal_expr() else {
            panic!("not a number")
        };
        let ruff_python_ast::Number::Int(int) = &number.value else {
            panic!("not an integer")
        };
        match int_literal(int) {
            IntLiteral::Small(v) => v.to_string(),
            IntLiteral::Big(v) => v.to_string(),
        }
    };
    assert_eq!(value("9_223_372_036_854_775_807"), "9223372036854775807");
    assert_eq!(value("9223372036854775808"), "9223372036854775808");
    assert_eq!(
        value("0xFFFF_FFFF_FFFF_FFFF_FFFF"),
        "1208925819614629174706175"
    );
    assert_eq!(value("0o7_7"), "63");
    assert_eq!(value(&"1".repeat(4300)), "1".repeat(4300));
    let error =
        parse(&SourceFile::new("<string>", "1".repeat(4301)), Mode::Eval).expect_err("too long");
    assert!(
        error.msg.starts_with("Exceeds the limit (4300 digits)"),
        "{}",
        error.msg
    );
    assert_eq!(
        (error.line, error.col, error.end_line, error.end_col),
        (1, 0, 1, 0)
    );
}

#[test]
fn warnings_about_literals() {
    let lines = |text: &str| {
        let (_, warnings) =
            parse_with_warnings(&SourceFile::new("<string>", text), Mode::Exec).expect(text);
        warnings
            .into_iter()
            .map(|w| format!("{}: {}", w.line, w.msg))
            .collect::<Vec<_>>()
    };
    let escape = |line: u32, text: &str, kind: &str| {
        format!(
            "{line}: \"\\{text}\" is an invalid {kind}escape sequence. Such sequences will not work in the future. \
             Did you mean \"\\\\{text}\"? A raw string is also an option."
        )
    };
    assert_eq!(lines(r"'\d\w'"), [escape(1, "d", "")]);
    assert_eq!(lines(r"b'\400'"), [escape(1, "400", "octal ")]);
    assert_eq!(lines("'''\n\n \\d'''"), [escape(3, "d", "")]);
    assert_eq!(
        lines(r"f'\d{x}\{y}'"),
        [escape(1, "d", ""), escape(1, "{", "")]
    );
    assert_eq!(
        lines("1if 0x2or 3else 4")[..2],
        [
            "1: invalid decimal literal",
            "1: invalid hexadecimal literal"
        ]
    );
    assert!(lines(r"r'\d' '\é' f'\N{DIGIT ONE}'").is_empty());
}

#[test]
fn prompts_ask_for_more() {
    let asks = |text: &str| is_incomplete(&SourceFile::new("<stdin>", text), Mode::Single);
    for text in [
        "(1,",
        "if x:",
        "if x:\n  pass",
        "def f():",
        "'''a",
        "x = \\",
        "@d",
        "for x in y:\n  if z:",
        "f'''{",
    ] {
        assert!(asks(text), "{text:?} is not complete");
    }
    for text in [
        "1",
        "if x:\n  pass\n",
        "# c",
        "",
        "1 +",
        "a b",
        "'abc",
        ")",
        "if x:\npass",
        "x = 1 2",
        "{1:}",
    ] {
        assert!(!asks(text), "{text:?} is complete or wrong");
    }
}

#[test]
fn bytes_are_decoded_by_declaration() {
    let ok = |bytes: &[u8]| decode_source(bytes).expect("decodes");
    assert_eq!(
        ok(b"# coding: latin-1\na='\xff'"),
        "# coding: latin-1\na='\u{ff}'"
    );
    assert_eq!(
        ok(b"#!x\r\n# vim: set fileencoding=cp1252 :\r\n'\x80'"),
        "#!x\n# vim: set fileencoding=cp1252 :\n'\u{20ac}'"
    );
    assert_eq!(
        ok(b"\xef\xbb\xbf# coding: utf-8-unix\n'\xc3\xa9'"),
        "# coding: utf-8-unix\n'é'"
    );
    let error = |bytes: &[u8]| {
        let e = decode_source(bytes).expect_err("does not decode");
        (e.msg, e.line, e.col, e.end_line, e.end_col)
    };
    let place =
        "on line 3, but no encoding declared; see https://peps.python.org/pep-0263/ for details";
    assert_eq!(
        error(b"\n\na=\"\xc3\"\n"),
        (
            format!("Non-UTF-8 code starting with '\\xc3' {place}"),
            3,
            4,
            3,
            4
        )
    );
    assert_eq!(
        error(b"# coding: foo\na"),
        ("unknown encoding: foo".to_owned(), 0, -1, 0, -1)
    );
    assert_eq!(
        error(b"\xef\xbb\xbf# coding: latin-1\n"),
        (
            "encoding problem: iso-8859-1 with BOM".to_owned(),
            1,
            0,
            1,
            17
        )
    );
    assert_eq!(
        error(b"# coding: ascii\na=\"\xff\"").0,
        "'ascii' codec can't decode byte 0xff in position 19: ordinal not in range(128)"
    );
    assert_eq!(
        error(b"a\0").0,
        "source code string cannot contain null bytes"
    );
    let named = decode_script(b"\xff", "x.py")
        .expect_err("does not decode")
        .msg;
    assert!(
        named.starts_with("Non-UTF-8 code starting with '\\xff' in file x.py on line 1,"),
        "{named}"
    );
}

#[test]
fn raise_before_a_semicolon_is_a_raise() {
    let src = SourceFile::new(
        "<string>",
        "def f():\n    if x: raise; y\n    while z: break\n",
    );
    let Ok(ruff_python_ast::Mod::Module(tree)) = parse(&src, Mode::Exec) else {
        panic!("refused")
    };
    let shape = format!("{tree:?}");
    assert_eq!(
        (
            shape.matches("Raise(").count(),
            shape.matches("Break(").count()
        ),
        (1, 1)
    );
}
