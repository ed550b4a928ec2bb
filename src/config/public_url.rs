//! PUBLIC_URL: the origin that browsers see.

use url::Url;

use super::PublicUrl;
use super::reader::Reader;

const NAME: &str = "PUBLIC_URL";

/// Reads the setting.
pub(super) fn read(reader: &mut Reader<'_>, production: bool) -> PublicUrl {
    let text = reader.text(NAME);
    let url = Url::parse(&text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(url) = url else {
        let shown = if text.contains('@') { "…" } else { &text };
        reader.error(
            NAME,
            &format!("must be an http or https origin, not {shown:?}"),
            "Write an origin, like https://accounts.example.com.",
        );
        return PublicUrl { origin: String::new(), https: false };
    };
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !plain || !url.username().is_empty() || url.password().is_some() {
        reader.error(
            NAME,
            "must contain only a scheme, a host and a port",
            "Write an origin, like https://accounts.example.com.",
        );
    }
    let https = url.scheme() == "https";
    if production && !https {
        reader.error(
            NAME,
            "must be https in production",
            "Without https, others on the network can read cookies and passwords.",
        );
    }
    let origin = url.origin().ascii_serialization();
    reader.show(NAME, &origin);
    PublicUrl { origin, https }
}
