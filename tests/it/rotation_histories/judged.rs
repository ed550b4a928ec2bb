//! Histories against the pure function: no clock, no database, thousands of them.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use vestibule::auth::rotation::{PresentedToken, Verdict, judge};
use vestibule::clock::Timestamp;
use vestibule::config::ReuseWindows;
use vestibule::store::sessions::{RevokedFor, Session};
use vestibule::token::TokenHash;
use vestibule::user_agent::{UserAgent, UserAgentHash};

use crate::support::fresh_session;

const WINDOWS: ReuseWindows =
    ReuseWindows { grace: Duration::from_secs(30), recovery: Duration::from_secs(600) };
const LIFETIME: Duration = Duration::from_secs(7 * 86_400);
const START: Timestamp = Timestamp::from_seconds(1_767_225_600);

/// The server as far as rotation goes: one row, and what `auth::refresh` does with a verdict.
struct Server {
    session: Session,
    now: Timestamp,
}

/// A refresh token in somebody's hands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Token {
    generation: i64,
    hash: TokenHash,
    expires_at: Timestamp,
}

fn hash(generation: i64) -> TokenHash {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&generation.to_be_bytes());
    TokenHash(bytes)
}

fn agent(name: &str) -> UserAgentHash {
    UserAgent::from_header(name.as_bytes()).digest()
}

impl Server {
    fn new() -> Self {
        let session = fresh_session(hash(1), START, START + LIFETIME, START + LIFETIME * 1000);
        Self { session, now: START }
    }

    fn current(&self) -> Token {
        let Session { generation, token_hash, expires_at, .. } = self.session;
        Token { generation, hash: token_hash, expires_at }
    }

    fn refresh(&mut self, token: Token, agent: UserAgentHash) -> Result<Token, Verdict> {
        let presented = PresentedToken {
            generation: token.generation,
            hash: token.hash,
            expires_at: token.expires_at,
            agent,
        };
        match judge(&self.session, &presented, self.now, WINDOWS) {
            Verdict::Rotate => {
                self.session.generation += 1;
                self.session.previous_hash = Some(self.session.token_hash);
                self.session.token_hash = hash(self.session.generation);
                self.session.rotated_by = Some(agent);
                self.session.issued_at = self.now;
                self.session.first_used_at = None;
                self.session.expires_at = self.now + LIFETIME;
                Ok(self.current())
            }
            Verdict::Reissue => Ok(self.current()),
            Verdict::Theft => {
                self.session.revoked_at = Some(self.now);
                self.session.revoked_for = Some(RevokedFor::Reuse);
                Err(Verdict::Theft)
            }
            refused => Err(refused),
        }
    }

    fn record_use(&mut self, generation: i64) {
        if generation == self.session.generation && generation > 1 {
            self.session.first_used_at.get_or_insert(self.now);
        }
    }
}

/// What an honest device does.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Lets time pass, as far as its own retries allow.
    Wait(u64),
    /// Refreshes; the answer may be lost.
    Refresh { lost: bool },
    /// Several tabs refresh with one token; some answers may be lost.
    Together { tabs: u8, lost: u8 },
    /// A tab takes the cookies and is slow to send them.
    Hold,
    /// The slow tab's request arrives.
    Deliver { lost: bool },
    /// Uses the access token that came last.
    Use,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0_u64..40_000).prop_map(Step::Wait),
        (0_u64..900_000).prop_map(Step::Wait),
        any::<bool>().prop_map(|lost| Step::Refresh { lost }),
        (1_u8..6, any::<u8>()).prop_map(|(tabs, lost)| Step::Together { tabs, lost }),
        Just(Step::Hold),
        any::<bool>().prop_map(|lost| Step::Deliver { lost }),
        Just(Step::Use),
    ];
    vec(step, 1..60)
}

/// A browser: one jar, and perhaps a request of a slow tab on its way.
struct Device {
    jar: Token,
    held: Option<Token>,
    agent: UserAgentHash,
}

impl Device {
    /// How long it may wait at most: it retries before the window of what it lost closes, and a
    /// request that is on its way when the token is replaced arrives before the window of that
    /// token closes.
    fn patience(&self, server: &Server) -> Duration {
        let behind = |token: Token| token.generation < server.session.generation;
        if behind(self.jar) || self.held.is_some_and(behind) {
            let left = |window: Duration, since| window.saturating_sub(server.now.since(since));
            let Session { issued_at, first_used_at, .. } = server.session;
            let recovery = left(WINDOWS.recovery, issued_at);
            let recovery =
                first_used_at.map_or(recovery, |first| recovery.min(left(WINDOWS.grace, first)));
            left(WINDOWS.grace, issued_at).max(recovery).saturating_sub(Duration::from_millis(1))
        } else {
            LIFETIME / 2
        }
    }

    fn send(&mut self, server: &mut Server, token: Token, lost: bool) -> Result<(), Verdict> {
        let answer = server.refresh(token, self.agent)?;
        if !lost {
            self.jar = answer;
        }
        Ok(())
    }

