//! Results as Markdown tables, which a terminal shows well enough.

use crate::analyse::{self, Comparison, Curve};
use crate::baseline::Change;
use crate::experiments;
use crate::session::{Purpose, Session};
use crate::stats::{Interval, Verdict};
use crate::usl::Fit;
use std::fmt::Write as _;

/// Everything that a session has to say.
pub fn summary(session: &Session, tolerance: f64) -> String {
    let mut text = head(session);
    match session.purpose {
        Purpose::Scaling => text += &scaling(session),
        Purpose::Compare => text += &comparison(session, tolerance),
        Purpose::Experiments => {
            text += &experiment(session);
            text += &scaling(session);
        }
    }
    text += &problems(session);
    if let Some(warning) = crate::machine::disturbance(&session.facts) {
        let _ = writeln!(text, "\n{warning}");
    }
    if !session.cut_short.is_empty() {
        let _ = writeln!(
            text,
            "\nNot everything was measured: {}.",
            session.cut_short
        );
    }
    text
}

fn head(session: &Session) -> String {
    let fact = |name: &str| session.facts.get(name).map_or("?", String::as_str);
    let mut text = format!(
        "Machine: {}, {} processors on {} physical cores, {}  \n",
        fact("cpu_model_name"),
        fact("cpu_count"),
        fact("cpu_physical_cores"),
        fact("platform"),
    );
    for r in &session.interpreters {
        let lock = if r.gil {
            "global lock"
        } else {
            "no global lock"
        };
        let _ = writeln!(
            text,
            "{}: {} {}, {lock} (`{}`)  ",
            r.label, r.implementation, r.version, r.command
        );
    }
    let s = &session.settings;
    let pinned = if s.pin {
        "pinned to physical cores"
    } else {
        "not pinned"
    };
    let _ = writeln!(
        text,
        "Medians of up to {} runs, 95 % intervals; threads {pinned}  ",
        s.repeat
    );
    text
}

/// A table: cells are joined by bars, all but the first `left` columns are aligned to the right.
fn table(head: &[String], left: usize, rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule: Vec<String> = (0..head.len())
        .map(|i| if i < left { "---" } else { "---:" }.to_string())
        .collect();
    let mut text = line(head) + &line(&rule);
    for row in rows {
        text += &line(row);
    }
    text
}

/// Seconds with three significant digits.
pub fn seconds(s: f64) -> String {
    match s {
        s if s >= 100.0 => format!("{s:.0} s"),
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 1e-3 => format!("{:.0} ms", s * 1e3),
        s => format!("{:.1} µs", s * 1e6),
    }
}

/// Bytes in MB.
pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// A share with its spread: `1.93 ±0.02`.
fn spread(i: &Interval) -> String {
    format!("{:.2} ±{:.2}", i.mid, (i.high - i.low) / 2.0)
}

/// The heading of a number of threads; `*` marks more threads than processors.
pub fn threads_head(session: &Session, threads: usize) -> String {
    format!(
        "x{threads}{}",
        if session.oversubscribed(threads) {
            "*"
        } else {
            ""
        }
    )
}

/// Contention, coherence cost and peak of a law.
pub fn law(fit: Option<&Fit>) -> [String; 3] {
    let Some(f) = fit else {
        return ["-", "-", "-"].map(String::from);
    };
    let kappa = if f.kappa_known {
        format!("{:.4}", f.kappa)
    } else {
        "?".to_string()
    };
    let peak = match (f.peak(), f.limit()) {
        (Some(n), Some(s)) if n < 1e4 => format!("{s:.1} at {n:.0}"),
        (None, Some(s)) => format!("below {s:.1}"),
        _ => "none".to_string(),
    };
    [format!("{:.3}", f.sigma), kappa, peak]
}

