//! What the benchmarks share: their arguments, the clock and the table.
//!
//! A goal is an upper limit on what is measured. A goal against another
//! program follows from that program's time in the same run, or, where it was
//! not asked for, from a time that is written down with its origin.

mod load;

use load::Load;
use std::process::ExitCode;
use std::time::Instant;

/// The exit code of a benchmark; its error goes to standard error.
pub fn conclude(result: Result<ExitCode, String>) -> ExitCode {
    result.unwrap_or_else(|message| {
        eprintln!("error: {message}");
        ExitCode::FAILURE
    })
}

/// What the command line asks for: `[--peers] [FILTER]`.
pub struct Options {
    /// Whether to measure the programs that leggett is compared with.
    pub peers: bool,
    filter: Option<String>,
}

impl Options {
    /// Reads the arguments of this process.
    pub fn read() -> Result<Self, String> {
        let mut options = Self {
            peers: false,
            filter: None,
        };
        for argument in std::env::args().skip(1) {
            match argument.as_str() {
                "--peers" => options.peers = true,
                // cargo says so to every benchmark that it runs.
                "--bench" => {}
                word if word.starts_with('-') || options.filter.is_some() => {
                    return Err(format!(
                        "a benchmark takes [--peers] [FILTER], not `{word}`"
                    ));
                }
                word => options.filter = Some(word.to_owned()),
            }
        }
        Ok(options)
    }

    /// Whether rows of this name are to be measured.
    pub fn wants(&self, name: &str) -> bool {
        self.filter.is_none() || self.names(name)
    }

    /// Whether the filter names this row; long measurements need that.
    pub fn names(&self, name: &str) -> bool {
        self.filter
            .as_ref()
            .is_some_and(|filter| name.contains(filter.as_str()))
    }
}

/// The seconds that a run took.
#[derive(Clone, Copy)]
pub struct Timing {
    median: f64,
    least: f64,
    most: f64,
    runs: usize,
}

impl Timing {
    /// Of runs, at least one, that were timed elsewhere.
    pub fn of(mut seconds: Vec<f64>) -> Result<Self, String> {
        seconds.sort_by(f64::total_cmp);
        match (seconds.first(), seconds.last()) {
            (Some(&least), Some(&most)) => Ok(Self {
                median: seconds[seconds.len() / 2],
                least,
                most,
                runs: seconds.len(),
            }),
            _ => Err("nothing was timed".to_owned()),
        }
    }

    /// Of one of several things that each run did.
    #[allow(dead_code, reason = "not every benchmark does several things")]
    pub fn over(self, count: usize) -> Self {
        let share = 1.0 / count as f64;
        Self {
            median: share * self.median,
            least: share * self.least,
            most: share * self.most,
            runs: self.runs,
        }
    }

    /// The median, in seconds.
    #[allow(dead_code, reason = "not every benchmark compares its rows")]
    pub fn median(self) -> f64 {
        self.median
    }

    fn text(self) -> String {
        let Self {
            median,
            least,
            most,
            runs,
        } = self;
        if runs == 1 {
            return seconds(median);
        }
        format!(
            "{} ({} to {})",
            seconds(median),
            seconds(least),
            seconds(most)
        )
    }
}

