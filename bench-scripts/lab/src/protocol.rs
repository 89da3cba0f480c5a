//! The line by which a script of the suites reports what it measured:
//!
//! ```text
//! threads=4 seconds=0.512345 work=1000000 kind=each digest=9f86d081884c7d65
//! ```
//!
//! `seconds` is the time of the parallel part. `work` counts units of work over all threads. `kind` says whether each
//! thread has the same work (`each`) or all threads divide it (`total`): then the answer, and so its `digest`, must be
//! the same for every number of threads. A script that cannot run on an interpreter prints `skipped: REASON` and ends
//! with status 0.

/// Whether the work grows with the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Each thread has the same work.
    Each,
    /// The threads divide the work.
    Total,
}

/// What a script reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Number of threads that it says it used.
    pub threads: usize,
    /// Seconds of the parallel part.
    pub seconds: f64,
    /// Units of work over all threads.
    pub work: f64,
    /// Whose work it is.
    pub kind: Kind,
    /// Digest of its answer.
    pub digest: Option<String>,
}

/// What was found in a script's output.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A report; the last one counts.
    Report(Report),
    /// The script cannot run here, for this reason.
    Skipped(String),
    /// Neither: a script that knows nothing of this protocol.
    Nothing,
}

/// Looks for a report in a script's output.
pub fn find(output: &str) -> Found {
    let lines = output.lines().rev().map(str::trim);
    for line in lines {
        if let Some(reason) = line.strip_prefix("skipped: ") {
            return Found::Skipped(reason.to_string());
        }
        if let Some(report) = parse(line) {
            return Found::Report(report);
        }
    }
    Found::Nothing
}

fn parse(line: &str) -> Option<Report> {
    if !line.starts_with("threads=") {
        return None;
    }
    let value = |name: &str| {
        line.split_ascii_whitespace()
            .find_map(|word| word.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    };
    let seconds: f64 = value("seconds")?.parse().ok()?;
    let work: f64 = value("work")?.parse().ok()?;
    if !(seconds >= 0.0 && seconds.is_finite() && work > 0.0 && work.is_finite()) {
        return None;
    }
    Some(Report {
        threads: value("threads")?.parse().ok()?,
        // A clock that did not move between two looks is no time of zero.
        seconds: seconds.max(1e-9),
        work,
        kind: match value("kind") {
            Some("total") => Kind::Total,
            _ => Kind::Each,
        },
        digest: value("digest").map(String::from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_found_behind_other_output() {
        let text = "hello\nthreads=2 seconds=0.25 work=10 kind=total digest=ab12\n";
        let Found::Report(r) = find(text) else {
            panic!("no report");
        };
        assert_eq!(
            (r.threads, r.seconds, r.work, r.kind),
            (2, 0.25, 10.0, Kind::Total)
        );
        assert_eq!(r.digest.as_deref(), Some("ab12"));
    }

    #[test]
    fn the_short_form_is_enough() {
        let Found::Report(r) = find("threads=1 seconds=0.0000 work=7") else {
            panic!("no report");
        };
        assert!(r.seconds > 0.0 && r.kind == Kind::Each && r.digest.is_none());
    }

    #[test]
    fn other_output_is_no_report() {
        for text in [
            "",
            "threads=2",
            "threads=x seconds=1 work=1",
            "threads=1 seconds=-1 work=1",
            "threads=1 seconds=1 work=0",
        ] {
            assert_eq!(find(text), Found::Nothing, "{text}");
        }
    }

    #[test]
    fn a_script_may_decline() {
        assert_eq!(
            find("skipped: no module socket\n"),
            Found::Skipped("no module socket".to_string())
        );
    }
}
