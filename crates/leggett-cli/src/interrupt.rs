//! Ctrl-C.

use leggett_studies::Work;
use leggett_studies::error::Kind;
use std::sync::atomic::{AtomicBool, Ordering};

/// Work that the first Ctrl-C (or a request to terminate) cancels, so that
/// what was computed is kept; the second ends the process at once.
///
/// Where the caller has these signals ignored, as `nohup` does, they stay
/// ignored.
pub(crate) fn interruptible() -> Work {
    let work = Work::new();
    let asked = AtomicBool::new(false);
    let shared = work.clone();
    // Without a handler the signals end the process, which loses no more than
    // the points in flight.
    let _ = ctrlc::try_set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(Kind::Interrupted.exit_code().into());
        }
        shared.cancel();
    });
    work
}
