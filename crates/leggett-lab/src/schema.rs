//! JSON Schema of experiment files.

use leggett_studies::Study;

/// The JSON Schema (2020-12) of experiment files.
pub fn experiment_schema(_studies: &[&'static Study]) -> serde_json::Value {
    serde_json::Value::Null
}
