//! What was recorded, merged: for `sys._stats()`, as JSON and as text. docs/profiling.md describes the keys.

use super::place::{self, Place};
use super::table::{Counts, LockKey, Miss, Table};
use super::times::{Histogram, Times};
use super::{START, is_on, now, of_record};
use crate::gc;
use crate::sync::{AtomicBool, Ordering::*};
use crate::thread::{self, stop};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Number of the schema; it changes with the meaning or the absence of a key, not with a new key.
pub const VERSION: u64 = 1;

/// A piece of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A count, or nanoseconds.
    Int(u64),
    /// Seconds.
    Float(f64),
    /// Text.
    Text(String),
    /// Rows, or the bars of a histogram.
    List(Vec<Value>),
    /// Named values.
    Map(Vec<(&'static str, Value)>),
}
use Value::{Bool, Float, Int, List, Map, Text};

/// Where the profile goes at the end of the process.
static OUT: Mutex<Option<PathBuf>> = Mutex::new(None);
/// In the child of a fork.
static CHILD: AtomicBool = AtomicBool::new(false);

/// `--profile-out`: the profile goes to this file instead of standard error.
pub fn write_to(p: &Path) {
    *OUT.lock() = Some(p.to_owned());
}

/// A child of a fork reports for itself, beside its parent.
pub(super) fn in_child() {
    CHILD.store(true, Relaxed);
}

/// The end of the process: writes the profile, if there is one. Err: the text of the complaint.
pub fn finish() -> Result<(), String> {
    if !is_on() {
        return Ok(());
    }
    let all = Merged::new();
    let Some(mut path) = OUT.lock().clone() else {
        eprint!("{}", all.text());
        return Ok(());
    };
    if CHILD.load(Relaxed) {
        path.as_mut_os_string()
            .push(format!(".{}", std::process::id()));
    }
    let mut text = String::new();
    json(&all.value(), 0, &mut text);
    text.push('\n');
    std::fs::write(&path, text).map_err(|e| format!("can't write '{}': {e}", path.display()))
}

/// The report as it stands now.
pub fn value() -> Value {
    Merged::new().value()
}

/// All tables as one.
struct Merged {
    table: Table,
    ns: u64,
}

/// A row: its numbers sort it, the largest first.
type Row<K, N> = (K, N);

fn sorted<K: Ord, N>(rows: HashMap<K, N>, weight: impl Fn(&N) -> u64) -> Vec<Row<K, N>> {
    let mut v: Vec<Row<K, N>> = rows.into_iter().collect();
    v.sort_by(|a, b| weight(&b.1).cmp(&weight(&a.1)).then_with(|| a.0.cmp(&b.0)));
    v
}

/// A place as a report shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Line {
    line: String,
    function: String,
    via: String,
}

impl Line {
    fn of(p: &Place) -> Line {
        Line {
            line: p.text(),
            function: p.function.clone(),
            via: p.via.clone(),
        }
    }
    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("line", Text(self.line.clone())),
            ("function", Text(self.function.clone())),
            ("via", Text(self.via.clone())),
        ]
    }
}

/// What a row of lock waits is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct LockRow {
    kind: &'static str,
    name: String,
    at: Line,
    by: Line,
}

/// What a row of missed caches is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct MissRow {
    kind: &'static str,
    name: String,
    class: String,
    at: Line,
}

const TRAFFIC: [&str; 5] = [
    "increments",
    "decrements",
    "promotions",
    "shared",
    "retirements",
];

impl Merged {
    fn new() -> Merged {
        let mut table = Table::default();
        thread::each_record(|r| {
            if let Some(l) = of_record(r) {
                let one = l.table.lock().clone();
                table.merge(&one);
            }
        });
        let ns = if START.get().is_some() { now() } else { 0 };
        Merged { table, ns }
    }

