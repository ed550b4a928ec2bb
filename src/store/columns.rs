//! How the crate's own types lie in a column, the same in every database.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Binary, Text};

use super::sessions::RevokedFor;
use crate::auth_methods::AuthMethods;
use crate::clock::Timestamp;
use crate::id::{EventId, MailId, SessionId, UserId};
use crate::limits::AttemptKey;
use crate::password::PasswordHash;
use crate::role::Roles;
use crate::token::{EmailTokenId, EmailTokenPurpose, TokenHash};
use crate::user_agent::UserAgentHash;
use crate::username::UsernameHash;

#[derive(AsExpression, FromSqlRow)]
#[diesel(foreign_derive, sql_type = BigInt)]
#[allow(dead_code, reason = "stands for its field in the derives")]
struct TimestampColumn(Timestamp);

impl<DB: Backend> FromSql<BigInt, DB> for Timestamp
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self::from_millis)
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Timestamp
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_ref().to_sql(out)
    }
}

macro_rules! bytes_column {
    ($column:ident, $name:ident, $get:expr, $make:expr) => {
        #[derive(AsExpression, FromSqlRow)]
        #[diesel(foreign_derive, sql_type = Binary)]
        #[allow(dead_code, reason = "stands for its field in the derives")]
        struct $column($name);

        impl<DB: Backend> FromSql<Binary, DB> for $name
        where
            Vec<u8>: FromSql<Binary, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let bytes = Vec::<u8>::from_sql(bytes)?;
                $make(&bytes).ok_or_else(|| concat!("not a ", stringify!($name)).into())
            }
        }

        impl<DB: Backend> ToSql<Binary, DB> for $name
        where
            [u8]: ToSql<Binary, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                let bytes: &'b [u8] = $get(self);
                bytes.to_sql(out)
            }
        }
    };
}

bytes_column!(UserIdColumn, UserId, |id: &'b UserId| id.as_bytes(), UserId::from_slice);
bytes_column!(SessionIdColumn, SessionId, |id: &'b SessionId| id.as_bytes(), SessionId::from_slice);
bytes_column!(EventIdColumn, EventId, |id: &'b EventId| id.as_bytes(), EventId::from_slice);
bytes_column!(MailIdColumn, MailId, |id: &'b MailId| id.as_bytes(), MailId::from_slice);
bytes_column!(LinkIdColumn, EmailTokenId, |id: &'b EmailTokenId| &id.0, |bytes: &[u8]| bytes
    .try_into()
    .ok()
    .map(EmailTokenId));
bytes_column!(AttemptKeyColumn, AttemptKey, |key: &'b AttemptKey| &key.0, |bytes: &[u8]| bytes
    .try_into()
    .ok()
    .map(AttemptKey));
bytes_column!(TokenHashColumn, TokenHash, |hash: &'b TokenHash| &hash.0, |bytes: &[u8]| {
    bytes.try_into().ok().map(TokenHash)
});

bytes_column!(
    UsernameHashColumn,
    UsernameHash,
    |hash: &'b UsernameHash| &hash.0,
    |bytes: &[u8]| { bytes.try_into().ok().map(UsernameHash) }
);

macro_rules! text_column {
    ($column:ident, $name:ty, $get:expr, $make:expr) => {
        #[derive(AsExpression, FromSqlRow)]
        #[diesel(foreign_derive, sql_type = Text)]
        #[allow(dead_code, reason = "stands for its field in the derives")]
        struct $column($name);

        impl<DB: Backend> FromSql<Text, DB> for $name
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(text: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok($make(String::from_sql(text)?))
            }
        }

        impl<DB: Backend> ToSql<Text, DB> for $name
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                let text: &'b str = $get(self);
                text.to_sql(out)
            }
        }
    };
}

bytes_column!(
    AgentDigestColumn,
    UserAgentHash,
    |digest: &'b UserAgentHash| &digest.0,
    |bytes: &[u8]| { bytes.try_into().ok().map(UserAgentHash) }
);

text_column!(
    PasswordHashColumn,
    PasswordHash,
    |hash: &'b PasswordHash| hash.as_stored(),
    PasswordHash::from_stored
);
text_column!(RolesColumn, Roles, |roles: &'b Roles| roles.as_list(), |list: String| {
    Roles::from_list(&list)
});
text_column!(
    AuthMethodsColumn,
    AuthMethods,
    |methods: &'b AuthMethods| methods.as_list(),
    |list: String| { AuthMethods::from_list(&list) }
);
text_column!(
    RevokedForColumn,
    RevokedFor,
    |reason: &'b RevokedFor| reason.as_str(),
    |text: String| { RevokedFor::from_stored(&text) }
);

#[derive(AsExpression, FromSqlRow)]
#[diesel(foreign_derive, sql_type = Text)]
#[allow(dead_code, reason = "stands for its field in the derives")]
struct PurposeColumn(EmailTokenPurpose);

impl<DB: Backend> FromSql<Text, DB> for EmailTokenPurpose
where
    String: FromSql<Text, DB>,
{
    fn from_sql(text: DB::RawValue<'_>) -> deserialize::Result<Self> {
        // No purpose may stand for one that is not known: a link must never do what it was not
        // mailed for.
        String::from_sql(text)?.parse().map_err(|_| "not a purpose".into())
    }
}

impl<DB: Backend> ToSql<Text, DB> for EmailTokenPurpose
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}
