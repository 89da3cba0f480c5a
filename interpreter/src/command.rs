//! The command line: what to run, how to report its end.

use crate::startup;
use typhon_runtime::Thread;
use typhon_runtime::error;
use typhon_runtime::obj::Raised;

/// Runs the command line; gives the exit status.
pub fn run(stack: usize) -> u8 {
    let args: Vec<String> = std::env::args().collect();
    let mut th = match startup::init(stack) {
        Ok(t) => t,
        Err(Raised) => return 1,
    };
    if let Err(Raised) = startup::modules(&mut th, 0) {
        return report(&mut th);
    }
    let r = match args.get(1).map(String::as_str) {
        Some("-c") => startup::run_text(
            &mut th,
            args.get(2).map_or("", String::as_str).as_bytes(),
            "<string>",
        ),
        Some("--dis") => {
            let text =
                std::fs::read_to_string(args.get(2).map_or("", String::as_str)).unwrap_or_default();
            let src = crate::parse::SourceFile::new("x", text);
            match crate::source::to_proto(&src, crate::parse::Mode::Exec, &Default::default()) {
                Ok((p, _)) => println!("{}", crate::disasm::disassemble(&p)),
                Err(e) => println!("{e}"),
            }
            Ok(())
        }
        Some(file) => match std::fs::read(file) {
            Ok(b) => startup::run_text(&mut th, &b, file),
            Err(e) => {
                eprintln!("typhon: can't open file '{file}': {e}");
                return 2;
            }
        },
        None => Ok(()),
    };
    match r {
        Ok(()) => 0,
        Err(Raised) => report(&mut th),
    }
}

fn report(th: &mut Thread) -> u8 {
    let e = error::fetch(th);
    eprintln!("{}", error::describe(th, e.r()));
    1
}
