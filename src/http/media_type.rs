//! `Content-Type` as RFC 9110 has it (8.3.1, 5.6.6): blanks around `;`, empty parameters, quoted
//! values.

/// The most parameters of a type: those that are in use have one or two.
const MAX_PARAMETERS: usize = 16;

/// Checks whether a value names a media type in a charset that UTF-8 can be read as: UTF-8 under
/// either of its names, ASCII, or none. What breaks the grammar is no type.
pub(super) fn is_utf8(value: &[u8], essence: &str) -> bool {
    let is_known =
        |charset: &[u8]| ["utf-8", "utf8", "us-ascii"].iter().any(|known| is(charset, known));
    parse(value).is_some_and(|read| {
        is(read.essence, essence) && read.charset.is_none_or(|charset| is_known(&charset))
    })
}

/// A media type, and the parameter that matters.
#[derive(Debug, PartialEq, Eq)]
struct MediaType<'a> {
    essence: &'a [u8],
    charset: Option<Vec<u8>>,
}

fn parse(value: &[u8]) -> Option<MediaType<'_>> {
    let value = value.trim_ascii();
    let rest = token(token(value)?.strip_prefix(b"/")?)?;
    let essence = &value[..value.len() - rest.len()];
    let (mut rest, mut charset, mut names) = (rest, None, Vec::new());
    loop {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            return Some(MediaType { essence, charset });
        }
        rest = rest.strip_prefix(b";")?.trim_ascii_start();
        let Some(after_name) = token(rest) else { continue };
        let name = &rest[..rest.len() - after_name.len()];
        // A parameter that comes twice is an error (RFC 6838, 4.3), and each reader would believe
        // another.
        if names.len() == MAX_PARAMETERS
            || names.iter().any(|other: &&[u8]| other.eq_ignore_ascii_case(name))
        {
            return None;
        }
        names.push(name);
        let (value, after_value) = parameter_value(after_name.strip_prefix(b"=")?)?;
        if is(name, "charset") {
            charset = Some(value);
        }
        rest = after_value;
    }
}

fn is(bytes: &[u8], text: &str) -> bool {
    bytes.eq_ignore_ascii_case(text.as_bytes())
}

/// Returns what follows a token, which has at least one character.
fn token(bytes: &[u8]) -> Option<&[u8]> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let length = bytes.iter().position(|byte| !is_part(*byte)).unwrap_or(bytes.len());
    (length > 0).then(|| &bytes[length..])
}

/// Reads a value, quoted or not; returns it and what follows.
fn parameter_value(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let Some(mut rest) = bytes.strip_prefix(b"\"") else {
        let after = token(bytes)?;
        return Some((bytes[..bytes.len() - after.len()].to_vec(), after));
    };
    let is_text = |byte: u8| matches!(byte, b'\t' | b' '..=b'~' | 0x80..);
    let mut value = Vec::new();
    loop {
        let (mut byte, mut after) = rest.split_first()?;
        match byte {
            b'"' => return Some((value, after)),
            b'\\' => (byte, after) = after.split_first()?,
            _ => {}
        }
        value.push(Some(*byte).filter(|byte| is_text(*byte))?);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = "application/json";

    /// Shows: HTTP-27.
    #[test]
    fn a_type_is_read_in_every_way_that_it_may_be_written() {
        for value in [
            "application/json",
            "Application/JSON",
            "application/json;",
            "application/json ; charset=utf-8",
            "application/json;;charset=utf-8",
            "application/json;\t; ; charset=utf-8 ; ",
            "application/json;charset=UTF8",
            "application/json;CHARSET=us-ascii",
            "application/json;charset=\"utf-8\"",
            "application/json; charset=\"u\\tf-8\";x=y",
            "application/json; profile=\"a;charset=utf-16\"",
            "application/json; profile=\"a \\\" b\"; charset=\"UTF-8\"",
            "application/json; profile=\"\"",
            " application/json ",
        ] {
            assert!(is_utf8(value.as_bytes(), JSON), "{value}");
        }
    }

    /// Shows: HTTP-27.
    #[test]
    fn what_is_another_type_or_charset_or_breaks_the_grammar_is_refused() {
        for value in [
            "",
            "json",
            "/json",
            "application/",
            "application /json",
            "application/json/x",
            "application/jsonx",
            "application/json charset=utf-8",
            "application/json, text/plain",
            "application/json;charset",
            "application/json;charset=",
            "application/json;charset =utf-8",
            "application/json;charset= utf-8",
            "application/json;=utf-8",
            "application/json;charset=utf-16",
            "application/json;charset=\"\"",
            "application/json;charset='utf-8'",
            "application/json;charset=\"utf-8",
            "application/json;charset=utf-8\"",
            "application/json;charset=\"utf-8\\",
            "application/json;charset=\"utf-8\"x",
            "application/json;charset=\"utf-8\u{1}\"",
            "application/json;charset=utf-8;charset=utf-8",
            "application/json;charset=utf-8;Charset=utf-16",
            "application/json;x=1;y=2;X=3",
            "text/plain",
        ] {
            assert!(!is_utf8(value.as_bytes(), JSON), "{value}");
        }
        let many: String = (0..100_000).map(|number| format!(";a{number}=b")).collect();
        assert!(!is_utf8(format!("application/json{many}").as_bytes(), JSON));
    }
}
