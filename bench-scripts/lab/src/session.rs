//! A run and its results, as they are measured, stored in a folder, and read again.
//!
//! A folder holds `session.json` (how the run was made, and what went wrong) and one file in pyperf's format for each
//! interpreter (`pyperf.rs`).

use crate::error::{Context, Error, Result};
use crate::machine::Facts;
use crate::pyperf;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The file beside the results.
pub const FILE: &str = "session.json";

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

    fn parse(name: &str) -> Option<Purpose> {
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
    const ALL: [(Trouble, &'static str); 7] = [
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

    /// Writes the folder; returns the names of the files.
    pub fn save(&self, folder: &Path) -> Result<Vec<String>> {
        fs::create_dir_all(folder).context(folder.display())?;
        let mut names = Vec::new();
        for (runner, file) in self.interpreters.iter().zip(self.files()) {
            if let Some(suite) = pyperf::suite(self, runner) {
                write(&folder.join(&file), &suite.to_string())?;
                names.push(file);
            }
        }
        write(&folder.join(FILE), &format!("{:#}", self.to_json()))?;
        names.push(FILE.to_string());
        Ok(names)
    }

    /// File name of each interpreter's results: its label, with letters that suit a file name, and unique.
    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for runner in &self.interpreters {
            let suits = |c: char| c.is_ascii_alphanumeric() || "._=-".contains(c);
            let base: String = runner
                .label
                .chars()
                .map(|c| if suits(c) { c } else { '_' })
                .collect();
            let mut name = format!("{}.json", base.trim_start_matches('.'));
            let mut number = 2;
            while names.contains(&name) || name == FILE || name == ".json" {
                name = format!("{base}-{number}.json");
                number += 1;
            }
            names.push(name);
        }
        names
    }

    fn to_json(&self) -> Value {
        let interpreters = self.interpreters.iter().zip(self.files());
        let interpreters = interpreters.map(|(r, file)| {
            json!({"label": r.label, "command": r.command, "implementation": r.implementation,
                   "version": r.version, "gil": r.gil, "file": file})
        });
        let workloads = self.workloads.iter();
        let workloads =
            workloads.map(|w| json!({"name": w.name, "suite": w.suite, "title": w.title}));
        let problems = self.problems.iter().map(|p| {
            json!({"trouble": p.trouble.name(), "workload": p.workload, "interpreter": p.interpreter, "text": p.text})
        });
        let s = &self.settings;
        json!({
            "format": "typhon bench 1",
            "purpose": self.purpose.name(),
            "date": self.date,
            "capacity": self.capacity,
            "cut_short": self.cut_short,
            "machine": self.facts,
            "settings": {"threads": s.threads, "repeat": s.repeat, "warmups": s.warmups, "budget": s.budget,
                         "precision": s.precision, "limit": s.limit, "size": s.size, "pin": s.pin},
            "interpreters": interpreters.collect::<Vec<_>>(),
            "workloads": workloads.collect::<Vec<_>>(),
            "problems": problems.collect::<Vec<_>>(),
        })
    }

    /// Reads a folder.
    pub fn load(folder: &Path) -> Result<Session> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).context(path.display())?;
        let value: Value = serde_json::from_str(&text).context(path.display())?;
        let (mut session, files) = from_json(&value).ok_or_else(|| {
            Error::new(format!("{}: not a file of `typhon bench`", path.display()))
        })?;
        for (runner, file) in session.interpreters.iter().zip(files) {
            let path = folder.join(file);
            if path.is_file() {
                let benchmarks = pyperf::read(&path)?;
                session
                    .cells
                    .extend(benchmarks.into_iter().map(|b| b.into_cell(&runner.label)));
            }
        }
        Ok(session)
    }
}

/// Writes a file of JSON.
fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, format!("{text}\n")).context(path.display())
}

