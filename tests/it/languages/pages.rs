//! Pages in every language.

use scraper::Html;
use vestibule::locale::Locale;

use super::{open, written_in};
use crate::pages::every::all_pages;
use crate::support::{Answer, TestApp};

/// Returns the texts of a page that are not isolated, each without those parts that are.
fn unisolated(page: &Answer) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let texts = html.tree.nodes().filter_map(|node| {
        let mut above = node.ancestors().filter_map(|above| above.value().as_element());
        let is_isolated = above.any(|one| matches!(one.name(), "bdi" | "code" | "title"));
        let text = node.value().as_text()?;
        (!is_isolated).then(|| text.to_string())
    });
    let outside = |text: String| {
        let parts = text.split('\u{2068}').map(|part| part.rsplit('\u{2069}').next().unwrap());
        parts.collect::<String>()
    };
    texts.map(outside).collect()
}

#[actix_web::test]
async fn what_people_typed_is_isolated_in_text_from_right_to_left() {
    let app = TestApp::start_configured(|config| config.locale = Locale::find("ar").unwrap());
    for (name, page) in all_pages(&app).await {
        assert_eq!(written_in(&page), ("ar".to_owned(), "rtl".to_owned()), "{name}");
        for text in unisolated(&page) {
            let typed = ["ada", "example", "Firefox", "curl", "127.0.0.1:", "<b>"];
            assert!(!typed.iter().any(|typed| text.contains(typed)), "{name}: {text}");
        }
    }
}

#[actix_web::test]
async fn every_page_is_whole_in_every_language() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.user("ada").make_administrator();
    browser.log_in("ada").await;
    for language in Locale::languages() {
        for path in [
            "/profile",
            "/profile/edit",
            "/profile/sessions",
            "/profile/security",
            "/admin",
            "/unknown",
        ] {
            let page = open(&browser, path, language.tag()).await;
            let expected = (language.tag().to_owned(), language.direction().to_owned());
            assert_eq!(written_in(&page), expected, "{path}");
            assert_eq!(page.select("h1").len(), 1, "{path} in {}: {page:?}", language.tag());
            assert!(!page.body.contains("{ $"), "{path} in {}", language.tag());
        }
    }
}
