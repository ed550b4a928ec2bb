//! Every page that there is, in every state that it can be in, to be looked at by the tests.

use reqwest::Method;

use super::{MARKUP, ada, from_another_site};
use crate::support::{Answer, Browser, PASSWORD, TestApp};

/// Opens them all, each with a name.
pub async fn all_pages(app: &TestApp) -> Vec<(&'static str, Answer)> {
    let (browser, owner) = (app.browser(), ada(app).await);
    let mut pages = Vec::new();
    for (name, path) in [
        ("login", "/login"),
        ("login with next", "/login?next=%2Fprofile%3Fa%26b"),
        ("login with a notice", "/login?reason=expired"),
        ("login after signing out", "/login?reason=signed-out"),
        ("login after a new password", "/login?reason=password-changed"),
        ("login after an administrator", "/login?reason=admin"),
        ("login after a theft", "/login?reason=security"),
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
    pages.push((
        "register with faults",
        browser.post("/register", &[("username", MARKUP), ("email", &odd)]).await,
    ));
    let taken = [("username", "ada"), ("email", "a@example.com"), ("password", PASSWORD)];
    pages.push(("register with a taken name", browser.post("/register", &taken).await));
    let taken = [("username", "other"), ("email", "ada@example.com"), ("password", PASSWORD)];
    pages.push(("register with a taken address", browser.post("/register", &taken).await));
    pages.push(("413", browser.post("/login", &[("login", &"a".repeat(17_000))]).await));
    pages.push(("415", browser.post_json("/login", &serde_json::json!({})).await));
    pages.push(("400", browser.post("/login", &[("a", ""), ("a", "")]).await));
    let foreign = from_another_site(browser.request(Method::POST, "/login"));
    pages.push(("403", browser.send(foreign).await));
    mailed_pages(app, &mut pages).await;
    account_pages(app, &owner, &odd, &mut pages).await;
    app.user("ada").make_administrator();
    app.user("ada").set_name(r#""><b>&amp;"#);
    pages.push(("profile of an administrator", owner.get("/profile").await));
    admin_pages(&owner, &mut pages).await;
    app.user("ada").disable();
    let disabled = [("login", "ada"), ("password", PASSWORD)];
    pages.push(("login that is disabled", browser.post("/login", &disabled).await));
    for (name, page) in &pages {
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8"),
            "{name}: {page:?}"
        );
    }
    pages
}

/// Those that have to do with mails.
async fn mailed_pages(app: &TestApp, pages: &mut Vec<(&'static str, Answer)>) {
    let browser = app.browser();
    for (name, path) in [
        ("login after a reset", "/login?done=password-reset"),
        ("login after deleting", "/login?done=account-deleted"),
        ("forgotten password", "/forgot-password"),
        ("new password", "/reset-password?token=x"),
        ("new password by code", "/reset-password"),
        ("confirmation", "/verify-email?token=x"),
        ("confirmation by code", "/verify-email"),
    ] {
        pages.push((name, browser.get(path).await));
    }
    let known = [("email", "ada@example.com")];
    pages.push(("mail for a forgotten password", browser.post("/forgot-password", &known).await));
    pages.push((
        "forgotten password with faults",
        browser.post("/forgot-password", &[("email", MARKUP)]).await,
    ));
    pages.push((
        "new password with faults",
        browser.post("/reset-password", &[("token", MARKUP)]).await,
    ));
    let wrong = [("token", MARKUP), ("password", PASSWORD)];
    pages.push(("new password by a bad link", browser.post("/reset-password", &wrong).await));
    pages.push(("confirmation by a bad link", browser.post("/verify-email", &wrong).await));
    pages.push(("confirmation with faults", browser.post("/verify-email", &[]).await));
}

/// Those of an account that is signed in.
async fn account_pages(
    app: &TestApp,
    owner: &Browser,
    odd: &str,
    pages: &mut Vec<(&'static str, Answer)>,
) {
    pages.push(("profile", owner.get("/profile").await));
    let phone = app.json().with_agent(MARKUP).log_in("ada").await;
    app.json().with_agent("curl/8.5.0").refresh(&phone.refresh).await;
    pages.push(("devices", owner.get("/profile/sessions").await));
    pages.push(("profile to edit", owner.get("/profile/edit").await));
    pages.push(("profile with faults", owner.post("/profile", &[("username", "-a")]).await));
    pages.push(("security", owner.get("/profile/security").await));
    pages.push(("activity", owner.get("/profile/activity").await));
    pages.push(("deletion", owner.get("/profile/delete").await));
    let change = ("/profile/password", "/profile/email", "/profile/delete");
    for (name, path, fields) in [
        ("password with faults", change.0, [("current_password", ""), ("new_password", "")]),
        (
            "password with a fault",
            change.0,
            [("current_password", PASSWORD), ("new_password", "short")],
        ),
        ("address with faults", change.1, [("email", odd), ("password", "")]),
        ("address with a fault", change.1, [("email", "a@example.org"), ("password", "wrong")]),
        ("deletion with a fault", change.2, [("password", "wrong"), ("x", "")]),
        (
            "address that is waited for",
            change.1,
            [("email", "a@example.org"), ("password", PASSWORD)],
        ),
    ] {
        let answer = owner.post(path, &fields).await;
        pages.push((
            name,
            if answer.status == 303 { owner.get("/profile/security").await } else { answer },
        ));
    }
    pages.push(("403 of administration", owner.get("/admin").await));
}

/// Those of administrators, about the one who is looking.
async fn admin_pages(root: &Browser, pages: &mut Vec<(&'static str, Answer)>) {
    root.log_in("ada").await;
    let id = root.get("/api/auth/me").await.json()["user"]["id"].as_str().unwrap().to_owned();
    pages.push(("administration", root.get("/admin").await));
    pages.push(("numbers of a day", root.get("/admin?range=day").await));
    pages.push(("numbers of a year", root.get("/admin?range=year").await));
    pages.push(("log", root.get("/admin/log").await));
    pages.push(("log without events", root.get("/admin/log?q=nobody").await));
    pages.push(("accounts", root.get("/admin/users?done=delete").await));
    pages.push(("no accounts", root.get("/admin/users?q=%3Cb%3E").await));
    pages.push(("an account", root.get(&format!("/admin/users/{id}?done=promote")).await));
    for action in ["promote", "demote", "logout", "disable", "enable", "delete"] {
        pages.push(("a question", root.get(&format!("/admin/users/{id}/{action}")).await));
        pages.push(("an answer", root.get(&format!("/admin/users/{id}?done={action}")).await));
    }
    pages.push((
        "a action that is refused",
        root.post(&format!("/admin/users/{id}/delete"), &[]).await,
    ));
    pages.push(("404 of administration", root.get("/admin/users/nobody").await));
}
