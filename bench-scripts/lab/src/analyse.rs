//! What the measured times say: speed-ups, efficiencies, fitted laws, ratios between interpreters.

use crate::session::{Cell, Session, Work};
use crate::stats::{self, Interval, Verdict};
use crate::usl::{self, Fit};

/// Speed-up with one number of threads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Number of threads.
    pub threads: usize,
    /// Throughput relative to one thread of the same interpreter.
    pub speed_up: Interval,
    /// More threads than processors.
    pub oversubscribed: bool,
    /// Largest resident memory, in bytes.
    pub max_rss: u64,
}

/// How one workload scales on one interpreter.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The workload.
    pub workload: String,
    /// Position of the interpreter in the session.
    pub interpreter: usize,
    /// Seconds with one thread.
    pub single: Interval,
    /// By thread count, one thread included.
    pub points: Vec<Point>,
    /// The law through the points that are not oversubscribed; None with fewer than two of them.
    pub fit: Option<Fit>,
}

/// The curve of a workload on an interpreter; None without a trusted time for one thread.
pub fn curve(session: &Session, workload: &str, interpreter: usize) -> Option<Curve> {
    let label = &session.interpreters.get(interpreter)?.label;
    let one = session.trusted(workload, label, 1)?;
    let base = one.seconds_per_work();
    let mut points = Vec::new();
    let mut throughput = Vec::new();
    for &threads in &session.settings.threads {
        let Some(cell) = session.trusted(workload, label, threads) else {
            continue;
        };
        let times = cell.seconds_per_work();
        points.push(Point {
            threads,
            speed_up: if threads == 1 {
                exactly_one()
            } else {
                stats::ratio(&base, &times)
            },
            oversubscribed: cell.oversubscribed,
            max_rss: cell.max_rss(),
        });
        if !cell.oversubscribed {
            throughput.push((threads as f64, 1.0 / stats::median(&times)));
        }
    }
    Some(Curve {
        workload: workload.to_string(),
        interpreter,
        single: stats::median_interval(&one.seconds()),
        points,
        fit: usl::fit(&throughput),
    })
}

fn exactly_one() -> Interval {
    Interval {
        low: 1.0,
        mid: 1.0,
        high: 1.0,
    }
}

/// All curves, workload by workload.
pub fn curves(session: &Session) -> Vec<Curve> {
    let pairs = session
        .workloads
        .iter()
        .flat_map(|w| (0..session.interpreters.len()).map(move |i| (w, i)));
    pairs
        .filter_map(|(w, i)| curve(session, &w.name, i))
        .collect()
}

/// The names of the suites of a session, in their order, with their workloads.
pub fn suites(session: &Session) -> Vec<(String, Vec<&Work>)> {
    let mut found: Vec<(String, Vec<&Work>)> = Vec::new();
    for work in &session.workloads {
        match found.iter_mut().find(|(name, _)| *name == work.suite) {
            Some((_, works)) => works.push(work),
            None => found.push((work.suite.clone(), vec![work])),
        }
    }
    found
}

/// Geometric mean of the speed-up over the workloads in `names`, for one interpreter and thread count: the mean with the
/// interval that the samples leave, and over how many workloads. None if there is none.
pub fn mean_speed_up(
    session: &Session,
    names: &[&str],
    interpreter: usize,
    threads: usize,
) -> Option<(Interval, usize)> {
    let label = &session.interpreters.get(interpreter)?.label;
    let cells = |n: usize| move |name: &&str| session.trusted(name, label, n);
    let both: Vec<(Vec<f64>, Vec<f64>)> = names
        .iter()
        .filter_map(|name| {
            let (one, many) = (cells(1)(name)?, cells(threads)(name)?);
            Some((one.seconds_per_work(), many.seconds_per_work()))
        })
        .collect();
    let mean = mean_of(&both)?;
    Some(if threads == 1 {
        (exactly_one(), mean.1)
    } else {
        mean
    })
}

/// Geometric mean over the workloads in `names` of the time of interpreter `a` by the time of interpreter `b` with some
/// number of threads, and over how many workloads. None if there is none.
pub fn mean_ratio(
    session: &Session,
    names: &[&str],
    a: usize,
    b: usize,
    threads: usize,
) -> Option<(Interval, usize)> {
    let (a, b) = (session.interpreters.get(a)?, session.interpreters.get(b)?);
    let both: Vec<(Vec<f64>, Vec<f64>)> = names
        .iter()
        .filter_map(|name| {
            let x = session.trusted(name, &a.label, threads)?;
            let y = session.trusted(name, &b.label, threads)?;
            Some((x.seconds_per_work(), y.seconds_per_work()))
        })
        .collect();
    mean_of(&both)
}

