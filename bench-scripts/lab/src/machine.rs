//! Facts about the machine and the build, as they stand beside every result.

use crate::topology::Topology;
use std::collections::BTreeMap;
use std::path::Path;

/// Facts by name. Names that pyperf has too are spelled like pyperf's (`cpu_model_name`, `cpu_count`, `hostname`,
/// `platform`, `load_avg_1min`).
pub type Facts = BTreeMap<String, String>;

fn read(path: impl AsRef<Path>) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.trim().replace(['\n', '\r'], " ");
    (!line.is_empty()).then_some(line)
}

/// The value of a line `name : value` of a file like `/proc/cpuinfo`.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name && !value.trim().is_empty()).then(|| value.trim().to_string())
    })
}

/// Everything that the system tells about itself; what it does not tell is left out.
pub fn facts(topology: &Topology) -> Facts {
    let mut facts = Facts::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            facts.insert(name.to_string(), value);
        }
    };
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let flags = field(&cpuinfo, "flags").unwrap_or_default();
    let hypervisor = flags.split(' ').any(|f| f == "hypervisor");
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease").unwrap_or_default();
    add(
        "cpu_model_name",
        field(&cpuinfo, "model name").or_else(|| field(&cpuinfo, "Model")),
    );
    add("cpu_count", Some(topology.cpus.len().to_string()));
    add("cpu_physical_cores", Some(topology.physical().to_string()));
    add("cpu_sockets", Some(topology.packages().to_string()));
    add("cpu_quota", topology.quota.map(|q| q.to_string()));
    add("cpu_topology", Some(describe(topology)));
    add(
        "cpu_caches",
        caches(Path::new("/sys/devices/system/cpu/cpu0/cache")),
    );
    add(
        "cpu_governor",
        read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
    );
    add(
        "cpu_frequency_driver",
        read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver"),
    );
    add("cpu_boost", read("/sys/devices/system/cpu/cpufreq/boost"));
    add("numa_nodes", read("/sys/devices/system/node/online"));
    add("memory", field(&memory, "MemTotal").map(|v| gibibytes(&v)));
    add(
        "virtual_machine",
        Some(if hypervisor { "yes" } else { "no" }.to_string()),
    );
    add("hostname", read("/proc/sys/kernel/hostname"));
    add(
        "platform",
        Some(format!(
            "{} {kernel} {}",
            read("/proc/sys/kernel/ostype").unwrap_or_default(),
            std::env::consts::ARCH
        )),
    );
    add("kernel_version", read("/proc/sys/kernel/version"));
    add(
        "huge_pages",
        read("/sys/kernel/mm/transparent_hugepage/enabled"),
    );
    add(
        "load_avg_1min",
        read("/proc/loadavg").and_then(|l| l.split(' ').next().map(String::from)),
    );
    add(
        "bench_version",
        Some(format!("typhon {}", env!("CARGO_PKG_VERSION"))),
    );
    facts
}

/// `KiB kB` as the kernel writes it, in GiB.
fn gibibytes(text: &str) -> String {
    let kib: f64 = text
        .split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0);
    format!("{:.1} GiB", kib / f64::from(1 << 20))
}

/// The processors, core by core: `0+2 1+3` are two cores with two hardware threads each.
fn describe(topology: &Topology) -> String {
    let mut cores: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for c in &topology.cpus {
        cores
            .entry((c.package, c.core))
            .or_default()
            .push(c.number.to_string());
    }
    let words: Vec<String> = cores.values().map(|c| c.join("+")).collect();
    words.join(" ")
}

