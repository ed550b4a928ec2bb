//! An accent: the one colour that a brand gives.

use std::fmt;
use std::str::FromStr;

/// A colour of sRGB, a byte for each of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(pub [u8; 3]);

/// Reads `#rgb` or `#rrggbb`, in either case.
impl FromStr for Accent {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits: Vec<u8> = text
            .strip_prefix('#')
            .ok_or(())?
            .chars()
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or(()))
            .collect::<Result<_, ()>>()?;
        match digits[..] {
            [r, g, b] => Ok(Self([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Ok(Self([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => Err(()),
        }
    }
}

/// Writes `#rrggbb`.
impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_stand_for_six_and_case_does_not_matter() {
        for (text, written) in [
            ("#d9622b", "#d9622b"),
            ("#D9622B", "#d9622b"),
            ("#fA0", "#ffaa00"),
            ("#000", "#000000"),
        ] {
            assert_eq!(text.parse::<Accent>().map(|accent| accent.to_string()), Ok(written.into()));
        }
    }

    #[test]
    fn nothing_else_is_an_accent() {
        for text in
            ["", "#", "d9622b", "#d9622", "#d9622bff", "#ggg", "#é0", "red", "##fff", "#-1f"]
        {
            assert_eq!(text.parse::<Accent>(), Err(()), "{text}");
        }
    }
}
