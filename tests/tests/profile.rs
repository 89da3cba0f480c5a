//! `-X profile=contention`: what it finds, what it writes, and what `sys._stats()` gives.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use typhon_tests::process::output;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let p = std::env::temp_dir().join(format!("typhon-profile-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&p).expect("a folder");
        Folder(p)
    }
    fn file(&self, name: &str, text: &str) -> String {
        let p = self.0.join(name);
        std::fs::write(&p, text).expect("a file");
        show(&p)
    }
    fn inner(&self, name: &str) -> String {
        show(&self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn show(p: &Path) -> String {
    p.to_str().expect("a plain name").to_string()
}

fn typhon(args: &[&str]) -> Output {
    let binary = typhon_tests::binary::find().expect("a binary");
    output(
        Command::new(binary)
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            .args(args)
            .stdin(Stdio::null()),
    )
}

fn err(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

/// A program that must succeed; its standard output.
fn prints(args: &[&str]) -> String {
    let o = typhon(args);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    String::from_utf8_lossy(&o.stdout).into_owned()
}

/// Runs a script under the profile; what it wrote.
fn profile(f: &Folder, script: &str) -> Value {
    let out = f.inner("out.json");
    let o = typhon(&["-X", "profile=contention", "--profile-out", &out, script]);
    assert_eq!(o.status.code(), Some(0), "{}", err(&o));
    assert_eq!(err(&o), "", "the summary is for the terminal only");
    let text = std::fs::read_to_string(&out).expect("a profile");
    serde_json::from_str(&text).expect("JSON")
}

/// `file:line` of the first line of a script that contains a text.
fn line(file: &str, script: &str, text: &str) -> String {
    let n = script.lines().position(|l| l.contains(text));
    format!("{file}:{}", n.expect("the text is there") + 1)
}

const HOT: &str = "\
import threading, time

class Hot: pass
lock = threading.Lock()
hot = Hot()

started = []

def work(slot):
    started.append(slot)
    while len(started) < 4: time.sleep(0)
    for i in range(300):
        with lock:  # waits
            for k in range(20000):
                pass  # holds
    for i in range(20000):
        slot[0] = hot  # counts

threads = [threading.Thread(target=work, args=([None],)) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
";

#[test]
fn a_hot_lock_and_a_hot_object_stand_at_the_top_with_their_lines() {
    let f = Folder::new("hot");
    let script = f.file("hot.py", HOT);
    let v = profile(&f, &script);
    let lock = &v["locks"]["rows"][0];
    assert_eq!(
        (&lock["kind"], &lock["type"]),
        (&"lock".into(), &"lock".into()),
        "{lock}"
    );
    assert_eq!(lock["line"], line(&script, HOT, "# waits"), "{lock}");
    assert_eq!(lock["function"], "work", "{lock}");
    // A holder that has not said so yet is a rare row of its own.
    let rows = v["locks"]["rows"].as_array().expect("rows");
    let of = |r: &&Value| r["line"] == lock["line"] && r["held_at"] != "";
    let held = rows.iter().find(of).expect("a holder")["held_at"]
        .as_str()
        .expect("a line");
    let lines = ["with lock", "for k in", "# holds"].map(|t| line(&script, HOT, t));
    assert!(lines.iter().any(|l| l == held), "{lock}");
    assert!(
        lock["number"].as_u64() > Some(0) && lock["total_ns"].as_u64() >= lock["max_ns"].as_u64()
    );
    let hot = &v["counts"]["rows"][0];
    assert_eq!(hot["type"], "Hot", "{hot}");
    assert_eq!(hot["line"], line(&script, HOT, "# counts"), "{hot}");
    // Each store of another thread's object is one atomic increment, and takes the one before off.
    assert_eq!(hot["increments"], 80_000, "{hot}");
    assert!(hot["decrements"].as_u64() >= Some(79_996), "{hot}");
}

#[test]
fn the_summary_names_them_too() {
    let f = Folder::new("text");
    let script = f.file("hot.py", HOT);
    let o = typhon(&["-X", "profile=contention", &script]);
    let text = err(&o);
    let after = |title: &str| {
        let mut lines = text.lines().skip_while(|l| !l.starts_with(title)).skip(2);
        lines.next().unwrap_or_default().to_string()
    };
    assert!(text.starts_with("contention profile of "), "{text}");
    assert!(
        after("lock waits: ").contains(&line(&script, HOT, "# waits")),
        "{text}"
    );
    let counts = after("shared count traffic: ");
    assert!(
        counts.contains("  80000  ") && counts.contains("  Hot "),
        "{text}"
    );
    for part in [
        "inline cache misses: ",
        "collector: ",
        "stops of all threads: ",
        "requests until the safepoint: ",
        "detached in blocking calls: ",
    ] {
        assert!(text.lines().any(|l| l.starts_with(part)), "{part}: {text}");
    }
}

#[test]
fn kinds_of_locks_are_told_apart() {
    let text = "\
import threading, queue, _queue, time
r = threading.RLock(); c = threading.Condition(); q = queue.Queue(); s = _queue.SimpleQueue()
shared = []
def nap(n=0.02): time.sleep(n)
def rlock():
    with r: nap()
def consumer(): q.get(); s.get()
def waiter():
    with c: c.wait()
def append():
    for i in range(200_000): shared.append(i)
ts = [threading.Thread(target=t) for t in (rlock, rlock, consumer, waiter, append, append, append)]
for t in ts: t.start()
nap(); q.put(1); nap(); s.put(1)
while any(t.is_alive() for t in ts):
    with c: c.notify()
    nap(0.01)
";
    let f = Folder::new("kinds");
    let v = profile(&f, &f.file("kinds.py", text));
    let rows = v["locks"]["rows"].as_array().expect("rows");
    for (kind, class, at) in [
        ("rlock", "RLock", "with r:"),
        ("condition", "lock", "c.wait()"),
        ("queue", "lock", "q.get()"),
        ("queue", "SimpleQueue", "s.get()"),
        ("object", "list", "shared.append"),
    ] {
        let line = line(&f.inner("kinds.py"), text, at);
        let found = rows
            .iter()
            .any(|r| r["kind"] == kind && r["type"] == class && r["line"] == line.as_str());
        assert!(found, "{kind} {class} {line}: {rows:#?}");
    }
    // Who waits for an RLock sees where its holder sleeps.
    let asleep = line(&f.inner("kinds.py"), text, "def nap");
    let rlock = rows.iter().find(|r| r["kind"] == "rlock");
    assert_eq!(rlock.expect("a row")["held_at"], asleep);
}

/// The keys of docs/profiling.md, with the kind of their values: n number, b bool, s text, h histogram, * rows.
const SCHEMA: &str = "\
schema s|version n|enabled b|seconds n|threads n
locks.number n|locks.total_ns n|locks.max_ns n|locks.rows *kind s,type s,line s,function s,via s,held_at s,held_in s,number n,total_ns n,max_ns n
counts.increments n|counts.decrements n|counts.promotions n|counts.shared n|counts.retirements n|counts.rows *type s,line s,function s,via s,increments n,decrements n,promotions n,shared n,retirements n
caches.misses n|caches.rows *kind s,name s,type s,line s,function s,via s,misses n
collector.kind s|collector.collections n|collector.total_ns n|collector.examined n|collector.collected n|collector.rows *line s,function s,via s,number n,total_ns n,max_ns n
collector.pauses.number n|collector.pauses.total_ns n|collector.pauses.max_ns n|collector.pauses.histogram_ns h
stops.to_stop.number n|stops.to_stop.histogram_ns h|stops.stopped.total_ns n|stops.stopped.histogram_ns h
safepoints.number n|safepoints.total_ns n|safepoints.max_ns n|safepoints.histogram_ns h|safepoints.rows *line s,function s,via s,number n,total_ns n,max_ns n
detached.number n|detached.total_ns n|detached.max_ns n|detached.rows *line s,function s,via s,number n,total_ns n,max_ns n";

fn is_kind(v: &Value, kind: &str) -> bool {
    match kind {
        "n" => v.is_number(),
        "b" => v.is_boolean(),
        "s" => v.is_string(),
        _ => panic!("{kind}"),
    }
}

fn check_schema(v: &Value) {
    for entry in SCHEMA.lines().flat_map(|l| l.split('|')) {
        let (path, kind) = entry.split_once(' ').expect("path and kind");
        let found = path.split('.').fold(v, |v, k| &v[k]);
        if kind == "h" {
            let bars = found.as_array().expect(path);
            let ends: Vec<u64> = bars.iter().map(|b| b[0].as_u64().expect(path)).collect();
            assert!(
                ends.windows(2).all(|w| w[1] == 2 * w[0]),
                "{path}: {ends:?}"
            );
            assert!(bars.iter().all(|b| b[1].is_u64()), "{path}");
            continue;
        }
        let Some(columns) = kind.strip_prefix('*') else {
            assert!(is_kind(found, kind), "{path}: {found}");
            continue;
        };
        for row in found.as_array().expect(path) {
            let row = row.as_object().expect(path);
            let columns: Vec<&str> = columns.split(',').collect();
            assert_eq!(row.len(), columns.len(), "{path}: {row:?}");
            for c in columns {
                let (key, kind) = c.split_once(' ').expect("key and kind");
                assert!(is_kind(&row[key], kind), "{path}.{key}: {row:?}");
            }
        }
    }
}

#[test]
fn the_file_has_the_documented_keys() {
    let f = Folder::new("schema");
    let text = "\
import gc, threading, time
class A: pass
def cycles():
    for i in range(3000):
        a = A(); a.a = a; a.pad = [i] * 200
l = []
def grow():
    for i in range(100_000): l.append(i)
ts = [threading.Thread(target=t) for t in (cycles, grow, grow)]
for t in ts: t.start()
for t in ts: t.join()
time.sleep(0.01); gc.collect()
";
    let v = profile(&f, &f.file("s.py", text));
    assert_eq!(
        (&v["schema"], &v["version"]),
        (&"typhon-contention".into(), &1.into())
    );
    assert_eq!(v["enabled"], true);
    check_schema(&v);
    for (part, key) in [
        ("locks", "total_ns"),
        ("detached", "total_ns"),
        ("safepoints", "total_ns"),
        ("caches", "misses"),
    ] {
        let rows = v[part]["rows"].as_array().expect("rows");
        let n: Vec<u64> = rows
            .iter()
            .map(|r| r[key].as_u64().expect("a number"))
            .collect();
        assert!(n.windows(2).all(|w| w[0] >= w[1]), "{part} is not sorted");
        assert_eq!(
            n.iter().sum::<u64>(),
            v[part][key].as_u64().expect("a number"),
            "{part}"
        );
        assert!(part == "locks" || !n.is_empty(), "{part}");
    }
    let pauses = &v["collector"]["pauses"];
    let bars = pauses["histogram_ns"].as_array().expect("bars");
    let all: u64 = bars.iter().map(|b| b[1].as_u64().unwrap()).sum();
    assert!(all > 0 && pauses["number"] == all);
    let sleep = line(&f.inner("s.py"), text, "time.sleep");
    let slept = v["detached"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["line"] == sleep.as_str());
    assert!(slept.expect("a row")["total_ns"].as_u64() >= Some(10_000_000));
}

#[test]
fn a_profile_that_cannot_be_written_is_told() {
    let o = typhon(&["--profile-out", "/nonexistent/p.json", "-c", "print(1)"]);
    assert_eq!(String::from_utf8_lossy(&o.stdout), "1\n");
    assert!(
        err(&o).starts_with("typhon: can't write '/nonexistent/p.json': "),
        "{}",
        err(&o)
    );
}

#[test]
fn a_script_sees_the_same_numbers() {
    let text = "\
import sys, gc
s = sys._stats()
gc.collect()
t = sys._stats()
print(s['enabled'], s['schema'], s['version'], list(s) == list(t))
print(t['collector']['collections'] - s['collector']['collections'], t['collector']['pauses']['number'] > 0)
print(s['locks']['rows'], s['counts']['rows'], s['caches']['misses'], s['detached']['number'])
";
    assert_eq!(
        prints(&["-c", text]),
        "False typhon-contention 1 True\n1 True\n[] [] 0 0\n"
    );
    let text = "\
import sys, time
time.sleep(0.01)
s = sys._stats()
print(s['enabled'], s['detached']['total_ns'] >= 10_000_000, s['caches']['misses'] > 0)
print(max(s['detached']['rows'], key=lambda r: r['total_ns'])['line'])
";
    let f = Folder::new("stats");
    let out = f.inner("o.json");
    let said = prints(&["--profile-out", &out, "-c", text]);
    assert_eq!(said, "True True True\n<string>:2\n");
}

#[test]
fn a_child_of_a_fork_reports_for_itself() {
    let text = "\
import os, sys, time
time.sleep(0.001)
if os.fork() == 0:
    assert sys._stats()['detached']['number'] == 0
else:
    assert os.wait()[1] == 0
";
    let f = Folder::new("fork");
    let out = f.inner("o.json");
    prints(&[
        "-X",
        "profile=contention",
        "--profile-out",
        &out,
        "-c",
        text,
    ]);
    let names: Vec<String> = std::fs::read_dir(&f.0)
        .expect("a folder")
        .map(|e| {
            e.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.iter().any(|n| n == "o.json") && names.iter().any(|n| n.len() > 7),
        "{names:?}"
    );
}