    fn step(&mut self, server: &mut Server, step: Step) -> Result<(), Verdict> {
        match step {
            Step::Wait(millis) => {
                server.now = server.now + Duration::from_millis(millis).min(self.patience(server));
            }
            Step::Refresh { lost } => {
                self.deliver_before_replacing(server)?;
                self.send(server, self.jar, lost)?;
            }
            Step::Together { tabs, lost } => {
                self.deliver_before_replacing(server)?;
                let token = self.jar;
                for tab in 0..tabs {
                    self.send(server, token, lost >> tab & 1 == 1)?;
                }
            }
            Step::Hold => self.held = Some(self.jar),
            Step::Deliver { lost } => {
                if let Some(token) = self.held.take() {
                    // An answer that comes late sets its cookies like any other: it must not be an
                    // older token.
                    self.send(server, token, lost)?;
                }
            }
            Step::Use => server.record_use(self.jar.generation),
        }
        Ok(())
    }

    /// No request takes so long that the device rotates twice meanwhile.
    fn deliver_before_replacing(&mut self, server: &mut Server) -> Result<(), Verdict> {
        match self.held {
            Some(held) if held != self.jar || held.generation < server.session.generation => {
                self.held = None;
                self.send(server, held, false)
            }
            _ => Ok(()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn an_honest_device_that_retries_within_the_windows_is_never_signed_out(steps in steps()) {
        let mut server = Server::new();
        let mut device = Device { jar: server.current(), held: None, agent: agent("honest") };
        for step in steps {
            let before = server.session.generation;
            prop_assert_eq!(device.step(&mut server, step), Ok(()), "{:?}", step);
            prop_assert!(server.session.generation <= before + 1 || device.held.is_none(), "one generation at a time");
            prop_assert!(device.jar.generation <= server.session.generation);
        }
        // And it can always go on.
        device.held = None;
        prop_assert_eq!(device.step(&mut server, Step::Refresh { lost: false }), Ok(()));
        prop_assert_eq!(device.jar, server.current());
    }

    /// Shows: RT-08.
    #[test]
    fn there_is_never_a_second_live_branch(steps in steps(), other in "[ab]") {
        let mut server = Server::new();
        let mut device = Device { jar: server.current(), held: None, agent: agent("a") };
        let mut given = vec![server.current()];
        for step in steps {
            device.step(&mut server, step).unwrap();
            if given.last() != Some(&server.current()) {
                given.push(server.current());
            }
            // Of all tokens that were ever given out, one rotates; any other repeats it or is
            // refused.
            for token in &given {
                let presented = PresentedToken {
                    generation: token.generation, hash: token.hash, expires_at: token.expires_at, agent: agent(&other),
                };
                let verdict = judge(&server.session, &presented, server.now, WINDOWS);
                prop_assert_eq!(verdict == Verdict::Rotate, *token == server.current());
                if verdict == Verdict::Reissue {
                    prop_assert_eq!(token.generation + 1, server.session.generation);
                    prop_assert_eq!(&other, "a");
                }
            }
        }
    }

    /// Shows: RT-02.
    #[test]
    fn every_replay_outside_the_windows_is_found_out(steps in steps(), which in any::<prop::sample::Index>(), late in 0_u64..3_600_000) {
        let mut server = Server::new();
        let mut device = Device { jar: server.current(), held: None, agent: agent("honest") };
        let mut given = vec![server.current()];
        for step in steps {
            device.step(&mut server, step).unwrap();
            if given.last() != Some(&server.current()) {
                given.push(server.current());
            }
        }
        let stolen = given[which.index(given.len())];
        prop_assume!(stolen != server.current());
        server.now = server.now + WINDOWS.recovery + Duration::from_millis(late);
        prop_assume!(server.now < stolen.expires_at);
        prop_assert_eq!(server.refresh(stolen, agent("honest")), Err(Verdict::Theft));
        prop_assert_eq!(server.refresh(server.current(), agent("honest")), Err(Verdict::Revoked(RevokedFor::Reuse)));
    }

    /// Shows: REL-30.
    #[test]
    fn thief_and_owner_cannot_both_go_on(
        turns in vec((any::<bool>(), 600_000_u64..7_200_000), 8..40), same_agent in any::<bool>(),
    ) {
        let mut server = Server::new();
        let (mut owner, mut thief) = (server.current(), server.current());
        let thiefs_agent = agent(if same_agent { "owner" } else { "thief" });
        let mut both = 0;
        let mut last = None;
        for (owners_turn, pause) in turns {
            let refreshed = match owners_turn {
                true => server.refresh(owner, agent("owner")).map(|token| owner = token),
                false => server.refresh(thief, thiefs_agent).map(|token| thief = token),
            };
            if refreshed.is_err() {
                prop_assert!(server.session.revoked_at.is_some());
                return Ok(());
            }
            // Until somebody is found out, only one of them has got anything.
            both += usize::from(last.is_some_and(|last| last != owners_turn));
            last = Some(owners_turn);
            prop_assert_eq!(both, 0, "both were served");
            server.now = server.now + Duration::from_millis(pause);
        }
    }
}
