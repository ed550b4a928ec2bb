//! The server: every URL on one line, and the order of what a request passes on its way.

mod header_timeout;
mod listener;
mod tls_accept;

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_http::HttpService;
use actix_server::Server;
use actix_service::{ServiceFactoryExt, boxed, map_config};
use actix_web::body::MessageBody;
use actix_web::dev::{AppConfig, ServiceRequest, ServiceResponse, fn_service};
use actix_web::http::header::ALLOW;
use actix_web::http::{ConnectionType, KeepAlive, Method};
use actix_web::middleware::{Next, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::web::ServiceConfig;
use actix_web::{App as Routes, HttpMessage, HttpRequest, HttpResponse, guard, web};
use tokio_rustls::TlsAcceptor;

use crate::app::App;
use crate::http::cookies::{self, Cookies};
use crate::http::error::Refuse;
use crate::http::identity::{Requirement, require};
use crate::http::{self, Face, client, headers, log, panic, same_site, shared_payload};
use crate::pages::brand::PageBrand;
use crate::{api, pages};

use header_timeout::HeaderTimeout;

pub use listener::{allow_many_connections, listen};

/// How long the headers of a request may take.
const HEADERS_TIMEOUT: Duration = Duration::from_secs(5);
/// How long requests in flight may take when the server stops, in seconds.
const SHUTDOWN_TIMEOUT: u64 = 25;

/// A line of the route table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The path, with `{}` around what varies.
    pub path: &'static str,
    /// The methods that it takes; HEAD goes with GET, and OPTIONS with all of them.
    pub methods: &'static [&'static str],
    /// What each of them requires, in the same order.
    pub requires: &'static [Requirement],
}

/// Writes the table once, as data and as code that serves it.
///
/// Each handler stands beside what its route requires: `anonymous` nothing; `optional` finds out
/// who is asking, and renews; `signed_in` and `admin` refuse everybody else; `access_token` goes by
/// the access token alone and never renews.
macro_rules! routes {
    ($($path:literal { $($method:ident $who:ident $handler:path),+ $(,)? })+) => {
        /// Every address that is served.
        pub const ROUTES: &[Route] = &[$(Route { path: $path, methods: &[$(stringify!($method)),+], requires: &[$(routes!(@requires $who)),+] }),+];

        fn register(config: &mut ServiceConfig) {
            $({
                let resource = web::resource($path)$(.route(routes!($method $who $handler)))+;
                let allow = allow(&[$(stringify!($method)),+]);
                config.service(resource.default_service(web::to(move |request: HttpRequest| async move {
                    // The response to OPTIONS is the same for all clients (RFC 9110, 9.3.7).
                    if request.method() == Method::OPTIONS {
                        return HttpResponse::NoContent().insert_header((ALLOW, allow)).finish();
                    }
                    refuse(http::Error::MethodNotAllowed(allow), &request)
                })));
            })+
        }
    };
    ($method:ident anonymous $handler:path) => {
        routes!(@method $method).to($handler).wrap(from_fn(panic::catch))
    };
    ($method:ident $who:ident $handler:path) => {
        routes!(@method $method).to($handler).wrap(from_fn(require(routes!(@requires $who)))).wrap(from_fn(panic::catch))
    };
    (@requires anonymous) => { Requirement::Anonymous };
    (@requires optional) => { Requirement::Optional };
    (@requires signed_in) => { Requirement::SignedIn };
    (@requires access_token) => { Requirement::AccessToken };
    (@requires admin) => { Requirement::Admin };
    // The router does not answer HEAD for a route of GET by itself (actix/actix-web#2702).
    (@method GET) => { web::route().guard(guard::Any(guard::Get()).or(guard::Head())) };
    (@method POST) => { web::post() };
    (@method PATCH) => { web::patch() };
    (@method DELETE) => { web::delete() };
}

