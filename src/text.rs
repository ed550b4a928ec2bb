//! Text as people type it: what of it can be seen, what is dropped around it, and in which form it
//! is compared.

use icu_casemap::CaseMapper;
use icu_properties::props::{
    DefaultIgnorableCodePoint, ExtendedPictographic, GeneralCategory, Ideographic,
    PrependedConcatenationMark,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;

/// Returns whether a character leaves no mark on a page: format characters, zero width, bidi
/// controls, fillers, variation selectors, tags. Blanks and control characters are not among them.
pub fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    // The Arabic signs that stand before a number are format characters, but they are drawn.
    let is_format = || CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::Format;
    let is_drawn = || CodePointSetData::new::<PrependedConcatenationMark>().contains(c);
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || (is_format() && !is_drawn())
}

/// Returns whether a character is a blank of any kind. The empty Braille cell is one, though
/// Unicode calls it a symbol.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// Returns the text without the blanks and invisible characters around it. Nothing is left of a
/// text that has no visible character.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_dropped_around)
}

/// The same for a person's name, whose last character keeps the variation selector or the tags that
/// make it an emoji, a flag or the way in which a family writes an ideograph.
pub fn trim_name(text: &str) -> &str {
    let text = text.trim_start_matches(is_dropped_around);
    let trimmed = text.trim_end_matches(is_dropped_around);
    let Some(last) = trimmed.chars().next_back() else { return trimmed };
    let rest = &text[trimmed.len()..];
    let kept = if CodePointSetData::new::<ExtendedPictographic>().contains(last) {
        rest.find(|c| !matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{e0020}'..='\u{e007f}'))
            .unwrap_or(rest.len())
    } else if CodePointSetData::new::<Ideographic>().contains(last) {
        let is_variation =
            |c: &char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        rest.chars().next().filter(is_variation).map_or(0, char::len_utf8)
    } else {
        0
    };
    &text[..trimmed.len() + kept]
}

fn is_dropped_around(c: char) -> bool {
    is_blank(c) || is_invisible(c)
}

/// Returns the form in which two texts are the same that differ in case or in Unicode form:
/// Unicode's canonical caseless match (chapter 3.13, D145), composed. `ß` is `ss`, `ς` is `σ`, and
/// `İ` is an `i` with a dot above, in every language.
///
/// Done here rather than by the database, because SQLite folds ASCII only and PostgreSQL by its
/// locale.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed: String = text.nfd().collect();
    CaseMapper::new().fold_string(&decomposed).nfc().collect()
}

