//! The versions file of a run: program, machine, study and experiment.

use super::shard::Shard;
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use serde_json::{Value as Json, json};
use std::path::Path;

/// The version of the layout of run directories.
const FORMAT: u64 = 1;

/// What a run directory says about its experiment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Versions {
    pub(super) study: String,
    pub(super) revision: u32,
    /// The hash of the experiment.
    pub(super) experiment: String,
    /// Which of its points the directory is for.
    pub(super) shard: Shard,
    /// Parameter and SHA-256 of every file that it takes.
    pub(super) inputs: Vec<(String, String)>,
}

impl Versions {
    pub(super) fn of(experiment: &Experiment, shard: Shard) -> Self {
        Self {
            study: experiment.study().name.to_owned(),
            revision: experiment.revision(),
            experiment: experiment.hash(),
            shard,
            inputs: experiment
                .inputs()
                .iter()
                .map(|input| (input.parameter.to_owned(), input.digest.clone()))
                .collect(),
        }
    }

    /// The text of the file, which also names this program and this machine.
    pub(super) fn text(&self) -> String {
        let mut object = json!({
            "format": FORMAT,
            "leggett": env!("CARGO_PKG_VERSION"),
            "target": target(),
            "features": features(),
            "study": self.study,
            "revision": self.revision,
            "experiment": self.experiment,
        });
        // A whole run is not called a shard.
        if !self.shard.is_whole() {
            object["shard"] = json!(self.shard.to_string());
        }
        for (parameter, digest) in &self.inputs {
            object["inputs"][parameter] = json!(digest);
        }
        format!("{object:#}\n")
    }

    /// Reads the file; `None` if it is missing or damaged.
    pub(super) fn read(path: &Path) -> Result<Option<Self>> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", path, error)),
        };
        Ok(serde_json::from_slice(&bytes)
            .ok()
            .and_then(|object| Self::parse(&object)))
    }

    fn parse(object: &Json) -> Option<Self> {
        let text = |name: &str| Some(object.get(name)?.as_str()?.to_owned());
        Some(Self {
            study: text("study")?,
            revision: u32::try_from(object.get("revision")?.as_u64()?).ok()?,
            experiment: text("experiment")?,
            shard: match object.get("shard") {
                Some(shard) => Shard::parse(shard.as_str()?).ok()?,
                None => Shard::WHOLE,
            },
            inputs: match object.get("inputs") {
                Some(inputs) => inputs
                    .as_object()?
                    .iter()
                    .map(|(name, digest)| Some((name.clone(), digest.as_str()?.to_owned())))
                    .collect::<Option<_>>()?,
                None => Vec::new(),
            },
        })
    }
}

/// This program and this machine in a line.
pub(super) fn program() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "leggett {version} on {} with {}",
        target(),
        features().join(" ")
    )
}

fn target() -> String {
    format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

/// Features of the processor that numerical code is selected by.
fn features() -> Vec<&'static str> {
    let mut found = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        let all = [
            ("avx", std::is_x86_feature_detected!("avx")),
            ("avx2", std::is_x86_feature_detected!("avx2")),
            ("fma", std::is_x86_feature_detected!("fma")),
            ("avx512f", std::is_x86_feature_detected!("avx512f")),
        ];
        found.extend(
            all.iter()
                .filter(|(_, there)| *there)
                .map(|(name, _)| *name),
        );
    }
    #[cfg(target_arch = "aarch64")]
    found.push("neon");
    found
}
