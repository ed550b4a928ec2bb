//! What must hold of any bytes: the very functions that the tests call.

#[path = "../../tests/it/fuzzed/properties.rs"]
pub mod properties;
