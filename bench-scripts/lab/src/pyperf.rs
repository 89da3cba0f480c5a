//! Results in the JSON format of the pyperf package (version "1.0"), which its commands `stats`, `compare_to`, `show`
//! and `hist` read.
//!
//! One file holds the results of one interpreter. A benchmark is one workload with one number of threads, named
//! `WORKLOAD xN` (only `WORKLOAD` in runs that compare single threads). A run of pyperf is one process: `values` holds
//! the seconds of its timed part, its metadata `mem_max_rss` (bytes), `duration` (seconds of the whole process) and
//! `date`. Beside pyperf's own names a benchmark's metadata has `workload`, `threads`, `work` (units of work per run),
//! `answer` (digest), `trusted` and, where it applies, `oversubscribed`.

use crate::error::{Context, Error, Result};
use crate::machine;
use crate::session::{Cell, Purpose, Runner, Sample, Session};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Name of a benchmark.
pub fn name_of(purpose: Purpose, cell: &Cell) -> String {
    match purpose {
        Purpose::Compare => cell.workload.clone(),
        _ => format!("{} x{}", cell.workload, cell.threads),
    }
}

/// A value of pyperf's metadata: one line, not empty.
fn clean(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ").trim().to_string();
    if line.is_empty() {
        "-".to_string()
    } else {
        line
    }
}

/// The results of an interpreter; None if there are none, which is no valid file.
pub fn suite(session: &Session, runner: &Runner) -> Option<Value> {
    let cells = session
        .cells
        .iter()
        .filter(|c| c.interpreter == runner.label && !c.samples.is_empty());
    let benchmarks: Vec<Value> = cells.map(|c| benchmark(session.purpose, c)).collect();
    if benchmarks.is_empty() {
        return None;
    }
    let mut metadata = Map::new();
    for (name, value) in &session.facts {
        // pyperf wants numbers where it knows the name as one.
        let value = match (name.as_str(), value.parse::<f64>()) {
            ("load_avg_1min", Ok(n)) => json!(n),
            ("cpu_count", Ok(n)) => json!(n as u64),
            _ => json!(clean(value)),
        };
        metadata.insert(name.clone(), value);
    }
    for (name, value) in [
        ("python_implementation", &runner.implementation),
        ("python_version", &runner.version),
        ("python_executable", &runner.command),
        ("interpreter", &runner.label),
    ] {
        metadata.insert(name.to_string(), json!(clean(value)));
    }
    metadata.insert(
        "python_gil".to_string(),
        json!(if runner.gil { "enabled" } else { "disabled" }),
    );
    metadata.insert("unit".to_string(), json!("second"));
    metadata.insert("size".to_string(), json!(session.settings.size));
    metadata.insert(
        "pinned".to_string(),
        json!(if session.settings.pin { "yes" } else { "no" }),
    );
    Some(json!({"version": "1.0", "metadata": metadata, "benchmarks": benchmarks}))
}

fn benchmark(purpose: Purpose, cell: &Cell) -> Value {
    let mut metadata = json!({
        "name": clean(&name_of(purpose, cell)),
        "workload": clean(&cell.workload),
        "threads": cell.threads,
        "work": cell.work,
        "answer": clean(&cell.digest),
        "trusted": if cell.trusted { "yes" } else { "no" },
    });
    if cell.oversubscribed {
        metadata["oversubscribed"] = json!("yes");
    }
    let run = |(index, s): (usize, &Sample)| {
        let mut run = json!({
            "values": [s.seconds],
            "metadata": {"mem_max_rss": s.max_rss, "duration": s.wall, "processor_seconds": s.cpu,
                         "date": machine::date(s.date)},
        });
        if index == 0 && !cell.warmups.is_empty() {
            run["warmups"] = cell.warmups.iter().map(|w| json!([1, w])).collect();
        }
        run
    };
    let runs: Vec<Value> = cell.samples.iter().enumerate().map(run).collect();
    json!({"metadata": metadata, "runs": runs})
}

/// A benchmark that was read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// Its name.
    pub name: String,
    cell: Cell,
}

impl Benchmark {
    /// The seconds of all runs.
    pub fn seconds(&self) -> Vec<f64> {
        self.cell.seconds()
    }

    /// Its results, as those of the interpreter with this label.
    pub fn into_cell(self, label: &str) -> Cell {
        Cell {
            interpreter: label.to_string(),
            ..self.cell
        }
    }
}

/// Reads a file, of this command or of pyperf itself. Values must be seconds.
pub fn read(path: &Path) -> Result<Vec<Benchmark>> {
    let text = std::fs::read_to_string(path).context(path.display())?;
    let value: Value = serde_json::from_str(&text).context(path.display())?;
    parse(&value).ok_or_else(|| {
        Error::new(format!(
            "{}: not a file in pyperf's format (version 1.0)",
            path.display()
        ))
    })
}

fn parse(value: &Value) -> Option<Vec<Benchmark>> {
    if value.get("version")?.as_str()? != "1.0" {
        return None;
    }
    let common = value.get("metadata");
    let benchmarks = value.get("benchmarks")?.as_array()?;
    benchmarks
        .iter()
        .map(|b| parse_benchmark(b, common))
        .collect()
}

