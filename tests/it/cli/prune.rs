//! `vestibule prune`

use serde_json::json;

use crate::support::{CliHarness, JsonClient};

/// Shows: REL-27.
#[actix_web::test]
async fn ended_sessions_and_revocations_go_and_the_others_stay() {
    let cli = CliHarness::new();
    let server = cli.serve();
    let ada = JsonClient::to(&server.address).register("ada").await;
    // More than a page of sessions, each of them ended, and one that has ended just now.
    cli.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
         INSERT INTO sessions SELECT randomblob(16), user_id, generation, token_hash, previous_hash, rotated_by,
         issued_at, 1, ends_at, persistent, created_at, last_seen_at, ip, user_agent, NULL, NULL, NULL, NULL, NULL, amr,
         authenticated_at
         FROM sessions, n",
    );
    // The mails and the links of the registration are of today; these are not.
    cli.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
         INSERT INTO mails SELECT randomblob(16), user_id, kind, address, NULL, 1, 1, NULL, 'en' FROM mails, n
         WHERE mails.kind = 'verify_email'",
    );
    cli.execute("INSERT INTO revocations (session_id, until) SELECT id, 1 FROM sessions LIMIT 3");
    cli.well(&["users", "promote", "ada"]);
    assert_eq!(
        cli.json(&["prune", "--json"]),
        json!({ "sessions": 2500, "revocations": 3, "mails": 1200, "links": 0 })
    );
    assert_eq!(cli.well(&["prune"]), "0 sessions, 0 revocations, 0 mails and 0 links deleted.\n");
    assert_eq!(cli.texts("SELECT '' AS t FROM sessions").len(), 1);
    assert_eq!(cli.texts("SELECT '' AS t FROM revocations").len(), 1);
    assert_eq!(JsonClient::to(&server.address).refresh(&ada.refresh).await.status, 200);
}
