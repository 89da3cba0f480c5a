//! Speed-up and memory over thread counts.

use super::axis::{Scale, powers_of_two, round_ticks, tick};
use super::{Anchor, Dash, Label, Paint, Scene, Shape};
use crate::usl::Fit;

/// Width of the picture, in points.
const WIDTH: f64 = 360.0;
/// Height without the legend, in points.
const HEIGHT: f64 = 250.0;
/// Up to where a fitted law is continued at most, unless more was measured.
const FORESIGHT: f64 = 16.0;

/// A measured point.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Number of threads.
    pub threads: usize,
    /// Value with the ends of its interval.
    pub low: f64,
    /// The value itself.
    pub value: f64,
    /// Upper end.
    pub high: f64,
    /// More threads than processors: drawn hollow.
    pub oversubscribed: bool,
}

/// One interpreter's curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The interpreter.
    pub label: String,
    /// Which colour and form; its place among all interpreters.
    pub index: usize,
    /// By thread count.
    pub dots: Vec<Dot>,
    /// The fitted law.
    pub fit: Option<Fit>,
}

struct Frame {
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Thread counts of all series, rising.
fn counts(series: &[Series]) -> Vec<usize> {
    let mut all: Vec<usize> = series
        .iter()
        .flat_map(|s| s.dots.iter().map(|d| d.threads))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Speed-up over threads, both on logarithmic scales, with the ideal line and the fitted laws.
///
/// A law is drawn dashed in the range of its measured points and dotted beyond, where it predicts: up to `foresight` times
/// the largest measured number of threads.
pub fn speed_up(heading: &str, series: &[Series], labels: &[Label<'_>], foresight: f64) -> Scene {
    let threads = counts(series);
    let measured = threads.last().copied().unwrap_or(1) as f64;
    let fitted = series.iter().any(|s| s.fit.is_some());
    let known = series
        .iter()
        .flat_map(|s| s.dots.iter())
        .filter(|d| !d.oversubscribed);
    let known = known.map(|d| d.threads as f64).fold(1.0, f64::max);
    let beyond = if fitted {
        (known * foresight).min(FORESIGHT)
    } else {
        2.0
    };
    let to = measured.max(beyond);
    let lowest = series
        .iter()
        .flat_map(|s| s.dots.iter().map(|d| d.low))
        .fold(1.0, f64::min);
    let lowest_law = series
        .iter()
        .filter_map(|s| s.fit.map(|f| f.speed_up(to)))
        .fold(1.0, f64::min);
    let from = lowest.min(lowest_law).max(1.0 / 256.0) * 0.9;
    let description = format!("{heading}: speed-up over threads. {}", told(series));
    let mut scene = Scene::new(
        WIDTH,
        HEIGHT + Scene::legend_height(WIDTH, labels),
        heading,
        description,
    );
    let frame = Frame {
        x: Scale::logarithmic(1.0, to, 44.0, WIDTH - 12.0),
        y: Scale::logarithmic(from, to, HEIGHT - 40.0, 32.0),
        left: 44.0,
        right: WIDTH - 12.0,
        top: 32.0,
        bottom: HEIGHT - 40.0,
    };
    shade(&mut scene, &frame, series, to);
    for value in powers_of_two(from, to, 8) {
        level(&mut scene, &frame, value);
    }
    let mut xs: Vec<f64> = threads.iter().map(|&n| n as f64).collect();
    xs.extend(powers_of_two(measured * 1.01, to, 8));
    thread_ticks(&mut scene, &frame, &xs);
    let ideal = vec![
        (frame.x.at(1.0), frame.y.at(1.0)),
        (frame.x.at(to), frame.y.at(to)),
    ];
    scene.line(ideal, Paint::Muted, 1.0, Dash::Dotted, "ideal");
    let along = to.powf(0.7);
    let (x, y) = (frame.x.at(along) - 8.0, frame.y.at(along) - 4.0);
    scene.text(x, y, "ideal", Anchor::End, Paint::Muted);
    for s in series {
        law(&mut scene, &frame, s, to);
    }
    for s in series {
        dots(&mut scene, &frame, s, &|v| format!("{v:.2}"));
    }
    scene.text(
        (frame.left + frame.right) / 2.0,
        HEIGHT - 8.0,
        "threads",
        Anchor::Middle,
        Paint::Muted,
    );
    scene.legend(HEIGHT - 4.0, labels);
    scene
}

/// The measured numbers in words.
fn told(series: &[Series]) -> String {
    let of_one = |s: &Series| {
        let points: Vec<String> = s
            .dots
            .iter()
            .map(|d| format!("{:.2} with {}", d.value, d.threads))
            .collect();
        format!("{}: {}", s.label, points.join(", "))
    };
    series.iter().map(of_one).collect::<Vec<_>>().join("; ")
}

/// Shades the range beyond what was measured without oversubscription, where the laws predict.
fn shade(scene: &mut Scene, frame: &Frame, series: &[Series], to: f64) {
    let sure = series
        .iter()
        .flat_map(|s| s.dots.iter())
        .filter(|d| !d.oversubscribed);
    let sure = sure.map(|d| d.threads as f64).fold(1.0, f64::max);
    if !series.iter().any(|s| s.fit.is_some()) || sure >= to {
        return;
    }
    let x = frame.x.at(sure);
    scene.shapes.push(Shape::Rect {
        x,
        y: frame.top,
        width: frame.right - x,
        height: frame.bottom - frame.top,
        paint: Paint::Shade,
        hint: "predicted by the fitted law".to_string(),
    });
    if frame.right - x > 70.0 {
        let y = frame.top + 14.0;
        scene.text(x + 6.0, y, "predicted", Anchor::Start, Paint::Muted);
    }
}

/// A line of the grid with its number.
fn level(scene: &mut Scene, frame: &Frame, value: f64) {
    let y = frame.y.at(value);
    let across = vec![(frame.left, y), (frame.right, y)];
    scene.line(across, Paint::Grid, 1.0, Dash::Solid, "grid");
    let number = tick(value);
    scene.text(frame.left - 6.0, y + 4.0, number, Anchor::End, Paint::Muted);
}

fn thread_ticks(scene: &mut Scene, frame: &Frame, xs: &[f64]) {
    let mut last = f64::MIN;
    for &n in xs {
        let x = frame.x.at(n);
        scene.line(
            vec![(x, frame.bottom), (x, frame.bottom + 4.0)],
            Paint::Muted,
            1.0,
            Dash::Solid,
            "axis",
        );
        // Numbers that would touch their neighbour are left out.
        if x - last >= 18.0 {
            scene.text(
                x,
                frame.bottom + 17.0,
                tick(n),
                Anchor::Middle,
                Paint::Muted,
            );
            last = x;
        }
    }
}

fn law(scene: &mut Scene, frame: &Frame, s: &Series, to: f64) {
    let Some(fit) = s.fit else {
        return;
    };
    let known = s
        .dots
        .iter()
        .filter(|d| !d.oversubscribed)
        .map(|d| d.threads as f64)
        .fold(1.0, f64::max);
    let mut piece = |from: f64, to: f64, dash: Dash, role: &'static str| {
        if to <= from {
            return;
        }
        let step = |k: i32| from * (to / from).powf(f64::from(k) / 24.0);
        let points = (0..=24)
            .map(step)
            .filter(|&n| frame.y.holds(fit.speed_up(n)));
        let points: Vec<(f64, f64)> = points
            .map(|n| (frame.x.at(n), frame.y.at(fit.speed_up(n))))
            .collect();
        if points.len() > 1 {
            scene.line(points, Paint::Series(s.index), 1.2, dash, role);
        }
    };
    piece(1.0, known, Dash::Dashed, "law");
    piece(known, to, Dash::Dotted, "law predicted");
}

fn dots(scene: &mut Scene, frame: &Frame, s: &Series, show: &dyn Fn(f64) -> String) {
    let place = |d: &Dot| (frame.x.at(d.threads as f64), frame.y.at(d.value));
    scene.line(
        s.dots.iter().map(place).collect(),
        Paint::Series(s.index),
        2.0,
        Dash::Solid,
        "curve",
    );
    for d in &s.dots {
        let (x, y) = place(d);
        if d.high > d.low {
            let ends = vec![(x, frame.y.at(d.low)), (x, frame.y.at(d.high))];
            scene.line(ends, Paint::Series(s.index), 1.2, Dash::Solid, "error");
        }
        let note = if d.oversubscribed {
            ", oversubscribed"
        } else {
            ""
        };
        scene.shapes.push(Shape::Mark {
            x,
            y,
            series: s.index,
            hollow: d.oversubscribed,
            hint: format!(
                "{}, {} threads: {}{note}",
                s.label,
                d.threads,
                show(d.value)
            ),
        });
    }
}

/// Memory in MB over threads.
pub fn memory(heading: &str, series: &[Series], labels: &[Label<'_>]) -> Scene {
    let threads = counts(series);
    let most = series
        .iter()
        .flat_map(|s| s.dots.iter().map(|d| d.high))
        .fold(0.0, f64::max);
    let description = format!("{heading}: largest resident memory in MB. {}", told(series));
    let mut scene = Scene::new(
        WIDTH,
        HEIGHT + Scene::legend_height(WIDTH, labels),
        heading,
        description,
    );
    let to = threads.last().copied().unwrap_or(2).max(2) as f64;
    let frame = Frame {
        x: Scale::logarithmic(1.0, to, 54.0, WIDTH - 12.0),
        y: Scale::linear(0.0, most * 1.05, HEIGHT - 40.0, 44.0),
        left: 54.0,
        right: WIDTH - 12.0,
        top: 44.0,
        bottom: HEIGHT - 40.0,
    };
    for value in round_ticks(most * 1.05) {
        level(&mut scene, &frame, value);
    }
    let xs: Vec<f64> = threads.iter().map(|&n| n as f64).collect();
    thread_ticks(&mut scene, &frame, &xs);
    for s in series {
        dots(&mut scene, &frame, s, &|v| format!("{v:.1} MB"));
    }
    scene.text(
        (frame.left + frame.right) / 2.0,
        HEIGHT - 8.0,
        "threads",
        Anchor::Middle,
        Paint::Muted,
    );
    scene.text(8.0, 36.0, "MB", Anchor::Start, Paint::Muted);
    scene.legend(HEIGHT - 4.0, labels);
    scene
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::svg;

    fn series(index: usize, values: &[(usize, f64)]) -> Series {
        let points: Vec<(f64, f64)> = values.iter().map(|&(n, v)| (n as f64, v)).collect();
        Series {
            label: format!("i{index}"),
            index,
            dots: values
                .iter()
                .map(|&(threads, value)| Dot {
                    threads,
                    low: value * 0.95,
                    value,
                    high: value * 1.05,
                    oversubscribed: threads > 4,
                })
                .collect(),
            fit: crate::usl::fit(&points),
        }
    }

    #[test]
    fn a_chart_has_curves_the_ideal_and_the_laws() {
        let all = [
            series(0, &[(1, 1.0), (2, 1.9), (4, 3.5), (8, 3.4)]),
            series(1, &[(1, 1.0), (2, 0.9), (4, 0.7)]),
        ];
        let text = svg::inline(&speed_up("reads/a", &all, &[(0, "i0"), (1, "i1")], 4.0));
        assert_eq!(text.matches(" curve\"").count(), 2);
        assert_eq!(text.matches(" ideal\"").count(), 1);
        assert_eq!(text.matches(" law\"").count(), 2);
        assert_eq!(text.matches(" law predicted\"").count(), 2);
        assert!(
            text.contains("i0, 8 threads: 3.40, oversubscribed")
                && text.contains(">predicted</text>")
        );
    }

    #[test]
    fn everything_stays_in_the_picture() {
        let all = [series(0, &[(1, 1.0), (2, 0.01), (64, 500.0)])];
        for scene in [
            speed_up("x", &all, &[(0, "i0")], 4.0),
            memory("x", &all, &[(0, "i0")]),
        ] {
            for shape in &scene.shapes {
                if let Shape::Line { points, .. } = shape {
                    for &(x, y) in points {
                        assert!(
                            (0.0..=scene.width).contains(&x) && (0.0..=scene.height).contains(&y),
                            "{x} {y}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn one_thread_alone_is_no_reason_to_fail() {
        let all = [series(0, &[(1, 1.0)])];
        assert!(svg::inline(&speed_up("x", &all, &[(0, "i0")], 4.0)).contains(" curve\""));
        let _ = memory("x", &[], &[]);
    }
}
