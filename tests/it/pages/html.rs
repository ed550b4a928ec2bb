//! What is true of every page: it can be read, used without JavaScript, and understood by a screen
//! reader.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

use super::every::all_pages;
use crate::support::TestApp;

fn find<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Shows: WEB-24, ASVS 3.7.1.
#[actix_web::test]
async fn every_page_is_well_formed_and_says_what_it_is() {
    let app = TestApp::start();

    let mut titles = HashSet::new();
    for (name, answer) in all_pages(&app).await {
        assert!(answer.body.starts_with("<!doctype html>"), "{name}");
        let page = Html::parse_document(&answer.body);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        assert_eq!(find(&page, "html[lang=en]").len(), 1, "{name}");
        assert_eq!(find(&page, "head meta[charset=utf-8]").len(), 1, "{name}");
        let viewport = answer.attribute("head meta[name=viewport]", "content");
        assert_eq!(viewport.as_deref(), Some("width=device-width, initial-scale=1"), "{name}");
        let title = answer.select("head title").remove(0);
        assert!(
            title.ends_with(" · Vestibule") && title.len() > " · Vestibule".len(),
            "{name}: {title}"
        );
        titles.insert(title);
        assert_eq!(find(&page, "h1").len(), 1, "{name}");
        assert_eq!(find(&page, "main").len(), 1, "{name}");
        let headings = find(&page, "h1, h2, h3, h4");
        let levels: Vec<_> =
            headings.iter().map(|heading| heading.value().name().as_bytes()[1]).collect();
        assert!(
            levels[0] == b'1' && levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{name}: {levels:?}"
        );
        assert!(find(&page, "[autofocus]").len() <= 1, "{name}");
        let way_past = answer.attribute("body > a:first-child", "href");
        assert_eq!(way_past.as_deref(), find(&page, "nav.side").first().map(|_| "#main"), "{name}");
        let mut ids = HashSet::new();
        for element in find(&page, "[id]") {
            assert!(ids.insert(element.attr("id")), "{name}: {:?} comes twice", element.attr("id"));
        }
    }
    assert!(titles.len() >= 19, "pages can be told apart by their titles: {titles:?}");
}

/// Shows: AUTH-58, WEB-07, ASVS 3.5.6, ASVS 3.6.1.
#[actix_web::test]
async fn no_page_has_a_script_or_a_style_of_its_own_or_anything_from_elsewhere() {
    let app = TestApp::start();

    for (name, answer) in all_pages(&app).await {
        let page = Html::parse_document(&answer.body);
        let ours = "script[type=module][src^='/static/enhance.js?v=']:empty";
        let (scripts, policy) = (find(&page, ours).len(), "script-src 'self'");
        assert_eq!(find(&page, "script").len(), scripts, "{name}");
        let header = answer.header("content-security-policy").unwrap();
        assert_eq!(scripts, usize::from(header.contains(policy)), "{name}: {header}");
        assert_eq!(
            find(&page, "style, iframe, object, embed, base, meta[http-equiv]").len(),
            0,
            "{name}"
        );
        for element in find(&page, "*") {
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                assert_ne!(attribute, "style", "{name}");
                if matches!(attribute, "href" | "src" | "action" | "formaction" | "srcset") {
                    let is_here = value
                        .strip_prefix('#')
                        .is_some_and(|id| find(&page, &format!("[id='{id}']")).len() == 1);
                    assert!(
                        is_here || value.starts_with('/') && !value.starts_with("//"),
                        "{name}: {attribute}={value}"
                    );
                }
            }
        }
    }
}

