//! How pages and emails look: the name, the accent, the logo and the links of the footer.

use url::Url;

use super::accent::Accent;
use super::links;
use super::logo::{self, Logo};
use super::reader::Reader;

const NAME: &str = "BRAND_NAME";
const ACCENT: &str = "BRAND_ACCENT";

/// The name of those who set none.
const DEFAULT_NAME: &str = "Vestibule";

/// The most characters of a name: it stands on one line of a narrow page and in a subject.
const NAME_MAX: usize = 60;

/// How pages and emails look.
#[derive(Clone, Debug)]
pub struct Brand {
    /// What the service calls itself.
    pub name: String,
    /// The colour of buttons and links, if it is not the built-in one.
    pub accent: Option<Accent>,
    /// The picture in the header, if it is not the built-in one.
    pub logo: Option<Logo>,
    /// The terms of use.
    pub terms_url: Option<Url>,
    /// What becomes of personal data.
    pub privacy_url: Option<Url>,
    /// Where people get help.
    pub support_url: Option<Url>,
}

impl Brand {
    /// Returns whether it has a name of its own.
    pub fn is_named(&self) -> bool {
        self.name != DEFAULT_NAME
    }

    /// Reads the settings. The logo is read only if pages are served.
    pub(super) fn read(reader: &mut Reader<'_>, serves_pages: bool) -> Self {
        Self {
            name: name(reader),
            accent: accent(reader),
            logo: if serves_pages { logo::read(reader) } else { None },
            terms_url: links::page(reader, "TERMS_URL"),
            privacy_url: links::page(reader, "PRIVACY_URL"),
            support_url: links::support(reader),
        }
    }
}

fn name(reader: &mut Reader<'_>) -> String {
    let text = reader.text(NAME);
    if text.chars().count() > NAME_MAX || text.contains(char::is_control) {
        let message = format!(
            "must have at most {NAME_MAX} characters and no control characters, not {text:?}"
        );
        reader.error(NAME, &message, "Write it on one line, like Marigold Kitchens.");
        return DEFAULT_NAME.to_owned();
    }
    text
}

fn accent(reader: &mut Reader<'_>) -> Option<Accent> {
    let text = reader.text(ACCENT);
    if text.is_empty() {
        return None;
    }
    let accent = text.parse().ok();
    match accent {
        Some(accent) => reader.show(ACCENT, accent),
        None => reader.error(
            ACCENT,
            &format!("must be a colour in hexadecimal, not {text:?}"),
            "Write it like #d9622b or #fa0, and put it in quotes in a shell.",
        ),
    }
    accent
}
