//! The file `.env`: what it may say, and how its values reach the environment.
//!
//! A value arrives byte for byte or its line is refused by name. Shells, systemd, `docker` and the
//! libraries for such files disagree about `$`, backslashes, quotes and comments, and a secret that
//! silently becomes another one signs everybody out, or is one that somebody can guess. In single
//! quotes all but `docker run --env-file` read the same.

use std::collections::HashSet;
use std::env;
use std::fs;
use std::io::{self, Cursor};
use std::path::Path;

use super::declared;

const QUOTE_IT: &str = "write the value in single quotes, where every character is taken literally";
const MULTIPLE: &str = "is set more than once: remove all lines but one";

/// Reads a file into the environment, if it is there. What the environment has already stays.
pub fn load(path: &Path) -> Result<(), String> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => read.map_err(|error| error.to_string())?,
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| not_text(&bytes))?;
    let settings = parse(text)?.into_iter().filter(|(name, _)| env::var_os(name).is_none());
    let lines: String =
        settings.map(|(name, value)| format!("{name}={}\n", escape(&value))).collect();
    // The library only sets the variables: what it reads has nothing left to interpret.
    dotenvy::from_read(Cursor::new(lines)).map_err(|_| "a value cannot be set".to_owned())
}

/// Returns whether a variable may hold a secret.
pub fn holds_secret(name: &str) -> bool {
    ["SECRET", "PASSWORD", "PRIVATE_KEY"].iter().any(|word| name.contains(word))
        || declared().any(|setting| setting.name == name && setting.is_secret())
}

/// Writes a value so that [`load`] reads the same bytes, or returns `None` where no way of writing
/// it does.
pub fn quote(value: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || "-_.:/@+=,%~".contains(c);
    if value.chars().all(plain) {
        return Some(value.to_owned());
    }
    let quoted = if value.contains('\'') { format!("\"{value}\"") } else { format!("'{value}'") };
    (parse(&format!("NAME={quoted}")).ok()? == [("NAME".to_owned(), value.to_owned())])
        .then_some(quoted)
}

fn not_text(bytes: &[u8]) -> String {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return "it is UTF-16: save it as UTF-8".to_owned();
    }
    let bad = |line: &&[u8]| std::str::from_utf8(line).is_err();
    let name = bytes.split(|byte| *byte == b'\n').find(bad).and_then(|line| {
        let name = &line[..line.iter().position(|byte| *byte == b'=')?];
        Some(std::str::from_utf8(name).ok()?.to_owned())
    });
    format!(
        "{} is not UTF-8: store a binary secret in a file, and set …_FILE to its path",
        line_of(name.as_deref())
    )
}

/// Reads the settings in the order of the file.
fn parse(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = |text: &str| text.matches('\n').count();
    let (all, mut settings, mut names) = (lines(rest), Vec::new(), HashSet::new());
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(settings);
        }
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
            continue;
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let Some((name, after)) = split_name(line) else {
            return Err(format!("line {} is not NAME=VALUE", all - lines(rest) + 1));
        };
        let value = &rest[line.len() - after.len()..];
        let (value, after) =
            read_value(name, value).map_err(|why| format!("{} {why}", line_of(Some(name))))?;
        if !names.insert(name) {
            return Err(format!("{name} {MULTIPLE}"));
        }
        settings.push((name.to_owned(), value.to_owned()));
        rest = after;
    }
}

fn line_of(name: Option<&str>) -> String {
    name.map(str::trim)
        .filter(|name| is_name(name))
        .map_or("a line".to_owned(), |name| format!("the line of {name}"))
}

fn is_name(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(inner)
}

/// Splits a line at its first `=`.
fn split_name(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let exported = name.strip_prefix("export").filter(|name| name.starts_with([' ', '\t']));
    let name = exported.unwrap_or(name).trim();
    is_name(name).then_some((name, value))
}

/// Reads a value that may go on over several lines, and returns what stands after its line.
fn read_value<'a>(name: &str, text: &'a str) -> Result<(&'a str, &'a str), String> {
    let blank = [' ', '\t'];
    let begun = text.trim_start_matches(blank);
    let Some(quote) = begun.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        return Ok((plain(name, line.strip_suffix('\r').unwrap_or(line))?, rest));
    };
    let (value, after) = begun[1..].split_once(quote).ok_or("has a quote that is not closed")?;
    if quote == '"' && value.contains(['$', '\\', '`']) {
        return Err(format!("has $, \\ or ` in double quotes: {QUOTE_IT}"));
    }
    let (end, rest) = after.split_once('\n').unwrap_or((after, ""));
    let end = end.strip_suffix('\r').unwrap_or(end);
    if !(end.trim_matches(blank).is_empty()
        || end.starts_with(blank) && end.trim_start().starts_with('#'))
    {
        return Err(
            "has text after the closing quote: write a value with one kind of quote in the other kind"
                .to_owned(),
        );
    }
    if value.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
        return Err("has a control character, perhaps a carriage return".to_owned());
    }
    Ok((value, rest))
}

