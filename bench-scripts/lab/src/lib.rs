//! `typhon bench`: the scaling laboratory.
//!
//! It runs scripts as processes of several interpreters with several numbers of threads (`runner.rs`), verifies that
//! all give the same answer (`verify.rs`), keeps the times as pyperf does (`session.rs`, `pyperf.rs`), and makes tables
//! (`text.rs`), pictures (`chart/`) and a page (`html.rs`) of them. It uses nothing of the interpreter that it is part of:
//! that one is measured like any other.

#![deny(unsafe_code)]

pub mod analyse;
pub mod baseline;
pub mod chart;
pub mod cli;
pub mod error;
pub mod experiments;
mod folder;
pub mod html;
pub mod interpreter;
pub mod machine;
#[allow(unsafe_code)]
pub mod os;
pub mod pictures;
pub mod process;
pub mod profiles;
pub mod progress;
pub mod protocol;
pub mod pyperf;
pub mod runner;
pub mod session;
mod slot;
pub mod stats;
pub mod text;
pub mod topology;
pub mod usl;
mod verify;
pub mod workload;

use clap::Parser;
use cli::{Cli, Measure, Task, thread_counts};
use error::{Error, Result};
use interpreter::Interpreter;
use progress::Progress;
use runner::Plan;
use session::{Problem, Purpose, Runner, Session, Settings, Trouble, Work};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use topology::Topology;
use workload::{Library, Suite, Workload};

/// Something went wrong beyond single scripts.
const STATUS_BAD: u8 = 1;
/// The command line makes no sense.
const STATUS_USAGE: u8 = 2;
/// Some scripts failed.
const STATUS_PARTLY: u8 = 3;
/// Somebody pressed Ctrl-C.
const STATUS_INTERRUPTED: u8 = 130;

/// Runs `typhon bench` with its arguments (without `typhon` and `bench`); returns the exit status.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let words = std::iter::once(OsString::from("typhon bench")).chain(arguments);
    let cli = match Cli::try_parse_from(words) {
        Ok(cli) => cli,
        Err(e) => {
            let _ = e.print();
            return if e.use_stderr() { STATUS_USAGE } else { 0 };
        }
    };
    match run(cli.task) {
        Ok(status) => status,
        Err(e) => {
            eprintln!("typhon bench: {e}");
            STATUS_USAGE
        }
    }
}

/// Writes to standard output; whoever closed it does not want to read.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn run(task: Task) -> Result<u8> {
    match task {
        Task::Scaling(s) => scaling(&s),
        Task::Compare(c) => compare(&c),
        Task::Experiments(e) => experiment(&e),
        Task::Report(r) => {
            let session = Session::load(&r.folder)?;
            let page = report(&session, &r.folder, r.tolerance / 100.0)?;
            print(&format!("{}\n", page.display()));
            Ok(0)
        }
        Task::List => {
            let library = Library::open(None)?;
            for suite in Suite::ALL {
                for w in library.suite(suite)? {
                    print(&format!("{:<32} {}\n", w.name, w.title));
                }
            }
            Ok(0)
        }
    }
}

/// What every measuring task needs: the stop flag, the processors, the scripts.
struct Bench<'a> {
    measure: &'a Measure,
    stop: Arc<AtomicBool>,
    topology: Topology,
    library: Library,
}

