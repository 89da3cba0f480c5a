//! The command line of `typhon bench`.

use crate::error::{Error, Result};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Measures how Python scripts scale over threads, and draws what came out.
///
/// Exit status: 0 if all is well; 1 if answers differed or something regressed against the baseline; 2 if the command
/// line makes no sense; 3 if some script failed while others were measured; 130 after Ctrl-C (what was measured is kept).
#[derive(Debug, Parser)]
#[command(
    name = "typhon bench",
    bin_name = "typhon bench",
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// A subcommand.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Run scripts with several numbers of threads on several interpreters: speed-up curves
    Scaling(Scaling),
    /// Compare two interpreters, or this one with switches, on one thread
    Compare(Compare),
    /// Run the switches of this command against each other: what each idea costs and brings
    Experiments(Experiments),
    /// Write the page and the pictures of a stored run again
    Report(Report),
    /// List the workloads of the suites
    List,
}

/// What to run, how often, where to put it.
#[derive(Debug, Args)]
pub struct Measure {
    /// A suite: independent, reads, writes, shapes (together: threaded), single, memory, or all
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub suite: Vec<String>,
    /// Only workloads whose name contains this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub only: String,
    /// Most runs of each measurement
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub repeat: usize,
    /// Runs of each measurement that do not count
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub warmups: usize,
    /// Seconds that the whole measurement may take
    #[arg(long, value_name = "SECONDS", default_value_t = 900.0)]
    pub budget: f64,
    /// Stop repeating when the 95 % interval of the median is within this many percent (and five runs are done)
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0)]
    pub precision: f64,
    /// Seconds that a single run may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0)]
    pub limit: f64,
    /// Factor on the work of the scripts of the suites
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub size: f64,
    /// Pin threads to processors, one for each physical core first
    #[arg(long)]
    pub pin: bool,
    /// Folder for the results [default: bench-results/TASK-DATE]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Compare with a stored run (a folder of results, or a file in pyperf's format); exit status 1 on a regression
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Differences below this many percent are noise (for --baseline: below three times as many)
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0)]
    pub tolerance: f64,
    /// Also run each workload once under -X profile=contention
    #[arg(long)]
    pub profile: bool,
    /// Take the scripts of the suites from this folder instead of those in the command
    #[arg(long = "scripts", value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// No progress bar
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `scaling`.
#[derive(Debug, Args)]
pub struct Scaling {
    /// Scripts with their arguments, or workloads by name; {threads} stands for the number of threads
    #[arg(value_name = "SCRIPT")]
    pub scripts: Vec<String>,
    /// Numbers of threads [default: powers of two up to what the machine runs]
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub threads: Vec<usize>,
    /// Interpreters: `typhon` is this command; a name in PATH, a path, or LABEL=COMMAND with options
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub interpreters: Vec<String>,
    #[command(flatten)]
    pub measure: Measure,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct Compare {
    /// First interpreter, or switches of this one ("-X gil=1")
    #[arg(allow_hyphen_values = true)]
    pub a: String,
    /// Second interpreter
    #[arg(allow_hyphen_values = true)]
    pub b: String,
    /// Scripts with their arguments, or workloads by name
    #[arg(value_name = "SCRIPT")]
    pub scripts: Vec<String>,
    #[command(flatten)]
    pub measure: Measure,
}

/// Arguments of `experiments`.
#[derive(Debug, Args)]
pub struct Experiments {
    /// Scripts with their arguments, or workloads by name [default: a choice from the suites]
    #[arg(value_name = "SCRIPT")]
    pub scripts: Vec<String>,
    /// Numbers of threads [default: powers of two up to what the machine runs]
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub threads: Vec<usize>,
    #[command(flatten)]
    pub measure: Measure,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Folder of a stored run
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Differences below this many percent are noise
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0)]
    pub tolerance: f64,
}