    fn locks(&self) -> Vec<Row<LockRow, Times>> {
        let mut rows: HashMap<LockRow, Times> = HashMap::new();
        for (LockKey { kind, name, at, by }, t) in &self.table.locks {
            let at = place::place(*at);
            let row = LockRow {
                kind: at.seen(*kind).name(),
                name: place::name(*name),
                at: Line::of(&at),
                by: Line::of(&place::place(*by)),
            };
            rows.entry(row).or_default().merge(t);
        }
        sorted(rows, |t| t.total)
    }
    fn counts(&self) -> Vec<Row<(String, Line), Counts>> {
        let mut rows: HashMap<(String, Line), Counts> = HashMap::new();
        for ((at, name), n) in &self.table.counts {
            let key = (place::name(*name), Line::of(&place::place(*at)));
            let to = rows.entry(key).or_default();
            to.iter_mut().zip(n).for_each(|(a, b)| *a += b);
        }
        sorted(rows, |n| n.iter().sum())
    }
    fn misses(&self) -> Vec<Row<MissRow, u64>> {
        let mut rows: HashMap<MissRow, u64> = HashMap::new();
        for ((at, kind, name, class), n) in &self.table.misses {
            let row = MissRow {
                kind: match kind {
                    Miss::Load => "load",
                    Miss::Store => "store",
                    Miss::Global => "global",
                    Miss::Super => "super",
                },
                name: place::name(*name),
                class: place::name(*class),
                at: Line::of(&place::place(*at)),
            };
            *rows.entry(row).or_default() += n;
        }
        sorted(rows, |n| *n)
    }
    fn lines(m: &super::place::Map<u32, Times>) -> Vec<Row<Line, Times>> {
        let mut rows: HashMap<Line, Times> = HashMap::new();
        for (at, t) in m {
            let line = Line::of(&place::place(*at));
            rows.entry(line).or_default().merge(t);
        }
        sorted(rows, |t| t.total)
    }

