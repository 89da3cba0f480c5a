//! Pictures as SVG. A colour is an attribute for programs that know no style sheets, and a class for those that do.

use super::{Anchor, LARGE, Paint, Rgb, SMALL, Scene, Shape};
use std::fmt::Write as _;

/// Ground of a light page.
pub const GROUND_LIGHT: Rgb = [0xff, 0xff, 0xff];
/// Ground of a dark page.
pub const GROUND_DARK: Rgb = [0x16, 0x1a, 0x1f];

/// A colour as `#rrggbb`.
pub fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A text without the letters that mean something in SVG and HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // Other control characters are not allowed in XML.
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Rules that set the colours of all roles, for a style sheet.
pub fn rules(dark: bool) -> String {
    let colour = |p: Paint| if dark { p.dark() } else { p.light() };
    Paint::themed()
        .map(|p| format!(".chart .{}{{color:{}}}", p.class(), hex(colour(p))))
        .collect()
}

/// The picture for a page that has [`rules`] in its style sheet.
pub fn inline(scene: &Scene) -> String {
    draw(scene, "", "")
}

/// The picture as a file of its own, light or dark as the viewer prefers.
pub fn file(scene: &Scene) -> String {
    let style = format!(
        "<style>@media (prefers-color-scheme:dark){{{}.chart .ground{{color:{}}}}}</style>",
        rules(true),
        hex(GROUND_DARK)
    );
    let ground = format!(
        "<rect class=\"ground\" width=\"100%\" height=\"100%\" fill=\"currentColor\" color=\"{}\"/>",
        hex(GROUND_LIGHT)
    );
    let body = draw(
        scene,
        &(style + &ground),
        " xmlns=\"http://www.w3.org/2000/svg\"",
    );
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n")
}

fn draw(scene: &Scene, front: &str, namespace: &str) -> String {
    let (w, h) = (number(scene.width), number(scene.height));
    let mut out = format!(
        "<svg{namespace} class=\"chart\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" \
         font-family=\"system-ui,sans-serif\" font-size=\"{SMALL}\"><title>{}</title>{front}",
        escape(&scene.description)
    );
    for shape in &scene.shapes {
        draw_shape(&mut out, shape);
    }
    out + "</svg>"
}

/// A coordinate with one decimal at most.
fn number(v: f64) -> String {
    let text = format!("{v:.1}");
    text.strip_suffix(".0").map_or(text.clone(), String::from)
}

/// The attributes of a colour.
fn colour(paint: Paint) -> String {
    format!(
        "class=\"{}\" color=\"{}\"",
        paint.class(),
        hex(paint.light())
    )
}

fn hint(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<title>{}</title>", escape(text))
    }
}

/// Writing to a String cannot fail, so the results are dropped.
fn draw_shape(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Line {
            points,
            paint,
            width,
            dash,
            role,
        } => {
            let path: Vec<String> = points
                .iter()
                .map(|(x, y)| format!("{} {}", number(*x), number(*y)))
                .collect();
            let dash = dash
                .pattern()
                .map(|[a, b]| format!(" stroke-dasharray=\"{a} {b}\""))
                .unwrap_or_default();
            let _ = write!(
                out,
                "<path class=\"{} {role}\" color=\"{}\" d=\"M{}\" fill=\"none\" stroke=\"currentColor\" \
                 stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}/>",
                paint.class(),
                hex(paint.light()),
                path.join("L")
            );
        }
        Shape::Rect {
            x,
            y,
            width,
            height,
            paint,
            hint: text,
        } => {
            let _ = write!(
                out,
                "<rect {} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"currentColor\">{}</rect>",
                colour(*paint),
                number(*x),
                number(*y),
                number(*width),
                number(*height),
                hint(text)
            );
        }
        Shape::Mark {
            x,
            y,
            series,
            hollow,
            hint: text,
        } => {
            let outline: Vec<String> = outline(*series, *x, *y)
                .iter()
                .map(|(x, y)| format!("{} {}", number(*x), number(*y)))
                .collect();
            let fill = if *hollow { "none" } else { "currentColor" };
            let _ = write!(
                out,
                "<path {} d=\"M{}Z\" fill=\"{fill}\" stroke=\"currentColor\" stroke-width=\"1.5\" pointer-events=\"all\">{}</path>",
                colour(Paint::Series(*series)),
                outline.join("L"),
                hint(text)
            );
        }
        Shape::Text {
            x,
            y,
            text,
            anchor,
            paint,
            large,
        } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let size = if *large {
                format!(" font-size=\"{LARGE}\" font-weight=\"600\"")
            } else {
                String::new()
            };
            let _ = write!(
                out,
                "<text {} x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"currentColor\"{size}>{}</text>",
                colour(*paint),
                number(*x),
                number(*y),
                escape(text)
            );
        }
    }
}

/// Outline of a series' mark around a point: circle, square, diamond, triangle, and so on.
pub fn outline(series: usize, x: f64, y: f64) -> Vec<(f64, f64)> {
    // (number of corners, angle of the first, radius)
    let (corners, turn, radius) = [
        (16, 0.0, 3.5),
        (4, 45.0, 4.4),
        (4, 0.0, 4.6),
        (3, -90.0, 4.8),
        (3, 90.0, 4.8),
        (6, 0.0, 4.2),
        (5, -90.0, 4.4),
        (8, 22.5, 3.8),
    ][series % super::SERIES];
    let corner = |k: usize| {
        let angle = (turn + 360.0 * k as f64 / corners as f64).to_radians();
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    (0..corners).map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Dash;

    fn scene() -> Scene {
        let mut s = Scene::new(100.0, 50.0, "a <b>", "c & \"d\"".to_string());
        s.line(
            vec![(0.0, 0.0), (10.25, 20.0)],
            Paint::Series(1),
            2.0,
            Dash::Dashed,
            "curve",
        );
        s.shapes.push(Shape::Mark {
            x: 1.0,
            y: 2.0,
            series: 3,
            hollow: true,
            hint: "x < y".into(),
        });
        s
    }

    #[test]
    fn everything_is_escaped_and_classed() {
        let text = inline(&scene());
        assert!(text.starts_with("<svg class=\"chart\" viewBox=\"0 0 100 50\""));
        assert!(
            text.contains("<title>c &amp; &quot;d&quot;</title>")
                && text.contains(">a &lt;b&gt;</text>")
        );
        assert!(
            text.contains("class=\"s1 curve\" color=\"#c94a0c\" d=\"M0 0L10.2 20\""),
            "{text}"
        );
        assert!(
            text.contains("stroke-dasharray=\"6 4\"") && text.contains("<title>x &lt; y</title>")
        );
    }

    #[test]
    fn a_file_stands_for_itself() {
        let text = file(&scene());
        assert!(
            text.starts_with("<?xml")
                && text.contains("xmlns=")
                && text.contains("prefers-color-scheme:dark")
        );
        assert_eq!(text.matches("<svg").count(), text.matches("</svg>").count());
    }
}