/// Speed-ups with their fitted laws, one table a suite.
fn scaling(session: &Session) -> String {
    let more: Vec<usize> = session
        .settings
        .threads
        .iter()
        .copied()
        .filter(|&n| n > 1)
        .collect();
    let mut text = String::from(
        "\nThroughput relative to one thread of the same interpreter; perfect is the number of threads.\n",
    );
    if more.iter().any(|&n| session.oversubscribed(n)) {
        let _ = writeln!(
            text,
            "`*`: oversubscribed, more threads than the {} that run at the same time.",
            session.capacity
        );
    }
    let curves = analyse::curves(session);
    for (suite, works) in analyse::suites(session) {
        let mut head: Vec<String> = ["workload", "interpreter", "1 thread"]
            .map(String::from)
            .into();
        head.extend(more.iter().map(|&n| threads_head(session, n)));
        head.extend(["contention", "coherence", "predicted peak"].map(String::from));
        let mut rows = Vec::new();
        for curve in works
            .iter()
            .flat_map(|w| curves.iter().filter(|c| c.workload == w.name))
        {
            rows.push(scaling_row(session, curve, &more));
        }
        let names: Vec<&str> = works.iter().map(|w| w.name.as_str()).collect();
        for (i, runner) in session.interpreters.iter().enumerate() {
            let mut row = vec![
                "**geometric mean**".to_string(),
                runner.label.clone(),
                String::new(),
            ];
            row.extend(more.iter().map(|&n| {
                let mean = analyse::mean_speed_up(session, &names, i, n);
                mean.map_or("-".to_string(), |(m, over)| {
                    format!("{} ({over})", spread(&m))
                })
            }));
            row.extend(std::iter::repeat_n(String::new(), 3));
            rows.push(row);
        }
        let _ = write!(text, "\n{suite}\n\n{}", table(&head, 2, &rows));
    }
    if session.purpose == Purpose::Scaling
        && let Some((head, rows)) = against(session)
    {
        let first = &session.interpreters[0].label;
        let _ = write!(
            text,
            "\nHow many times as fast {first} is with the same number of threads (geometric means)\n\n{}",
            table(&head, 2, &rows)
        );
    }
    text
}

/// How many times as fast the first interpreter is as each other one with the same number of threads: heading and rows,
/// one for each suite and other interpreter. None with one interpreter.
pub fn against(session: &Session) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let (first, others) = session.interpreters.split_first()?;
    if others.is_empty() {
        return None;
    }
    let counts = &session.settings.threads;
    let mut head = vec!["suite".to_string(), format!("{} against", first.label)];
    head.extend(counts.iter().map(|&n| threads_head(session, n)));
    let mut rows = Vec::new();
    for (suite, works) in analyse::suites(session) {
        let names: Vec<&str> = works.iter().map(|w| w.name.as_str()).collect();
        for (i, other) in others.iter().enumerate() {
            let cell = |&n: &usize| {
                let mean = analyse::mean_ratio(session, &names, i + 1, 0, n);
                mean.map_or("-".to_string(), |(m, _)| spread(&m))
            };
            let cells = counts.iter().map(cell);
            rows.push(
                [suite.clone(), other.label.clone()]
                    .into_iter()
                    .chain(cells)
                    .collect(),
            );
        }
    }
    Some((head, rows))
}

fn scaling_row(session: &Session, curve: &Curve, more: &[usize]) -> Vec<String> {
    let label = session.interpreters[curve.interpreter].label.clone();
    let mut row = vec![curve.workload.clone(), label, seconds(curve.single.mid)];
    row.extend(more.iter().map(|&n| {
        let point = curve.points.iter().find(|p| p.threads == n);
        point.map_or("-".to_string(), |p| spread(&p.speed_up))
    }));
    row.extend(law(curve.fit.as_ref()));
    row
}

/// What a verdict on "time of A by time of B" says.
pub fn verdict(v: Verdict, b: &str) -> String {
    match v {
        Verdict::More => format!("{b} is faster"),
        Verdict::Less => format!("{b} is slower"),
        Verdict::Noise => "noise".to_string(),
        Verdict::TooFew => "too few runs".to_string(),
    }
}

fn comparison(session: &Session, tolerance: f64) -> String {
    let [a, b] = &session.interpreters[..] else {
        return String::new();
    };
    let all = analyse::compare(session, 0, 1, 1, tolerance);
    let row = |c: &Comparison| {
        vec![
            c.workload.clone(),
            seconds(c.a.mid),
            seconds(c.b.mid),
            format!("{:.3}", c.ratio.mid),
            format!("{:.3} to {:.3}", c.ratio.low, c.ratio.high),
            verdict(c.verdict, &b.label),
            megabytes(c.memory.0),
            megabytes(c.memory.1),
        ]
    };
    let ratio = format!("{} / {}", a.label, b.label);
    let (first, second) = (format!("{} memory", a.label), format!("{} memory", b.label));
    let head = [
        "workload",
        &a.label,
        &b.label,
        &ratio,
        "95 % interval",
        "verdict",
        &first,
        &second,
    ];
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let mut text = format!("\n{}", table(&head.map(String::from), 1, &rows));
    let names: Vec<&str> = session.workloads.iter().map(|w| w.name.as_str()).collect();
    if let Some((mean, over)) = analyse::mean_ratio(session, &names, 0, 1, 1) {
        let _ = writeln!(
            text,
            "\nGeometric mean of {ratio} over {over} workloads: {:.3} ({:.3} to {:.3}); above 1 {} is faster.",
            mean.mid, mean.low, mean.high, b.label
        );
    }
    let noise = all.iter().filter(|c| c.verdict == Verdict::Noise).count();
    let _ = writeln!(
        text,
        "{noise} of {} differences are noise: the interval is within {:.1} % of 1 or contains it.",
        all.len(),
        tolerance * 100.0
    );
    text
}

