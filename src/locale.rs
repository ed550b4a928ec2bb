//! Languages: every text that people read, as a method of [`Locale`].
//!
//! The texts stand in `locales/*.ftl` (Project Fluent) and are compiled into the binary. `build.rs`
//! creates a method for each message of `locales/en.ftl`, with a parameter for each of its
//! variables. What another language lacks is shown in English. Numbers are written as the language
//! does, and a text of the other direction of writing is isolated.

mod direction;
mod numbers;

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::clock::Timestamp;
use numbers::Numbers;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let mut languages: Vec<Language> = Vec::with_capacity(SOURCES.len());
    for (tag, source) in SOURCES {
        let language = Language::new(tag, source, None, languages.first());
        languages.push(language);
    }
    languages
});

/// English with accents on every letter. See [`Locale::pseudo`].
static PSEUDO: LazyLock<Language> =
    LazyLock::new(|| Language::new("en-XA", SOURCES[0].1, Some(accented), None));

/// A language that texts are written in.
#[derive(Clone, Copy)]
pub struct Locale(&'static Language);

struct Language {
    tag: &'static str,
    /// Whether it is written from right to left.
    is_right_to_left: bool,
    numbers: Numbers,
    bundle: FluentBundle<FluentResource>,
    /// The messages without variables, formatted once, in the order of [`FIXED`].
    fixed: Vec<&'static str>,
}

impl Language {
    /// Loads a language; what it lacks is taken from `english`.
    fn new(
        tag: &'static str,
        source: &str,
        transform: Option<fn(&str) -> Cow<'_, str>>,
        english: Option<&Self>,
    ) -> Self {
        // The sources were parsed when this was compiled, so whatever could be reported here is
        // known not to occur.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        // The marks that Fluent puts around every value would end up in what people copy. Those
        // that need them get them from us.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(numbers::format));
        bundle.set_transform(transform);
        bundle.add_resource_overriding(resource);
        let is_right_to_left = direction::is_right_to_left(tag);
        let numbers = Numbers::of(tag);
        let mut language = Self { tag, is_right_to_left, numbers, bundle, fixed: Vec::new() };
        let text = |(index, id): (usize, &&str)| match language.format(id, None) {
            Some(text) => &*text.leak(),
            None => english.map_or("", |english| english.fixed[index]),
        };
        language.fixed = FIXED.iter().enumerate().map(text).collect();
        language
    }

    /// Formats a message; none if the language lacks it.
    fn format(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        Some(self.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned())
    }
}

impl Locale {
    /// Returns English.
    pub fn english() -> Self {
        Self(&LANGUAGES[0])
    }

    /// Returns the language whose tag is `tag`, in any case; none if there is no such file in
    /// `locales`.
    pub fn find(tag: &str) -> Option<Self> {
        LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(tag)).map(Self)
    }

    /// Returns a made-up language: English in which every letter has an accent, so that a text
    /// which is not in the catalogue stands out. For tests.
    #[doc(hidden)]
    pub fn pseudo() -> Self {
        Self(&PSEUDO)
    }

    /// Returns every language, English first.
    pub fn languages() -> impl Iterator<Item = Self> {
        LANGUAGES.iter().map(Self)
    }

    /// Returns the language that a language range asks for: the one with this tag, or with the
    /// longest part of it (RFC 4647, 3.4). `de-AT` finds `de`.
    pub fn look_up(range: &str) -> Option<Self> {
        let mut range = range;
        loop {
            if let Some(found) = Self::find(range) {
                return Some(found);
            }
            range = range.rsplit_once('-')?.0;
        }
    }

    /// Returns the language tag (RFC 5646), as `lang` has it in HTML.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// Returns the direction of writing, as `dir` has it in HTML.
    pub fn direction(self) -> &'static str {
        if self.0.is_right_to_left { "rtl" } else { "ltr" }
    }

    /// Returns the message without variables that is called `id`; none if there is no such message.
    pub fn find_text(self, id: &str) -> Option<&'static str> {
        FIXED.binary_search(&id).ok().map(|index| self.fixed(index))
    }

    fn fixed(self, index: usize) -> &'static str {
        self.0.fixed[index]
    }

    fn format<'a, const N: usize>(
        self,
        id: &str,
        arguments: [(&'static str, FluentValue<'a>); N],
    ) -> String {
        let isolate = |(name, value)| match &value {
            FluentValue::String(text) => {
                let isolated = direction::isolate(text, self.0.is_right_to_left);
                (name, isolated.map_or(value, FluentValue::from))
            }
            _ => (name, value),
        };
        let arguments = FluentArgs::from_iter(arguments.map(isolate));
        let text = self.0.format(id, Some(&arguments));
        text.or_else(|| LANGUAGES[0].format(id, Some(&arguments))).unwrap_or_default()
    }

    /// Writes a day in UTC: `21 November 2026`.
    pub fn day(self, at: Timestamp) -> String {
        let (year, month, day) = at.date();
        // A year is no number of something: its digits are not grouped.
        self.date(day, self.month(month), year.to_string())
    }

    /// Writes a point in time in UTC: `21 November 2026, 04:28 UTC`.
    pub fn time(self, at: Timestamp) -> String {
        self.date_time(self.day(at), at.time_of_day())
    }

    /// Writes a whole number: `1,234`.
    pub fn number(self, number: impl TryInto<i64>) -> String {
        self.0.numbers.write(number.try_into().unwrap_or(i64::MAX))
    }

    fn month(self, month: u32) -> &'static str {
        match month {
            1 => self.month_1(),
            2 => self.month_2(),
            3 => self.month_3(),
            4 => self.month_4(),
            5 => self.month_5(),
            6 => self.month_6(),
            7 => self.month_7(),
            8 => self.month_8(),
            9 => self.month_9(),
            10 => self.month_10(),
            11 => self.month_11(),
            _ => self.month_12(),
        }
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.0.tag)
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