/// Times a run after one that warms up, and returns the last run's result.
#[allow(dead_code, reason = "not every benchmark can be repeated")]
pub fn time<T>(
    runs: usize,
    mut run: impl FnMut() -> Result<T, String>,
) -> Result<(Timing, T), String> {
    let mut result = run()?;
    let mut seconds = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        result = std::hint::black_box(run()?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    Ok((Timing::of(seconds)?, result))
}

/// What stands in a row.
#[derive(Clone, Copy)]
pub enum Measured {
    /// Times of a run.
    Time(Timing),
    /// Memory in bytes.
    #[allow(dead_code, reason = "not every benchmark measures memory")]
    Memory(f64),
    /// One row's number over another's.
    #[allow(dead_code, reason = "not every benchmark compares its rows")]
    Ratio(f64),
}

impl Measured {
    fn value(self) -> f64 {
        match self {
            Self::Time(timing) => timing.median,
            Self::Memory(bytes) => bytes,
            Self::Ratio(ratio) => ratio,
        }
    }

    fn text(self) -> String {
        match self {
            Self::Time(timing) => timing.text(),
            Self::Memory(bytes) => megabytes(bytes),
            Self::Ratio(ratio) => format!("{ratio:.1}"),
        }
    }

    fn limit(self, limit: f64) -> String {
        match self {
            Self::Time(_) => seconds(limit),
            Self::Memory(_) => megabytes(limit),
            Self::Ratio(_) => format!("{limit:.1}"),
        }
    }
}

/// What is asked of a row.
#[derive(Clone, Copy)]
pub enum Goal {
    /// The number is for information.
    #[allow(dead_code, reason = "not every benchmark informs only")]
    None,
    /// At most this, in seconds or bytes.
    AtMost(f64),
    /// This many times faster than the peer's median.
    #[allow(dead_code, reason = "not every benchmark has a peer")]
    Faster {
        /// How many times.
        factor: f64,
        /// The peer's time in this run, if it was measured.
        peer: Option<Timing>,
        /// The peer's seconds on the machine of reference.
        reference: f64,
    },
}

/// From this many processors on, other programs disturb the times.
const DISTURBING: f64 = 0.15;

/// The table, printed row by row since some rows take long.
pub struct Table {
    rows: usize,
    goals: usize,
    missed: usize,
    load: Load,
}

impl Table {
    /// Prints nothing yet: the filter may leave no row.
    pub fn new() -> Self {
        Self {
            rows: 0,
            goals: 0,
            missed: 0,
            load: Load::now(),
        }
    }

    /// Prints a row and compares it with its goal.
    pub fn row(&mut self, name: &str, measured: Measured, goal: Goal) {
        if self.rows == 0 {
            line(["", "measured", "goal", "peer", "ratio", ""]);
        }
        self.rows += 1;
        let (limit, peer) = match goal {
            Goal::None => (None, None),
            Goal::AtMost(limit) => (Some(limit), None),
            Goal::Faster {
                factor,
                peer,
                reference,
            } => {
                let seconds = peer.map_or(reference, |timing| timing.median);
                (Some(seconds / factor), peer)
            }
        };
        let verdict = limit.map_or("", |limit| self.judge(measured.value() <= limit));
        let ratio = peer.map(|timing| format!("{:.1}", timing.median / measured.value()));
        line([
            name,
            &measured.text(),
            &limit.map_or(String::new(), |limit| measured.limit(limit)),
            &peer.map_or(String::new(), Timing::text),
            &ratio.unwrap_or_default(),
            verdict,
        ]);
    }

    fn judge(&mut self, met: bool) -> &'static str {
        self.goals += 1;
        if met {
            return "met";
        }
        self.missed += 1;
        "missed"
    }

    /// Prints a remark below a row.
    #[allow(dead_code, reason = "not every benchmark has remarks")]
    pub fn remark(&self, text: &str) {
        println!("    {text}");
    }

    /// Closes the table; a failure if a goal was missed.
    pub fn close(self) -> ExitCode {
        if self.rows == 0 {
            return ExitCode::SUCCESS;
        }
        if let Some(busy) = self.load.of_others().filter(|busy| *busy > DISTURBING) {
            println!("other programs kept {busy:.1} processors busy: all times are too long");
        }
        println!("{} of {} goals met", self.goals - self.missed, self.goals);
        if self.missed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn line(cells: [&str; 6]) {
    let [name, measured, goal, peer, ratio, verdict] = cells;
    let text = format!("{name:<42} {measured:>33} {goal:>9} {peer:>27} {ratio:>7} {verdict}");
    println!("{}", text.trim_end());
}

fn seconds(value: f64) -> String {
    let (scaled, unit) = match value {
        value if value < 1e-3 => (value * 1e6, "µs"),
        value if value < 1.0 => (value * 1e3, "ms"),
        value => (value, "s"),
    };
    let decimals = if scaled < 10.0 {
        2
    } else {
        usize::from(scaled < 100.0)
    };
    format!("{scaled:.decimals$} {unit}")
}

fn megabytes(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}
