//! Numbers as a language writes them: `1,234`, `1.234` or `1 234`.

use fluent_bundle::FluentValue;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

/// Writes whole numbers in a language. The formatter itself cannot be shared between threads; its
/// tables are in the binary, so that it is soon made.
pub(super) struct Numbers(Option<Locale>);

impl Numbers {
    /// Creates it for the language that has this tag.
    pub(super) fn of(tag: &str) -> Self {
        // Numbers stand beside codes and addresses, which have these digits in every language.
        Self(format!("{tag}-u-nu-latn").parse().ok())
    }

    /// Writes a number.
    pub(super) fn write(&self, number: i64) -> String {
        let options = DecimalFormatterOptions::default();
        let locale = self.0.as_ref().map(Into::into);
        let formatter = locale.and_then(|locale| DecimalFormatter::try_new(locale, options).ok());
        match formatter {
            Some(formatter) => formatter.format(&Decimal::from(number)).to_string(),
            None => number.to_string(),
        }
    }
}

impl Memoizable for Numbers {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        Ok(Self::of(&language.to_string()))
    }
}

/// Writes the numbers in a message of a bundle; leaves everything else to the bundle.
pub(super) fn format(value: &FluentValue<'_>, of_language: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    // Every number in a text counts something.
    let whole = number.value as i64;
    of_language.with_try_get::<Numbers, _, _>((), |numbers| numbers.write(whole)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        for (tag, four, seven) in [
            ("en", "1,234", "1,234,567"),
            ("de", "1.234", "1.234.567"),
            ("es", "1234", "1.234.567"),
            ("fr", "1\u{202f}234", "1\u{202f}234\u{202f}567"),
            ("ja", "1,234", "1,234,567"),
            ("ar", "1,234", "1,234,567"),
        ] {
            let numbers = Numbers::of(tag);
            assert_eq!(
                [numbers.write(7), numbers.write(1234), numbers.write(1_234_567)],
                ["7", four, seven],
                "{tag}"
            );
        }
    }
}
