//! The direction of writing, and texts in a sentence of the other direction.

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

/// The languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "fa", "he", "ur"];

/// Begins a text whose direction is that of its first letter, whatever stands around it.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends it.
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// Returns whether a language is written from right to left.
pub(super) fn is_right_to_left(tag: &str) -> bool {
    RIGHT_TO_LEFT.contains(&tag)
}

/// Returns a text that can be put into a sentence without disturbing its order; none where it can
/// be put there as it is.
pub(super) fn isolate(text: &str, is_right_to_left: bool) -> Option<String> {
    let classes = CodePointMapData::<BidiClass>::new();
    let is_from_right =
        |c| matches!(classes.get(c), BidiClass::RightToLeft | BidiClass::ArabicLetter);
    // A number is in the same order everywhere, with what is inside it.
    let fits = |c: char| match is_right_to_left {
        true => is_from_right(c) || c.is_ascii_digit() || matches!(c, ' ' | '.' | ':'),
        false => !is_from_right(c),
    };
    let needs = !text.chars().all(fits);
    needs.then(|| format!("{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_isolated_where_it_could_change_the_order_of_a_sentence() {
        for (text, in_arabic, in_english) in [
            ("ada", true, false),
            ("Firefox", true, false),
            ("2001:db8::1", true, false),
            ("203.0.113.9", false, false),
            ("21 نوفمبر 2026 في 04:28", false, true),
            ("ada محمد", true, true),
            ("שלום", false, true),
            ("", false, false),
        ] {
            let isolated = Some(format!("\u{2068}{text}\u{2069}"));
            assert_eq!(isolate(text, true), isolated.clone().filter(|_| in_arabic), "{text}");
            assert_eq!(isolate(text, false), isolated.filter(|_| in_english), "{text}");
        }
    }
}
