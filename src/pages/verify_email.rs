//! `GET /verify-email`, `POST /verify-email` and `POST /verify-email/resend`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::{Error, SignedIn, query, render};
use crate::app::App;
use crate::auth::email_token::TokenOrCode;
use crate::auth::verify_email::{self, Confirmed};
use crate::auth::{self, Client};
use crate::http::{self, messages};

#[derive(Template, Default)]
#[template(path = "verify_email.html")]
struct VerifyEmailPage<'a> {
    /// What was confirmed just now.
    done: Option<&'a str>,
    notice: Option<&'a str>,
    alert: Option<&'a str>,
    token: &'a str,
    email: &'a str,
    errors: FormErrors,
}

/// Shows a button, or fields for the code. Looks nothing up and spends nothing: programs that search mails for harm
/// follow every link in them.
pub async fn show(request: HttpRequest) -> Result<HttpResponse, Error> {
    let page = VerifyEmailPage { token: &query(&request, "token"), ..VerifyEmailPage::default() };
    render(HttpResponse::Ok(), &page)
}

/// Confirms the address and says so.
pub async fn submit(app: web::Data<App>, client: Client, form: Form) -> Result<HttpResponse, Error> {
    let done = match verify_email::confirm(&app, proof(&form), &client).await {
        Ok(Confirmed::Already) => "Your e-mail address is already confirmed.",
        Ok(Confirmed::Address) => "Your e-mail address is confirmed.",
        Ok(Confirmed::Change) => {
            "Your new e-mail address is confirmed. From now on you sign in with it. Other devices have been signed out."
        }
        Err(error) => return again(error, &form),
    };
    render(HttpResponse::Ok(), &VerifyEmailPage { done: Some(done), ..VerifyEmailPage::default() })
}

/// Mails the confirmation again and shows the fields for its code, also to whoever was mailed enough: the latest of
/// those codes is good.
pub async fn resend(app: web::Data<App>, claims: SignedIn, client: Client) -> Result<HttpResponse, Error> {
    match verify_email::resend(&app, &claims, &client).await {
        Ok(()) => {}
        Err(error @ auth::Error::RateLimited(_)) => {
            let error = http::Error::from(error);
            let alert = Some(messages::detail_for_person(&error));
            return render(error.respond(), &VerifyEmailPage { alert, ..VerifyEmailPage::default() });
        }
        Err(error) => return Err(error.into()),
    }
    let notice = "A mail is on its way, unless your address is confirmed already.";
    render(HttpResponse::Ok(), &VerifyEmailPage { notice: Some(notice), ..VerifyEmailPage::default() })
}

/// Reads the token or code that proves that a mail has arrived.
pub(super) fn proof(form: &Form) -> TokenOrCode {
    match form.secret("token") {
        Ok(token) => TokenOrCode::Token(Ok(token)),
        Err(_) => TokenOrCode::Code { email: form.text("email"), code: form.secret("code") },
    }
}

/// Shows the fields for a code, for a token that is no good has no use any more. One that was not looked at stays.
fn again(error: auth::Error, form: &Form) -> Result<HttpResponse, Error> {
    let errors = match &error {
        auth::Error::Invalid(faults) => FormErrors::new(faults.clone()),
        auth::Error::InvalidLink | auth::Error::Conflict(_) | auth::Error::RateLimited(_) => FormErrors::default(),
        _ => return Err(error.into()),
    };
    let alert = match &error {
        auth::Error::Conflict(_) => "Another account has this e-mail address by now, so yours stays as it was.",
        _ => messages::detail_for_person(&http::Error::from(error.clone())),
    };
    let (email, token) = (form.typed("email"), form.typed("token"));
    let token = if matches!(error, auth::Error::RateLimited(_)) { &token } else { "" };
    let page = VerifyEmailPage { alert: Some(alert), token, email: &email, errors, ..VerifyEmailPage::default() };
    render(http::Error::from(error).respond(), &page)
}
