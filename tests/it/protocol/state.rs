//! A state of the model: one session, its owner's browser, the instances that serve it, and
//! somebody with a copy.
//!
//! All of it is relative, so that histories of any length come back to states that were seen
//! before: ages are counted back from one fixed time and only as far as the longer window reaches,
//! and links are counted anew when the newest would be more than [`NEWEST`].

use std::sync::LazyLock;
use std::time::Duration;

use vestibule::clock::Timestamp;
use vestibule::store::sessions::{RevokedFor, Session};
use vestibule::token::TokenHash;
use vestibule::user_agent::UserAgentHash;

use crate::support::fresh_session;

/// How much time passes at once.
pub const TICK: Duration = Duration::from_secs(15);
/// The time of every judgement.
pub const NOW: Timestamp = Timestamp::from_seconds(1_767_225_600);
/// Longer than any window: no token ends by itself.
pub const FAR: Duration = Duration::from_secs(7 * 86_400);
/// How many tokens are told apart: the newest, its predecessor, the one before that, and whatever
/// is older.
const NEWEST: Link = 4;

/// A link of the session's chain, from 1.
pub type Link = u8;

/// Who presents a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Owner,
    Thief,
}

/// What somebody says they are. A thief can say what the owner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agent {
    Owners,
    Another,
}

/// A request of a tab that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flight {
    /// To an instance, with a refresh token.
    Asked(Link),
    /// Back from an instance, with what the token was exchanged for.
    Answered { link: Link, from: usize },
}

/// How the newest token came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rotation {
    /// What was exchanged for it.
    pub replaced: Link,
    /// By whom, in their own words.
    pub agent: Agent,
    /// By whom in truth.
    pub party: Party,
}

/// What has happened that never should.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wrongs {
    /// The owner was refused though nobody else has a copy.
    pub signed_out: bool,
    /// A token that had a successor got another.
    pub forked: bool,
    /// A party was served, outside the windows, with a token that the other had exchanged.
    pub both_went_on: bool,
    /// A replaced token was presented outside the windows, and the session stands.
    pub unnoticed: bool,
    /// Somebody was served after the session had ended.
    pub outlived: bool,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The row: the newest token, how it came to be and how many ticks ago, how many ticks ago it
    /// was first used, as far as that is stored, and whether the session has ended.
    pub newest: Link,
    pub rotation: Option<Rotation>,
    pub age: u8,
    pub first_use: Option<u8>,
    pub revoked: bool,
    /// The browser: its tabs share a jar.
    pub jar: Link,
    pub tabs: [Option<Flight>; 2],
    /// The instances: how many ticks ago each has recorded a first use of the newest access token
    /// that it has yet to store.
    pub queued: [Option<u8>; 2],
    /// The refresh tokens that the thief has, a bit for each.
    pub loot: u8,
    pub wrongs: Wrongs,
}

/// Creates the hash of a link. There is but one token of each.
pub fn hash(link: Link) -> TokenHash {
    TokenHash([link; 32])
}

pub fn digest(agent: Agent) -> UserAgentHash {
    UserAgentHash([agent as u8; 16])
}

/// The thief's bit of a link.
pub fn bit(link: Link) -> u8 {
    1 << (link - 1)
}

impl State {
    /// Somebody has just signed in.
    pub fn start() -> Self {
        Self {
            newest: 1,
            rotation: None,
            age: 0,
            first_use: None,
            revoked: false,
            jar: 1,
            tabs: [None; 2],
            queued: [None; 2],
            loot: 0,
            wrongs: Wrongs::default(),
        }
    }

    /// Returns the row as the rule is given it.
    pub fn row(&self) -> Session {
        static FRESH: LazyLock<Session> =
            LazyLock::new(|| fresh_session(hash(1), NOW, NOW + FAR, NOW + FAR));
        let newest = i64::from(self.newest);
        let mut row = FRESH.clone();
        row.generation = newest;
        row.token_hash = hash(self.newest);
        row.previous_hash = self.rotation.map(|rotation| hash(rotation.replaced));
        row.rotated_by = self.rotation.map(|rotation| digest(rotation.agent));
        row.issued_at = NOW - TICK * self.age.into();
        row.first_used_at = self.first_use.map(|age| NOW - TICK * age.into());
        row.revoked_at = self.revoked.then_some(NOW);
        row.revoked_for = self.revoked.then_some(RevokedFor::Reuse);
        row
    }

    /// Replaces the newest token, as the server does.
    pub fn rotate(&mut self, rotation: Rotation) {
        self.rotation = Some(rotation);
        if self.newest < NEWEST {
            self.newest += 1;
        } else {
            self.count_anew();
        }
        self.age = 0;
        self.first_use = None;
        // What was to be stored of the token before concerns nobody any more.
        self.queued = [None; 2];
    }

    /// Takes one from every link. The oldest, which are all the same to the rule, stay where they
    /// are.
    fn count_anew(&mut self) {
        let older = |link: &mut Link| *link = (*link - 1).max(1);
        older(&mut self.jar);
        self.rotation.iter_mut().for_each(|rotation| older(&mut rotation.replaced));
        for tab in self.tabs.iter_mut().flatten() {
            match tab {
                Flight::Asked(link) | Flight::Answered { link, .. } => older(link),
            }
        }
        self.loot = self.loot >> 1 | self.loot & 1;
    }

    /// An access token of the newest link reaches an instance, which records it and is to store it.
    /// A token without a predecessor is not recorded.
    pub fn record_use(&mut self, at: usize) {
        if self.rotation.is_some() && self.first_use.is_none() && self.queued[at].is_none() {
            self.queued[at] = Some(0);
        }
    }

    /// An instance stores the first use that it has recorded, unless an earlier one is stored.
    pub fn store_use(&mut self, at: usize) {
        if let Some(age) = self.queued[at].take() {
            self.first_use = Some(self.first_use.map_or(age, |stored| stored.max(age)));
            // What the other would store is later, or changes no more than this has.
            self.queued[1 - at].take_if(|other| *other <= age);
        }
    }

    /// Returns how many ticks ago somebody first used the newest access token, stored or not.
    pub fn first_use(&self) -> Option<u8> {
        self.queued.iter().copied().chain([self.first_use]).flatten().max()
    }

    /// Returns whether the browser has sent a token that was replaced.
    pub fn carries_replaced(&self) -> bool {
        self.tabs.iter().any(|tab| matches!(tab, Some(Flight::Asked(link)) if *link < self.newest))
    }

    /// Returns whether the thief has the newest tokens.
    pub fn thief_is_level(&self) -> bool {
        self.loot & bit(self.newest) != 0
    }
}
