//! The prompt. On a terminal: line editing with history, completion and blocks that can be edited as a whole (crate
//! rustyline). Elsewhere: lines from standard input, prompts on standard error.

use crate::compile::CompileOptions;
use crate::importer;
use crate::options::Options;
use crate::outcome;
use crate::parse::{Mode, wants_more};
use crate::startup;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Config, Editor, Helper};
use std::io::{IsTerminal, Write};
use typhon_runtime::error;
use typhon_runtime::obj::{R, Raised, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::flags::HEAP;
use typhon_runtime::types::{list, module, str as pystr};
use typhon_runtime::{Thread, call, hooks, ops};

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield",
];

/// Completes what the user has typed; decides whether a block is whole.
struct Assistant {
    /// Dotted names and what they have: filled before each input, because completion must not run Python code.
    known: Vec<String>,
}

impl Completer for Assistant {
    type Candidate = String;
    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..pos).unwrap_or("");
        let start = before
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .map_or(0, |i| i + 1);
        let word = before.get(start..).unwrap_or("");
        if word.is_empty() {
            return Ok((pos, vec!["    ".to_string()]));
        }
        let fits = |n: &&String| n.starts_with(word) && !n[word.len()..].contains('.');
        Ok((start, self.known.iter().filter(fits).cloned().collect()))
    }
}

impl Validator for Assistant {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if wants_more(ctx.input()) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Hinter for Assistant {
    type Hint = String;
}
impl Highlighter for Assistant {}
impl Helper for Assistant {}

/// Names that can be completed: keywords, builtins, those of `__main__`, and attributes of modules and classes there.
fn known_names(th: &mut Thread) -> Vec<String> {
    let mut out: Vec<String> = KEYWORDS.iter().map(ToString::to_string).collect();
    let main = startup::main_module(th)
        .ok()
        .and_then(|m| module::dict_of(m.r()));
    let builtins = importer::builtins_dict();
    for dict in [main.as_ref(), Some(&builtins)].into_iter().flatten() {
        let items = dict.get::<Dict>().map_or(Vec::new(), Dict::items);
        for (k, v) in items {
            let name = pystr::text(k.r());
            attributes(th, &name, v.r(), &mut out);
            out.push(name);
        }
    }
    out.sort();
    out.dedup();
    out
}

fn attributes(th: &mut Thread, name: &str, value: Ref<'_>, out: &mut Vec<String>) {
    let mut add = |d: &Dict| {
        for (k, _) in d.items() {
            out.push(format!("{name}.{}", pystr::text(k.r())));
        }
    };
    if let Some(d) = module::dict_of(value) {
        if let Some(d) = d.get::<Dict>() {
            add(d);
        }
        return;
    }
    // `dir` of a builtin type or an instance of one runs no code of the user.
    let class = value.class();
    if class.flag(HEAP) || value.as_type().is_some_and(|t| t.flag(HEAP)) {
        return;
    }
    let names = hooks::import(th, "builtins").and_then(|b| {
        let f = ops::getattr_str(th, b.r(), "dir")?;
        call::call(th, f.r(), &[value])
    });
    match names {
        Ok(names) => {
            if let Some(l) = names.get::<list::List>() {
                for n in l.items() {
                    out.push(format!("{name}.{}", pystr::text(n.r())));
                }
            }
        }
        Err(Raised) => drop(error::fetch(th)),
    }
}

/// `sys.ps1` or `sys.ps2` as text.
fn prompt(th: &mut Thread, name: &str) -> String {
    let text = importer::sys_attr(name).map(|p| ops::str_text(th, p.r()));
    match text {
        Some(Ok(t)) => t,
        Some(Err(Raised)) => {
            drop(error::fetch(th));
            String::new()
        }
        None => String::new(),
    }
}

/// Where input comes from.
enum Input {
    Terminal(Box<Editor<Assistant, DefaultHistory>>),
    Lines,
}

/// What was entered.
enum Entry {
    Text(String),
    /// Ctrl-C.
    Interrupt,
    End,
}

impl Input {
    fn open() -> Input {
        if !std::io::stdin().is_terminal() {
            return Input::Lines;
        }
        let config = Config::builder().auto_add_history(true).build();
        match Editor::with_config(config) {
            Ok(ed) => Input::Terminal(Box::new(ed)),
            Err(_) => Input::Lines,
        }
    }

