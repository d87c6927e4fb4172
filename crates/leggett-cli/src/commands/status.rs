//! `leggett status`: how far a run is.

use crate::failure::Failure;
use crate::interface;
use crate::output;
use crate::session::Session;
use crate::table;
use clap::{ArgMatches, Command};
use leggett_lab::Status;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

/// Failures are listed to this number; JSON lists them all.
const LISTED: usize = 20;

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Say how far a run is, what failed, what was recomputed")
        .arg(interface::run_directory())
        .arg(interface::json())
}

pub(super) fn run(matches: &ArgMatches, _: &Session) -> Result<u8, Failure> {
    let path = interface::path(matches, "run");
    let status = leggett_lab::status(leggett_studies::studies(), path)?;
    let text = if matches.get_flag("json") {
        format!("{}\n", object(path, &status))
    } else {
        for_people(path, &status)
    };
    output::print(&text)?;
    Ok(0)
}

fn object(path: &Path, status: &Status) -> serde_json::Value {
    let failed: Vec<_> = status
        .failed
        .iter()
        .map(|(point, message)| json!({"point": point, "message": message}))
        .collect();
    json!({
        "leggett": env!("CARGO_PKG_VERSION"),
        "schema": leggett_studies::json::SCHEMA,
        "run": path.display().to_string(),
        "study": status.study.name,
        "shard": (!status.shard.is_whole()).then(|| status.shard.to_string()),
        "total": status.total,
        "done": status.done,
        "failed": failed,
        "missing": status.missing,
        "damaged": status.damaged,
        "recomputed": status.recomputed,
        "running": status.running,
    })
}

fn for_people(path: &Path, status: &Status) -> String {
    let row = |name: &str, count: usize, what: &str| {
        vec![name.to_owned(), count.to_string(), what.to_owned()]
    };
    let mut text = format!(
        "{}: {}, {} points{}{}\n",
        path.display(),
        status.study.name,
        status.total,
        match status.shard.is_whole() {
            true => String::new(),
            false => format!(" of shard {}", status.shard),
        },
        if status.running { ", running now" } else { "" }
    );
    text.push_str(&table::aligned(&[
        row("done", status.done, ""),
        row("failed", status.failed.len(), ""),
        row("missing", status.missing, "not computed yet"),
        row("damaged", status.damaged, "computed again by --resume"),
        row("recomputed", status.recomputed, "after damage, so far"),
    ]));
    for (point, message) in status.failed.iter().take(LISTED) {
        let _ = writeln!(text, "point {point}: {message}");
    }
    if status.failed.len() > LISTED {
        let more = status.failed.len() - LISTED;
        let _ = writeln!(text, "and {more} more, which --json lists");
    }
    text
}
