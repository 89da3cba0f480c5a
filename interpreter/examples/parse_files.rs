//! Parses the files whose paths come on standard input and prints, a line each, the path and `ok` or the error.
//! With `--diagnose` the diagnosing parser reads them too, and where the two disagree both are printed. The last
//! line gives bytes and seconds.

use std::io::{BufRead, Write};
use std::time::Instant;

use typhon::parse::{Mode, SourceFile, SyntaxError, decode_source, diag, parse};

fn main() -> std::io::Result<()> {
    let diagnose = std::env::args().any(|a| a == "--diagnose");
    let mut out = std::io::stdout().lock();
    let (mut bytes, mut parse_time, mut diag_time) = (0usize, 0.0, 0.0);
    for path in std::io::stdin().lock().lines() {
        let path = path?;
        let content = std::fs::read(&path)?;
        bytes += content.len();
        let started = Instant::now();
        let source = decode_source(&content).map(|text| SourceFile::new(path.clone(), text));
        let error: Option<SyntaxError> = match &source {
            Ok(src) => parse(src, Mode::Exec).err(),
            Err(error) => Some(error.clone()),
        };
        parse_time += started.elapsed().as_secs_f64();
        match &error {
            None => writeln!(out, "{path}\tok")?,
            Some(e) => writeln!(
                out,
                "{path}\t{:?}\t{}\t{}\t{}",
                e.kind, e.msg, e.line, e.col
            )?,
        }
        if let Ok(src) = &source
            && diagnose
        {
            let started = Instant::now();
            let second = diag::diagnose(src, Mode::Exec).error;
            diag_time += started.elapsed().as_secs_f64();
            if second.is_some() != error.is_some() {
                writeln!(out, "{path}\tDISAGREES\t{second:?}")?;
            }
        }
    }
    writeln!(
        out,
        "{bytes} bytes, {parse_time:.2} s, diagnosing {diag_time:.2} s"
    )
}
