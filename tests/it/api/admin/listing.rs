//! `GET /api/users`

use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

use crate::support::{JsonClient, TestApp};

/// The usernames on a page, and where it goes on.
async fn page(json: &JsonClient, query: &str) -> (Vec<String>, Option<String>) {
    let answer = json.get(&format!("/api/users{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let body = answer.json();
    let names = body["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| text(&user["username"]).unwrap())
        .collect();
    (names, text(&body["nextCursor"]))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

async fn found(json: &JsonClient, q: &str) -> Vec<String> {
    let q: String = byte_serialize(q.as_bytes()).collect();
    page(json, &format!("?q={q}")).await.0
}

#[actix_web::test]
async fn accounts_are_listed_page_by_page_in_order_of_creation() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = app.administrator("root").await;
    let mut all = vec!["root".to_owned()];
    for number in 0..24 {
        app.advance(std::time::Duration::from_millis(1));
        all.push(format!("user-{number}"));
        app.json().register(all.last().unwrap()).await;
    }

    let (first, cursor) = page(&root.json, "").await;
    assert_eq!(first, all[..20]);
    let (rest, end) = page(&root.json, &format!("?cursor={}", cursor.unwrap())).await;
    assert_eq!((rest.as_slice(), end), (&all[20..], None));

    for limit in [1, 5, 24, 25, 100] {
        let (mut seen, mut cursor) = page(&root.json, &format!("?limit={limit}")).await;
        while let Some(after) = cursor {
            let (more, next) = page(&root.json, &format!("?limit={limit}&cursor={after}")).await;
            assert!(!more.is_empty() && more.len() <= limit);
            seen.extend(more);
            cursor = next;
        }
        assert_eq!(seen, all, "in pages of {limit}");
    }
}

#[actix_web::test]
async fn a_cursor_stays_valid_while_accounts_come_and_go() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    for name in ["ada", "bob", "cyd"] {
        app.advance(std::time::Duration::from_millis(1));
        app.json().register(name).await;
    }
    let (first, cursor) = page(&root.json, "?limit=2").await;
    assert_eq!(first, ["root", "ada"]);
    // The account that the cursor names is deleted, and another is made.
    app.user("ada").delete();
    app.advance(std::time::Duration::from_millis(1));
    app.json().register("dee").await;
    let (rest, end) = page(&root.json, &format!("?cursor={}", cursor.unwrap())).await;
    assert_eq!((rest, end), (vec!["bob".to_owned(), "cyd".to_owned(), "dee".to_owned()], None));
}

/// Shows: INP-09.
#[actix_web::test]
async fn an_invalid_limit_or_cursor_is_a_field_error() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    for limit in ["0", "101", "-1", "", "ten", "1.5", "99999999999999999999", "+"] {
        let answer = root.json.get(&format!("/api/users?limit={limit}")).await;
        assert_eq!(answer.faults(), [("limit".to_owned(), "WRONG_TYPE".to_owned())], "{limit}");
    }
    for cursor in ["", "x", "1", "'%20OR%201=1--"] {
        let answer = root.json.get(&format!("/api/users?cursor={cursor}")).await;
        assert_eq!(answer.faults(), [("cursor".to_owned(), "WRONG_TYPE".to_owned())], "{cursor}");
    }
    let answer = root.json.get("/api/users?limit=x&cursor=x").await;
    assert_eq!(answer.faults().len(), 2, "all errors are reported together");
}

/// Shows: INJ-02.
#[actix_web::test]
async fn a_search_finds_parts_of_names_and_addresses_literally() {
    let app = TestApp::start();
    let root = app.administrator("root").await;
    for (username, email, name) in [
        ("a_b", "under_score@example.com", "100% sure"),
        ("aXb", "plus+tag@example.com", "100 sure"),
        ("ada.l", "Countess@Example.com", "Ada 'the first' Lovelace"),
        ("bob-1", "bob@example.com", r"back\slash"),
        ("cyd", "cyd@example.com", "Åsa Öberg"),
    ] {
        app.advance(std::time::Duration::from_millis(1));
        let body = json!({
            "username": username, "email": email, "password": crate::support::PASSWORD, "name": name,
            "refreshTokenIn": "body",
        });
        assert_eq!(app.json().post("/api/auth/register", &body).await.status, 201);
    }
    let all = ["root", "a_b", "aXb", "ada.l", "bob-1", "cyd"];
    for (q, names) in [
        ("", &all[..]),
        ("   ", &all),
        ("@example.com", &all),
        ("_", &["a_b"]),
        ("a_b", &["a_b"]),
        ("axB", &["aXb"]),
        ("%", &["a_b"]),
        ("100%", &["a_b"]),
        ("%sure", &[]),
        ("100", &["a_b", "aXb"]),
        ("+tag", &["aXb"]),
        (" countess ", &["ada.l"]),
        ("COUNTESS@", &["ada.l"]),
        ("LOVELACE", &["ada.l"]),
        ("'the first'", &["ada.l"]),
        ("' OR '1'='1", &[]),
        (r"\", &["bob-1"]),
        (r"\s", &["bob-1"]),
        (r"\_", &[]),
        (r"\\", &[]),
        ("*", &[]),
        ("Åsa", &["cyd"]),
        ("sa ö", &["cyd"]),
        ("asa", &["cyd"]),
        ("sa Ö", &["cyd"]),
        ("nobody", &[]),
        ("$2b$", &[]),
        ("a\0", &[]),
        (&"a".repeat(255), &[]),
        (&"%".repeat(20_000), &[]),
        // Longer than the database takes.
        (&"a".repeat(60_000), &[]),
    ] {
        assert_eq!(found(&root.json, q).await, names, "{:.40}", q);
    }
    let (first, cursor) = page(&root.json, "?q=sure&limit=1").await;
    assert_eq!(first, ["a_b"]);
    assert_eq!(
        page(&root.json, &format!("?q=sure&limit=1&cursor={}", cursor.unwrap())).await.0,
        ["aXb"]
    );
}

/// Shows: INJ-02.
#[actix_web::test]
async fn a_search_ignores_case_and_accents_and_finds_every_spelling_of_a_domain() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = app.administrator("root").await;
    for (name, shown, email) in [
        ("ivan", "Иван Иванович", "one@bücher.example"),
        ("elodie", "Élodie", "two@xn--bcher-kva.example"),
        ("thi", "Nguyễn Thị", "three@example.com"),
        ("weiss", "Weiß", "four@example.com"),
        ("ilker", "İlker", "five@example.com"),
        ("kim", "김철수", "six@example.com"),
        ("persian", "می\u{200c}خواهم", "seven@example.com"),
        ("percent", "50 %_x", "eight@example.com"),
    ] {
        app.advance(std::time::Duration::from_millis(1));
        let password = crate::support::PASSWORD;
        let body = json!({ "username": name, "name": shown, "email": email, "password": password });
        assert_eq!(app.json().post("/api/auth/register", &body).await.status, 201);
    }
    for (q, names) in [
        ("иван", &["ivan"][..]),
        ("ИВАНОВИЧ", &["ivan"]),
        ("йван", &["ivan"]),
        ("\u{200b}elodie ", &["elodie"]),
        ("E\u{301}LODIE", &["elodie"]),
        ("nguyen thi", &["thi"]),
        ("WEISS", &["weiss"]),
        ("weiß", &["weiss"]),
        ("ilker", &["ilker"]),
        ("김", &["kim"]),
        ("기", &["kim"]),
        ("میخواهم", &["persian"]),
        ("bücher", &["ivan", "elodie"]),
        ("BUCHER", &["ivan", "elodie"]),
        ("xn--bcher", &["ivan", "elodie"]),
        ("one@bücher.example", &["ivan"]),
        ("one@XN--BCHER-kva.example", &["ivan"]),
        ("two@bücher.ex", &["elodie"]),
        ("%_", &["percent"]),
        ("\u{301}", &[]),
        ("е", &[]),
    ] {
        assert_eq!(found(&root.json, q).await, names, "{q:?}");
    }
    // What was changed is found by what it is now.
    let ivan = app.json().log_in("ivan").await;
    ivan.json
        .patch("/api/profile/me", &json!({ "name": "Ørsted Ångström", "username": "oersted" }))
        .await;
    assert_eq!(found(&root.json, "angstrom").await, ["oersted"]);
    assert_eq!(found(&root.json, "иван").await, [""; 0]);
    let page = app.browser();
    page.log_in("root").await;
    assert_eq!(page.get("/admin/users?q=ANGSTROM").await.select("tbody tr").len(), 1);
}
