//! The prompt: line editing with history and completion (crate rustyline), one statement at a time.

use crate::compile::CompileOptions;
use crate::parse::{Mode, SourceFile, is_incomplete};
use crate::startup;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Editor, Helper};
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Raised};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{module, str as pystr};
use typhon_runtime::{Thread, ops};

/// Completes names that `__main__`, builtins and keywords know; filled before each line.
struct Names(Vec<String>);

impl Completer for Names {
    type Candidate = String;
    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let start = line[..pos]
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |i| i + 1);
        let word = &line[start..pos];
        if word.is_empty() {
            return Ok((pos, vec!["    ".to_string()]));
        }
        Ok((
            start,
            self.0
                .iter()
                .filter(|n| n.starts_with(word))
                .cloned()
                .collect(),
        ))
    }
}
impl Hinter for Names {
    type Hint = String;
}
impl Highlighter for Names {}
impl Validator for Names {}
impl Helper for Names {}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
    "yield",
];

fn known_names(th: &mut Thread) -> Vec<String> {
    let mut out: Vec<String> = KEYWORDS.iter().map(ToString::to_string).collect();
    let main = startup::main_module(th)
        .ok()
        .and_then(|m| module::dict_of(m.r()));
    for d in [main, Some(crate::importer::builtins_dict())]
        .into_iter()
        .flatten()
    {
        if let Some(d) = d.get::<Dict>() {
            out.extend(d.items().into_iter().map(|(k, _)| pystr::text(k.r())));
        }
    }
    out.sort();
    out.dedup();
    out
}

fn prompt(th: &mut Thread, name: &str, default: &str) -> String {
    match crate::importer::sys_attr(name) {
        Some(p) => match ops::str_text(th, p.r()) {
            Ok(t) => t,
            Err(Raised) => {
                drop(error::fetch(th));
                String::new()
            }
        },
        None => default.to_string(),
    }
}

/// Runs the prompt until end of input. Err: SystemExit is in flight.
pub fn run(th: &mut Thread) -> R<()> {
    let config = Config::builder().auto_add_history(true).build();
    let Ok(mut ed) = Editor::<Names, DefaultHistory>::with_config(config) else {
        return Ok(());
    };
    let history =
        std::env::var_os("HOME").map(|h| std::path::Path::new(&h).join(".typhon_history"));
    if let Some(h) = &history {
        // A missing history is no error.
        let _ = ed.load_history(h);
    }
    println!(
        "Typhon {} (Python {}) on {}",
        env!("CARGO_PKG_VERSION"),
        crate::options::PYTHON_VERSION,
        std::env::consts::OS
    );
    let mut text = String::new();
    let result = loop {
        let p = if text.is_empty() {
            prompt(th, "ps1", ">>> ")
        } else {
            prompt(th, "ps2", "... ")
        };
        ed.set_helper(Some(Names(known_names(th))));
        match th.blocking(|| ed.readline(&p)) {
            Ok(line) => {
                let blank = line.trim().is_empty();
                text.push_str(&line);
                text.push('\n');
                let src = SourceFile::new("<stdin>", text.clone());
                if !blank && is_incomplete(&src, Mode::Single) || (blank && text.trim().is_empty())
                {
                    if text.trim().is_empty() {
                        text.clear();
                    }
                    continue;
                }
                let entered = std::mem::take(&mut text);
                if let Err(Raised) = execute(th, &entered) {
                    let e = error::fetch(th);
                    if e.r().is_instance(&error::SYSTEM_EXIT) {
                        break Err(error::restore(th, e));
                    }
                    crate::command::print_exception(th, e.r());
                }
            }
            Err(ReadlineError::Interrupted) => {
                println!("KeyboardInterrupt");
                text.clear();
            }
            Err(_) => {
                println!();
                break Ok(());
            }
        }
    };
    if let Some(h) = &history {
        // An unwritable home is no error.
        let _ = ed.save_history(h);
    }
    result
}

fn execute(th: &mut Thread, text: &str) -> R<()> {
    let m = startup::main_module(th)?;
    let opts = CompileOptions {
        optimize: crate::importer::optimize(),
        filename: "<stdin>".to_string(),
        ..CompileOptions::default()
    };
    let code: Obj = crate::source::compile_text(th, text, Mode::Single, &opts)?;
    crate::importer::exec_in_module(th, m.r(), code.r())
}
