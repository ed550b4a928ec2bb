//! `GET /admin/users`: all accounts, searched, filtered, sorted and page by page.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use strum::VariantArray;

use super::action::AccountAction;
use super::{Admin, Error, address, chosen, refuse, render, searched};
use crate::auth::Context;
use crate::auth::admin::{self, RoleFilter, TableQuery, UserSort, UserState};
use crate::http::params;
use crate::locale::Locale;
use crate::pages::icon::Icon;
use crate::pages::relative_time::ago;
use crate::pages::viewer::{self, Viewer};
use crate::store::users::User;

#[derive(Template)]
#[template(path = "admin/users.html")]
struct UsersPage {
    t: Locale,
    viewer: Viewer,
    notice: Option<&'static str>,
    query: TableQuery,
    rows: Vec<UserRow>,
    /// Whether this is a later page than the first.
    later: bool,
    first_page: String,
    next_page: Option<String>,
}

/// A row of the table.
struct UserRow {
    user: User,
    devices: i64,
    last_seen: Option<String>,
}

impl UserRow {
    fn state(&self) -> UserState {
        UserState::of(&self.user)
    }
}

impl UserState {
    fn name(self, t: Locale) -> &'static str {
        match self {
            Self::Active => t.admin_enabled(),
            Self::Unconfirmed => t.not_confirmed(),
            Self::Disabled => t.admin_disabled(),
        }
    }

    fn tone(self) -> &'static str {
        match self {
            Self::Active => "good",
            Self::Unconfirmed => "warn",
            Self::Disabled => "bad",
        }
    }
}

impl UsersPage {
    /// Lists the choices of a field: each with its word, its name and whether it is chosen.
    fn roles(&self) -> Vec<(&'static str, &'static str, bool)> {
        let name = |role| match role {
            RoleFilter::User => self.t.role_user(),
            RoleFilter::Admin => self.t.role_administrator(),
        };
        let choice =
            |role: &RoleFilter| (role.as_str(), name(*role), self.query.role == Some(*role));
        RoleFilter::VARIANTS.iter().map(choice).collect()
    }

    fn states(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = self.query.state;
        let choice =
            |state: &UserState| (state.as_str(), state.name(self.t), chosen == Some(*state));
        UserState::VARIANTS.iter().map(choice).collect()
    }

    fn sorts(&self) -> Vec<(&'static str, &'static str, bool)> {
        let name = |sort| match sort {
            UserSort::Oldest => self.t.sort_oldest(),
            UserSort::Newest => self.t.sort_newest(),
            UserSort::Username => self.t.username(),
        };
        let choice = |sort: &UserSort| (sort.as_str(), name(*sort), self.query.sort == *sort);
        UserSort::VARIANTS.iter().map(choice).collect()
    }
}

/// Shows a page of accounts.
pub async fn show(
    context: Context,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let query = TableQuery {
        q: searched(&request),
        role: chosen(&request, "role"),
        state: chosen(&request, "state"),
        sort: chosen(&request, "sort").unwrap_or_default(),
        cursor: params::query(&request, "cursor"),
    };
    let found = admin::table(&context.app, query.clone()).await;
    let found = found.map_err(|error| refuse(error, &request))?;
    let notice = params::query(&request, "done")
        .filter(|word| word == AccountAction::Delete.as_str())
        .map(|_| AccountAction::Delete.success_message(locale));
    let now = context.now();
    let rows = found.users.into_iter().map(|(user, presence)| UserRow {
        user,
        devices: presence.devices,
        last_seen: presence.last_seen_at.map(|at| ago(locale, at, now)),
    });
    let page = UsersPage {
        t: locale,
        viewer: Viewer::from(&*claims),
        notice,
        rows: rows.collect(),
        later: query.cursor.is_some(),
        first_page: page_address(&query, ""),
        next_page: found.next.map(|next| page_address(&query, &next)),
        query,
    };
    render(HttpResponse::Ok(), &page)
}

fn page_address(query: &TableQuery, cursor: &str) -> String {
    let sort = if query.sort == UserSort::default() { "" } else { query.sort.as_str() };
    let values = [
        ("q", &*query.q),
        ("role", query.role.map_or("", RoleFilter::as_str)),
        ("state", query.state.map_or("", UserState::as_str)),
        ("sort", sort),
        ("cursor", cursor),
    ];
    address("/admin/users", &values)
}
