//! What the two kinds of tokens contain, and which of them are refused.

mod carriers;
mod changed_secrets;
mod claims;
mod contents;
mod forge;
mod headers;
mod keys;
mod lifetimes;
mod objects;
mod proof;
mod refresh;
mod shapes;
mod signatures;
mod sizes;
mod times;
mod traces;
