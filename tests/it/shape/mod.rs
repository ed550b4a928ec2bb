//! The shape of the house: reads the sources and holds them to the map in `src/lib.rs`.

mod evidence;
mod map;
mod rooms;
mod source;
