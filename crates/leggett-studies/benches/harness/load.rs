//! Whether the machine had other work while a benchmark ran.

use std::fs;
use std::time::Instant;

/// A moment, with the processor time used until then; on Linux only.
pub struct Load {
    start: Instant,
    used: Option<Used>,
}

/// Processor time in clock ticks: by all programs, and by this one with the
/// programs that it waited for.
struct Used {
    all: f64,
    own: f64,
}

/// The unit of `/proc`, 100 a second on every Linux that Rust supports.
const TICKS: f64 = 100.0;

impl Load {
    /// Now.
    pub fn now() -> Self {
        Self {
            start: Instant::now(),
            used: used(),
        }
    }

    /// How many processors other programs kept busy since then.
    pub fn of_others(&self) -> Option<f64> {
        let (before, now) = (self.used.as_ref()?, used()?);
        let others = (now.all - before.all) - (now.own - before.own);
        Some((others / TICKS / self.start.elapsed().as_secs_f64()).max(0.0))
    }
}

fn used() -> Option<Used> {
    let all = fs::read_to_string("/proc/stat").ok()?;
    // user, nice, system, idle, waiting for disks, interrupts, soft interrupts
    let all = numbers(all.lines().next()?.strip_prefix("cpu")?);
    let [user, nice, system, _idle, _disk, hard, soft, ..] = all.as_slice() else {
        return None;
    };
    let own = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name in brackets: a letter, ten numbers, the four times.
    let own = numbers(own.rsplit_once(')')?.1);
    let own = own.get(10..14)?.iter().sum();
    Some(Used {
        all: user + nice + system + hard + soft,
        own,
    })
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect()
}
