//! `GET /profile/security`: the password, the address, the end of the account, and what happened to it.
//!
//! Its forms have files of their own, which come back here when one is rejected.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::FormErrors;
use super::{Error, SignedIn, render};
use crate::app::App;
use crate::auth::change_email::{self, Pending};
use crate::auth::event::{self, EventKind};
use crate::auth::{self, Forbidden, account, activity};
use crate::http::{self, Face, messages, params};
use crate::store::events::Event;
use crate::store::users::User;
use crate::token::AccessClaims;
use crate::user_agent::ClientName;

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
    rejected: Option<RejectedForm>,
    events: &'a [Event],
    /// The address of the next page of events, if there is one.
    older: Option<String>,
}

impl SecurityPage<'_> {
    /// Returns the alert of a form.
    fn alert(&self, form: &str) -> Option<&'static str> {
        let rejected = self.rejected.as_ref().filter(|rejected| rejected.form == form)?;
        Some(messages::detail_for_person(&http::Error::from(rejected.error.clone())))
    }

    /// Returns what is wrong with a field of a form.
    fn problem(&self, form: &str, field: &str) -> Option<String> {
        let rejected = self.rejected.as_ref().filter(|rejected| rejected.form == form)?;
        match &rejected.error {
            auth::Error::Invalid(faults) => FormErrors::new(faults.clone()).of(field),
            auth::Error::Forbidden(_) if rejected.password_field == field => Some(rejected.detail()),
            auth::Error::Conflict(_) if field == "email" => Some(rejected.detail()),
            _ => None,
        }
    }

    /// Returns the address that was typed into a form which was rejected.
    fn typed(&self, form: &str) -> &str {
        self.rejected.as_ref().filter(|rejected| rejected.form == form).map_or("", |rejected| &rejected.email)
    }
}

/// A form of the page that was rejected.
#[derive(Debug)]
pub struct RejectedForm {
    /// Its name in the template.
    pub form: &'static str,
    /// Its field for the current password.
    pub password_field: &'static str,
    /// The e-mail address that was typed, where there is a field for one.
    pub email: String,
    /// Why.
    pub error: auth::Error,
}

impl RejectedForm {
    fn detail(&self) -> String {
        messages::detail(&http::Error::from(self.error.clone())).to_owned()
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
    rejected: RejectedForm,
) -> Result<HttpResponse, Error> {
    match rejected.error {
        auth::Error::Invalid(_)
        | auth::Error::Conflict(_)
        | auth::Error::LastAdmin
        | auth::Error::Forbidden(Forbidden::WrongPassword)
        | auth::Error::RateLimited(_) => page(app, request, claims, Some(rejected)).await,
        error => Err(Error::refuse(error.into(), request)),
    }
}

async fn page(
    app: &App,
    request: &HttpRequest,
    claims: &AccessClaims,
    rejected: Option<RejectedForm>,
) -> Result<HttpResponse, Error> {
    let refuse = |error: auth::Error| Error::refuse(error.into(), request);
    let before = params::query(request, "before").map(|before| before.parse()).transpose();
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
        notice: (before.is_none() && rejected.is_none() && activity::has_just_changed_password(app, &events))
            .then_some("Your password has been changed, and every other device is signed out."),
        mail: app.mailer.is_available(),
        pending: pending.as_ref(),
        older: events.last().filter(|_| more).map(|event| format!("/profile/security?before={}#activity", event.id)),
        events: &events,
        rejected,
    };
    let response = match &page.rejected {
        Some(rejected) => http::Error::from(rejected.error.clone()).respond(),
        None => HttpResponse::Ok(),
    };
    render(response, &page)
}

/// Returns the description of an event for the account's owner.
fn words(event: &Event) -> &str {
    // A word of a later version is shown as it is.
    let Ok(what) = event.kind.parse::<EventKind>() else { return &event.kind };
    let by_administrator = event::by_administrator(event);
    match what {
        EventKind::Registered if by_administrator => "An administrator made the account",
        EventKind::PasswordChanged if by_administrator => "An administrator changed the password",
        EventKind::Registered => "You registered",
        EventKind::SignedIn => "Signed in",
        EventKind::SignInFailed => "Somebody tried to sign in with a wrong password",
        EventKind::SignedOut => "Signed out",
        EventKind::SessionRevoked if by_administrator => "An administrator signed a device out",
        EventKind::SessionRevoked => "A device was signed out from another",
        EventKind::RefreshReused => "A copy of a session was used, so the session was ended",
        EventKind::DeviceChanged => "A device came back with another browser or system",
        EventKind::PasswordChanged => "The password was changed",
        EventKind::PasswordReset => "A new password was set by a mailed link",
        EventKind::EmailChangeRequested => "Another e-mail address was asked for",
        EventKind::EmailChanged => "The e-mail address was changed",
        EventKind::EmailVerified => "The e-mail address was confirmed",
        EventKind::ProfileChanged => "The user name or the name was changed",
        EventKind::RolesChanged => "An administrator changed the roles",
        EventKind::Disabled => "An administrator disabled the account",
        EventKind::Enabled => "An administrator enabled the account",
    }
}
