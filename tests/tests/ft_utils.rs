//! `ft_utils` passes the test files of the package of that name, run from its source, which is never copied in here.
//!
//! `TYPHON_FT_UTILS` names the unpacked source; without it pip is asked for it. Where neither can be had, the test says so
//! on standard error and passes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use typhon_tests::process::output;

/// The version whose tests are run.
const VERSION: &str = "ft-utils==0.2.0";

/// Its test files that look into C code or into the package's own machinery, not at what this library provides:
/// `test_compat` and `test_weave` import extension modules that test C headers, `test_run_all` starts the others.
const OTHERS: &[&str] = &["test_compat", "test_weave", "test_run_all"];

/// How often a test file may be tried.
const TRIES: usize = 4;

/// The package folder of a source that is there, or that pip downloads into `folder`.
fn source(folder: &Path) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("TYPHON_FT_UTILS") {
        return Some(PathBuf::from(path).join("ft_utils"));
    }
    let quiet = |c: &mut Command| {
        c.stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    let download = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--timeout=20",
        "--retries=1",
        "--no-deps",
        "--no-binary=:all:",
        // It is not the Python that downloads that runs it.
        "--ignore-requires-python",
        VERSION,
    ];
    quiet(
        Command::new("python3")
            .args(download)
            .arg("--dest")
            .arg(folder),
    )
    .then_some(())?;
    let archive = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|e| e.path())
        .find(|p| p.to_string_lossy().ends_with(".tar.gz"))?;
    quiet(
        Command::new("tar")
            .arg("xzf")
            .arg(&archive)
            .current_dir(folder),
    )
    .then_some(())?;
    let name = archive.file_name()?.to_str()?.strip_suffix(".tar.gz")?;
    Some(folder.join(name).join("ft_utils"))
}

#[test]
fn the_package_s_own_tests_pass() {
    let folder = std::env::temp_dir().join(format!("typhon-ft-utils-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let Some(source) = source(&folder) else {
        eprintln!(
            "skipped: the source of {VERSION} cannot be had (no python3 with pip, or no package index); \
             TYPHON_FT_UTILS may name it"
        );
        let _ = fs::remove_dir_all(&folder);
        return;
    };
    let mut names: Vec<String> = fs::read_dir(source.join("tests"))
        .expect("the package's tests")
        .flatten()
        .filter_map(|e| Some(e.file_name().to_str()?.strip_suffix(".py")?.to_owned()))
        .filter(|n| n.starts_with("test_") && !OTHERS.contains(&n.as_str()))
        .collect();
    names.sort();
    assert!(names.len() >= 8, "{names:?}");
    let typhon = typhon_tests::binary::find().expect("a binary");
    let runner = Path::new(env!("CARGO_MANIFEST_DIR")).join("ft_utils/run.py");
    for name in &names {
        let run = || {
            output(
                Command::new(&typhon)
                    .arg(&runner)
                    .arg(&source)
                    .args([name.as_str(), "-v"])
                    .stdin(Stdio::null()),
            )
        };
        // Some tests rely on the clock (ten threads that sleep for ten milliseconds are all alive at once): a busy machine
        // gets further tries.
        let o = (1..TRIES)
            .map(|_| run())
            .find(|o| o.status.success())
            .unwrap_or_else(run);
        let err = String::from_utf8_lossy(&o.stderr);
        assert!(o.status.success(), "{name}: {}\n{err}", o.status);
        let skipped: Vec<&str> = err.lines().filter(|l| l.contains("... skipped")).collect();
        assert!(skipped.is_empty(), "{name}: {skipped:?}");
        let summary = err.lines().rfind(|l| l.starts_with("OK"));
        eprintln!("{name}: {}", summary.unwrap_or("no summary"));
    }
    let _ = fs::remove_dir_all(&folder);
}

/// Scripts that make and drop every kind of object of the library leave none behind.
#[test]
fn nothing_is_left_behind() {
    let typhon = typhon_tests::binary::find().expect("a binary");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/modules/ft_utils");
    for name in ["dict", "deque", "atomics", "local", "locks"] {
        let o = output(
            Command::new(&typhon)
                .args(["-X", "leakcheck"])
                .arg(format!("{name}.py"))
                .current_dir(&scripts)
                .stdin(Stdio::null()),
        );
        let err = String::from_utf8_lossy(&o.stderr);
        assert!(o.status.success(), "{name}: {}\n{err}", o.status);
        // Hot code and small values become immortal (COUNT RULE 11).
        let immortal = ["code", "function", "dict", "str", "tuple", "cell", "int"];
        for line in err.lines().filter(|l| l.starts_with("    ")) {
            let kind = line.split_whitespace().last().unwrap_or("");
            assert!(immortal.contains(&kind), "{name} leaves\n{err}");
        }
    }
}
