//! The measurement itself: every workload with every number of threads on every interpreter, in turn.
//!
//! A *round* runs each of them once, so that a machine that gets slower slows all alike; within a group (one workload
//! with one number of threads) the interpreters run one right after the other, and who goes first changes from round to
//! round. A group leaves when the intervals of all its medians are narrow enough; the measurement ends when all have
//! left, when the rounds are used up, when the time is, or when the person in front of the machine says so.

use crate::interpreter::Interpreter;
use crate::machine;
use crate::process::{self, Done, Job, Outcome};
use crate::progress::Progress;
use crate::protocol::{self, Found};
use crate::session::{Cell, Problem, Sample, Settings, Trouble};
use crate::slot::Slot;
use crate::stats;
use crate::topology::Topology;
use crate::verify;
use crate::workload::Workload;
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Samples that a median needs before its interval may end the measurement.
const ENOUGH: usize = 5;

/// What is to be measured.
pub struct Plan<'a> {
    /// On what.
    pub interpreters: &'a [Interpreter],
    /// With what.
    pub workloads: &'a [Workload],
    /// How.
    pub settings: &'a Settings,
    /// On which processors.
    pub topology: &'a Topology,
    /// Becomes true when the measurement should end.
    pub stop: &'a AtomicBool,
}

/// What came out.
#[derive(Debug, Default)]
pub struct Measured {
    /// Results, those without samples left out.
    pub cells: Vec<Cell>,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// Why it ended early; empty if it did not.
    pub cut_short: String,
    /// Processors' worth of other work meanwhile; None if the system does not tell.
    pub other_load: Option<f64>,
}

/// Runs a plan.
pub fn measure(plan: &Plan<'_>, progress: &Progress) -> Measured {
    let mut run = Run {
        plan,
        progress,
        slots: Vec::new(),
        problems: Vec::new(),
        start: Instant::now(),
        own: 0.0,
        cut_short: String::new(),
    };
    let bystander = machine::Bystander::start();
    run.fill();
    let rounds = plan.settings.warmups + plan.settings.repeat;
    for round in 0..rounds {
        run.round(round);
        if !run.cut_short.is_empty() {
            break;
        }
    }
    let other_load = bystander.and_then(|b| b.end(run.own));
    Measured {
        other_load,
        ..run.finish()
    }
}

struct Run<'a> {
    plan: &'a Plan<'a>,
    progress: &'a Progress,
    /// Group after group: all interpreters of one workload with one number of threads stand side by side.
    slots: Vec<Slot>,
    problems: Vec<Problem>,
    start: Instant,
    /// Seconds of processor time of all runs.
    own: f64,
    cut_short: String,
}