    fn value(&self) -> Value {
        let t = &self.table;
        let mut waits = Times::new();
        t.locks.values().for_each(|w| waits.merge(w));
        let lock = |(r, n): Row<LockRow, Times>| {
            let mut f = vec![("kind", Text(r.kind.into())), ("type", Text(r.name))];
            f.extend(r.at.fields());
            f.push(("held_at", Text(r.by.line)));
            f.push(("held_in", Text(r.by.function)));
            f.extend(times(&n));
            Map(f)
        };
        let count = |((name, at), n): Row<(String, Line), Counts>| {
            let mut f = vec![("type", Text(name))];
            f.extend(at.fields());
            f.extend(TRAFFIC.into_iter().zip(n.map(Int)));
            Map(f)
        };
        let miss = |(r, n): Row<MissRow, u64>| {
            let mut f = vec![
                ("kind", Text(r.kind.into())),
                ("name", Text(r.name)),
                ("type", Text(r.class)),
            ];
            f.extend(r.at.fields());
            f.push(("misses", Int(n)));
            Map(f)
        };
        let lines = |m: &super::place::Map<u32, Times>| {
            let row = |(l, n): Row<Line, Times>| {
                let mut f = l.fields();
                f.extend(times(&n));
                Map(f)
            };
            List(Merged::lines(m).into_iter().map(row).collect())
        };
        let mut traffic: Counts = [0; 5];
        for n in t.counts.values() {
            traffic.iter_mut().zip(n).for_each(|(a, b)| *a += b);
        }
        let mut away = Times::new();
        t.away.values().for_each(|w| away.merge(w));
        let work = gc::work();
        let (to_stop, stopped) = stop::times();
        let mut locks = times(&waits);
        locks.push(("rows", List(self.locks().into_iter().map(lock).collect())));
        let mut counts: Vec<(&'static str, Value)> =
            TRAFFIC.into_iter().zip(traffic.map(Int)).collect();
        counts.push(("rows", List(self.counts().into_iter().map(count).collect())));
        let mut safepoints = spread(&t.latencies);
        safepoints.push(("rows", lines(&t.latency)));
        let mut detached = times(&away);
        detached.push(("rows", lines(&t.away)));
        let mut collector = vec![
            ("kind", Text("stop-the-world".into())),
            ("collections", Int(work.collections.count)),
            ("total_ns", Int(work.collections.total)),
            ("examined", Int(work.examined)),
            ("collected", Int(work.collected)),
            ("pauses", Map(spread(&work.pauses))),
        ];
        collector.push(("rows", lines(&t.collections)));
        Map(vec![
            ("schema", Text("typhon-contention".into())),
            ("version", Int(VERSION)),
            ("enabled", Bool(is_on())),
            ("seconds", Float(self.ns as f64 / 1e9)),
            ("threads", Int(thread::live_threads() as u64)),
            ("locks", Map(locks)),
            ("counts", Map(counts)),
            (
                "caches",
                Map(vec![
                    ("misses", Int(t.misses.values().sum())),
                    ("rows", List(self.misses().into_iter().map(miss).collect())),
                ]),
            ),
            ("collector", Map(collector)),
            (
                "stops",
                Map(vec![
                    ("to_stop", Map(spread(&to_stop))),
                    ("stopped", Map(spread(&stopped))),
                ]),
            ),
            ("safepoints", Map(safepoints)),
            ("detached", Map(detached)),
        ])
    }

    /// The summary: the first rows of each kind.
    fn text(&self) -> String {
        let mut s = String::new();
        let _ = writeln!(s, "contention profile of {}", time(self.ns));
        let t = &self.table;
        let mut all = Times::new();
        t.locks.values().for_each(|w| all.merge(w));
        let mut rows = Vec::new();
        for (r, n) in self.locks() {
            let of = if r.kind == r.name.to_lowercase() {
                r.name
            } else {
                format!("{} {}", r.kind, r.name)
            };
            let by = if r.by.line.is_empty() {
                "?".to_string()
            } else {
                r.by.line
            };
            rows.push(vec![
                time(n.total),
                n.count.to_string(),
                time(n.most),
                of,
                with_via(&r.at),
                by,
            ]);
        }
        let title = format!("lock waits: {} in {}", all.count, time(all.total));
        let head = ["time", "waits", "longest", "lock", "waits at", "held at"];
        section(&mut s, &title, &head, rows);

        let counts = self.counts();
        let sum = |i: usize| counts.iter().map(|(_, n)| n[i]).sum::<u64>();
        let title = format!(
            "shared count traffic: {} increments, {} decrements, {} promotions, {} shared, {} retirements",
            sum(0),
            sum(1),
            sum(2),
            sum(3),
            sum(4)
        );
        let rows = counts.iter().map(|((name, at), n)| {
            let mut r: Vec<String> = n.iter().map(u64::to_string).collect();
            r.extend([name.clone(), with_via(at)]);
            r
        });
        let head = ["+1", "-1", "promoted", "shared", "retired", "type", "at"];
        section(&mut s, &title, &head, rows.collect());

        let misses = self.misses();
        let title = format!(
            "inline cache misses: {}",
            misses.iter().map(|r| r.1).sum::<u64>()
        );
        let rows = misses.iter().map(|(r, n)| {
            let of = match r.class.as_str() {
                "" => format!("{} {}", r.kind, r.name),
                c => format!("{} {c}.{}", r.kind, r.name),
            };
            vec![n.to_string(), of, with_via(&r.at)]
        });
        section(&mut s, &title, &["misses", "what", "at"], rows.collect());

        let work = gc::work();
        let title = format!(
            "collector: {} collections in {}, {} objects examined, {} collected; {}",
            work.collections.count,
            time(work.collections.total),
            work.examined,
            work.collected,
            told("pauses", &work.pauses.times)
        );
        let timed = |m| {
            let row = |(l, n): Row<Line, Times>| {
                vec![
                    time(n.total),
                    n.count.to_string(),
                    time(n.most),
                    with_via(&l),
                ]
            };
            Merged::lines(m).into_iter().map(row).collect::<Vec<_>>()
        };
        let head = ["time", "number", "longest", "at"];
        section(&mut s, &title, &head, timed(&t.collections));
        for (end, n) in work.pauses.filled() {
            let _ = writeln!(s, "  pauses up to {:>8}  {n}", time(end));
        }
        let (to_stop, stopped) = stop::times();
        let _ = writeln!(
            s,
            "stops of all threads: {}; {}",
            told("until the last one stood", &to_stop.times),
            told("stood", &stopped.times)
        );
        let title = told("requests until the safepoint", &t.latencies.times);
        section(&mut s, &title, &head, timed(&t.latency));
        let mut away = Times::new();
        t.away.values().for_each(|w| away.merge(w));
        let title = told("detached in blocking calls", &away);
        section(&mut s, &title, &head, timed(&t.away));
        s
    }
}

fn times(t: &Times) -> Vec<(&'static str, Value)> {
    vec![
        ("number", Int(t.count)),
        ("total_ns", Int(t.total)),
        ("max_ns", Int(t.most)),
    ]
}

fn spread(h: &Histogram) -> Vec<(&'static str, Value)> {
    let mut f = times(&h.times);
    let bar = |(end, n): (u64, u64)| List(vec![Int(end), Int(n)]);
    let bars = h.filled().into_iter().map(bar).collect();
    f.push(("histogram_ns", List(bars)));
    f
}

fn with_via(l: &Line) -> String {
    match (l.line.as_str(), l.via.as_str()) {
        ("", _) => "?".to_string(),
        (line, "") => line.to_string(),
        (line, via) => format!("{line} ({via})"),
    }
}

fn told(what: &str, t: &Times) -> String {
    format!(
        "{what}: {} in {}, longest {}",
        t.count,
        time(t.total),
        time(t.most)
    )
}

/// Nanoseconds in the unit that suits them.
fn time(ns: u64) -> String {
    let n = ns as f64;
    match ns {
        0..1000 => format!("{ns} ns"),
        1000..1_000_000 => format!("{:.1} us", n / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} ms", n / 1e6),
        _ => format!("{:.2} s", n / 1e9),
    }
}

/// Rows of a section of the summary.
const SHOWN: usize = 10;

fn section(s: &mut String, title: &str, head: &[&str], rows: Vec<Vec<String>>) {
    let _ = writeln!(s, "{title}");
    if rows.is_empty() {
        return;
    }
    let shown = &rows[..rows.len().min(SHOWN)];
    let width = |i: usize| {
        let cells = shown.iter().map(|r| r[i].chars().count());
        cells.max().unwrap_or(0).max(head[i].chars().count())
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut l = String::new();
        for (i, (cell, w)) in cells.zip(&widths).enumerate() {
            // Numbers to the right, words to the left.
            let number = shown[0][i].starts_with(|c: char| c.is_ascii_digit());
            let _ = if number {
                write!(l, "  {cell:>w$}")
            } else {
                write!(l, "  {cell:<w$}")
            };
        }
        let _ = writeln!(s, "{}", l.trim_end());
    };
    line(&mut head.iter().copied());
    for r in shown {
        line(&mut r.iter().map(String::as_str));
    }
    if rows.len() > SHOWN {
        let _ = writeln!(s, "  ... and {} more", rows.len() - SHOWN);
    }
}

/// A value as JSON text.
fn json(v: &Value, depth: usize, out: &mut String) {
    let flat = |v: &Value| !matches!(v, List(_) | Map(_));
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', depth));
    };
    match v {
        Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Int(n) => {
            let _ = write!(out, "{n}");
        }
        Float(x) => {
            let _ = write!(out, "{x:?}");
        }
        Text(t) => quote(t, out),
        List(l) => {
            out.push('[');
            let short = l.iter().all(flat);
            for (i, v) in l.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                if !short {
                    line(out, depth + 1);
                }
                json(v, depth + 1, out);
            }
            if !short {
                line(out, depth);
            }
            out.push(']');
        }
        Map(m) => {
            out.push('{');
            // A row stands on one line.
            let short = m.iter().all(|f| flat(&f.1));
            for (i, (k, v)) in m.iter().enumerate() {
                if i > 0 {
                    out.push_str(if short { ", " } else { "," });
                }
                if !short {
                    line(out, depth + 1);
                }
                quote(k, out);
                out.push_str(": ");
                json(v, depth + 1, out);
            }
            if !short {
                line(out, depth);
            }
            out.push('}');
        }
    }
}

