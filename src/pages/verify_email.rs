//! `GET /verify-email`, `POST /verify-email` and `POST /verify-email/resend`

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::{Form, FormErrors};
use super::icon::Icon;
use super::{Error, SignedIn, query, render};
use crate::auth::email_token::TokenOrCode;
use crate::auth::verify_email::{self, Confirmed};
use crate::auth::{self, Context};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "verify_email.html")]
struct VerifyEmailPage<'a> {
    t: Locale,
    /// What was confirmed just now.
    confirmed: Option<&'a str>,
    notice: Option<&'a str>,
    token: &'a str,
    email: &'a str,
    errors: FormErrors,
}

impl VerifyEmailPage<'_> {
    fn new(t: Locale) -> Self {
        Self {
            t,
            confirmed: None,
            notice: None,
            token: "",
            email: "",
            errors: FormErrors::default(),
        }
    }
}

/// Shows a button, or fields for the code. Looks nothing up and spends nothing: programs that
/// search mails for harm follow every link in them.
pub async fn show(request: HttpRequest, locale: Locale) -> Result<HttpResponse, Error> {
    let page = VerifyEmailPage { token: &query(&request, "token"), ..VerifyEmailPage::new(locale) };
    render(HttpResponse::Ok(), &page)
}

/// Confirms the address.
pub async fn submit(context: Context, locale: Locale, form: Form) -> Result<HttpResponse, Error> {
    let confirmed = match verify_email::confirm(&context, proof(&form)).await {
        Ok(Confirmed::Already) => locale.verify_already(),
        Ok(Confirmed::Address) => locale.verify_done(),
        Ok(Confirmed::Change) => locale.verify_changed(),
        Err(error) => return show_again(error, locale, &form),
    };
    render(
        HttpResponse::Ok(),
        &VerifyEmailPage { confirmed: Some(confirmed), ..VerifyEmailPage::new(locale) },
    )
}

/// Queues the mail again and shows the fields for its code, even after too many mails: the latest
/// of those codes is valid.
pub async fn resend(
    context: Context,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let page = VerifyEmailPage::new(locale);
    match verify_email::resend(&context, &claims).await {
        Ok(()) => render(
            HttpResponse::Ok(),
            &VerifyEmailPage { notice: Some(locale.verify_resent()), ..page },
        ),
        Err(error) => {
            let errors = FormErrors::from(error, locale)?;
            render(errors.respond(), &VerifyEmailPage { errors, ..page })
        }
    }
}

/// Reads the token or code that proves that a mail has arrived.
pub(super) fn proof(form: &Form) -> TokenOrCode {
    match form.secret("token") {
        Ok(token) => TokenOrCode::Token(Ok(token)),
        Err(_) => TokenOrCode::Code { email: form.text("email"), code: form.secret("code") },
    }
}

/// Shows the fields for a code: a token that is not valid has no use any more. One that was not
/// looked at stays.
fn show_again(error: auth::Error, locale: Locale, form: &Form) -> Result<HttpResponse, Error> {
    let (email, token) = (form.typed("email"), form.typed("token"));
    let token = if matches!(error, auth::Error::RateLimited(_)) { &token } else { "" };
    let is_conflict = matches!(error, auth::Error::Conflict(_));
    let mut errors = FormErrors::from(error, locale)?;
    if is_conflict {
        errors = errors.with_alert(locale.verify_taken());
    }
    render(
        errors.respond(),
        &VerifyEmailPage { token, email: &email, errors, ..VerifyEmailPage::new(locale) },
    )
}
