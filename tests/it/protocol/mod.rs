//! The protocol of rotation in a model checker.
//!
//! The checker visits every order in which two tabs, two instances, lost messages, crashes and a
//! thief can act. It judges each presented token with [`judge`], the function that the server
//! calls. Histories may have any length. The bounds are:
//!
//! - one session; one browser with one cookie jar; two tabs, each with one request in flight; two
//!   instances with one database;
//! - any number of lost requests, lost responses, first uses not stored, and crashes between commit
//!   and response;
//! - one thief, who copies the jar once, keeps every token that it gets, presents any of them to
//!   either instance with the owner's `User-Agent` or another, and uses access tokens;
//! - time in steps of 15 seconds, with windows of up to four steps; older ages are not
//!   distinguished. Of tokens, the newest, the two before it, and older ones are distinguished;
//! - no token expires; nobody signs out; the instances' clocks agree. Other tests cover those.
//!
//! An instance records the first use of an access token in memory and stores it later, so the other
//! instance may not know it yet. The grace of a first use counts from that use, once it is stored or
//! is queued at the instance that judges, whose writer keeps the order.
//!
//! [`Assumptions`] lists what the model assumes of an honest browser.
//! [`each_assumption_about_the_browser_is_needed`] shows what happens without each of them.
//!
//! `cargo test --test it protocol -- --nocapture` prints the number of states and the paths.

mod broken;
mod state;
mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use stateright::{Checker, HasDiscoveries, Model, Property};
use vestibule::auth::rotation::{Verdict, judge};
use vestibule::config::ReuseWindows;

use state::{Agent, State, TICK, bit};
use world::{Assumptions, Rule, Step, World};

/// More steps than it takes to break any of the broken rules.
const DEEPEST: usize = 20;

const NEVER_SIGNED_OUT: &str =
    "an honest device that retries within the windows is never signed out";
const ONE_BRANCH: &str = "there are never two live branches";
const NOT_BOTH: &str = "thief and owner never both continue once one is outside the windows";
const NOTICED: &str = "a replaced token outside the windows ends the session";
const ENDED: &str = "a revoked session serves nobody";
const RECOVERS: &str = "a lost response can be recovered after the grace";
const BOTH_TABS: &str = "both tabs of a device that slept beyond the grace can come back";
const LATE_TAB: &str = "a second tab can refresh after the successor was used";
const GETS_NEWEST: &str = "within the windows a thief can get the newest token";
const GETS_NEWEST_LATE: &str = "after the grace of the rotation, a thief can get the newest token within that of the first use";
const DETECTED_LATE: &str =
    "after both graces, a thief with the replaced token is detected within the recovery";
const DETECTED: &str = "a thief can be detected";

