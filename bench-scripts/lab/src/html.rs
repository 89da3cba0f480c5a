//! The page: one file that needs no network, light or dark as the reader prefers, narrow or wide.

use crate::analyse::{self, Curve};
use crate::chart::svg::{self, escape};
use crate::experiments;
use crate::pictures::{Picture, Section};
use crate::profiles::{Piece, Profile};
use crate::session::{Purpose, Session, Trouble};
use crate::stats::Interval;
use crate::text::{self, law, megabytes, seconds, threads_head};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub fn page(
    session: &Session,
    pictures: &[Picture],
    profiles: &[Profile],
    tolerance: f64,
) -> String {
    let title = match session.purpose {
        Purpose::Scaling => "How it scales",
        Purpose::Compare => "Two interpreters on one thread",
        Purpose::Experiments => "What the ideas cost and bring",
    };
    let sections = sections(session, pictures, profiles, tolerance);
    let links: String = sections
        .iter()
        .enumerate()
        .map(|(i, (name, _))| format!("<a href=\"#part{i}\">{}</a>", escape(name)))
        .collect();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>typhon bench {}: {}</title>\
         <style>{STYLE}{}@media (prefers-color-scheme:dark){{{}}}</style></head>\n<body><header><h1>{title}</h1>{}<nav>{links}</nav></header>\n<main>\n",
        session.purpose.name(),
        escape(&session.date),
        svg::rules(false),
        svg::rules(true),
        head(session),
    );
    for (i, (name, body)) in sections.iter().enumerate() {
        let _ = write!(
            out,
            "<section><h2 id=\"part{i}\">{}</h2>\n{body}</section>\n",
            escape(name)
        );
    }
    out + "</main><footer class=\"muted\">Made by <code>typhon bench</code>. Intervals are 95 % bootstrap intervals of medians.</footer></body></html>\n"
}

fn head(session: &Session) -> String {
    let fact = |name: &str| session.facts.get(name).map_or("?", String::as_str);
    let mut out = format!(
        "<p class=\"muted\">{} UTC, {}, {} processors on {} physical cores, {}</p><ul>",
        escape(&session.date),
        escape(fact("cpu_model_name")),
        escape(fact("cpu_count")),
        escape(fact("cpu_physical_cores")),
        escape(fact("platform"))
    );
    for r in &session.interpreters {
        let _ = write!(
            out,
            "<li><strong>{}</strong>: {} {}, {} global lock, <code>{}</code></li>",
            escape(&r.label),
            escape(&r.implementation),
            escape(&r.version),
            if r.gil { "with a" } else { "no" },
            escape(&r.command)
        );
    }
    out += "</ul>";
    if let Some(warning) = crate::machine::disturbance(&session.facts) {
        let _ = write!(out, "<p class=\"bad\">{}</p>", escape(&warning));
    }
    if !session.cut_short.is_empty() {
        let _ = write!(
            out,
            "<p class=\"bad\">Not everything was measured: {}.</p>",
            escape(&session.cut_short)
        );
    }
    if session
        .settings
        .threads
        .iter()
        .any(|&n| session.oversubscribed(n))
    {
        let _ = write!(
            out,
            "<p>Numbers of threads with a star, and hollow marks, are oversubscribed: more threads than the {} that this \
             machine runs at the same time. The fitted laws leave them out.</p>",
            session.capacity
        );
    }
    out
}

