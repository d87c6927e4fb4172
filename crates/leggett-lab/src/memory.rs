//! How much memory a run may take.

use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use std::fs::read_to_string;
use std::path::Path;

/// What is assumed where nothing can be found out.
const FALLBACK: u64 = 2 << 30;

/// The cgroup's limit, else 80 % of the memory that is available, else 2 GiB.
pub fn default_memory() -> u64 {
    let meminfo = read_to_string("/proc/meminfo").unwrap_or_default();
    let groups = read_to_string("/proc/self/cgroup").unwrap_or_default();
    let total = meminfo_bytes(&meminfo, "MemTotal").unwrap_or(u64::MAX);
    // A limit above what the machine has limits nothing.
    let limit = cgroup_limit(&groups, Path::new("/sys/fs/cgroup")).filter(|limit| *limit < total);
    limit
        .or_else(|| Some(meminfo_bytes(&meminfo, "MemAvailable")? / 5 * 4))
        .unwrap_or(FALLBACK)
}

/// A line of /proc/meminfo, which counts in KiB.
fn meminfo_bytes(meminfo: &str, name: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// The smallest limit of this process's group and those above it, by version
/// 2 or 1 of the interface.
fn cgroup_limit(groups: &str, root: &Path) -> Option<u64> {
    let controllers = |line: &str| -> Option<(String, String)> {
        let mut fields = line.splitn(3, ':').skip(1);
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    };
    let limits = groups
        .lines()
        .filter_map(controllers)
        .flat_map(|(names, group)| {
            let (base, file) = match names.as_str() {
                "" => (root.to_owned(), "memory.max"),
                names if names.split(',').any(|name| name == "memory") => {
                    (root.join("memory"), "memory.limit_in_bytes")
                }
                _ => return Vec::new(),
            };
            // Within a container the path may be that of the host; the folder
            // itself then holds the container's own limit.
            let group = Path::new(group.trim_start_matches('/'));
            group
                .ancestors()
                .filter_map(|above| read_to_string(base.join(above).join(file)).ok())
                .filter_map(|text| text.trim().parse().ok())
                .collect()
        });
    limits.min()
}

/// Reads a size such as `500MB`, `1.5GiB` or a number of bytes.
pub fn parse_size(text: &str) -> Result<u64> {
    let wrong = |kind, what: &str| {
        Error::new(kind, format!("memory = {text} {what}"))
            .parameter("memory")
            .allowed("a size such as 500MB, 2GiB or 1000000000 (bytes)")
    };
    let trimmed = text.trim();
    let end = trimmed
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_'))
        .unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(end);
    let scale = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        "kib" => 1024.0,
        "mib" => 1024f64.powi(2),
        "gib" => 1024f64.powi(3),
        "tib" => 1024f64.powi(4),
        _ => return Err(wrong(Kind::WrongType, "is not a size")),
    };
    let number: f64 = number
        .replace('_', "")
        .parse()
        .map_err(|_| wrong(Kind::WrongType, "is not a size"))?;
    let bytes = number * scale;
    if (1.0..=1e18).contains(&bytes) {
        Ok(bytes as u64)
    } else {
        Err(wrong(Kind::OutOfRange, "is out of range"))
    }
}

/// A number of bytes for messages, rounded up: what it names is enough.
pub(crate) fn shown(bytes: f64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"];
    let mut value = bytes.max(0.0).ceil();
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let value = (value * 100.0).ceil() / 100.0;
    format!("{value}{}", units[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, bytes) in [
            ("500MB", 500_000_000),
            ("2GiB", 2 << 30),
            ("1.5 GiB", 3 << 29),
            ("1_000", 1000),
            ("12kb", 12_000),
        ] {
            assert_eq!(parse_size(text).unwrap(), bytes, "{text}");
        }
        for text in [
            "",
            "GB",
            "-1",
            "1XB",
            "1.2.3",
            "0",
            "1e9",
            "99999999TB",
            "nan",
        ] {
            let error = parse_size(text).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{text}");
            assert!(error.to_string().contains("500MB"), "{error}");
        }
    }

    #[test]
    fn shown_sizes_are_enough() {
        for (bytes, text) in [
            (999.0, "999B"),
            (1000.0, "1kB"),
            (1_234_567.0, "1.24MB"),
            (3e16, "30PB"),
        ] {
            assert_eq!(shown(bytes), text);
        }
        for bytes in [1.0, 123_456.0, 9.87e10] {
            assert!(parse_size(&shown(bytes)).unwrap() as f64 >= bytes);
        }
    }

    #[test]
    fn limits_of_both_versions_of_cgroups_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(cgroup_limit("0::/a/b\n", root), None);
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        std::fs::write(root.join("a/memory.max"), "4096\n").unwrap();
        std::fs::write(root.join("a/b/memory.max"), "max\n").unwrap();
        assert_eq!(cgroup_limit("0::/a/b\n", root), Some(4096));
        std::fs::create_dir_all(root.join("memory")).unwrap();
        std::fs::write(root.join("memory/memory.limit_in_bytes"), "512\n").unwrap();
        assert_eq!(
            cgroup_limit("5:cpu:/x\n4:memory,net:/docker/7\n", root),
            Some(512)
        );
        assert_eq!(cgroup_limit("nonsense", root), None);
    }

    #[test]
    fn meminfo_counts_in_kibibytes() {
        let text = "MemTotal:       1000 kB\nMemAvailable:     10 kB\n";
        assert_eq!(meminfo_bytes(text, "MemAvailable"), Some(10240));
        assert_eq!(meminfo_bytes(text, "SwapTotal"), None);
        assert!(default_memory() > 0);
    }
}
