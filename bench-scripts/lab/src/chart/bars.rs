//! Ratios as bars from 1 to the left and right, with error bars, on a logarithmic scale.

use super::axis::{Scale, powers_of_two, tick};
use super::{Anchor, Dash, LETTER, Label, Paint, Scene, Shape, shorten};
use crate::stats::Interval;

/// A bar: which series, its ratio.
pub type Bar = (usize, Interval);

/// Width of the picture, in points.
const WIDTH: f64 = 400.0;
/// Width of the names.
const NAMES: f64 = 150.0;
/// Height of a bar.
const BAR: f64 = 9.0;

/// Draws bars in groups; `caption` says what a ratio above 1 means; a colon begins a new line. `labels` name the series.
pub fn ratios(
    heading: &str,
    caption: &str,
    groups: &[(String, Vec<Bar>)],
    labels: &[Label<'_>],
) -> Scene {
    let lines: Vec<&str> = caption.split(": ").collect();
    let top = 30.0 + 16.0 * lines.len() as f64;
    let heights: Vec<f64> = groups
        .iter()
        .map(|(_, bars)| (BAR * bars.len() as f64).max(10.0) + 8.0)
        .collect();
    let bottom = top + heights.iter().sum::<f64>();
    let description = format!("{heading}: {caption}");
    let height = bottom + 26.0 + Scene::legend_height(WIDTH, labels);
    let mut scene = Scene::new(WIDTH, height, heading, description);
    for (k, line) in lines.iter().enumerate() {
        let line = shorten(line, (WIDTH - 16.0) / LETTER);
        scene.text(
            8.0,
            36.0 + 16.0 * k as f64,
            line,
            Anchor::Start,
            Paint::Muted,
        );
    }
    let all = || groups.iter().flat_map(|g| g.1.iter().map(|b| b.1));
    // A ratio far out would squeeze the others: what lies beyond is cut at the edge.
    let low = all().map(|i| i.low).fold(0.8, f64::min).max(1.0 / 64.0) * 0.95;
    let high = all().map(|i| i.high).fold(1.25, f64::max).min(64.0) * 1.05;
    let x = Scale::logarithmic(low, high, NAMES, WIDTH - 14.0);
    for value in powers_of_two(low, high, 6)
        .into_iter()
        .filter(|&v| v != 1.0)
    {
        scene.line(
            vec![(x.at(value), top), (x.at(value), bottom)],
            Paint::Grid,
            1.0,
            Dash::Solid,
            "grid",
        );
        scene.text(
            x.at(value),
            bottom + 15.0,
            tick(value),
            Anchor::Middle,
            Paint::Muted,
        );
    }
    let mut y = top;
    for ((name, bars), height) in groups.iter().zip(&heights) {
        let label = shorten(name, (NAMES - 12.0) / LETTER);
        scene.text(
            NAMES - 8.0,
            y + height / 2.0 + 4.0,
            label,
            Anchor::End,
            Paint::Ink,
        );
        for (k, (series, ratio)) in bars.iter().enumerate() {
            let (from, to) = (x.at(1.0), x.at(ratio.mid));
            let y = y + 4.0 + BAR * k as f64;
            scene.shapes.push(Shape::Rect {
                x: from.min(to),
                y,
                width: (to - from).abs().max(0.5),
                height: BAR - 1.5,
                paint: Paint::Series(*series),
                hint: format!(
                    "{name}: {:.3} ({:.3} to {:.3})",
                    ratio.mid, ratio.low, ratio.high
                ),
            });
            let middle = y + (BAR - 1.5) / 2.0;
            let ends = vec![(x.at(ratio.low), middle), (x.at(ratio.high), middle)];
            scene.line(ends, Paint::Ink, 1.2, Dash::Solid, "error");
        }
        y += height;
    }
    scene.line(
        vec![(x.at(1.0), top), (x.at(1.0), bottom)],
        Paint::Ink,
        1.0,
        Dash::Solid,
        "axis",
    );
    scene.text(x.at(1.0), bottom + 15.0, "1", Anchor::Middle, Paint::Ink);
    if !labels.is_empty() {
        scene.legend(bottom + 18.0, labels);
    }
    scene
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::svg;

    #[test]
    fn bars_go_both_ways_and_have_error_bars() {
        let i = |mid: f64| Interval {
            low: mid * 0.9,
            mid,
            high: mid * 1.1,
        };
        let groups = [
            ("up".to_string(), vec![(0, i(2.0)), (1, i(500.0))]),
            ("down".to_string(), vec![(0, i(0.5))]),
        ];
        let scene = ratios("reads", "above 1 is faster", &groups, &[(0, "a"), (1, "b")]);
        let text = svg::inline(&scene);
        assert_eq!(text.matches("<rect").count(), 3);
        assert_eq!(text.matches(" error\"").count(), 3);
        for shape in &scene.shapes {
            if let Shape::Rect { x, width, .. } = shape {
                assert!(*x >= NAMES && x + width <= WIDTH);
            }
        }
    }
}
