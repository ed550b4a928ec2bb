//! Brand: how pages and emails look.

use crate::config::declaration::{Group, path, text};

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Brand",
    settings: &[
        text("BRAND_NAME", "NAME", "Vestibule", "The name of the service on pages and in emails.").details(
            "It stands in the header, in the titles of pages, in the subject of emails, and as the name of their \
             sender unless MAIL_FROM has one.",
        ),
        text(
            "BRAND_ACCENT",
            "COLOUR",
            "",
            "The colour of buttons and links, as `#rgb` or `#rrggbb`. Contrast is kept whatever it is.",
        )
        .or("a dark green")
        .details("In a `.env` file or a shell, put it in single quotes."),
        path("BRAND_LOGO", "The logo in the header: an SVG or PNG file of at most 64 KiB, shown 32 pixels high.")
            .or("an arch, with the name beside it")
            .details(
                "It takes the place of the arch and the name, which becomes its alternative text. Scripts in an SVG do \
                 not run. An SVG may adapt to dark mode with `@media (prefers-color-scheme: dark)` in a `style` \
                 element. The file is read at the start.",
            ),
        text("TERMS_URL", "URL", "", "The terms of use: an http(s) page that every page links to."),
        text("PRIVACY_URL", "URL", "", "The privacy policy: an http(s) page that every page links to."),
        text(
            "SUPPORT_URL",
            "URL",
            "",
            "Where users get help: an http(s) page, or mailto:help@example.com, which every page links to. An https \
             page or an email address is also the contact in /.well-known/security.txt.",
        ),
    ],
};
