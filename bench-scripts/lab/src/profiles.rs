//! Contention profiles, as `-X profile=contention --profile-out FILE` writes them, for the page.
//!
//! The schema that this build writes (docs/profiling.md) is shown as what it means: the contention table, traffic on
//! counts, the collector's pauses and so on. Any other JSON object is shown as what it is: lists of objects become tables
//! (one column a key), lists of pairs of numbers and lists of numbers become histograms, single values stand together in
//! one table, and objects inside are sections of their own.

use crate::text::seconds;
use serde_json::{Map, Value};
use std::path::Path;

/// The folder of the profiles beside the results.
pub const FOLDER: &str = "profiles";

/// The schema that this build writes.
const SCHEMA: &str = "typhon-contention";
/// Heading of the table of lock waits.
pub const LOCKS: &str = "Lock waits";
/// Heading of the histogram of the collector's pauses.
pub const PAUSES: &str = "Collector pauses";

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
            if map.get("schema") == Some(&Value::from(SCHEMA)) {
                contention(&map, &mut pieces);
            } else {
                section("", &map, &mut pieces);
            }
            found.push(Profile { name, pieces });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// What a column shows: its heading, and what it makes of a row.
type Column = (&'static str, fn(&Value) -> String);

fn text_of(v: &Value, key: &str) -> String {
    v.get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_string()
}
fn number_of(v: &Value, key: &str) -> f64 {
    v.get(key).and_then(Value::as_f64).unwrap_or(0.0)
}
fn time_of(v: &Value, key: &str) -> String {
    seconds(number_of(v, key) / 1e9)
}
/// The line of a row, and the function of the library that it called.
fn place(v: &Value) -> String {
    match (text_of(v, "line"), text_of(v, "via")) {
        (line, _) if line.is_empty() => "?".to_string(),
        (line, via) if via.is_empty() => line,
        (line, via) => format!("{line} ({via})"),
    }
}
/// How many, and how long altogether.
fn amount(v: &Value) -> String {
    format!(
        "{} in {}, longest {}",
        number_of(v, "number"),
        time_of(v, "total_ns"),
        time_of(v, "max_ns")
    )
}

/// Columns of rows that have nothing but a line and times.
const TIMED: &[Column] = &[
    ("time", |v| time_of(v, "total_ns")),
    ("number", |v| show(&v["number"])),
    ("longest", |v| time_of(v, "max_ns")),
    ("at", place),
];

/// The rows of a part of the profile as a table; nothing if there are none.
fn rows_of(title: &str, part: &Value, columns: &[Column]) -> Option<Piece> {
    let list = part.get("rows")?.as_array().filter(|l| !l.is_empty())?;
    let row = |v: &Value| columns.iter().map(|c| c.1(v)).collect();
    Some(Piece::Table {
        title: title.to_string(),
        head: columns.iter().map(|c| c.0.to_string()).collect(),
        rows: list.iter().take(MOST).map(row).collect(),
        left_out: list.len().saturating_sub(MOST),
    })
}

/// The distribution of durations; nothing if there are none.
fn spread_of(title: &str, part: &Value) -> Option<Piece> {
    let bars: Vec<(String, f64)> = part
        .get("histogram_ns")?
        .as_array()?
        .iter()
        .filter_map(|bar| {
            let end = seconds(bar.get(0)?.as_f64()? / 1e9);
            Some((format!("up to {end}"), bar.get(1)?.as_f64()?))
        })
        .collect();
    (!bars.is_empty()).then(|| Piece::Histogram {
        title: title.to_string(),
        bars,
    })
}

/// A profile of this build's schema.
fn contention(map: &Map<String, Value>, pieces: &mut Vec<Piece>) {
    let none = Value::Null;
    let part = |name: &str| map.get(name).unwrap_or(&none);
    let (locks, counts, caches) = (part("locks"), part("counts"), part("caches"));
    let (collector, safepoints) = (part("collector"), part("safepoints"));
    let pauses = collector.get("pauses").unwrap_or(&none);
    let stops = part("stops").get("to_stop").unwrap_or(&none);
    let total = |name: &str, value: String| vec![name.to_string(), value];
    let traffic = [
        "increments",
        "decrements",
        "promotions",
        "shared",
        "retirements",
    ]
    .map(|k| format!("{} {k}", number_of(counts, k)));
    let collections = format!(
        "{} in {}, {} objects examined, {} collected",
        number_of(collector, "collections"),
        time_of(collector, "total_ns"),
        number_of(collector, "examined"),
        number_of(collector, "collected")
    );
    pieces.push(Piece::Table {
        title: "Totals".to_string(),
        head: vec![String::new(), String::new()],
        rows: vec![
            total(
                "time",
                seconds(number_of(&Value::Object(map.clone()), "seconds")),
            ),
            total("lock waits", amount(locks)),
            total("traffic on shared counts", traffic.join(", ")),
            total("inline cache misses", show(&caches["misses"])),
            total("collections", collections),
            total("collector pauses", amount(pauses)),
            total("until all threads stood", amount(stops)),
            total("requests until the safepoint", amount(safepoints)),
            total("detached in blocking calls", amount(part("detached"))),
        ],
        left_out: 0,
    });
    pieces.extend(
        [
            rows_of(
                LOCKS,
                locks,
                &[
                    ("time", |v| time_of(v, "total_ns")),
                    ("waits", |v| show(&v["number"])),
                    ("longest", |v| time_of(v, "max_ns")),
                    ("lock", |v| {
                        format!("{} {}", text_of(v, "kind"), text_of(v, "type"))
                    }),
                    ("waits at", place),
                    ("held at", |v| {
                        let at = text_of(v, "held_at");
                        if at.is_empty() { "?".to_string() } else { at }
                    }),
                ],
            ),
            rows_of(
                "Traffic on shared counts",
                counts,
                &[
                    ("+1", |v| show(&v["increments"])),
                    ("-1", |v| show(&v["decrements"])),
                    ("promoted", |v| show(&v["promotions"])),
                    ("shared", |v| show(&v["shared"])),
                    ("retired", |v| show(&v["retirements"])),
                    ("type", |v| text_of(v, "type")),
                    ("at", place),
                ],
            ),
            rows_of(
                "Inline cache misses",
                caches,
                &[
                    ("misses", |v| show(&v["misses"])),
                    ("kind", |v| text_of(v, "kind")),
                    ("type", |v| text_of(v, "type")),
                    ("name", |v| text_of(v, "name")),
                    ("at", place),
                ],
            ),
            spread_of(PAUSES, pauses),
            rows_of("Collections", collector, TIMED),
            spread_of("Requests until the safepoint", safepoints),
            rows_of("Late safepoints", safepoints, TIMED),
            rows_of("Detached in blocking calls", part("detached"), TIMED),
        ]
        .into_iter()
        .flatten(),
    );
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
    fn the_schema_of_this_build_is_shown_as_what_it_means() {
        let value = json!({
            "schema": SCHEMA,
            "version": 1,
            "seconds": 1.5,
            "locks": {"number": 7, "total_ns": 2_000_000, "max_ns": 1_000_000, "rows": [
                {"kind": "object", "type": "list", "line": "a.py:3", "via": "", "held_at": "a.py:4",
                 "number": 7, "total_ns": 2_000_000, "max_ns": 1_000_000}]},
            "collector": {"collections": 1, "pauses": {"number": 3, "total_ns": 5_000_000, "max_ns": 3_000_000,
                "histogram_ns": [[1_024_000, 2], [2_048_000, 0], [4_096_000, 1]]}},
        });
        let mut pieces = Vec::new();
        contention(value.as_object().unwrap(), &mut pieces);
        let Piece::Table { title, rows, .. } = &pieces[1] else {
            panic!("no table");
        };
        assert_eq!(title, LOCKS);
        let row = ["2 ms", "7", "1 ms", "object list", "a.py:3", "a.py:4"];
        assert_eq!(rows, &[row.map(String::from).to_vec()]);
        let Piece::Histogram { title, bars } = &pieces[2] else {
            panic!("no histogram");
        };
        assert_eq!(title, PAUSES);
        assert_eq!(bars.len(), 3);
        assert_eq!(bars[2], ("up to 4 ms".to_string(), 1.0));
        assert_eq!(pieces.len(), 3);
    }

    #[test]
    fn a_folder_without_profiles_has_none() {
        assert!(read(Path::new("/nonexistent")).is_empty());
    }
}