/// The session without its cells, and the name of each interpreter's file.
fn from_json(value: &Value) -> Option<(Session, Vec<String>)> {
    let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(String::from);
    let list = |key: &str| value.get(key)?.as_array();
    let settings = value.get("settings")?;
    let number = |key: &str| settings.get(key).and_then(Value::as_f64);
    let threads = settings.get("threads")?.as_array()?;
    let facts: &Map<String, Value> = value.get("machine")?.as_object()?;
    let session = Session {
        purpose: Purpose::parse(&text(value, "purpose")?)?,
        date: text(value, "date")?,
        facts: facts
            .iter()
            .filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_string())))
            .collect(),
        capacity: value.get("capacity")?.as_u64()? as usize,
        settings: Settings {
            threads: threads
                .iter()
                .filter_map(|t| Some(t.as_u64()? as usize))
                .collect(),
            repeat: number("repeat")? as usize,
            warmups: number("warmups")? as usize,
            budget: number("budget")?,
            precision: number("precision")?,
            limit: number("limit")?,
            size: number("size")?,
            pin: settings.get("pin")?.as_bool()?,
        },
        interpreters: list("interpreters")?
            .iter()
            .map(|r| {
                Some(Runner {
                    label: text(r, "label")?,
                    command: text(r, "command")?,
                    implementation: text(r, "implementation")?,
                    version: text(r, "version")?,
                    gil: r.get("gil")?.as_bool()?,
                })
            })
            .collect::<Option<_>>()?,
        workloads: list("workloads")?
            .iter()
            .map(|w| {
                Some(Work {
                    name: text(w, "name")?,
                    suite: text(w, "suite")?,
                    title: text(w, "title")?,
                })
            })
            .collect::<Option<_>>()?,
        cells: Vec::new(),
        problems: list("problems")?
            .iter()
            .map(|p| {
                let name = text(p, "trouble")?;
                Some(Problem {
                    trouble: Trouble::ALL.iter().find(|t| t.1 == name)?.0,
                    workload: text(p, "workload")?,
                    interpreter: text(p, "interpreter")?,
                    text: text(p, "text")?,
                })
            })
            .collect::<Option<_>>()?,
        cut_short: text(value, "cut_short")?,
    };
    let files = list("interpreters")?
        .iter()
        .map(|r| text(r, "file"))
        .collect::<Option<_>>()?;
    Some((session, files))
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

    #[test]
    fn a_session_survives_its_folder() {
        let folder =
            std::env::temp_dir().join(format!("typhon-lab-session-{}", std::process::id()));
        let mut before = example(
            &["typhon", "typhon gil=1"],
            &["reads/a", "my.py 'x y'"],
            &[1, 2, 8],
            |w, i, n| 0.1 + w as f64 + i as f64 / 3.0 + n as f64,
        );
        before.cells[3].trusted = false;
        let names = before.save(&folder).unwrap();
        assert_eq!(names, ["typhon.json", "typhon_gil=1.json", "session.json"]);
        let mut after = Session::load(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        let key = |c: &Cell| (c.workload.clone(), c.threads, c.interpreter.clone());
        before.cells.sort_by_key(key);
        after.cells.sort_by_key(key);
        assert_eq!(before, after);
    }

    #[test]
    fn labels_that_look_the_same_have_files_of_their_own() {
        let s = example(&["a b", "a_b", "session"], &["reads/a"], &[1], |_, _, _| {
            1.0
        });
        assert_eq!(s.files(), ["a_b.json", "a_b-2.json", "session-2.json"]);
    }

    #[test]
    fn what_is_no_session_is_refused() {
        let folder = std::env::temp_dir().join(format!("typhon-lab-bad-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert!(
            Session::load(&folder)
                .unwrap_err()
                .to_string()
                .contains("session.json")
        );
        fs::write(folder.join(FILE), "{}").unwrap();
        assert!(
            Session::load(&folder)
                .unwrap_err()
                .to_string()
                .contains("not a file of `typhon bench`")
        );
        fs::write(folder.join(FILE), "{").unwrap();
        assert!(Session::load(&folder).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