/// Returns the form in which texts are searched: without case, accents and invisible characters,
/// with compatible characters the same. Letters that are more than a letter with an accent stay:
/// `ø` is no `o`.
pub fn search_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_accent = |c| {
        matches!(
            categories.get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        )
    };
    let decomposed: String = text.nfkd().collect();
    // Folding can bring accents and compatible characters back: `İ` becomes an `i` and a dot.
    let folded = CaseMapper::new().fold_string(&decomposed).nfkd().collect::<String>();
    let folded = CaseMapper::new().fold_string(&folded).nfkd().collect::<String>();
    folded.chars().filter(|c| !is_accent(*c) && !is_invisible(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_no_mark_is_invisible() {
        let invisible = [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{17b4}',
            '\u{180b}',
            '\u{180e}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{200e}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{3164}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{13430}',
            '\u{1d173}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e0100}',
        ];
        assert!(invisible.into_iter().all(is_invisible), "{:?}", invisible.map(is_invisible));
        let drawn = [
            'a', ' ', '\0', '\n', 'é', '\u{301}', '\u{600}', '\u{6dd}', '漢', '🦀', '\u{20e3}',
            '\u{2800}',
        ];
        assert!(!drawn.into_iter().any(is_invisible), "{:?}", drawn.map(is_invisible));
    }

    #[test]
    fn blanks_and_invisible_characters_around_a_text_are_dropped() {
        for around in [
            " ",
            "\t\r\n",
            "\u{a0}",
            "\u{3000}",
            "\u{2028}",
            "\u{2800}",
            "\u{200b}",
            "\u{feff} \u{ad}",
            "\u{202e}",
            "\u{3164}",
        ] {
            assert_eq!(
                trim(&format!("{around}a{around}b{around}")),
                format!("a{around}b"),
                "{around:?}"
            );
            assert_eq!(trim(around), "", "{around:?}");
        }
        assert_eq!(trim("\0a\0"), "\0a\0", "a control character is to be refused");
    }

    #[test]
    fn a_name_keeps_what_its_last_character_needs() {
        let england = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        for name in [
            "❤\u{fe0f}",
            england,
            "葛\u{e0100}",
            "👩\u{200d}🚀",
            "می\u{200c}خواهم",
            "1\u{fe0f}\u{20e3}",
        ] {
            for around in ["", " ", "\u{200b}", "\u{202e}\u{200d}"] {
                assert_eq!(
                    trim_name(&format!("{around}{name}{around}")),
                    name,
                    "{name:?} {around:?}"
                );
            }
        }
        assert_eq!(trim_name("Ada\u{fe0f}"), "Ada");
        assert_eq!(trim_name("Ada\u{e0041}\u{e007f}"), "Ada");
        assert_eq!(trim_name("葛\u{e0100}\u{e0101}"), "葛\u{e0100}");
        assert_eq!(trim_name("\u{fe0f}\u{200d}"), "");
    }

    /// Shows: INJ-05.
    #[test]
    fn folding_disregards_case_and_unicode_form_and_is_done_once_and_for_all() {
        for (one, other) in [
            ("STRASSE", "straße"),
            ("STRAẞE", "straße"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("İ", "i\u{307}"),
            ("Å", "a\u{30a}"),
            ("\u{212b}", "å"),
            ("ИЙ", "ии\u{306}"),
            ("ﬁ", "FI"),
            ("Ꭰ", "ꭰ"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        for (one, other) in [("ı", "i"), ("İ", "i"), ("é", "e"), ("а", "a"), ("ａ", "a")] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
        // Without the ideographs and syllables of the East, of which there are many and all alike.
        for c in ('\0'..='\u{2fff}').chain('\u{a000}'..='\u{abff}').chain('\u{f900}'..='\u{1ffff}')
        {
            let text = format!("{c}\u{301}");
            let (folded, key) = (fold(&text), search_key(&text));
            assert_eq!(fold(&folded), folded, "{c:?}");
            assert_eq!(search_key(&key), key, "{c:?}");
            assert!(
                c.to_lowercase().count() > 1 || search_key(&text.to_lowercase()) == key,
                "{c:?}"
            );
        }
    }

    #[test]
    fn searching_disregards_case_and_accents_of_any_script() {
        for (typed, stored) in [
            ("иван", "Иван"),
            ("ЙВАН", "Иван"),
            ("elodie", "Élodie"),
            ("ÉLODIE", "E\u{301}lodie"),
            ("strasse", "Straße"),
            ("istanbul", "İstanbul"),
            ("αθηνα", "Αθήνα"),
            ("ΣΙΣΥΦΟΣ", "Σίσυφος"),
            ("nguyen", "Nguyễn"),
            ("hung", "ＨＵＮＧ"),
            ("김", "\u{1100}\u{1175}\u{11b7}"),
            ("محمد", "مُحَمَّد"),
            ("میخواهم", "می\u{200c}خواهم"),
            ("office", "oﬃce"),
        ] {
            assert_eq!(search_key(typed), search_key(stored), "{typed} {stored}");
        }
        assert!(
            search_key("김철수").starts_with(&search_key("기")),
            "what was typed of a syllable finds it"
        );
        assert_ne!(search_key("о"), search_key("o"));
    }
}
