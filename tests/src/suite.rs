//! Finds the recorded scripts and judges a run against its record.

use crate::compare::difference;
use crate::process::{self, Outcome};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Every script below `folder`, sorted; what starts with `_` holds helper modules.
pub fn scripts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('_') {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".py") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Runs one script and compares; `None` when it passed, else what is wrong.
pub fn judge(binary: &Path, script: &Path, scratch: PathBuf) -> Option<String> {
    let record = match Record::read(script) {
        Ok(record) => record,
        Err(error) => {
            return Some(format!(
                "  no usable record ({error}): run tests/record.py\n"
            ));
        }
    };
    match process::run(binary, script, scratch) {
        Ok(outcome) => record.complaint(&outcome),
        Err(error) => Some(format!("  could not be run: {error}\n")),
    }
}

/// What CPython did, as `record.py` wrote it.
struct Record {
    out: String,
    err: String,
    status: i32,
}

impl Record {
    fn read(script: &Path) -> io::Result<Self> {
        let optional = |suffix: &str| match fs::read_to_string(script.with_extension(suffix)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            text => text,
        };
        let status = match optional("rc")?.trim() {
            "" => 0,
            digits => digits.parse().map_err(io::Error::other)?,
        };
        let out = fs::read_to_string(script.with_extension("out"))?;
        Ok(Self {
            out,
            err: optional("err")?,
            status,
        })
    }

    fn complaint(&self, outcome: &Outcome) -> Option<String> {
        let mut text = String::new();
        if let Some(reason) = &outcome.killed {
            text.push_str(&format!("  {reason}\n"));
        } else if outcome.status != self.status {
            text.push_str(&format!(
                "  exit status {} instead of {}\n",
                outcome.status, self.status
            ));
        }
        text.extend(difference("stdout", &self.out, &outcome.out));
        text.extend(difference("stderr", &self.err, &outcome.err));
        (!text.is_empty()).then_some(text)
    }
}
