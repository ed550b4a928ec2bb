//! `GET /profile/security`: the password, the address and the end of the account.
//!
//! Its forms have files of their own, which come back here when one is rejected.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::FormErrors;
use super::icon::Icon;
use super::viewer::Viewer;
use super::{Error, SignedIn, render};
use crate::app::App;
use crate::auth::change_email::{self, Pending};
use crate::auth::{self, account, activity};
use crate::http::{Face, locale};
use crate::locale::Locale;
use crate::store::users::User;
use crate::token::AccessClaims;

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage<'a> {
    t: Locale,
    viewer: Viewer,
    user: &'a User,
    password_min: usize,
    notice: Option<&'static str>,
    /// Whether there is mail, without which no address can be confirmed.
    mail: bool,
    pending: Option<&'a Pending>,
    rejected: Option<RejectedForm>,
}

impl SecurityPage<'_> {
    /// Returns what is wrong with a form.
    fn errors(&self, form: &str) -> &FormErrors {
        static NONE: FormErrors = FormErrors::none();
        self.rejected
            .as_ref()
            .filter(|rejected| rejected.form == form)
            .map_or(&NONE, |rejected| &rejected.errors)
    }

    /// Returns the address that was typed into a form which was rejected.
    fn typed(&self, form: &str) -> &str {
        self.rejected
            .as_ref()
            .filter(|rejected| rejected.form == form)
            .map_or("", |rejected| &rejected.email)
    }
}

/// A form of the page that was rejected.
struct RejectedForm {
    /// Its name in the template.
    form: &'static str,
    /// The email address that was typed, where there is a field for one.
    email: String,
    errors: FormErrors,
}

/// Shows the page.
pub async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    page(&app, &request, locale, &claims, None).await
}

/// Shows the page again with what is wrong with one of its forms, named as in the template. `email`
/// is what was typed into its field for an address, if it has one.
pub async fn show_again(
    app: &App,
    request: &HttpRequest,
    claims: &AccessClaims,
    form: &'static str,
    email: String,
    error: auth::Error,
) -> Result<HttpResponse, Error> {
    let locale = locale::answer(request);
    let errors =
        FormErrors::from(error, locale).map_err(|error| Error::refuse(error.into(), request))?;
    page(app, request, locale, claims, Some(RejectedForm { form, email, errors })).await
}

async fn page(
    app: &App,
    request: &HttpRequest,
    locale: Locale,
    claims: &AccessClaims,
    rejected: Option<RejectedForm>,
) -> Result<HttpResponse, Error> {
    let refuse = |error: auth::Error| Error::refuse(error.into(), request);
    let user = account::find(app, claims.user).await.map_err(refuse)?;
    let latest = activity::list(app, claims, None, 1).await.map_err(refuse)?;
    let pending = change_email::find_pending(app, claims).await.map_err(refuse)?;
    let page = SecurityPage {
        t: locale,
        viewer: Viewer::from(claims),
        user: &user,
        password_min: app.config.password_min_length,
        notice: (rejected.is_none() && activity::has_just_changed_password(app, &latest))
            .then(|| locale.security_password_changed()),
        mail: app.mailer.is_available(),
        pending: pending.as_ref(),
        rejected,
    };
    let response =
        page.rejected.as_ref().map_or_else(HttpResponse::Ok, |rejected| rejected.errors.respond());
    render(response, &page)
}
