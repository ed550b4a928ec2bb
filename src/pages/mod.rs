//! The HTML face: pages that need no JavaScript. It reads forms, calls one rule and shows what came
//! of it; it decides nothing.

pub mod activity;
pub mod admin;
pub mod assets;
pub mod brand;
pub mod change_email;
pub mod change_password;
pub mod delete_account;
pub mod device;
pub mod edit_profile;
pub mod error;
pub mod forgot_password;
pub mod form;
pub mod home;
pub mod icon;
pub mod language;
pub mod login;
pub mod logout;
pub mod next;
pub mod profile;
pub mod register;
pub mod relative_time;
pub mod reset_password;
pub mod same_site_redirect;
pub mod security;
pub mod sessions;
pub mod sign_out_reason;
pub mod trail;
pub mod verify_email;
pub mod viewer;
pub mod well_known;

use actix_web::http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;

pub use error::Error;

use crate::auth;
use crate::http::headers::POLICY_WITH_SCRIPT;
use crate::http::params;
pub use crate::http::signed_in::{Admin, MaybeSignedIn, SignedIn};

/// Fills a page in that has our script.
fn render(mut response: HttpResponseBuilder, page: &impl Template) -> Result<HttpResponse, Error> {
    response.insert_header((CONTENT_SECURITY_POLICY, POLICY_WITH_SCRIPT.clone()));
    render_without_script(response, page)
}

/// Fills a page in that runs no script.
fn render_without_script(
    mut response: HttpResponseBuilder,
    page: &impl Template,
) -> Result<HttpResponse, Error> {
    let html = page.render().map_err(|error| auth::Error::Internal(error.to_string()))?;
    Ok(response.content_type("text/html; charset=utf-8").body(html))
}

/// Sends the browser to another page, with a GET whatever it came with.
fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, location)).finish()
}

/// Reads a value of the query; empty if it is not there.
fn query(request: &HttpRequest, name: &str) -> String {
    params::query(request, name).unwrap_or_default()
}