routes! {
    "/api/auth/register"   { POST anonymous api::register::submit }
    "/api/auth/login"      { POST anonymous api::login::submit }
    "/api/auth/refresh"    { POST anonymous api::refresh::submit }
    "/api/auth/logout"     { POST anonymous api::logout::submit }
    "/api/auth/logout-all" { POST signed_in api::logout::everywhere }
    "/api/auth/verify-email"        { POST anonymous api::verify_email::submit }
    "/api/auth/verify-email/resend" { POST signed_in api::verify_email::resend }
    "/api/auth/forgot-password"     { POST anonymous api::forgot_password::submit }
    "/api/auth/reset-password"      { POST anonymous api::reset_password::submit }
    "/api/auth/me"         { GET signed_in api::me::show }
    "/api/auth/verify"     { GET access_token api::me::verify }
    "/api/profile/me"      {
        GET signed_in api::me::show, PATCH signed_in api::profile::change, DELETE signed_in api::delete_account::submit
    }
    "/api/profile/email"         { POST signed_in api::change_email::submit }
    "/api/profile/password"      { POST signed_in api::change_password::submit }
    "/api/profile/sessions"      { GET signed_in api::sessions::show }
    "/api/profile/sessions/{id}" { DELETE signed_in api::sessions::revoke }
    "/api/profile/activity"      { GET signed_in api::activity::show }

    "/api/users"             { GET admin api::admin::list }
    "/api/users/{id}"        { GET admin api::admin::show, PATCH admin api::admin::change, DELETE admin api::admin::delete }
    "/api/users/{id}/logout" { POST admin api::admin::sign_out }

    "/"                    { GET optional pages::home::show }
    "/login"               { GET optional pages::login::show, POST anonymous pages::login::submit }
    "/register"            { GET optional pages::register::show, POST anonymous pages::register::submit }
    "/language"            { POST optional pages::language::submit }
    "/profile"             { GET signed_in pages::profile::show, POST signed_in pages::edit_profile::submit }
    "/profile/edit"        { GET signed_in pages::edit_profile::show }
    "/profile/sessions"    { GET signed_in pages::sessions::show }
    "/profile/sessions/{id}/revoke" { POST signed_in pages::sessions::revoke }
    "/profile/security"    { GET signed_in pages::security::show }
    "/profile/password"    { POST signed_in pages::change_password::submit }
    "/profile/activity"    { GET signed_in pages::activity::show }
    "/profile/delete"      { GET signed_in pages::delete_account::show, POST signed_in pages::delete_account::submit }
    "/profile/email"       { POST signed_in pages::change_email::submit }
    "/logout"              { POST anonymous pages::logout::submit }
    "/logout-all"          { POST signed_in pages::logout::everywhere }
    "/verify-email"        { GET anonymous pages::verify_email::show, POST anonymous pages::verify_email::submit }
    "/verify-email/resend" { POST signed_in pages::verify_email::resend }
    "/forgot-password"     { GET anonymous pages::forgot_password::show, POST anonymous pages::forgot_password::submit }
    "/reset-password"      { GET anonymous pages::reset_password::show, POST anonymous pages::reset_password::submit }

    "/admin"                   { GET admin pages::admin::show }
    "/admin/log"               { GET admin pages::admin::log::show }
    "/admin/log.csv"           { GET admin pages::admin::log::export }
    "/admin/users"             { GET admin pages::admin::users::show }
    "/admin/users/{id}"        { GET admin pages::admin::user::show }
    "/admin/users/{id}/{action}" { GET admin pages::admin::action::show, POST admin pages::admin::action::submit }

    "/static/{file}"       { GET anonymous pages::assets::show }
    "/favicon.ico"         { GET anonymous pages::assets::favicon }
    "/robots.txt"          { GET anonymous pages::well_known::robots }
    "/.well-known/change-password" { GET anonymous pages::well_known::change_password }
    "/.well-known/security.txt"    { GET anonymous pages::well_known::security }
    "/healthz"             { GET anonymous api::health::alive }
    "/readyz"              { GET anonymous api::health::ready }
}

