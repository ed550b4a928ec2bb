//! What can happen in the model, and what comes of it.

use std::time::Duration;

use stateright::{Model, Property};
use vestibule::auth::rotation::{PresentedToken, Verdict};
use vestibule::clock::Timestamp;
use vestibule::config::ReuseWindows;
use vestibule::store::sessions::Session;

use super::state::{
    Agent, FAR, Flight, Link, NOW, Party, Rotation, State, TICK, Wrongs, bit, digest, hash,
};

/// What judges a refresh token that is presented.
pub type Rule = fn(&Session, &PresentedToken, Timestamp, ReuseWindows) -> Verdict;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A tab sends the refresh token that is in the jar.
    Send { tab: usize },
    /// Its request reaches an instance, which judges, writes and commits.
    Arrive { tab: usize, at: usize },
    /// The answer reaches the browser, which puts what it brings in the jar.
    Receive { tab: usize },
    /// The request or the answer is lost; or the database was busy, which comes to the same.
    Lose { tab: usize },
    /// The owner's access token reaches an instance.
    Use { at: usize },
    /// An instance stores when it first saw the newest access token.
    StoreUse { at: usize },
    /// An instance cannot store it, and takes the next use for the first.
    LoseUse { at: usize },
    /// An instance dies between its commits and its answers, and comes back knowing what the
    /// database knows.
    Crash { at: usize },
    /// Somebody copies the jar.
    Steal,
    /// The thief presents a refresh token, to any instance, under any name.
    Present { link: Link, agent: Agent, at: usize },
    /// The thief presents the newest access token.
    UseStolen { at: usize },
    /// Time passes.
    Tick,
}

/// What an honest browser can be relied on for. Without these it is as wild as the thief.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// What it presents arrives before the window of that token closes, a retry included: within
    /// the grace of the rotation, or within the recovery and, once the successor was used, within
    /// the grace of its first use.
    pub arrives_in_time: bool,
    /// It rotates only when everything that it sent before the last rotation has been answered or
    /// lost: its access token outlives any request.
    pub one_rotation_at_a_time: bool,
}

impl Manners {
    pub const GOOD: Self = Self { arrives_in_time: true, one_rotation_at_a_time: true };
    pub const NONE: Self = Self { arrives_in_time: false, one_rotation_at_a_time: false };
}

/// The model.
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub rule: Rule,
    pub windows: ReuseWindows,
    pub manners: Manners,
    pub thief: bool,
}

fn ticks(window: Duration) -> u8 {
    u8::try_from(window.as_secs() / TICK.as_secs()).unwrap()
}

impl World {
    /// Asks the rule.
    pub fn judge(&self, state: &State, link: Link, agent: Agent) -> Verdict {
        let presented = PresentedToken {
            generation: link.into(),
            hash: hash(link),
            expires_at: NOW + FAR,
            agent: digest(agent),
        };
        (self.rule)(&state.row(), &presented, NOW, self.windows)
    }

    /// Returns how many ticks after a rotation no window is open, whatever was used when.
    fn longest(&self) -> u8 {
        ticks(self.windows.grace.max(self.windows.recovery))
    }

    /// Returns whether the windows of a token are open that was replaced so many ticks ago, and
    /// whose successor was first used so many ticks ago, if it was.
    pub fn is_open(&self, age: u8, first_use: Option<u8>) -> bool {
        let (grace, recovery) = (ticks(self.windows.grace), ticks(self.windows.recovery));
        age < grace || (age < recovery && first_use.is_none_or(|first_use| first_use < grace))
    }

    /// Returns, by what has happened and not by the row, whether a token is replaced and outside
    /// its windows.
    fn outside(&self, state: &State, link: Link, agent: Agent) -> bool {
        let in_time = self.is_open(state.age, state.first_use);
        let just_replaced =
            |rotation: Rotation| link + 1 == state.newest && rotation.agent == agent;
        link != state.newest && !(in_time && state.rotation.is_some_and(just_replaced))
    }

    /// A refresh token reaches an instance. Returns the token that is answered.
    fn present(
        &self,
        state: &mut State,
        party: Party,
        link: Link,
        agent: Agent,
        at: usize,
    ) -> Option<Link> {
        // One thread of an instance writes, in the order of what it is told.
        state.store_use(at);
        let (ended, outside) = (state.revoked, self.outside(state, link, agent));
        let replaced_by = state.rotation.map(|rotation| rotation.party);
        let served = match self.judge(state, link, agent) {
            Verdict::Rotate => {
                state.wrongs.forked |= link != state.newest;
                state.rotate(Rotation { replaced: link, agent, party });
                true
            }
            Verdict::Reissue => true,
            Verdict::Theft => {
                state.revoked = true;
                false
            }
            Verdict::Expired | Verdict::Revoked(_) => false,
        };
        state.wrongs.signed_out |= !served && party == Party::Owner && !self.thief;
        state.wrongs.both_went_on |= served && outside && replaced_by != Some(party);
        state.wrongs.unnoticed |= outside && !state.revoked;
        state.wrongs.outlived |= served && ended;
        served.then_some(state.newest)
    }

