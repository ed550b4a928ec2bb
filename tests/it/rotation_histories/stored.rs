//! Histories through the real rules and the real store, held against what the contract says should
//! become of each token: honest and stolen ones, at any time, from any client, over restarts.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::System;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;
use vestibule::app::App;
use vestibule::auth::login::{Credentials, Login};
use vestibule::auth::register::Registration;
use vestibule::auth::{self, Client, Context, Issued, RefreshError, RevokedSession};
use vestibule::client::{LogTag, RequestId};
use vestibule::clock::{Clock, Timestamp};
use vestibule::config::{Config, LogClientIp};
use vestibule::id::SessionId;
use vestibule::locale::Locale;
use vestibule::secret::SecretText;
use vestibule::store::sessions::RevokedFor;
use vestibule::user_agent::UserAgent;

use crate::support::app::settings;
use crate::support::{PASSWORD, app};

const GRACE: Duration = Duration::from_secs(30);
const RECOVERY: Duration = Duration::from_secs(600);
const LIFETIME: Duration = Duration::from_secs(7 * 86_400);

#[derive(Clone, Debug)]
enum Step {
    Wait(Duration),
    /// Somebody presents one of the tokens that were given out so far.
    Present {
        which: prop::sample::Index,
        agent: &'static str,
    },
    /// Somebody presents the newest, or the one so many before it.
    PresentRecent {
        back: usize,
        agent: &'static str,
    },
    /// Somebody uses the access token that came with one of them.
    Use {
        which: prop::sample::Index,
    },
    /// Somebody uses the newest access token.
    UseNewest,
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let agent = prop_oneof![4 => Just("a"), 1 => Just("b")];
    let step = prop_oneof![
        3 => (0_u64..35_000).prop_map(|millis| Step::Wait(Duration::from_millis(millis))),
        2 => (0_u64..700).prop_map(|seconds| Step::Wait(Duration::from_secs(seconds))),
        1 => (0_u64..5 * 86_400).prop_map(|seconds| Step::Wait(Duration::from_secs(seconds))),
        8 => (0_usize..2, agent.clone()).prop_map(|(back, agent)| Step::PresentRecent { back, agent }),
        2 => (any::<prop::sample::Index>(), agent).prop_map(|(which, agent)| Step::Present { which, agent }),
        1 => any::<prop::sample::Index>().prop_map(|which| Step::Use { which }),
        3 => Just(Step::UseNewest),
        1 => Just(Step::Restart),
    ];
    vec(step, 1..25)
}