/// Name and body of each section that has something to show.
fn sections(
    session: &Session,
    pictures: &[Picture],
    profiles: &[Profile],
    tolerance: f64,
) -> Vec<(&'static str, String)> {
    let mut all = vec![("What went wrong", problems(session))];
    if session.purpose == Purpose::Experiments {
        all.push(("The ideas against each other", experiment(session)));
    }
    let law_note = if session
        .settings
        .threads
        .iter()
        .filter(|&&n| !session.oversubscribed(n))
        .count()
        < 3
    {
        " Fewer than three thread counts were measured without oversubscription, so only the contention of the law is \
         known, not its coherence cost: the predictions are upper bounds."
    } else {
        ""
    };
    let overview = format!(
        "<p>Geometric means over the workloads of each suite. Solid: measured. Dashed: the Universal Scalability Law fitted \
         to what was measured. Dotted on grey: what the law predicts for more threads than this machine ran.{law_note}</p>"
    );
    let with = |intro: &str, section: Section, class: &str| {
        let body = figures(pictures, section, class);
        if body.is_empty() {
            body
        } else {
            format!("{intro}{body}")
        }
    };
    let mut speed_up = with(&overview, Section::Overview, "grid");
    if session.purpose == Purpose::Scaling
        && !speed_up.is_empty()
        && let Some((head, rows)) = text::against(session)
    {
        let _ = write!(
            speed_up,
            "<p>How many times as fast {} is with the same number of threads, geometric means:</p>{}",
            escape(&session.interpreters[0].label),
            table(&head, 2, &rows)
        );
    }
    all.push(("Speed-up", speed_up));
    all.push((
        "Efficiency",
        with(
            "<p>Speed-up by number of threads, in percent.</p>",
            Section::Heat,
            "grid",
        ),
    ));
    all.push(("Each workload", with("", Section::Curves, "grid")));
    if session.settings.threads.len() > 1 {
        all.push(("Fitted laws", laws(session)));
    }
    all.push((
        "One thread",
        with("", Section::Bars, "grid wide") + &comparison(session, tolerance),
    ));
    let memory =
        "<p>Largest resident memory of the process: median over the workloads of each suite.</p>";
    all.push(("Memory", with(memory, Section::Memory, "grid")));
    all.push((
        "Collector and contention",
        profiles.iter().map(profile).collect(),
    ));
    all.push(("All numbers", numbers(session)));
    all.push(("Machine", machine(session)));
    all.retain(|(_, body)| !body.is_empty());
    all
}

fn figures(pictures: &[Picture], section: Section, class: &str) -> String {
    let drawn: String = pictures
        .iter()
        .filter(|p| p.section == section)
        .map(|p| {
            format!(
                "<figure id=\"{}\">{}</figure>\n",
                escape(&p.name),
                svg::inline(&p.scene)
            )
        })
        .collect();
    if drawn.is_empty() {
        return drawn;
    }
    format!("<div class=\"{class}\">{drawn}</div>")
}

/// A table; the first `left` columns are aligned to the left. Cells are escaped.
fn table(head: &[String], left: usize, rows: &[Vec<String>]) -> String {
    let cell = |tag: &str, i: usize, text: &String| {
        let class = if i < left { " class=\"left\"" } else { "" };
        format!("<{tag}{class}>{}</{tag}>", escape(text))
    };
    let line = |tag: &str, cells: &[String]| -> String {
        cells
            .iter()
            .enumerate()
            .map(|(i, c)| cell(tag, i, c))
            .collect()
    };
    let mut out = String::from("<div class=\"scroll\"><table>");
    if head.iter().any(|h| !h.is_empty()) {
        let _ = write!(out, "<thead><tr>{}</tr></thead>", line("th", head));
    }
    out += "<tbody>";
    for row in rows {
        let _ = write!(out, "<tr>{}</tr>", line("td", row));
    }
    out + "</tbody></table></div>\n"
}

fn problems(session: &Session) -> String {
    if session.problems.is_empty() {
        return String::new();
    }
    let mut out = String::from("<ul>");
    for p in &session.problems {
        let class = if p.trouble == Trouble::Differs {
            " class=\"bad\""
        } else {
            ""
        };
        let on = if p.interpreter.is_empty() {
            String::new()
        } else {
            format!(" on {}", escape(&p.interpreter))
        };
        let _ = write!(
            out,
            "<li{class}>{}: <strong>{}</strong>{on}: {}</li>",
            p.trouble.name(),
            escape(&p.workload),
            escape(&p.text)
        );
    }
    out + "</ul>"
}

fn spread(i: &Interval) -> String {
    format!("{:.2} ({:.2} to {:.2})", i.mid, i.low, i.high)
}

