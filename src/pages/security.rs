//! `GET /profile/security`: the password, the address, the end of the account, and what happened to it.
//!
//! Its forms have files of their own, which come back here when one is refused.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::Problems;
use super::{Error, SignedIn, render};
use crate::agent::Device;
use crate::app::App;
use crate::auth::change_email::{self, Pending};
use crate::auth::event::{self, Happening};
use crate::auth::{self, Forbidden, account, activity};
use crate::http::{self, Face, address, wording};
use crate::store::events::Event;
use crate::store::users::User;
use crate::token::AccessClaims;

/// How many events there are on a page.
const PAGE: u8 = 20;

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage<'a> {
    user: &'a User,
    password_min: usize,
    notice: Option<&'static str>,
    /// Whether there is mail, without which no address can be confirmed.
    mail: bool,
    pending: Option<&'a Pending>,
    refused: Option<Refused>,
    events: &'a [Event],
    /// The address of the next page of events, if there is one.
    older: Option<String>,
}

impl SecurityPage<'_> {
    /// Says what is wrong with a form as a whole.
    fn alert(&self, form: &str) -> Option<&'static str> {
        let refused = self.refused.as_ref().filter(|refused| refused.form == form)?;
        Some(wording::detail_for_person(&http::Error::from(refused.error.clone())))
    }

    /// Says what is wrong with a field of a form.
    fn problem(&self, form: &str, field: &str) -> Option<String> {
        let refused = self.refused.as_ref().filter(|refused| refused.form == form)?;
        match &refused.error {
            auth::Error::Invalid(faults) => Problems::new(faults.clone()).of(field),
            auth::Error::Forbidden(_) if refused.password_field == field => Some(refused.detail()),
            auth::Error::Taken(_) if field == "email" => Some(refused.detail()),
            _ => None,
        }
    }

    /// Gives the address that was typed into a form which was refused.
    fn typed(&self, form: &str) -> &str {
        self.refused.as_ref().filter(|refused| refused.form == form).map_or("", |refused| &refused.email)
    }
}

/// A form of the page that was refused.
#[derive(Debug)]
pub struct Refused {
    /// Its name in the template.
    pub form: &'static str,
    /// Its field for the current password.
    pub password_field: &'static str,
    /// The e-mail address that was typed, where there is a field for one.
    pub email: String,
    /// Why.
    pub error: auth::Error,
}

impl Refused {
    fn detail(&self) -> String {
        wording::detail(&http::Error::from(self.error.clone())).to_owned()
    }
}

/// Shows the page.
pub async fn show(app: web::Data<App>, request: HttpRequest, claims: SignedIn) -> Result<HttpResponse, Error> {
    page(&app, &request, &claims, None).await
}

/// Shows the page again with what is wrong with one of its forms. What no form can mend becomes an error page.
pub async fn again(
    app: &App,
    request: &HttpRequest,
    claims: &AccessClaims,
    refused: Refused,
) -> Result<HttpResponse, Error> {
    match refused.error {
        auth::Error::Invalid(_)
        | auth::Error::Taken(_)
        | auth::Error::LastAdmin
        | auth::Error::Forbidden(Forbidden::WrongPassword)
        | auth::Error::RateLimited(_) => page(app, request, claims, Some(refused)).await,
        error => Err(Error::refuse(error.into(), request)),
    }
}

async fn page(
    app: &App,
    request: &HttpRequest,
    claims: &AccessClaims,
    refused: Option<Refused>,
) -> Result<HttpResponse, Error> {
    let refuse = |error: auth::Error| Error::refuse(error.into(), request);
    let before = address::query(request, "before").map(|before| before.parse()).transpose();
    let before = before.map_err(|_| Error::refuse(http::Error::NotFound, request))?;
    let user = account::find(app, claims.user).await.map_err(refuse)?;
    // One more than is shown tells whether there are more.
    let mut events = activity::list(app, claims, before, PAGE + 1).await.map_err(refuse)?;
    let more = events.len() > usize::from(PAGE);
    events.truncate(PAGE.into());
    let pending = change_email::find_pending(app, claims).await.map_err(refuse)?;
    let page = SecurityPage {
        user: &user,
        password_min: app.config.password_min_length,
        notice: (before.is_none() && refused.is_none() && activity::has_just_changed_password(app, &events))
            .then_some("Your password has been changed, and every other device is signed out."),
        mail: app.mailer.is_available(),
        pending: pending.as_ref(),
        older: events.last().filter(|_| more).map(|event| format!("/profile/security?before={}#activity", event.id)),
        events: &events,
        refused,
    };
    let response = match &page.refused {
        Some(refused) => http::Error::from(refused.error.clone()).respond(),
        None => HttpResponse::Ok(),
    };
    render(response, &page)
}

/// Says what happened, in words for the person whom it happened to.
fn words(event: &Event) -> &str {
    let Some(what) = Happening::from_word(&event.kind) else { return &event.kind };
    let by_administrator = event::by_administrator(event);
    match what {
        Happening::Registered if by_administrator => "An administrator made the account",
        Happening::PasswordChanged if by_administrator => "An administrator changed the password",
        Happening::Registered => "You registered",
        Happening::SignedIn => "Signed in",
        Happening::SignInFailed => "Somebody tried to sign in with a wrong password",
        Happening::SignedOut => "Signed out",
        Happening::SessionRevoked if by_administrator => "An administrator signed a device out",
        Happening::SessionRevoked => "A device was signed out from another",
        Happening::RefreshReused => "A copy of a session was used, so the session was ended",
        Happening::DeviceChanged => "A device came back with another browser or system",
        Happening::PasswordChanged => "The password was changed",
        Happening::PasswordReset => "A new password was set by a mailed link",
        Happening::EmailChangeRequested => "Another e-mail address was asked for",
        Happening::EmailChanged => "The e-mail address was changed",
        Happening::EmailVerified => "The e-mail address was confirmed",
        Happening::ProfileChanged => "The user name or the name was changed",
        Happening::RolesChanged => "An administrator changed the roles",
        Happening::Disabled => "An administrator disabled the account",
        Happening::Enabled => "An administrator enabled the account",
    }
}
