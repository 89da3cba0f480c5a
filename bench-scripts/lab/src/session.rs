//! A run and its results, as they are measured and as `folder.rs` stores and reads them.

use crate::machine::Facts;

/// What the run was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Curves over thread counts.
    Scaling,
    /// Two interpreters, one thread.
    Compare,
    /// The switches of one binary against each other.
    Experiments,
}

impl Purpose {
    /// The name of the subcommand.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Scaling => "scaling",
            Purpose::Compare => "compare",
            Purpose::Experiments => "experiments",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Purpose> {
        [Purpose::Scaling, Purpose::Compare, Purpose::Experiments]
            .into_iter()
            .find(|p| p.name() == name)
    }
}

/// How a run is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Thread counts, rising.
    pub threads: Vec<usize>,
    /// Most repeats of a measurement.
    pub repeat: usize,
    /// Repeats that do not count.
    pub warmups: usize,
    /// Seconds that all may take.
    pub budget: f64,
    /// A measurement is done when its interval is this narrow: half width by median.
    pub precision: f64,
    /// Seconds that one run may take.
    pub limit: f64,
    /// Factor on the work of each script of the suites.
    pub size: f64,
    /// Whether threads are pinned to physical cores.
    pub pin: bool,
}

/// An interpreter of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Runner {
    /// Its short name.
    pub label: String,
    /// The program and its options.
    pub command: String,
    /// `sys.implementation.name`.
    pub implementation: String,
    /// The version of the language.
    pub version: String,
    /// Whether it has a global lock.
    pub gil: bool,
}

/// A workload of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// `suite/name`, or what the user typed.
    pub name: String,
    /// The suite, or `script`.
    pub suite: String,
    /// What it stresses.
    pub title: String,
}

/// One run of one script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Seconds of the timed part.
    pub seconds: f64,
    /// Seconds of the whole process.
    pub wall: f64,
    /// Seconds of processor time of the whole process.
    pub cpu: f64,
    /// Largest resident memory, in bytes.
    pub max_rss: u64,
    /// Seconds since 1970 at its end.
    pub date: u64,
}

/// All runs of one workload on one interpreter with one number of threads.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Name of the workload.
    pub workload: String,
    /// Label of the interpreter.
    pub interpreter: String,
    /// Number of threads.
    pub threads: usize,
    /// More threads than processors.
    pub oversubscribed: bool,
    /// Units of work of one run; 1 where the script does not tell.
    pub work: f64,
    /// Digest of the answer.
    pub digest: String,
    /// False if the answer is known to be wrong or doubtful: such a time enters no comparison.
    pub trusted: bool,
    /// Seconds of the runs that do not count.
    pub warmups: Vec<f64>,
    /// The runs that count.
    pub samples: Vec<Sample>,
}

impl Cell {
    /// The seconds of the runs that count.
    pub fn seconds(&self) -> Vec<f64> {
        self.samples.iter().map(|s| s.seconds).collect()
    }

    /// The seconds for one unit of work.
    pub fn seconds_per_work(&self) -> Vec<f64> {
        self.samples.iter().map(|s| s.seconds / self.work).collect()
    }

    /// Largest resident memory of all runs, in bytes.
    pub fn max_rss(&self) -> u64 {
        self.samples.iter().map(|s| s.max_rss).max().unwrap_or(0)
    }
}

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The script failed.
    Failed,
    /// The script declined.
    Skipped,
    /// Answers differ that must be the same.
    Differs,
    /// The answer changes from run to run everywhere, so it cannot be verified.
    Unverified,
    /// There was no time for it.
    NoTime,
    /// The interpreter cannot write a profile.
    NoProfile,
    /// A switch changes nothing in this build.
    Same,
}

impl Trouble {
    pub(crate) const ALL: [(Trouble, &'static str); 7] = [
        (Trouble::Failed, "failed"),
        (Trouble::Skipped, "skipped"),
        (Trouble::Differs, "wrong answer"),
        (Trouble::Unverified, "not verified"),
        (Trouble::NoTime, "not measured"),
        (Trouble::NoProfile, "no profile"),
        (Trouble::Same, "same as default"),
    ];

    /// In words.
    pub fn name(self) -> &'static str {
        Trouble::ALL
            .iter()
            .find(|t| t.0 == self)
            .map_or("", |t| t.1)
    }
}

