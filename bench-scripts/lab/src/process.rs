//! Runs one process to its end: time, resources, the end of its output, and a digest of all of it.

use crate::os::{End, Exit, Usage, pin};
use std::ffi::OsString;
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// How much of the end of an output is kept.
const KEPT: usize = 64 << 10;

/// How long a process runs before the runner looks again whether it was interrupted.
const LOOK: Duration = Duration::from_millis(100);

/// How long the outputs of an ended process may stay open.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to run.
pub struct Job<'a> {
    /// The program and its arguments.
    pub words: &'a [OsString],
    /// Variables beside the inherited ones.
    pub variables: &'a [(&'a str, String)],
    /// Processors that it may use; None: all.
    pub cpus: Option<&'a [usize]>,
    /// It is ended when it takes longer.
    pub limit: Duration,
    /// It is ended when this becomes true.
    pub stop: &'a AtomicBool,
}

/// Why a process came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// By itself.
    Ended(End),
    /// It took too long.
    TimedOut,
    /// The person in front of the machine does not want to wait.
    Interrupted,
}

/// A process that has ended.
#[derive(Debug)]
pub struct Done {
    /// How.
    pub outcome: Outcome,
    /// Seconds from start to end.
    pub wall: f64,
    /// What it used.
    pub usage: Usage,
    /// The end of its standard output.
    pub stdout: String,
    /// Digest of its whole standard output.
    pub digest: u64,
    /// The end of its standard error.
    pub stderr: String,
}

impl Done {
    /// What went wrong, in one line; None if the process ended with status 0.
    pub fn failure(&self) -> Option<String> {
        let last = self.stderr.trim_end().lines().last().unwrap_or("").trim();
        let said = if last.is_empty() {
            String::new()
        } else {
            format!(": {last}")
        };
        match self.outcome {
            Outcome::Ended(End::Exited(0)) => None,
            Outcome::Ended(End::Exited(n)) => Some(format!("exit status {n}{said}")),
            Outcome::Ended(End::Signalled(n)) => Some(format!("ended by signal {n}{said}")),
            Outcome::TimedOut => Some(format!("took longer than {:.0} s", self.wall.floor())),
            Outcome::Interrupted => Some("interrupted".to_string()),
        }
    }
}

