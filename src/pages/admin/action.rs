//! `GET` and `POST /admin/users/{id}/{action}`: the one asks whether to do it, the other does it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{Admin, Error, refuse, render};
use crate::app::App;
use crate::auth::admin::{self, Actor};
use crate::auth::{self, Client};
use crate::http::{cookies, params};
use crate::id::UserId;
use crate::locale::Locale;
use crate::pages::form::FormErrors;
use crate::pages::icon::Icon;
use crate::pages::login::LoginNotice;
use crate::pages::see_other;
use crate::pages::viewer::{self, Viewer};
use crate::role::Roles;
use crate::store::users::User;

/// What an administrator can do about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum AccountAction {
    Promote,
    Demote,
    #[strum(serialize = "logout")]
    SignOut,
    Disable,
    Enable,
    Delete,
}

impl AccountAction {
    /// Returns the word in the address.
    pub(super) fn as_str(self) -> &'static str {
        self.into()
    }

    /// Lists what would change something about an account as it is.
    pub(super) fn available(user: &User) -> Vec<Self> {
        let (admin, disabled) = (user.roles.is_admin(), user.disabled_at.is_some());
        let possible = |action: &Self| match action {
            Self::Promote => !admin,
            Self::Demote => admin,
            Self::Enable => disabled,
            Self::SignOut | Self::Disable => !disabled,
            Self::Delete => true,
        };
        Self::VARIANTS.iter().copied().filter(possible).collect()
    }

    /// Returns the words on the button.
    pub(super) fn button(self, t: Locale) -> &'static str {
        match self {
            Self::Promote => t.promote_button(),
            Self::Demote => t.demote_button(),
            Self::SignOut => t.sign_out_button(),
            Self::Disable => t.disable_button(),
            Self::Enable => t.enable_button(),
            Self::Delete => t.delete_button(),
        }
    }

    pub(super) fn consequence(self, t: Locale) -> &'static str {
        match self {
            Self::Promote => t.promote_consequence(),
            Self::Demote => t.demote_consequence(),
            Self::SignOut => t.sign_out_consequence(),
            Self::Disable => t.disable_consequence(),
            Self::Enable => t.enable_consequence(),
            Self::Delete => t.delete_consequence(),
        }
    }

    /// Returns its icon.
    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Promote | Self::Demote => Icon::Users,
            Self::SignOut => Icon::Out,
            Self::Disable => Icon::Ban,
            Self::Enable => Icon::Ok,
            Self::Delete => Icon::Bin,
        }
    }

    /// Returns how grave it is, as the style sheet calls it.
    const fn tone(self) -> &'static str {
        if self.is_destructive() { "bad" } else { "" }
    }

    /// Returns the message after success.
    pub(super) fn success_message(self, t: Locale) -> &'static str {
        match self {
            Self::Promote => t.promote_done(),
            Self::Demote => t.demote_done(),
            Self::SignOut => t.sign_out_done(),
            Self::Disable => t.disable_done(),
            Self::Enable => t.enable_done(),
            Self::Delete => t.delete_done(),
        }
    }

    /// Returns whether someone who did not mean it would be sorry.
    pub(super) const fn is_destructive(self) -> bool {
        matches!(self, Self::Disable | Self::Delete)
    }

    async fn perform(
        self,
        app: &web::Data<App>,
        actor: &Actor,
        id: UserId,
    ) -> Result<(), auth::Error> {
        match self {
            Self::Promote => admin::set_roles(app, actor, id, Roles::admin()).await.map(drop),
            Self::Demote => admin::set_roles(app, actor, id, Roles::user()).await.map(drop),
            Self::SignOut => admin::sign_out(app, actor, id).await.map(drop),
            Self::Disable => admin::set_disabled(app, actor, id, true).await.map(drop),
            Self::Enable => admin::set_disabled(app, actor, id, false).await.map(drop),
            Self::Delete => admin::delete(app, actor, id).await,
        }
    }
}

#[derive(Template)]
#[template(path = "admin/action.html")]
struct ActionPage<'a> {
    t: Locale,
    viewer: Viewer,
    action: AccountAction,
    user: &'a User,
    errors: FormErrors,
    /// Whether it is the administrator's own account.
    own: bool,
}

/// Asks.
pub async fn show(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let (id, action) = read(&request)?;
    let user = admin::find(&app, id).await.map_err(|error| refuse(error, &request))?;
    let (viewer, errors) = (Viewer::from(&*claims), FormErrors::default());
    let own = claims.user == id;
    render(HttpResponse::Ok(), &ActionPage { t: locale, viewer, action, user: &user, errors, own })
}

/// Does it, and shows what the account is like now.
pub async fn submit(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
    client: Client,
) -> Result<HttpResponse, Error> {
    let (id, action) = read(&request)?;
    let own = claims.user == id;
    match action.perform(&app, &Actor::admin(&claims, &client), id).await {
        Ok(()) if own && action == AccountAction::Delete => {
            cookies::clear_session(&request);
            Ok(see_other(&LoginNotice::AccountDeleted.address()))
        }
        // They may not be an administrator any more, or signed in.
        Ok(()) if own => Ok(see_other("/profile")),
        Ok(()) if action == AccountAction::Delete => {
            Ok(see_other(&format!("/admin/users?done={}", action.as_str())))
        }
        Ok(()) => Ok(see_other(&format!("/admin/users/{id}?done={}", action.as_str()))),
        Err(error) => {
            let errors =
                FormErrors::from(error, locale).map_err(|error| refuse(error, &request))?;
            let user = admin::find(&app, id).await.map_err(|error| refuse(error, &request))?;
            let viewer = Viewer::from(&*claims);
            let page = ActionPage { t: locale, viewer, action, user: &user, errors, own };
            render(page.errors.respond(), &page)
        }
    }
}

fn read(request: &HttpRequest) -> Result<(UserId, AccountAction), Error> {
    let id = params::user_id(request).map_err(|error| refuse(error, request))?;
    let action = request.match_info().query("action").parse().ok();
    Ok((id, action.ok_or_else(|| refuse(auth::Error::NotFound, request))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_addresses_never_change() {
        let words =
            AccountAction::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(words, ["promote", "demote", "logout", "disable", "enable", "delete"]);
        assert!(
            AccountAction::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant))
        );
        assert!("other".parse::<AccountAction>().is_err() && "".parse::<AccountAction>().is_err());
    }
}
