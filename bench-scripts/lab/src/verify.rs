//! Compares answers: the speed of a wrong answer is no speed.
//!
//! * All runs with one number of threads, on all interpreters, must give the same answer.
//! * If the threads divide the work, the answer must be the same for every number of threads too.
//! * The output of a script that does not know the protocol of the suites is its answer. If it changes from run to run
//!   on *every* interpreter (it may print a time), it cannot be verified, which is said and is no error.

use crate::protocol::Kind;
use crate::session::{Problem, Trouble};
use crate::slot::Slot;
use std::collections::BTreeSet;

/// Checks all answers, sets the digest of each cell, and takes the trust from cells whose answer is wrong.
pub(crate) fn answers(slots: &mut [Slot]) -> Vec<Problem> {
    for slot in slots.iter_mut() {
        slot.cell.digest = slot.digests.first().cloned().unwrap_or_default();
    }
    let mut problems = Vec::new();
    let workloads: BTreeSet<String> = slots.iter().map(|s| s.cell.workload.clone()).collect();
    for workload in workloads {
        let counts: BTreeSet<usize> = of(slots, &workload, None).map(|s| s.cell.threads).collect();
        let mut problem = None;
        for &threads in &counts {
            problem = problem.or_else(|| group(slots, &workload, threads));
        }
        problem = problem.or_else(|| over_counts(slots, &workload));
        problems.extend(problem.map(|(trouble, text)| Problem {
            trouble,
            workload,
            interpreter: String::new(),
            text,
        }));
    }
    problems
}

/// The slots of a workload that ran, with one number of threads or with all.
fn of<'a>(
    slots: &'a [Slot],
    workload: &'a str,
    threads: Option<usize>,
) -> impl Iterator<Item = &'a Slot> {
    let ran = move |s: &&Slot| s.cell.workload == workload && !s.digests.is_empty();
    slots
        .iter()
        .filter(ran)
        .filter(move |s| threads.is_none_or(|t| t == s.cell.threads))
}

fn distrust(slots: &mut [Slot], workload: &str, threads: Option<usize>) {
    let same =
        |s: &&mut Slot| s.cell.workload == workload && threads.is_none_or(|t| t == s.cell.threads);
    slots
        .iter_mut()
        .filter(same)
        .for_each(|s| s.cell.trusted = false);
}

fn changes(slot: &Slot) -> bool {
    slot.digests.iter().any(|d| *d != slot.digests[0])
}

/// One workload with one number of threads on all interpreters.
fn group(slots: &mut [Slot], workload: &str, threads: usize) -> Option<(Trouble, String)> {
    let all: Vec<&Slot> = of(slots, workload, Some(threads)).collect();
    let answers: BTreeSet<&String> = all.iter().flat_map(|s| &s.digests).collect();
    if answers.len() <= 1 {
        return None;
    }
    if all.iter().all(|s| s.kind.is_none() && changes(s)) {
        return Some((
            Trouble::Unverified,
            "its output changes from run to run".to_string(),
        ));
    }
    let told: Vec<String> = all
        .iter()
        .map(|s| {
            let note = if changes(s) {
                ", changing from run to run"
            } else {
                ""
            };
            format!("{} says {}{note}", s.cell.interpreter, s.cell.digest)
        })
        .collect();
    let text = format!("answers with {threads} threads differ: {}", told.join("; "));
    distrust(slots, workload, Some(threads));
    Some((Trouble::Differs, text))
}

/// A workload whose threads divide the work.
fn over_counts(slots: &mut [Slot], workload: &str) -> Option<(Trouble, String)> {
    let divided = |s: &&Slot| s.kind == Some(Kind::Total);
    let all: Vec<&Slot> = of(slots, workload, None).filter(divided).collect();
    let first = all.first()?;
    let other = all.iter().find(|s| s.cell.digest != first.cell.digest)?;
    let text = format!(
        "the answer depends on the number of threads: {} with {}, {} with {}",
        first.cell.digest, first.cell.threads, other.cell.digest, other.cell.threads
    );
    distrust(slots, workload, None);
    Some((Trouble::Differs, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Cell;

    fn slot(interpreter: &str, threads: usize, kind: Option<Kind>, digests: &[&str]) -> Slot {
        let cell = Cell {
            workload: "w".into(),
            interpreter: interpreter.into(),
            threads,
            oversubscribed: false,
            work: 1.0,
            digest: String::new(),
            trusted: true,
            warmups: Vec::new(),
            samples: Vec::new(),
        };
        Slot::with(cell, kind, digests)
    }

    #[test]
    fn equal_answers_are_right() {
        let mut slots = [
            slot("a", 1, Some(Kind::Each), &["x", "x"]),
            slot("b", 1, Some(Kind::Each), &["x"]),
        ];
        assert!(answers(&mut slots).is_empty());
        assert!(slots.iter().all(|s| s.cell.trusted && s.cell.digest == "x"));
    }

    #[test]
    fn answers_of_each_thread_may_depend_on_their_number() {
        let mut slots = [
            slot("a", 1, Some(Kind::Each), &["x"]),
            slot("a", 2, Some(Kind::Each), &["y"]),
        ];
        assert!(answers(&mut slots).is_empty());
    }

    #[test]
    fn differing_answers_are_an_error_and_lose_trust() {
        let mut slots = [
            slot("a", 2, None, &["x"]),
            slot("b", 2, None, &["y"]),
            slot("a", 1, None, &["z"]),
        ];
        let problems = answers(&mut slots);
        assert_eq!(problems[0].trouble, Trouble::Differs);
        assert_eq!(
            problems[0].text,
            "answers with 2 threads differ: a says x; b says y"
        );
        assert_eq!(slots.map(|s| s.cell.trusted), [false, false, true]);
    }

    #[test]
    fn a_divided_answer_must_not_depend_on_the_number_of_threads() {
        let mut slots = [
            slot("a", 1, Some(Kind::Total), &["x"]),
            slot("a", 2, Some(Kind::Total), &["y"]),
        ];
        assert!(
            answers(&mut slots)[0]
                .text
                .contains("depends on the number of threads")
        );
        assert!(!slots[0].cell.trusted);
    }

    #[test]
    fn output_that_always_changes_cannot_be_verified() {
        let mut slots = [
            slot("a", 1, None, &["x", "y"]),
            slot("b", 1, None, &["z", "v"]),
        ];
        let problems = answers(&mut slots);
        assert_eq!(
            (problems.len(), problems[0].trouble),
            (1, Trouble::Unverified)
        );
        assert!(slots[0].cell.trusted);
    }

    #[test]
    fn an_answer_that_changes_on_one_interpreter_only_is_wrong() {
        let mut slots = [
            slot("a", 1, None, &["x", "x"]),
            slot("b", 1, None, &["x", "v"]),
        ];
        let problems = answers(&mut slots);
        assert_eq!(problems[0].trouble, Trouble::Differs);
        assert!(
            problems[0]
                .text
                .contains("b says x, changing from run to run")
        );
    }

    #[test]
    fn a_script_of_the_suites_must_not_change_its_answer() {
        let mut slots = [slot("a", 1, Some(Kind::Each), &["x", "y"])];
        assert_eq!(answers(&mut slots)[0].trouble, Trouble::Differs);
    }
}