fn parse_benchmark(value: &Value, common: Option<&Value>) -> Option<Benchmark> {
    let own = value.get("metadata");
    // What all benchmarks have in common stands at the root.
    let fact = |name: &str| {
        own.and_then(|m| m.get(name))
            .or_else(|| common.and_then(|m| m.get(name)))
    };
    let text = |name: &str| fact(name).and_then(Value::as_str);
    let name = text("name")?.to_string();
    let (mut warmups, mut samples) = (Vec::new(), Vec::new());
    for run in value.get("runs")?.as_array()? {
        let empty = Vec::new();
        let list = |key: &str| run.get(key).and_then(Value::as_array).unwrap_or(&empty);
        warmups.extend(list("warmups").iter().filter_map(|w| w.get(1)?.as_f64()));
        let number = |key: &str| {
            run.get("metadata")
                .and_then(|m| m.get(key))
                .or_else(|| fact(key))
                .and_then(Value::as_f64)
        };
        let date = run
            .get("metadata")
            .and_then(|m| m.get("date"))
            .or_else(|| fact("date"));
        for v in list("values") {
            let seconds = v.as_f64()?;
            samples.push(Sample {
                seconds,
                wall: number("duration").unwrap_or(seconds),
                cpu: number("processor_seconds").unwrap_or(0.0),
                max_rss: number("mem_max_rss").unwrap_or(0.0) as u64,
                date: date
                    .and_then(Value::as_str)
                    .and_then(parse_date)
                    .unwrap_or(0),
            });
        }
    }
    let cell = Cell {
        workload: text("workload").unwrap_or(&name).to_string(),
        interpreter: String::new(),
        threads: fact("threads").and_then(Value::as_u64).unwrap_or(1) as usize,
        oversubscribed: text("oversubscribed") == Some("yes"),
        work: fact("work").and_then(Value::as_f64).unwrap_or(1.0),
        digest: text("answer").unwrap_or("").to_string(),
        trusted: text("trusted") != Some("no"),
        warmups,
        samples,
    };
    Some(Benchmark { name, cell })
}

/// Seconds since 1970 of a date as [`machine::date`] writes it; anything finer than a second is cut.
fn parse_date(text: &str) -> Option<u64> {
    let numbers: Vec<u64> = text
        .get(..19)?
        .split(['-', ' ', ':', 'T'])
        .filter_map(|n| n.parse().ok())
        .collect();
    let [year, month, day, hour, minute, second] = numbers[..] else {
        return None;
    };
    if year < 1970 || !(1..=12).contains(&month) {
        return None;
    }
    // Days before a year and month, counted in years that begin in March.
    let shifted = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let days =
        365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (month * 306 + 5) / 10 + day
            - 1;
    Some((days - 719_468) * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::example;

    /// Names whose values pyperf wants to be the same for all runs of a benchmark.
    const CHECKED: [&str; 6] = [
        "cpu_count",
        "cpu_model_name",
        "hostname",
        "platform",
        "python_version",
        "unit",
    ];

    #[test]
    fn the_file_has_the_shape_that_pyperf_loads() {
        let session = example(
            &["typhon", "python"],
            &["reads/a", "reads/b"],
            &[1, 8],
            |_, _, n| 1.0 / n as f64,
        );
        let suite = suite(&session, &session.interpreters[0]).unwrap();
        assert_eq!(suite["version"], "1.0");
        for (key, value) in suite["metadata"].as_object().unwrap() {
            assert!(
                value.is_number()
                    || value
                        .as_str()
                        .is_some_and(|s| !s.is_empty() && !s.contains('\n')),
                "{key}"
            );
        }
        assert!(suite["metadata"]["cpu_count"].is_u64());
        let benchmarks = suite["benchmarks"].as_array().unwrap();
        let names: Vec<_> = benchmarks
            .iter()
            .map(|b| b["metadata"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["reads/a x1", "reads/a x8", "reads/b x1", "reads/b x8"]
        );
        for b in benchmarks {
            let runs = b["runs"].as_array().unwrap();
            assert_eq!(runs.len(), 5);
            for run in runs {
                assert!(run["values"][0].as_f64().unwrap() > 0.0);
                assert!(run["metadata"]["mem_max_rss"].is_u64());
                assert!(CHECKED.iter().all(|c| run["metadata"].get(c).is_none()));
            }
            assert_eq!(runs[0]["warmups"][0][0], 1);
        }
        assert_eq!(benchmarks[1]["metadata"]["oversubscribed"], "yes");
        assert!(benchmarks[0]["metadata"].get("oversubscribed").is_none());
    }

    #[test]
    fn an_interpreter_without_results_has_no_file() {
        let mut session = example(&["typhon"], &["reads/a"], &[1], |_, _, _| 1.0);
        session.cells.clear();
        assert!(suite(&session, &session.interpreters[0]).is_none());
    }

    #[test]
    fn files_of_pyperf_itself_are_read() {
        let value = json!({"version": "1.0", "metadata": {"name": "loop", "loops": 4},
            "benchmarks": [{"runs": [{"values": [0.5, 0.25], "warmups": [[1, 0.7]]}, {"values": [0.3]}]}]});
        let b = &parse(&value).unwrap()[0];
        assert_eq!(
            (b.name.as_str(), b.seconds()),
            ("loop", vec![0.5, 0.25, 0.3])
        );
        assert!(parse(&json!({"version": 6, "benchmarks": []})).is_none());
        assert!(parse(&json!([])).is_none());
    }

    #[test]
    fn dates_come_back() {
        for seconds in [0, 951_782_399, 951_782_400, 1_767_225_599, 4_107_542_400] {
            assert_eq!(parse_date(&machine::date(seconds)), Some(seconds));
        }
        assert_eq!(
            parse_date("2026-01-31 12:00:00.5"),
            parse_date("2026-01-31 12:00:00")
        );
        assert_eq!(parse_date("yesterday"), None);
    }
}
