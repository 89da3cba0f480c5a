//! Pictures as PNG, on a light ground, with twice as many pixels as points.

use super::{Anchor, LARGE, Paint, Rgb, Scene, Shape, svg};
use crate::error::{Error, Result};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use tiny_skia::{
    Color, FillRule, LineJoin, Paint as Brush, Path, PathBuilder, Pixmap, PremultipliedColorU8,
    Rect, Stroke, StrokeDash, Transform,
};

/// Pixels per point.
const SCALE: f32 = 2.0;

/// Draws a picture; Err if it is larger than any picture should be.
pub fn file(scene: &Scene) -> Result<Vec<u8>> {
    let too_large = || {
        Error::new(format!(
            "a picture of {} by {} points",
            scene.width, scene.height
        ))
    };
    let size = |points: f64| (points * f64::from(SCALE)).ceil() as u32;
    let mut map = Pixmap::new(size(scene.width), size(scene.height)).ok_or_else(too_large)?;
    let [r, g, b] = svg::GROUND_LIGHT;
    map.fill(Color::from_rgba8(r, g, b, 255));
    for shape in &scene.shapes {
        draw(&mut map, shape);
    }
    map.encode_png()
        .map_err(|e| Error::new(format!("a picture cannot be written: {e}")))
}

fn brush(paint: Paint) -> Brush<'static> {
    let [r, g, b] = paint.light();
    let mut brush = Brush::default();
    brush.set_color_rgba8(r, g, b, 255);
    brush.anti_alias = true;
    brush
}

fn path(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    builder.move_to(first.0 as f32, first.1 as f32);
    for &(x, y) in rest {
        builder.line_to(x as f32, y as f32);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

fn draw(map: &mut Pixmap, shape: &Shape) {
    let transform = Transform::from_scale(SCALE, SCALE);
    match shape {
        Shape::Line {
            points,
            paint,
            width,
            dash,
            ..
        } => {
            let stroke = Stroke {
                width: *width as f32,
                line_join: LineJoin::Round,
                dash: dash
                    .pattern()
                    .and_then(|[a, b]| StrokeDash::new(vec![a as f32, b as f32], 0.0)),
                ..Stroke::default()
            };
            if let Some(path) = path(points, false) {
                map.stroke_path(&path, &brush(*paint), &stroke, transform, None);
            }
        }
        Shape::Rect {
            x,
            y,
            width,
            height,
            paint,
            ..
        } => {
            if let Some(rect) = Rect::from_xywh(*x as f32, *y as f32, *width as f32, *height as f32)
            {
                map.fill_rect(rect, &brush(*paint), transform, None);
            }
        }
        Shape::Mark {
            x,
            y,
            series,
            hollow,
            ..
        } => {
            let Some(path) = path(&svg::outline(*series, *x, *y), true) else {
                return;
            };
            let brush = brush(Paint::Series(*series));
            if !hollow {
                map.fill_path(&path, &brush, FillRule::Winding, transform, None);
            }
            let stroke = Stroke {
                width: 1.5,
                ..Stroke::default()
            };
            map.stroke_path(&path, &brush, &stroke, transform, None);
        }
        Shape::Text {
            x,
            y,
            text,
            anchor,
            paint,
            large,
        } => draw_text(map, (*x, *y), text, *anchor, paint.light(), *large),
    }
}

/// Draws a text letter by letter from the font of the crate; letters that it lacks become `?`.
fn draw_text(
    map: &mut Pixmap,
    (x, y): (f64, f64),
    text: &str,
    anchor: Anchor,
    colour: Rgb,
    large: bool,
) {
    let height = if large {
        RasterHeight::Size32
    } else {
        RasterHeight::Size24
    };
    // The glyphs are a little larger than their nominal size in points: letters stand closer by a pixel.
    let advance = get_raster_width(FontWeight::Regular, height) - 1;
    let width = advance * text.chars().count();
    let left = x * f64::from(SCALE)
        - match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width as f64 / 2.0,
            Anchor::End => width as f64,
        };
    // The base line is at about four fifths of the glyph's height.
    let top = y * f64::from(SCALE)
        - height.val() as f64 * 0.8
        - if large { (LARGE - 15.0) / 2.0 } else { 0.0 };
    for (index, c) in text.chars().enumerate() {
        let glyph = get_raster(c, FontWeight::Regular, height)
            .or_else(|| get_raster('?', FontWeight::Regular, height));
        let Some(glyph) = glyph else {
            continue;
        };
        let column = left.round() as i64 + (index * advance) as i64;
        for (dy, row) in glyph.rows().enumerate() {
            for (dx, &cover) in row.iter().enumerate() {
                blend(
                    map,
                    column + dx as i64,
                    top.round() as i64 + dy as i64,
                    colour,
                    cover,
                );
            }
        }
    }
}

/// Lays a colour over a pixel that is opaque already.
fn blend(map: &mut Pixmap, x: i64, y: i64, colour: Rgb, cover: u8) {
    let (width, height) = (i64::from(map.width()), i64::from(map.height()));
    if cover == 0 || x < 0 || y < 0 || x >= width || y >= height {
        return;
    }
    let pixel = &mut map.pixels_mut()[(y * width + x) as usize];
    let mix = |below: u8, above: u8| {
        let (below, above, cover) = (u32::from(below), u32::from(above), u32::from(cover));
        ((below * (255 - cover) + above * cover + 127) / 255) as u8
    };
    let [r, g, b] = colour;
    let mixed = PremultipliedColorU8::from_rgba(
        mix(pixel.red(), r),
        mix(pixel.green(), g),
        mix(pixel.blue(), b),
        255,
    );
    if let Some(mixed) = mixed {
        *pixel = mixed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Dash;

    #[test]
    fn a_picture_has_its_size_and_its_colours() {
        let mut scene = Scene::new(60.0, 40.0, "Title", String::new());
        scene.line(
            vec![(0.0, 30.0), (60.0, 30.0)],
            Paint::Series(0),
            4.0,
            Dash::Solid,
            "curve",
        );
        let bytes = file(&scene).unwrap();
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        let map = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((map.width(), map.height()), (120, 80));
        let at = |x: u32, y: u32| {
            map.pixel(x, y)
                .map(|p| [p.red(), p.green(), p.blue()])
                .unwrap()
        };
        assert_eq!(at(60, 60), Paint::Series(0).light());
        assert_eq!(at(60, 75), svg::GROUND_LIGHT);
        let dark = map.pixels()[..120 * 45]
            .iter()
            .filter(|p| p.red() < 100)
            .count();
        assert!(dark > 50, "no heading: {dark} dark pixels");
    }

    #[test]
    fn texts_outside_and_letters_without_glyphs_do_no_harm() {
        let mut scene = Scene::new(20.0, 20.0, "", String::new());
        scene.text(-50.0, 500.0, "far", Anchor::Middle, Paint::Ink);
        scene.text(10.0, 10.0, "\u{4e2d}\u{1f40d}", Anchor::End, Paint::Ink);
        assert!(file(&scene).is_ok());
        scene.width = 1e9;
        scene.height = 1e9;
        assert!(file(&scene).is_err());
    }
}
