//! All accounts as a table: searched, filtered, sorted, and page by page.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::list::fragment;
use crate::app::App;
use crate::auth::{Error, FieldErrorKind, FieldType};
use crate::store::user_table::{self, Presence, UserFilter, UserOrder};
use crate::store::users::User;
use crate::store::{self};

/// How many accounts a page has.
const PAGE: usize = 20;

/// Which role accounts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum RoleFilter {
    /// That of every account, and no other.
    User,
    /// Administrator.
    Admin,
}

/// What state accounts are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum UserState {
    /// Enabled, with a confirmed address.
    Active,
    /// Enabled, but the address is not confirmed.
    Unconfirmed,
    /// Disabled.
    Disabled,
}

/// How accounts are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum UserSort {
    /// As they were made.
    #[default]
    Oldest,
    /// The latest first.
    Newest,
    /// By username.
    Username,
}

/// What an administrator looks for.
#[derive(Clone, Debug, Default)]
pub struct TableQuery {
    /// Part of a username, of an address or of a name; empty finds everybody.
    pub q: String,
    /// Which role; none finds all.
    pub role: Option<RoleFilter>,
    /// Which state; none finds all.
    pub state: Option<UserState>,
    /// In which order.
    pub sort: UserSort,
    /// Where an earlier page ended.
    pub cursor: Option<String>,
}

/// A page of the table.
#[derive(Clone, Debug)]
pub struct TablePage {
    /// The accounts, each with what its sessions say.
    pub users: Vec<(User, Presence)>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

impl RoleFilter {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl UserState {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns the state of an account.
    pub fn of(user: &User) -> Self {
        match (user.disabled_at, user.email_verified_at) {
            (Some(_), _) => Self::Disabled,
            (None, None) => Self::Unconfirmed,
            (None, Some(_)) => Self::Active,
        }
    }
}

impl UserSort {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    fn order(self, cursor: Option<String>) -> Result<UserOrder, Error> {
        let wrong = || FieldErrorKind::Type(FieldType::Cursor).at("cursor");
        let id = |cursor: Option<String>| {
            cursor.map(|typed| typed.parse().map_err(|_| wrong())).transpose()
        };
        Ok(match self {
            Self::Oldest => UserOrder::Oldest(id(cursor)?),
            Self::Newest => UserOrder::Newest(id(cursor)?),
            Self::Username => UserOrder::Username(cursor.map(|cursor| cursor.replace('\0', ""))),
        })
    }

    fn cursor(self, user: &User) -> String {
        match self {
            Self::Oldest | Self::Newest => user.id.to_string(),
            Self::Username => user.username_folded.clone(),
        }
    }
}

/// Lists a page of accounts.
pub async fn table(app: &App, query: TableQuery) -> Result<TablePage, Error> {
    let order = query.sort.order(query.cursor)?;
    let Some(fragment) = fragment(&query.q) else {
        return Ok(TablePage { users: Vec::new(), next: None });
    };
    let (is_disabled, is_confirmed) = match query.state {
        Some(UserState::Active) => (Some(false), Some(true)),
        Some(UserState::Unconfirmed) => (Some(false), Some(false)),
        Some(UserState::Disabled) => (Some(true), None),
        None => (None, None),
    };
    let is_admin = query.role.map(|role| role == RoleFilter::Admin);
    let filter = UserFilter { fragment, is_admin, is_disabled, is_confirmed };
    let (now, limit) = (app.clock.now(), i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let found = app.store.read(move |rows| {
        let mut users = user_table::list(rows, &filter, &order, limit)?;
        let more = users.len() > PAGE;
        users.truncate(PAGE);
        let ids: Vec<_> = users.iter().map(|user| user.id).collect();
        let presence = user_table::list_presence(rows, &ids, now)?;
        Ok::<_, store::Error>((users, presence, more))
    });
    let (users, presence, more) = found.await?;
    let next = users.last().filter(|_| more).map(|user| query.sort.cursor(user));
    Ok(TablePage { users: users.into_iter().zip(presence).collect(), next })
}
