//! See `form` in `tests/it/fuzzed/properties.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vestibule_fuzz::properties::form(bytes));
