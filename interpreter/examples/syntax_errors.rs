//! Reads `mode<TAB>source` lines (source with `\n`, `\t`, `\r`, `\0`, `\\` escaped) and prints, a line each, what the
//! parser makes of them: `ok`, or type, message, line, offset, end line, end offset. `--diagnose` asks the
//! diagnosing parser alone, `--incomplete` whether a prompt would ask for more. For comparing with CPython, see `tests/record_syntax.py`.

use std::io::{BufRead, Write};

use typhon::parse::{Mode, SourceFile, SyntaxError, diag, is_incomplete, parse};

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('0') => '\0',
                Some(other) => other,
                None => '\\',
            }),
            c => out.push(c),
        }
    }
    out
}

fn show(error: Option<SyntaxError>) -> String {
    match error {
        None => "ok".to_owned(),
        Some(e) => format!(
            "{:?}\t{}\t{}\t{}\t{}\t{}",
            e.kind,
            e.msg.replace('\\', "\\\\").replace('\n', "\\n"),
            e.line,
            e.col,
            e.end_line,
            e.end_col
        ),
    }
}

fn main() -> std::io::Result<()> {
    let diagnose = std::env::args().any(|a| a == "--diagnose");
    let incomplete = std::env::args().any(|a| a == "--incomplete");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((mode, text)) = line.split_once('\t') else {
            continue;
        };
        let mode = match mode {
            "eval" => Mode::Eval,
            "single" => Mode::Single,
            _ => Mode::Exec,
        };
        let src = SourceFile::new("<string>", unescape(text));
        if incomplete {
            writeln!(out, "{}", is_incomplete(&src, mode))?;
            continue;
        }
        let error = if diagnose {
            diag::diagnose(&src, mode).error
        } else {
            parse(&src, mode).err()
        };
        writeln!(out, "{}", show(error))?;
    }
    Ok(())
}