/// Something that went wrong with one workload.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What kind.
    pub trouble: Trouble,
    /// Name of the workload.
    pub workload: String,
    /// Label of the interpreter; empty if it concerns several.
    pub interpreter: String,
    /// In words.
    pub text: String,
}

/// A run with its results.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What it was for.
    pub purpose: Purpose,
    /// When it began, UTC.
    pub date: String,
    /// Facts about the machine.
    pub facts: Facts,
    /// How many threads can run at the same time.
    pub capacity: usize,
    /// How it was made.
    pub settings: Settings,
    /// On what.
    pub interpreters: Vec<Runner>,
    /// With what.
    pub workloads: Vec<Work>,
    /// Results.
    pub cells: Vec<Cell>,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// Why it ended before everything was measured; empty if it did not.
    pub cut_short: String,
}

impl Session {
    /// The results of a workload on an interpreter with a number of threads, if there are any.
    pub fn cell(&self, workload: &str, interpreter: &str, threads: usize) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|c| {
                c.workload == workload && c.interpreter == interpreter && c.threads == threads
            })
            .filter(|c| !c.samples.is_empty())
    }

    /// Like [`Session::cell`], without the results of wrong answers.
    pub fn trusted(&self, workload: &str, interpreter: &str, threads: usize) -> Option<&Cell> {
        self.cell(workload, interpreter, threads)
            .filter(|c| c.trusted)
    }

    /// True if a number of threads is larger than what the machine runs at the same time.
    pub fn oversubscribed(&self, threads: usize) -> bool {
        threads > self.capacity
    }

    /// True if any answer was wrong.
    pub fn has_wrong_answers(&self) -> bool {
        self.problems.iter().any(|p| p.trouble == Trouble::Differs)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A session whose times follow the given function of (workload, interpreter, threads).
    pub(crate) fn example(
        labels: &[&str],
        works: &[&str],
        threads: &[usize],
        time: impl Fn(usize, usize, usize) -> f64,
    ) -> Session {
        let mut session = Session {
            purpose: Purpose::Scaling,
            date: "2026-01-31 12:00:00".into(),
            facts: Facts::from([
                ("cpu_model_name".into(), "A <processor>".into()),
                ("cpu_count".into(), "4".into()),
            ]),
            capacity: 4,
            settings: Settings {
                threads: threads.to_vec(),
                repeat: 5,
                warmups: 1,
                budget: 60.0,
                precision: 0.02,
                limit: 10.0,
                size: 1.0,
                pin: true,
            },
            interpreters: labels
                .iter()
                .map(|l| Runner {
                    label: (*l).to_string(),
                    command: format!("/bin/{l}"),
                    implementation: "typhon".into(),
                    version: "3.14.0".into(),
                    gil: false,
                })
                .collect(),
            workloads: works
                .iter()
                .map(|w| Work {
                    name: (*w).to_string(),
                    suite: w.split('/').next().unwrap_or("script").to_string(),
                    title: "Stresses <nothing>.".into(),
                })
                .collect(),
            cells: Vec::new(),
            problems: vec![Problem {
                trouble: Trouble::Skipped,
                workload: works[0].to_string(),
                interpreter: labels[0].to_string(),
                text: "for no reason".into(),
            }],
            cut_short: String::new(),
        };
        for (w, work) in works.iter().enumerate() {
            for &n in threads {
                for (i, label) in labels.iter().enumerate() {
                    let seconds = time(w, i, n);
                    session.cells.push(Cell {
                        workload: (*work).to_string(),
                        interpreter: (*label).to_string(),
                        threads: n,
                        oversubscribed: n > session.capacity,
                        work: 100.0 * n as f64,
                        digest: "ab".into(),
                        trusted: true,
                        warmups: vec![seconds * 1.5],
                        samples: (0..5)
                            .map(|k| Sample {
                                seconds: seconds * (1.0 + 0.001 * f64::from(k)),
                                wall: seconds + 0.01,
                                cpu: seconds * n as f64,
                                max_rss: 20_000_000 + 1_000_000 * n as u64,
                                date: 1_769_860_800,
                            })
                            .collect(),
                    });
                }
            }
        }
        session
    }
}
