//! Errors and warnings of the symbol table and the compiler, as recorded in `compile_errors.txt`.

use std::fmt::Write;
use typhon::compile::{CompileOptions, compile};
use typhon::parse::{Mode, SourceFile, parse};

/// What our compiler says, in the notation of the record.
fn verdict(source: &str) -> (String, Vec<String>) {
    let src = SourceFile::new("<t>", source);
    let outcome = parse(&src, Mode::Exec)
        .and_then(|tree| compile(&src, &tree, Mode::Exec, &CompileOptions::default()));
    match outcome {
        Ok((_, warnings)) => (
            "OK".to_owned(),
            warnings
                .iter()
                .map(|w| format!("{}|{}", w.msg, w.line))
                .collect(),
        ),
        Err(e) => {
            let text = format!(
                "{:?}|{}|{}|{}|{}|{}",
                e.kind, e.msg, e.line, e.col, e.end_line, e.end_col
            );
            (text, Vec::new())
        }
    }
}

#[test]
fn errors_match_cpython() {
    let record = include_str!("compile_errors.txt");
    let mut report = String::new();
    let mut count = 0;
    for block in record.split("====\n").skip(1) {
        let Some((source, rest)) = block.split_once("=> ") else {
            panic!("no verdict: {block}")
        };
        let mut lines = rest.lines();
        let expected = lines.next().unwrap_or_default();
        let warnings: Vec<&str> = lines.filter_map(|l| l.strip_prefix("!! ")).collect();
        let (found, found_warnings) = verdict(source);
        count += 1;
        if found != expected || found_warnings != warnings {
            let _ = writeln!(
                report,
                "{source}  want {expected} {warnings:?}\n  have {found} {found_warnings:?}"
            );
        }
    }
    assert!(count > 100, "the record was read");
    assert!(report.is_empty(), "\n{report}");
}
