//! Languages: every text that people read, as a method of [`Locale`].
//!
//! The texts stand in `locales/*.ftl` (Project Fluent) and are compiled into the binary. `build.rs`
//! creates a method for each message of `locales/en.ftl`, with a parameter for each of its
//! variables. What another language lacks is shown in English.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::clock::Timestamp;

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

/// The languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "fa", "he", "ur"];

/// A language that texts are written in.
#[derive(Clone, Copy)]
pub struct Locale(&'static Language);

struct Language {
    tag: &'static str,
    /// Whether it is written from right to left.
    is_rtl: bool,
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
        // The marks that Fluent puts around values for mixed directions of writing would end up in
        // what people copy.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        bundle.add_resource_overriding(resource);
        let is_rtl = RIGHT_TO_LEFT.contains(&tag);
        let mut language = Self { tag, is_rtl, bundle, fixed: Vec::new() };
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
    pub fn all() -> impl Iterator<Item = Self> {
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
            // A single letter introduces what follows it and means nothing alone.
            if let Some((before, [_])) = range.rsplit_once('-').map(|(a, b)| (a, b.as_bytes())) {
                range = before;
            }
        }
    }

    /// Returns the language tag (RFC 5646), as `lang` has it in HTML.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// Returns the direction of writing, as `dir` has it in HTML.
    pub fn direction(self) -> &'static str {
        if self.0.is_rtl { "rtl" } else { "ltr" }
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
        let arguments = FluentArgs::from_iter(arguments);
        let text = self.0.format(id, Some(&arguments));
        text.or_else(|| LANGUAGES[0].format(id, Some(&arguments))).unwrap_or_default()
    }

    /// Writes a day in UTC: `21 November 2026`.
    pub fn day(self, at: Timestamp) -> String {
        let (year, month, day) = at.date();
        self.date(day, self.month(month), year)
    }

    /// Writes a point in time in UTC: `21 November 2026, 04:28 UTC`.
    pub fn time(self, at: Timestamp) -> String {
        self.date_time(self.day(at), at.time_of_day())
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
