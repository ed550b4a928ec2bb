//! `GET` and `POST /profile/delete`

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn deleting_ends_at_the_login_page_without_cookies() {
    let app = TestApp::start();
    let (here, there) = (app.browser(), app.browser());
    here.register("ada").await;
    there.log_in("ada").await;
    assert_eq!(
        here.get("/profile/security").await.select("a[href='/profile/delete']"),
        ["Delete account"]
    );
    let question = here.get("/profile/delete").await;
    assert_eq!(question.select("h1"), ["Delete your account?"]);
    assert_eq!(question.select("[action='/profile/delete'] button"), ["Delete account"]);
    assert_eq!(question.field("username").as_deref(), Some("ada"), "for password managers");

    let answer = here.post("/profile/delete", &[("password", PASSWORD)]).await;

    assert_eq!(answer.redirect(), (303, "/login?done=account-deleted"));
    assert!(answer.clears_cookies());
    assert_eq!(
        here.get(answer.location()).await.select("[role=status]"),
        ["Your account has been deleted."]
    );
    assert!(!there.is_signed_in().await);
    assert_eq!((app.users().len(), app.sessions().len()), (0, 0));
    here.register("another").await;
}

#[actix_web::test]
async fn a_wrong_password_deletes_nothing_and_is_reported_at_its_field() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for (typed, status, words) in
        [("not the password", 403, "The current password is wrong."), ("", 422, "Required.")]
    {
        let page = browser.post("/profile/delete", &[("password", typed)]).await;
        assert_eq!(page.status, status);
        assert_eq!(page.select("#password-problem"), [words]);
        assert_eq!(page.select("[role=alert]").len(), 1);
        assert_eq!(page.attribute("#password", "aria-invalid").as_deref(), Some("true"));
        assert_eq!(
            page.attribute("[autofocus]", "id").as_deref(),
            Some("password"),
            "the page opens at the form"
        );
        assert!(!page.body.contains("not the password"));
    }
    assert!(browser.is_signed_in().await);
    let nobody = app.browser().post("/profile/delete", &[("password", PASSWORD)]).await;
    assert_eq!(nobody.redirect(), (303, "/login?next=%2Fprofile"));
}

#[actix_web::test]
async fn the_last_administrator_sees_what_to_do_first() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.user("ada").make_administrator();
    let page = browser.post("/profile/delete", &[("password", PASSWORD)]).await;
    assert_eq!(page.status, 409);
    assert_eq!(page.attribute("[autofocus]", "id").as_deref(), Some("password"));
    assert_eq!(
        page.select("[role=alert]"),
        ["There must be at least one administrator. Make another account an administrator first."]
    );
    assert!(browser.is_signed_in().await);
}
