//! Every text that people read comes from the catalogue of messages: in a made-up language no
//! English is left.
//!
//! The language has an accent on every letter of `locales/en.ftl`. A letter without one is
//! therefore no text of the catalogue: a name, something that was typed, or a sentence that was
//! forgotten.

use std::collections::BTreeSet;

use reqwest::Method;
use scraper::{Html, Node};
use serde_json::{Value, json};
use strum::VariantArray;
use vestibule::auth::event::EventKind;
use vestibule::locale::Locale;
use vestibule::mail::MailKind;

use crate::architecture::source::walk;
use crate::pages::every::all_pages;
use crate::pages::from_another_site;
use crate::routes;
use crate::support::{PASSWORD, TestApp};

/// What is called the same in every language.
const NAMES: &[&str] = &[
    "Vestibule",
    "Firefox",
    "Linux",
    "Safari",
    "iPhone",
    "curl",
    "PUBLIC",
    "URL",
    "Sec",
    "Fetch",
    "Site",
    "Origin",
    "http",
    "https",
    "cross",
    "same",
    "site",
    "user",
    "admin",
    "nextCursor",
];

/// What people typed in these tests, which comes back as it was.
const TYPED: &[&str] = &["ada", "grace", "example", "com", "org", "evil"];

/// Returns the words of two ASCII letters or more that are no names and that nobody typed.
fn english(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphabetic());
    let is_plain = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
    let is_known = |word: &str| NAMES.contains(&word) || TYPED.contains(&word);
    words.filter(is_plain).filter(|word| !is_known(word)).map(str::to_owned).collect()
}

/// Returns what people see, or have read to them, of a page: texts, and the attributes that are
/// texts.
fn texts(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut found = Vec::new();
    for node in page.tree.nodes() {
        // What somebody typed, and identifiers, are isolated.
        if node.ancestors().any(|above| above.value().as_element().is_some_and(is_isolated)) {
            continue;
        }
        match node.value() {
            Node::Text(text) => found.push(text.to_string()),
            Node::Element(element) => {
                let read = ["alt", "aria-label", "placeholder", "title"];
                found.extend(read.iter().filter_map(|name| element.attr(name)).map(str::to_owned));
            }
            _ => {}
        }
    }
    found
}

fn is_isolated(element: &scraper::node::Element) -> bool {
    // A language is called as it calls itself.
    let is_foreign = element.name() != "html" && element.attr("lang").is_some();
    is_foreign || matches!(element.name(), "bdi" | "code" | "style")
}

fn start() -> TestApp {
    TestApp::start_configured(|config| config.locale = Locale::pseudo())
}

