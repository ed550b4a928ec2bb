//! Codes of digits, as people type them.
//!
//! The rule: a digit is a decimal digit of any script, whatever stands between digits to make them
//! legible is disregarded (blanks, invisible characters, punctuation, symbols), and anything else
//! makes it no code.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::secret::SecretText;
use crate::text::{is_blank, is_invisible};

/// Reads a code of so many digits, written in ASCII whatever was typed; returns none for what is no
/// such code.
pub fn read(typed: &SecretText, digits: usize) -> Option<SecretText> {
    let mut code = String::with_capacity(digits);
    for c in typed.expose().chars() {
        match digit(c) {
            Some(_) if code.len() == digits => return None,
            Some(digit) => code.push(digit),
            None if is_separator(c) => {}
            None => return None,
        }
    }
    (code.len() == digits).then(|| SecretText::new(code))
}

/// Returns the ASCII digit of the same value.
fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_digit = |c: u32| categories.get32(c) == GeneralCategory::DecimalNumber;
    let number = u32::from(c);
    if !is_digit(number) {
        return None;
    }
    // Unicode promises that the ten digits of a script stand in a row, zero first (chapter 4.6);
    // several such rows may follow each other.
    let before = (0..number).rev().take_while(|number| is_digit(*number)).count();
    char::from_digit(u32::try_from(before % 10).ok()?, 10)
}

fn is_separator(c: char) -> bool {
    let between = GeneralCategoryGroup::Punctuation.union(GeneralCategoryGroup::Symbol);
    is_blank(c)
        || is_invisible(c)
        || between.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(typed: &str) -> Option<String> {
        read(&SecretText::new(typed), 6).map(|code| code.expose().to_owned())
    }

    #[test]
    fn a_code_is_read_in_any_digits_and_with_any_separators() {
        for typed in [
            "123456",
            "１２３４５６",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "१२३४५६",
            "১২৩৪৫৬",
            "๑๒๓๔๕๖",
            "𝟏𝟐𝟑𝟜𝟝𝟞",
            "１2٣४5𝟔",
            "123 456",
            " 123\u{a0}456\r\n",
            "1\t2\u{2009}3\u{202f}4\u{3000}5\u{2800}6",
            "123\u{200b}456\u{feff}",
            "\u{202d}123456\u{202c}",
            "123-456",
            "12‐34‑56",
            "12‒34–56",
            "12—34―56",
            "123−456",
            "123－456",
            "12﹣34⁃56",
            "123.456",
            "123·456",
            "123・456",
            "12,34;56",
            "１２３、４５６。",
            "123_456",
            "(123) 456",
            "123|456",
            "\"123/456\"",
        ] {
            assert_eq!(read_text(typed).as_deref(), Some("123456"), "{typed:?}");
        }
    }

    #[test]
    fn what_has_another_number_of_digits_or_anything_else_is_no_code() {
        for typed in [
            "",
            " ",
            "-",
            "12345",
            "1234567",
            "12345a",
            "a123456",
            "123456é",
            "12345²",
            "12345½",
            "Ⅰ23456",
            "①23456",
            "12345六",
            "123\x00456",
            "12345\u{301}6",
        ] {
            assert_eq!(read_text(typed), None, "{typed:?}");
        }
        assert_eq!(read_text(&"1 ".repeat(8000)), None);
    }

    #[test]
    fn the_digits_of_every_script_stand_in_rows_of_ten() {
        let digits: Vec<char> = ('\0'..=char::MAX).filter_map(digit).collect();
        assert!(digits.len() >= 650, "{}", digits.len());
        assert!(digits.chunks(10).all(|row| row.iter().copied().eq('0'..='9')));
    }
}
