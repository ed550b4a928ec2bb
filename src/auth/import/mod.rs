//! Taking accounts over from another system, with the passwords that people have there.
//!
//! Whatever is there already is left as it is, so that the same file can be read twice.

mod candidate;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::admin::Actor;
use super::event::{self, Happening};
use super::username::free_username;
use super::{Error, Taken, names};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::AddressForms;
use crate::store::users::{self, Names};
use crate::store::{self, AnyConnection, Transaction};
use crate::username::Username;

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
        let forms = candidates.iter().flat_map(|candidate| [&candidate.forms.canonical, &candidate.forms.earlier]);
        let emails: Vec<String> = forms.cloned().collect();
        let usernames: Vec<String> =
            candidates.iter().filter_map(|candidate| Some(candidate.username.as_ref()?.folded())).collect();
        let mut holders = Self::default();
        for Names { email_folded, email_canonical, username_folded } in users::list_holders(rows, &emails, &usernames)?
        {
            if let Some(email) = email_canonical {
                holders.username_by_email.entry(email).or_insert_with(|| username_folded.clone());
            }
            holders.note(email_folded, username_folded);
        }
        Ok(holders)
    }

    fn note(&mut self, email: String, username: String) {
        self.usernames.insert(username.clone());
        self.username_by_email.insert(email, username);
    }

    /// Returns the user name of the account that has an address.
    fn username_of(&self, AddressForms { canonical, earlier }: &AddressForms) -> Option<&String> {
        self.username_by_email.get(earlier).or_else(|| self.username_by_email.get(canonical))
    }
}

fn take_one(
    tx: &mut Transaction<'_>,
    holders: &mut Holders,
    candidate: Candidate,
    now: Timestamp,
) -> store::Result<Outcome> {
    let wanted = candidate.username.as_ref().map(Username::folded);
    if let Some(held) = holders.username_of(&candidate.forms) {
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
        Some(username) => username,
        None => free_username(tx, &candidate.email, now)?,
    };
    let user = candidate.into_user(username, now);
    users::insert(tx, &user)?;
    event::record_order(tx, Happening::Registered, user.id, None, &Actor::CommandLine, now)?;
    holders.note(user.email_folded, user.username_folded);
    Ok(Outcome::Imported { named })
}
