//! Texts that stand where a secret belongs: what examples and other products' defaults say, runs
//! along the alphabet or the keyboard, and short texts repeated. An attacker tries these first.

use std::collections::HashSet;
use std::ops::RangeInclusive;

/// Words that are in a placeholder and in no secret.
#[rustfmt::skip]
const MARKERS: &[&str] = &[
    "secret", "secrets", "change", "changed", "changeme", "changeit", "changethis", "your",
    "yours", "example", "password", "passwd", "passphrase", "placeholder", "replace", "insecure",
    "supersecret",
];

/// Words that placeholders are made of besides. A passphrase of random words has mostly others.
#[rustfmt::skip]
const USUAL: &[&str] = &[
    "access", "admin", "and", "another", "any", "anyone", "api", "app", "application", "auth",
    "authentication", "authorization", "backend", "base", "battery", "been", "bits", "brown",
    "bytes", "cat", "char", "character", "characters", "chars", "client", "code", "complex",
    "config", "consectetur", "cookie", "correct", "default", "demo", "dev", "development",
    "different", "dog", "dolor", "dummy", "encryption", "enter", "fake", "for", "fox", "from",
    "generate", "generated", "hash", "hello", "here", "hmac", "horse", "insert", "ipsum", "jumps",
    "jwt", "keep", "key", "keyboard", "keys", "laravel", "lazy", "least", "local", "long",
    "lorem", "min", "minimum", "must", "never", "not", "now", "only", "openssl", "other",
    "output", "over", "own", "please", "private", "prod", "production", "public", "put", "quick",
    "rand", "random", "real", "refresh", "safe", "salt", "sample", "secure", "server", "session",
    "set", "share", "should", "sign", "signing", "sit", "some", "something", "staple", "strong",
    "string", "super", "temp", "test", "testing", "text", "that", "the", "this", "todo", "token",
    "tokens", "unique", "use", "user", "value", "very", "with", "without", "word", "words",
    "world", "xxxx", "you",
];

/// The rows of keyboards, and the digits as they lie there.
const ROWS: [&str; 6] =
    ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890"];

/// The fewest characters of a run: chance makes shorter ones.
const RUN: usize = 5;

/// Returns whether a text is made of words, one of which says that it is no secret, or of nothing
/// but usual ones.
///
/// What is left without the words counts: `prod-secret-` before `enough` random characters does no
/// harm. In random text a marker comes up by chance once in millions, and the words then cover too
/// little of it.
pub(super) fn is_made_of_words(text: &str, enough: usize) -> bool {
    let leet: String = text.chars().map(letter_for).collect();
    [text, &leet].into_iter().any(|text| {
        let chunks = text.split(|c: char| !c.is_alphanumeric()).map(tokens);
        let parted = chunks.flat_map(|tokens| {
            let whole = tokens.len() == 1;
            tokens.into_iter().map(move |token| (token, Word::of(token, whole)))
        });
        let (tokens, words): (Vec<&str>, Vec<Word>) = parted.unzip();
        let bytes = |counts: fn(&Word) -> bool| -> usize {
            tokens
                .iter()
                .zip(&words)
                .filter(|(_, word)| counts(word))
                .map(|(token, _)| token.len())
                .sum()
        };
        let (covered, known, all) =
            (bytes(|word| word.is_word), bytes(|word| word.known), bytes(|_| true));
        let rest =
            tokens.iter().zip(&words).filter(|(_, word)| !word.is_word).map(|(token, _)| *token);
        let rest: String = rest.collect();
        let marked = words.iter().any(|word| word.marked) && covered * 2 >= all;
        // Django writes this before a key that it made itself and that went into the repository.
        let insecure = tokens.iter().any(|token| token.eq_ignore_ascii_case("insecure"));
        insecure
            || marked && (rest.len() < enough || repeats(&rest, enough))
            || all * 2 >= text.len() && known * 4 >= all * 3
    })
}

/// Returns whether a text is one of fewer than `enough` bytes again and again, or runs along the
/// alphabet, the digits or the keyboard.
pub(super) fn repeats(text: &str, enough: usize) -> bool {
    let bytes = text.to_ascii_lowercase().into_bytes();
    let mut periods = 1..=(bytes.len() / 2).min(enough - 1);
    let again = periods.any(|period| bytes.iter().zip(&bytes[period..]).all(|(a, b)| a == b));
    let (mut at, mut covered) = (0, 0);
    while at < bytes.len() {
        let run = run(&bytes[at..]);
        covered += if run >= RUN { run } else { 0 };
        at += if run >= RUN { run } else { 1 };
    }
    again || covered * 2 > bytes.len()
}

/// Returns how long a text runs along one of the rows, or stays and goes on by one, up or down.
fn run(bytes: &[u8]) -> usize {
    let step = |by: i16| {
        let steps = bytes.windows(2).take_while(|pair| {
            let difference = i16::from(pair[1]) - i16::from(pair[0]);
            difference == 0 || difference == by
        });
        steps.count() + 1
    };
    let along = |row: &mut dyn Iterator<Item = u8>| {
        row.skip_while(|key| *key != bytes[0]).zip(bytes).take_while(|(a, b)| a == *b).count()
    };
    let rows = ROWS.iter().flat_map(|row| [along(&mut row.bytes()), along(&mut row.bytes().rev())]);
    rows.chain([step(1), step(-1)]).max().unwrap_or_default()
}

/// What people write for a letter in the belief that nobody guesses it.
fn letter_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Splits a chunk where letters and digits meet, and before a capital inside a word.
fn tokens(chunk: &str) -> Vec<&str> {
    let (mut tokens, mut begin, mut before) = (Vec::new(), 0, None);
    for (at, c) in chunk.char_indices() {
        let apart = |before: char| {
            before.is_numeric() != c.is_numeric() || before.is_lowercase() && c.is_uppercase()
        };
        if before.is_some_and(apart) {
            tokens.push(&chunk[begin..at]);
            begin = at;
        }
        before = Some(c);
    }
    tokens.push(&chunk[begin..]);
    tokens
}

/// What a token is.
#[derive(Default)]
struct Word {
    /// Whether it is a word, or could be one.
    is_word: bool,
    /// Whether it is a marker, or has one in it.
    marked: bool,
    /// Whether most of it is words that placeholders are made of.
    known: bool,
}

impl Word {
    /// The lengths of what is taken for a word whatever it says, where it stands by itself.
    const LENGTHS: RangeInclusive<usize> = 3..=14;

    fn of(token: &str, whole: bool) -> Self {
        let is_capitalised = token.chars().skip(1).all(char::is_lowercase);
        if !token.chars().all(char::is_alphabetic)
            || !is_capitalised && !token.chars().all(char::is_uppercase)
        {
            return Self::default();
        }
        let lower = token.to_lowercase();
        let words = MARKERS.iter().chain(USUAL);
        let found: Vec<(usize, &str)> = words.flat_map(|word| lower.match_indices(word)).collect();
        let inside: HashSet<usize> =
            found.iter().flat_map(|(at, word)| *at..at + word.len()).collect();
        // Chance finds a word in a longer text, but not words that make up most of it.
        let known = inside.len() * 3 >= lower.len() * 2;
        Self {
            is_word: known || whole && Self::LENGTHS.contains(&lower.len()),
            marked: known && found.iter().any(|(_, word)| MARKERS.contains(word)),
            known,
        }
    }
}
