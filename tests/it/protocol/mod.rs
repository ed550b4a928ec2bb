//! The protocol of rotation, explored whole.
//!
//! A model checker goes through every order in which two tabs, two instances, lost messages,
//! crashes and a thief can act, and asks [`judge`], the very function that the server asks, what
//! becomes of each token that is presented. There is no limit to how long a history is. The bounds
//! are:
//!
//! - one session; one browser with one jar; two tabs, each with one request on its way; two
//!   instances with one database;
//! - any number of lost requests, lost answers, first uses not stored, and crashes between commit
//!   and answer;
//! - one thief, who copies the jar once, keeps every token that it gets, presents any of them to
//!   either instance under the owner's name or another, and uses access tokens;
//! - time in steps of 15 seconds, with windows of up to four steps, which is as far as ages are
//!   told apart; of tokens, the newest, the two before it, and older ones;
//! - no token ends by itself; nobody signs out; the instances' clocks agree. Other tests are about
//!   those.
//!
//! An instance records in memory when it first saw an access token and stores that later, so the
//! other may not know it yet: the grace of a first use counts from when it was, once it is stored
//! or is queued at the very instance that judges, whose writer keeps the order.
//!
//! What an honest browser is relied on for stands in [`Manners`]; [`each_of_its_manners_is_needed`]
//! shows what each is good for, and thereby what the rule does not give.
//!
//! `cargo test --test it protocol -- --nocapture` tells how many states there were and shows the
//! paths.

mod broken;
mod state;
mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use stateright::{Checker, HasDiscoveries, Model, Property};
use vestibule::auth::rotation::{Verdict, judge};
use vestibule::config::ReuseWindows;

use state::{Agent, State, TICK, bit};
use world::{Manners, Rule, Step, World};

/// More steps than it takes to break any of the broken rules.
const DEEPEST: usize = 20;

const NEVER_SIGNED_OUT: &str =
    "an honest device that retries within the windows is never signed out";
const ONE_BRANCH: &str = "there are never two live branches";
const NOT_BOTH: &str = "thief and owner never both go on once one is outside the windows";
const NOTICED: &str = "a replaced token outside the windows ends the session";
const ENDED: &str = "a session that has ended serves nobody";
const RECOVERS: &str = "a lost answer can be made good after the grace";
const BOTH_TABS: &str = "a device that slept beyond the grace can come back with two tabs";
const LATE_TAB: &str = "a second tab can come after the successor was used";
const LEVEL: &str = "within the windows a thief can draw level";
const LEVEL_LATE: &str =
    "after the grace of the rotation, a thief can draw level within that of the first use";
const SHUT_OUT: &str = "after both graces, a thief with the replaced token is found out though the recovery still runs";
const CAUGHT: &str = "a thief can be found out";

fn properties(thief: bool) -> Vec<Property<World>> {
    fn repeats(world: &World, state: &State) -> bool {
        state.newest > 1 && world.judge(state, state.newest - 1, Agent::Owners) == Verdict::Reissue
    }
    fn is_late(world: &World, state: &State) -> bool {
        TICK * state.age.into() >= world.windows.grace
    }
    fn holds_replaced(state: &State) -> bool {
        state.newest > 1 && state.loot & bit(state.newest - 1) != 0
    }
    let mut properties = vec![
        Property::always(NEVER_SIGNED_OUT, |_: &World, state: &State| !state.wrongs.signed_out),
        Property::always(ONE_BRANCH, |world: &World, state: &State| {
            let rotates =
                |link| [Agent::Owners, Agent::Another].map(|agent| world.judge(state, link, agent));
            !state.wrongs.forked
                && (1..state.newest).all(|link| !rotates(link).contains(&Verdict::Rotate))
        }),
        Property::always(NOT_BOTH, |_: &World, state: &State| !state.wrongs.both_went_on),
        Property::always(NOTICED, |_: &World, state: &State| !state.wrongs.unnoticed),
        Property::always(ENDED, |_: &World, state: &State| !state.wrongs.outlived),
        // That something happens at all, without which the above would say nothing.
        Property::sometimes(RECOVERS, |world: &World, state: &State| {
            is_late(world, state)
                && state.jar < state.newest
                && state.tabs == [None; 2]
                && repeats(world, state)
        }),
        Property::sometimes(LATE_TAB, |world: &World, state: &State| {
            state.first_use.is_some() && state.carries_replaced() && repeats(world, state)
        }),
        Property::sometimes(BOTH_TABS, |world: &World, state: &State| {
            is_late(world, state)
                && state.first_use.is_some()
                && state.carries_replaced()
                && repeats(world, state)
        }),
    ];
    if thief {
        // What a thief gains by the grace of the first use, and what ends it.
        properties.push(Property::sometimes(LEVEL_LATE, |world: &World, state: &State| {
            is_late(world, state)
                && state.first_use.is_some()
                && holds_replaced(state)
                && repeats(world, state)
        }));
        properties.push(Property::sometimes(SHUT_OUT, |world: &World, state: &State| {
            let recovering = TICK * state.age.into() < world.windows.recovery;
            let judged = || world.judge(state, state.newest - 1, Agent::Owners);
            recovering
                && is_late(world, state)
                && holds_replaced(state)
                && judged() == Verdict::Theft
        }));
        properties.push(Property::sometimes(LEVEL, |_: &World, state: &State| {
            state.newest > 2 && state.thief_is_level()
        }));
        properties.push(Property::sometimes(CAUGHT, |_: &World, state: &State| state.revoked));
    }
    properties
}