fn experiment(session: &Session) -> String {
    let t = experiments::table(session);
    let mut out: String = experiments::statements(session)
        .iter()
        .map(|s| format!("<p>{}</p>", escape(s)))
        .collect();
    let mut head: Vec<String> = ["variant", "what it does", "time on one thread"]
        .map(String::from)
        .into();
    head.extend(
        t.suites
            .iter()
            .map(|s| format!("speed-up x{}, {s}", t.threads)),
    );
    let rows: Vec<Vec<String>> = t
        .rows
        .iter()
        .map(|r| {
            let meaning = experiments::VARIANTS
                .iter()
                .find(|v| v.label == r.label)
                .map_or("", |v| v.meaning);
            let cost = r.cost.as_ref().map_or("1".to_string(), spread);
            let mut row = vec![r.label.clone(), meaning.to_string(), cost];
            row.extend(
                r.speed_ups
                    .iter()
                    .map(|s| s.as_ref().map_or("-".to_string(), spread)),
            );
            row
        })
        .collect();
    out += &table(&head, 2, &rows);
    out
}

fn laws(session: &Session) -> String {
    let head = [
        "workload",
        "interpreter",
        "contention",
        "coherence",
        "predicted peak",
        "residual",
    ];
    let row = |c: &Curve| {
        let [sigma, kappa, peak] = law(c.fit.as_ref());
        let residual = c
            .fit
            .map_or("-".to_string(), |f| format!("{:.1} %", f.residual * 100.0));
        vec![
            c.workload.clone(),
            session.interpreters[c.interpreter].label.clone(),
            sigma,
            kappa,
            peak,
            residual,
        ]
    };
    let rows: Vec<Vec<String>> = analyse::curves(session).iter().map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    let note = "<p>Contention is the serial share of the work, coherence what each pair of threads costs; a question mark: \
                not known from two thread counts. The peak is the law's highest speed-up and where it lies. The residual is \
                the root mean square difference between the law and the measurement.</p>";
    note.to_string() + &table(&head.map(String::from), 2, &rows)
}

fn comparison(session: &Session, tolerance: f64) -> String {
    let [a, b] = &session.interpreters[..] else {
        return String::new();
    };
    let all = analyse::compare(session, 0, 1, 1, tolerance);
    if all.is_empty() {
        return String::new();
    }
    let ratio = format!("{} / {}", a.label, b.label);
    let head = [
        "workload",
        &a.label,
        &b.label,
        &ratio,
        "verdict",
        &format!("{} memory", a.label),
        &format!("{} memory", b.label),
    ];
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|c| {
            let ratio = format!(
                "{:.3} ({:.3} to {:.3})",
                c.ratio.mid, c.ratio.low, c.ratio.high
            );
            let verdict = text::verdict(c.verdict, &b.label);
            let (x, y) = (megabytes(c.memory.0), megabytes(c.memory.1));
            vec![
                c.workload.clone(),
                seconds(c.a.mid),
                seconds(c.b.mid),
                ratio,
                verdict,
                x,
                y,
            ]
        })
        .collect();
    let names: Vec<&str> = session.workloads.iter().map(|w| w.name.as_str()).collect();
    let mean = analyse::mean_ratio(session, &names, 0, 1, 1).map_or(String::new(), |(m, over)| {
        let text = format!(
            "Geometric mean of {ratio} over {over} workloads: {}; above 1 {} is faster.",
            spread(&m),
            b.label
        );
        format!("<p>{}</p>", escape(&text))
    });
    mean + &table(&head.map(String::from), 1, &rows)
}

fn profile(p: &Profile) -> String {
    let mut out = format!("<details open><summary>{}</summary>", escape(&p.name));
    for piece in &p.pieces {
        match piece {
            Piece::Table {
                title,
                head,
                rows,
                left_out,
            } => {
                let _ = write!(
                    out,
                    "<h3>{}</h3>{}",
                    escape(title),
                    table(head, head.len(), rows)
                );
                if *left_out > 0 {
                    let _ = write!(out, "<p class=\"muted\">and {left_out} more</p>");
                }
            }
            Piece::Histogram { title, bars } => {
                let most = bars.iter().map(|b| b.1).fold(1e-300, f64::max);
                let _ = write!(out, "<h3>{}</h3><div class=\"hist\">", escape(title));
                for (name, value) in bars {
                    let width = (value / most * 100.0).clamp(0.0, 100.0);
                    let name = escape(name);
                    let _ = write!(
                        out,
                        "<span>{name}</span><div style=\"width:{width:.1}%\"></div><span>{value}</span>"
                    );
                }
                out += "</div>";
            }
        }
    }
    out + "</details>"
}

