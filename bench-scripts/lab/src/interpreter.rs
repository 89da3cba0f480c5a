//! The interpreters that are compared: finding them, naming them, asking them who they are.

use crate::error::{Error, Result};
use crate::process::{self, Job};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The word that means the running command itself.
pub const SELF: &str = "typhon";

/// An interpreter with its switches.
#[derive(Debug, Clone)]
pub struct Interpreter {
    /// Short name, unique within a run.
    pub label: String,
    /// The program and its options.
    pub words: Vec<OsString>,
    /// `sys.implementation.name`.
    pub implementation: String,
    /// Version of the language that it implements.
    pub version: String,
    /// Whether it says that it has a global lock.
    pub gil: bool,
}

impl Interpreter {
    /// The program and its options as one line for a shell.
    pub fn command(&self) -> String {
        let words: Vec<_> = self.words.iter().map(|w| w.to_string_lossy()).collect();
        shlex::try_join(words.iter().map(AsRef::as_ref)).unwrap_or_else(|_| words.join(" "))
    }
}

/// What a user typed for an interpreter, taken apart: `[LABEL=]PROGRAM [OPTION...]`, or `-X SWITCH...` for this command
/// with switches.
#[derive(Debug, PartialEq)]
struct Spelling {
    label: String,
    program: String,
    options: Vec<String>,
}

fn parse(text: &str) -> Result<Spelling> {
    let (label, rest) = match text.split_once('=') {
        Some((l, r)) if !l.is_empty() && !l.contains([' ', '/']) && !l.starts_with('-') => {
            (Some(l), r)
        }
        _ => (None, text),
    };
    let words = shlex::split(rest).filter(|w| !w.is_empty());
    let Some(mut words) = words else {
        return Err(Error::new(format!("'{text}': not an interpreter")));
    };
    let program = if words[0].starts_with('-') {
        SELF.to_string()
    } else {
        words.remove(0)
    };
    let program = if program == "default" {
        SELF.to_string()
    } else {
        program
    };
    let stem = Path::new(&program)
        .file_name()
        .map_or(program.clone(), |n| n.to_string_lossy().into_owned());
    // `-X gil=1` and `-Xgil=1` both read as `gil=1`.
    let switches = words.iter().filter_map(|w| match w.strip_prefix("-X") {
        Some("") => None,
        Some(switch) => Some(switch.to_string()),
        None => Some(w.clone()),
    });
    let default = std::iter::once(stem)
        .chain(switches)
        .collect::<Vec<_>>()
        .join(" ");
    Ok(Spelling {
        label: label.map_or(default, String::from),
        program,
        options: words,
    })
}

/// Where a program is: a path as it stands, a name by way of PATH.
fn locate(program: &str) -> Result<PathBuf> {
    if program == SELF {
        let exe = std::env::current_exe();
        return exe.map_err(|e| Error::new(format!("cannot find this command's own file: {e}")));
    }
    let is_program = |p: &Path| p.is_file() && is_executable(p);
    if program.contains('/') {
        let path = std::path::absolute(program).unwrap_or_else(|_| program.into());
        if is_program(&path) {
            return Ok(path);
        }
        return Err(Error::new(format!(
            "interpreter '{program}': no such program"
        )));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|d| d.join(program))
        .find(|p| is_program(p));
    found.ok_or_else(|| Error::new(format!("interpreter '{program}': not found in PATH")))
}

fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o111 != 0)
}

/// True if PATH has such a program.
pub fn exists(program: &str) -> bool {
    locate(program).is_ok()
}

/// What an interpreter is asked.
const QUESTION: &str = "import sys\n\
    print(sys.implementation.name, '%d.%d.%d' % sys.version_info[:3], \
    getattr(sys, '_is_gil_enabled', lambda: True)())";

