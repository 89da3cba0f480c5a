//! Pictures as lists of simple shapes, drawn as SVG (`svg.rs`) and as PNG (`png.rs`).
//!
//! Coordinates are in points, y grows downwards. Colours are roles ([`Paint`]), so that the same picture exists in light
//! and in dark.

pub mod axis;
pub mod bars;
pub mod curves;
pub mod heat;
pub mod png;
pub mod svg;

/// A colour.
pub type Rgb = [u8; 3];

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// Text and axes.
    Ink,
    /// Text of less weight.
    Muted,
    /// Lines behind the data.
    Grid,
    /// The area of predictions.
    Shade,
    /// The data of one interpreter; numbers past the palette start over.
    Series(usize),
    /// A share from 0 (bad) to 1 (good) as the ground of a cell.
    Heat(f64),
    /// Text on such a cell.
    OnHeat,
}

/// Number of colours for interpreters.
pub const SERIES: usize = 8;

const SERIES_LIGHT: [Rgb; SERIES] = [
    [0x1c, 0x5f, 0xc4],
    [0xc9, 0x4a, 0x0c],
    [0x24, 0x80, 0x3a],
    [0x8b, 0x2f, 0xa8],
    [0x0a, 0x76, 0x85],
    [0xb8, 0x24, 0x3c],
    [0x80, 0x62, 0x00],
    [0x5a, 0x5f, 0x68],
];

const SERIES_DARK: [Rgb; SERIES] = [
    [0x6c, 0xa8, 0xff],
    [0xff, 0x95, 0x5c],
    [0x6f, 0xd3, 0x86],
    [0xd6, 0x8c, 0xf0],
    [0x4f, 0xc8, 0xd8],
    [0xff, 0x80, 0x94],
    [0xdd, 0xbb, 0x4a],
    [0xa9, 0xb0, 0xba],
];

impl Paint {
    /// The colour on a light ground.
    pub fn light(self) -> Rgb {
        match self {
            Paint::Ink => [0x1f, 0x24, 0x2b],
            Paint::Muted => [0x5d, 0x66, 0x72],
            Paint::Grid => [0xdd, 0xe1, 0xe6],
            Paint::Shade => [0xf1, 0xf3, 0xf6],
            Paint::Series(n) => SERIES_LIGHT[n % SERIES],
            Paint::Heat(share) => heat(share),
            Paint::OnHeat => [0x1b, 0x1b, 0x1b],
        }
    }

    /// The colour on a dark ground.
    pub fn dark(self) -> Rgb {
        match self {
            Paint::Ink => [0xe6, 0xe9, 0xed],
            Paint::Muted => [0xa3, 0xad, 0xb9],
            Paint::Grid => [0x38, 0x3f, 0x48],
            Paint::Shade => [0x22, 0x27, 0x2e],
            Paint::Series(n) => SERIES_DARK[n % SERIES],
            // Cells are pale in both, with dark text.
            Paint::Heat(_) | Paint::OnHeat => self.light(),
        }
    }

    /// Name of the role, for style sheets; cells have their colour in themselves.
    pub fn class(self) -> String {
        match self {
            Paint::Ink => "ink".to_string(),
            Paint::Muted => "muted".to_string(),
            Paint::Grid => "grid".to_string(),
            Paint::Shade => "shade".to_string(),
            Paint::Series(n) => format!("s{}", n % SERIES),
            Paint::Heat(_) | Paint::OnHeat => "cell".to_string(),
        }
    }

    /// All roles that look different in light and dark.
    pub fn themed() -> impl Iterator<Item = Paint> {
        [Paint::Ink, Paint::Muted, Paint::Grid, Paint::Shade]
            .into_iter()
            .chain((0..SERIES).map(Paint::Series))
    }
}

/// Pale red over yellow to green.
fn heat(share: f64) -> Rgb {
    let stops = [[0xf2, 0xb5, 0xa3], [0xfb, 0xe6, 0xa2], [0x9c, 0xdc, 0xb0]];
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0) * 2.0
    } else {
        0.0
    };
    let (from, part) = (share.floor().min(1.0), share - share.floor().min(1.0));
    let (a, b): (Rgb, Rgb) = (stops[from as usize], stops[from as usize + 1]);
    std::array::from_fn(|i| {
        (f64::from(a[i]) + (f64::from(b[i]) - f64::from(a[i])) * part).round() as u8
    })
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Without gaps.
    Solid,
    /// Long pieces.
    Dashed,
    /// Short pieces.
    Dotted,
}

impl Dash {
    /// Lengths of pieces and gaps; None: no gaps.
    pub fn pattern(self) -> Option<[f64; 2]> {
        match self {
            Dash::Solid => None,
            Dash::Dashed => Some([6.0, 4.0]),
            Dash::Dotted => Some([1.5, 3.0]),
        }
    }
}

