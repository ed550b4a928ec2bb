//! The HTML face.

mod session;
