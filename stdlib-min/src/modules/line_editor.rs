//! `_line_editor`: a line from the terminal, with editing, history and completion (crate rustyline), for the module
//! `readline`.
//!
//! EDITOR RULE. The editor has a thread of its own, which knows no Python objects: it sends what is to be completed and in
//!   the end the line. The thread of the caller waits detached and calls the completer.

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, EditMode, Editor, Helper};
use std::sync::mpsc::{Receiver, Sender, channel};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::{int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// What `input()` calls for a line from a terminal.
static READER: Slot = Slot::empty();

/// What the editor's thread says.
enum Said {
    /// Complete the text before this byte.
    Complete(String, usize),
    Line(String),
    Interrupted,
    End,
    Failed(String),
}

/// Byte where the completed word begins, and what can stand there.
type Found = (usize, Vec<String>);

struct Remote {
    say: Sender<Said>,
    hear: Receiver<Found>,
}

impl Completer for Remote {
    type Candidate = String;
    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<Found> {
        // Who asked for the line may be gone: nothing fits then.
        let sent = self.say.send(Said::Complete(line.to_owned(), pos));
        Ok(sent
            .ok()
            .and_then(|()| self.hear.recv().ok())
            .unwrap_or((pos, Vec::new())))
    }
}
impl Hinter for Remote {
    type Hint = String;
}
impl Highlighter for Remote {}
impl Validator for Remote {}
impl Helper for Remote {}

/// What a line is read with.
struct Task {
    prompt: String,
    initial: String,
    history: Vec<String>,
    mode: EditMode,
}

fn edit(task: &Task, helper: Remote) -> Result<String, ReadlineError> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .edit_mode(task.mode)
        .auto_add_history(false)
        .history_ignore_dups(false)?
        .max_history_size(task.history.len().max(1))?
        .build();
    let mut editor: Editor<Remote, DefaultHistory> = Editor::with_config(config)?;
    for line in &task.history {
        editor.add_history_entry(line.as_str())?;
    }
    editor.set_helper(Some(helper));
    editor.readline_with_initial(&task.prompt, (&task.initial, ""))
}

fn work(task: &Task, say: Sender<Said>, hear: Receiver<Found>) {
    let helper = Remote {
        say: say.clone(),
        hear,
    };
    let end = match edit(task, helper) {
        Ok(line) => Said::Line(line),
        Err(ReadlineError::Eof) => Said::End,
        Err(ReadlineError::Interrupted) => Said::Interrupted,
        Err(e) => Said::Failed(e.to_string()),
    };
    // Nobody may be left to hear it.
    let _ = say.send(end);
}

/// `read(prompt, initial, history, vi, complete)`: a line. EOFError, KeyboardInterrupt: Ctrl-D, Ctrl-C.
/// `complete(line, position)` gives the place where a word begins and what can stand there.
fn read(th: &mut Thread, a: Args<'_>) -> R {
    let mut history = Vec::new();
    for line in ops::collect(th, a.at(2))? {
        history.push(pystr::text(line.r()));
    }
    let task = Task {
        prompt: pystr::text(a.at(0)),
        initial: pystr::text(a.at(1)),
        history,
        mode: if ops::is_true(th, a.at(3))? {
            EditMode::Vi
        } else {
            EditMode::Emacs
        },
    };
    let (say, said) = channel();
    let (answer, hear) = channel();
    let started = std::thread::Builder::new()
        .name("line editor".to_owned())
        .spawn(move || work(&task, say, hear));
    if started.is_err() {
        return Err(error::runtime_error(th, "can't start the line editor"));
    }
    loop {
        match th.blocking(|| said.recv()) {
            Ok(Said::Complete(line, at)) => {
                // The editor waits for an answer, whatever the completer does.
                let found = match complete(th, a.at(4), &line, at) {
                    Ok(f) => f,
                    Err(_) => {
                        drop(error::fetch(th));
                        (at, Vec::new())
                    }
                };
                let _ = answer.send(found);
            }
            Ok(Said::Line(line)) => return pystr::new(th, &line),
            Ok(Said::Interrupted) => {
                return Err(error::raise(th, &error::KEYBOARD_INTERRUPT, ""));
            }
            Ok(Said::End) => return Err(error::raise(th, &error::EOF_ERROR, "")),
            Ok(Said::Failed(m)) => return Err(error::raise(th, &error::OS_ERROR, m)),
            Err(_) => return Err(error::runtime_error(th, "lost the line editor")),
        }
    }
}

/// Asks the completer. Python counts characters, the editor bytes.
fn complete(th: &mut Thread, f: Ref<'_>, line: &str, at: usize) -> R<Found> {
    let before = line.get(..at).unwrap_or(line);
    let text = pystr::new(th, line)?;
    let position = int::from_usize(th, before.chars().count())?;
    let both = call::call(th, f, &[text.r(), position.r()])?;
    let both = ops::collect(th, both.r())?;
    let [begin, words] = both.as_slice() else {
        return Ok((at, Vec::new()));
    };
    let begin = usize::try_from(int::ssize(th, begin.r())?).unwrap_or(0);
    let begin = before.char_indices().nth(begin).map_or(at, |(i, _)| i);
    let mut found = Vec::new();
    for word in ops::collect(th, words.r())? {
        found.push(pystr::text(word.r()));
    }
    Ok((begin, found))
}

/// `install(f)`: `input()` calls f(prompt) where standard input and output are a terminal.
fn install(_th: &mut Thread, a: Args<'_>) -> R {
    READER.set(a.at(0).own());
    Ok(Obj::none())
}

/// What `input()` has to call, if it was installed.
pub fn reader() -> Option<Obj> {
    READER.get()
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "read",
        Kind::Pos(5, 5),
        read,
        "Read a line from the terminal.",
    ),
    MethodDef::new(
        "install",
        Kind::One,
        install,
        "Let input() call a function on terminals.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_line_editor")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
