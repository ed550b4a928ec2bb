//! The steps of the model, and their effects.

use std::time::Duration;

use stateright::{Model, Property};
use vestibule::auth::rotation::{PresentedToken, Verdict};
use vestibule::clock::Timestamp;
use vestibule::config::ReuseWindows;
use vestibule::store::sessions::Session;

use super::state::{
    Agent, FAR, Generation, InFlight, NOW, Party, Rotation, State, TICK, Violations, bit, digest,
    hash,
};

/// A rule that judges a presented refresh token.
pub type Rule = fn(&Session, &PresentedToken, Timestamp, ReuseWindows) -> Verdict;

/// A step of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A tab sends the refresh token that is in the jar.
    Send { tab: usize },
    /// Its request reaches an instance, which judges, writes and commits.
    Arrive { tab: usize, at: usize },
    /// The response reaches the browser, which stores its token in the jar.
    Receive { tab: usize },
    /// The request or the response is lost. A busy database has the same effect.
    Lose { tab: usize },
    /// The owner's access token reaches an instance.
    Use { at: usize },
    /// An instance stores when it first saw the newest access token.
    StoreUse { at: usize },
    /// An instance cannot store it, and records the next use as the first.
    LoseUse { at: usize },
    /// An instance crashes between commit and response. After its restart it has only what is in the
    /// database.
    Crash { at: usize },
    /// The thief copies the jar.
    Steal,
    /// The thief presents a refresh token to any instance, with any `User-Agent`.
    Present { generation: Generation, agent: Agent, at: usize },
    /// The thief presents the newest access token.
    UseStolen { at: usize },
    /// Time passes.
    Tick,
}

/// What the model assumes of an honest browser.
#[derive(Clone, Copy, Debug)]
pub struct Assumptions {
    /// What it presents arrives before the window of that token closes, a retry included: within
    /// the grace of the rotation, or within the recovery and, once the successor was used, within
    /// the grace of its first use.
    pub arrives_in_time: bool,
    /// It rotates only when everything that it sent before the last rotation has been answered or
    /// lost: its access token outlives any request.
    pub one_rotation_at_a_time: bool,
}

impl Assumptions {
    pub const ALL: Self = Self { arrives_in_time: true, one_rotation_at_a_time: true };
    pub const NONE: Self = Self { arrives_in_time: false, one_rotation_at_a_time: false };
}

/// The model.
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub rule: Rule,
    pub windows: ReuseWindows,
    pub assumptions: Assumptions,
    pub thief: bool,
}

fn ticks(window: Duration) -> u8 {
    u8::try_from(window.as_secs() / TICK.as_secs()).unwrap()
}

impl World {
    /// Returns the rule's verdict.
    pub fn judge(&self, state: &State, generation: Generation, agent: Agent) -> Verdict {
        let presented = PresentedToken {
            generation: generation.into(),
            hash: hash(generation),
            expires_at: NOW + FAR,
            agent: digest(agent),
        };
        (self.rule)(&state.row(), &presented, NOW, self.windows)
    }

    /// Returns after how many ticks no window is open, whatever was used.
    fn longest(&self) -> u8 {
        ticks(self.windows.grace.max(self.windows.recovery))
    }

    /// Returns whether a window is open for a token that was replaced `age` ticks ago, and whose
    /// successor was first used `first_use` ticks ago, if it was used.
    pub fn is_open(&self, age: u8, first_use: Option<u8>) -> bool {
        let (grace, recovery) = (ticks(self.windows.grace), ticks(self.windows.recovery));
        age < grace || (age < recovery && first_use.is_none_or(|first_use| first_use < grace))
    }

    /// Returns whether a token is replaced and outside its windows. This depends on what has
    /// happened, not on the row.
    fn outside(&self, state: &State, generation: Generation, agent: Agent) -> bool {
        let in_time = self.is_open(state.age, state.first_use);
        let just_replaced =
            |rotation: Rotation| generation + 1 == state.newest && rotation.agent == agent;
        generation != state.newest && !(in_time && state.rotation.is_some_and(just_replaced))
    }

