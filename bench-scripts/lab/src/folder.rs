//! A session as a folder: a file of results for each interpreter in pyperf's format, and one that ties them together.

use crate::error::{Context, Error, Result};
use crate::pyperf;
use crate::session::{Problem, Purpose, Runner, Session, Settings, Trouble, Work};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The file beside the results.
pub const FILE: &str = "session.json";

impl Session {
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
mod tests {
    use super::*;
    use crate::session::Cell;
    use crate::session::tests::example;

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
