//! Which processors there are, which share a physical core, and the order in which threads are pinned to them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One logical processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cpu {
    /// Its number in the system.
    pub number: usize,
    /// The socket.
    pub package: usize,
    /// The physical core within the socket.
    pub core: usize,
}

/// The processors that this process may use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topology {
    /// By number.
    pub cpus: Vec<Cpu>,
    /// Processors' worth of time that the control group allows, rounded up; None: no limit.
    pub quota: Option<usize>,
}

impl Topology {
    /// The topology of this machine, of the processors in `allowed` (empty: of all that are online).
    pub fn read(allowed: &[usize]) -> Topology {
        let quota = std::fs::read_to_string("/sys/fs/cgroup/cpu.max").ok();
        Topology {
            cpus: read_cpus(Path::new("/sys/devices/system/cpu"), allowed),
            quota: quota.and_then(|text| parse_quota(&text)),
        }
    }

    /// How many threads can run at the same time.
    pub fn capacity(&self) -> usize {
        let cpus = self.cpus.len().max(1);
        self.quota.map_or(cpus, |q| q.clamp(1, cpus))
    }

    /// Number of different physical cores.
    pub fn physical(&self) -> usize {
        let cores: BTreeSet<_> = self.cpus.iter().map(|c| (c.package, c.core)).collect();
        cores.len()
    }

    /// Number of sockets.
    pub fn packages(&self) -> usize {
        let packages: BTreeSet<_> = self.cpus.iter().map(|c| c.package).collect();
        packages.len()
    }

    /// The processors in the order in which `--pin` hands them out: first one of each physical core, socket by socket,
    /// then the second of each, and so on.
    pub fn pin_order(&self) -> Vec<usize> {
        let mut cores: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for c in &self.cpus {
            cores.entry((c.package, c.core)).or_default().push(c.number);
        }
        let deepest = cores.values().map(Vec::len).max().unwrap_or(0);
        (0..deepest)
            .flat_map(|level| cores.values().filter_map(move |c| c.get(level).copied()))
            .collect()
    }

    /// The processors for a run with `threads` threads: as many as there are threads, or all.
    pub fn cpus_for(&self, threads: usize) -> Vec<usize> {
        let mut order = self.pin_order();
        order.truncate(threads.max(1));
        order
    }
}

fn read_cpus(root: &Path, allowed: &[usize]) -> Vec<Cpu> {
    let number_in =
        |path: &Path| -> Option<usize> { std::fs::read_to_string(path).ok()?.trim().parse().ok() };
    let online = std::fs::read_to_string(root.join("online")).unwrap_or_default();
    let mut numbers = parse_list(&online);
    if numbers.is_empty() {
        numbers = allowed.to_vec();
    }
    numbers.retain(|n| allowed.is_empty() || allowed.contains(n));
    let cpu = |number| {
        let folder = root.join(format!("cpu{number}/topology"));
        Cpu {
            number,
            // What the system does not tell is one core of its own in one socket.
            package: number_in(&folder.join("physical_package_id")).unwrap_or(0),
            core: number_in(&folder.join("core_id")).unwrap_or(number),
        }
    };
    numbers.into_iter().map(cpu).collect()
}

/// Numbers of a list as the kernel writes it: `0-3,8,10-11`. What is no number is left out.
pub fn parse_list(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for part in text.trim().split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(first), Ok(last)) = (first.trim().parse::<usize>(), last.trim().parse::<usize>())
            && last.saturating_sub(first) < 1 << 16
        {
            numbers.extend(first..=last);
        }
    }
    numbers
}

/// Processors' worth of time in a control group's `cpu.max` (`max 100000`, `250000 100000`), rounded up.
fn parse_quota(text: &str) -> Option<usize> {
    let mut words = text.split_whitespace();
    let quota: f64 = words.next()?.parse().ok()?;
    let period: f64 = words.next()?.parse().ok()?;
    (period > 0.0 && quota > 0.0).then(|| (quota / period).ceil() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    /// A folder like the kernel's: (package, core) of each processor.
    fn system(name: &str, online: &str, cpus: &[(usize, usize)]) -> PathBuf {
        let root = std::env::temp_dir().join(format!("typhon-lab-{name}-{}", std::process::id()));
        for (number, (package, core)) in cpus.iter().enumerate() {
            let folder = root.join(format!("cpu{number}/topology"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("physical_package_id"), format!("{package}\n")).unwrap();
            fs::write(folder.join("core_id"), format!("{core}\n")).unwrap();
        }
        fs::write(root.join("online"), online).unwrap();
        root
    }

    #[test]
    fn lists() {
        assert_eq!(parse_list("0-3,8,10-11\n"), [0, 1, 2, 3, 8, 10, 11]);
        assert_eq!(parse_list("5"), [5]);
        assert!(parse_list("\n").is_empty());
        assert!(parse_list("x-y").is_empty());
    }

    #[test]
    fn quotas() {
        assert_eq!(parse_quota("max 100000\n"), None);
        assert_eq!(parse_quota("250000 100000\n"), Some(3));
        assert_eq!(parse_quota("50000 100000"), Some(1));
        assert_eq!(parse_quota(""), None);
    }

    #[test]
    fn one_processor_of_each_core_comes_first() {
        // Two sockets of two cores with two hardware threads each, numbered the usual way.
        let cpus = [
            (0, 0),
            (0, 1),
            (1, 0),
            (1, 1),
            (0, 0),
            (0, 1),
            (1, 0),
            (1, 1),
        ];
        let root = system("smt", "0-7\n", &cpus);
        let t = Topology {
            cpus: read_cpus(&root, &[]),
            quota: None,
        };
        fs::remove_dir_all(root).unwrap();
        assert_eq!((t.physical(), t.packages(), t.capacity()), (4, 2, 8));
        assert_eq!(t.pin_order(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(t.cpus_for(3), [0, 1, 2]);
        assert_eq!(t.cpus_for(64).len(), 8);
    }

    #[test]
    fn siblings_side_by_side_are_pulled_apart() {
        let root = system("siblings", "0-3\n", &[(0, 0), (0, 0), (0, 1), (0, 1)]);
        let t = Topology {
            cpus: read_cpus(&root, &[]),
            quota: None,
        };
        fs::remove_dir_all(root).unwrap();
        assert_eq!(t.pin_order(), [0, 2, 1, 3]);
    }

    #[test]
    fn only_what_is_allowed_counts() {
        let root = system("allowed", "0-3\n", &[(0, 0), (0, 1), (0, 2), (0, 3)]);
        let t = Topology {
            cpus: read_cpus(&root, &[1, 3, 9]),
            quota: Some(1),
        };
        fs::remove_dir_all(root).unwrap();
        assert_eq!(t.pin_order(), [1, 3]);
        assert_eq!(t.capacity(), 1);
    }

    #[test]
    fn a_system_that_tells_nothing_has_one_core_for_each_processor() {
        let t = Topology {
            cpus: read_cpus(Path::new("/nonexistent"), &[0, 1]),
            quota: None,
        };
        assert_eq!((t.physical(), t.capacity()), (2, 2));
        assert_eq!(Topology::default().capacity(), 1);
    }
}
