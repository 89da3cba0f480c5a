//! Which pictures a session has.

use crate::analyse::{self, Curve};
use crate::chart::curves::{self, Dot, Series};
use crate::chart::{Label, Scene, bars, heat, png, svg};
use crate::error::{Context, Result};
use crate::session::{Purpose, Session, Work};
use crate::text;
use std::fs;
use std::path::Path;

/// The folder of the pictures beside the results.
pub const FOLDER: &str = "pictures";

/// Where on the page a picture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Mean speed-up of each suite.
    Overview,
    /// Speed-up of each workload.
    Curves,
    /// Efficiency.
    Heat,
    /// Interpreters beside each other.
    Bars,
    /// Memory over threads.
    Memory,
}

/// A picture with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Name of its files, without ending.
    pub name: String,
    /// Where it stands.
    pub section: Section,
    /// What is drawn.
    pub scene: Scene,
}

/// All pictures of a session.
pub fn all(session: &Session, tolerance: f64) -> Vec<Picture> {
    let mut found = Vec::new();
    let labels: Vec<Label<'_>> = session
        .interpreters
        .iter()
        .enumerate()
        .map(|(i, r)| (i, r.label.as_str()))
        .collect();
    if session.settings.threads.len() > 1 {
        let curves = analyse::curves(session);
        for (suite, works) in analyse::suites(session) {
            overview(session, &suite, &works, &labels, &mut found);
        }
        for work in &session.workloads {
            let series: Vec<Series> = curves
                .iter()
                .filter(|c| c.workload == work.name)
                .map(|c| series(session, c))
                .collect();
            if !series.is_empty() {
                let scene = curves::speed_up(&work.name, &series, &labels, 4.0);
                push(
                    &mut found,
                    Section::Curves,
                    &format!("speed-up {}", work.name),
                    scene,
                );
            }
        }
        heat_maps(session, &curves, &mut found);
        memory(session, &labels, &mut found);
    }
    comparison(session, &labels, tolerance, &mut found);
    found
}

fn push(found: &mut Vec<Picture>, section: Section, name: &str, scene: Scene) {
    let suits = |c: char| {
        if c.is_ascii_alphanumeric() || "._=-".contains(c) {
            c
        } else {
            '-'
        }
    };
    let base: String = name.chars().map(suits).collect();
    let (mut name, mut number) = (base.clone(), 2);
    while found.iter().any(|p| p.name == name) {
        name = format!("{base}-{number}");
        number += 1;
    }
    found.push(Picture {
        name,
        section,
        scene,
    });
}

fn series(session: &Session, curve: &Curve) -> Series {
    Series {
        label: session.interpreters[curve.interpreter].label.clone(),
        index: curve.interpreter,
        dots: curve
            .points
            .iter()
            .map(|p| Dot {
                threads: p.threads,
                low: p.speed_up.low,
                value: p.speed_up.mid,
                high: p.speed_up.high,
                oversubscribed: p.oversubscribed,
            })
            .collect(),
        fit: curve.fit,
    }
}

fn names<'a>(works: &[&'a Work]) -> Vec<&'a str> {
    works.iter().map(|w| w.name.as_str()).collect()
}

