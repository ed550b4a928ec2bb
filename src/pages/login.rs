//! `GET /login` and `POST /login`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::form::{Form, FormErrors};
use super::icon::Icon;
use super::sign_out_reason::{self, SignOutReason};
use super::{Error, MaybeSignedIn, next, render, see_other};
use crate::app::App;
use crate::auth::login::{Credentials, Login};
use crate::auth::{self, Context, end_reason};
use crate::config::Usernames;
use crate::http::cookies::{self, Cookies};
use crate::id::SessionId;
use crate::locale::Locale;

/// What need not be escaped in a value of a query.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why the form is shown.
struct Notice {
    tone: &'static str,
    icon: Icon,
    text: &'static str,
    detail: Option<String>,
    /// Whether the page lists what to do.
    steps: bool,
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    t: Locale,
    notice: Option<Notice>,
    login: &'a str,
    remember: bool,
    next: &'a str,
    /// Whether people know that they have a username.
    usernames: bool,
    errors: FormErrors,
}

impl LoginPage<'_> {
    fn new(app: &App, t: Locale) -> Self {
        let usernames = app.config.usernames != Usernames::Off;
        let errors = FormErrors::default();
        Self { t, notice: None, login: "", remember: true, next: "", usernames, errors }
    }

    fn identifier_label(&self) -> &'static str {
        if self.usernames { self.t.login_identifier() } else { self.t.email_address() }
    }
}

/// What a user did before being redirected here without a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum LoginNotice {
    /// They set a new password with a mailed link.
    PasswordReset,
    /// They deleted their account.
    AccountDeleted,
}

impl LoginNotice {
    /// Returns the word in the address.
    fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns the address of the login page with this notice.
    pub fn address(self) -> String {
        format!("/login?done={}", self.as_str())
    }

    fn notice(self, t: Locale) -> Notice {
        let text = match self {
            Self::PasswordReset => t.login_password_reset(),
            Self::AccountDeleted => t.login_account_deleted(),
        };
        Notice { tone: "good", icon: Icon::Ok, text, detail: None, steps: false }
    }
}

/// Returns the address of the login page.
pub fn address(next: Option<&str>, reason: Option<SignOutReason>) -> String {
    address_after(next, reason, None)
}

/// Returns the address of the login page that explains how a session ended.
pub fn address_after(
    next: Option<&str>,
    reason: Option<SignOutReason>,
    session: Option<SessionId>,
) -> String {
    let next = next.map(|next| format!("next={}", utf8_percent_encode(next, QUERY)));
    let reason = reason.map(|reason| format!("reason={}", reason.as_str()));
    let session = session.map(|session| format!("session={session}"));
    let query: Vec<String> = [next, reason, session].into_iter().flatten().collect();
    if query.is_empty() { "/login".to_owned() } else { format!("/login?{}", query.join("&")) }
}

/// Shows the form, and why it is needed again.
pub async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    locale: Locale,
    visitor: MaybeSignedIn,
) -> Result<HttpResponse, Error> {
    let query = |name| super::query(&request, name);
    let next = next::local(&query("next"));
    let refusal = match &visitor.0 {
        // A visitor who is signed in goes back to the part of this origin that sent them.
        Ok(_) => return Ok(see_other(next.as_deref().unwrap_or("/profile"))),
        Err(refusal) => refusal,
    };
    // A user who has just ended their own sessions does not need a notice that one has ended.
    let notice = match query("done").parse::<LoginNotice>().ok() {
        Some(done) => Some(done.notice(locale)),
        None => {
            let reason = query("reason").parse().ok().or_else(|| SignOutReason::of(refusal));
            let session = query("session")
                .parse()
                .ok()
                .or_else(|| sign_out_reason::session_to_explain(refusal));
            let detail = find_detail(&app, locale, session, reason).await;
            reason.map(|reason| Notice {
                tone: reason.tone(),
                icon: reason.icon(),
                text: reason.message(locale),
                detail,
                steps: reason == SignOutReason::Security,
            })
        }
    };
    let page = LoginPage {
        notice,
        next: next.as_deref().unwrap_or_default(),
        ..LoginPage::new(&app, locale)
    };
    render(HttpResponse::Ok(), &page)
}

/// Finds details of why a session was ended, if it was ended for this reason. If they cannot be
/// read, the page shows none.
async fn find_detail(
    app: &App,
    t: Locale,
    session: Option<SessionId>,
    reason: Option<SignOutReason>,
) -> Option<String> {
    let ended = end_reason::find(app, session?).await.ok().flatten()?;
    if Some(SignOutReason::of_revocation(ended.revoked_for)) == reason {
        sign_out_reason::detail(&ended, t)
    } else {
        None
    }
}

/// Signs in and goes on to where the visitor was going.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    locale: Locale,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = Credentials {
        login: Login::Either(form.text("login")),
        password: form.secret("password"),
        remember: form.ticked("remember"),
    };
    let next = next::local(form.value("next"));
    let replaces = cookies.refresh(request.headers());
    match auth::log_in(&context, typed, replaces.as_ref()).await {
        Ok(issued) => {
            cookies::set_session(&request, &issued);
            Ok(see_other(next.as_deref().unwrap_or("/profile")))
        }
        Err(error) => {
            let errors = FormErrors::from(error, locale)?;
            let page = LoginPage {
                login: &form.typed("login"),
                remember: form.ticked("remember"),
                next: next.as_deref().unwrap_or_default(),
                errors,
                ..LoginPage::new(&context.app, locale)
            };
            render(page.errors.respond(), &page)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_addresses_never_change() {
        let words =
            LoginNotice::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(words, ["password-reset", "account-deleted"]);
        assert!(
            LoginNotice::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant))
        );
        assert!("other".parse::<LoginNotice>().is_err() && "".parse::<LoginNotice>().is_err());
    }
}
