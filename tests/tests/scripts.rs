//! Runs every recorded script against the typhon command and compares with CPython's record.
//!
//! ```text
//! cargo test -p typhon-tests --test scripts -- [FILTER ...] [--wishlist] [--no-stress] [--list] [--update-pending]
//! ```
//!
//! `tests/pending.txt` names scripts that are recorded but not required yet, one path a line: they are skipped and
//! counted. `--update-pending` runs everything and writes the list anew from what fails.
//!
//! The scripts below `tests/scripts` run in parallel, then those below `tests/stress` one
//! after the other. `--wishlist` runs `tests/wishlist` instead: scripts that are not required
//! yet; it names the ones that pass (they can move to `tests/scripts`) and never fails.
//! A FILTER is a substring of a script's path. `TYPHON_BIN` names another binary.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;
use std::{env, fs, io, thread};
use typhon_tests::suite;

/// The command line.
#[derive(Default)]
struct Options {
    filters: Vec<String>,
    wishlist: bool,
    no_stress: bool,
    list: bool,
    update_pending: bool,
}

/// Numbers and names of what has run so far.
#[derive(Default)]
struct Tally {
    passed: Vec<String>,
    failed: Vec<String>,
}

/// The list of scripts that are not required yet.
const PENDING: &str = "pending.txt";

fn pending(root: &Path) -> io::Result<Vec<String>> {
    let text = fs::read_to_string(root.join(PENDING))?;
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(String::from)
        .collect())
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("scripts: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> io::Result<Options> {
    let mut options = Options::default();
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--wishlist" => options.wishlist = true,
            "--no-stress" => options.no_stress = true,
            "--list" => options.list = true,
            "--update-pending" => options.update_pending = true,
            // cargo passes these to every test binary of a workspace run.
            "--nocapture" | "--quiet" | "-q" => {}
            flag if flag.starts_with('-') => {
                return Err(io::Error::other(format!("unknown option {flag}")));
            }
            filter => options.filters.push(filter.to_owned()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> io::Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pending = if options.update_pending || options.wishlist {
        Vec::new()
    } else {
        pending(root)?
    };
    let skipped = AtomicUsize::new(0);
    let select = |folder: &str| -> io::Result<Vec<PathBuf>> {
        let mut found = suite::scripts(&root.join(folder))?;
        found.retain(|path| {
            let name = name_of(root, path);
            let wanted =
                options.filters.is_empty() || options.filters.iter().any(|f| name.contains(f));
            let skip = wanted && pending.contains(&name);
            // Relaxed: read after the selection, on this thread.
            skipped.fetch_add(usize::from(skip), Ordering::Relaxed);
            wanted && !skip
        });
        Ok(found)
    };
    let parallel = select(if options.wishlist {
        "wishlist"
    } else {
        "scripts"
    })?;
    let serial = if options.wishlist || options.no_stress {
        Vec::new()
    } else {
        select("stress")?
    };
    if options.list {
        for path in parallel.iter().chain(&serial) {
            println!("{}", name_of(root, path));
        }
        return Ok(true);
    }
    if parallel.is_empty() && serial.is_empty() && skipped.load(Ordering::Relaxed) == 0 {
        return Err(io::Error::other("no script matches"));
    }
    let binary = binary(root)?;
    let tally = Mutex::new(Tally::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    run_all(&binary, root, &parallel, cores, &tally);
    run_all(&binary, root, &serial, 1, &tally);
    let tally = tally
        .into_inner()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    if options.wishlist {
        for name in &tally.passed {
            println!("passes: {name}");
        }
    }
    if options.update_pending {
        let mut names = tally.failed.clone();
        names.sort();
        fs::write(root.join(PENDING), names.join("\n") + "\n")?;
    }
    println!(
        "{} passed, {} failed, {} skipped",
        tally.passed.len(),
        tally.failed.len(),
        skipped.load(Ordering::Relaxed)
    );
    Ok(options.wishlist || options.update_pending || tally.failed.is_empty())
}

/// Runs `scripts` on `workers` threads; failures are printed as they come.
fn run_all(binary: &Path, root: &Path, scripts: &[PathBuf], workers: usize, tally: &Mutex<Tally>) {
    let next = AtomicUsize::new(0);
    let work = || {
        // Relaxed: the counter only hands out indices, it publishes nothing.
        while let Some(script) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let name = name_of(root, script);
            let folder = format!("scripts-{}-{}", std::process::id(), name.replace('/', "-"));
            let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
            let verdict = suite::judge(binary, script, scratch);
            let mut tally = tally
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            match verdict {
                None => tally.passed.push(name),
                Some(complaint) => {
                    print!("FAILED {name}\n{complaint}");
                    tally.failed.push(name);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.min(scripts.len()) {
            scope.spawn(work);
        }
    });
}

/// `scripts/lang/for_loop`: the path below `tests` without its suffix.
fn name_of(root: &Path, script: &Path) -> String {
    script
        .strip_prefix(root)
        .unwrap_or(script)
        .with_extension("")
        .to_string_lossy()
        .into_owned()
}

fn binary(root: &Path) -> io::Result<PathBuf> {
    let binary = typhon_tests::binary::find()?;
    if env::var_os("TYPHON_BIN").is_none() && older_than_sources(root, &binary)? {
        println!("note: {} is older than the sources", binary.display());
    }
    Ok(binary)
}

/// A stale binary is the usual reason for a surprising failure, so the runner says so.
fn older_than_sources(root: &Path, binary: &Path) -> io::Result<bool> {
    let built = fs::metadata(binary)?.modified()?;
    let Some(workspace) = root.parent() else {
        return Ok(false);
    };
    let mut open: Vec<PathBuf> = ["runtime", "stdlib-min", "interpreter"]
        .map(|name| workspace.join(name).join("src"))
        .into();
    let mut newest = SystemTime::UNIX_EPOCH;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            } else {
                newest = newest.max(entry.metadata()?.modified()?);
            }
        }
    }
    Ok(newest > built)
}