/// Puts an accent on every ASCII letter.
fn accented(text: &str) -> Cow<'_, str> {
    const LOWER: [char; 26] = [
        'á', 'ƀ', 'ç', 'ð', 'é', 'ƒ', 'ĝ', 'ĥ', 'î', 'ĵ', 'ķ', 'ļ', 'ɱ', 'ñ', 'ö', 'þ', 'ǫ', 'ŕ',
        'š', 'ţ', 'û', 'ṽ', 'ŵ', 'ẋ', 'ý', 'ž',
    ];
    const UPPER: [char; 26] = [
        'Å', 'Ɓ', 'Ç', 'Ð', 'É', 'Ƒ', 'Ĝ', 'Ĥ', 'Î', 'Ĵ', 'Ķ', 'Ļ', 'Ṁ', 'Ñ', 'Ö', 'Þ', 'Ǫ', 'Ŕ',
        'Š', 'Ţ', 'Û', 'Ṽ', 'Ŵ', 'Ẋ', 'Ý', 'Ž',
    ];
    let accent = |letter: char| match letter {
        'a'..='z' => LOWER[usize::from(letter as u8 - b'a')],
        'A'..='Z' => UPPER[usize::from(letter as u8 - b'A')],
        other => other,
    };
    text.chars().map(accent).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_in() {
        let english = Locale::english();
        assert_eq!(english.sign_in(), "Sign in");
        assert_eq!(english.field_too_short(8), "Use at least 8 characters.");
        assert_eq!(english.mail_lifetime(1), "The link and the code work once, for one hour.");
        assert_eq!(english.mail_lifetime(24), "The link and the code work once, for 24 hours.");
        assert_eq!(english.time(Timestamp::from_millis(0)), "1 January 1970, 00:00 UTC");
        assert_eq!(english.day(Timestamp::from_millis(1_782_000_000_000)), "21 June 2026");
    }

    #[test]
    fn dates_numbers_and_plurals_are_those_of_the_language() {
        let at = Timestamp::from_millis(1_796_194_800_000);
        for (tag, time, total, lifetime) in [
            ("en", "2 December 2026, 07:00 UTC", "1,234", "for 2 hours."),
            ("de", "2. Dezember 2026, 07:00 UTC", "1.234", "2 Stunden und nur einmal."),
            ("es", "2 de diciembre de 2026, 07:00 UTC", "1234", "durante 2 horas."),
            ("fr", "2 décembre 2026 à 07:00 UTC", "1\u{202f}234", "2 heures et une seule fois."),
            ("ja", "2026年12月2日 07:00 (UTC)", "1,234", "有効期間は2時間です。"),
            ("ar", "2 ديسمبر 2026 في 07:00 بالتوقيت العالمي", "1,234", "خلال ساعتين."),
        ] {
            let t = Locale::find(tag).unwrap();
            assert_eq!(t.time(at), time);
            let accounts = t.admin_overview_lead(1234);
            assert!(accounts.contains(total), "{accounts}");
            assert!(t.mail_lifetime(2).ends_with(lifetime), "{}", t.mail_lifetime(2));
        }
        let french = Locale::find("fr").unwrap();
        assert_eq!(french.day(Timestamp::from_millis(1_796_094_000_000)), "1er décembre 2026");
        assert_eq!(
            (french.number(1234usize), french.number(u64::MAX).len()),
            ("1\u{202f}234".to_owned(), 37)
        );
    }

    #[test]
    fn arabic_has_a_form_for_each_kind_of_number() {
        let arabic = Locale::find("ar").unwrap();
        let forms = [0, 1, 2, 3, 11, 100].map(|days| arabic.ago_days(days));
        assert_eq!(
            forms,
            ["قبل 0 يوم", "قبل يوم واحد", "قبل يومين", "قبل 3 أيام", "قبل 11 يومًا", "قبل 100 يوم"]
        );
    }

    #[test]
    fn names_are_isolated_in_a_sentence_of_the_other_direction() {
        let arabic = Locale::find("ar").unwrap();
        assert_eq!(arabic.mail_greeting("ada"), "مرحبًا \u{2068}ada\u{2069}،");
        assert_eq!(Locale::english().mail_greeting("ada"), "Hello ada,");
        assert_eq!(Locale::english().mail_greeting("محمد"), "Hello \u{2068}محمد\u{2069},");
        assert_eq!((arabic.direction(), Locale::english().direction()), ("rtl", "ltr"));
    }

    #[test]
    fn the_longest_part_of_a_range_that_there_is_is_found() {
        for (range, tag) in
            [("de", "de"), ("DE-at", "de"), ("ja-Jpan-JP-u-ca-japanese", "ja"), ("fr-x-y", "fr")]
        {
            assert_eq!(Locale::look_up(range).map(Locale::tag), Some(tag), "{range}");
        }
        for range in ["", "pt", "d", "deu", "x-de", "-de", "*"] {
            assert_eq!(Locale::look_up(range), None, "{range}");
        }
    }

    #[test]
    fn the_pseudo_language_leaves_no_letter_of_a_text_as_it_was() {
        let pseudo = Locale::pseudo();
        assert_eq!(pseudo.sign_in(), "Šîĝñ îñ");
        assert_eq!(pseudo.mail_greeting("ada"), "Ĥéļļö ada,");
        assert!(
            pseudo.0.fixed.iter().all(|text| !text.contains(|c: char| c.is_ascii_alphabetic()))
        );
    }

    #[test]
    fn what_a_language_lacks_is_shown_in_english() {
        let source = "sign-in = Anmelden\nfield-too-short = Mindestens { $min } Zeichen.";
        let language = Language::new("de", source, None, LANGUAGES.first());
        let german = Locale(Box::leak(Box::new(language)));
        assert_eq!(
            (german.tag(), german.sign_in(), german.sign_out()),
            ("de", "Anmelden", "Sign out")
        );
        assert_eq!(german.field_too_short(8), "Mindestens 8 Zeichen.");
        assert_eq!(german.field_too_long(8), "Use at most 8 characters.");
    }

    #[test]
    fn a_text_is_found_by_its_id() {
        let english = Locale::english();
        assert_eq!(english.find_text("sign-in"), Some("Sign in"));
        assert_eq!(english.find_text("no-such-text"), None);
        assert!(FIXED.is_sorted(), "for the search");
        assert!(FIXED.iter().all(|id| english.find_text(id).is_some()));
    }

    #[test]
    fn every_message_of_english_has_a_text() {
        let english = Locale::english();
        for (id, text) in FIXED.iter().zip(&english.0.fixed) {
            assert!(!text.is_empty() && !text.contains('{'), "{id}: {text}");
        }
    }
}
