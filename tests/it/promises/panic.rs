//! A panic is an answer in the right face, and the worker that met it lives.

use std::net::TcpListener;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use vestibule::client::RequestId;
use vestibule::config::Brand;
use vestibule::http::error::Refuse;
use vestibule::http::{self, Face, panic};
use vestibule::pages::brand::PageBrand;
use vestibule::{api, pages};

use crate::support::JsonClient;
use crate::support::panics::WANTED;

/// The server's own choice of a face, by the path.
fn refuse(error: http::Error, request: &HttpRequest) -> HttpResponse {
    match request.path().starts_with("/api/") {
        true => HttpResponse::from_error(api::Error::refuse(error, request)),
        false => HttpResponse::from_error(pages::Error::refuse(error, request)),
    }
}

/// Writes problem or page into its answer, as the server does around every request.
async fn fill_in(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = api::error::fill_in(next.call(request).await?);
    Ok(pages::error::fill_in(response, &RequestId::new()))
}

async fn panics() -> HttpResponse {
    panic!("canary of a cause: {WANTED}")
}

/// Serves routes that panic with a single worker: if that one died, nobody would answer any more.
fn serve() -> (String, actix_web::dev::ServerHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let brand = web::Data::new(PageBrand::new(&Brand {
        name: "Vestibule".to_owned(),
        accent: None,
        logo: None,
        terms_url: None,
        privacy_url: None,
        support_url: None,
    }));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(brand.clone())
            .wrap(from_fn(pages::brand::keep_at_hand))
            .app_data(web::Data::new(refuse as Refuse))
            .route(
                "/api/panic",
                web::route().to(panics).wrap(from_fn(panic::catch)).wrap(from_fn(fill_in)),
            )
            .route(
                "/panic",
                web::route().to(panics).wrap(from_fn(panic::catch)).wrap(from_fn(fill_in)),
            )
            .route("/well", web::get().to(HttpResponse::Ok).wrap(from_fn(panic::catch)))
    });
    let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

/// Shows: REL-25, ASVS 13.4.2.
#[actix_web::test]
async fn a_panic_is_a_500_as_page_or_json_that_reveals_nothing() {
    let (address, handle) = serve();
    let json = JsonClient::to(&address);
    let answer = json.get("/api/panic").await;
    assert_eq!(answer.problem(), (500, "INTERNAL".to_owned()));
    assert!(!answer.body.contains("canary") && !answer.body.contains("panic"), "{}", answer.body);
    let answer = json.get("/panic").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (500, Some("text/html; charset=utf-8"))
    );
    assert_eq!(answer.select("h1").len(), 1);
    assert!(!answer.body.contains("canary") && !answer.body.contains("panic"), "{}", answer.body);
    handle.stop(false).await;
}

/// Shows: REL-25, ASVS 16.5.4.
#[actix_web::test]
async fn the_worker_survives_a_panic() {
    let (address, handle) = serve();
    let json = JsonClient::to(&address);
    for _ in 0..20 {
        assert_eq!(json.post("/api/panic", &serde_json::json!({})).await.status, 500);
        assert_eq!(json.get("/well").await.status, 200);
    }
    handle.stop(false).await;
}