/// Shows: AUTH-45, WEB-24, ASVS 6.2.6, ASVS 6.2.7.
#[actix_web::test]
async fn every_field_has_a_label_and_says_what_to_fill_in() {
    let app = TestApp::start();

    let mut seen = HashSet::new();
    let own = Selector::parse("input:not([type=hidden]):not([hidden]), select, textarea").unwrap();
    for (name, answer) in all_pages(&app).await {
        let page = Html::parse_document(&answer.body);
        for (form, field) in find(&page, "form")
            .into_iter()
            .flat_map(|form| form.select(&own).map(move |field| (form, field)))
        {
            let kind = (field.attr("name"), field.attr("type"), field.attr("autocomplete"));
            let place = form.attr("action").unwrap();
            seen.insert(format!(
                "{place} {} {} {}",
                kind.0.unwrap(),
                kind.1.unwrap_or(field.value().name()),
                kind.2.unwrap_or("-")
            ));
        }
        for form in find(&page, "form") {
            let expected = if form.attr("role") == Some("search") { "get" } else { "post" };
            assert_eq!(form.attr("method"), Some(expected), "{name}");
            assert!(form.attr("enctype").is_none(), "{name}");
        }
        for field in page.select(&own) {
            let id = field.attr("id").unwrap_or_else(|| panic!("{name}: a field without an id"));
            let labels = find(&page, &format!("label[for={id}]"));
            assert_eq!(labels.len(), 1, "{name}: {id}");
            assert!(!labels[0].text().collect::<String>().trim().is_empty(), "{name}: {id}");
            assert!(
                field.attr("type") != Some("password") || field.attr("value").is_none(),
                "{name}: {id}"
            );
            assert!(field.attr("maxlength").is_none(), "{name}: {id} would cut what is pasted");
        }
        for button in find(&page, "button") {
            assert_eq!(button.attr("type"), Some("submit"), "{name}");
            assert!(!button.text().collect::<String>().trim().is_empty(), "{name}");
        }
    }
    let mut seen: Vec<_> = seen.into_iter().collect();
    seen.sort();
    // The words by which a password manager knows what to fill in.
    assert_eq!(
        seen,
        [
            "/admin/log group select -",
            "/admin/log period select -",
            "/admin/log q search off",
            "/admin/users q search off",
            "/admin/users role select -",
            "/admin/users sort select -",
            "/admin/users state select -",
            "/forgot-password email email email",
            "/login login text username",
            "/login password password current-password",
            "/login remember checkbox -",
            "/profile name text name",
            "/profile username text username",
            "/profile/delete password password current-password",
            "/profile/email email email email",
            "/profile/email password password current-password",
            "/profile/password current_password password current-password",
            "/profile/password new_password password new-password",
            "/register email email email",
            "/register password password new-password",
            "/register username text username",
            "/reset-password code text one-time-code",
            "/reset-password email email email",
            "/reset-password password password new-password",
            "/verify-email code text one-time-code",
            "/verify-email email email email",
        ]
    );
}

/// Shows: WEB-24.
#[actix_web::test]
async fn every_error_is_linked_to_its_field_and_announced() {
    let app = TestApp::start();

    let mut faults = 0;
    for (name, answer) in all_pages(&app).await {
        let page = Html::parse_document(&answer.body);
        for element in find(&page, "[aria-describedby]") {
            for id in element.attr("aria-describedby").unwrap().split(' ') {
                let described = find(&page, &format!("[id='{id}']"));
                assert_eq!(described.len(), 1, "{name}: {id}");
                assert!(!described[0].text().collect::<String>().trim().is_empty(), "{name}: {id}");
            }
        }
        let problems = find(&page, ".problem");
        let invalid = find(&page, "[aria-invalid]");
        assert_eq!(problems.len(), invalid.len(), "{name}");
        for field in invalid {
            assert_eq!(field.attr("aria-invalid"), Some("true"), "{name}");
            let problem = format!("{}-problem", field.attr("id").unwrap());
            let mut describing = field.attr("aria-describedby").unwrap_or_default().split(' ');
            assert!(describing.any(|id| id == problem), "{name}: {problem}");
            faults += 1;
        }
        let alerts = find(&page, "[role=alert]").len();
        let failed = !find(&page, "main form").is_empty() && answer.status >= 400;
        assert_eq!(alerts, usize::from(failed), "{name}");
    }
    assert!(faults >= 18, "the pages with errors were checked");
}