/// Serves the application until the server is stopped.
pub fn serve(app: Arc<App>, listener: TcpListener, workers: usize) -> io::Result<Server> {
    let cookies = web::Data::new(Cookies::new(&app.config));
    let brand = web::Data::new(PageBrand::new(&app.config.brand));
    let tls = app.config.tls.as_ref().map(|tls| TlsAcceptor::from(Arc::new(tls.server_config())));
    let keep_alive = app.config.keep_alive;
    let app = web::Data::from(app);
    let refuse = web::Data::new(refuse as Refuse);
    let server = Server::build()
        .workers(workers)
        .max_concurrent_connections(listener::connections(workers))
        .shutdown_timeout(SHUTDOWN_TIMEOUT)
        .disable_signals();
    let stopping = server.graceful_shutdown_signal();
    // What `HttpServer` does, with a watch between the socket and the framework.
    let server = server.listen("vestibule", listener, move || {
        let routes = Routes::new()
            .app_data(app.clone())
            .app_data(cookies.clone())
            .app_data(brand.clone())
            .app_data(refuse.clone())
            .configure(register)
            .default_service(web::to(|request: HttpRequest| async move {
                self::refuse(http::Error::NotFound, &request)
            }))
            .wrap(from_fn(wrap_request))
            .wrap(from_fn(pages::brand::keep_at_hand));
        let stopping = stopping.clone();
        let connections = HttpService::build()
            // actix-http writes this 408, and a 431, without any middleware: they have none of our
            // headers, and it has no hook to add them.
            .client_request_timeout(HEADERS_TIMEOUT)
            .keep_alive(KeepAlive::Timeout(keep_alive))
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .h1(map_config(routes, |()| AppConfig::default()));
        let tls = tls.clone();
        let taken = fn_service(move |stream: TcpStream| {
            let tls = tls.clone();
            async move {
                let client = stream.peer_addr().ok();
                let connection = tls_accept::accept(stream, tls).await?;
                Ok((HeaderTimeout::new(connection, HEADERS_TIMEOUT), client))
            }
        });
        // In a box: the framework keeps room for a connection twice, and now twice for where the
        // box is.
        boxed::factory(taken.and_then(connections))
    })?;
    Ok(server.run())
}

/// Wraps every request: the log, the same-site check, cookies and headers.
async fn wrap_request(
    app: web::Data<App>,
    jar: web::Data<Cookies>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let tag = client::tag(request.request(), &app);
    let line = log::RequestLine::begin(tag.clone());
    request.extensions_mut().insert(tag.clone());
    let payload = shared_payload::share(&mut request);
    let response = match same_site::check(request.request(), &app.config.public_url.origin) {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(refused) => {
            let refusal = refuse(http::Error::CrossSite(Box::new(refused)), request.request());
            // Not `into_response`, which forgets the error that the page is made from.
            ServiceResponse::new(request.into_parts().0, refusal)
        }
    };
    let response = api::error::fill_in(response);
    let mut response = pages::error::fill_in(response, tag.request());
    if headers::are_large(response.request().headers()) {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    cookies::write(&jar, &mut response);
    http::locale::describe(&mut response);
    headers::add(response.headers_mut(), &app.config, tag.request());
    line.end(&response);
    Ok(response.map_body(|_, body| shared_payload::ResponseBody { body, payload }))
}

/// Answers what no handler took, in the face that its path belongs to.
fn refuse(error: http::Error, request: &HttpRequest) -> HttpResponse {
    // The router matches paths as they are decoded, so the face goes by the same.
    let path = percent_encoding::percent_decode_str(request.path()).decode_utf8_lossy();
    let for_programs =
        path == "/api" || path.starts_with("/api/") || matches!(&*path, "/healthz" | "/readyz");
    if for_programs {
        HttpResponse::from_error(api::Error::refuse(error, request))
    } else {
        HttpResponse::from_error(pages::Error::refuse(error, request))
    }
}

/// Writes the value of `Allow`, once for each path and worker.
fn allow(methods: &[&'static str]) -> &'static str {
    let with_head = |method: &&'static str| if *method == "GET" { "GET, HEAD" } else { *method };
    methods.iter().map(with_head).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ").leak()
}
