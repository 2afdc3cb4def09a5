//! Locked crates against the advisories that were known when this list was written.
//!
//! This is a list in this file, not the live `RustSec` database: that one is a git repository, and the
//! machines that run the tests may reach package registries only. It was read on 2026-11-23, for every crate
//! of both lock files that has an advisory. It cannot know what was published later; where the database can
//! be reached, run `cargo audit` as well.

use crate::run::{Outcome, Verdict, read};

/// A crate, the first version without the named problem, and the advisory.
const LEAST: &[(&str, &str, &str)] = &[
    ("anyhow", "1.0.103", "RUSTSEC-2026-0190"),
    ("base64", "0.5.2", "RUSTSEC-2017-0004"),
    ("borsh", "1.0.0", "RUSTSEC-2023-0033"),
    ("bytes", "1.11.1", "RUSTSEC-2026-0007"),
    ("chrono", "0.4.20", "RUSTSEC-2020-0159"),
    ("curve25519-dalek", "4.1.3", "RUSTSEC-2024-0344"),
    ("dashmap", "5.1.0", "RUSTSEC-2022-0002"),
    ("ed25519-dalek", "2.0.0", "RUSTSEC-2022-0093"),
    ("futures-task", "0.3.6", "RUSTSEC-2020-0060, -0061"),
    ("futures-util", "0.3.8", "RUSTSEC-2020-0059, -0062"),
    ("generic-array", "0.14.0", "RUSTSEC-2020-0146"),
    ("h2", "0.4.16", "RUSTSEC-2024-0332, 2026-0258"),
    ("hashbrown", "0.14.0", "RUSTSEC-2024-0402"),
    ("heapless", "0.6.1", "RUSTSEC-2020-0145"),
    ("http", "0.1.20", "RUSTSEC-2019-0033, -0034"),
    ("hyper", "0.14.10", "RUSTSEC-2021-0078, -0079"),
    ("linked-hash-map", "0.5.3", "RUSTSEC-2020-0026"),
    ("lock_api", "0.4.2", "RUSTSEC-2020-0070"),
    ("mio", "0.8.11", "RUSTSEC-2024-0019"),
    ("once_cell", "1.0.1", "RUSTSEC-2019-0017"),
    ("phonenumber", "0.3.6", "RUSTSEC-2024-0369"),
    ("protobuf", "3.7.2", "RUSTSEC-2024-0437"),
    ("quick-xml", "0.41.0", "RUSTSEC-2026-0194, -0195"),
    ("rand", "0.10.1", "RUSTSEC-2026-0097"),
    ("regex", "1.5.5", "RUSTSEC-2022-0013"),
    ("rustix", "0.38.19", "GHSA-c827-hfw6-qwvm"),
    ("sha2", "0.9.8", "RUSTSEC-2021-0100"),
    ("shlex", "1.3.0", "RUSTSEC-2024-0006"),
    ("slab", "0.4.11", "RUSTSEC-2025-0047"),
    ("smallvec", "1.6.1", "RUSTSEC-2021-0003"),
    ("socket2", "0.3.16", "RUSTSEC-2020-0079"),
    ("spin", "0.9.8", "RUSTSEC-2023-0031"),
    ("tokio", "1.44.2", "RUSTSEC-2025-0023"),
];

/// One version that is affected although it is above the first good one of an older line.
const AFFECTED: &[(&str, &str, &str)] = &[("hashbrown", "0.15.0", "RUSTSEC-2024-0402")];

/// Compares both lock files with the list.
pub fn check() -> Outcome {
    let mut found = Vec::new();
    let mut packages = 0;
    for lock in ["Cargo.lock", "bindings-php/Cargo.lock", "fuzz/Cargo.lock"] {
        for (name, version) in locked(&read(lock)?) {
            packages += 1;
            let least = LEAST.iter().filter(|row| row.0 == name && number(&version) < number(row.1));
            let exact = AFFECTED.iter().filter(|row| row.0 == name && version == row.1);
            found.extend(
                least.chain(exact).map(|row| format!("{lock}: {name} {version}: {} ({})", row.2, row.1)),
            );
        }
    }
    if !found.is_empty() {
        return Err(format!("crates with known problems:\n  {}", found.join("\n  ")));
    }
    let rows = LEAST.len();
    Ok(Verdict::passed(format!(
        "{packages} locked packages, none below the list of {rows} crates of 2026-11-23"
    )))
}

fn locked(lock: &str) -> Vec<(String, String)> {
    let value = |line: &str, key: &str| {
        line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"').map(str::to_owned)
    };
    let packages = lock.split("[[package]]").skip(1);
    let pairs = packages.filter_map(|package| {
        let name = package.lines().find_map(|line| value(line, "name"))?;
        Some((name, package.lines().find_map(|line| value(line, "version"))?))
    });
    pairs.collect()
}

/// `1.2.3`, without what may follow a `-` or a `+`.
fn number(version: &str) -> Vec<u64> {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    plain.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(number("1.9.0") < number("1.11.1"));
        assert!(number("0.3.10+9.0.33") >= number("0.3.6"));
        assert!(number("1.0.0-alpha.1") >= number("1.0.0"));
    }

    #[test]
    fn a_lock_file_is_read() {
        let lock = "version = 4\n\n[[package]]\nname = \"bytes\"\nversion = \"1.11.0\"\nsource = \"x\"\n";
        assert_eq!(locked(lock), [("bytes".to_owned(), "1.11.0".to_owned())]);
    }
}