#[actix_web::test]
async fn no_page_has_a_word_that_is_not_in_the_catalogue() {
    let app = start();
    let mut left = BTreeSet::new();
    let mut pages = all_pages(&app).await;
    let link = from_another_site(app.browser().request(Method::GET, "/profile"));
    pages.push(("one moment", app.browser().send(link).await));
    for (name, page) in pages {
        let texts = texts(&page.body);
        assert!(
            texts.iter().any(|text| text.contains(['é', 'ö', 'š'])),
            "{name} is in the made-up language: {page:?}"
        );
        for text in texts {
            left.extend(
                english(&text).into_iter().map(|word| format!("{name}: {word} in {}", text.trim())),
            );
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[actix_web::test]
async fn no_event_has_a_word_that_is_not_in_the_catalogue() {
    let app = start();
    let browser = app.browser();
    browser.register("ada").await;
    for ip in ["127.0.0.1", ""] {
        for kind in EventKind::VARIANTS {
            let kind: &str = kind.as_str();
            app.set_event_kinds(kind);
            app.set_event_addresses(ip);
            for text in texts(&browser.get("/profile/activity").await.body) {
                assert_eq!(english(&text), [""; 0], "{kind}: {text}");
            }
        }
    }
}

#[actix_web::test]
async fn no_mail_has_a_word_that_is_not_in_the_catalogue() {
    let app = start();
    let ada = app.json().register("ada").await;
    let mail = app.mail("verify_email").await;
    app.json().post("/api/auth/verify-email", &json!({ "token": mail.token() })).await;
    ada.json
        .post("/api/profile/email", &json!({ "email": "ada@example.org", "password": PASSWORD }))
        .await;
    let change = app.mail("change_email").await;
    app.json().post("/api/auth/verify-email", &json!({ "token": change.token() })).await;
    app.json().post("/api/auth/forgot-password", &json!({ "email": "ada@example.org" })).await;
    let reset = json!({ "token": app.mail("reset_password").await.token(), "password": "another horse battery" });
    app.json().post("/api/auth/reset-password", &reset).await;
    for kind in MailKind::VARIANTS {
        let mail = app.mail(kind.as_str()).await;
        let plain: Vec<&str> =
            mail.text.split_whitespace().filter(|word| !word.contains("://")).collect();
        let html: Vec<String> =
            texts(&mail.html).into_iter().filter(|text| !text.contains("://")).collect();
        for text in [mail.subject, plain.join(" "), html.join(" ")] {
            assert_eq!(english(&text), [""; 0], "{}: {text}", kind.as_str());
        }
    }
}

#[actix_web::test]
async fn no_problem_has_a_word_that_is_not_in_the_catalogue() {
    let app = start();
    let json = app.json();
    json.register("ada").await;
    let wrong_types = r#"{"email":1,"username":[],"password":false,"newPassword":{},"name":0}"#;
    let mut answers = Vec::new();
    for (method, path, body) in routes::calls_of_programs() {
        let method: Method = method.parse().unwrap();
        for body in [body, "{", wrong_types] {
            // Some calls end the session.
            for client in [&json, &json.log_in("ada").await.json] {
                let request = client
                    .request(method.clone(), &path)
                    .header("content-type", "application/json");
                answers.push(client.send(request.body(body)).await);
            }
        }
    }
    let typed = json!({ "username": "-", "email": "x", "password": "short", "name": "\u{7}" });
    answers.push(json.post("/api/auth/register", &typed).await);
    answers.push(json.get("/api/unknown").await);
    answers.push(json.bearer("x").get("/api/auth/me").await);
    let mut codes = BTreeSet::new();
    for answer in answers.iter().filter(|answer| !answer.body.is_empty()) {
        let body = answer.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let texts = [&body["detail"], &body["message"]]
            .into_iter()
            .chain(errors.iter().map(|error| &error["message"]));
        for text in texts.filter_map(Value::as_str) {
            assert_eq!(english(text), [""; 0], "{text}");
        }
        let code = |problem: &Value| problem["code"].as_str().map(str::to_owned);
        codes.extend(code(&body).into_iter().chain(errors.iter().filter_map(code)));
    }
    assert!(codes.len() >= 15, "many problems were checked: {codes:?}");
}

/// Returns what a template says by itself: its texts and the attributes that are read, without what
/// is filled in.
fn own_texts(template: &str) -> Vec<String> {
    // A class of the body and a style sheet are no texts.
    let other = r"(?s)\{% block layout %\}.*?\{% endblock %\}|<style>.*?</style>";
    let mut text = regex::Regex::new(other).unwrap().replace_all(template, "").into_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some(start) = text.find(open) {
            let end = text[start..].find(close).map_or(text.len(), |end| start + end + close.len());
            text.replace_range(start..end, "");
        }
    }
    let attributes =
        ["alt", "aria-label", "placeholder", "title"].map(|name| format!(" {name}=\""));
    let read = attributes.iter().flat_map(|name| text.split(name).skip(1));
    let read: Vec<&str> = read.filter_map(|rest| rest.split('"').next()).collect();
    let between = text.split('<').map(|rest| rest.split_once('>').map_or(rest, |(_, text)| text));
    let words = between.chain(read).map(|text| text.trim().replace("Vestibule", ""));
    // Attributes that a block adds to the element of another template are no text.
    let is_text = |text: &String| text.chars().any(char::is_alphabetic) && !text.contains("=\"");
    words.filter(is_text).collect()
}

#[test]
fn no_template_has_a_text_of_its_own() {
    for template in walk("templates", "html").iter().chain(&walk("templates", "txt")) {
        assert_eq!(own_texts(&template.text), [""; 0], "{}", template.path);
    }
    for (template, expected) in [
        ("<p>{{ t.x() }} Please wait.</p>", "Please wait."),
        ("{{ t.x() }}\nYours\n", "Yours"),
        ("<input placeholder=\"Your name\">", "Your name"),
        ("<a title=\"\" aria-label=\"Go {{ t.x() }}\"></a>", "Go"),
    ] {
        assert_eq!(own_texts(template), [expected], "the search finds it");
    }
}

/// The parts of the sources whose texts do not reach people by pages, mails or the API. The command
/// line and what it says of settings and certificates are for operators and stay in English, as its
/// help does; so do the reasons in the log. The rest is SQL and checks of stored hashes.
const APART: &[&str] = &[
    "src/cli/",
    "src/config/",
    "src/mail/delivery.rs",
    "src/mail/reason.rs",
    "src/mail/smtp.rs",
    "src/main.rs",
    "src/password/",
    "src/store/",
    "src/tls.rs",
];

/// What looks like a sentence and is none: each for the log, or a part of the protocol.
const NO_SENTENCES: &[&str] = &[
    "too many changes wait to be written",
    "too many attempts wait for the outcome of others",
    "a refresh token cannot be made again as it was",
    "a handler panicked",
    "a member comes twice",
    "a list of authentication methods",
    "GET, HEAD",
    "an object",
    "not signed in",
    "the route table requires less than the handler relies on",
    "Samsung Internet",
    "Mac OSX",
];

#[test]
fn no_sentence_for_people_is_in_the_code() {
    let mut found = Vec::new();
    let is_apart = |path: &str| APART.iter().any(|apart| path.starts_with(apart));
    let files = walk("src", "rs").into_iter().filter(|source| !is_apart(&source.path));
    for source in files {
        for line in sentences(source.text.split("#[cfg(test)]").next().unwrap()) {
            found.push(format!("{}: {line}", source.path));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_search_finds_a_sentence() {
    let code = "let x = t.sign_in();\n    Some(\"Please try again.\")\n// \"a comment about it\"\nlog::info!(\"it is done\");";
    assert_eq!(sentences(code), ["Please try again."]);
    assert_eq!(sentences("b'\"' => y(), _ => \"Please try again.\","), ["Please try again."]);
    assert_eq!(sentences(r#"x("\\"); y("Please try again.")"#), ["Please try again."]);
    assert_eq!(sentences("x.expect(\"it is there\"); y(\"Max-Age=0\"); z(\"sign_in\")"), [""; 0]);
}

/// Returns the texts in quotes that have two words side by side, but those of the log and of what
/// cannot happen.
fn sentences(code: &str) -> Vec<String> {
    let comments = |line: &&str| !line.trim_start().starts_with("//");
    // A quote as a character opens no text.
    let code = code.lines().filter(comments).collect::<Vec<_>>().join("\n").replace("'\"'", "");
    let (mut found, mut rest) = (Vec::new(), code.as_str());
    while let Some(start) = rest.find('"') {
        let (before, from) = (&rest[..start], &rest[start + 1..]);
        let mut is_escaped = false;
        let Some(end) = from.find(|c| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        }) else {
            break;
        };
        let text = &from[..end];
        let statement = before.rsplit([';', '{', '}']).next().unwrap_or_default();
        let is_for_developers =
            ["log::", ".expect(", "reason =", "#["].iter().any(|word| statement.contains(word));
        let words: Vec<&str> = text.split(' ').collect();
        let is_word = |word: &str| {
            word.len() > 1
                && word.trim_end_matches(['.', ',', '?', '!']).chars().all(char::is_alphabetic)
        };
        let side_by_side = words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]));
        if side_by_side && !is_for_developers && !NO_SENTENCES.contains(&text) {
            found.push(text.to_owned());
        }
        rest = &from[end + 1..];
    }
    found
}
