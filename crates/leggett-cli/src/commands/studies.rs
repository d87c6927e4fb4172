//! `leggett studies`: the studies, a line each.

use crate::failure::Failure;
use crate::interface;
use crate::output;
use crate::session::Session;
use crate::table;
use clap::{ArgMatches, Command};
use serde_json::json;

pub(super) fn declare(command: Command) -> Command {
    command
        .about("List the studies, a line each")
        .arg(interface::json())
}

pub(super) fn run(matches: &ArgMatches, _: &Session) -> Result<u8, Failure> {
    let studies = leggett_studies::studies();
    if matches.get_flag("json") {
        let list: Vec<_> = studies
            .iter()
            .map(|study| json!({"study": study.name, "revision": study.revision, "title": study.title}))
            .collect();
        let object = json!({
            "leggett": env!("CARGO_PKG_VERSION"),
            "schema": leggett_studies::json::SCHEMA,
            "studies": list,
        });
        output::print(&format!("{object}\n"))?;
    } else {
        let rows: Vec<Vec<String>> = studies
            .iter()
            .map(|study| vec![study.name.to_owned(), study.title.to_owned()])
            .collect();
        output::print(&table::aligned(&rows))?;
    }
    Ok(0)
}
