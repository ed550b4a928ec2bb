//! Addresses that programs ask for by convention: `/robots.txt` and what lies below
//! `/.well-known/`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Error, see_other};
use crate::app::App;
use crate::auth::vulnerability_contact;
use crate::http::{self, Face};

/// Sends a password manager to the form for the password (W3C, "A Well-Known URL for Changing
/// Passwords").
pub async fn change_password() -> HttpResponse {
    see_other("/profile/security")
}

/// Keeps the pages out of search engines: nobody looks for a form to sign in there.
pub async fn robots() -> HttpResponse {
    text("User-agent: *\nDisallow: /\n".to_owned())
}

/// Serves the contact for vulnerability reports (RFC 9116), if `SUPPORT_URL` is set.
pub async fn security(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let contact = vulnerability_contact::find(&app);
    let contact = contact.ok_or_else(|| Error::refuse(http::Error::NotFound, &request))?;
    let mut lines =
        format!("Contact: {}\nExpires: {}\n", contact.url, contact.expires_at.to_rfc3339());
    let public_url = &app.config.public_url;
    if public_url.https {
        lines.push_str(&format!("Canonical: {}/.well-known/security.txt\n", public_url.origin));
    }
    Ok(text(lines))
}

fn text(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(body)
}
