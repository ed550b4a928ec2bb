//! A state of the model: one session, its owner's browser, the instances that serve it, and a thief.
//!
//! All of it is relative, so that histories of any length return to states that were visited
//! before. Ages are counted back from one fixed time, and only as far as the longer window reaches.
//! Generations are renumbered when the newest would exceed [`NEWEST`].

use std::sync::LazyLock;
use std::time::Duration;

use vestibule::clock::Timestamp;
use vestibule::store::sessions::{RevokedFor, Session};
use vestibule::token::TokenHash;
use vestibule::user_agent::UserAgentHash;

use crate::support::fresh_session;

/// How much time passes in one step.
pub const TICK: Duration = Duration::from_secs(15);
/// The time of every judgement.
pub const NOW: Timestamp = Timestamp::from_seconds(1_767_225_600);
/// Longer than any window: no token expires.
pub const FAR: Duration = Duration::from_secs(7 * 86_400);
/// How many tokens are distinguished: the newest, its predecessor, the one before that, and one for
/// all older ones.
const NEWEST: Generation = 4;

/// The generation of a refresh token, from 1.
pub type Generation = u8;

/// Who presents a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Owner,
    Thief,
}

/// The `User-Agent` of a request. A thief can send the owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agent {
    Owners,
    Another,
}

/// A request of a tab that is in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InFlight {
    /// To an instance, with a refresh token.
    Asked(Generation),
    /// Back from an instance, with the token that the response brings.
    Answered { generation: Generation, from: usize },
}

/// How the newest token came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rotation {
    /// The token that was exchanged for it.
    pub replaced: Generation,
    /// The `User-Agent` that exchanged it.
    pub agent: Agent,
    /// Who exchanged it.
    pub party: Party,
}

/// What has happened that must never happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Violations {
    /// The owner was refused although nobody else has a copy.
    pub signed_out: bool,
    /// A token that had a successor got a second one.
    pub forked: bool,
    /// A party was served, outside the windows, with a token that the other had exchanged.
    pub both_went_on: bool,
    /// A replaced token was presented outside the windows, and the session is still active.
    pub unnoticed: bool,
    /// Somebody was served after the session had ended.
    pub outlived: bool,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The row: the newest token, how and how many ticks ago it was created, how many ticks ago it
    /// was first used, if that is stored, and whether the session was revoked.
    pub newest: Generation,
    pub rotation: Option<Rotation>,
    pub age: u8,
    pub first_use: Option<u8>,
    pub revoked: bool,
    /// The browser: its tabs share a cookie jar.
    pub jar: Generation,
    pub tabs: [Option<InFlight>; 2],
    /// The instances: how many ticks ago each has recorded a first use of the newest access token
    /// that it has yet to store.
    pub queued: [Option<u8>; 2],
    /// The refresh tokens that the thief has, a bit for each.
    pub stolen: u8,
    pub violations: Violations,
}

/// Returns the hash of a generation's only token.
pub fn hash(generation: Generation) -> TokenHash {
    TokenHash([generation; 32])
}

pub fn digest(agent: Agent) -> UserAgentHash {
    UserAgentHash([agent as u8; 16])
}

/// Returns a generation's bit in [`State::stolen`].
pub fn bit(generation: Generation) -> u8 {
    1 << (generation - 1)
}

impl State {
    /// Returns the state after the owner has signed in.
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
            stolen: 0,
            violations: Violations::default(),
        }
    }

    /// Returns the row that the rule gets.
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
            self.renumber();
        }
        self.age = 0;
        self.first_use = None;
        // First uses of the replaced token no longer matter.
        self.queued = [None; 2];
    }

    /// Subtracts one from every generation. The rule does not distinguish the oldest ones, so they
    /// stay as they are.
    fn renumber(&mut self) {
        let older = |generation: &mut Generation| *generation = (*generation - 1).max(1);
        older(&mut self.jar);
        self.rotation.iter_mut().for_each(|rotation| older(&mut rotation.replaced));
        for tab in self.tabs.iter_mut().flatten() {
            match tab {
                InFlight::Asked(generation) | InFlight::Answered { generation, .. } => {
                    older(generation)
                }
            }
        }
        self.stolen = self.stolen >> 1 | self.stolen & 1;
    }

    /// An access token of the newest generation reaches an instance, which records its use and will
    /// store it. The use of a token without a predecessor is not recorded.
    pub fn record_use(&mut self, at: usize) {
        if self.rotation.is_some() && self.first_use.is_none() && self.queued[at].is_none() {
            self.queued[at] = Some(0);
        }
    }

    /// An instance stores the first use that it has recorded, unless an earlier one is stored.
    pub fn store_use(&mut self, at: usize) {
        if let Some(age) = self.queued[at].take() {
            self.first_use = Some(self.first_use.map_or(age, |stored| stored.max(age)));
            // The other instance would store a later use, or the same.
            self.queued[1 - at].take_if(|other| *other <= age);
        }
    }

    /// Returns how many ticks ago the newest access token was first used, stored or not.
    pub fn first_use(&self) -> Option<u8> {
        self.queued.iter().copied().chain([self.first_use]).flatten().max()
    }

    /// Returns whether the browser has sent a token that was replaced.
    pub fn carries_replaced(&self) -> bool {
        self.tabs.iter().any(
            |tab| matches!(tab, Some(InFlight::Asked(generation)) if *generation < self.newest),
        )
    }

    /// Returns whether the thief has the newest tokens.
    pub fn thief_has_newest(&self) -> bool {
        self.stolen & bit(self.newest) != 0
    }
}
