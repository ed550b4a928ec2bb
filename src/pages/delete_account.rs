//! `GET` and `POST /profile/delete`: the one asks, the other deletes.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::{Form, FormErrors};
use super::icon::Icon;
use super::login::LoginNotice;
use super::viewer::Viewer;
use super::{Error, SignedIn, render, see_other};
use crate::auth::{self, Context};
use crate::http::{Face, cookies};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "delete_account.html")]
struct DeleteAccountPage {
    t: Locale,
    viewer: Viewer,
    errors: FormErrors,
}

/// Asks for the password.
pub async fn show(locale: Locale, claims: SignedIn) -> Result<HttpResponse, Error> {
    let (viewer, errors) = (Viewer::from(&*claims), FormErrors::default());
    render(HttpResponse::Ok(), &DeleteAccountPage { t: locale, viewer, errors })
}

/// Deletes the account.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    locale: Locale,
    claims: SignedIn,
    form: Form,
) -> Result<HttpResponse, Error> {
    match auth::delete_account(&context, &claims, form.secret("password")).await {
        Ok(()) => {
            cookies::clear_session(&request);
            Ok(see_other(&LoginNotice::AccountDeleted.address()))
        }
        Err(error) => {
            let errors = FormErrors::from(error, locale)
                .map_err(|error| Error::refuse(error.into(), &request))?;
            let page = DeleteAccountPage { t: locale, viewer: Viewer::from(&*claims), errors };
            render(page.errors.respond(), &page)
        }
    }
}
