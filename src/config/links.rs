//! Addresses that people are sent to.

use url::Url;

use super::reader::Reader;

const SUPPORT: &str = "SUPPORT_URL";

/// Reads where people get help: a page, or an email address.
pub(super) fn support(reader: &mut Reader<'_>) -> Option<Url> {
    let is_link = |url: &Url| is_page(url) || is_address(url);
    read(reader, SUPPORT, is_link, |shown| {
        let message = format!("must be the URL of a web page or a mailto: address, not {shown:?}");
        (message, "Write it like https://example.com/help or mailto:help@example.com.")
    })
}

/// Reads the address of a page.
pub(super) fn page(reader: &mut Reader<'_>, name: &'static str) -> Option<Url> {
    read(reader, name, is_page, |shown| {
        let message = format!("must be the URL of a web page, not {shown:?}");
        (message, "Write it like https://example.com/page.")
    })
}

fn read(
    reader: &mut Reader<'_>,
    name: &'static str,
    is_link: impl Fn(&Url) -> bool,
    refusal: impl Fn(&str) -> (String, &'static str),
) -> Option<Url> {
    let text = reader.text(name);
    if text.is_empty() {
        return None;
    }
    let url = Url::parse(&text).ok().filter(is_link);
    match &url {
        Some(url) => reader.show(name, url),
        None => {
            // A password in it would be shown to everybody, so it is not shown here either.
            let shown = if text.contains("//") && text.contains('@') { "…" } else { &text };
            let (message, hint) = refusal(shown);
            reader.error(name, &message, hint);
        }
    }
    url
}

fn is_page(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
}

fn is_address(url: &Url) -> bool {
    let is_whole = |(name, host): (&str, &str)| !name.is_empty() && !host.is_empty();
    url.scheme() == "mailto" && url.path().split_once('@').is_some_and(is_whole)
}