fn mean_of(both: &[(Vec<f64>, Vec<f64>)]) -> Option<(Interval, usize)> {
    if both.is_empty() {
        return None;
    }
    let pairs: Vec<(&[f64], &[f64])> = both
        .iter()
        .map(|(a, b)| (a.as_slice(), b.as_slice()))
        .collect();
    Some((stats::geometric_mean_ratio(&pairs), pairs.len()))
}

/// Two interpreters on one workload.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The workload.
    pub workload: String,
    /// Seconds of the first.
    pub a: Interval,
    /// Seconds of the second.
    pub b: Interval,
    /// Time of the first by time of the second, from pairs of runs: above 1 the second is faster.
    pub ratio: Interval,
    /// What it says.
    pub verdict: Verdict,
    /// Largest resident memory of both, in bytes.
    pub memory: (u64, u64),
}

/// Compares two interpreters with one number of threads. `tolerance`: a difference below it (a share) is noise.
pub fn compare(
    session: &Session,
    a: usize,
    b: usize,
    threads: usize,
    tolerance: f64,
) -> Vec<Comparison> {
    let (Some(a), Some(b)) = (session.interpreters.get(a), session.interpreters.get(b)) else {
        return Vec::new();
    };
    let pair = |w: &Work| -> Option<Comparison> {
        let x: &Cell = session.trusted(&w.name, &a.label, threads)?;
        let y: &Cell = session.trusted(&w.name, &b.label, threads)?;
        let ratio = stats::paired_ratio(&x.seconds_per_work(), &y.seconds_per_work());
        Some(Comparison {
            workload: w.name.clone(),
            a: stats::median_interval(&x.seconds()),
            b: stats::median_interval(&y.seconds()),
            verdict: stats::verdict(&ratio, x.samples.len().min(y.samples.len()), tolerance),
            ratio,
            memory: (x.max_rss(), y.max_rss()),
        })
    };
    session.workloads.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::example;

    /// Interpreter 0 scales perfectly, interpreter 1 not at all and is twice as slow.
    fn session() -> Session {
        // Each thread has the same work: perfect scaling is the same time for every number of threads.
        example(
            &["typhon", "python"],
            &["reads/a", "reads/b", "writes/c"],
            &[1, 2, 4, 8],
            |_, i, n| {
                if i == 0 { 0.5 } else { n as f64 }
            },
        )
    }

    #[test]
    fn speed_ups() {
        let s = session();
        let perfect = curve(&s, "reads/a", 0).unwrap();
        let ups: Vec<f64> = perfect
            .points
            .iter()
            .map(|p| (p.speed_up.mid * 100.0).round() / 100.0)
            .collect();
        assert_eq!(ups, [1.0, 2.0, 4.0, 8.0]);
        assert!(perfect.points[3].oversubscribed && !perfect.points[2].oversubscribed);
        assert!(perfect.fit.unwrap().sigma < 1e-6);
        let flat = curve(&s, "reads/a", 1).unwrap();
        assert!(
            flat.points
                .iter()
                .all(|p| (p.speed_up.mid - 1.0).abs() < 1e-9)
        );
        assert!((flat.fit.unwrap().sigma - 1.0).abs() < 1e-3);
        assert_eq!(curves(&s).len(), 6);
    }

    #[test]
    fn what_is_not_trusted_has_no_curve() {
        let mut s = session();
        s.cells
            .iter_mut()
            .filter(|c| c.workload == "reads/a")
            .for_each(|c| c.trusted = false);
        assert!(curve(&s, "reads/a", 0).is_none());
        assert!(mean_speed_up(&s, &["reads/a"], 0, 2).is_none());
        assert_eq!(compare(&s, 0, 1, 1, 0.01).len(), 2);
    }

    #[test]
    fn comparisons() {
        let s = session();
        let all = compare(&s, 1, 0, 1, 0.01);
        assert!((all[0].ratio.mid - 2.0).abs() < 1e-9);
        assert_eq!(all[0].verdict, Verdict::More);
        let (mean, over) = mean_ratio(&s, &["reads/a", "writes/c", "absent"], 1, 0, 1).unwrap();
        assert!((mean.mid - 2.0).abs() < 1e-9 && over == 2);
    }

    #[test]
    fn suites_keep_their_order() {
        let s = session();
        let names: Vec<_> = suites(&s).into_iter().map(|(n, w)| (n, w.len())).collect();
        assert_eq!(names, [("reads".to_string(), 2), ("writes".to_string(), 1)]);
    }
}