impl Run<'_> {
    fn fill(&mut self) {
        for (workload, w) in self.plan.workloads.iter().enumerate() {
            for &threads in &self.plan.settings.threads {
                for (interpreter, i) in self.plan.interpreters.iter().enumerate() {
                    self.slots.push(Slot {
                        cell: Cell {
                            workload: w.name.clone(),
                            interpreter: i.label.clone(),
                            threads,
                            oversubscribed: threads > self.plan.topology.capacity(),
                            work: 1.0,
                            digest: String::new(),
                            trusted: true,
                            warmups: Vec::new(),
                            samples: Vec::new(),
                        },
                        workload,
                        interpreter,
                        walls: Vec::new(),
                        digests: Vec::new(),
                        kind: None,
                        out: false,
                    });
                }
            }
        }
    }

    fn round(&mut self, round: usize) {
        let width = self.plan.interpreters.len();
        for first in (0..self.slots.len()).step_by(width) {
            for turn in 0..width {
                let slot = first + (turn + round) % width;
                if self.slots[slot].out {
                    continue;
                }
                self.progress.show(
                    self.runs_done(),
                    self.runs_left(round),
                    self.seconds_left(round),
                    || {
                        let cell = &self.slots[slot].cell;
                        format!("{} x{} {}", cell.workload, cell.threads, cell.interpreter)
                    },
                );
                self.one(slot, round < self.plan.settings.warmups);
                if self.must_end() {
                    return;
                }
            }
            self.retire(first..first + width);
        }
    }

    /// Looks whether time is up or somebody wants to stop.
    fn must_end(&mut self) -> bool {
        // Relaxed: the flag carries nothing but itself.
        if self.plan.stop.load(Ordering::Relaxed) {
            self.cut_short = "interrupted".to_string();
        } else if self.start.elapsed().as_secs_f64() >= self.plan.settings.budget {
            self.cut_short = format!(
                "the time budget of {:.0} s was spent",
                self.plan.settings.budget
            );
        }
        !self.cut_short.is_empty()
    }

    /// Takes a group out whose medians are known well enough.
    fn retire(&mut self, group: std::ops::Range<usize>) {
        let enough = ENOUGH.min(self.plan.settings.repeat);
        let precise = |s: &Slot| {
            s.out
                || s.cell.samples.len() >= enough
                    && stats::median_interval(&s.cell.seconds()).relative_half_width()
                        <= self.plan.settings.precision
        };
        if self.slots[group.clone()].iter().all(precise) {
            self.slots[group].iter_mut().for_each(|s| s.out = true);
        }
    }

    /// Runs one slot once.
    fn one(&mut self, at: usize, warmup: bool) {
        let slot = &self.slots[at];
        let (workload, interpreter) = (
            &self.plan.workloads[slot.workload],
            &self.plan.interpreters[slot.interpreter],
        );
        let words = command(interpreter, workload, slot.cell.threads, &[]);
        match run_words(self.plan, &words, slot.cell.threads) {
            Ok(done) => self.take(at, &done, warmup),
            Err(e) => self.fail(at, Trouble::Failed, e.to_string()),
        }
    }

    /// Takes the result of a run.
    fn take(&mut self, at: usize, done: &Done, warmup: bool) {
        self.own += done.usage.user + done.usage.system;
        if done.outcome == Outcome::Interrupted {
            return;
        }
        if let Some(text) = done.failure() {
            let hint = self.hint(at);
            return self.fail(at, Trouble::Failed, format!("{text}{hint}"));
        }
        let slot = &mut self.slots[at];
        let seconds = match protocol::find(&done.stdout) {
            Found::Skipped(reason) => return self.fail(at, Trouble::Skipped, reason),
            Found::Report(r) if r.threads != slot.cell.threads => {
                let text = format!(
                    "asked for {} threads, it used {}",
                    slot.cell.threads, r.threads
                );
                return self.fail(at, Trouble::Failed, text);
            }
            Found::Report(r) => {
                slot.kind = Some(r.kind);
                slot.cell.work = r.work;
                slot.digests.push(r.digest.unwrap_or_default());
                r.seconds
            }
            Found::Nothing => {
                slot.digests.push(format!("{:016x}", done.digest));
                done.wall
            }
        };
        slot.walls.push(done.wall);
        if warmup {
            slot.cell.warmups.push(seconds);
        } else {
            slot.cell.samples.push(Sample {
                seconds,
                wall: done.wall,
                cpu: done.usage.user + done.usage.system,
                max_rss: done.usage.max_rss,
                date: machine::now(),
            });
        }
    }

    /// What may help with a script that failed.
    fn hint(&self, at: usize) -> &'static str {
        let slot = &self.slots[at];
        let workload = &self.plan.workloads[slot.workload];
        let appended = workload
            .arguments
            .last()
            .is_some_and(|a| a == crate::workload::THREADS_WORD);
        if workload.suite.is_none() && appended && slot.walls.is_empty() {
            " (it got the number of threads as its last argument; write {threads} where it wants it)"
        } else {
            ""
        }
    }

    /// Notes what went wrong with a slot and takes it out; a workload that never ran on an interpreter is not tried with
    /// other numbers of threads.
    fn fail(&mut self, at: usize, trouble: Trouble, text: String) {
        let slot = &mut self.slots[at];
        slot.out = true;
        let (workload, interpreter) = (slot.workload, slot.interpreter);
        let threads = slot.cell.threads;
        let same = |s: &&mut Slot| s.workload == workload && s.interpreter == interpreter;
        let ran = self
            .slots
            .iter()
            .any(|s| s.workload == workload && s.interpreter == interpreter && !s.walls.is_empty());
        if !ran {
            self.slots
                .iter_mut()
                .filter(same)
                .for_each(|s| s.out = true);
        }
        let text = if ran {
            format!("with {threads} threads: {text}")
        } else {
            text
        };
        let problem = Problem {
            trouble,
            workload: self.plan.workloads[workload].name.clone(),
            interpreter: self.plan.interpreters[interpreter].label.clone(),
            text,
        };
        self.progress.note(&format!(
            "{} on {}: {}",
            problem.workload, problem.interpreter, problem.text
        ));
        self.problems.push(problem);
    }

    fn runs_done(&self) -> usize {
        self.slots.iter().map(|s| s.walls.len()).sum()
    }

    fn rounds_left(&self, round: usize, slot: &Slot) -> usize {
        let all = self.plan.settings.warmups + self.plan.settings.repeat;
        if slot.out {
            0
        } else {
            // Whoever had its turn in this round already has one more run than there were rounds before.
            all - slot.walls.len().clamp(round, all)
        }
    }

    fn runs_left(&self, round: usize) -> usize {
        self.slots.iter().map(|s| self.rounds_left(round, s)).sum()
    }

    /// Estimate of the seconds that the rest takes. A slot that has not run takes as long as the others do on average.
    fn seconds_left(&self, round: usize) -> f64 {
        let mean = |walls: &[f64]| walls.iter().sum::<f64>() / walls.len() as f64;
        let all: Vec<f64> = self
            .slots
            .iter()
            .filter(|s| !s.walls.is_empty())
            .map(|s| mean(&s.walls))
            .collect();
        let usual = if all.is_empty() { 1.0 } else { mean(&all) };
        let of_slot = |s: &Slot| {
            if s.walls.is_empty() {
                usual
            } else {
                mean(&s.walls)
            }
        };
        let rest: f64 = self
            .slots
            .iter()
            .map(|s| self.rounds_left(round, s) as f64 * of_slot(s))
            .sum();
        let budget = self.plan.settings.budget - self.start.elapsed().as_secs_f64();
        rest.min(budget.max(0.0))
    }

    fn finish(mut self) -> Measured {
        for slot in self
            .slots
            .iter()
            .filter(|s| !s.out && s.cell.samples.is_empty())
        {
            self.problems.push(Problem {
                trouble: Trouble::NoTime,
                workload: slot.cell.workload.clone(),
                interpreter: slot.cell.interpreter.clone(),
                text: format!("with {} threads: {}", slot.cell.threads, self.cut_short),
            });
        }
        self.problems.extend(verify::answers(&mut self.slots));
        let cells = self
            .slots
            .into_iter()
            .map(|s| s.cell)
            .filter(|c| !c.samples.is_empty());
        Measured {
            cells: cells.collect(),
            problems: self.problems,
            cut_short: self.cut_short,
            other_load: None,
        }
    }
}

