//! DEFAULT_LANGUAGE: the language of people who asked for none that there is.

use super::reader::Reader;
use crate::locale::Locale;

/// Reads the setting.
pub(super) fn read(reader: &mut Reader<'_>) -> Locale {
    let find = |text: &str| Locale::find(text).filter(|found| found.tag() == text);
    reader.word("DEFAULT_LANGUAGE", find).unwrap_or_else(Locale::english)
}
