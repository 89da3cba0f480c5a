//! Contention profiles, as `-X profile=contention --profile-out FILE` writes them, for the page.
//!
//! A profile is any JSON object. Lists of objects become tables (one column a key), lists of pairs of numbers and lists
//! of numbers become histograms, single values stand together in one table, and objects inside are sections of their own.
//! So the page shows everything that a profile holds, the collector's pauses and the contended locks among it, whatever
//! this build or a later one calls them.

use serde_json::{Map, Value};
use std::path::Path;

/// The folder of the profiles beside the results.
pub const FOLDER: &str = "profiles";

/// Rows of a table that are shown.
const MOST: usize = 25;

/// A piece of a profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A table with a heading for each column.
    Table {
        title: String,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
        left_out: usize,
    },
    /// Bars: a name and a value for each.
    Histogram {
        title: String,
        bars: Vec<(String, f64)>,
    },
}

/// One run's profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The run, as the file's name tells.
    pub name: String,
    /// What it holds.
    pub pieces: Vec<Piece>,
}

/// Reads all profiles beside a session; what is no JSON object is left out.
pub fn read(folder: &Path) -> Vec<Profile> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join(FOLDER))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = entry.path();
        let name = path
            .file_stem()
            .map(|s| s.to_string_lossy().into_owned())
            .unwrap_or_default();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if let Ok(Value::Object(map)) = serde_json::from_str(&text) {
            let mut pieces = Vec::new();
            section("", &map, &mut pieces);
            found.push(Profile { name, pieces });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn section(title: &str, map: &Map<String, Value>, pieces: &mut Vec<Piece>) {
    let under = |key: &str| {
        if title.is_empty() {
            words(key)
        } else {
            format!("{title}: {}", words(key))
        }
    };
    let single = |v: &Value| !v.is_array() && !v.is_object();
    let rows: Vec<Vec<String>> = map
        .iter()
        .filter(|(_, v)| single(v))
        .map(|(k, v)| vec![words(k), show(v)])
        .collect();
    if !rows.is_empty() {
        let title = if title.is_empty() {
            "totals".to_string()
        } else {
            title.to_string()
        };
        let head = vec![String::new(), String::new()];
        pieces.push(Piece::Table {
            title,
            head,
            rows,
            left_out: 0,
        });
    }
    for (key, value) in map {
        match value {
            Value::Object(inner) => section(&under(key), inner, pieces),
            Value::Array(list) => pieces.extend(list_piece(under(key), list)),
            _ => {}
        }
    }
}

fn list_piece(title: String, list: &[Value]) -> Option<Piece> {
    let first = list.first()?;
    if let Value::Object(_) = first {
        let mut head: Vec<String> = Vec::new();
        for row in list.iter().filter_map(Value::as_object) {
            head.extend(
                row.keys()
                    .filter(|k| !head.contains(k))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        let row = |v: &Value| {
            head.iter()
                .map(|k| v.get(k).map_or(String::new(), show))
                .collect()
        };
        let rows = list.iter().take(MOST).map(row).collect();
        return Some(Piece::Table {
            title,
            rows,
            left_out: list.len().saturating_sub(MOST),
            head: head.iter().map(|k| words(k)).collect(),
        });
    }
    let bar = |(index, v): (usize, &Value)| match v {
        Value::Array(pair) => Some((show(pair.first()?), pair.get(1)?.as_f64()?)),
        v => Some((index.to_string(), v.as_f64()?)),
    };
    let bars: Option<Vec<(String, f64)>> = list.iter().enumerate().map(bar).collect();
    match bars {
        Some(bars) => Some(Piece::Histogram { title, bars }),
        None => Some(Piece::Table {
            title,
            head: vec![String::new()],
            rows: list.iter().take(MOST).map(|v| vec![show(v)]).collect(),
            left_out: list.len().saturating_sub(MOST),
        }),
    }
}

/// A key as words.
fn words(key: &str) -> String {
    key.replace('_', " ")
}

fn show(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        Value::Number(n) if n.is_f64() => {
            let v = n.as_f64().unwrap_or(0.0);
            if v != 0.0 && v.abs() < 1e-3 {
                format!("{v:.3e}")
            } else {
                format!("{v:.4}")
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_shape_is_shown() {
        let value = json!({
            "wall_seconds": 1.5,
            "locks": [{"type": "dict", "line": "a.py:3", "waits": 7}, {"type": "list", "seconds": 0.25}],
            "collector": {"pauses": 3, "histogram": [["1 ms", 4], ["2 ms", 1]]},
            "counts": [1, 2, 3],
            "notes": ["x", "y"],
            "nothing": [],
        });
        let mut pieces = Vec::new();
        section("", value.as_object().unwrap(), &mut pieces);
        let titles: Vec<&str> = pieces
            .iter()
            .map(|p| match p {
                Piece::Table { title, .. } | Piece::Histogram { title, .. } => title.as_str(),
            })
            .collect();
        assert_eq!(
            titles,
            [
                "totals",
                "collector",
                "collector: histogram",
                "counts",
                "locks",
                "notes"
            ]
        );
        let Piece::Table { head, rows, .. } = &pieces[4] else {
            panic!("no table");
        };
        assert_eq!(head.len(), 4);
        assert!(rows[0].contains(&"a.py:3".to_string()) && rows[1].contains(&"0.2500".to_string()));
        assert_eq!(
            pieces[2],
            Piece::Histogram {
                title: "collector: histogram".into(),
                bars: vec![("1 ms".into(), 4.0), ("2 ms".into(), 1.0)]
            }
        );
    }

    #[test]
    fn a_folder_without_profiles_has_none() {
        assert!(read(Path::new("/nonexistent")).is_empty());
    }
}
