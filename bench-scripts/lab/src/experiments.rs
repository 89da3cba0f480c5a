//! The ideas of the design against each other: one binary, its switches, the same scripts.

use crate::analyse;
use crate::session::Session;
use crate::stats::Interval;

/// One way to run the command.
#[derive(Debug)]
pub struct Variant {
    /// Its short name.
    pub label: &'static str,
    /// Its switches.
    pub switches: &'static [&'static str],
    /// What it does.
    pub meaning: &'static str,
}

/// The default first: the others are compared with it.
pub const VARIANTS: &[Variant] = &[
    Variant {
        label: "default",
        switches: &[],
        meaning: "counts by the owner without atomics, shared objects borrowed, no global lock",
    },
    Variant {
        label: ATOMIC,
        switches: &["refcount=atomic"],
        meaning: "every count that is taken is atomic",
    },
    Variant {
        label: COUNTED,
        switches: &["borrow=0"],
        meaning: "every load of a shared object is counted",
    },
    Variant {
        label: BOTH,
        switches: &["refcount=atomic", "borrow=0"],
        meaning: "every load is counted, atomically: a lock removed and nothing else",
    },
    Variant {
        label: LOCK,
        switches: &["gil=1"],
        meaning: "one big lock, handed over every 5 ms",
    },
    Variant {
        label: "locks=always",
        switches: &["locks=always"],
        meaning: "object locks are taken on one thread too",
    },
    Variant {
        label: STOPPING,
        switches: &["gc=stw"],
        meaning: "the cycle collector stops all threads",
    },
];

const ATOMIC: &str = "refcount=atomic";
const COUNTED: &str = "borrow=0";
const BOTH: &str = "refcount=atomic borrow=0";
const LOCK: &str = "gil=1";
/// The variant whose collector stops all threads.
pub const STOPPING: &str = "gc=stw";

/// What is measured where the user names nothing: work without sharing, shared reads, and shared writes.
pub const WORKLOADS: &[&str] = &[
    "independent/nbody",
    "independent/sorting",
    "independent/string_building",
    "independent/tree_building",
    "independent/word_count",
    "reads/bound_method",
    "reads/create_objects",
    "reads/dict_value",
    "reads/function",
    "reads/list_items",
    "reads/method",
    "writes/counter_lock",
    "writes/dict_disjoint",
    "writes/list_append",
];

/// What a variant costs on one thread and does to scaling.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The variant.
    pub label: String,
    /// Time with one thread by the time of the default: geometric mean over all workloads; None for the default itself.
    pub cost: Option<Interval>,
    /// Speed-up with [`Table::threads`] threads, geometric mean over each suite.
    pub speed_ups: Vec<Option<Interval>>,
}

/// All variants.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The number of threads of the speed-ups: the largest that the machine runs at the same time.
    pub threads: usize,
    /// The suites.
    pub suites: Vec<String>,
    /// The variants in their order.
    pub rows: Vec<Row>,
}

/// Draws up the table of a session of experiments.
pub fn table(session: &Session) -> Table {
    let fits = |n: &&usize| !session.oversubscribed(**n);
    let threads = session
        .settings
        .threads
        .iter()
        .filter(fits)
        .max()
        .copied()
        .unwrap_or(1);
    let suites = analyse::suites(session);
    let all: Vec<&str> = session.workloads.iter().map(|w| w.name.as_str()).collect();
    let row = |(i, runner): (usize, &crate::session::Runner)| Row {
        label: runner.label.clone(),
        cost: if i == 0 {
            None
        } else {
            analyse::mean_ratio(session, &all, i, 0, 1).map(|m| m.0)
        },
        speed_ups: suites
            .iter()
            .map(|(_, works)| {
                let names: Vec<&str> = works.iter().map(|w| w.name.as_str()).collect();
                (threads > 1)
                    .then(|| analyse::mean_speed_up(session, &names, i, threads))
                    .flatten()
                    .map(|m| m.0)
            })
            .collect(),
    };
    Table {
        threads,
        rows: session.interpreters.iter().enumerate().map(row).collect(),
        suites: suites.into_iter().map(|(name, _)| name).collect(),
    }
}