impl<'a> Bench<'a> {
    fn new(measure: &'a Measure) -> Result<Bench<'a>> {
        measure.check()?;
        if let Some(path) = &measure.baseline {
            baseline::check(path)?;
        }
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [libc::SIGINT, libc::SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&stop))
                .map_err(|e| Error::new(format!("cannot catch signals: {e}")))?;
        }
        Ok(Bench {
            measure,
            stop,
            topology: Topology::read(&os::affinity()),
            library: Library::open(measure.folder.as_deref())?,
        })
    }

    fn open(&self, names: &[String]) -> Result<Vec<Interpreter>> {
        let mut found: Vec<Interpreter> = names
            .iter()
            .map(|n| interpreter::open(n, &self.stop))
            .collect::<Result<_>>()?;
        interpreter::make_unique(&mut found);
        Ok(found)
    }

    /// The workloads that the user named, or those of `default`.
    fn workloads(
        &self,
        scripts: &[String],
        append: bool,
        default: &[Suite],
    ) -> Result<Vec<Workload>> {
        let mut suites = Vec::new();
        for word in &self.measure.suite {
            suites.extend(Suite::parse(word)?);
        }
        if suites.is_empty() && scripts.is_empty() {
            suites.extend_from_slice(default);
        }
        let mut found: Vec<Workload> = Vec::new();
        for script in scripts {
            found.extend(self.library.find(script, append)?);
        }
        for suite in suites {
            found.extend(self.library.suite(suite)?);
        }
        found.retain(|w| w.suite.is_none() || w.name.contains(&self.measure.only));
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|w| seen.insert(w.name.clone()));
        if found.is_empty() {
            return Err(Error::new(format!(
                "no workload whose name contains '{}'",
                self.measure.only
            )));
        }
        Ok(found)
    }

    fn settings(&self, threads: Vec<usize>) -> Settings {
        let m = self.measure;
        Settings {
            threads,
            repeat: m.repeat,
            warmups: m.warmups,
            budget: m.budget,
            precision: m.precision / 100.0,
            limit: m.limit,
            size: m.size,
            pin: m.pin,
        }
    }

    /// Where the results go.
    fn folder(&self, purpose: Purpose, date: &str) -> PathBuf {
        let stamp: String = date.chars().filter(char::is_ascii_digit).collect();
        let default = || PathBuf::from(format!("bench-results/{}-{stamp}", purpose.name()));
        self.measure.out.clone().unwrap_or_else(default)
    }

    /// Measures, stores, reports, and judges.
    fn go(
        &self,
        purpose: Purpose,
        interpreters: &[Interpreter],
        workloads: &[Workload],
        threads: Vec<usize>,
        mut problems: Vec<Problem>,
    ) -> Result<u8> {
        let date = machine::date(machine::now());
        let folder = self.folder(purpose, &date);
        // A folder that cannot be written is better known now than after an hour.
        std::fs::create_dir_all(&folder)
            .map_err(|e| Error::new(format!("{}: {e}", folder.display())))?;
        let settings = self.settings(threads);
        let mut facts = machine::facts(&self.topology);
        let plan = Plan {
            interpreters,
            workloads,
            settings: &settings,
            topology: &self.topology,
            stop: &self.stop,
        };
        let progress = Progress::new(self.measure.quiet);
        let measured = runner::measure(&plan, &progress);
        problems.extend(measured.problems);
        facts.extend(
            measured
                .other_load
                .map(|l| (machine::OTHER_LOAD.to_string(), format!("{l:.2}"))),
        );
        if self.measure.profile && measured.cut_short.is_empty() {
            let profiles = folder.join(profiles::FOLDER);
            let _ = std::fs::create_dir_all(&profiles);
            problems.extend(runner::profile(&plan, &profiles, &progress));
        }
        progress.end();
        let session = Session {
            purpose,
            date,
            facts,
            capacity: self.topology.capacity(),
            settings,
            interpreters: interpreters.iter().map(runner_of).collect(),
            workloads: workloads.iter().map(work_of).collect(),
            cells: measured.cells,
            problems,
            cut_short: measured.cut_short,
        };
        session.save(&folder)?;
        let tolerance = self.measure.tolerance / 100.0;
        print(&text::summary(&session, tolerance));
        let page = report(&session, &folder, tolerance)?;
        let mut status = status_of(&session);
        if let Some(path) = self
            .measure
            .baseline
            .as_ref()
            .filter(|_| !session.cells.is_empty())
        {
            let changes = baseline::compare(&session, path, 3.0 * tolerance)?;
            print(&text::changes(&changes));
            if !baseline::regressions(&changes).is_empty() {
                status = STATUS_BAD;
            }
        }
        print(&format!(
            "\nResults: {}  \nPage: {}\n",
            folder.display(),
            page.display()
        ));
        // Relaxed: the flag carries nothing but itself.
        Ok(if self.stop.load(Ordering::Relaxed) {
            STATUS_INTERRUPTED
        } else {
            status
        })
    }
}

