//! `vestibule prune`

use serde_json::json;
use vestibule::clock::Timestamp;
use vestibule::store::mails::Mail;
use vestibule::store::sessions::Session;

use crate::support::{CliHarness, JsonClient};

const LONG_AGO: Timestamp = Timestamp::from_millis(1);

/// Shows: REL-27.
#[actix_web::test]
async fn ended_sessions_and_revocations_are_deleted_and_the_others_stay() {
    let cli = CliHarness::new();
    let server = cli.serve();
    let ada = JsonClient::to(&server.address).register("ada").await;
    // More than a page of sessions, each of them ended, and one that has ended just now.
    let session = cli.session();
    cli.copy_session(&Session { expires_at: LONG_AGO, ..session }, 2500);
    // The mails and the links of the registration are of today; these are not.
    let mail = cli.mail_rows_of_kind("verify_email").remove(0);
    cli.copy_mail(
        &Mail { link_id: None, created_at: LONG_AGO, attempts: 1, due_at: None, ..mail },
        1200,
    );
    for session in &cli.sessions()[..3] {
        cli.revoke_access_tokens(session.id, LONG_AGO);
    }
    cli.output(&["users", "promote", "ada"]);
    assert_eq!(
        cli.json(&["prune", "--json"]),
        json!({ "sessions": 2500, "revocations": 3, "mails": 1200, "links": 0 })
    );
    assert_eq!(cli.output(&["prune"]), "0 sessions, 0 revocations, 0 mails and 0 links deleted.\n");
    assert_eq!(cli.sessions().len(), 1);
    assert_eq!(cli.revocations().len(), 1);
    assert_eq!(JsonClient::to(&server.address).refresh(&ada.refresh).await.status, 200);
}
