//! What is true of every page: it can be read, used without JavaScript, and understood by a screen reader.

use std::collections::HashSet;

use reqwest::Method;
use scraper::{ElementRef, Html, Selector};

use super::{MARKUP, ada, from_another_site};
use crate::support::{Answer, PASSWORD, TestApp};

fn find<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Every page that there is, in every state that it can be in.
async fn all_pages(app: &TestApp) -> Vec<(&'static str, Answer)> {
    let (browser, owner) = (app.browser(), ada(app).await);
    let mut pages = Vec::new();
    for (name, path) in [
        ("login", "/login"),
        ("login with next", "/login?next=%2Fprofile%3Fa%26b"),
        ("login with a notice", "/login?reason=expired"),
        ("register", "/register"),
        ("404", "/unknown"),
        ("404 of a file", "/static/unknown"),
        ("405", "/logout"),
    ] {
        pages.push((name, browser.get(path).await));
    }
    let odd = format!("{MARKUP}@{}", "x".repeat(300));
    let wrong = [("login", odd.as_str()), ("password", "wrong"), ("next", "/profile?a=\"&b='")];
    pages.push(("login that failed", browser.post("/login", &wrong).await));
    pages.push(("login with faults", browser.post("/login", &[]).await));
    pages.push(("register with faults", browser.post("/register", &[("username", MARKUP), ("email", &odd)]).await));
    let taken = [("username", "ada"), ("email", "a@example.com"), ("password", PASSWORD)];
    pages.push(("register with a taken name", browser.post("/register", &taken).await));
    let taken = [("username", "other"), ("email", "ada@example.com"), ("password", PASSWORD)];
    pages.push(("register with a taken address", browser.post("/register", &taken).await));
    pages.push(("413", browser.post("/login", &[("login", &"a".repeat(17_000))]).await));
    pages.push(("415", browser.post_json("/login", &serde_json::json!({})).await));
    pages.push(("400", browser.post("/login", &[("a", ""), ("a", "")]).await));
    let foreign = from_another_site(browser.request(Method::POST, "/login"));
    pages.push(("403", browser.send(foreign).await));
    pages.push(("profile", owner.get("/profile").await));
    app.execute(r#"UPDATE users SET roles = 'user,admin', name = '"><b>&amp;'"#);
    pages.push(("profile of an administrator", owner.get("/profile").await));
    app.execute("UPDATE users SET disabled_at = 1");
    let disabled = [("login", "ada"), ("password", PASSWORD)];
    pages.push(("login that is disabled", browser.post("/login", &disabled).await));
    for (name, page) in &pages {
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"), "{name}: {page:?}");
    }
    pages
}

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
        assert!(title.ends_with(" · Vestibule") && title.len() > " · Vestibule".len(), "{name}: {title}");
        titles.insert(title);
        assert_eq!(find(&page, "h1").len(), 1, "{name}");
        assert_eq!(find(&page, "main").len(), 1, "{name}");
        let mut ids = HashSet::new();
        for element in find(&page, "[id]") {
            assert!(ids.insert(element.attr("id")), "{name}: {:?} comes twice", element.attr("id"));
        }
    }
    assert!(titles.len() >= 9, "pages can be told apart by their titles: {titles:?}");
}

#[actix_web::test]
async fn no_page_has_a_script_or_a_style_of_its_own_or_anything_from_elsewhere() {
    let app = TestApp::start();

    for (name, answer) in all_pages(&app).await {
        let page = Html::parse_document(&answer.body);
        assert_eq!(find(&page, "script, style, iframe, object, embed, base, meta[http-equiv]").len(), 0, "{name}");
        for element in find(&page, "*") {
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                assert_ne!(attribute, "style", "{name}");
                if matches!(attribute, "href" | "src" | "action" | "formaction" | "srcset") {
                    assert!(value.starts_with('/') && !value.starts_with("//"), "{name}: {attribute}={value}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn every_field_has_a_label_and_says_what_to_fill_in() {
    let app = TestApp::start();

    let mut seen = HashSet::new();
    for (name, answer) in all_pages(&app).await {
        let page = Html::parse_document(&answer.body);
        for form in find(&page, "form") {
            assert_eq!(form.attr("method"), Some("post"), "{name}");
            assert!(form.attr("enctype").is_none(), "{name}");
        }
        for field in find(&page, "input:not([type=hidden]), select, textarea") {
            let id = field.attr("id").unwrap_or_else(|| panic!("{name}: a field without an id"));
            let labels = find(&page, &format!("label[for={id}]"));
            assert_eq!(labels.len(), 1, "{name}: {id}");
            assert!(!labels[0].text().collect::<String>().trim().is_empty(), "{name}: {id}");
            let place = answer.attribute("main form", "action").unwrap();
            let kind = (field.attr("name"), field.attr("type"), field.attr("autocomplete"));
            seen.insert(format!("{place} {} {} {}", kind.0.unwrap(), kind.1.unwrap(), kind.2.unwrap_or("-")));
            assert!(field.attr("type") != Some("password") || field.attr("value").is_none(), "{name}: {id}");
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
            "/login login text username",
            "/login password password current-password",
            "/login remember checkbox -",
            "/register email email email",
            "/register password password new-password",
            "/register username text username",
        ]
    );
}

#[actix_web::test]
async fn every_fault_is_tied_to_its_field_and_announced() {
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
            let problem = format!("{}-problem", field.attr("name").unwrap());
            let mut describing = field.attr("aria-describedby").unwrap_or_default().split(' ');
            assert!(describing.any(|id| id == problem), "{name}: {problem}");
            faults += 1;
        }
        let alerts = find(&page, "[role=alert]").len();
        let failed = !find(&page, "main form").is_empty() && answer.status >= 400;
        assert_eq!(alerts, usize::from(failed), "{name}");
    }
    assert!(faults >= 7, "the faults were there to be looked at");
}