    /// Reads a whole statement.
    fn read(&mut self, th: &mut Thread) -> Entry {
        let first = prompt(th, "ps1");
        match self {
            Input::Terminal(ed) => {
                let known = known_names(th);
                ed.set_helper(Some(Assistant { known }));
                match th.blocking(|| ed.readline(&first)) {
                    Ok(text) => Entry::Text(text),
                    Err(ReadlineError::Interrupted) => Entry::Interrupt,
                    Err(_) => Entry::End,
                }
            }
            Input::Lines => read_lines(th, &first),
        }
    }
}

fn read_lines(th: &mut Thread, first: &str) -> Entry {
    let mut text = String::new();
    loop {
        let p = if text.is_empty() {
            first.to_string()
        } else {
            prompt(th, "ps2")
        };
        eprint!("{p}");
        let mut line = String::new();
        match th.blocking(|| std::io::stdin().read_line(&mut line)) {
            Ok(0) if text.is_empty() => return Entry::End,
            // The end of input ends the statement too.
            Ok(0) => return Entry::Text(text),
            Ok(_) => text.push_str(&line),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => return Entry::Interrupt,
            Err(_) => return Entry::End,
        }
        if !wants_more(text.strip_suffix('\n').unwrap_or(&text)) {
            return Entry::Text(text);
        }
    }
}

/// Runs the prompt until end of input. Err: SystemExit is in flight.
pub fn run(th: &mut Thread, opts: &Options) -> R<()> {
    let sys = importer::sys();
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if importer::sys_attr(name).is_none() {
            let text = pystr::new(th, text)?;
            module::add(th, sys.r(), name, text)?;
        }
    }
    let mut input = Input::open();
    let history =
        std::env::var_os("HOME").map(|h| std::path::Path::new(&h).join(".typhon_history"));
    if let (Input::Terminal(ed), Some(h)) = (&mut input, &history) {
        // A missing history is no error.
        let _ = ed.load_history(h);
    }
    if opts.run == crate::options::Run::Repl {
        if !opts.quiet {
            banner();
        }
        start_file(th, opts)?;
    }
    let result = statements(th, &mut input);
    if let (Input::Terminal(ed), Some(h)) = (&mut input, &history) {
        // An unwritable home is no error.
        let _ = ed.save_history(h);
    }
    result
}

fn banner() {
    eprintln!(
        "Typhon {} (Python {}) on {}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.",
        env!("CARGO_PKG_VERSION"),
        crate::options::PYTHON_VERSION,
        std::env::consts::OS
    );
}

/// PYTHONSTARTUP.
fn start_file(th: &mut Thread, opts: &Options) -> R<()> {
    let file = std::env::var_os("PYTHONSTARTUP").filter(|f| !f.is_empty());
    let Some(file) = file.filter(|_| !opts.ignore_environment) else {
        return Ok(());
    };
    match th.blocking(|| std::fs::read(&file)) {
        Ok(bytes) => {
            let name = crate::ostext::lossy(&file);
            match startup::run_text(th, &bytes, &name, false) {
                Ok(()) => Ok(()),
                Err(Raised) => survive(th),
            }
        }
        Err(e) => {
            eprintln!("Could not open PYTHONSTARTUP: {e}");
            Ok(())
        }
    }
}

fn statements(th: &mut Thread, input: &mut Input) -> R<()> {
    for number in 0u64.. {
        match input.read(th) {
            Entry::Text(text) => {
                if text.trim().is_empty() {
                    continue;
                }
                if let Err(Raised) = execute(th, &text, number) {
                    survive(th)?;
                }
                outcome::flush(th);
            }
            Entry::Interrupt => eprintln!("\nKeyboardInterrupt"),
            Entry::End => {
                eprintln!();
                break;
            }
        }
        // Nobody waits at the prompt without an output to read.
        let _ = std::io::stderr().flush();
    }
    Ok(())
}

/// Shows what was raised and goes on; SystemExit ends the prompt.
fn survive(th: &mut Thread) -> R<()> {
    let e = error::fetch(th);
    if e.r().is_instance(&error::SYSTEM_EXIT) {
        return Err(error::restore(th, e));
    }
    outcome::flush(th);
    outcome::print_exception(th, e.r());
    match th.raised.take() {
        Some(exit) => Err(error::restore(th, exit)),
        None => Ok(()),
    }
}

fn execute(th: &mut Thread, text: &str, number: u64) -> R<()> {
    let m = startup::main_module(th)?;
    let opts = CompileOptions {
        optimize: importer::optimize(),
        filename: "<stdin>".to_string(),
        ..CompileOptions::default()
    };
    let mut text = text.to_string();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let code = crate::source::compile_text(th, &text, Mode::Single, &opts)?;
    outcome::remember_source(th, code.r(), &text, &format!("<stdin>-{number}"))?;
    importer::exec_in_module(th, m.r(), code.r())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(names: &[&str], line: &str) -> Vec<String> {
        let a = Assistant {
            known: names.iter().map(ToString::to_string).collect(),
        };
        let h = DefaultHistory::new();
        let ctx = rustyline::Context::new(&h);
        a.complete(line, line.len(), &ctx).unwrap().1
    }

    #[test]
    fn names_and_attributes_are_completed() {
        let known = ["math", "math.pi", "math.pow", "max"];
        assert_eq!(complete(&known, "x = ma"), ["math", "max"]);
        assert_eq!(complete(&known, "print(math.p"), ["math.pi", "math.pow"]);
        assert_eq!(complete(&known, "if x:\n"), ["    "]);
    }

    #[test]
    fn blocks_end_with_a_blank_line() {
        assert!(wants_more("if 1:"));
        assert!(wants_more("if 1:\n    pass"));
        assert!(!wants_more("if 1:\n    pass\n"));
        assert!(wants_more("x = [1,\n\n"));
        assert!(wants_more("'''a\n\n"));
        assert!(!wants_more("x = 1"));
        assert!(!wants_more(")"));
        assert!(!wants_more(""));
    }
}