/// The whole command line of a run; `extra` are options that go in front of the script.
fn command(
    interpreter: &Interpreter,
    workload: &Workload,
    threads: usize,
    extra: &[OsString],
) -> Vec<OsString> {
    let mut words = interpreter.words.clone();
    words.extend_from_slice(extra);
    words.extend(workload.words(threads));
    words
}

fn run_words(plan: &Plan<'_>, words: &[OsString], threads: usize) -> std::io::Result<Done> {
    let cpus = plan.settings.pin.then(|| plan.topology.cpus_for(threads));
    let list = |cpus: &Vec<usize>| {
        cpus.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",")
    };
    let mut variables = vec![
        ("TYPHON_BENCH_THREADS", threads.to_string()),
        ("TYPHON_BENCH_SIZE", plan.settings.size.to_string()),
        // The same order of sets on every interpreter that hashes alike, and from run to run.
        ("PYTHONHASHSEED", "0".to_string()),
    ];
    variables.extend(cpus.as_ref().map(|c| ("TYPHON_BENCH_CPUS", list(c))));
    process::run(&Job {
        words,
        variables: &variables,
        cpus: cpus.as_deref(),
        limit: Duration::from_secs_f64(plan.settings.limit),
        stop: plan.stop,
    })
}

/// Runs each workload once more with the largest number of threads under `-X profile=contention`, on the interpreters
/// that are Typhon; the profiles go to `folder`.
pub fn profile(plan: &Plan<'_>, folder: &std::path::Path, progress: &Progress) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some(&threads) = plan.settings.threads.last() else {
        return problems;
    };
    for interpreter in plan
        .interpreters
        .iter()
        .filter(|i| i.implementation == "typhon")
    {
        for workload in plan.workloads {
            // Relaxed: the flag carries nothing but itself.
            if plan.stop.load(Ordering::Relaxed) {
                return problems;
            }
            let name = format!("{} x{threads} {}.json", workload.name, interpreter.label);
            let path = folder.join(name.replace(['/', ' '], "_"));
            let extra = [
                "-X".into(),
                "profile=contention".into(),
                "--profile-out".into(),
                path.into_os_string(),
            ];
            progress.note(&format!(
                "profile of {} on {}",
                workload.name, interpreter.label
            ));
            let done = run_words(
                plan,
                &command(interpreter, workload, threads, &extra),
                threads,
            );
            let failure = match &done {
                Ok(d) => d.failure(),
                Err(e) => Some(e.to_string()),
            };
            if let Some(text) = failure {
                problems.push(Problem {
                    trouble: Trouble::NoProfile,
                    workload: workload.name.clone(),
                    interpreter: interpreter.label.clone(),
                    text,
                });
            }
        }
    }
    problems
}
