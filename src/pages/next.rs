//! Where to go after signing in: a path on this origin and nothing else.

use url::Url;

/// The most characters of a `next` that are followed.
const MAX_LENGTH: usize = 2048;

/// Reads a `next`. Returns a path on this origin, or nothing for anything that a browser might take
/// for another place.
pub fn local(next: &str) -> Option<String> {
    // Any origin will do to see whether a browser would leave it.
    let base = Url::parse("http://here.invalid").ok()?;
    let plain =
        next.len() <= MAX_LENGTH && !next.contains('\\') && !next.chars().any(char::is_control);
    if !plain || !next.starts_with('/') || next.starts_with("//") {
        return None;
    }
    let target = base.join(next).ok().filter(|target| target.origin() == base.origin())?;
    // `/..//elsewhere` is a path here, but becomes another host when it is written down as it is
    // understood.
    let path = &target[url::Position::BeforePath..];
    (!path.starts_with("//")).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_on_this_origin_is_followed() {
        for next in [
            "/",
            "/profile",
            "/profile?tab=1&x=%2F#top",
            "/a/b.c",
            "/%2F%2Fexample.com",
            "/profile?u=http://a.b",
        ] {
            assert_eq!(local(next).as_deref(), Some(next));
        }
        assert_eq!(local("/a/../profile").as_deref(), Some("/profile"));
        assert_eq!(local("/grüße").as_deref(), Some("/gr%C3%BC%C3%9Fe"));
    }

    /// Shows: WEB-10.
    #[test]
    fn anything_else_is_not() {
        for next in [
            "",
            "profile",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/..//evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "https:evil.example",
            "https:///evil.example",
            "http://evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://here.invalid@evil.example",
            "/profile\r\nSet-Cookie: a=b",
            "/\0",
            "/\u{7f}",
        ] {
            assert_eq!(local(next), None, "{next:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(MAX_LENGTH))), None);
    }
}
