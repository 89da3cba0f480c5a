//! Comparison with a stored run: what got slower beyond noise.

use crate::error::{Error, Result};
use crate::folder::FILE;
use crate::pyperf::{self, Benchmark};
use crate::session::Session;
use crate::stats::{self, Interval, Verdict};
use std::path::Path;

/// A benchmark beside its baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Name of the benchmark.
    pub name: String,
    /// Label of the interpreter.
    pub interpreter: String,
    /// Median seconds of the baseline.
    pub before: f64,
    /// Median seconds now.
    pub now: f64,
    /// Time now by time before: above 1 it got slower.
    pub ratio: Interval,
    /// What it says; `More` is a regression.
    pub verdict: Verdict,
}

/// Compares a session with a stored one: a folder of `typhon bench`, where the interpreters are found by their labels, or
/// one file in pyperf's format, which is compared with the first interpreter.
pub fn compare(session: &Session, path: &Path, tolerance: f64) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    if path.is_dir() || path.file_name().is_some_and(|n| n == FILE) {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(Path::new("."))
        };
        let old = Session::load(folder)?;
        for cell in &old.cells {
            let name = pyperf::name_of(old.purpose, cell);
            changes.extend(change(
                session,
                &cell.interpreter,
                &name,
                &cell.seconds(),
                tolerance,
            ));
        }
    } else {
        let label = session
            .interpreters
            .first()
            .map_or("", |r| r.label.as_str());
        for benchmark in pyperf::read(path)? {
            let Benchmark { name, .. } = &benchmark;
            changes.extend(change(
                session,
                label,
                name,
                &benchmark.seconds(),
                tolerance,
            ));
        }
    }
    if changes.is_empty() {
        let text = format!(
            "{}: has no benchmark in common with this run",
            path.display()
        );
        return Err(Error::new(text));
    }
    Ok(changes)
}

/// Reads a baseline before the measurement, so that a bad file is reported at once.
pub fn check(path: &Path) -> Result<()> {
    if path.is_dir() || path.file_name().is_some_and(|n| n == FILE) {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(Path::new("."))
        };
        Session::load(folder).map(drop)
    } else {
        pyperf::read(path).map(drop)
    }
}

fn change(
    session: &Session,
    label: &str,
    name: &str,
    before: &[f64],
    tolerance: f64,
) -> Option<Change> {
    let same = |c: &&crate::session::Cell| {
        c.interpreter == label && pyperf::name_of(session.purpose, c) == name
    };
    let now = session.cells.iter().find(same)?.seconds();
    if now.is_empty() || before.is_empty() {
        return None;
    }
    let ratio = stats::ratio(&now, before);
    Some(Change {
        name: name.to_string(),
        interpreter: label.to_string(),
        before: stats::median(before),
        now: stats::median(&now),
        verdict: stats::verdict(&ratio, now.len().min(before.len()), tolerance),
        ratio,
    })
}

/// Those that got slower.
pub fn regressions(changes: &[Change]) -> Vec<&Change> {
    changes
        .iter()
        .filter(|c| c.verdict == Verdict::More)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::example;
    use std::fs;

    fn at(factor: f64) -> Session {
        example(
            &["typhon", "python"],
            &["reads/a", "reads/b"],
            &[1, 2],
            |w, i, n| {
                let slower = if w == 0 && i == 0 && n == 2 {
                    factor
                } else {
                    1.0
                };
                (1.0 + w as f64 + i as f64) * slower
            },
        )
    }

    #[test]
    fn a_regression_is_found_in_a_folder_and_in_a_file() {
        let folder =
            std::env::temp_dir().join(format!("typhon-lab-baseline-{}", std::process::id()));
        at(1.0).save(&folder).unwrap();
        for path in [
            folder.clone(),
            folder.join("typhon.json"),
            folder.join(FILE),
        ] {
            check(&path).unwrap();
            let same = compare(&at(1.0), &path, 0.05).unwrap();
            assert!(regressions(&same).is_empty() && same.len() >= 4);
            let slower = compare(&at(1.2), &path, 0.05).unwrap();
            let names: Vec<_> = regressions(&slower)
                .iter()
                .map(|c| (&*c.name, &*c.interpreter))
                .collect();
            assert_eq!(names, [("reads/a x2", "typhon")]);
            assert!(regressions(&compare(&at(1.04), &path, 0.05).unwrap()).is_empty());
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_baseline_of_something_else_is_refused() {
        let folder = std::env::temp_dir().join(format!("typhon-lab-other-{}", std::process::id()));
        example(&["typhon"], &["shapes/z"], &[1], |_, _, _| 1.0)
            .save(&folder)
            .unwrap();
        let text = compare(&at(1.0), &folder, 0.05).unwrap_err().to_string();
        assert!(text.ends_with("has no benchmark in common with this run"));
        fs::remove_dir_all(folder).unwrap();
        assert!(check(Path::new("/nonexistent.json")).is_err());
    }
}