/// Mean speed-up of a suite, one curve an interpreter.
fn overview(
    session: &Session,
    suite: &str,
    works: &[&Work],
    labels: &[Label<'_>],
    found: &mut Vec<Picture>,
) {
    let names = names(works);
    let mut all = Vec::new();
    for (index, runner) in session.interpreters.iter().enumerate() {
        let dot = |&threads: &usize| {
            let (mean, _) = analyse::mean_speed_up(session, &names, index, threads)?;
            Some(Dot {
                threads,
                low: mean.low,
                value: mean.mid,
                high: mean.high,
                oversubscribed: session.oversubscribed(threads),
            })
        };
        let dots: Vec<Dot> = session.settings.threads.iter().filter_map(dot).collect();
        let points: Vec<(f64, f64)> = dots
            .iter()
            .filter(|d| !d.oversubscribed)
            .map(|d| (d.threads as f64, d.value))
            .collect();
        if !dots.is_empty() {
            all.push(Series {
                label: runner.label.clone(),
                index,
                dots,
                fit: crate::usl::fit(&points),
            });
        }
    }
    if !all.is_empty() {
        let heading = format!("{suite}: mean of {}", works.len());
        push(
            found,
            Section::Overview,
            &format!("overview {suite}"),
            curves::speed_up(&heading, &all, labels, 16.0),
        );
    }
}

fn heat_maps(session: &Session, curves: &[Curve], found: &mut Vec<Picture>) {
    let counts: Vec<usize> = session
        .settings
        .threads
        .iter()
        .copied()
        .filter(|&n| n > 1)
        .collect();
    let columns: Vec<String> = counts
        .iter()
        .map(|&n| text::threads_head(session, n))
        .collect();
    for (suite, works) in analyse::suites(session) {
        for (index, runner) in session.interpreters.iter().enumerate() {
            let row = |w: &&Work| {
                let curve = curves
                    .iter()
                    .find(|c| c.workload == w.name && c.interpreter == index)?;
                let share = |n: &usize| {
                    let point = curve.points.iter().find(|p| p.threads == *n)?;
                    Some(point.speed_up.mid / *n as f64)
                };
                Some((short(&w.name, &suite), counts.iter().map(share).collect()))
            };
            let rows: Vec<heat::Row> = works.iter().filter_map(row).collect();
            if !rows.is_empty() {
                let scene = heat::map(&format!("{}: {suite}", runner.label), &columns, &rows);
                push(
                    found,
                    Section::Heat,
                    &format!("efficiency {suite} {}", runner.label),
                    scene,
                );
            }
        }
    }
}

/// A workload's name without that of its suite.
fn short(name: &str, suite: &str) -> String {
    name.strip_prefix(suite)
        .and_then(|n| n.strip_prefix('/'))
        .unwrap_or(name)
        .to_string()
}

/// Memory over threads: the median over the workloads of each suite.
fn memory(session: &Session, labels: &[Label<'_>], found: &mut Vec<Picture>) {
    for (suite, works) in analyse::suites(session) {
        let of = |label: &str, threads: usize| -> Vec<f64> {
            let cells = works
                .iter()
                .filter_map(|w| session.cell(&w.name, label, threads));
            cells.map(|c| c.max_rss() as f64 / 1e6).collect()
        };
        let mut all = Vec::new();
        for (index, runner) in session.interpreters.iter().enumerate() {
            let dot = |&threads: &usize| {
                let sizes = of(&runner.label, threads);
                let value = crate::stats::median(&sizes);
                value.is_finite().then_some(Dot {
                    threads,
                    low: value,
                    value,
                    high: value,
                    oversubscribed: session.oversubscribed(threads),
                })
            };
            let dots: Vec<Dot> = session.settings.threads.iter().filter_map(dot).collect();
            if !dots.is_empty() {
                all.push(Series {
                    label: runner.label.clone(),
                    index,
                    dots,
                    fit: None,
                });
            }
        }
        if !all.is_empty() {
            let heading = format!("{suite}: memory");
            push(
                found,
                Section::Memory,
                &format!("memory {suite}"),
                curves::memory(&heading, &all, labels),
            );
        }
    }
}

/// All interpreters against one, on one thread: the second against the first in a comparison, otherwise each against the
/// first.
fn comparison(session: &Session, labels: &[Label<'_>], tolerance: f64, found: &mut Vec<Picture>) {
    if labels.len() < 2 {
        return;
    }
    let first = labels[0].1;
    for (suite, works) in analyse::suites(session) {
        let mut groups: Vec<(String, Vec<bars::Bar>)> =
            works.iter().map(|w| (w.name.clone(), Vec::new())).collect();
        for &(index, _) in &labels[1..] {
            // In a comparison above 1 means that the second is faster, otherwise that the others take longer.
            let (a, b) = if session.purpose == Purpose::Compare {
                (0, index)
            } else {
                (index, 0)
            };
            for c in analyse::compare(session, a, b, 1, tolerance) {
                if let Some((_, bars)) = groups.iter_mut().find(|(name, _)| *name == c.workload) {
                    bars.push((index, c.ratio));
                }
            }
        }
        groups.retain(|(_, bars)| !bars.is_empty());
        groups
            .iter_mut()
            .for_each(|(name, _)| *name = short(name, &suite));
        if groups.is_empty() {
            continue;
        }
        let caption = if session.purpose == Purpose::Compare {
            format!(
                "time of {first} by time of {}: above 1 is faster",
                labels[1].1
            )
        } else {
            format!("time on one thread by that of {first}: above 1 is slower")
        };
        let scene = bars::ratios(&suite, &caption, &groups, &labels[1..]);
        push(found, Section::Bars, &format!("one thread {suite}"), scene);
    }
}

/// Writes the pictures as SVG and PNG.
pub fn save(pictures: &[Picture], folder: &Path) -> Result<()> {
    if pictures.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).context(folder.display())?;
    for p in pictures {
        let path = folder.join(format!("{}.svg", p.name));
        fs::write(&path, svg::file(&p.scene)).context(path.display())?;
        let path = folder.join(format!("{}.png", p.name));
        fs::write(&path, png::file(&p.scene)?).context(path.display())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::example;

    #[test]
    fn a_scaling_run_has_every_kind() {
        let works = ["reads/a", "reads/b", "writes/c"];
        let s = example(&["typhon", "python"], &works, &[1, 2, 4], |_, i, n| {
            if i == 0 { 1.0 } else { n as f64 }
        });
        let all = all(&s, 0.01);
        let count = |section| all.iter().filter(|p| p.section == section).count();
        let counts = [
            Section::Overview,
            Section::Curves,
            Section::Heat,
            Section::Bars,
            Section::Memory,
        ]
        .map(count);
        assert_eq!(counts, [2, 3, 4, 2, 2]);
    }

    #[test]
    fn a_comparison_has_bars_only() {
        let mut s = example(&["a", "b"], &["single/x"], &[1], |_, i, _| 1.0 + i as f64);
        s.purpose = Purpose::Compare;
        let all = all(&s, 0.01);
        assert_eq!(all.len(), 1);
        assert!(all[0].scene.description.contains("time of a by time of b"));
    }

    #[test]
    fn nothing_measured_is_nothing_drawn() {
        let mut s = example(&["a", "b"], &["single/x"], &[1, 2], |_, _, _| 1.0);
        s.cells.clear();
        assert!(all(&s, 0.01).is_empty());
    }

    #[test]
    fn names_are_unique_and_fit_for_files() {
        let mut found = Vec::new();
        for name in ["a b/c", "a-b-c", "a-b-c"] {
            push(
                &mut found,
                Section::Curves,
                name,
                Scene::new(10.0, 10.0, "", String::new()),
            );
        }
        let names: Vec<_> = found.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["a-b-c", "a-b-c-2", "a-b-c-3"]);
    }
}