    /// A refresh token reaches an instance. Returns the token of the response.
    fn present(
        &self,
        state: &mut State,
        party: Party,
        generation: Generation,
        agent: Agent,
        at: usize,
    ) -> Option<Generation> {
        // An instance has one writer thread, which keeps the order.
        state.store_use(at);
        let (ended, outside) = (state.revoked, self.outside(state, generation, agent));
        let replaced_by = state.rotation.map(|rotation| rotation.party);
        let served = match self.judge(state, generation, agent) {
            Verdict::Rotate => {
                state.violations.forked |= generation != state.newest;
                state.rotate(Rotation { replaced: generation, agent, party });
                true
            }
            Verdict::Reissue => true,
            Verdict::Theft => {
                state.revoked = true;
                false
            }
            Verdict::Expired | Verdict::Revoked(_) => false,
        };
        state.violations.signed_out |= !served && party == Party::Owner && !self.thief;
        state.violations.both_went_on |= served && outside && replaced_by != Some(party);
        state.violations.unnoticed |= outside && !state.revoked;
        state.violations.outlived |= served && ended;
        served.then_some(state.newest)
    }

    /// Returns whether the assumptions allow a step.
    fn is_allowed(&self, state: &State, step: Step) -> bool {
        let Assumptions { arrives_in_time, one_rotation_at_a_time } = self.assumptions;
        match step {
            Step::Tick if arrives_in_time => {
                let must_arrive = state.jar < state.newest || state.carries_replaced();
                !must_arrive || self.is_open(state.age + 1, state.first_use().map(|age| age + 1))
            }
            Step::Arrive { tab, .. } if one_rotation_at_a_time => {
                let rotates = state.tabs[tab] == Some(InFlight::Asked(state.newest));
                let answer_is_on_its_way =
                    matches!(state.tabs[1 - tab], Some(InFlight::Answered { .. }));
                !rotates || !(answer_is_on_its_way || state.carries_replaced())
            }
            _ => true,
        }
    }

    fn steps_of_the_browser(state: &State, steps: &mut Vec<Step>) {
        for tab in 0..2 {
            match state.tabs[tab] {
                None => steps.push(Step::Send { tab }),
                Some(InFlight::Asked(_)) => {
                    steps.extend([
                        Step::Arrive { tab, at: 0 },
                        Step::Arrive { tab, at: 1 },
                        Step::Lose { tab },
                    ]);
                }
                Some(InFlight::Answered { .. }) => {
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
        if state.thief_has_newest() {
            steps.push(Step::UseStolen { at });
        }
        for generation in
            (1..=state.newest).filter(|generation| state.stolen & bit(*generation) != 0)
        {
            steps.extend([Agent::Owners, Agent::Another].map(|agent| Step::Present {
                generation,
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
        // A history ends at its first violation.
        if state.violations != Violations::default() {
            return;
        }
        Self::steps_of_the_browser(state, steps);
        (0..2).for_each(|at| Self::steps_of_an_instance(state, at, steps));
        if self.thief && state.stolen == 0 {
            steps.push(Step::Steal);
        }
        steps.push(Step::Tick);
        steps.retain(|step| self.is_allowed(state, *step));
    }

    fn next_state(&self, last: &State, step: Step) -> Option<State> {
        let mut state = last.clone();
        match step {
            Step::Send { tab } => state.tabs[tab] = Some(InFlight::Asked(state.jar)),
            Step::Arrive { tab, at } => {
                let Some(InFlight::Asked(generation)) = state.tabs[tab].take() else { return None };
                let answer = self.present(&mut state, Party::Owner, generation, Agent::Owners, at);
                state.tabs[tab] =
                    answer.map(|generation| InFlight::Answered { generation, from: at });
            }
            Step::Receive { tab } => {
                let Some(InFlight::Answered { generation, .. }) = state.tabs[tab].take() else {
                    return None;
                };
                state.jar = generation;
            }
            Step::Lose { tab } => state.tabs[tab] = None,
            Step::Use { at } | Step::UseStolen { at } => state.record_use(at),
            Step::StoreUse { at } => state.store_use(at),
            Step::LoseUse { at } => state.queued[at] = None,
            Step::Crash { at } => {
                state.queued[at] = None;
                for tab in &mut state.tabs {
                    tab.take_if(
                        |in_flight| matches!(in_flight, InFlight::Answered { from, .. } if *from == at),
                    );
                }
            }
            Step::Steal => state.stolen = bit(state.jar),
            Step::Present { generation, agent, at } => {
                let got = self.present(&mut state, Party::Thief, generation, agent, at);
                state.stolen |= got.map_or(0, bit);
            }
            Step::Tick => {
                // Older ages are not distinguished.
                let (longest, grace) = (self.longest(), ticks(self.windows.grace));
                state.age = (state.age + 1).min(longest);
                let uses = state.queued.iter_mut().chain([&mut state.first_use]);
                uses.flatten().for_each(|age| *age = (*age + 1).min(grace));
            }
        }
        // A step that changes nothing is no transition.
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        super::properties(self.thief)
    }
}
