//! Choosing a language.

use super::{Context, Error, FieldErrorKind, Input};
use crate::locale::{Locale, TAGS};
use crate::token::AccessClaims;

/// Returns the language that was chosen.
pub async fn choose(
    _context: &Context,
    _claims: Option<&AccessClaims>,
    typed: Input<String>,
) -> Result<Locale, Error> {
    let typed = typed.and_then(FieldErrorKind::require);
    let chosen = typed.and_then(|tag| Locale::find(&tag).ok_or(FieldErrorKind::Choice(TAGS)));
    chosen.map_err(|kind| kind.at("language"))
}
