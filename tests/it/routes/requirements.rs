//! What the route table requires is what nobody, a user and an administrator meet, and a handler
//! cannot rely on more.

use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpRequest, HttpResponse, web};
use vestibule::api;
use vestibule::http::cookies::Cookies;
use vestibule::http::error::Refuse;
use vestibule::http::identity::{Requirement, require};
use vestibule::http::signed_in::{Admin, MaybeSignedIn, SignedIn};
use vestibule::http::{self, Face};
use vestibule::server::ROUTES;

use super::TABLE;
use crate::support::TestApp;

/// Shows: AZ-01, ASVS 6.3.4.
#[test]
fn each_route_refuses_whom_the_table_says() {
    let is_refused = |told: &str| told == "401 NO_TOKEN" || told.starts_with("303 /login?next=");
    for route in ROUTES {
        for (method, required) in route.methods.iter().zip(route.requires) {
            let line = TABLE.iter().find(|line| line.0 == *method && line.1 == route.path).unwrap();
            let [nobody, user, _] = line.3;
            let needs_session = matches!(
                required,
                Requirement::SignedIn | Requirement::AccessToken | Requirement::Admin
            );
            assert_eq!(is_refused(nobody), needs_session, "{method} {}", route.path);
            let is_forbidden = matches!(user, "403" | "403 FORBIDDEN")
                && route.path.contains("admin")
                || user == "403 FORBIDDEN";
            assert_eq!(is_forbidden, *required == Requirement::Admin, "{method} {}", route.path);
        }
    }
}

fn refuse(error: http::Error, request: &HttpRequest) -> HttpResponse {
    HttpResponse::from_error(api::Error::refuse(error, request))
}

async fn optional(_: MaybeSignedIn) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

async fn signed_in(_: SignedIn) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

async fn admin(_: Admin) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// Shows: AZ-01.
#[actix_web::test]
async fn a_handler_that_relies_on_more_than_its_route_requires_serves_nobody() {
    let app = TestApp::start();
    let root = app.administrator("grace").await;
    let routes = App::new()
        .app_data(web::Data::from(std::sync::Arc::clone(&app.app)))
        .app_data(web::Data::new(Cookies::new(&app.app.config)))
        .app_data(web::Data::new(refuse as Refuse))
        .route(
            "/anonymous/optional",
            web::get().to(optional).wrap(from_fn(require(Requirement::Anonymous))),
        )
        .route(
            "/optional/optional",
            web::get().to(optional).wrap(from_fn(require(Requirement::Optional))),
        )
        .route(
            "/optional/signed-in",
            web::get().to(signed_in).wrap(from_fn(require(Requirement::Optional))),
        )
        .route(
            "/signed-in/signed-in",
            web::get().to(signed_in).wrap(from_fn(require(Requirement::SignedIn))),
        )
        .route(
            "/signed-in/admin",
            web::get().to(admin).wrap(from_fn(require(Requirement::SignedIn))),
        )
        .route(
            "/token/admin",
            web::get().to(admin).wrap(from_fn(require(Requirement::AccessToken))),
        )
        .route("/admin/admin", web::get().to(admin).wrap(from_fn(require(Requirement::Admin))))
        .route(
            "/admin/signed-in",
            web::get().to(signed_in).wrap(from_fn(require(Requirement::Admin))),
        )
        .route("/none/optional", web::get().to(optional));
    let service = init_service(routes).await;
    for (path, status) in [
        ("/anonymous/optional", 500),
        ("/optional/optional", 204),
        ("/optional/signed-in", 500),
        ("/signed-in/signed-in", 204),
        ("/signed-in/admin", 500),
        ("/token/admin", 500),
        ("/admin/admin", 204),
        ("/admin/signed-in", 204),
        ("/none/optional", 500),
    ] {
        let request = TestRequest::get()
            .uri(path)
            .insert_header(("authorization", format!("Bearer {}", root.access)));
        let answer = call_service(&service, request.to_request()).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
}