fn numbers(session: &Session) -> String {
    let head = [
        "workload",
        "threads",
        "interpreter",
        "median",
        "95 % interval",
        "runs",
        "processor time",
        "memory",
        "answer",
    ];
    let mut rows = Vec::new();
    for work in &session.workloads {
        for &threads in &session.settings.threads {
            for runner in &session.interpreters {
                let Some(cell) = session.cell(&work.name, &runner.label, threads) else {
                    continue;
                };
                let time = crate::stats::median_interval(&cell.seconds());
                let cpu: Vec<f64> = cell.samples.iter().map(|s| s.cpu).collect();
                let answer = if cell.trusted {
                    cell.digest.clone()
                } else {
                    format!("{} (wrong)", cell.digest)
                };
                rows.push(vec![
                    work.name.clone(),
                    threads_head(session, threads),
                    runner.label.clone(),
                    seconds(time.mid),
                    format!("{} to {}", seconds(time.low), seconds(time.high)),
                    cell.samples.len().to_string(),
                    seconds(crate::stats::median(&cpu)),
                    megabytes(cell.max_rss()),
                    answer,
                ]);
            }
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let titles: String = session
        .workloads
        .iter()
        .filter(|w| !w.title.is_empty())
        .map(|w| {
            format!(
                "<li><strong>{}</strong>: {}</li>",
                escape(&w.name),
                escape(&w.title)
            )
        })
        .collect();
    let numbers = table(&head.map(String::from), 1, &rows);
    format!(
        "<details><summary>Medians, intervals and memory</summary>{numbers}</details><details><summary>What the workloads stress</summary><ul>{titles}</ul></details>"
    )
}

fn machine(session: &Session) -> String {
    let s = &session.settings;
    let mut rows: Vec<Vec<String>> = session
        .facts
        .iter()
        .map(|(k, v)| vec![k.replace('_', " "), v.clone()])
        .collect();
    for (name, value) in [
        (
            "threads pinned",
            if s.pin { "to physical cores" } else { "no" }.to_string(),
        ),
        (
            "runs",
            format!(
                "up to {}, {} before them that do not count",
                s.repeat, s.warmups
            ),
        ),
        ("wanted precision", format!("{:.1} %", s.precision * 100.0)),
        ("time budget", format!("{:.0} s", s.budget)),
        ("size of the workloads", format!("{}", s.size)),
    ] {
        rows.push(vec![name.to_string(), value]);
    }
    table(&[String::new(), String::new()], 2, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures;
    use crate::session::tests::example;

    #[test]
    fn a_page_stands_for_itself_and_is_escaped() {
        let s = example(
            &["typhon", "py<thon>"],
            &["reads/a", "writes/b"],
            &[1, 2, 4, 8],
            |_, i, n| {
                if i == 0 { 1.0 } else { n as f64 }
            },
        );
        let profiles = [Profile {
            name: "p".into(),
            pieces: vec![Piece::Histogram {
                title: "pauses".into(),
                bars: vec![("1 ms".into(), 3.0)],
            }],
        }];
        let text = page(&s, &pictures::all(&s, 0.01), &profiles, 0.01);
        assert!(
            !text.contains("http://") && !text.contains("https://") && !text.contains("<script")
        );
        assert!(text.contains("A &lt;processor&gt;") && !text.contains("py<thon>"));
        for part in [
            "Speed-up",
            "Efficiency",
            "Fitted laws",
            "One thread",
            "Memory",
            "Collector and contention",
            "Machine",
        ] {
            assert!(text.contains(&format!("\">{part}</h2>")), "{part}");
        }
        assert!(text.contains("prefers-color-scheme:dark") && text.contains("width=device-width"));
        assert!(text.contains("are oversubscribed") && text.contains("class=\"s0 curve\""));
        assert_eq!(
            text.matches("<section>").count(),
            text.matches("</section>").count()
        );
    }

    #[test]
    fn a_run_without_results_has_a_page_too() {
        let mut s = example(&["a"], &["reads/a"], &[1], |_, _, _| 1.0);
        s.cells.clear();
        s.cut_short = "interrupted".into();
        let text = page(&s, &[], &[], 0.01);
        assert!(
            text.contains("Not everything was measured: interrupted.")
                && text.contains("What went wrong")
        );
    }
}