fn properties(thief: bool) -> Vec<Property<World>> {
    fn repeats(world: &World, state: &State) -> bool {
        state.newest > 1 && world.judge(state, state.newest - 1, Agent::Owners) == Verdict::Reissue
    }
    fn is_late(world: &World, state: &State) -> bool {
        TICK * state.age.into() >= world.windows.grace
    }
    fn holds_replaced(state: &State) -> bool {
        state.newest > 1 && state.stolen & bit(state.newest - 1) != 0
    }
    let mut properties = vec![
        Property::always(NEVER_SIGNED_OUT, |_: &World, state: &State| !state.violations.signed_out),
        Property::always(ONE_BRANCH, |world: &World, state: &State| {
            let rotates = |generation| {
                [Agent::Owners, Agent::Another].map(|agent| world.judge(state, generation, agent))
            };
            !state.violations.forked
                && (1..state.newest)
                    .all(|generation| !rotates(generation).contains(&Verdict::Rotate))
        }),
        Property::always(NOT_BOTH, |_: &World, state: &State| !state.violations.both_went_on),
        Property::always(NOTICED, |_: &World, state: &State| !state.violations.unnoticed),
        Property::always(ENDED, |_: &World, state: &State| !state.violations.outlived),
        // These show that the model is not empty.
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
        // What a thief gains from the grace of the first use, and what ends it.
        properties.push(Property::sometimes(GETS_NEWEST_LATE, |world: &World, state: &State| {
            is_late(world, state)
                && state.first_use.is_some()
                && holds_replaced(state)
                && repeats(world, state)
        }));
        properties.push(Property::sometimes(DETECTED_LATE, |world: &World, state: &State| {
            let recovering = TICK * state.age.into() < world.windows.recovery;
            let judged = || world.judge(state, state.newest - 1, Agent::Owners);
            recovering
                && is_late(world, state)
                && holds_replaced(state)
                && judged() == Verdict::Theft
        }));
        properties.push(Property::sometimes(GETS_NEWEST, |_: &World, state: &State| {
            state.newest > 2 && state.thief_has_newest()
        }));
        properties.push(Property::sometimes(DETECTED, |_: &World, state: &State| state.revoked));
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

/// One browser that meets the assumptions, and no thief.
fn honest(rule: Rule) -> World {
    World { rule, windows: windows(2, 4), assumptions: Assumptions::ALL, thief: false }
}

/// A thief, and an owner's browser without assumptions.
fn theft(rule: Rule) -> World {
    World { rule, windows: windows(2, 4), assumptions: Assumptions::NONE, thief: true }
}

/// Describes a history, step by step.
fn describe(world: World, steps: &[Step]) -> String {
    let mut state = State::start();
    let mut lines = String::new();
    for step in steps {
        state = world.next_state(&state, *step).unwrap();
        let State { newest, age, first_use, jar, tabs, .. } = &state;
        lines += &format!(
            "  {step:?}\n      newest {newest}, {age} ticks old, first used {first_use:?}; jar {jar}, tabs {tabs:?}\n"
        );
    }
    lines + &format!("  {:?}\n", state.violations)
}

/// Explores all states of a world. Fails with a path if a property is violated.
fn explore(world: World) {
    let checker = world.checker().threads(2).spawn_bfs().join();
    let (states, depth) = (checker.unique_state_count(), checker.max_depth());
    println!("{:?}, thief {}: {states} states, {depth} steps deep", world.windows, world.thief);
    assert!(checker.is_done());
    let discoveries = checker.discoveries();
    for property in world.properties() {
        let name = property.name;
        let path = discoveries.get(name).cloned().map(|path| describe(world, &path.into_actions()));
        if property.expectation.discovery_is_failure() {
            assert!(path.is_none(), "Violated: {name}.\n{}", path.unwrap_or_default());
        } else if world.windows == windows(2, 4) {
            assert!(path.is_some(), "Never reached: {name}.");
        }
    }
}

/// Finds a shortest path that violates a property.
fn find(world: World, violated: &'static str) -> Option<String> {
    // The checker may continue for a while after a discovery, so the depth grows by one step at a
    // time.
    (2..DEEPEST).find_map(|depth| {
        let enough = HasDiscoveries::AnyOf(BTreeSet::from([violated]));
        let checker =
            world.checker().target_max_depth(depth).finish_when(enough).spawn_bfs().join();
        checker.discovery(violated).map(|path| describe(world, &path.into_actions()))
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
fn a_thief_and_the_owner_do_not_both_continue_unnoticed() {
    for (grace, recovery) in [(2, 4), (3, 1), (0, 0)] {
        explore(World { windows: windows(grace, recovery), ..theft(judge) });
    }
}

/// Shows: RT-42.
#[test]
fn every_broken_rule_is_detected() {
    for (what, violated, world) in [
        ("repeats for any agent", NOT_BOTH, theft(broken::repeats_for_any_agent)),
        ("forgets the first use", NOT_BOTH, theft(broken::forgets_the_first_use)),
        ("counts from the latest use", NOT_BOTH, theft(broken::counts_from_the_latest_use)),
        ("never closes the window", NOT_BOTH, theft(broken::never_closes_the_window)),
        ("closes one millisecond late", NOT_BOTH, theft(broken::closes_one_millisecond_late)),
        (
            "closes one millisecond late after a use",
            NOT_BOTH,
            theft(broken::closes_one_millisecond_late_after_a_use),
        ),
        ("repeats for older tokens", NOT_BOTH, theft(broken::repeats_for_older_tokens)),
        ("forks", ONE_BRANCH, honest(broken::forks)),
        ("ignores a theft", NOTICED, theft(broken::ignores_a_theft)),
        ("exchanges tokens of a revoked session", ENDED, theft(broken::exchanges_after_revocation)),
        ("has no windows", NEVER_SIGNED_OUT, honest(broken::has_no_windows)),
        ("counts from the rotation", NEVER_SIGNED_OUT, honest(broken::counts_from_the_rotation)),
        ("has no recovery", NEVER_SIGNED_OUT, honest(broken::has_no_recovery)),
        (
            "has no grace after the first use",
            NEVER_SIGNED_OUT,
            honest(broken::has_no_grace_after_first_use),
        ),
    ] {
        let path =
            find(world, violated).unwrap_or_else(|| panic!("A rule that {what} was not detected."));
        println!("A rule that {what}. Violated: {violated}.\n{path}");
    }
}

#[test]
fn each_assumption_about_the_browser_is_needed() {
    let all = Assumptions::ALL;
    for (what, assumptions) in [
        ("a retry that comes too late", Assumptions { arrives_in_time: false, ..all }),
        (
            "a request older than the last rotation",
            Assumptions { one_rotation_at_a_time: false, ..all },
        ),
    ] {
        let path = find(World { assumptions, ..honest(judge) }, NEVER_SIGNED_OUT);
        let path = path
            .unwrap_or_else(|| panic!("{what} violates nothing, so the assumption is not needed"));
        println!("Violated by {what}.\n{path}");
    }
}