/// Sizes of the first processor's caches: `L1d 48K, L2 1024K`.
fn caches(folder: &Path) -> Option<String> {
    let mut found = Vec::new();
    for index in 0..8 {
        let folder = folder.join(format!("index{index}"));
        let (Some(level), Some(size)) = (read(folder.join("level")), read(folder.join("size")))
        else {
            continue;
        };
        let kind = match read(folder.join("type")).as_deref() {
            Some("Data") => "d",
            Some("Instruction") => "i",
            _ => "",
        };
        found.push(format!("L{level}{kind} {size}"));
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// Name of the fact that says how much else ran during the measurement.
pub const OTHER_LOAD: &str = "other_load";

/// Processors' worth of other work from which times are doubtful.
const DISTURBING: f64 = 0.1;

/// Measures how much of the processors other work takes.
pub struct Bystander {
    busy: f64,
    start: std::time::Instant,
}

impl Bystander {
    /// Begins to look; None if the system does not tell.
    pub fn start() -> Option<Bystander> {
        Some(Bystander {
            busy: busy_seconds(&std::fs::read_to_string("/proc/stat").ok()?)?,
            start: std::time::Instant::now(),
        })
    }

    /// Processors' worth of work since the start that was not ours; `own` is our own processor time in seconds.
    pub fn end(self, own: f64) -> Option<f64> {
        let busy = busy_seconds(&std::fs::read_to_string("/proc/stat").ok()?)? - self.busy;
        let elapsed = self.start.elapsed().as_secs_f64();
        (elapsed > 0.0).then(|| ((busy - own) / elapsed).max(0.0))
    }
}

/// Seconds that all processors together worked since the system's start, the time included in which a host gave them to
/// somebody else (first line of `/proc/stat`).
fn busy_seconds(stat: &str) -> Option<f64> {
    let mut words = stat.lines().next()?.split_ascii_whitespace();
    if words.next()? != "cpu" {
        return None;
    }
    // user nice system idle iowait irq softirq steal; the rest is part of these.
    let ticks: Vec<f64> = words.take(8).filter_map(|w| w.parse().ok()).collect();
    // The kernel shows hundredths of a second to programs, whatever it counts in.
    let waiting = ticks.get(3)? + ticks.get(4)?;
    Some((ticks.iter().sum::<f64>() - waiting) / 100.0)
}

/// A warning if the machine was busy with something else; `facts` are those of a run.
pub fn disturbance(facts: &Facts) -> Option<String> {
    let load: f64 = facts.get(OTHER_LOAD)?.parse().ok()?;
    (load >= DISTURBING).then(|| {
        format!(
            "The machine was busy with other work: {load:.2} processors on average. Times and speed-ups are worse than they \
             would be on a quiet machine."
        )
    })
}

/// The time as `2026-01-31 12:00:00` (UTC), with pyperf's separator.
pub fn date(since_epoch: u64) -> String {
    let (days, seconds) = (since_epoch / 86_400, since_epoch % 86_400);
    let (year, month, day) = civil(days as i64);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Seconds since 1970.
pub fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| d.as_secs())
}

/// Year, month and day of a number of days since 1970-01-01, counted in eras of 400 years that begin in March, so that
/// the leap day is the last of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::Cpu;

    #[test]
    fn other_work_is_what_is_not_ours() {
        let stat = "cpu  100 20 30 4000 50 6 7 8 9 10\ncpu0 1 2 3\n";
        assert_eq!(busy_seconds(stat), Some(1.71));
        assert_eq!(busy_seconds("intr 1 2"), None);
        let quiet = Facts::from([(OTHER_LOAD.to_string(), "0.03".to_string())]);
        let busy = Facts::from([(OTHER_LOAD.to_string(), "1.20".to_string())]);
        assert!(disturbance(&quiet).is_none() && disturbance(&Facts::new()).is_none());
        assert!(disturbance(&busy).unwrap().contains("1.20 processors"));
    }

    #[test]
    fn dates() {
        assert_eq!(date(0), "1970-01-01 00:00:00");
        assert_eq!(date(951_782_400), "2000-02-29 00:00:00");
        assert_eq!(date(1_767_225_599), "2025-12-31 23:59:59");
        assert_eq!(date(4_107_542_400), "2100-03-01 00:00:00");
    }

    #[test]
    fn fields_of_a_kernel_file() {
        let text = "processor\t: 0\nmodel name\t: A: B\nmodel\t\t: 2\nempty :\n";
        assert_eq!(field(text, "model name").as_deref(), Some("A: B"));
        assert_eq!(field(text, "model").as_deref(), Some("2"));
        assert_eq!(field(text, "empty"), None);
        assert_eq!(gibibytes("2097152 kB"), "2.0 GiB");
    }

    #[test]
    fn siblings_are_shown_together() {
        let cpu = |number, core| Cpu {
            number,
            package: 0,
            core,
        };
        let t = Topology {
            cpus: vec![cpu(0, 0), cpu(1, 1), cpu(2, 0), cpu(3, 1)],
            quota: None,
        };
        assert_eq!(describe(&t), "0+2 1+3");
    }

    #[test]
    fn this_machine_has_facts_without_line_ends() {
        let facts = facts(&Topology::read(&[]));
        assert!(facts.contains_key("cpu_count") && facts.contains_key("platform"));
        assert!(facts.values().all(|v| !v.is_empty() && !v.contains('\n')));
    }
}