const fn windows(grace: u32, recovery: u32) -> ReuseWindows {
    let seconds = TICK.as_secs();
    ReuseWindows {
        grace: Duration::from_secs(seconds * grace as u64),
        recovery: Duration::from_secs(seconds * recovery as u64),
    }
}

/// One browser that keeps to its manners, and nobody else.
fn honest(rule: Rule) -> World {
    World { rule, windows: windows(2, 4), manners: Manners::GOOD, thief: false }
}

/// A thief, and an owner who does whatever they like.
fn theft(rule: Rule) -> World {
    World { rule, windows: windows(2, 4), manners: Manners::NONE, thief: true }
}

/// Writes down what happened, a line for each step.
fn tell(world: World, steps: &[Step]) -> String {
    let mut state = State::start();
    let mut lines = String::new();
    for step in steps {
        state = world.next_state(&state, *step).unwrap();
        let State { newest, age, first_use, jar, tabs, .. } = &state;
        lines += &format!(
            "  {step:?}\n      newest {newest}, {age} ticks old, first used {first_use:?}; jar {jar}, tabs {tabs:?}\n"
        );
    }
    lines + &format!("  {:?}\n", state.wrongs)
}

/// Explores the whole of a world; fails with a path where a promise is broken.
fn explore(world: World) {
    let checker = world.checker().threads(2).spawn_bfs().join();
    let (states, depth) = (checker.unique_state_count(), checker.max_depth());
    println!("{:?}, thief {}: {states} states, {depth} steps deep", world.windows, world.thief);
    assert!(checker.is_done());
    let discoveries = checker.discoveries();
    for property in world.properties() {
        let name = property.name;
        let path = discoveries.get(name).cloned().map(|path| tell(world, &path.into_actions()));
        if property.expectation.discovery_is_failure() {
            assert!(path.is_none(), "Not so: {name}.\n{}", path.unwrap_or_default());
        } else if world.windows == windows(2, 4) {
            assert!(path.is_some(), "It never happens that {name}.");
        }
    }
}

/// Finds a shortest path that breaks a promise.
fn find(world: World, promise: &'static str) -> Option<String> {
    // The checker may go on for a while with what it has begun, so it is given no more than one
    // step more at a time.
    (2..DEEPEST).find_map(|depth| {
        let enough = HasDiscoveries::AnyOf(BTreeSet::from([promise]));
        let checker =
            world.checker().target_max_depth(depth).finish_when(enough).spawn_bfs().join();
        checker.discovery(promise).map(|path| tell(world, &path.into_actions()))
    })
}

/// Shows: REL-30, RT-41.
#[test]
fn an_honest_device_is_never_signed_out() {
    for (grace, recovery) in [(2, 4), (1, 4), (3, 3), (4, 1), (1, 0)] {
        explore(World { windows: windows(grace, recovery), ..honest(judge) });
    }
}

/// Shows: REL-30.
#[test]
fn a_thief_and_the_owner_do_not_both_go_on_unnoticed() {
    for (grace, recovery) in [(2, 4), (3, 1), (0, 0)] {
        explore(World { windows: windows(grace, recovery), ..theft(judge) });
    }
}

/// Shows: RT-42.
#[test]
fn a_rule_that_is_broken_is_found_out() {
    for (what, promise, world) in [
        ("repeats for any agent", NOT_BOTH, theft(broken::repeats_for_any_agent)),
        ("forgets the first use", NOT_BOTH, theft(broken::forgets_the_first_use)),
        ("counts from the latest use", NOT_BOTH, theft(broken::counts_from_the_latest_use)),
        ("never closes the window", NOT_BOTH, theft(broken::never_closes_the_window)),
        ("closes a moment late", NOT_BOTH, theft(broken::closes_a_moment_late)),
        (
            "closes a moment late after a use",
            NOT_BOTH,
            theft(broken::closes_a_moment_late_after_a_use),
        ),
        ("repeats for older tokens", NOT_BOTH, theft(broken::repeats_for_older_tokens)),
        ("forks", ONE_BRANCH, honest(broken::forks)),
        ("lets a theft pass", NOTICED, theft(broken::lets_a_theft_pass)),
        ("outlives the end", ENDED, theft(broken::outlives_the_end)),
        ("has no windows", NEVER_SIGNED_OUT, honest(broken::has_no_windows)),
        ("counts from the rotation", NEVER_SIGNED_OUT, honest(broken::counts_from_the_rotation)),
        ("has no recovery", NEVER_SIGNED_OUT, honest(broken::has_no_recovery)),
        ("has no grace once seen", NEVER_SIGNED_OUT, honest(broken::has_no_grace_once_seen)),
    ] {
        let path =
            find(world, promise).unwrap_or_else(|| panic!("A rule that {what} was not found out."));
        println!("A rule that {what}. Not so: {promise}.\n{path}");
    }
}

#[test]
fn each_of_its_manners_is_needed() {
    let good = Manners::GOOD;
    for (what, manners) in [
        ("a retry that comes too late", Manners { arrives_in_time: false, ..good }),
        (
            "a request older than the last rotation",
            Manners { one_rotation_at_a_time: false, ..good },
        ),
    ] {
        let path = find(World { manners, ..honest(judge) }, NEVER_SIGNED_OUT);
        let path =
            path.unwrap_or_else(|| panic!("{what} does no harm, so it need not be ruled out"));
        println!("What the rule does not forgive: {what}.\n{path}");
    }
}
