//! Taking accounts over from another system, with the passwords that people have there.
//!
//! Whatever is there already is left as it is, so that the same file can be read twice.

mod candidate;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::admin::Actor;
use super::event::{self, Happening};
use super::{Error, Problem, Taken, names};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::EmailAddress;
use crate::store::users;
use crate::store::{self, AnyConnection, Transaction};
use crate::username::{USERNAME_CHARACTERS, Username};

pub use candidate::{Candidate, Refusal, Row, Seen};

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has an account now.
    Imported {
        /// Whether its user name was made from its address.
        named: bool,
    },
    /// It had this account before.
    AlreadyThere,
    /// It has none.
    Refused(Refusal),
}

/// Makes accounts of candidates, all in one transaction; tells for each what became of it, in the same order.
pub async fn take_over(app: &Arc<App>, candidates: Vec<Candidate>) -> Result<Vec<Outcome>, Error> {
    let now = app.clock.now();
    let take = move |tx: &mut Transaction<'_>| {
        let mut holders = Holders::find(tx, &candidates)?;
        let take = |candidate| take_one(tx, &mut holders, candidate, now);
        candidates.into_iter().map(take).collect::<store::Result<_>>()
    };
    Ok(app.store.write(take).await?)
}

/// Who has the names that a batch wants, asked once for all of them.
#[derive(Default)]
struct Holders {
    username_by_email: HashMap<String, String>,
    usernames: HashSet<String>,
}

impl Holders {
    fn find(rows: &mut AnyConnection, candidates: &[Candidate]) -> store::Result<Self> {
        let emails: Vec<String> = candidates.iter().map(|candidate| candidate.email_folded.clone()).collect();
        let usernames: Vec<String> =
            candidates.iter().filter_map(|candidate| Some(candidate.username.as_ref()?.folded())).collect();
        let mut holders = Self::default();
        for (email, username) in users::list_holders(rows, &emails, &usernames)? {
            holders.note(email, username);
        }
        Ok(holders)
    }

    fn note(&mut self, email: String, username: String) {
        self.usernames.insert(username.clone());
        self.username_by_email.insert(email, username);
    }
}

fn take_one(
    tx: &mut Transaction<'_>,
    holders: &mut Holders,
    candidate: Candidate,
    now: Timestamp,
) -> store::Result<Outcome> {
    let wanted = candidate.username.as_ref().map(Username::folded);
    if let Some(held) = holders.username_by_email.get(&candidate.email_folded) {
        let same = wanted.is_none_or(|wanted| wanted == *held);
        return Ok(if same { Outcome::AlreadyThere } else { Outcome::Refused(Refusal::Taken(Taken::Email)) });
    }
    let is_free = |tx: &mut Transaction<'_>, wanted: &str| names::is_free_username(tx, wanted, None, now);
    if let Some(wanted) = wanted
        && (holders.usernames.contains(&wanted) || !is_free(tx, &wanted)?)
    {
        return Ok(Outcome::Refused(Refusal::Taken(Taken::Username)));
    }
    let named = candidate.username.is_none();
    let username = match candidate.username.clone() {
        Some(username) => Some(username),
        None => free_username(tx, &candidate.email, now)?,
    };
    let Some(username) = username else {
        return Ok(Outcome::Refused(Refusal::Field("username", Problem::Required)));
    };
    let user = candidate.into_user(username, now);
    users::insert(tx, &user)?;
    event::record_order(tx, Happening::Registered, user.id, None, &Actor::CommandLine, now)?;
    holders.note(user.email_folded, user.username_folded);
    Ok(Outcome::Imported { named })
}

/// Makes a user name from what stands before the `@`, with a number behind it if somebody has it already.
fn free_username(rows: &mut AnyConnection, email: &EmailAddress, now: Timestamp) -> store::Result<Option<Username>> {
    let local = email.as_str().split('@').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    // Room for a hyphen and six digits.
    let stem: String = local.chars().map(plain).take(USERNAME_CHARACTERS.end() - 7).collect();
    let small = (2..10).map(|number| format!("{stem}-{number}"));
    let large = (0..8).map(|_| format!("{stem}-{:06}", rand::random_range(0..1_000_000)));
    for name in std::iter::once(stem.clone()).chain(small).chain(large) {
        if let Ok(username) = Username::parse(&name)
            && names::is_free_username(rows, &username.folded(), None, now)?
        {
            return Ok(Some(username));
        }
    }
    Ok(None)
}
