//! The JSON face.

mod register;
