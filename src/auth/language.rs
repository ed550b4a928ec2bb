//! Choosing a language.

use super::{Context, Error, FieldErrorKind, Input};
use crate::locale::{Locale, TAGS};
use crate::store::users;
use crate::token::AccessClaims;

/// Returns the language that was chosen. The account of who is signed in remembers it for mails.
pub async fn choose(
    context: &Context,
    claims: Option<&AccessClaims>,
    typed: Input<String>,
) -> Result<Locale, Error> {
    let typed = typed.and_then(FieldErrorKind::require);
    let chosen = typed.and_then(|tag| Locale::find(&tag).ok_or(FieldErrorKind::Choice(TAGS)));
    let chosen = chosen.map_err(|kind| kind.at("language"))?;
    if let Some(id) = claims.map(|claims| claims.user) {
        context.app.store.write(move |tx| users::set_language(tx, id, chosen.tag())).await?;
    }
    Ok(chosen)
}
