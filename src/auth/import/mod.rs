//! Imports accounts from another system, with the password hashes that they have there.
//!
//! Existing accounts are not changed, so the same file can be imported twice.

mod record;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::admin::Actor;
use super::event::{self, EventKind};
use super::username::generate_username;
use super::{Conflict, Error, names};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::AddressForms;
use crate::store::users::{self, Names};
use crate::store::{self, AnyConnection, Transaction};
use crate::username::Username;

pub use record::{ImportError, ImportRecord, ImportRow, SeenNames};

/// The outcome of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// The account was created.
    Imported {
        /// Whether its username was generated from its email address.
        username_generated: bool,
    },
    /// The account existed before.
    AlreadyThere,
    /// No account was created.
    Refused(ImportError),
}

/// Creates accounts from records in one transaction. Returns the outcome of each record, in the
/// same order.
pub async fn import_batch(
    app: &Arc<App>,
    records: Vec<ImportRecord>,
) -> Result<Vec<ImportOutcome>, Error> {
    let now = app.clock.now();
    let take = move |tx: &mut Transaction<'_>| {
        let mut existing = ExistingNames::find(tx, &records)?;
        let take = |record| import_one(tx, &mut existing, record, now);
        records.iter().cloned().map(take).collect::<store::Result<_>>()
    };
    Ok(app.store.write(take).await?)
}

/// Which accounts have the names that a batch needs, read with one query.
#[derive(Default)]
struct ExistingNames {
    username_by_email: HashMap<String, String>,
    usernames: HashSet<String>,
}

impl ExistingNames {
    fn find(rows: &mut AnyConnection, records: &[ImportRecord]) -> store::Result<Self> {
        let forms =
            records.iter().flat_map(|record| [&record.forms.canonical, &record.forms.earlier]);
        let emails: Vec<String> = forms.cloned().collect();
        let usernames: Vec<String> =
            records.iter().filter_map(|record| Some(record.username.as_ref()?.folded())).collect();
        let mut existing = Self::default();
        for Names { email_folded, email_canonical, username_folded } in
            users::list_holders(rows, &emails, &usernames)?
        {
            if let Some(email) = email_canonical {
                existing.username_by_email.entry(email).or_insert_with(|| username_folded.clone());
            }
            existing.note(email_folded, username_folded);
        }
        Ok(existing)
    }

    fn note(&mut self, email: String, username: String) {
        self.usernames.insert(username.clone());
        self.username_by_email.insert(email, username);
    }

    /// Returns the username of the account that has an address.
    fn username_of(&self, AddressForms { canonical, earlier }: &AddressForms) -> Option<&String> {
        self.username_by_email.get(earlier).or_else(|| self.username_by_email.get(canonical))
    }
}

fn import_one(
    tx: &mut Transaction<'_>,
    existing: &mut ExistingNames,
    record: ImportRecord,
    now: Timestamp,
) -> store::Result<ImportOutcome> {
    let wanted = record.username.as_ref().map(Username::folded);
    if let Some(held) = existing.username_of(&record.forms) {
        let same = wanted.is_none_or(|wanted| wanted == *held);
        return Ok(if same {
            ImportOutcome::AlreadyThere
        } else {
            ImportOutcome::Refused(ImportError::Conflict(Conflict::Email))
        });
    }
    let is_free =
        |tx: &mut Transaction<'_>, wanted: &str| names::is_free_username(tx, wanted, None, now);
    if let Some(wanted) = wanted
        && (existing.usernames.contains(&wanted) || !is_free(tx, &wanted)?)
    {
        return Ok(ImportOutcome::Refused(ImportError::Conflict(Conflict::Username)));
    }
    let username_generated = record.username.is_none();
    let username = match record.username.clone() {
        Some(username) => username,
        None => generate_username(tx, &record.email, now)?,
    };
    let user = record.into_user(username, now);
    users::insert(tx, &user)?;
    event::record_by(tx, EventKind::Registered, user.id, None, &Actor::CommandLine, now)?;
    existing.note(user.email_folded, user.username_folded);
    Ok(ImportOutcome::Imported { username_generated })
}