/// What the contract says, told from the history alone.
struct Expected {
    session: SessionId,
    rotations: Vec<(Timestamp, &'static str)>,
    ends: Vec<Timestamp>,
    first_use: Option<Timestamp>,
    stolen: bool,
}

#[derive(Debug, PartialEq)]
enum Fate {
    Next,
    SameAgain,
    Refused(RefreshError),
}

impl Expected {
    fn fate(&self, which: usize, agent: &str, now: Timestamp) -> Fate {
        let newest = self.ends.len() - 1;
        if self.stolen {
            return Fate::Refused(RefreshError::Revoked(RevokedSession {
                session: self.session,
                reason: RevokedFor::Reuse,
            }));
        }
        if now >= self.ends[newest] {
            return Fate::Refused(RefreshError::Expired);
        }
        if which == newest {
            return Fate::Next;
        }
        if which + 1 == newest {
            let (at, by) = self.rotations[newest - 1];
            let age = now.since(at);
            let lately_used = self.first_use.is_none_or(|first| now.since(first) < GRACE);
            if by == agent && (age < GRACE || (age < RECOVERY && lately_used)) {
                return Fate::SameAgain;
            }
        }
        Fate::Refused(if now >= self.ends[which] {
            RefreshError::Expired
        } else {
            RefreshError::Reused(self.session)
        })
    }
}

fn context(app: &Arc<App>, agent: &str) -> Context {
    let client = Client {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        is_address_shared: false,
        agent: UserAgent::from_header(agent.as_bytes()),
        device: None,
        tag: LogTag::new(RequestId::new(), IpAddr::V4(Ipv4Addr::LOCALHOST), LogClientIp::Full),
    };
    Context { app: Arc::clone(app), client: Arc::new(client), locale: Locale::english() }
}

async fn open(directory: &TempDir, clock: &Clock) -> Arc<App> {
    let database = directory.path().join("vestibule.db");
    let settings = settings(&["--bcrypt-cost", "4", "--database-url", database.to_str().unwrap()]);
    App::open(Config::read(&settings, |_| {}).unwrap(), clock.clone()).await.unwrap()
}

async fn log_in(app: &Arc<App>) -> Issued {
    let typed = Credentials {
        login: Login::Username(Ok("ada".to_owned())),
        password: Ok(SecretText::new(PASSWORD)),
        remember: true,
    };
    auth::log_in(&context(app, "a"), typed, None).await.unwrap()
}

/// Shows: REL-30, RT-39.
#[test]
fn every_token_meets_the_fate_that_the_contract_gives_it() {
    System::new().block_on(async {
        let directory = TempDir::new().unwrap();
        let clock = Clock::manual(app::START);
        let mut app = open(&directory, &clock).await;
        let typed = Registration {
            username: Ok("ada".to_owned()),
            email: Ok("ada@example.com".to_owned()),
            password: Ok(SecretText::new(PASSWORD)),
            name: Ok(String::new()),
        };
        auth::register(&context(&app, "a"), typed, None).await.unwrap();

        let mut runner = TestRunner::new(ProptestConfig::default());
        for _ in 0..150 {
            let history = steps().new_tree(&mut runner).unwrap().current();
            follow(&mut app, &directory, &clock, &history).await;
        }
    });
}

async fn follow(app: &mut Arc<App>, directory: &TempDir, clock: &Clock, history: &[Step]) {
    let mut given = vec![log_in(app).await];
    let bystander = log_in(app).await;
    let mut expected = Expected {
        session: given[0].session,
        rotations: Vec::new(),
        ends: vec![clock.now().whole_seconds() + LIFETIME],
        first_use: None,
        stolen: false,
    };
    for (at, step) in history.iter().enumerate() {
        let (which, agent) = match step {
            Step::Wait(duration) => {
                clock.advance(*duration);
                continue;
            }
            Step::Restart => {
                // A stop in good order writes down what waits; what a crash loses is a first use,
                // which only widens a window.
                app.store.write(|_| Ok::<_, vestibule::store::Error>(())).await.unwrap();
                *app = open(directory, clock).await;
                continue;
            }
            Step::Use { .. } | Step::UseNewest => {
                let newest = given.len() - 1;
                let which =
                    if let Step::Use { which } = step { which.index(given.len()) } else { newest };
                let good = auth::authenticate(app, given[which].access.expose()).is_ok();
                if good && which == newest && newest > 0 {
                    expected.first_use.get_or_insert(clock.now());
                }
                continue;
            }
            Step::Present { which, agent } => (which.index(given.len()), *agent),
            Step::PresentRecent { back, agent } => (given.len().saturating_sub(1 + back), *agent),
        };
        let now = clock.now();
        let fate = expected.fate(which, agent, now);
        let step = format!("step {at} ({step:?}) of {history:#?}");
        match auth::refresh(&context(app, agent), &given[which].refresh).await {
            Ok(issued) if given.iter().any(|had| had.refresh == issued.refresh) => {
                assert_eq!(fate, Fate::SameAgain, "{step}");
                assert_eq!(given.last().unwrap().refresh, issued.refresh, "{step}");
            }
            Ok(issued) => {
                assert_eq!(fate, Fate::Next, "{step}");
                given.push(issued);
                expected.rotations.push((now, agent));
                expected.ends.push(now.whole_seconds() + LIFETIME);
                expected.first_use = None;
            }
            Err(auth::Error::Refresh(error)) => {
                assert_eq!(fate, Fate::Refused(error), "{step}");
                expected.stolen |= error == RefreshError::Reused(expected.session);
            }
            Err(error) => panic!("{error:?} at {step}"),
        }
    }
    // Whatever became of this session, the account's other one is none the worse for it.
    match auth::refresh(&context(app, "a"), &bystander.refresh).await {
        Ok(_) | Err(auth::Error::Refresh(RefreshError::Expired)) => {}
        Err(error) => panic!("{error:?} after {history:#?}"),
    }
}