/// FNV-1a (G. Fowler, L. Noll, K.-P. Vo), 64 bits: tells outputs apart, resists nobody.
pub fn digest(mut state: u64, bytes: &[u8]) -> u64 {
    for &b in bytes {
        state = (state ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
    }
    state
}

/// The digest of nothing.
pub const EMPTY_DIGEST: u64 = 0xcbf2_9ce4_8422_2325;

/// Runs a process to its end. Err: it could not be started.
pub fn run(job: &Job<'_>) -> io::Result<Done> {
    let Some((program, arguments)) = job.words.split_first() else {
        return Err(io::Error::other("nothing to run"));
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(job.variables.iter().map(|(k, v)| (k, v)));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // A group of its own: Ctrl-C reaches the runner alone, which then decides, and what the script started ends with it.
    command.process_group(0);
    if let Some(cpus) = job.cpus {
        pin(&mut command, cpus);
    }
    let start = Instant::now();
    let mut child = command.spawn()?;
    let exit = Exit::of(child.id());
    let stdout = child.stdout.take().map(drain);
    let stderr = child.stderr.take().map(drain);
    let mut stopped = None;
    while !exit.wait(LOOK.min(job.limit.saturating_sub(start.elapsed()))) {
        // Relaxed: the flag carries nothing but itself.
        if job.stop.load(Ordering::Relaxed) {
            stopped = Some(Outcome::Interrupted);
        } else if start.elapsed() >= job.limit {
            stopped = Some(Outcome::TimedOut);
        } else {
            continue;
        }
        break;
    }
    let wall = start.elapsed().as_secs_f64();
    exit.kill_group();
    let (end, usage) = exit.reap()?;
    let (stdout, digest) = collect(stdout)?;
    let (stderr, _) = collect(stderr)?;
    Ok(Done {
        outcome: stopped.unwrap_or(Outcome::Ended(end)),
        wall,
        usage,
        stdout,
        digest,
        stderr,
    })
}

type Drained = (Vec<u8>, u64);

/// Reads a pipe to its end in a thread of its own, which sends what it read.
fn drain(mut pipe: impl Read + Send + 'static) -> Receiver<Drained> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut kept, mut state) = (Vec::new(), EMPTY_DIGEST);
        let mut buffer = [0; 16 << 10];
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => {
                    state = digest(state, &buffer[..n]);
                    kept.extend_from_slice(&buffer[..n]);
                    if kept.len() > 2 * KEPT {
                        kept.drain(..kept.len() - KEPT);
                    }
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        // Nobody waits any more if the process was given up.
        let _ = send.send((kept, state));
    });
    receive
}

/// The end of an output and the digest of all of it. Err: something that left the process's group keeps it open.
fn collect(reader: Option<Receiver<Drained>>) -> io::Result<(String, u64)> {
    let Some(reader) = reader else {
        return Ok((String::new(), EMPTY_DIGEST));
    };
    let (kept, state) = reader
        .recv_timeout(PATIENCE)
        .map_err(|_| io::Error::other("a process that it left behind keeps its output open"))?;
    let from = kept.len().saturating_sub(KEPT);
    Ok((String::from_utf8_lossy(&kept[from..]).into_owned(), state))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(text: &str, limit: u64, stop: &AtomicBool) -> Done {
        let words: Vec<OsString> = ["sh", "-c", text].map(OsString::from).into();
        run(&Job {
            words: &words,
            variables: &[("LAB_TEST", "seen".to_string())],
            cpus: None,
            limit: Duration::from_millis(limit),
            stop,
        })
        .unwrap()
    }

    static CALM: AtomicBool = AtomicBool::new(false);

    #[test]
    fn output_and_status() {
        let done = shell("echo $LAB_TEST; echo bad >&2; exit 3", 60_000, &CALM);
        assert_eq!(done.stdout, "seen\n");
        assert_eq!(done.digest, digest(EMPTY_DIGEST, b"seen\n"));
        assert_eq!(done.failure().unwrap(), "exit status 3: bad");
        assert!(done.wall > 0.0);
    }

    #[test]
    fn success_is_no_failure() {
        assert_eq!(shell("echo warning >&2", 60_000, &CALM).failure(), None);
    }

    #[test]
    fn what_takes_too_long_is_ended_with_its_children() {
        let done = shell("sleep 60 & sleep 60", 150, &CALM);
        assert_eq!(done.outcome, Outcome::TimedOut);
        assert!(done.wall < 30.0);
    }

    #[test]
    fn a_wish_to_stop_ends_it() {
        let done = shell("sleep 60", 60_000, &AtomicBool::new(true));
        assert_eq!(done.outcome, Outcome::Interrupted);
    }

    #[test]
    fn long_output_is_cut_at_its_front() {
        let done = shell(
            "head -c 400000 /dev/zero | tr '\\0' x; echo end",
            60_000,
            &CALM,
        );
        assert!(done.stdout.ends_with("xend\n") && done.stdout.len() <= KEPT);
    }

    #[test]
    fn what_escapes_with_the_output_is_an_error() {
        let words: Vec<OsString> = ["sh", "-c", "setsid sleep 8 & exit 0"]
            .map(OsString::from)
            .into();
        let job = Job {
            words: &words,
            variables: &[],
            cpus: None,
            limit: Duration::from_secs(60),
            stop: &CALM,
        };
        let start = Instant::now();
        // Whether the shell's child leaves the group before it is ended with it is a matter of luck.
        if let Err(e) = run(&job) {
            assert!(e.to_string().contains("keeps its output open"));
        }
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_program_that_is_not_there() {
        let words = vec![OsString::from("/nonexistent/python")];
        let job = Job {
            words: &words,
            variables: &[],
            cpus: None,
            limit: Duration::from_secs(1),
            stop: &CALM,
        };
        assert!(run(&job).is_err());
    }
}