/// The two statements that the project began with, in the numbers of this run; what was not measured is left out.
pub fn statements(session: &Session) -> Vec<String> {
    let place = |label: &str| session.interpreters.iter().position(|r| r.label == label);
    let all: Vec<&str> = session.workloads.iter().map(|w| w.name.as_str()).collect();
    let cost = |of: &str, by: &str| {
        let (a, b) = (place(of)?, place(by)?);
        analyse::mean_ratio(session, &all, a, b, 1).map(|m| m.0)
    };
    let mut found = Vec::new();
    if let Some(forced) = cost(BOTH, COUNTED) {
        let mut text = format!(
            "What an atomic count costs on one thread: where every load is counted, atomic counts make the scripts {}.",
            slower(&forced)
        );
        if let Some(borrowed) = cost(ATOMIC, "default") {
            text += &format!(
                " With borrowing, so that few counts are left, {}.",
                slower(&borrowed)
            );
        }
        found.push(text);
    }
    let threads = table(session).threads;
    let reads: Vec<&str> = all
        .iter()
        .copied()
        .filter(|n| n.starts_with("reads/"))
        .collect();
    let speed_up =
        |label: &str| analyse::mean_speed_up(session, &reads, place(label)?, threads).map(|m| m.0);
    if threads > 1
        && let (Some(counted), Some(default)) = (speed_up(COUNTED), speed_up("default"))
    {
        let mut text = format!(
            "A lock removed without removing the count traffic does not scale: where {threads} threads read the same \
             objects they are {} as fast as one if every load is counted, {} if shared objects are borrowed",
            times(&counted),
            times(&default)
        );
        if let Some(both) = speed_up(BOTH) {
            text += &format!(", {} if every count is atomic", times(&both));
        }
        if let Some(lock) = speed_up(LOCK) {
            text += &format!(", {} under one big lock", times(&lock));
        }
        found.push(text + ".");
    }
    found
}

fn times(i: &Interval) -> String {
    format!("{:.2} times ({:.2} to {:.2})", i.mid, i.low, i.high)
}

/// A ratio of times in words: `23 % slower (21 to 25)`.
fn slower(i: &Interval) -> String {
    let percent = |v: f64| (v - 1.0) * 100.0;
    let word = if i.mid >= 1.0 { "slower" } else { "faster" };
    format!(
        "{:.0} % {word} ({:+.0} to {:+.0} %)",
        percent(i.mid).abs(),
        percent(i.low),
        percent(i.high)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Purpose, tests::example};

    fn session() -> Session {
        let labels: Vec<&str> = VARIANTS.iter().map(|v| v.label).collect();
        let works = ["independent/a", "reads/b", "reads/c"];
        let mut s = example(&labels, &works, &[1, 2, 4, 8], |w, i, n| {
            let cost = [1.0, 1.1, 2.0, 2.5, 1.0, 1.05, 1.0][i];
            let shared = w > 0;
            let slow_down = match i {
                2 | 3 if shared => 2.0 * n as f64,
                4 => n as f64,
                _ => 1.0,
            };
            cost * if n == 1 { 1.0 } else { slow_down }
        });
        s.purpose = Purpose::Experiments;
        s
    }

    #[test]
    fn the_table_has_costs_and_speed_ups() {
        let t = table(&session());
        assert_eq!(
            (t.threads, t.suites.as_slice()),
            (4, &["independent".to_string(), "reads".to_string()][..])
        );
        assert!(t.rows[0].cost.is_none());
        assert!((t.rows[3].cost.unwrap().mid - 2.5).abs() < 1e-6);
        let speed_up = |row: usize, suite: usize| t.rows[row].speed_ups[suite].unwrap().mid;
        assert!((speed_up(0, 1) - 4.0).abs() < 1e-6 && (speed_up(2, 1) - 0.5).abs() < 1e-6);
        assert!((speed_up(4, 0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_statements_have_the_numbers_of_the_run() {
        let s = statements(&session());
        assert_eq!(s.len(), 2);
        assert!(
            s[0].contains("25 % slower (+25 to +25 %)") && s[0].contains("10 % slower"),
            "{}",
            s[0]
        );
        assert!(
            s[1].contains("4 threads")
                && s[1].contains("0.50 times")
                && s[1].contains("4.00 times"),
            "{}",
            s[1]
        );
    }

    #[test]
    fn what_was_not_measured_is_not_stated() {
        let mut s = session();
        s.cells.retain(|c| c.interpreter != COUNTED);
        assert!(statements(&s).is_empty());
    }
}
