//! `vestibule backup`, and how a backup is restored.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::support::{CliHarness, JsonClient, PASSWORD};

fn registration(number: u32) -> Value {
    let username = format!("user{number}");
    json!({ "username": username, "email": format!("{username}@example.com"), "password": PASSWORD })
}

/// Shows: REL-29.
#[actix_web::test]
async fn a_backup_made_while_people_register_is_whole_and_can_be_served() {
    let cli = CliHarness::on_sqlite();
    let server = cli.serve();
    let json = JsonClient::to(&server.address);
    let ada = json.register("ada").await;
    let stop = Arc::new(AtomicBool::new(false));
    let busy = actix_web::rt::spawn({
        let (json, stop) = (json.clone(), Arc::clone(&stop));
        async move {
            let mut people = 0;
            while !stop.load(Ordering::SeqCst) {
                // On a slow machine more than an address may register.
                let answer = json.post("/api/auth/register", &registration(people)).await;
                assert!(matches!(answer.status, 201 | 429), "{answer:?}");
                people += 1;
            }
        }
    });
    for number in 0..3 {
        let mut copying = cli.start(&["backup", &format!("backup-{number}.db")], &[], "");
        while copying.try_wait().unwrap().is_none() {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        assert_eq!(copying.wait().unwrap().code(), Some(0));
    }
    stop.store(true, Ordering::SeqCst);
    busy.await.unwrap();
    let copy = cli.path("backup-2.db");
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!cli.files().iter().any(|name| name.contains("partial")), "{:?}", cli.files());

    // Restored: the file in the place of the database, with the same secrets beside it.
    let restored = CliHarness::on_sqlite();
    fs::copy(&copy, restored.path("vestibule.db")).unwrap();
    fs::copy(cli.path("vestibule.secrets"), restored.path("vestibule.secrets")).unwrap();
    restored.output(&["doctor"]);
    let origin = server.address.clone();
    drop(server);
    let _server = restored.serve_at(&origin).await;
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200, "nobody has to sign in again");
    json.log_in("ada").await;
}

#[test]
fn a_backup_replaces_no_file_and_leaves_none_when_it_fails() {
    let cli = CliHarness::on_sqlite();
    cli.create("ada", &[]);
    assert_eq!(
        cli.output(&["backup", "it's a copy.db"]),
        "Copied vestibule.db to it's a copy.db.\n"
    );
    cli.write("mine.txt", "mine");
    cli.run(&["backup", "mine.txt"]).assert_refused(1, "mine.txt already exists");
    cli.run(&["backup", "vestibule.db"]).assert_refused(1, "already exists");
    cli.run(&["backup", "nowhere/copy.db"])
        .assert_refused(1, "Cannot copy the database vestibule.db to nowhere/copy.db");
    assert_eq!(cli.read("mine.txt"), "mine");
    cli.write("broken.db", vec![b'x'; 8192]);
    let ran = cli.run(&["backup", "copy.db", "--database-url", "broken.db"]);
    ran.assert_refused(1, "file is not a database");
    assert!(!cli.files().iter().any(|name| name.starts_with("copy.")), "{:?}", cli.files());
    cli.output(&["users", "show", "ada"]);
}
