//! `GET /admin/users`: all accounts, searched and page by page.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use url::form_urlencoded::Serializer;

use super::action::AccountAction;
use super::{Admin, Error, refuse, render};
use crate::app::App;
use crate::auth::admin::{self, Search};
use crate::http::params;
use crate::id::UserId;
use crate::locale::Locale;
use crate::pages::viewer::Viewer;
use crate::store::users::User;

#[derive(Template)]
#[template(path = "admin/users.html")]
struct UsersPage<'a> {
    t: Locale,
    viewer: Viewer,
    notice: Option<&'a str>,
    q: &'a str,
    users: &'a [User],
    /// Whether this is a later page than the first.
    later: bool,
    first_page: String,
    next_page: Option<String>,
}

/// Shows a page of accounts.
pub async fn show(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let query = |name| params::query(&request, name);
    let q = query("q").unwrap_or_default();
    let search = Search { q: Some(q.clone()), limit: None, cursor: query("cursor") };
    let later = search.cursor.is_some();
    let page = admin::list(&app, search).await.map_err(|error| refuse(error, &request))?;
    let notice = query("done")
        .filter(|word| word == AccountAction::Delete.as_str())
        .map(|_| AccountAction::Delete.success_message(locale));
    let page = UsersPage {
        t: locale,
        viewer: Viewer::from(&*claims),
        notice,
        q: &q,
        users: &page.users,
        later,
        first_page: page_address(&q, None),
        next_page: page.next.map(|next| page_address(&q, Some(next))),
    };
    render(HttpResponse::Ok(), &page)
}

fn page_address(q: &str, cursor: Option<UserId>) -> String {
    let mut query = Serializer::new(String::new());
    if !q.is_empty() {
        query.append_pair("q", q);
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", &cursor.to_string());
    }
    let query = query.finish();
    if query.is_empty() { "/admin/users".to_owned() } else { format!("/admin/users?{query}") }
}
