//! An installed CPython 3.14 as the reference of tests.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The executable that `TYPHON_PYTHON` names.
pub fn python() -> PathBuf {
    PathBuf::from(std::env::var_os("TYPHON_PYTHON").expect("TYPHON_PYTHON names a CPython 3.14"))
}

/// The source files of its library.
pub fn library(python: &Path) -> Vec<PathBuf> {
    let out = Command::new(python)
        .args(["-c", "import os; print(os.path.dirname(os.__file__))"])
        .output()
        .expect("CPython runs");
    let root = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)
            .expect("readable folder")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() && path.extension().is_some_and(|x| x == "py") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// What a Python program prints that gets the names of the files on standard input.
pub fn ask(python: &Path, program: &str, files: &[PathBuf]) -> String {
    let mut child = Command::new(python)
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("CPython runs");
    let list: String = files.iter().map(|f| format!("{}\n", f.display())).collect();
    let mut input = child.stdin.take().expect("standard input");
    let feeder = std::thread::spawn(move || input.write_all(list.as_bytes()));
    let output = child.wait_with_output().expect("CPython's answer");
    feeder.join().expect("feeder").expect("written");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
