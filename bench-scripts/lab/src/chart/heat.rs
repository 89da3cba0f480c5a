//! Efficiency (speed-up by number of threads) as a map of coloured cells.

use super::{Anchor, LETTER, Paint, Scene, Shape, shorten};

/// A row: its name and a share for each column, where there is one.
pub type Row = (String, Vec<Option<f64>>);

/// Width of the picture, in points.
const WIDTH: f64 = 360.0;
/// Width of the names.
const NAMES: f64 = 150.0;
/// Height of a row.
const LINE: f64 = 20.0;

/// Draws the map. `columns` are the headings over the cells.
pub fn map(heading: &str, columns: &[String], rows: &[Row]) -> Scene {
    let top = 48.0;
    let height = top + LINE * rows.len() as f64 + 8.0;
    let description =
        format!("{heading}: efficiency, the speed-up by the number of threads, in percent");
    let mut scene = Scene::new(WIDTH, height, heading, description);
    let cell = (WIDTH - NAMES - 8.0) / columns.len().max(1) as f64;
    for (i, column) in columns.iter().enumerate() {
        let x = NAMES + cell * (i as f64 + 0.5);
        scene.text(
            x,
            top - 8.0,
            shorten(column, cell / LETTER),
            Anchor::Middle,
            Paint::Muted,
        );
    }
    for (r, (name, shares)) in rows.iter().enumerate() {
        let y = top + LINE * r as f64;
        let label = shorten(name, (NAMES - 12.0) / LETTER);
        scene.text(NAMES - 8.0, y + 14.0, label, Anchor::End, Paint::Ink);
        for (i, share) in shares.iter().enumerate() {
            let x = NAMES + cell * i as f64;
            let Some(share) = share else {
                scene.text(x + cell / 2.0, y + 14.0, "-", Anchor::Middle, Paint::Muted);
                continue;
            };
            scene.shapes.push(Shape::Rect {
                x: x + 1.0,
                y: y + 1.0,
                width: cell - 2.0,
                height: LINE - 2.0,
                paint: Paint::Heat(*share),
                hint: format!(
                    "{name}, {}: {:.0} %",
                    columns.get(i).map_or("", String::as_str),
                    share * 100.0
                ),
            });
            scene.text(
                x + cell / 2.0,
                y + 14.0,
                format!("{:.0}", share * 100.0),
                Anchor::Middle,
                Paint::OnHeat,
            );
        }
    }
    scene
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::svg;

    #[test]
    fn cells_have_numbers_and_gaps_have_dashes() {
        let rows = [
            ("a".to_string(), vec![Some(1.0), Some(0.25)]),
            ("b".to_string(), vec![None, Some(1.7)]),
        ];
        let text = svg::inline(&map("reads", &["x1".to_string(), "x2*".to_string()], &rows));
        assert_eq!(text.matches("class=\"cell\"").count(), 6);
        assert!(
            text.contains(">25</text>")
                && text.contains(">170</text>")
                && text.contains(">-</text>")
        );
        assert!(text.contains("<title>a, x2*: 25 %</title>"));
    }
}
