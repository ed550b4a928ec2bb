//! Many people who register at the same moment.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{registration, unlimited, with};
use crate::support::TestApp;

/// Registers all of them at once. Returns the statuses in order of size and the codes of the
/// refusals.
async fn register_all(app: &TestApp, bodies: Vec<Value>) -> (Vec<u16>, Vec<String>) {
    let client = app.json();
    let answers = join_all(bodies.iter().map(|body| client.post("/api/auth/register", body))).await;
    let refused = answers.iter().filter(|answer| answer.status != 201);
    let codes = refused.map(|answer| answer.problem().1).collect();
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    (statuses, codes)
}

#[actix_web::test]
async fn exactly_one_of_two_concurrent_registrations_gets_an_address() {
    let app = unlimited();
    for round in 0..10 {
        let bodies = ["Both", "bOTH"].map(|local| {
            let username = format!("{local}{round}").replace("bOTH", "other");
            with(registration(&username), json!({ "email": format!("{local}{round}@example.com") }))
        });
        let outcome = register_all(&app, bodies.to_vec()).await;
        assert_eq!(outcome, (vec![201, 409], vec!["EMAIL_TAKEN".to_owned()]), "round {round}");
    }
    assert_eq!((app.users().len(), app.sessions().len()), (10, 10));
}

/// Shows: AUTH-46.
#[actix_web::test]
async fn exactly_one_of_twenty_concurrent_registrations_gets_an_address() {
    let app = unlimited();
    let spelling = |number: usize| {
        if number.is_multiple_of(2) { "One@Example.com" } else { "oNE@eXAMPLE.COM" }
    };
    let person = |number| {
        with(registration(&format!("person{number}")), json!({ "email": spelling(number) }))
    };
    let (statuses, codes) = register_all(&app, (0..20).map(person).collect()).await;

    assert_eq!(statuses, [vec![201], vec![409; 19]].concat());
    assert!(codes.iter().all(|code| code == "EMAIL_TAKEN"), "{codes:?}");
    assert_eq!((app.users().len(), app.sessions().len()), (1, 1));
}

#[actix_web::test]
async fn exactly_one_of_twenty_concurrent_registrations_gets_a_username() {
    let app = unlimited();
    let spelling = |number: usize| if number.is_multiple_of(2) { "TheOne" } else { "theone" };
    let person = |number| {
        with(registration(&format!("person{number}")), json!({ "username": spelling(number) }))
    };
    let (statuses, codes) = register_all(&app, (0..20).map(person).collect()).await;

    assert_eq!(statuses, [vec![201], vec![409; 19]].concat());
    assert!(codes.iter().all(|code| code == "USERNAME_TAKEN"), "{codes:?}");
    assert_eq!((app.users().len(), app.sessions().len()), (1, 1));
}

/// Shows: ASVS 11.5.2.
#[actix_web::test]
async fn twenty_concurrent_registrations_with_different_names_all_succeed() {
    let app = unlimited();
    let people = (0..20).map(|number| registration(&format!("person{number}"))).collect();
    assert_eq!(register_all(&app, people).await, (vec![201; 20], vec![]));
    assert_eq!((app.users().len(), app.sessions().len()), (20, 20));
}
