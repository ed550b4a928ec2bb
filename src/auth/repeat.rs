//! Forms that are sent twice: a double click or a reload ends as if the form had been sent once.
//!
//! The second request finds that its work is done, which looks like a refusal: the address is
//! taken, the link is used, the current password is wrong. It is the same request again if it has
//! the same fields and comes within [`WINDOW`], and if its password is the one that the first
//! request set.

use std::time::Duration;

use super::{Context, Error, attempts};
use crate::password::{Check, TypedPassword};
use crate::secret::SecretText;
use crate::store::users::User;

/// How long after a request the same one again counts as a repetition.
pub(super) const WINDOW: Duration = Duration::from_secs(60);

/// Returns whether a password is the account's. It counts as a try at the current password, or
/// repetitions would be a way to guess without a limit.
pub(super) async fn proves(
    context: &Context,
    user: &User,
    password: &SecretText,
) -> Result<bool, Error> {
    let app = &context.app;
    let tried = attempts::current_password(context, user.id).await?;
    let check = tried.record_check(
        app.passwords.check(TypedPassword::new(password), Some(user.password_hash.clone())).await,
    )?;
    Ok(matches!(check, Check::Right { .. }))
}
