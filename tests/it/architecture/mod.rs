//! The shape of the house: reads the sources and holds them to the map in `src/lib.rs`.

mod conventions;
mod documents;
mod evidence;
mod layers;
pub mod source;
mod sql;
