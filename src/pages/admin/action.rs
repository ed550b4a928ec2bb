//! `GET` and `POST /admin/users/{id}/{action}`: the one asks whether to do it, the other does it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{Admin, Error, refuse, render};
use crate::app::App;
use crate::auth::admin::{self, Actor};
use crate::auth::{self, Client};
use crate::http::{self, cookies, messages, params};
use crate::id::UserId;
use crate::pages::login::LoginNotice;
use crate::pages::see_other;
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
    pub(super) const fn button(self) -> &'static str {
        match self {
            Self::Promote => "Make administrator",
            Self::Demote => "Make ordinary user",
            Self::SignOut => "Sign out everywhere",
            Self::Disable => "Disable account",
            Self::Enable => "Enable account",
            Self::Delete => "Delete account",
        }
    }

    const fn consequence(self) -> &'static str {
        match self {
            Self::Promote => "Administrators see every account and can change, disable and delete it.",
            Self::Demote => "The account stays, without the right to administer, at once.",
            Self::SignOut => "Every device has to sign in again.",
            Self::Disable => "Every device is signed out, and nobody can sign in until the account is enabled again.",
            Self::Enable => "Its owner can sign in again, with the password as it was.",
            Self::Delete => "The account and its sessions are gone for good. This cannot be undone.",
        }
    }

    /// Returns the message after success.
    pub(super) const fn success_message(self) -> &'static str {
        match self {
            Self::Promote => "This account is an administrator's now.",
            Self::Demote => "This account is an ordinary user's now.",
            Self::SignOut => "This account is signed out everywhere.",
            Self::Disable => "This account is disabled.",
            Self::Enable => "This account is enabled.",
            Self::Delete => "The account is deleted.",
        }
    }

    /// Returns whether someone who did not mean it would be sorry.
    pub(super) const fn is_destructive(self) -> bool {
        matches!(self, Self::Disable | Self::Delete)
    }

    async fn perform(self, app: &web::Data<App>, actor: &Actor, id: UserId) -> Result<(), auth::Error> {
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
    alert: Option<&'a str>,
    action: AccountAction,
    user: &'a User,
    /// Whether it is the administrator's own account.
    own: bool,
}

/// Asks.
pub async fn show(app: web::Data<App>, claims: Admin, request: HttpRequest) -> Result<HttpResponse, Error> {
    let (id, action) = read(&request)?;
    let user = admin::find(&app, id).await.map_err(|error| refuse(error, &request))?;
    render(HttpResponse::Ok(), &ActionPage { alert: None, action, user: &user, own: claims.user == id })
}

/// Does it, and shows what the account is like now.
pub async fn submit(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
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
        Ok(()) if action == AccountAction::Delete => Ok(see_other(&format!("/admin/users?done={}", action.as_str()))),
        Ok(()) => Ok(see_other(&format!("/admin/users/{id}?done={}", action.as_str()))),
        Err(auth::Error::LastAdmin) => {
            let user = admin::find(&app, id).await.map_err(|error| refuse(error, &request))?;
            let error = http::Error::from(auth::Error::LastAdmin);
            let alert = Some(messages::detail_for_person(&error));
            render(error.respond(), &ActionPage { alert, action, user: &user, own })
        }
        Err(error) => Err(refuse(error, &request)),
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
        let words = AccountAction::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(words, ["promote", "demote", "logout", "disable", "enable", "delete"]);
        assert!(AccountAction::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant)));
        assert!("other".parse::<AccountAction>().is_err() && "".parse::<AccountAction>().is_err());
    }
}