/// Reads a value without quotes.
fn plain<'a>(name: &str, text: &'a str) -> Result<&'a str, String> {
    let blank = [' ', '\t'];
    let comment =
        text.match_indices('#').find(|(at, _)| text[..*at].ends_with(blank)).map(|(at, _)| at);
    let value = comment.map_or(text, |at| &text[..at]);
    let trimmed = value.trim_matches(blank);
    // Some readers take blanks and what looks like a comment for a part of the value.
    if holds_secret(name) && !trimmed.is_empty() && trimmed != text {
        return Err(format!(
            "has spaces or a comment beside a value without quotes: {QUOTE_IT}, with nothing after it"
        ));
    }
    if trimmed.contains(blank) {
        return Err(format!("is not NAME=VALUE: {QUOTE_IT} if it contains spaces"));
    }
    if trimmed.starts_with('#') || trimmed.contains(['$', '\\', '`', '\'', '"']) {
        return Err(format!("contains $, \\, ` or a quote, or begins with #: {QUOTE_IT}"));
    }
    if trimmed.contains(char::is_control) {
        return Err("has a control character, perhaps a carriage return".to_owned());
    }
    Ok(trimmed)
}

/// Writes a value for the library, which undoes exactly this.
fn escape(value: &str) -> String {
    let mut escaped = String::from("\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped.push('"');
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(text: &str) -> Result<String, String> {
        let [(name, value)] = parse(text)?.try_into().map_err(|all| format!("{all:?}"))?;
        assert_eq!(name, "ACCESS_TOKEN_SECRET");
        Ok(value)
    }

    #[test]
    fn a_value_arrives_as_it_stands() {
        for (line, value) in [
            (
                "ACCESS_TOKEN_SECRET=abc+/=#!&*(){}[]<>|;~^?,.:@%-_",
                "abc+/=#!&*(){}[]<>|;~^?,.:@%-_",
            ),
            ("ACCESS_TOKEN_SECRET=a#b", "a#b"),
            ("ACCESS_TOKEN_SECRET='a$b${c}`d`\\n\\\"  # e'", "a$b${c}`d`\\n\\\"  # e"),
            ("ACCESS_TOKEN_SECRET='ends with \\'", "ends with \\"),
            ("ACCESS_TOKEN_SECRET=\"it's # this\"", "it's # this"),
            ("ACCESS_TOKEN_SECRET='two\nlines' # and a comment", "two\nlines"),
            ("  export\tACCESS_TOKEN_SECRET = 'x'", "x"),
            ("ACCESS_TOKEN_SECRET=x\r", "x"),
            ("ACCESS_TOKEN_SECRET=ümlaut", "ümlaut"),
            ("ACCESS_TOKEN_SECRET=", ""),
            ("ACCESS_TOKEN_SECRET= # none", ""),
            ("ACCESS_TOKEN_SECRET=''", ""),
        ] {
            for text in [line.to_owned(), format!("\u{feff}# first\n\n{line}\n# last\n")] {
                assert_eq!(one(&text).as_deref(), Ok(value), "{text}");
            }
        }
    }

    #[test]
    fn what_other_readers_take_otherwise_is_refused_by_name_and_never_shown() {
        let unquoted = "canary$x9|canary${x}|canary\\|canary`x`|can'ary'|can\"ary\"|#canary|canary #x|canary | canary|canary\t|\
                        canary x|can\rary|can\u{7f}ary";
        let quoted = "'canary'x|'canary'#x|\"canary$x\"|\"canary\\n\"|\"canary`x`\"|'canary|\"canary|'can\0ary'";
        for value in unquoted.split('|').chain(quoted.split('|')) {
            let told = one(&format!("ACCESS_TOKEN_SECRET={value}\n")).unwrap_err();
            assert!(told.starts_with("the line of ACCESS_TOKEN_SECRET "), "{value:?}: {told}");
            assert!(!told.contains("canary"), "{value:?}: {told}");
        }
        let told = one("ACCESS_TOKEN_SECRET=a\nACCESS_TOKEN_SECRET=b").unwrap_err();
        assert!(told.contains("ACCESS_TOKEN_SECRET is set more than once"), "{told}");
        for text in ["\n# x\ncanary-of-a-secret=x", "A='\n'\ncanary"] {
            assert_eq!(one(text).unwrap_err(), "line 3 is not NAME=VALUE", "{text}");
        }
    }

    #[test]
    fn what_is_no_secret_may_have_a_comment_beside_it() {
        let read = parse("BCRYPT_COST=12 # slow\nRUST_LOG = info \n").unwrap();
        let read: Vec<_> =
            read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("BCRYPT_COST", "12"), ("RUST_LOG", "info")]);
    }

    #[test]
    fn a_file_in_another_encoding_is_refused() {
        assert!(not_text(b"\xff\xfeA\0").contains("UTF-16"));
        assert!(not_text(b"A=b\nSMTP_URL=\xff\n").starts_with("the line of SMTP_URL is not UTF-8"));
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read_as_it_was(value in "[ -~äß\n\t]{0,60}") {
            match quote(&value) {
                Some(quoted) => prop_assert_eq!(one(&format!("ACCESS_TOKEN_SECRET={quoted}\n")), Ok(value)),
                None => prop_assert!(value.contains('\'') && value.contains(['"', '$', '\\', '`'])),
            }
        }

        #[test]
        fn the_library_undoes_what_is_escaped(value in "[ -~äß\n\t]{0,60}") {
            let line = format!("NAME={}\n", escape(&value));
            let [(_, read)] = dotenvy::from_read_iter(Cursor::new(line))
                .map(Result::unwrap).collect::<Vec<_>>().try_into().unwrap();
            prop_assert_eq!(read, value);
        }
    }
}
