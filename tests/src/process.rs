//! Runs one script in a cleaned environment, bounded in time and in output.
//!
//! Streams go to files, not pipes: a grandchild that outlives the script cannot block the
//! runner, and the size of the output can be watched while the script runs.

use crate::directives::Directives;
use crate::normalise::normalise;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A script that runs longer is killed and has failed.
pub const TIMEOUT: Duration = Duration::from_secs(60);
/// A script that writes more to one stream is killed and has failed.
const OUTPUT_LIMIT: u64 = 64 << 20;

/// What a finished script left.
#[derive(Debug)]
pub struct Outcome {
    /// Standard output, normalised.
    pub out: String,
    /// Standard error, normalised; empty when the script's directives ignore it.
    pub err: String,
    /// Exit status; the negated signal number when a signal ended it, as in the records.
    pub status: i32,
    /// Why the runner ended the script early, if it did.
    pub killed: Option<String>,
}

/// Where the streams of a run are kept; removed when dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover folder below the build directory harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs `script` (an absolute path) with `binary`; `scratch` must be a folder of its own.
pub fn run(binary: &Path, script: &Path, scratch: PathBuf) -> io::Result<Outcome> {
    let folder = script.parent().unwrap_or(Path::new("/"));
    let asked = Directives::parse(&fs::read(script)?).map_err(io::Error::other)?;
    fs::create_dir_all(&scratch)?;
    let scratch = Scratch(scratch);
    let path_of = |name: &str| scratch.0.join(name);
    fs::write(path_of("stdin"), &asked.stdin)?;

    let mut command = Command::new(binary);
    command.args(&asked.flags);
    if asked.runs_script_file() {
        command.arg(script.file_name().unwrap_or_default());
    }
    command.args(&asked.args).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("LC_ALL", "C.UTF-8");
    command.env("PYTHONHASHSEED", "0");
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.envs(asked.env.iter().map(|(name, value)| (name, value)));
    command.stdin(Stdio::from(File::open(path_of("stdin"))?));
    command.stdout(Stdio::from(File::create(path_of("stdout"))?));
    command.stderr(Stdio::from(File::create(path_of("stderr"))?));

    let (status, killed) = wait(command.spawn()?, &[path_of("stdout"), path_of("stderr")])?;
    let stream = |name: &str| -> io::Result<String> {
        let bytes = fs::read(path_of(name))?;
        Ok(normalise(&String::from_utf8_lossy(&bytes), folder))
    };
    let err = if asked.ignore_stderr {
        String::new()
    } else {
        stream("stderr")?
    };
    Ok(Outcome {
        out: stream("stdout")?,
        err,
        status: number(status),
        killed,
    })
}

/// Waits for the child within the limits; kills it beyond them and says why.
fn wait(mut child: Child, streams: &[PathBuf]) -> io::Result<(ExitStatus, Option<String>)> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, None));
        }
        let large = |path: &PathBuf| fs::metadata(path).is_ok_and(|m| m.len() > OUTPUT_LIMIT);
        let reason = if start.elapsed() > TIMEOUT {
            format!("ran longer than {} s", TIMEOUT.as_secs())
        } else if streams.iter().any(large) {
            format!("wrote more than {} MiB", OUTPUT_LIMIT >> 20)
        } else {
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
            continue;
        };
        child.kill()?;
        return Ok((child.wait()?, Some(reason)));
    }
}

/// Nothing that a test starts takes longer, however busy the machine is.
const END: Duration = Duration::from_secs(300);

/// Runs a command to its end; gives what it wrote. Panics with the command's words if it does not start or does not end
/// in five minutes: a test that hangs says so instead of stopping all others.
pub fn output(command: &mut Command) -> Output {
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    finish(child, &format!("{command:?}"))
}

/// What a child writes until its end, as `output()`; `name` stands in the message.
pub fn finish(mut child: Child, name: &str) -> Output {
    fn read(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
        thread::spawn(move || {
            let mut all = Vec::new();
            if let Some(mut pipe) = pipe {
                // What came before an error is what there is.
                let _ = pipe.read_to_end(&mut all);
            }
            all
        })
    }
    let stdout = read(child.stdout.take());
    let stderr = read(child.stderr.take());
    let end = Instant::now() + END;
    let mut pause = Duration::from_millis(1);
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if Instant::now() > end {
            child.kill().expect("a child");
            panic!("does not end: {name}");
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    };
    let bytes = |reader: thread::JoinHandle<Vec<u8>>| reader.join().expect("a reader");
    Output {
        status,
        stdout: bytes(stdout),
        stderr: bytes(stderr),
    }
}

#[cfg(unix)]
fn number(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status
        .code()
        .or_else(|| status.signal().map(|signal| -signal))
        .unwrap_or(-1)
}

#[cfg(not(unix))]
fn number(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}