fn experiment(session: &Session) -> String {
    let t = experiments::table(session);
    let mut head: Vec<String> = ["variant", "time on one thread"].map(String::from).into();
    head.extend(t.suites.iter().map(|s| format!("{s} x{}", t.threads)));
    let rows: Vec<Vec<String>> = t
        .rows
        .iter()
        .map(|r| {
            let mut row = vec![
                r.label.clone(),
                r.cost.as_ref().map_or("1".to_string(), spread),
            ];
            row.extend(
                r.speed_ups
                    .iter()
                    .map(|s| s.as_ref().map_or("-".to_string(), spread)),
            );
            row
        })
        .collect();
    let mut text = format!(
        "\nTime on one thread relative to the default (above 1 is slower), and speed-up with {} threads: geometric means.\n\n{}\n",
        t.threads,
        table(&head, 1, &rows)
    );
    for statement in experiments::statements(session) {
        let _ = writeln!(text, "* {statement}");
    }
    text
}

fn problems(session: &Session) -> String {
    let mut text = String::new();
    for p in &session.problems {
        if text.is_empty() {
            text.push('\n');
        }
        let on = if p.interpreter.is_empty() {
            String::new()
        } else {
            format!(" on {}", p.interpreter)
        };
        let _ = writeln!(text, "{}: {}{on}: {}", p.trouble.name(), p.workload, p.text);
    }
    text
}

/// The comparison with a baseline: what changed beyond noise, and how much was looked at.
pub fn changes(changes: &[Change]) -> String {
    let moved = changes
        .iter()
        .filter(|c| matches!(c.verdict, Verdict::More | Verdict::Less));
    let rows: Vec<Vec<String>> = moved
        .map(|c| {
            let word = if c.verdict == Verdict::More {
                "**regression**"
            } else {
                "faster"
            };
            vec![
                c.name.clone(),
                c.interpreter.clone(),
                seconds(c.before),
                seconds(c.now),
                format!(
                    "{:.3} ({:.3} to {:.3})",
                    c.ratio.mid, c.ratio.low, c.ratio.high
                ),
                word.to_string(),
            ]
        })
        .collect();
    let few = changes
        .iter()
        .filter(|c| c.verdict == Verdict::TooFew)
        .count();
    let slower = changes
        .iter()
        .filter(|c| c.verdict == Verdict::More)
        .count();
    let mut text = String::from("\nAgainst the baseline\n\n");
    if !rows.is_empty() {
        let head = [
            "benchmark",
            "interpreter",
            "before",
            "now",
            "now / before",
            "",
        ]
        .map(String::from);
        text += &table(&head, 2, &rows);
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{} benchmarks compared, {slower} regressions, {few} with too few runs to tell.",
        changes.len()
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::example;

    #[test]
    fn a_scaling_run_in_words() {
        let s = example(
            &["typhon", "python"],
            &["reads/a", "writes/b"],
            &[1, 2, 8],
            |_, i, n| {
                if i == 0 { 0.5 } else { n as f64 }
            },
        );
        let text = summary(&s, 0.01);
        assert!(
            text.contains("| workload | interpreter | 1 thread | x2 | x8* |"),
            "{text}"
        );
        assert!(
            text.contains("| reads/a | typhon | 501 ms | 2.00 ±"),
            "{text}"
        );
        assert!(text.contains("oversubscribed, more threads than the 4"));
        assert!(text.contains("skipped: reads/a on typhon: for no reason"));
        assert!(text.contains("| **geometric mean** | python |"));
        assert!(text.contains("| reads | python | 2.00 ±"), "{text}");
    }

    #[test]
    fn a_comparison_in_words() {
        let mut s = example(
            &["typhon", "python"],
            &["single/a", "single/b"],
            &[1],
            |w, i, _| {
                if w == 0 { 1.0 } else { 1.0 + i as f64 }
            },
        );
        s.purpose = Purpose::Compare;
        s.cut_short = "interrupted".into();
        let text = summary(&s, 0.01);
        assert!(
            text.contains("| single/a | 1.00 s | 1.00 s | 1.000 | 1.000 to 1.000 | noise |"),
            "{text}"
        );
        assert!(text.contains("python is slower"), "{text}");
        assert!(
            text.contains("Geometric mean of typhon / python over 2 workloads: 0.707"),
            "{text}"
        );
        assert!(text.ends_with("Not everything was measured: interrupted.\n"));
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!(
            [250.0, 1.5, 0.02, 3e-6].map(seconds),
            ["250 s", "1.50 s", "20 ms", "3.0 µs"]
        );
        assert_eq!(megabytes(14_300_000), "14.3 MB");
    }
}