impl Measure {
    /// Refuses numbers that make no sense.
    pub fn check(&self) -> Result<()> {
        let positive = |name: &str, value: f64| {
            if value > 0.0 && value.is_finite() {
                Ok(())
            } else {
                Err(Error::new(format!("--{name} must be above 0")))
            }
        };
        positive("budget", self.budget)?;
        positive("limit", self.limit)?;
        positive("size", self.size)?;
        if self.repeat < 1 {
            return Err(Error::new("--repeat starts at 1"));
        }
        if self.precision.is_nan()
            || self.precision < 0.0
            || self.tolerance.is_nan()
            || self.tolerance < 0.0
        {
            return Err(Error::new("--precision and --tolerance start at 0"));
        }
        // Longer than anybody waits, and short enough for the clock's arithmetic.
        if self.limit > 1e9 || self.budget > 1e9 {
            return Err(Error::new("--limit and --budget end at 1e9 seconds"));
        }
        Ok(())
    }
}

/// Thread counts as the user gave them, or powers of two up to `capacity`, and `capacity`; rising, 1 always included.
pub fn thread_counts(given: &[usize], capacity: usize) -> Result<Vec<usize>> {
    if given.contains(&0) {
        return Err(Error::new("--threads: numbers of threads start at 1"));
    }
    if let Some(n) = given.iter().find(|&&n| n > 4096) {
        return Err(Error::new(format!("--threads: {n} is more than 4096")));
    }
    let mut counts = given.to_vec();
    if counts.is_empty() {
        counts.extend((0..).map(|k| 1 << k).take_while(|&n| n < capacity));
        counts.push(capacity);
    }
    counts.push(1);
    counts.sort_unstable();
    counts.dedup();
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(words: &[&str]) -> std::result::Result<Task, clap::Error> {
        Cli::try_parse_from(std::iter::once(&"typhon bench").chain(words)).map(|c| c.task)
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn lists_are_separated_by_commas() {
        let words = [
            "scaling",
            "a.py",
            "--threads",
            "1,2,8",
            "--interpreters",
            "typhon,python3.14",
            "--pin",
        ];
        let Task::Scaling(s) = parse(&words).unwrap() else {
            panic!("another task");
        };
        assert_eq!(
            (s.threads, s.scripts),
            (vec![1, 2, 8], vec!["a.py".to_string()])
        );
        assert_eq!(s.interpreters, ["typhon", "python3.14"]);
        assert!(s.measure.pin && s.measure.check().is_ok());
    }

    #[test]
    fn switches_may_stand_for_an_interpreter() {
        let Task::Compare(c) = parse(&["compare", "default", "-X gil=1", "fib"]).unwrap() else {
            panic!("another task");
        };
        assert_eq!(
            (c.a.as_str(), c.b.as_str(), c.scripts.len()),
            ("default", "-X gil=1", 1)
        );
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(parse(&["scaling", "--threads", "x"]).is_err());
        assert!(parse(&["compare", "a"]).is_err());
        assert!(parse(&[]).is_err());
        for words in [
            ["--repeat", "0"],
            ["--budget", "-1"],
            ["--size", "0"],
            ["--limit", "nan"],
            ["--precision", "-2"],
        ] {
            let word = format!("{}={}", words[0], words[1]);
            let words = ["scaling", word.as_str()];
            let Task::Scaling(s) = parse(&words).unwrap() else {
                panic!("another task");
            };
            assert!(s.measure.check().is_err(), "{words:?}");
        }
    }

    #[test]
    fn counts() {
        assert_eq!(thread_counts(&[], 6).unwrap(), [1, 2, 4, 6]);
        assert_eq!(thread_counts(&[], 1).unwrap(), [1]);
        assert_eq!(thread_counts(&[8, 2, 2], 4).unwrap(), [1, 2, 8]);
        assert!(thread_counts(&[0], 4).is_err() && thread_counts(&[5000], 4).is_err());
    }
}
