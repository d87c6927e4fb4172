//! The progress of a run, as a bar on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const LAYOUT: &str = "{wide_bar} {human_pos}/{human_len} points, {rate}/s, {eta} left{msg}";

/// A bar on standard error that counts points; nothing where that is no
/// terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    quiet: bool,
    failed: AtomicUsize,
}

impl Bar {
    /// A bar that appears when the run starts.
    pub(crate) fn new(quiet: bool) -> Self {
        Self {
            bar: ProgressBar::hidden(),
            quiet,
            failed: AtomicUsize::new(0),
        }
    }

    /// Takes the bar off the screen.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl leggett_lab::Progress for Bar {
    fn started(&self, total: usize, already_done: usize) {
        if self.quiet {
            return;
        }
        self.failed.store(0, Ordering::Relaxed);
        self.bar.reset();
        self.bar.set_message("");
        if let Ok(style) = ProgressStyle::with_template(LAYOUT) {
            let style = style.with_key("rate", write_rate);
            self.bar.set_style(style.progress_chars("━━╌"));
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(already_done as u64);
        // The rate is that of this process, not of the one before.
        self.bar.reset_eta();
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn point_done(&self, failed: bool) {
        if failed {
            let count = self.failed.fetch_add(1, Ordering::Relaxed) + 1;
            self.bar.set_message(format!(", {count} failed"));
        }
        self.bar.inc(1);
    }

    fn finished(&self) {
        self.clear();
    }
}

/// Points a second, without digits that change faster than one reads.
fn write_rate(state: &ProgressState, out: &mut dyn Write) {
    let rate = state.per_sec();
    let decimals = usize::from(rate < 100.0);
    // A bar that lacks its rate is no reason to end the run.
    let _ = write!(out, "{rate:.decimals$}");
}