fn runner_of(i: &Interpreter) -> Runner {
    Runner {
        label: i.label.clone(),
        command: i.command(),
        implementation: i.implementation.clone(),
        version: i.version.clone(),
        gil: i.gil,
    }
}

fn work_of(w: &Workload) -> Work {
    Work {
        name: w.name.clone(),
        suite: w.suite.map_or("script", Suite::name).to_string(),
        title: w.title.clone(),
    }
}

fn status_of(session: &Session) -> u8 {
    let failed = |p: &Problem| matches!(p.trouble, Trouble::Failed | Trouble::NoTime);
    if session.has_wrong_answers() {
        STATUS_BAD
    } else if session.problems.iter().any(failed) {
        STATUS_PARTLY
    } else {
        0
    }
}

/// Writes the page and the pictures of a session into its folder; the path of the page.
fn report(session: &Session, folder: &Path, tolerance: f64) -> Result<PathBuf> {
    let pictures = pictures::all(session, tolerance);
    pictures::save(&pictures, &folder.join(pictures::FOLDER))?;
    let page = folder.join("report.html");
    let text = html::page(session, &pictures, &profiles::read(folder), tolerance);
    std::fs::write(&page, text).map_err(|e| Error::new(format!("{}: {e}", page.display())))?;
    Ok(page)
}

fn scaling(s: &cli::Scaling) -> Result<u8> {
    let bench = Bench::new(&s.measure)?;
    let threads = thread_counts(&s.threads, bench.topology.capacity())?;
    let mut names = s.interpreters.clone();
    if names.is_empty() {
        names.push(interpreter::SELF.to_string());
        names.extend(Some("python3.14".to_string()).filter(|p| interpreter::exists(p)));
    }
    let workloads = bench.workloads(&s.scripts, true, &Suite::THREADED)?;
    let interpreters = bench.open(&names)?;
    bench.go(
        Purpose::Scaling,
        &interpreters,
        &workloads,
        threads,
        Vec::new(),
    )
}

fn compare(c: &cli::Compare) -> Result<u8> {
    let bench = Bench::new(&c.measure)?;
    let workloads = bench.workloads(&c.scripts, false, &[Suite::Single])?;
    let interpreters = bench.open(&[c.a.clone(), c.b.clone()])?;
    bench.go(
        Purpose::Compare,
        &interpreters,
        &workloads,
        vec![1],
        Vec::new(),
    )
}

fn experiment(e: &cli::Experiments) -> Result<u8> {
    let bench = Bench::new(&e.measure)?;
    let threads = thread_counts(&e.threads, bench.topology.capacity())?;
    let mut scripts = e.scripts.clone();
    if scripts.is_empty() && e.measure.suite.is_empty() {
        scripts.extend(experiments::WORKLOADS.iter().map(|w| (*w).to_string()));
    }
    let workloads = bench.workloads(&scripts, true, &[])?;
    let (mut interpreters, mut problems) = (Vec::new(), Vec::new());
    for variant in experiments::VARIANTS {
        let switches: Vec<String> = variant.switches.iter().map(|s| format!("-X {s}")).collect();
        let name = format!("{} {}", interpreter::SELF, switches.join(" "));
        match interpreter::open(name.trim_end(), &bench.stop) {
            Ok(found) => interpreters.push(Interpreter {
                label: variant.label.to_string(),
                ..found
            }),
            // A switch that this build does not know leaves the others comparable.
            Err(e) if !variant.switches.is_empty() => problems.push(Problem {
                trouble: Trouble::Skipped,
                workload: "all".to_string(),
                interpreter: variant.label.to_string(),
                text: e.to_string().replace('\n', " "),
            }),
            Err(e) => return Err(e),
        }
    }
    // A build that has another collector than the one that stops the threads knows it by name.
    let other = format!("{} -X gc=concurrent", interpreter::SELF);
    if interpreter::open(&other, &bench.stop).is_err() {
        problems.push(Problem {
            trouble: Trouble::Same,
            workload: "all".to_string(),
            interpreter: experiments::STOPPING.to_string(),
            text: "this build has one collector, which stops all threads".to_string(),
        });
    }
    bench.go(
        Purpose::Experiments,
        &interpreters,
        &workloads,
        threads,
        problems,
    )
}
