//! Addresses that people are sent to.

use url::Url;

use super::reader::Reader;

const NAME: &str = "SUPPORT_URL";

/// Reads where people get help: a page, or an email address.
pub(super) fn support(reader: &mut Reader<'_>) -> Option<Url> {
    let text = reader.text(NAME);
    if text.is_empty() {
        return None;
    }
    let url = Url::parse(&text).ok().filter(is_link);
    if url.is_none() {
        // A password in it would be shown to everybody, so it is not shown here either.
        let shown = if text.contains("//") && text.contains('@') { "…" } else { &text };
        let message = format!("must be the URL of a web page or a mailto: address, not {shown:?}");
        let hint = "Write it like https://example.com/help or mailto:help@example.com.";
        reader.error(NAME, &message, hint);
    }
    if let Some(url) = &url {
        reader.show(NAME, url);
    }
    url
}

fn is_link(url: &Url) -> bool {
    match url.scheme() {
        "http" | "https" => url.has_host() && url.username().is_empty() && url.password().is_none(),
        "mailto" => url
            .path()
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
        _ => false,
    }
}