    /// Returns whether the browser's manners allow a step.
    fn is_mannerly(&self, state: &State, step: Step) -> bool {
        let Manners { arrives_in_time, one_rotation_at_a_time } = self.manners;
        match step {
            Step::Tick if arrives_in_time => {
                let owes = state.jar < state.newest || state.carries_replaced();
                !owes || self.is_open(state.age + 1, state.first_use().map(|age| age + 1))
            }
            Step::Arrive { tab, .. } if one_rotation_at_a_time => {
                let rotates = state.tabs[tab] == Some(Flight::Asked(state.newest));
                let answer_is_on_its_way =
                    matches!(state.tabs[1 - tab], Some(Flight::Answered { .. }));
                !rotates || !(answer_is_on_its_way || state.carries_replaced())
            }
            _ => true,
        }
    }

    fn steps_of_the_browser(state: &State, steps: &mut Vec<Step>) {
        for tab in 0..2 {
            match state.tabs[tab] {
                None => steps.push(Step::Send { tab }),
                Some(Flight::Asked(_)) => {
                    steps.extend([
                        Step::Arrive { tab, at: 0 },
                        Step::Arrive { tab, at: 1 },
                        Step::Lose { tab },
                    ]);
                }
                Some(Flight::Answered { .. }) => {
                    steps.extend([Step::Receive { tab }, Step::Lose { tab }])
                }
            }
        }
    }

    fn steps_of_an_instance(state: &State, at: usize, steps: &mut Vec<Step>) {
        steps.push(Step::Crash { at });
        if state.queued[at].is_some() {
            steps.extend([Step::StoreUse { at }, Step::LoseUse { at }]);
        }
        if state.jar == state.newest {
            steps.push(Step::Use { at });
        }
        if state.thief_is_level() {
            steps.push(Step::UseStolen { at });
        }
        for link in (1..=state.newest).filter(|link| state.loot & bit(*link) != 0) {
            steps.extend([Agent::Owners, Agent::Another].map(|agent| Step::Present {
                link,
                agent,
                at,
            }));
        }
    }
}

impl Model for World {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State::start()]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        // Where something went wrong the history has been told.
        if state.wrongs != Wrongs::default() {
            return;
        }
        Self::steps_of_the_browser(state, steps);
        (0..2).for_each(|at| Self::steps_of_an_instance(state, at, steps));
        if self.thief && state.loot == 0 {
            steps.push(Step::Steal);
        }
        steps.push(Step::Tick);
        steps.retain(|step| self.is_mannerly(state, *step));
    }

    fn next_state(&self, last: &State, step: Step) -> Option<State> {
        let mut state = last.clone();
        match step {
            Step::Send { tab } => state.tabs[tab] = Some(Flight::Asked(state.jar)),
            Step::Arrive { tab, at } => {
                let Some(Flight::Asked(link)) = state.tabs[tab].take() else { return None };
                let answer = self.present(&mut state, Party::Owner, link, Agent::Owners, at);
                state.tabs[tab] = answer.map(|link| Flight::Answered { link, from: at });
            }
            Step::Receive { tab } => {
                let Some(Flight::Answered { link, .. }) = state.tabs[tab].take() else {
                    return None;
                };
                state.jar = link;
            }
            Step::Lose { tab } => state.tabs[tab] = None,
            Step::Use { at } | Step::UseStolen { at } => state.record_use(at),
            Step::StoreUse { at } => state.store_use(at),
            Step::LoseUse { at } => state.queued[at] = None,
            Step::Crash { at } => {
                state.queued[at] = None;
                for tab in &mut state.tabs {
                    tab.take_if(
                        |flight| matches!(flight, Flight::Answered { from, .. } if *from == at),
                    );
                }
            }
            Step::Steal => state.loot = bit(state.jar),
            Step::Present { link, agent, at } => {
                let got = self.present(&mut state, Party::Thief, link, agent, at);
                state.loot |= got.map_or(0, bit);
            }
            Step::Tick => {
                // As far as ages are told apart.
                let (longest, grace) = (self.longest(), ticks(self.windows.grace));
                state.age = (state.age + 1).min(longest);
                let uses = state.queued.iter_mut().chain([&mut state.first_use]);
                uses.flatten().for_each(|age| *age = (*age + 1).min(grace));
            }
        }
        // A step that changes nothing leads nowhere.
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        super::properties(self.thief)
    }
}