fn quote(t: &str, out: &mut String) {
    out.push('"');
    for c in t.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_quoted_and_nested() {
        let v = Map(vec![
            ("a", Text("x\"\\\n\u{1}é".into())),
            ("b", List(vec![Int(1), List(vec![Int(2), Bool(true)])])),
            ("c", Float(0.5)),
            ("d", List(vec![])),
        ]);
        let mut s = String::new();
        json(&v, 0, &mut s);
        let want = "{\n \"a\": \"x\\\"\\\\\\n\\u0001é\",\n \"b\": [\n  1,\n  [2,true]\n ],\n \"c\": 0.5,\n \"d\": []\n}";
        assert_eq!(s, want);
    }

    #[test]
    fn a_report_without_the_switch_has_all_keys() {
        let Map(m) = value() else { panic!("no map") };
        let keys: Vec<&str> = m.iter().map(|f| f.0).collect();
        for k in [
            "schema",
            "version",
            "enabled",
            "locks",
            "counts",
            "caches",
            "collector",
            "stops",
            "safepoints",
            "detached",
        ] {
            assert!(keys.contains(&k), "{k}");
        }
    }

    #[test]
    fn long_sections_are_cut() {
        let mut s = String::new();
        let rows = (0..12).map(|i| vec![i.to_string(), "a.py:1".into()]);
        section(&mut s, "t", &["n", "at"], rows.collect());
        assert_eq!(s.lines().count(), 13);
        assert!(s.ends_with("... and 2 more\n"));
    }
}
