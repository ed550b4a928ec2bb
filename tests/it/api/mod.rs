//! The JSON face, and what its tests have in common.

mod activity;
mod addresses;
mod admin;
mod bodies;
mod busy;
mod change_email;
mod change_password;
mod codes;
mod cookies;
mod delete_account;
mod end_sessions;
mod errors;
mod events;
mod fields;
mod forgot_password;
mod given_up_names;
mod health;
mod imported_passwords;
mod login;
mod login_refusals;
mod logout;
mod logout_all;
mod me;
mod methods;
mod null;
mod passwords;
mod profile;
mod refresh;
mod refresh_refusals;
mod register;
mod register_together;
mod reset_password;
mod sessions;
mod usernames;
mod verify;
mod verify_email;

use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp};

/// Starts without limits on attempts: a table of cases is more than one person would try.
fn unlimited() -> TestApp {
    TestApp::start_with(&["--rate-limits", "off"])
}

/// What registers somebody whose tokens travel in cookies.
fn registration(username: &str) -> Value {
    json!({ "username": username, "email": format!("{username}@example.com"), "password": PASSWORD })
}

/// A body with some of its members replaced or added.
fn with(mut body: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("not an object: {changes}") };
    body.as_object_mut().unwrap().extend(changes);
    body
}

/// How many rows there are of each kind, when everything is written.
async fn rows(app: &TestApp) -> [usize; 4] {
    app.settle().await;
    app.row_counts()
}

/// The body of an answer with what is different every time replaced by its kind.
fn hidden(answer: &Answer) -> Value {
    let mut body = answer.json();
    for token in ["/accessToken", "/refreshToken"] {
        if let Some(value) = body.pointer_mut(token) {
            assert_eq!(value.as_str().unwrap().split('.').count(), 3, "three parts: {value}");
            *value = json!("[token]");
        }
    }
    if let Some(id) = body.pointer_mut("/user/id") {
        let text = id.as_str().unwrap();
        assert!(text.len() == 36 && text.as_bytes()[14] == b'7', "a UUID of version 7: {text}");
        *id = json!("[id]");
    }
    body
}

/// The `Set-Cookie` lines of an answer with the tokens replaced.
fn cookie_lines(answer: &Answer) -> String {
    let mut lines = Vec::new();
    for cookie in answer.set_cookies() {
        let value = match cookie.value.as_str() {
            token if token.split('.').count() == 3 => "[token]",
            device if device.len() == 192 => "[device]",
            other => other,
        };
        lines.push(format!("{}={value}; {}", cookie.name, cookie.attributes.join("; ")));
    }
    lines.join("\n")
}

/// Whether the database holds this session as revoked; told by any of its tokens' `sid`.
fn revoked_sessions(app: &TestApp) -> usize {
    app.revoked_sessions().len()
}