/// Finds an interpreter, starts it once, and asks who it is.
pub fn open(text: &str, stop: &AtomicBool) -> Result<Interpreter> {
    let Spelling {
        label,
        program,
        options,
    } = parse(text)?;
    let mut words = vec![locate(&program)?.into_os_string()];
    words.extend(options.into_iter().map(OsString::from));
    let mut question = words.clone();
    question.extend(["-c".into(), QUESTION.into()]);
    let job = Job {
        words: &question,
        variables: &[],
        cpus: None,
        limit: Duration::from_secs(30),
        stop,
    };
    let done = process::run(&job).map_err(|e| Error::new(format!("interpreter '{text}': {e}")))?;
    if done.failure().is_some() {
        let said = done.stderr.trim();
        let said = if said.is_empty() {
            "no word of why"
        } else {
            said
        };
        return Err(Error::new(format!(
            "interpreter '{text}' does not run: {said}"
        )));
    }
    let answer: Vec<&str> = done.stdout.split_whitespace().collect();
    let [implementation, version, gil] = answer[..] else {
        return Err(Error::new(format!(
            "'{text}' is no Python interpreter: it answers {:?}",
            done.stdout.trim()
        )));
    };
    Ok(Interpreter {
        label,
        words,
        implementation: implementation.to_string(),
        version: version.to_string(),
        gil: gil == "True",
    })
}

/// Gives every interpreter a label of its own: the second `python` becomes `python (2)`.
pub fn make_unique(interpreters: &mut [Interpreter]) {
    for i in 1..interpreters.len() {
        let taken: Vec<String> = interpreters[..i].iter().map(|o| o.label.clone()).collect();
        let base = interpreters[i].label.clone();
        let mut number = 2;
        while taken.contains(&interpreters[i].label) {
            interpreters[i].label = format!("{base} ({number})");
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(label: &str, program: &str, options: &[&str]) -> Spelling {
        Spelling {
            label: label.to_string(),
            program: program.to_string(),
            options: options.iter().map(|o| (*o).to_string()).collect(),
        }
    }

    #[test]
    fn spellings() {
        for (text, want) in [
            ("python3.14", spelling("python3.14", "python3.14", &[])),
            (
                "/usr/bin/pypy3 -O",
                spelling("pypy3 -O", "/usr/bin/pypy3", &["-O"]),
            ),
            (
                "typhon -X gil=1",
                spelling("typhon gil=1", "typhon", &["-X", "gil=1"]),
            ),
            (
                "-X borrow=0",
                spelling("typhon borrow=0", "typhon", &["-X", "borrow=0"]),
            ),
            ("default", spelling("typhon", "typhon", &[])),
            (
                "old=./a/typhon -Xgil=1",
                spelling("old", "./a/typhon", &["-Xgil=1"]),
            ),
            (
                "'./a b/python' -u",
                spelling("python -u", "./a b/python", &["-u"]),
            ),
        ] {
            assert_eq!(parse(text).unwrap(), want);
        }
        assert!(parse("").is_err() && parse("'").is_err());
    }

    #[test]
    fn what_is_missing_is_named() {
        let stop = AtomicBool::new(false);
        let text = |t: &str| open(t, &stop).unwrap_err().to_string();
        assert_eq!(
            text("no-such-python"),
            "interpreter 'no-such-python': not found in PATH"
        );
        assert_eq!(
            text("/no/such/python"),
            "interpreter '/no/such/python': no such program"
        );
        assert!(text("false").starts_with("interpreter 'false' does not run: "));
        assert!(text("echo").contains("is no Python interpreter"));
    }

    #[test]
    fn labels_become_unique() {
        let one = Interpreter {
            label: "python".into(),
            words: vec!["python".into()],
            implementation: "cpython".into(),
            version: "3.14.0".into(),
            gil: true,
        };
        let mut all = [one.clone(), one.clone(), one];
        make_unique(&mut all);
        let labels = all.map(|i| i.label);
        assert_eq!(labels, ["python", "python (2)", "python (3)"]);
    }
}