/// Which point of a text lies at its coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// One shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line through points. `role` tells what it is: `curve`, `ideal`, `law`, `grid`, `axis`, `error`.
    Line {
        points: Vec<(f64, f64)>,
        paint: Paint,
        width: f64,
        dash: Dash,
        role: &'static str,
    },
    /// A rectangle; `hint` is shown by browsers under the pointer.
    Rect {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        paint: Paint,
        hint: String,
    },
    /// A mark at a point. Interpreters differ by its form too, for those who do not see the colours.
    Mark {
        x: f64,
        y: f64,
        series: usize,
        hollow: bool,
        hint: String,
    },
    /// A text on its base line.
    Text {
        x: f64,
        y: f64,
        text: String,
        anchor: Anchor,
        paint: Paint,
        large: bool,
    },
}

/// Size of a text, in points.
pub const SMALL: f64 = 12.0;
/// Size of a heading, in points.
pub const LARGE: f64 = 15.0;

/// Width that a letter of small text needs at most, on average, in points.
pub const LETTER: f64 = 7.0;

/// An entry of a legend: the number of a series, and its name.
pub type Label<'a> = (usize, &'a str);

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// What is to be seen, for those who cannot see it.
    pub description: String,
    /// From back to front.
    pub shapes: Vec<Shape>,
}

impl Scene {
    /// An empty picture with a heading.
    pub fn new(width: f64, height: f64, heading: &str, description: String) -> Scene {
        let mut scene = Scene {
            width,
            height,
            description,
            shapes: Vec::new(),
        };
        scene.shapes.push(Shape::Text {
            x: 8.0,
            y: 18.0,
            text: shorten(heading, (width - 16.0) / (LETTER * LARGE / SMALL)),
            anchor: Anchor::Start,
            paint: Paint::Ink,
            large: true,
        });
        scene
    }

    /// Adds a line.
    pub fn line(
        &mut self,
        points: Vec<(f64, f64)>,
        paint: Paint,
        width: f64,
        dash: Dash,
        role: &'static str,
    ) {
        self.shapes.push(Shape::Line {
            points,
            paint,
            width,
            dash,
            role,
        });
    }

    /// Adds a small text.
    pub fn text(&mut self, x: f64, y: f64, text: impl Into<String>, anchor: Anchor, paint: Paint) {
        self.shapes.push(Shape::Text {
            x,
            y,
            text: text.into(),
            anchor,
            paint,
            large: false,
        });
    }

    /// Adds a legend in rows that fit the width, below `top`; returns where it ends.
    pub fn legend(&mut self, top: f64, labels: &[Label<'_>]) -> f64 {
        let (mut x, mut y) = (10.0, top + 14.0);
        for &(series, label) in labels {
            let label = shorten(label, (self.width - 40.0) / LETTER);
            let width = 18.0 + LETTER * label.chars().count() as f64 + 8.0;
            if x + width > self.width && x > 10.0 {
                x = 10.0;
                y += 16.0;
            }
            self.shapes.push(Shape::Mark {
                x: x + 5.0,
                y: y - 4.0,
                series,
                hollow: false,
                hint: String::new(),
            });
            self.text(x + 14.0, y, label, Anchor::Start, Paint::Ink);
            x += width;
        }
        y + 6.0
    }

    /// Height that the legend needs.
    pub fn legend_height(width: f64, labels: &[Label<'_>]) -> f64 {
        let mut trial = Scene {
            width,
            height: 0.0,
            description: String::new(),
            shapes: Vec::new(),
        };
        trial.legend(0.0, labels)
    }
}

/// A text cut to a number of letters.
pub fn shorten(text: &str, letters: f64) -> String {
    let letters = letters.max(4.0) as usize;
    if text.chars().count() <= letters {
        return text.to_string();
    }
    text.chars().take(letters - 2).chain("..".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_run_from_red_to_green() {
        assert_eq!(heat(0.0), [0xf2, 0xb5, 0xa3]);
        assert_eq!(heat(0.5), [0xfb, 0xe6, 0xa2]);
        assert_eq!(heat(1.0), [0x9c, 0xdc, 0xb0]);
        assert_eq!(heat(7.0), heat(1.0));
        assert_eq!(heat(f64::NAN), heat(0.0));
    }

    /// Relative luminance as the web content accessibility guidelines define it.
    fn luminance(c: Rgb) -> f64 {
        let linear = c.map(|v| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn text_and_curves_can_be_told_from_the_ground() {
        let (light, dark) = (svg::GROUND_LIGHT, svg::GROUND_DARK);
        for paint in Paint::themed().filter(|p| !matches!(p, Paint::Grid | Paint::Shade)) {
            assert!(contrast(paint.light(), light) >= 4.5, "{paint:?} on light");
            assert!(contrast(paint.dark(), dark) >= 4.5, "{paint:?} on dark");
        }
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            assert!(contrast(Paint::OnHeat.light(), heat(share)) >= 4.5);
        }
    }

    #[test]
    fn long_legends_wrap() {
        let labels = [(0, "a rather long label"); 6];
        assert!(
            Scene::legend_height(360.0, &labels) > Scene::legend_height(2000.0, &labels) + 20.0
        );
    }

    #[test]
    fn texts_are_cut() {
        assert_eq!(shorten("abcdefgh", 6.0), "abcd..");
        assert_eq!(shorten("abc", 6.0), "abc");
    }
}
